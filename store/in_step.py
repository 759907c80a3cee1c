"""Whether the search index is known to be in step with the catalogue, told without opening it.

Opening it loads Whoosh: four megabytes and a tenth of a second, for most starts in vain. A note in
the index's folder says of what it was found in step: it goes when the index is made anew, and holds
only as long as every file of the index is as it was.

A disk may also change a file without a trace. So the note says when every byte was compared with
its checksum last, and once a week it is done again.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from store import files
from store.errors import StoreError
from store.hashing import sha256
from store.search.commits.version import version

if TYPE_CHECKING:
    from store.catalogue import Catalogue

_NOTE = "in-step"
_LIMIT = 1_000
_WEEK = 7 * 86_400


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
    return _noted(folder)[0] == fingerprint(folder, catalogue) != ""


def checked(folder: Path) -> float:
    """When every byte of the index was checked last, by ``time.time``; 0: it is due."""
    try:
        when = float(_noted(folder)[1])
    except ValueError:
        return 0
    return when if abs(time.time() - when) < _WEEK else 0  # a clock may have been set back


def _noted(folder: Path) -> tuple[str, str]:
    try:
        noted = files.read_bytes(folder / _NOTE, _LIMIT).decode("ascii", "replace")
    except StoreError:
        return "", ""
    found, _, when = noted.partition(" ")
    return found, when


def forget(folder: Path) -> None:
    """Take the note away.

    Raises:
        StoreError: the folder cannot be written.
    """
    if folder.is_dir():
        files.remove(folder / _NOTE)


def note(folder: Path, found: str, when: float) -> None:
    """Note that the index is in step with what had the fingerprint ``found``.

    Args:
        folder: Of the index.
        found: As ``fingerprint`` gave it.
        when: When every byte was checked last.
    """
    try:
        files.write_atomic(folder / _NOTE, f"{found} {when:.0f}".encode(), durable=False)
    except StoreError:
        return  # derived: the next start opens the index
