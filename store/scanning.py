"""What is in a folder of a library, looked at without reading it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from store.disk_errors import failure
from store.names import is_text


class Listed(NamedTuple):
    """A file in a folder.

    Attributes:
        came_ns: When it was changed last or, on most systems, came here if that was later: a sync
            tool gives a file the time that it had elsewhere.
    """

    name: str
    mtime_ns: int
    size: int
    came_ns: int


def scan(folder: Path) -> list[os.DirEntry[str]]:
    """All that is in ``folder``, of whatever kind, in no order; nothing if it is not there.

    Raises:
        StoreError: the folder cannot be read.
    """
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise failure("list", folder, error) from error


def list_folder(folder: Path, suffix: str) -> list[Listed]:
    """The regular files in ``folder`` whose names end with ``suffix``, in no order.

    Hidden files, symbolic links and names that are not UTF-8 (``find_misnamed``) are left out. A
    folder that is not there is empty.

    Raises:
        StoreError: the folder cannot be read.
    """
    found = []
    for entry in scan(folder):
        if not entry.name.endswith(suffix) or entry.name.startswith("."):
            continue
        if not is_text(entry.name):
            continue
        try:
            about = entry.stat(follow_symlinks=False)
        except FileNotFoundError:  # gone since it was listed
            continue
        except OSError as error:
            raise failure("list", folder, error) from error
        if stat.S_ISREG(about.st_mode):
            came = max(about.st_mtime_ns, about.st_ctime_ns)
            found.append(Listed(entry.name, about.st_mtime_ns, about.st_size, came))
    return found


def find_misnamed(folder: Path) -> list[Path]:
    """What ``list_folder`` passes by because its name is not UTF-8.

    Raises:
        StoreError: the folder cannot be read.
    """
    return [folder / entry.name for entry in scan(folder) if not is_text(entry.name)]
