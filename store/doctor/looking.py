"""What else is in the folders, and the room on their disk: what no other part of postil asks."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from store import files
from store.disk_errors import failure
from store.scanning import scan


def list_names(folder: Path) -> list[str]:
    """The names of all that is in ``folder``, of whatever kind, in no order.

    Raises:
        StoreError: the folder cannot be read.
    """
    return [entry.name for entry in scan(folder)]


def find_passed_by(folder: Path, suffix: str) -> list[Path]:
    """What ``files.list_folder`` passes by though it is not hidden and its name can be shown.

    Raises:
        StoreError: the folder cannot be read.
    """
    told = {entry.name for entry in files.list_folder(folder, suffix)}
    told |= {path.name for path in files.find_misnamed(folder)}
    return [
        folder / name
        for name in sorted(list_names(folder))
        if name not in told and not name.startswith(".")
    ]


def find_open(folder: Path) -> list[Path]:
    """The regular files right in ``folder`` that others than their owner may read or write.

    Raises:
        StoreError: the folder cannot be read.
    """
    return [
        folder / entry.name
        for entry in scan(folder)
        if entry.is_file(follow_symlinks=False)
        and stat.S_IMODE(entry.stat(follow_symlinks=False).st_mode) & 0o077
    ]


def is_writable(folder: Path) -> bool:
    """Whether files can be made in ``folder``, as far as its permissions and its disk tell."""
    return os.access(folder, os.W_OK)


def free_bytes(folder: Path) -> int:
    """Room on the disk that ``folder`` is on.

    Raises:
        StoreError: the system does not tell.
    """
    try:
        return shutil.disk_usage(folder).free
    except OSError as error:
        raise failure("read", folder, error) from error
