"""A build killed at any moment leaves the release before it, or the new one, and nothing half."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

from mcdgraph.release import Release, current_release, open_release
from mcdgraph.release.build import build
from mcdgraph.settings import load_settings

RELEASED = Path(__file__).parent / "corpus" / "released"


def assert_whole(release: Release) -> None:
    """Compare every dump of a release with its checksum, and find its store."""
    lines = (release.dumps / "SHA256SUMS").read_text().splitlines()
    assert len(lines) == 2 * len(release.manifest.dumps) > 0
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((release.dumps / name).read_bytes()).hexdigest() == digest
    assert any(release.store.iterdir())


def test_a_killed_build_leaves_a_whole_release(tmp_path: Path) -> None:
    """SIGKILL at every rename and link, and at many other file operations of a second build."""
    root = Path(shutil.copytree(RELEASED, tmp_path / "graph"))
    settings = load_settings(root)
    first = build(settings)
    with (root / "data" / "ml" / "posts.ttl").open("a", encoding="utf8") as stream:
        stream.write("\nid:clerk ex:since 2003 .\n")
    rehearsal = Path(shutil.copytree(root, tmp_path / "rehearsal", symlinks=True))
    script = Path(__file__).with_name("release_kills.py")
    kills = []
    with subprocess.Popen(
        [sys.executable, str(script), str(root), str(rehearsal)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in process.stdout:
            kills.append(json.loads(line))
            current = current_release(settings)
            assert current is not None
            assert_whole(current)
            for folder in settings.release.folder.joinpath("releases").iterdir():
                if not folder.name.startswith("."):
                    assert_whole(open_release(folder))
            process.stdin.write("\n")
            process.stdin.flush()
    assert process.returncode == 0
    killed = [kill for kill in kills if kill["killed"]]
    assert len(killed) > 15
    assert {"os.rename", "os.symlink"} <= {kill["of"] for kill in killed}
    second = build(settings)
    assert second.digest != first.digest
    assert current_release(settings) == second
    left = [p.name for p in (settings.release.folder / "releases").iterdir()]
    assert sorted(left) == sorted([first.digest, second.digest])
