"""One update of the index, in as many commits as it takes, in one process or several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from store.search.commits.contents import PARTS
from store.search.commits.folder import IndexFolder
from store.search.commits.keeper import Opened
from store.search.entry import Entry
from store.search.writing import bulk, update
from store.search.writing.documents import plan

Progress = Callable[[int, int, str], None]

_STEP = 100  # articles between two reports while several processes work


class Updating:
    """An update. The caller holds the lock of the folder.

    Args:
        folder: Of the index.
        fresh: Gives what is committed now.
        progress: Is told how many articles are done.
        total: How many there are, if it is known.

    Attributes:
        many: Whether the articles were so many that few segments should be made of theirs.
    """

    def __init__(
        self, folder: IndexFolder, fresh: Callable[[], Opened], progress: Progress | None,
        total: int,
    ) -> None:  # fmt: skip
        self.many = False
        self._folder = folder
        self._fresh = fresh
        self._progress = progress
        self._total = total
        self._done = 0

    def run(self, entries: Iterator[Entry], deletes: Iterable[str], processes: int) -> bool:
        """Do it; ``False`` if some articles were lost with a process that ended early."""
        self._folder.sweep_workshops()
        complete = True
        gone = list(deletes)
        again: list[Entry] = []
        if processes > 1:
            first = list(islice(entries, bulk.MANY))
            entries = chain(first, entries)
            if len(first) == bulk.MANY:
                self.many = True
                self._here((), gone)
                gone = []
                complete = self._elsewhere(entries, processes, again)
        self._here(chain(again, entries), gone)
        return complete

    def tidy(self) -> None:
        """Merge what small segments there are too many of; raises as ``update.tidy``."""
        for part in PARTS:
            while update.tidy(self._folder, self._fresh().contents, part):
                pass

    def _here(self, entries: Iterable[Entry], deletes: Iterable[str]) -> None:
        """Write articles in this process."""
        changes = self._changes()
        try:
            for article in deletes:
                changes.delete(article)
            for entry in entries:
                if not changes.takes(entry):
                    changes.commit()
                    self._tell()
                    changes = self._changes()
                changes.put(entry)
                self._done += 1
            changes.commit()
            self._tell()
        except BaseException:
            changes.cancel()
            raise

    def _changes(self) -> update.Changes:
        opened = self._fresh()
        return update.Changes(opened.view, opened.contents, self._folder)

    def _elsewhere(self, entries: Iterable[Entry], processes: int, again: list[Entry]) -> bool:
        """Write articles in other processes.

        Args:
            entries: The articles.
            processes: How many processes.
            again: Gets those that came twice: they have to wait until the first is there.

        Returns:
            ``False`` if a process ended early: ``entries`` is not read to its end then, and what
            that one had is lost.
        """
        view = self._fresh().view
        known: set[str] = set()
        try:
            workers = bulk.Bulk(self._folder, processes)
        except bulk.Failed:
            again += entries
            return True
        try:
            for entry in entries:
                if entry.id in known:
                    again.append(entry)
                    continue
                known.add(entry.id)
                self._adopt(workers, workers.give(plan(view, entry), len(entry.text)))
                self._done += 1
                if not self._done % _STEP:
                    self._tell()
            self._adopt(workers, workers.finish())
            self._tell()
        except bulk.Failed:
            return False
        finally:
            workers.close()
        return True

    def _adopt(self, workers: bulk.Bulk, found: Iterable[bulk.Written]) -> None:
        for written in found:
            workers.take(written)
            gone = {"texts": written.texts, "notes": written.notes}
            update.adopt(self._folder, self._fresh().contents, written.segments, gone)

    def _tell(self) -> None:
        if self._progress is not None and self._done:
            self._progress(self._done, max(self._done, self._total), "indexing")
