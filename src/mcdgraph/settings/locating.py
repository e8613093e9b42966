"""Where a graph's folder is: named, found upwards like a git repository, or the shipped one."""

from hashlib import sha256
from pathlib import Path

import platformdirs

from mcdgraph.settings.model import FILE_NAME

_PACKAGE = Path(__file__).resolve().parent.parent


def find_root(start: Path) -> Path | None:
    """Find the nearest folder, from ``start`` upwards, that holds ``mcdgraph.toml``."""
    here = start.resolve()
    return next((folder for folder in (here, *here.parents) if is_root(folder)), None)


def is_root(folder: Path) -> bool:
    """True where a folder holds ``mcdgraph.toml``."""
    return (folder / FILE_NAME).is_file()


def shipped_root() -> Path | None:
    """Find the graph that comes with the package: in the wheel, or in its source checkout."""
    candidates = (_PACKAGE / "shipped", _PACKAGE.parent.parent)
    return next((folder for folder in candidates if is_root(folder)), None)


def is_installed(root: Path) -> bool:
    """True for the graph inside the installed package, whose folder is not to be written in."""
    return root == _PACKAGE / "shipped"


def user_release_folder() -> Path:
    """Give the folder of the user's cache where the shipped graph's releases are kept."""
    return platformdirs.user_cache_path("mcdgraph") / "shipped"


def checkout_cache(root: Path) -> Path:
    """Give the folder of the user's cache for a graph whose own folder is not written in."""
    resolved = root.resolve()
    digest = sha256(str(resolved).encode("utf8", "surrogateescape")).hexdigest()[:12]
    return platformdirs.user_cache_path("mcdgraph") / "checkouts" / f"{resolved.name}-{digest}"
