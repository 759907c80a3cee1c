"""The last commit of an index, kept open: what every search is answered from.

Damage is what stays the same when it is looked at again: a file is missing or not what the table of
contents says, and the table is still the newest one. Everything else that fails while another
process commits is tried again with what that has written. Only damage makes an index be replaced.
"""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from store.errors import BusyError, PostilError, StoreError
from store.search.commits import contents as table
from store.search.commits.contents import Contents, DamagedIndexError, File
from store.search.commits.folder import IndexFolder, is_too_much

if TYPE_CHECKING:
    from store.search.engine.view import View

Made = TypeVar("Made")

_RACES = 100
"""So often in a row may another process commit in the moment between two looks."""

_MOMENT = 0.5
"""Seconds to wait for another process before an index is begun."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)
_FAULT = "this is a fault of postil: please report it"


class Opened(NamedTuple):
    """One commit, as it is searched.

    Attributes:
        head: What tells it from every other one.
        contents: Its table of contents.
        view: Its documents.
    """

    head: bytes
    contents: Contents
    view: View


class Keeper:
    """Keeps one index open.

    Attributes:
        folder: Where it is.
        rebuilt: How often an unusable index was replaced by an empty one.
        damage: What made the last replacement necessary; ``""`` if nothing did.
    """

    def __init__(self, path: Path) -> None:
        self.folder = IndexFolder(path)
        self.rebuilt = 0
        self.damage = ""
        self._lock = threading.RLock()
        self._writer = 0  # the thread that holds the lock of the folder
        self._opened: Opened | None = None

    def rest(self) -> None:
        """Let go of what was read of the files; it is read again when it is needed."""
        opened = self._opened
        if opened is not None:
            for shelf in (opened.view.texts, opened.view.notes):
                for leaf in shelf.leaves.values():
                    leaf.forget()

    def close(self) -> None:
        """Give all files back. The object can be opened again."""
        with self._lock:
            self._opened = None

    def wrong(self) -> str:
        """The first file that is not what was written, and how; ``""`` if all are."""
        for _ in range(_RACES):
            opened = self.fresh()
            wrong = self.folder.wrong(opened.contents.files(), whole=True)
            if not wrong or self.folder.head() == opened.head:
                return wrong
        raise self._restless()

    def check(self) -> bool:
        """Whether all files are what was written; if not, the index was replaced."""
        opened = self.fresh()
        wrong = self.wrong()
        if wrong:
            self._replace(opened.head, wrong)
        return not wrong

    def answer(self, ask: Callable[[View], Made]) -> Made:
        """What ``ask`` gives for the last commit; again, if another process took it away.

        Raises:
            StoreError: The folder cannot be written, or it is no fault of the files.
        """
        for _ in range(_RACES):
            opened = self.fresh()
            try:
                return ask(opened.view)
            except CallerError as error:
                raise error.cause from None
            except PostilError:
                raise
            except Exception as error:
                if not self._mend(opened, error):
                    said = f"this search failed: {error!r}"
                    raise StoreError(said, hint=_FAULT, path=self.folder.path) from error
        raise self._restless()

    def fresh(self) -> Opened:
        """The last commit, whoever made it; of an index that cannot be used, an empty one.

        Raises:
            StoreError: The folder cannot be written, or not everything can be opened now.
        """
        with self._lock:
            for _ in range(_RACES):
                head = self.folder.head()
                if self._opened is not None and head == self._opened.head:
                    return self._opened
                try:
                    return self._load()
                except Exception as error:
                    if isinstance(error, MemoryError | StoreError) or is_too_much(error):
                        if self._opened is not None:
                            return self._opened
                        if isinstance(error, StoreError):
                            raise
                        raise self.folder.unreadable(error) from error
                    if self.folder.head() == head:
                        return self._replace(head, repr(error))
        raise self._restless()

    def _mend(self, opened: Opened, error: Exception) -> bool:
        """Whether what failed may be tried again; an index that is damaged was replaced then.

        Raises:
            StoreError: The folder cannot be written, or not everything can be opened now.
        """
        if is_too_much(error):
            raise self.folder.unreadable(error) from error
        if self.folder.head() != opened.head:
            return True
        wrong = self.folder.wrong(opened.contents.files(), whole=True)
        if wrong:
            self._replace(opened.head, f"{wrong}: {error!r}")
        return bool(wrong)

    def is_mended(self, error: Exception, rebuilt: int) -> bool:
        """Whether an update failed because of damage; then the index was replaced.

        Args:
            error: What it failed with.
            rebuilt: What ``rebuilt`` was before.

        Raises:
            StoreError: The system refuses to write, or to open more files.
        """
        if isinstance(error, CallerError | PostilError):
            return False
        if is_too_much(error):
            raise self.folder.unreadable(error) from error
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            raise self.folder.refused(error) from error
        if self.rebuilt != rebuilt or not self.check():
            return True
        if isinstance(error, OSError):
            raise self.folder.refused(error) from error
        return False

    def forgives(self, error: Exception, rebuilt: int) -> bool:
        """Whether a merge that failed costs nothing: all is as it was before, and it is made later.

        Args:
            error: What it failed with.
            rebuilt: What ``rebuilt`` was before.

        Returns:
            ``False`` if it failed because of damage; then the index was replaced.

        Raises:
            StoreError: The folder cannot be written.
            Exception: ``error``, if it is a fault of ours.
        """
        if isinstance(error, StoreError | MemoryError) or is_too_much(error):
            return True
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return True
        if self.rebuilt != rebuilt or not self.check():
            return False
        if isinstance(error, OSError):
            return True
        raise error

    @contextmanager
    def writing(self, wait: float | None) -> Iterator[None]:
        """Hold the lock of all writers of this folder.

        Raises:
            BusyError: It cannot be had in that many seconds (``None``: as usual).
            StoreError: Nothing can be written there.
        """
        if self._writer == threading.get_ident():
            yield
            return
        with self.folder.writing(wait):
            self._writer = threading.get_ident()
            try:
                yield
            finally:
                self._writer = 0

    def _replace(self, head: bytes, why: str) -> Opened:
        """Put an empty index in the place of the one with that ``head``.

        While another process writes that is not done, and what is returned is empty.

        Raises:
            StoreError: The folder cannot be written.
        """
        with self._lock:
            try:
                with self.writing(_MOMENT):
                    if self.folder.head() == head:  # else another process was quicker
                        if self.folder.path.is_symlink() or self.folder.path.exists():
                            self.rebuilt += 1
                            self.damage = why
                        self.folder.begin()
                    return self._load()
            except BusyError:
                return self._nothing()
            except (DamagedIndexError, OSError) as error:
                said = f"the search index in {self.folder.path} was taken away while it was made"
                raise StoreError(said, hint="try again", path=self.folder.path) from error

    def _load(self) -> Opened:
        from store.search.engine.shelf import open_shelf  # noqa: PLC0415 - loads whoosh
        from store.search.engine.view import View  # noqa: PLC0415 - loads whoosh
        from store.search.files.storage import MappedStorage  # noqa: PLC0415 - loads whoosh

        head, contents = self.folder.read()
        before, known = None, frozenset[File]()
        if self._opened is not None:
            before, known = self._opened.view, frozenset(self._opened.contents.files())
        wrong = self.folder.wrong(frozenset(contents.files()) - known, whole=False)
        if wrong:
            raise DamagedIndexError(wrong)
        storage = MappedStorage(self.folder.path)
        old = (None, None) if before is None else (before.texts, before.notes)
        texts = open_shelf(storage, "texts", contents.parts["texts"], old[0])
        notes = open_shelf(storage, "notes", contents.parts["notes"], old[1])
        self._opened = Opened(head, contents, View(texts, notes, before).load())
        if before is None:
            self._sweep(contents)
        return self._opened

    def _sweep(self, contents: Contents) -> None:
        if self.folder.leftovers(contents) or self.folder.workshops():
            # Of a writer that was killed, or of one that is just writing: then it is busy.
            with suppress(StoreError), self.writing(0.0):
                self.folder.sweep()
                self.folder.sweep_workshops()

    def _nothing(self) -> Opened:
        from store.search.engine.shelf import Shelf  # noqa: PLC0415 - loads whoosh
        from store.search.engine.view import View  # noqa: PLC0415 - loads whoosh

        return Opened(b"", table.empty(), View(Shelf((), {}, 0), Shelf((), {}, 0)))

    def _restless(self) -> StoreError:
        return BusyError(
            f"the search index in {self.folder.path} is changed by another process all the time",
            hint="try again",
            path=self.folder.path,
        )


class CallerError(Exception):
    """An error of a function that the caller gave."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause
