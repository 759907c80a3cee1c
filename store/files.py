"""The one door to the disk: reading, atomic writing, locks, stamps, copies of what goes.

A file is written to a temporary one beside it, synced, and put in place by a rename, so that
at any moment there is the old file or the new one, whole. Who changes a file that others may
change too holds ``locked(path)`` and compares ``stamp(path)`` with what was read.
Every error of the system comes out as ``StoreError`` with a line for people.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from store import times
from store.disk_errors import failure
from store.errors import ChangedMeanwhileError, StoreError
from store.locks import beside, locked, try_lock
from store.names import safe_name
from store.scanning import Listed, find_misnamed, list_folder

__all__ = [
    "NO_FILE", "Listed", "Stamp", "append_line", "find_misnamed", "find_stamp", "keep_copy",
     "list_folder", "locked", "make_private_file", "make_private_folder",
    "need_folders", "need_no_links", "read_bytes", "read_stamped", "remove", "remove_derived",
    "safe_name", "stamp", "sync_folder", "until_still", "write_atomic",
]  # fmt: skip

Made = TypeVar("Made")
_REPLACE_TRIES = 5
_GONE = (
    "mount it or move it back, and try again; nothing was changed. "
    "If it is gone for good, make an empty folder there"
)


class Stamp(NamedTuple):
    """What tells one version of a file from another without reading it.

    ``write_atomic`` makes ``mtime_ns`` grow with every write, whatever the clock does.
    """

    mtime_ns: int
    size: int
    inode: int


NO_FILE = Stamp(0, 0, 0)
"""The stamp of a file that is not there."""


# -- reading -----------------------------------------------------------------------------------


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of a regular file; symbolic links are not followed.

    Args:
        path: The file.
        limit: The most bytes that are read.

    Raises:
        StoreError: it is not there, is no regular file, is larger, or cannot be read.
    """
    return read_stamped(path, limit)[0]


def read_stamped(path: Path, limit: int) -> tuple[bytes, Stamp]:
    """The content of a file and the stamp that belongs to exactly that content.

    Raises:
        StoreError: as ``read_bytes``.
    """
    # Without O_NONBLOCK, opening a named pipe would wait for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise StoreError(f"{path.name} is not a regular file", path=path)
            data = file.read(min(limit, before.st_size) + 1)
            if len(data) > before.st_size:  # it has grown
                data += file.read(max(limit + 1 - len(data), 0))
            after = os.fstat(file.fileno())
    except OSError as error:
        raise failure("read", path, error) from error
    if len(data) > limit:
        raise StoreError(f"{path.name} is larger than {limit:,} bytes", path=path)
    # Another program may write in place while we read: then the stamp must not look current.
    whole = _stamp_of(before) == _stamp_of(after) and after.st_size == len(data)
    return data, _stamp_of(after) if whole else NO_FILE


def stamp(path: Path) -> Stamp:
    """The stamp of a file.

    Raises:
        StoreError: it is not there or its folder cannot be read.
    """
    found = find_stamp(path)
    if found is None:
        raise StoreError(f"cannot read {path.name}: it is not there", path=path)
    return found


def find_stamp(path: Path) -> Stamp | None:
    """The stamp of a file, or ``None`` when it is not there.

    Raises:
        StoreError: its folder cannot be read.
    """
    try:
        return _stamp_of(os.stat(path, follow_symlinks=False))  # noqa: PTH116 - Path.stat has no lstat result type of its own
    except FileNotFoundError:
        return None
    except OSError as error:
        raise failure("read", path, error) from error


# -- writing -----------------------------------------------------------------------------------


def write_atomic(
    path: Path,
    data: bytes,
    *,
    mode: int = 0o600,
    durable: bool = True,
    since: Stamp | None = None,
) -> Stamp:
    """Make ``data`` the content of ``path``, whole or not at all.

    Args:
        path: The file; its folder must be there. A symbolic link is replaced, not followed.
        data: The new content.
        mode: Permissions of a new file; a file that is there keeps its own.
        durable: Whether it must survive a power cut: ``False`` for what can be made again.
        since: The stamp of what ``data`` was made from (``NO_FILE``: of no file). It is looked at
            again right before the file is replaced, since other programs know no locks of ours.

    Returns:
        The stamp of the new file.

    Raises:
        ChangedMeanwhileError: the file is not as it was at ``since``; nothing is written.
        StoreError: the disk is full, read-only, forbidden or gone. The old file is as it was.
    """
    for attempt in range(_REPLACE_TRIES):
        temp = beside(path, f"{os.urandom(4).hex()}.tmp")
        try:
            written = _write_temp(temp, path, data, mode, durable=durable)
            if since is not None and (find_stamp(path) or NO_FILE) != since:
                raise ChangedMeanwhileError(
                    f"{path.name} was changed by another program just now",
                    hint="try again",
                    path=path,
                )
            temp.replace(path)
        except BaseException as error:
            with contextlib.suppress(OSError):
                temp.unlink()
            # A sweep in another process took the temporary file before it was locked.
            swept = isinstance(error, FileNotFoundError) and path.parent.is_dir()
            if swept and attempt + 1 < _REPLACE_TRIES:
                continue
            if isinstance(error, OSError):
                raise failure("write", path, error) from error
            raise
        if durable:
            sync_folder(path.parent)
        return written
    raise AssertionError("unreachable")


def until_still(change: Callable[[], Made]) -> Made:
    """Call what reads a file and writes it with ``since``: again while other programs come between.

    Raises:
        ChangedMeanwhileError: they do so all the time. What ``change`` raises passes through.
    """
    for _ in range(_REPLACE_TRIES - 1):
        with contextlib.suppress(ChangedMeanwhileError):
            return change()
    return change()


def append_line(path: Path, line: bytes) -> None:
    """Add a line at the end of ``path``, after ending one that a crash left unended.

    Raises:
        StoreError: it cannot be written.
    """
    flags = os.O_RDWR | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    if not path.exists():
        make_private_file(path)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "r+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
                if file.read(1) != b"\n":
                    line = b"\n" + line
            try:
                _write_all(file.fileno(), line + b"\n")
            except OSError:
                with contextlib.suppress(OSError):  # half a line is passed over by who reads it
                    os.ftruncate(file.fileno(), size)
                raise
    except OSError as error:
        raise failure("write", path, error) from error


def make_private_folder(path: Path, *, inside: Path | None = None) -> None:
    """Make ``path`` and what is missing above it, open to its owner only (0700).

    A folder that is there keeps its permissions. With ``inside``, nothing is made unless that
    folder is there: a library that was taken away is not begun anew in its place.

    Raises:
        StoreError: it cannot be made, or a file is in the way.
    """
    try:
        if inside is not None and not inside.is_dir():
            raise StoreError(f"the folder {inside} is not there", hint=_GONE, path=inside)
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o700)  # whatever the umask takes away
        if not path.is_dir():
            raise StoreError(f"{path} is not a folder", path=path)
    except OSError as error:
        raise failure("make", path, error) from error


def need_folders(*folders: Path) -> None:
    """Make sure that folders are there which were.

    Raises:
        StoreError: one of them is not.
    """
    for folder in folders:
        if not folder.is_dir():
            raise StoreError(f"the folder {folder} is not there", hint=_GONE, path=folder)


def need_no_links(*folders: Path) -> None:
    """Make sure that folders of a library do not lead out of it.

    Raises:
        StoreError: one of them is a symbolic link.
    """
    for folder in folders:
        if folder.is_symlink():
            raise StoreError(
                f"{folder} is a symbolic link, which would lead out of the library",
                hint="put the folder itself there, or link the whole library",
                path=folder,
            )


def make_private_file(path: Path) -> None:
    """Make an empty file that only its owner may read (0600), for who opens it by its name.

    Raises:
        StoreError: it cannot be made.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags, 0o600)
        if hasattr(os, "fchmod"):  # whatever the umask takes away
            os.fchmod(descriptor, 0o600)
        os.close(descriptor)
    except FileExistsError:
        return
    except OSError as error:
        raise failure("write", path, error) from error


def remove(path: Path) -> None:
    """Remove a file; nothing where there is none.

    Raises:
        StoreError: it cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise failure("remove", path, error) from error


def remove_derived(folder: Path) -> None:
    """Remove a folder of the cache with all that is in it; links in it are not followed.

    Raises:
        StoreError: it cannot be removed.
    """
    import shutil  # noqa: PLC0415 - hardly ever

    try:
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise failure("remove", folder, error) from error


def keep_copy(path: Path, data: bytes, trash_folder: Path) -> Path:
    """Keep what ``path`` held in ``trash_folder``, under a name that says when.

    Args:
        path: The file that is about to be replaced.
        data: Its content.
        trash_folder: Made when it is not there; nothing in it is replaced.

    Returns:
        The copy.

    Raises:
        StoreError: it cannot be written.
    """
    make_private_folder(trash_folder, inside=trash_folder.parent)
    when = times.for_file_name(times.now())
    target = trash_folder / f"{path.stem}.{when}-{os.urandom(3).hex()}{path.suffix}"
    write_atomic(target, data)
    return target


# -- inside ------------------------------------------------------------------------------------


def _stamp_of(about: os.stat_result) -> Stamp:
    return Stamp(about.st_mtime_ns, about.st_size, about.st_ino)


def _write_temp(temp: Path, path: Path, data: bytes, mode: int, *, durable: bool) -> Stamp:
    """Write ``data`` to the new file ``temp`` with the permissions that ``path`` has."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    old = _about(path)
    descriptor = os.open(temp, flags | getattr(os, "O_BINARY", 0), mode)
    try:
        with contextlib.suppress(OSError):  # a disk without locks: sweeps cannot lock it either
            try_lock(descriptor)
        if hasattr(os, "fchmod"):  # whatever the umask takes away
            os.fchmod(descriptor, mode if old is None else stat.S_IMODE(old.st_mode))
        _write_all(descriptor, data)
        about = os.fstat(descriptor)
        if old is not None and about.st_mtime_ns <= old.st_mtime_ns:
            # A coarse or set-back clock must not make two versions look alike.
            os.utime(temp, ns=(about.st_atime_ns, old.st_mtime_ns + 1))
            about = os.fstat(descriptor)
        if durable:
            os.fsync(descriptor)
        return _stamp_of(about)
    finally:
        os.close(descriptor)


def _about(path: Path) -> os.stat_result | None:
    """What is known of a regular file, ``None`` when there is none."""
    try:
        about = path.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    return about if stat.S_ISREG(about.st_mode) else None


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut, where the system can."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):  # the file is in place; some disks cannot sync a folder
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
