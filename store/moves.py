"""Files moved within the library, and the trash: nothing is ever written over by a move.

What lies in the trash bears the time at which it came there: ``<stem>.<time>-<token><suffix>``.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
from pathlib import Path
from typing import NamedTuple

from store import files, times
from store.disk_errors import failure
from store.errors import StoreError

KEPT_DAYS = 90
"""How long a file stays in the trash."""

_COPIED = 2_000_000_000  # bytes of the largest file of which a copy is made
_IN_TRASH = re.compile(r"(.+)\.([0-9]{8}T[0-9]{6}Z)-[0-9a-f]{6}(\.(?:md|yaml))", re.DOTALL)
_STEM_BYTES = 180  # with time, token, suffix and a lock's name it stays below the usual 255
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS, errno.EXDEV}


class InTrash(NamedTuple):
    """A file in the trash.

    Attributes:
        name: There.
        was: Its name before; a long one was cut.
        at: When it came there.
        size: Bytes.
    """

    name: str
    was: str
    at: str
    size: int


def trash_name(name: str, at: str) -> str:
    """A name in the trash for the file ``name`` that goes at the time ``at``; never used twice."""
    path = Path(name)
    stem = path.stem.encode()[:_STEM_BYTES].decode(errors="ignore")
    return f"{stem}.{times.for_file_name(at)}-{os.urandom(3).hex()}{path.suffix}"


def move(source: Path, target: Path) -> None:
    """Give a file another place on the same disk. A crash leaves it at one of both, or at both.

    Raises:
        StoreError: it is not there, something is at ``target`` already, or the system refuses.
    """
    try:
        if not _linked(source, target):
            # A disk without hard links: what comes to the target in between would be lost, so
            # whoever calls this holds its lock.
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, "something of that name is there already")
            source.rename(target)
            files.sync_folder(target.parent)
    except FileExistsError as error:
        raise StoreError(
            f"cannot move {source.name}: {target.name} is there already", path=target
        ) from error
    except OSError as error:
        raise failure("move", source, error) from error


def second_name(path: Path, name: str) -> Path:
    """Give what ``path`` holds another name in its folder, too; one like it if that is taken.

    Raises:
        StoreError: it cannot be read, or the name not be made.
    """
    other = path.with_name(name)
    number = 1
    while True:
        try:
            os.link(path, other)
        except FileExistsError:
            number += 1
            other = path.with_name(f"{name}-{number}")
            continue
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise failure("write", other, error) from error
            files.write_atomic(other, files.read_bytes(path, _COPIED))
        files.sync_folder(path.parent)
        return other


def _linked(source: Path, target: Path) -> bool:
    """Move by a second name, which unlike a rename replaces nothing; whether the disk can."""
    try:
        os.link(source, target)
    except FileExistsError:
        # A crash has left both names of one file.
        if not (target.is_file() and source.is_file() and target.samefile(source)):
            raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return False
    files.sync_folder(target.parent)  # before its old name goes: a power cut leaves one of both
    source.unlink()
    return True


def free_name(folder: Path, name: str) -> str:
    """``name``, or one like it that nothing in ``folder`` has: ``a-2.md`` for ``a.md``."""
    path = folder / name
    number = 1
    while os.path.lexists(path):
        number += 1
        path = path.with_name(f"{Path(name).stem}-{number}{Path(name).suffix}")
    return path.name


def name_before(name: str) -> str:
    """The name that a file in the trash had before; ``name`` if it says none."""
    parts = _IN_TRASH.fullmatch(name)
    return parts[1] + parts[3] if parts else name


def list_trash(folder: Path) -> list[InTrash]:
    """What was put into the trash under names that ``trash_name`` gives; others are passed by.

    Raises:
        StoreError: the folder cannot be read.
    """
    found = []
    for listed in (*files.list_folder(folder, ".md"), *files.list_folder(folder, ".yaml")):
        parts = _IN_TRASH.fullmatch(listed.name)
        at = times.from_file_name(parts[2]) if parts else ""
        if parts and at:
            found.append(InTrash(listed.name, parts[1] + parts[3], at, listed.size))
    return found


def sweep_trash(folder: Path, at: str, days: int = KEPT_DAYS) -> int:
    """Remove what ``list_trash`` tells and came there ``days`` days before ``at``, or earlier.

    Returns:
        How many were removed.

    Raises:
        StoreError: the folder cannot be read.
    """
    gone = 0
    for found in list_trash(folder):
        if times.days_between(found.at, at) >= days:
            with contextlib.suppress(OSError):  # read-only: it stays, which harms nobody
                (folder / found.name).unlink()
                gone += 1
    return gone
