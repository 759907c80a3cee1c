"""``SearchIndex``: the door to the search. Whoosh is imported when an index is opened, not before.

The index is derived from the library and holds nothing else: whatever is wrong with it (damaged,
of another version, not written by this user) is answered by an empty new one, never by an error.
``state`` then says that nothing is indexed, and the library brings everything again.

Threads: ``search`` and ``state`` may run at any time, from several threads, while an ``update``
runs in another or in another process; they see the last commit.
"""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.errors import StoreError
from store.files import locked, make_private_file, make_private_folder
from store.model import Hit
from store.search.prepared import PreparedTexts
from store.search.query import Query
from store.search.version import version

if TYPE_CHECKING:
    from store.search.engine.answer import Texts
    from store.search.engine.view import View
    from store.search.entry import Entry

Progress = Callable[[int, int, str], None]

_VERSION_FILE = "version"
_TRIES = 3
_POLL = 0.02
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)


def _never() -> bool:
    return False


class SearchIndex:
    """The Whoosh index of one library, in a folder of its own in the cache.

    Attributes:
        rebuilt: How often an unusable index was replaced by an empty one since the object was
            made; when it grows, the library should compare ``state`` again.
        damage: What made the last replacement necessary, for the log; ``""`` if nothing did.
        written: The ``generation`` right after the last ``update`` of this object that wrote all
            it was given, before anybody else could write; ``()``: there was none.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rebuilt = 0
        self.damage = ""
        self.written: Hashable = ()
        self._lock = threading.RLock()
        self._texts: Any = None
        self._notes: Any = None
        self._view: View | None = None
        self._kept = PreparedTexts()

    def open(self) -> None:
        """Open the index, or make an empty one where there is none that can be used.

        Raises:
            StoreError: The folder cannot be written.
        """
        from store.search import storage  # noqa: PLC0415 - loads whoosh

        with self._lock:
            if self._texts is not None:
                return
            if storage.is_ours(self.folder) and self._version() == version():
                try:
                    self._attach()
                except Exception as error:  # noqa: BLE001 - damage raises what unpickling can raise
                    self._replace(repr(error))
            elif self.folder.is_symlink() or self.folder.exists():
                self._replace("of another version, or not of this user alone")
            else:
                self._create()

    def close(self) -> None:
        """Give all files back. The object can be opened again."""
        with self._lock:
            self._texts = self._notes = self._view = None
            self._kept.clear()

    def state(self) -> dict[str, str]:
        """The version of every article that is indexed, by id.

        An article whose text or whose annotations alone are there (a crash came between) has the
        version ``""``.
        """
        with self._mended() as mended:
            view = self._fresh()
            mended.result = view.versions()
        return mended.result or {}

    @property
    def generation(self) -> Hashable:
        """Another one after every commit, whoever makes it; ``()`` if it cannot be told.

        Raises:
            StoreError: The folder cannot be written.
        """
        with self._lock:
            self.open()
            try:
                about = self.folder.stat()
                texts, notes = self._texts.latest_generation(), self._notes.latest_generation()
            except OSError:
                return ()
            return about.st_ino, about.st_mtime_ns, texts, notes

    def clear(self) -> None:
        """Throw everything away and begin with an empty index.

        Raises:
            StoreError: The folder cannot be written.
        """
        with self._lock:
            self._create()

    def update(
        self,
        upserts: Iterable[Entry],
        deletes: Iterable[str] = (),
        progress: Progress | None = None,
        *,
        total: int = 0,
        wait: float = 5.0,
        processes: int | None = None,
    ) -> bool:
        """Bring articles up to date and take others out.

        Few articles are one commit; many are written in batches, each visible when it is done, and
        very many by several processes at once.

        Args:
            upserts: What is to be indexed; read as it is written, so it may be a generator.
            deletes: Ids of articles that are gone; unknown ones do not matter.
            progress: Is told how many of ``total`` articles are done.
            total: How many ``upserts`` gives.
            wait: Seconds to wait while another process updates.
            processes: How many may work on very many articles; ``None``: one a core.

        Returns:
            ``False`` if not everything was written, because another process kept updating, the
            index had to be replaced or a process ended early; ``state`` then tells what is missing.

        Raises:
            StoreError: There is no space, or the folder cannot be written.
        """
        from store.search import bulk  # noqa: PLC0415 - not before there is something to write
        from store.search.writing import Updating  # noqa: PLC0415 - loads whoosh

        self.open()
        with self._mended() as mended, self._writing(wait) as allowed:
            if allowed:
                updating = Updating(
                    self.folder, self._texts, self._notes, self._fresh, progress, total
                )
                many = bulk.workers() if processes is None else processes
                mended.result = updating.run(self._given(upserts), deletes, many)
                self.written = self.generation
        return bool(mended.result)

    def search(
        self,
        query: Query,
        *,
        limit: int = 50,
        texts: Texts,
        cancelled: Callable[[], bool] = _never,
        only: Collection[str] | None = None,
    ) -> list[Hit]:
        """The best hits, best first; each article is followed by its highlights that match.

        Args:
            query: See ``store.search.query``. Without a clause there is no hit.
            limit: Hits at most.
            texts: The plain texts of articles by id, for phrases and passages. An article that
                it leaves out is no hit.
            cancelled: Asked now and then; once it says yes, the answer is empty.
            only: The ids of the articles that may answer, for what the index does not know
                (``is:``); ``None``: all.
        """
        from store.search.engine.answer import Answer  # noqa: PLC0415 - loads whoosh
        from store.search.engine.evaluate import evaluate  # noqa: PLC0415 - loads whoosh

        if not query.clauses or limit <= 0:
            return []
        with self._mended() as mended:
            view = self._fresh()
            candidates = evaluate(view, query, only)
            if candidates.articles and not cancelled():
                answer = Answer(view, query, candidates, self._reading(texts), self._kept)
                mended.result = answer.hits(limit, cancelled)
        return mended.result or []

    def matching(
        self, query: Query, *, texts: Texts, only: Collection[str] | None = None
    ) -> list[str]:
        """The ids of all articles for which the query holds, best first, without passages.

        ``texts`` is asked only if the query has a phrase; it and ``only`` are as in ``search``.
        """
        from store.search.engine.answer import Answer  # noqa: PLC0415 - loads whoosh
        from store.search.engine.evaluate import evaluate  # noqa: PLC0415 - loads whoosh

        if not query.clauses:
            return []
        with self._mended() as mended:
            view = self._fresh()
            found = evaluate(view, query, only)
            answer = Answer(view, query, found, self._reading(texts), self._kept)
            mended.result = answer.articles()
        return mended.result or []

    @staticmethod
    def _given(entries: Iterable[Entry]) -> Iterator[Entry]:
        """The caller's entries, whose errors are the caller's and no damage of the index."""
        iterator = iter(entries)
        while True:
            try:
                entry = next(iterator)
            except StopIteration:
                return
            except Exception as error:
                raise _CallerError(error) from error
            yield entry

    @staticmethod
    def _reading(texts: Texts) -> Texts:
        """The caller's function, whose errors are the caller's and no damage of the index."""

        def read(ids: Sequence[str]) -> Any:
            try:
                return texts(ids)
            except Exception as error:
                raise _CallerError(error) from error

        return read

    def _fresh(self) -> View:
        """The view of the last commit, whoever made it.

        Another writer may take a segment away between reading the table of contents and opening
        its files: that is no damage, and the next table of contents names others.
        """
        for _ in range(_TRIES):
            with suppress(FileNotFoundError):
                return self._view_of_now()
        return self._view_of_now()

    def _view_of_now(self) -> View:
        from store.search import schema  # noqa: PLC0415 - loads whoosh
        from store.search.engine.shelf import open_shelf  # noqa: PLC0415 - loads whoosh
        from store.search.engine.view import View  # noqa: PLC0415 - loads whoosh

        with self._lock:
            self.open()
            view = self._view
            texts = None if view is None else view.texts
            notes = None if view is None else view.notes
            if texts is None or texts.generation != self._texts.latest_generation():
                texts = open_shelf(self._texts, schema.texts(), texts)
            if notes is None or notes.generation != self._notes.latest_generation():
                notes = open_shelf(self._notes, schema.notes(), notes)
            if view is None or texts is not view.texts or notes is not view.notes:
                self._view = view = View(texts, notes, view).load()
            return view

    @contextmanager
    def _writing(self, wait: float) -> Iterator[bool]:
        """Hold the lock of all writers of this folder; ``False`` if it cannot be had in time."""
        lock = self._texts.lock("UPDATE")
        end = time.monotonic() + wait
        while not (held := lock.acquire()) and time.monotonic() < end:
            time.sleep(_POLL)
        try:
            yield held
        finally:
            if held:
                lock.release()

    @contextmanager
    def _mended(self) -> Iterator[_Mended]:
        """Replace the index by an empty one if what is done inside shows that it is damaged."""
        from whoosh.index import LockError  # noqa: PLC0415 - loads whoosh

        mended = _Mended()
        try:
            yield mended
        except _CallerError as error:
            raise error.cause from None
        except LockError:
            mended.result = None
        except (StoreError, MemoryError, RecursionError):
            raise
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise self._unwritable(error) from error
            self._replace(repr(error))
            mended.result = None
        except Exception as error:  # noqa: BLE001 - damage raises what unpickling can raise
            self._replace(repr(error))
            mended.result = None

    def _replace(self, why: str) -> None:
        with self._lock:
            self.rebuilt += 1
            self.damage = why
            self._create()

    def _create(self) -> None:
        from store.search import schema, storage  # noqa: PLC0415 - loads whoosh

        self.close()
        with self._alone():
            try:
                storage.remove(self.folder)
                storage.make(self.folder)
                files = storage.MappedStorage(self.folder)
                files.create_index(schema.texts(), indexname="texts")
                files.create_index(schema.notes(), indexname="notes")
                make_private_file(self.folder / _VERSION_FILE)
                (self.folder / _VERSION_FILE).write_text(version(), encoding="utf-8")
                self._attach()
            except OSError as error:
                raise self._unwritable(error) from error
            except Exception as error:  # whoosh says in many ways that its files are gone
                raise StoreError(
                    f"the search index in {self.folder} was removed while it was made",
                    hint="try again: postil reindex",
                ) from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep others away that find the same damage."""
        with ExitStack() as stack:
            try:
                make_private_folder(self.folder.parent)
                stack.enter_context(locked(self.folder))
            except StoreError as error:
                said = f"the search index cannot be made: {error.message}"
                raise StoreError(said, hint=error.hint, path=self.folder) from error
            yield

    def _attach(self) -> None:
        from whoosh.index import FileIndex  # noqa: PLC0415 - loads whoosh

        from store.search import schema, storage  # noqa: PLC0415 - loads whoosh

        files = storage.MappedStorage(self.folder)
        self._texts = FileIndex(files, schema.texts(), "texts")
        self._notes = FileIndex(files, schema.notes(), "notes")
        self._view = None
        self._fresh()

    def _version(self) -> str:
        try:
            return (self.folder / _VERSION_FILE).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def _unwritable(self, error: OSError) -> StoreError:
        return StoreError(
            f"the search index in {self.folder} cannot be written: {error.strerror or error}",
            hint="free some space or make the folder writable, then run: postil reindex",
            path=self.folder,
        )


class _Mended:
    """What came out of a piece of work on the index."""

    def __init__(self) -> None:
        self.result: Any = None


class _CallerError(Exception):
    """An error of a function that the caller gave."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause
