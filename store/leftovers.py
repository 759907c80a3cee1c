"""What a process that was killed leaves behind: temporary files and locks, and their removal."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from store.locks import is_at, try_lock
from store.scanning import scan

_LEFT = re.compile(r"(?s:\..+\.(?:[0-9a-f]{8}\.tmp|lock))")


def find_left(folder: Path) -> list[Path]:
    """The temporary files and locks in ``folder`` that no living process is at work with.

    Raises:
        StoreError: the folder cannot be read.
    """
    return [path for path in _named_so(folder) if _is_left(path, remove=False)]


def sweep(*folders: Path) -> int:
    """Remove what ``find_left`` finds in ``folders``, and say how many files that were.

    Raises:
        StoreError: a folder cannot be read.
    """
    return sum(_is_left(path, remove=True) for folder in folders for path in _named_so(folder))


def folders_below(folder: Path) -> Iterable[Path]:
    """``folder`` and the folders right in it; none when it cannot be read."""
    yield folder
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        yield from [Path(each.path) for each in entries if each.is_dir(follow_symlinks=False)]


def _named_so(folder: Path) -> list[Path]:
    # The ends are looked at first: this is asked of thousands of names at every start.
    return [
        folder / entry.name
        for entry in scan(folder)
        if entry.name.endswith((".tmp", ".lock")) and _LEFT.fullmatch(entry.name)
    ]


def _is_left(path: Path, *, remove: bool) -> bool:
    """Whether nobody holds the file; ``remove``: then it is removed."""
    flags = os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    with contextlib.suppress(OSError):  # gone, or not ours to remove: no harm in leaving it
        descriptor = os.open(path, flags)
        try:
            if try_lock(descriptor) and is_at(descriptor, path):
                if remove:  # while it is held, as by who lets a lock go
                    path.unlink()
                return True
        finally:
            os.close(descriptor)
    return False
