"""What the system said when a file could not be read or written, in words for people."""

from __future__ import annotations

import errno
from pathlib import Path

from store.errors import StoreError

_WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENOENT: "it is not there",
    errno.ENOTDIR: "a part of its path is not a folder",
    errno.EISDIR: "it is a folder",
    errno.ELOOP: "it is a symbolic link",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EIO: "the disk reports an error",
}
_HINTS = {
    errno.ENOSPC: "make room and try again; nothing was changed",
    errno.EDQUOT: "make room and try again; nothing was changed",
    errno.EROFS: "make it writable, or name another library with --library",
    errno.EACCES: "check who owns it and its permissions",
    errno.EPERM: "check who owns it and its permissions",
}


def reason(error: OSError) -> str:
    """What the system said."""
    return _WORDS.get(error.errno or 0) or error.strerror or "the system refused"


def failure(verb: str, path: Path, error: OSError) -> StoreError:
    """The error to raise when ``path`` could not be read, written, listed, made, moved, locked."""
    number = error.errno or 0
    words = reason(error)
    if number == errno.ENOENT and verb in {"write", "lock"}:
        words = f"the folder {path.parent} is not there"
    return StoreError(f"cannot {verb} {path.name}: {words}", hint=_HINTS.get(number, ""), path=path)
