"""Whether the search index is known to be in step with the catalogue, told without opening it.

Opening it loads Whoosh: four megabytes and a tenth of a second, for most starts in vain. A note in
the index's folder says of what it was found in step: it goes when the index is made anew, and holds
only as long as every file of the index is as it was.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from store import files
from store.errors import StoreError
from store.hashing import sha256
from store.search.version import version

if TYPE_CHECKING:
    from store.catalogue import Catalogue

_NOTE = "in-step"
_LIMIT = 1_000


def fingerprint(folder: Path, catalogue: Catalogue) -> str:
    """What is there now: the index's files, format and owner, and what the catalogue says."""
    try:
        listed = sorted(each for each in files.list_folder(folder, "") if each.name != _NOTE)
        about = folder.lstat()
    except (StoreError, OSError):
        return ""
    digest = sha256(version().encode())
    for row in ((about.st_mode, about.st_uid), *listed, catalogue.version()):
        digest.update("\0".join(map(str, row)).encode("utf-8", "surrogatepass"))
        digest.update(b"\1")
    return digest.hexdigest() if listed else ""


def is_known(folder: Path, catalogue: Catalogue) -> bool:
    """Whether the index was found in step, and nothing has changed since."""
    try:
        noted = files.read_bytes(folder / _NOTE, _LIMIT).decode("ascii", "replace")
    except StoreError:
        return False
    return noted == fingerprint(folder, catalogue) != ""


def forget(folder: Path) -> None:
    """Take the note away.

    Raises:
        StoreError: the folder cannot be written.
    """
    if folder.is_dir():
        files.remove(folder / _NOTE)


def note(folder: Path, found: str) -> None:
    """Note that the index is in step with what had the fingerprint ``found``."""
    try:
        files.write_atomic(folder / _NOTE, found.encode(), durable=False)
    except StoreError:
        return  # derived: the next start opens the index
