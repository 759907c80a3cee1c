"""What a process that was killed leaves behind: temporary files and locks, and their removal."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from store.disk_errors import failure
from store.locks import is_at, try_lock

_LEFT = re.compile(r"(?s:\..+\.(?:[0-9a-f]{8}\.tmp|lock))")


def find_temps(folder: Path) -> list[Path]:
    """The temporary files and locks in ``folder``: of a write that goes on, or that a crash left.

    Raises:
        StoreError: the folder cannot be read.
    """
    try:
        with os.scandir(folder) as entries:
            return [
                folder / entry.name
                for entry in entries
                if entry.name.endswith((".tmp", ".lock")) and _LEFT.fullmatch(entry.name)
            ]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise failure("list", folder, error) from error


def sweep_temps(*folders: Path) -> int:
    """Remove what a crash left in ``folders``, and say how many files that were.

    Those that a living process is at work with are locked by it and stay.

    Raises:
        StoreError: a folder cannot be read.
    """
    return sum(_sweep(found) for folder in folders for found in find_temps(folder))


def folders_below(folder: Path) -> Iterable[Path]:
    """``folder`` and the folders right in it; none when it cannot be read."""
    yield folder
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        yield from [Path(each.path) for each in entries if each.is_dir(follow_symlinks=False)]


def _sweep(found: Path) -> bool:
    """Remove a file unless the process that made it lives."""
    flags = os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    with contextlib.suppress(OSError):  # gone, or not ours to remove: no harm in leaving it
        descriptor = os.open(found, flags)
        try:
            # A lock is removed while it is held, as by who let it go.
            if try_lock(descriptor) and is_at(descriptor, found):
                found.unlink()
                return True
        finally:
            os.close(descriptor)
    return False
