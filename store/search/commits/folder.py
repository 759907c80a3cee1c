"""The folder of an index: whose it is, its table of contents, who may write, what is left over.

Loads no Whoosh. All writers of a folder, in whatever process, hold its lock (``writing``); readers
hold none. Who merges segments holds another one (``merging``): for long without the first, which is
needed only to commit. Who holds the first may try to get the other, and never waits for it. Both
lie beside the folder, so that they stay when the folder is made anew.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from store import files
from store.disk_errors import reason
from store.errors import BusyError, StoreError
from store.search.commits import contents as table
from store.search.commits.contents import Contents, DamagedIndexError, File

_CHUNK = 1 << 20
_LARGEST_TABLE = 1 << 28
_HINT = "free some space or make the folder writable, then run: postil reindex"
_TOO_MUCH = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
WORK = "-work-"
"""In the names of folders for processes that help whoever holds the lock to write."""

MERGE = "-merge-"
"""In those for whoever merges large segments, under a lock of its own."""

_KEPT = frozenset({table.NAME, "in-step"})


class IndexFolder:
    """One index on the disk.

    Args:
        path: The folder; it need not be there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    # -- reading -------------------------------------------------------------------------------

    def head(self) -> bytes:
        """What tells the present commit from every other one; ``b""`` if it cannot be read."""
        try:
            with self._table() as descriptor:
                return os.read(descriptor, table.HEAD).partition(b"\n")[0]
        except OSError:
            return b""

    def read(self) -> tuple[bytes, Contents]:
        """The present table of contents and its ``head``.

        Raises:
            DamagedIndexError: There is none that can be used, or the folder is not this user's
                alone.
            OSError: It cannot be read.
        """
        if not is_ours(self.path):
            raise DamagedIndexError("the folder is not there, or not of this user alone")
        try:
            with self._table() as descriptor:
                about = os.fstat(descriptor)
                if not stat.S_ISREG(about.st_mode) or about.st_size > _LARGEST_TABLE:
                    raise DamagedIndexError(f"{table.NAME} is no file of ours")
                with os.fdopen(os.dup(descriptor), "rb") as file:
                    data = file.read()
        except FileNotFoundError as error:
            raise DamagedIndexError(f"there is no {table.NAME}") from error
        return data.partition(b"\n")[0], table.from_bytes(data)

    @contextmanager
    def _table(self) -> Iterator[int]:
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(self.path / table.NAME, flags | getattr(os, "O_BINARY", 0))
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def wrong(self, wanted: Iterable[File], *, whole: bool) -> str:
        """The first file that is not as it was written, and how; ``""`` if all are.

        Args:
            wanted: What the table of contents says of the files.
            whole: Read every byte (a second for some hundred megabytes), not only those of files
                that were written since.

        Raises:
            StoreError: The system has no room for one more open file.
        """
        for each in wanted:
            try:
                about = (self.path / each.name).lstat()
                known = not whole and about.st_mtime_ns == each.mtime_ns
                if about.st_size != each.size or not (
                    known or self.described(each.name).crc == each.crc
                ):
                    return f"{each.name} is not what was written"
            except OSError as error:
                if is_too_much(error):
                    raise self.unreadable(error) from error
                return f"{each.name}: {error.strerror or error}"
        return ""

    def described(self, name: str) -> File:
        """What is in a file now.

        Raises:
            OSError: It cannot be read.
        """
        size = crc = 0
        with (self.path / name).open("rb", buffering=0) as file:
            mtime_ns = os.fstat(file.fileno()).st_mtime_ns
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                crc = zlib.crc32(chunk, crc)
        return File(name, size, crc, mtime_ns)

    def unreadable(self, error: Exception) -> StoreError:
        """The error to raise when the system has no room for an open index."""
        said = reason(error) if isinstance(error, OSError) else "there is not enough memory"
        return StoreError(
            f"the search index in {self.path} cannot be read now: {said}",
            hint="close other programs and try again",
            path=self.path,
        )

    # -- writing: the caller holds the lock ----------------------------------------------------

    @contextmanager
    def writing(self, seconds: float | None = None) -> Iterator[None]:
        """Hold the lock of all writers; not reentrant.

        Raises:
            BusyError: Another process, or another thread, holds it all the time.
            StoreError: Nothing can be written there.
        """
        with ExitStack() as stack:
            try:
                files.make_private_folder(self.path.parent)
                stack.enter_context(files.locked(self.path, seconds=seconds))
            except BusyError:
                raise
            except StoreError as error:
                raise self.refused(error) from error
            yield

    @contextmanager
    def merging(self) -> Iterator[bool]:
        """Hold the lock of who merges segments, if it can be had at once; whether it is held.

        Nobody waits for it: what there is to merge is left to whoever holds it.
        """
        with ExitStack() as stack:
            path = self.path.with_name(f"{self.path.name}{MERGE.rstrip('-')}")
            try:
                stack.enter_context(files.locked(path, seconds=0.0))
            except StoreError:
                yield False
            else:
                yield True

    def begin(self) -> None:
        """Make an empty index, whatever was there; who reads the old one may go on.

        Raises:
            StoreError: The system refuses.
        """
        try:
            if not is_ours(self.path):
                remove(self.path)
                make(self.path)
                if not is_ours(self.path):
                    raise StoreError(
                        f"the search index in {self.path} cannot be kept from other users",
                        hint="put it on a disk that knows owners and permissions: POSTIL_CACHE",
                        path=self.path,
                    )
        except OSError as error:
            raise self.refused(error) from error
        self.commit(table.empty())

    def commit(self, contents: Contents) -> None:
        """Make ``contents`` what everybody sees, and remove what it does not name.

        Raises:
            StoreError: The system refuses; what was there stays.
        """
        try:
            data = table.to_bytes(contents)
            files.write_atomic(self.path / table.NAME, data, durable=False)
        except StoreError as error:
            raise self.refused(error) from error
        self.sweep()

    def refused(self, error: OSError | StoreError) -> StoreError:
        """The error to raise when the index could not be written."""
        cause = error.__cause__ if isinstance(error, StoreError) else error
        said = reason(cause) if isinstance(cause, OSError) else str(error)
        return StoreError(
            f"the search index in {self.path} cannot be written: {said}", hint=_HINT, path=self.path
        )

    def workshop(self, kind: str) -> Path:
        """A new folder beside this one, for segments that are being written.

        Args:
            kind: ``WORK`` or ``MERGE``.

        Raises:
            OSError: The system refuses.
        """
        prefix = f".{self.path.name}{kind}"
        return Path(tempfile.mkdtemp(prefix=prefix, dir=self.path.parent))

    def workshops(self, *kinds: str) -> list[Path]:
        """The workshops there are, of some kinds or all."""
        return [
            path
            for kind in kinds or (WORK, MERGE)
            for path in self.path.parent.glob(f".{self.path.name}{kind}*")
        ]

    def sweep_workshops(self) -> None:
        """Remove those that a writer that was killed has left, or one that merged."""
        _remove_all(self.workshops(WORK))
        if self.workshops(MERGE):
            with self.merging() as nobody_else:
                if nobody_else:
                    self.sweep_merges()

    def sweep_merges(self) -> None:
        """Remove the workshops of merges; the caller holds the lock of who merges."""
        _remove_all(self.workshops(MERGE))

    def sweep(self) -> None:
        """Remove the files that no segment has: of older commits, of writers that were killed.

        One that cannot be removed (on Windows: while it is read) is left to the next commit.
        """
        with suppress(DamagedIndexError, OSError):
            for name in self.leftovers(self.read()[1]):
                with suppress(OSError):
                    (self.path / name).unlink()

    def leftovers(self, contents: Contents) -> set[str]:
        """What ``sweep`` removes, unless a writer is just about to name it."""
        return self._names() - _KEPT - {each.name for each in contents.files()}

    def _names(self) -> set[str]:
        """What lies in the folder, but for temporary files, which are swept elsewhere."""
        try:
            return {path.name for path in self.path.iterdir() if not path.name.startswith(".")}
        except OSError:
            return set()


def is_too_much(error: Exception) -> bool:
    """Whether the system refuses because too much is open: that is no fault of any file."""
    return isinstance(error, OSError) and error.errno in _TOO_MUCH


def is_ours(folder: Path) -> bool:
    """Whether nobody but this user can have written what lies in ``folder``.

    The folder must be this user's and closed to all others, and in it nothing but files of this
    user. A file that goes while it is looked at (another process commits) does not matter.

    Raises:
        OSError: The system has no room for one more open file.
    """
    if os.name != "posix":
        return folder.is_dir()
    user = os.getuid()
    try:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != user or found.st_mode & 0o077:
            return False
        with os.scandir(folder) as entries:
            return all(_is_file_of(user, entry) for entry in entries)
    except OSError as error:
        if is_too_much(error):
            raise
        return False


def _is_file_of(user: int, entry: os.DirEntry[str]) -> bool:
    try:
        about = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return True
    return about.st_uid == user and stat.S_ISREG(about.st_mode)


def _remove_all(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def remove(folder: Path) -> None:
    """Delete ``folder`` or what stands in its place; never follows a link.

    Raises:
        OSError: The system refuses.
    """
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
    else:
        folder.unlink(missing_ok=True)


def make(folder: Path) -> None:
    """Make ``folder``, open to this user only.

    Raises:
        OSError: The system refuses.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
