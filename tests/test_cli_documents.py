"""``mcdgraph documents`` says which copies are at hand, and ``explain`` quotes them."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mcdgraph.cli.app import main

LOCK = Path(__file__).parent / "corpus" / "documented"
OPENED = ("<https://example.org/lock/id/keeper>", "lock:opened", "id:gate")


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """Copy the graph of the lock, with the document that it points into."""
    return Path(shutil.copytree(LOCK, tmp_path / "lock"))


def run(root: Path, *words: str) -> Result:
    """Call a command for a graph."""
    return CliRunner().invoke(main, ["-C", str(root), *words])


def test_a_copy_at_hand_fits(lock: Path) -> None:
    """The document is named with its file, and its passages are counted."""
    found = run(lock, "documents")
    assert found.exit_code == 0, found.output
    assert found.output.splitlines() == [
        f"at hand  id:log  {lock}/documents/log.txt",
        "         3 passages, all offsets fit",
        f"1 of 1 documents at hand in {lock}/documents",
    ]


def test_a_missing_copy_is_no_fault(lock: Path, tmp_path: Path) -> None:
    """The digest says what to look for; other bytes are no copy."""
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "log.txt").write_text("other words", encoding="utf8")
    found = run(lock, "documents", "--documents", str(folder))
    assert found.exit_code == 0, found.output
    assert found.output.startswith("missing  id:log  SHA-256 ")
    assert found.output.endswith(f"0 of 1 documents at hand in {folder}\n")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("oa:end 197", "oa:end 9999", "id:log-3 [171,9999) does not fit: the copy has 198"),
        ("oa:end 197", "oa:end 171", "id:log-3 [171,171) does not fit"),
        ("    oa:end 197 .", "    oa:motivatedBy id:log .", "id:log-3 [171,?) does not fit"),
    ],
)
def test_an_offset_that_does_not_fit_is_named(lock: Path, old: str, new: str, said: str) -> None:
    """With the passage, its offsets and the length of the copy; exit code 1."""
    data = lock / "data" / "lock.ttl"
    text = data.read_text(encoding="utf8")
    assert old in text
    data.write_text(text.replace(old, new), encoding="utf8")
    found = run(lock, "documents")
    assert found.exit_code == 1, found.output
    assert said in found.output
    assert "all offsets fit" not in found.output


def test_a_file_that_cannot_be_read_is_named(lock: Path) -> None:
    """A link to nowhere may have been a copy."""
    (lock / "documents" / "gone.txt").symlink_to(lock / "nowhere")
    found = run(lock, "documents")
    assert found.exit_code == 1
    assert "gone.txt: not read: No such file or directory" in found.output


def test_a_graph_without_digests_has_no_documents(lock: Path) -> None:
    """Nothing is looked for, and nothing is wrong."""
    data = lock / "data" / "lock.ttl"
    text = data.read_text(encoding="utf8").replace("checksumAlgorithm_sha256", "md5")
    data.write_text(text, encoding="utf8")
    found = run(lock, "documents")
    assert (found.exit_code, found.output) == (0, "no document with its SHA-256 is described\n")


def test_a_proof_says_what_the_passage_says(lock: Path, tmp_path: Path) -> None:
    """The gloss always, the very words where the document is at hand."""
    found = run(lock, "explain", "-q", *OPENED)
    assert found.exit_code == 0, found.output
    assert "says: The gate was opened early.\n" in found.output
    assert "words: “On Monday the keeper opened the lower gate at dawn — 6 o’clock" in found.output
    (lock / "documents" / "log.txt").rename(tmp_path / "log.txt")
    bare = run(lock, "explain", "-q", *OPENED)
    assert "says: The gate was opened early.\n" in bare.output
    assert "words:" not in bare.output


def test_a_proof_in_json_has_gloss_links_and_words(lock: Path) -> None:
    """Beside the offsets, by language."""
    found = run(lock, "explain", "-q", "-f", "json", *OPENED)
    evidence = json.loads(found.output)["steps"][0]["evidence"][0]
    assert evidence["gloss"] == {
        "en": "The gate was opened early.",
        "fr": "La porte fut ouverte tôt.",
    }
    assert evidence["link"].startswith("https://lock.example/log#top:~:text=On%20Monday%20the")
    assert evidence["archive"].startswith("https://web.archive.org/web/19110502/https://lock.")
    assert evidence["words"].startswith("On Monday")


def test_a_proof_does_not_command_the_terminal(lock: Path) -> None:
    """What a gloss holds is written as text on one line."""
    data = lock / "data" / "lock.ttl"
    text = data.read_text(encoding="utf8")
    data.write_text(text.replace("The gate was", r"The\u001B[2J\ngate was"), encoding="utf8")
    found = run(lock, "explain", "-q", *OPENED)
    assert "says: The\ufffd[2J gate was opened early.\n" in found.output
    assert "\x1b" not in found.output
