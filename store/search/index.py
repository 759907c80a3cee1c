"""``SearchIndex``: the door to the search. Whoosh is imported when an index is opened, not before.

The index is derived from the library and holds nothing else: whatever is wrong with it (damaged,
of another version, not written by this user) is answered by an empty new one, never by an error.
``state`` then says that nothing is indexed, and the library brings everything again.

Threads: ``search`` and ``state`` may run at any time, from several threads, while an ``update``
runs in another or in another process; they see the last commit.
"""

from __future__ import annotations

import threading
from collections.abc import (
    Callable,
    Collection,
    Hashable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from store.errors import BusyError
from store.search.alike import Alike
from store.search.commits.keeper import CallerError, Keeper
from store.search.engine.sets import Cancelled
from store.search.found import Facts, Found, Held
from store.search.language.nodes import Fact, Query, Range
from store.search.texts.prepared import PreparedTexts

if TYPE_CHECKING:
    from store.search.engine.answer import Texts
    from store.search.engine.ask import Asking
    from store.search.engine.view import View
    from store.search.entry import Entry
    from store.search.writing.aside import Aside

Progress = Callable[[int, int, str], None]
Made = TypeVar("Made")


def _never() -> bool:
    return False


class SearchIndex:
    """The index of one library, in a folder of its own in the cache.

    Args:
        folder: Where it is, or is to be.

    Attributes:
        written: The ``generation`` right after the last ``update`` of this object that wrote all
            it was given, before anybody else could write; ``()``: there was none.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written: Hashable = ()
        self._processes = 0  # at most; 0: it is not known yet
        self._many = False  # so many articles came that their segments are to be one
        self._ending = threading.Event()
        self._keeper = Keeper(folder)
        self._kept = PreparedTexts()

    @property
    def rebuilt(self) -> int:
        """How often an unusable index was replaced by an empty one since the object was made.

        When it grows, the library should compare ``state`` again.
        """
        return self._keeper.rebuilt

    @property
    def damage(self) -> str:
        """What made the last replacement necessary, for the log; ``""`` if nothing did."""
        return self._keeper.damage

    def open(self) -> None:
        """Open the index, or make an empty one where there is none that can be used.

        Raises:
            StoreError: The folder cannot be written, or the system has no room for an open index.
        """
        self._keeper.fresh()

    def wrong(self) -> str:
        """The first file that is not what was written, and how; ``""`` if all are.

        Reads every byte: a second for some hundred megabytes.

        Raises:
            StoreError: The folder cannot be written.
        """
        return self._keeper.wrong()

    def check(self) -> bool:
        """Replace the index if a file is not what was written (see ``wrong``).

        Returns:
            Whether all files are.

        Raises:
            StoreError: The folder cannot be written.
        """
        return self._keeper.check()

    def rest(self) -> None:
        """Give back the memory that what was read of the files takes, until it is read again."""
        self._keeper.rest()

    def close(self) -> None:
        """Give all files back. The object can be opened again."""
        self._keeper.close()
        self._kept.clear()

    def state(self) -> dict[str, str]:
        """The version of every article that is indexed, by id."""
        return self._keeper.answer(lambda view: view.versions())

    @property
    def generation(self) -> Hashable:
        """Another one after every change of what is indexed, whoever makes it; ``()`` if unknown.

        A merge changes nothing of it.

        Raises:
            StoreError: The folder cannot be written.
        """
        opened = self._keeper.fresh()
        return opened.contents.generation if opened.head else ()

    def clear(self) -> None:
        """Throw everything away and begin with an empty index.

        Raises:
            StoreError: The folder cannot be written.
        """
        with self._keeper.writing(None):
            self._keeper.folder.begin()

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
        very many by several processes at once. What they leave to be merged is ``merge``'s, but for
        what takes milliseconds.

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
        from store.search.writing import bulk  # noqa: PLC0415 - not before there is something to write
        from store.search.writing.updating import Updating  # noqa: PLC0415 - loads whoosh

        self._keeper.fresh()
        rebuilt = self.rebuilt
        many = processes or self._processes or bulk.workers()
        try:
            with self._keeper.writing(wait):
                updating = Updating(self._keeper.folder, self._keeper.fresh, progress, total)
                try:
                    complete = updating.run(self._given(upserts), deletes, many)
                except Exception as error:
                    if self._keeper.is_mended(error, rebuilt):
                        return False
                    raise
                if not complete:
                    self._processes = 1  # what has ended once may end again
                    return False
                self.written = self.generation
                self._many |= updating.many
                try:
                    updating.tidy()
                except Exception as error:  # noqa: BLE001 - raised again unless it is harmless
                    return self._keeper.forgives(error, rebuilt)
        except BusyError:
            return False
        except CallerError as error:
            raise error.cause from None
        return True

    @property
    def is_untidy(self) -> bool:
        """Whether there is something for ``merge`` to do.

        Raises:
            StoreError: The folder cannot be written.
        """
        return not self._ending.is_set() and self._aside.is_due(many=self._many)

    def merge(self) -> bool:
        """Make few segments of many, so that searches are quicker; nothing else waits for it.

        It takes milliseconds for each article, and is done by a process of its own. While another
        one merges or writes for long it is left to that. It may fail as if there had been nothing.

        Returns:
            ``False`` if the index had to be replaced; ``state`` then tells what is missing.

        Raises:
            StoreError: The folder cannot be written.
        """
        try:
            whole = self._aside.run(many=self._many)
        except BusyError:
            return True
        self._many = False
        return whole

    def stop_merging(self) -> None:
        """End ``merge``, which runs in another thread, and begin no more merges."""
        self._ending.set()
        if "_aside" in vars(self):  # else nothing was merged yet
            self._aside.stop()

    @cached_property
    def _aside(self) -> Aside:
        from store.search.writing.aside import Aside  # noqa: PLC0415 - loads whoosh

        return Aside(self._keeper, self._ending)

    def search(
        self,
        query: Query,
        *,
        limit: int = 50,
        shown: int | None = None,
        texts: Texts,
        facts: Facts | None = None,
        cancelled: Callable[[], bool] = _never,
    ) -> Found:
        """The best hits, best first, and how much answers in all.

        The first passage of an article is followed by further ones, as far as there is room, and
        by its highlights that answer.

        Args:
            query: What ``language.parser`` made of a line. Without a root there is no hit.
            limit: Hits at most.
            shown: So many articles, the best, are whole; the other hits are heads, which cost
                next to nothing. ``None``: all are whole.
            texts: The plain texts of articles by id, for passages and regular expressions. An
                article that it leaves out is no hit.
            facts: What the catalogue knows of articles and highlights; ``None``: no fact holds.
            cancelled: Asked now and then; once it says yes, the answer is empty.
        """
        if query.root is None:
            return Found(notices=query.notices)
        found = self._asked(
            lambda asking: asking.found(query, limit, shown), texts, facts, cancelled
        )
        return found or Found()

    def matching(self, query: Query, *, texts: Texts, facts: Facts | None = None) -> list[str]:
        """The ids of all articles for which the query holds, in order, without passages.

        With ``in:highlights``: those with a highlight for which it holds. ``texts`` is asked only
        if the query has a regular expression; both are as in ``search``.
        """
        if query.root is None:
            return []
        return self._asked(lambda asking: asking.articles(query), texts, facts) or []

    def marked(
        self, query: Query, *, texts: Texts, facts: Facts | None = None
    ) -> list[tuple[str, str]]:
        """All highlights for which the query holds: the id of the article, and its own.

        By article, newest first, and place. ``texts`` and ``facts`` are as in ``matching``.
        """
        if query.root is None:
            return []
        return self._asked(lambda asking: asking.highlights(query), texts, facts) or []

    def _asked(
        self,
        ask: Callable[[Asking], Made],
        texts: Texts,
        facts: Facts | None,
        cancelled: Callable[[], bool] = _never,
    ) -> Made | None:
        """What is answered on the last commit; ``None`` when it was cancelled."""
        from store.search.engine.ask import Asking  # noqa: PLC0415 - loads whoosh

        given = None if facts is None else _GivenFacts(facts)

        def answer(view: View) -> Made | None:
            if cancelled():
                return None
            with suppress(Cancelled):
                return ask(Asking(view, self._reading(texts), given, self._kept, cancelled))
            return None

        return self._keeper.answer(answer)

    def similar(
        self, text: str, *, article: str, limit: int = 20, texts: Texts,
        cancelled: Callable[[], bool] = _never,
    ) -> Alike:  # fmt: skip
        """The articles that are likest to a text, and the words they were found by.

        Args:
            text: All of an article's text, or a passage of it.
            article: Its id; it is no answer.
            limit: Articles at most.
            texts: As for ``search``.
            cancelled: Likewise.
        """
        from store.search.engine.alike import alike  # noqa: PLC0415 - loads whoosh

        def answer(view: View) -> Alike:
            return alike(view, text, article, limit, self._reading(texts), cancelled)

        return self._keeper.answer(answer)

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
                raise CallerError(error) from error
            yield entry

    @staticmethod
    def _reading(texts: Texts) -> Texts:
        """The caller's function, whose errors are the caller's and no damage of the index."""

        def read(ids: Sequence[str]) -> Mapping[str, str]:
            with _callers():
                return texts(ids)

        return read


class _GivenFacts:
    """The caller's facts, whose errors are the caller's and no damage of the index."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.version = facts.version
        self.ids = facts.ids

    def holding(self, leaf: Fact | Range) -> Held:
        with _callers():
            return self._facts.holding(leaf)

    def order(self, sort: str) -> Collection[str]:
        with _callers():
            return self._facts.order(sort)


@contextmanager
def _callers() -> Iterator[None]:
    """What is raised inside is the caller's."""
    try:
        yield
    except Exception as error:
        raise CallerError(error) from error
