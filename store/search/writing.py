"""One update of the index, in as many commits as it takes, in one process or several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from whoosh.index import FileIndex

from store.search import bulk, update
from store.search.documents import plan
from store.search.engine.view import View
from store.search.entry import Entry

Progress = Callable[[int, int, str], None]

_STEP = 100  # articles between two reports while several processes work


class Updating:
    """An update. The caller holds the lock of the folder.

    Args:
        folder: Of the indexes.
        texts: The index of texts.
        notes: That of annotations.
        fresh: Gives what is committed now.
        progress: Is told how many articles are done.
        total: How many there are, if it is known.
    """

    def __init__(
        self, folder: Path, texts: FileIndex, notes: FileIndex, fresh: Callable[[], View],
        progress: Progress | None, total: int,
    ) -> None:  # fmt: skip
        self._folder = folder
        self._texts = texts
        self._notes = notes
        self._fresh = fresh
        self._progress = progress
        self._total = total
        self._done = 0

    def run(self, entries: Iterator[Entry], deletes: Iterable[str], processes: int) -> bool:
        """Do it; ``False`` if some articles were lost with a process that ended early."""
        bulk.sweep(self._folder)
        complete = True
        gone = list(deletes)
        again: list[Entry] = []
        if processes > 1:
            first = list(islice(entries, bulk.MANY))
            entries = chain(first, entries)
            if len(first) == bulk.MANY:
                self._here((), gone)
                gone = []
                complete = self._elsewhere(entries, processes, again)
        self._here(chain(again, entries), gone)
        for index in (self._texts, self._notes):
            while update.tidy(index):
                pass
        return complete

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
        return update.Changes(self._fresh(), self._texts, self._notes)

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
        view = self._fresh()
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
            # The texts first, the versions last: as in ``update``.
            for index, gone in ((self._texts, written.texts), (self._notes, written.notes)):
                update.adopt(index, *written.segments[index.indexname], gone)

    def _tell(self) -> None:
        if self._progress is not None and self._done:
            self._progress(self._done, max(self._done, self._total), "indexing")
