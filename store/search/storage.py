"""The folder of an index: whose it is, whether it fits, and its files as memory maps."""

from __future__ import annotations

import contextlib
import io
import mmap
import os
import shutil
import stat
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile

from store import files


class MappedFile(BufferFile):  # type: ignore[misc]  # whoosh has no types
    """A file whose parts are read from a memory map, so that several threads may.

    Attributes:
        view: All of it.
        map: The same with a method ``find``.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self.is_real = False
        self.is_closed = False
        self.onclose = None
        with path.open("rb") as file:
            empty = not os.fstat(file.fileno()).st_size
            mapped = None if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.file = io.BytesIO() if mapped is None else mapped
        self.map: bytes | mmap.mmap = b"" if mapped is None else mapped
        self._buf = self.view = memoryview(self.map)

    def close(self) -> None:
        """Give the map back; a second call does nothing."""
        if not self.is_closed:
            self.is_closed = True
            with contextlib.suppress(BufferError):  # a part is still in use: it goes with that
                self._buf.release()
                self.file.close()


class MappedStorage(FileStorage):  # type: ignore[misc]  # whoosh has no types
    """A folder of Whoosh files, opened as memory maps."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._folder = folder

    def open_file(self, name: str, **_options: Any) -> MappedFile:
        """Open a file for reading.

        Raises:
            OSError: It is not there or cannot be read.
        """
        return MappedFile(self._folder / name)

    def create_file(
        self,
        name: str,
        excl: bool = False,  # noqa: FBT001, FBT002 - as Whoosh calls it
        mode: str = "wb",
        **options: Any,
    ) -> StructFile:
        """Make a file for writing that only its owner may read.

        Raises:
            OSError: It cannot be written.
        """
        flags = os.O_RDWR | os.O_CREAT | (os.O_EXCL if excl else os.O_TRUNC)
        flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(self._folder / name, flags, 0o600)
        if hasattr(os, "fchmod"):  # whatever the umask takes away
            os.fchmod(descriptor, 0o600)
        return StructFile(os.fdopen(descriptor, mode), name=name, **options)

    def lock(self, name: str) -> Any:
        """The lock of that name."""
        files.make_private_file(self._folder / name)
        return super().lock(name)


def is_ours(folder: Path) -> bool:
    """Whether nobody but this user can have written what lies in ``folder``.

    Whoosh unpickles its table of contents, so an index from elsewhere could run code: the folder
    must be this user's and closed to all others, and its files this user's and no links.
    """
    if os.name != "posix":
        return folder.is_dir()
    user = os.getuid()
    try:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != user or found.st_mode & 0o077:
            return False
        with os.scandir(folder) as entries:
            states = [entry.stat(follow_symlinks=False) for entry in entries]
    except OSError:
        return False
    return all(
        state.st_uid == user and (stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode))
        for state in states
    )


def remove(folder: Path) -> None:
    """Delete ``folder`` or what stands in its place; never follows a link."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def make(folder: Path) -> None:
    """Make ``folder``, readable by this user only."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
