"""The files of an index as Whoosh sees them: large ones as memory maps, small ones read at once."""

from __future__ import annotations

import contextlib
import io
import mmap
import os
import stat
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import BufferFile, StructFile

from store.search.commits.contents import DamagedIndexError

_FORGET: int | None = getattr(mmap, "MADV_DONTNEED", None)

_SMALL = 0x8000
"""A file of so many bytes is read, not mapped: a map costs a file descriptor, and some systems give
a process 256 of them."""


class MappedFile(BufferFile):  # type: ignore[misc]  # whoosh has no types
    """A file whose parts are read from memory, so that several threads may.

    Attributes:
        view: All of it.
        map: The same with a method ``find``.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self.is_real = False
        self.is_closed = False
        self.onclose = None
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            about = os.fstat(descriptor)
            if not stat.S_ISREG(about.st_mode) or not _is_mine(about):
                raise DamagedIndexError(f"{path.name} is no file of ours")
            small = about.st_size <= _SMALL
            self.map: bytes | mmap.mmap = (
                file.read() if small else mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)
            )
        self.file = io.BytesIO(self.map) if isinstance(self.map, bytes) else self.map
        self._buf = self.view = memoryview(self.map)

    def read_pickle(self) -> Any:
        """Not done: nothing of an index is unpickled.

        Raises:
            DamagedIndexError: Always.
        """
        raise DamagedIndexError(f"{self._name} is not in our format")

    def close(self) -> None:
        """Give the memory back; a second call does nothing."""
        if not self.is_closed:
            self.is_closed = True
            with contextlib.suppress(BufferError):  # a part is still in use: it goes with that
                self._buf.release()
                self.file.close()


def forget(mapped: object) -> None:
    """Let go of what was read of a memory map; it is read again when it is needed."""
    if _FORGET is not None and isinstance(mapped, mmap.mmap):
        mapped.madvise(_FORGET)


def _is_mine(about: os.stat_result) -> bool:
    return os.name != "posix" or about.st_uid == os.getuid()


class MappedStorage(FileStorage):  # type: ignore[misc]  # whoosh has no types
    """A folder of Whoosh files, opened as memory maps."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._folder = folder
        self._made: list[StructFile] = []

    def open_file(self, name: str, **_options: Any) -> MappedFile:
        """Open a file for reading.

        Raises:
            OSError: It is not there or cannot be read.
        """
        return MappedFile(self._folder / name)

    def create_file(self, name: str, *_options: Any, **_more: Any) -> StructFile:
        """Make a new file for writing that only its owner may read.

        Raises:
            OSError: It is there, or cannot be written.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL  # one that is read may be mapped
        flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(self._folder / name, flags, 0o600)
        if hasattr(os, "fchmod"):  # whatever the umask takes away
            os.fchmod(descriptor, 0o600)
        made = StructFile(os.fdopen(descriptor, "wb"), name=name)
        self._made.append(made)
        return made

    def abandon(self) -> None:
        """Close what was made and is still open; what cannot be written any more is lost."""
        for each in self._made:
            if not each.is_closed:
                with contextlib.suppress(OSError):
                    each.close()

    def temp_storage(self, name: str | None = None) -> RamStorage:
        """Where Whoosh's pool would put what it cannot hold; ours holds all."""
        del name
        return RamStorage()
