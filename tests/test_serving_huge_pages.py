"""What was allocated is put in huge pages, and stays as it was."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ENABLED = Path("/sys/kernel/mm/transparent_hugepage/enabled")
PROGRAM = """
import mmap
import sys
from pathlib import Path
from mcdgraph.serving.huge_pages import huge_pages

def huge():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("AnonHugePages:"))

def pages():
    return [bytes([number % 256]) * 4096 for number in range(16384)]

with open(sys.argv[1], "rb") as file:
    mapped = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
old, before = pages(), huge()
with huge_pages():
    new = pages()
print(before, huge(), new == old == pages())
"""


def can_collapse() -> bool:
    """Tell whether this system knows MADV_COLLAPSE, and has huge pages."""
    release = tuple(int(part) for part in os.uname().release.split(".")[:2])
    return release >= (6, 1) and ENABLED.exists() and "[never]" not in ENABLED.read_text()


@pytest.mark.skipif(sys.platform != "linux" or not can_collapse(), reason="no MADV_COLLAPSE here")
def test_what_is_allocated_is_put_in_huge_pages(tmp_path: Path) -> None:
    """Of 64 MiB in small pieces nearly all, and no more; what they hold does not change.

    Whatever the names of other things that are mapped.
    """
    file = tmp_path / "données"
    file.write_bytes(b"x")
    command = [sys.executable, "-c", PROGRAM, str(file)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    before, after, unchanged = said.split()
    assert unchanged == "True"
    assert 48 * 1024 < int(after) - int(before) < 80 * 1024
