"""Locks between the threads of this process and other processes that change the same file."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from weakref import WeakValueDictionary

from store.disk_errors import failure
from store.errors import BusyError
from store.hashing import sha256

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LONGEST = 200  # bytes of a name that has room for more below the usual 255
LOCK_SECONDS = 10.0
"""How long ``locked`` waits for another process before it gives up."""


class _ThreadLock:
    """A lock between the threads of this process, kept while anyone uses it."""

    __slots__ = ("__weakref__", "lock")

    def __init__(self) -> None:
        self.lock = threading.Lock()


_thread_locks: WeakValueDictionary[str, _ThreadLock] = WeakValueDictionary()
_thread_locks_guard = threading.Lock()


@contextlib.contextmanager
def locked(path: Path, *, seconds: float | None = None) -> Iterator[None]:
    """Hold the lock of ``path`` against other threads and other processes. Not reentrant.

    The lock is on a file of its own beside ``path`` (``.<name>.lock``), since the file itself
    is replaced by every write; it is removed when the lock is let go.

    Args:
        path: The file to be changed; it need not be there, its folder must.
        seconds: How long to wait; ``None``: ``LOCK_SECONDS``.

    Raises:
        BusyError: another process or thread holds it all the time.
        StoreError: the folder cannot be written.
    """
    until = time.monotonic() + (LOCK_SECONDS if seconds is None else seconds)
    key = str(path.absolute())
    with _thread_locks_guard:
        mine = _thread_locks.setdefault(key, _ThreadLock())
    if not mine.lock.acquire(timeout=max(0.0, until - time.monotonic())):
        raise _busy(path)
    try:
        lock_path = beside(path, "lock")
        try:
            descriptor = _lock_file(lock_path, path, until)
        except OSError as error:
            raise failure("write", path, error) from error
        try:
            yield
        finally:
            # Removed while it is held: who waits for it sees that it is gone and makes a new one.
            with contextlib.suppress(OSError):
                lock_path.unlink()
            os.close(descriptor)
    finally:
        mine.lock.release()


def beside(path: Path, suffix: str) -> Path:
    """The hidden file ``.<name>.<suffix>`` that belongs to ``path``; its name is never too long."""
    name = path.name
    if len(os.fsencode(name)) > _LONGEST:
        name = sha256(os.fsencode(name)).hexdigest()
    return path.with_name(f".{name}.{suffix}")


def _lock_file(lock_path: Path, path: Path, until: float) -> int:
    """A descriptor that holds the lock of the file that is at ``lock_path`` now."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    pause = 0.0005
    while True:
        descriptor = os.open(lock_path, flags, 0o600)
        try:
            if try_lock(descriptor) and is_at(descriptor, lock_path):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        if time.monotonic() >= until:
            raise _busy(path)
        time.sleep(pause)
        pause = min(0.02, pause * 2)


def _busy(path: Path) -> BusyError:
    return BusyError(
        f"{path.name} is being changed by another process",
        hint="try again; if nothing else runs, restart the machine's other postil",
        path=path,
    )


def is_at(descriptor: int, path: Path) -> bool:
    """Whether the open file is still the one at ``path``."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False


def try_lock(descriptor: int) -> bool:
    """Lock an open file unless another open of it holds the lock."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in {errno.EAGAIN, errno.EACCES, errno.EDEADLK}:
            return False
        raise
    return True
