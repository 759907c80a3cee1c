"""Keeping the search index in step with the catalogue: what differs is written, nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from store import in_step
from store.search.entry import Entry

if TYPE_CHECKING:
    from collections.abc import Hashable
    from pathlib import Path

    from store.article_shelf import Progress
    from store.catalogue import Catalogue
    from store.fact_rows import Version
    from store.search.index import SearchIndex

_BATCH = 200
_TRIES = 2  # the index may have been replaced, or a process that helped may have ended


class Behind(NamedTuple):
    """What the index does not know yet.

    Attributes:
        fresh: Articles that it has not, or not as they are now.
        gone: Articles that it still has.
    """

    fresh: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()


class _Known(NamedTuple):
    """What was behind when catalogue and index were in these states."""

    version: Version
    generation: Hashable
    behind: Behind

    def goes_on(self, version: Version, generation: Hashable) -> bool:
        """Whether nothing but the catalogue has changed since, by steps that it tells."""
        return (self.version.catalogue, self.generation) == (version.catalogue, generation)


class Lag:
    """How far the index of a library is behind its catalogue. Safe from any thread.

    Both are compared whole once; from then on what has changed tells, as long as nobody else
    writes to the index.
    """

    def __init__(self, catalogue: Catalogue, folder: Path) -> None:
        self._catalogue = catalogue
        self._folder = folder
        self._known: _Known | None = None
        self._lock = threading.Lock()

    def behind(self, index: SearchIndex) -> Behind:
        """What ``index`` does not know now.

        Raises:
            StoreError: the catalogue or the folder of the index cannot be read or written.
        """
        with self._lock:
            generation, version = index.generation, self._catalogue.version()
            known = self._known
            if known is None or not known.goes_on(version, generation):
                found = Behind()
                if not in_step.is_known(self._folder, self._catalogue):
                    found = stale(index, self._catalogue)
            elif known.version == version:
                return known.behind
            else:
                found = self._grown(known)
            self._known = _Known(version, generation, found) if generation != () else None
            return found

    def forget(self) -> None:
        """Believe nothing: the next look compares all, whatever was noted."""
        with self._lock:
            self._known = None
            in_step.forget(self._folder)

    def update(
        self, index: SearchIndex, progress: Progress | None = None, *, wait: float = 5.0
    ) -> int:
        """Bring ``index`` in step; how many articles were taken in.

        Args:
            index: The library's.
            progress: Is told how many are done.
            wait: Seconds to wait while another process writes to it.

        Raises:
            StoreError: there is no space, or something cannot be read or written.
        """
        taken = 0
        for _ in range(_TRIES):
            version = self._catalogue.version()
            behind = self.behind(index)
            if not any(behind):
                break
            entries, many = _entries(self._catalogue, list(behind.fresh)), len(behind.fresh)
            if index.update(entries, behind.gone, progress, total=many, wait=wait):
                with self._lock:
                    self._known = _Known(version, index.written, Behind())
                return taken or many
            taken = taken or many
        return taken

    def _grown(self, known: _Known) -> Behind:
        """What was behind, and what has changed since."""
        fresh, gone = set(known.behind.fresh), set(known.behind.gone)
        for key, here in self._catalogue.changed(known.version.change):
            (fresh if here else gone).add(key)
            (gone if here else fresh).discard(key)
        return Behind(frozenset(fresh), frozenset(gone))


def stale(index: SearchIndex, catalogue: Catalogue) -> Behind:
    """What the index does not know, by comparing all of both."""
    indexed = index.state()
    present = catalogue.versions()
    fresh = frozenset(key for key, version in present.items() if indexed.get(key) != version)
    return Behind(fresh, frozenset(indexed).difference(present))


def _entries(catalogue: Catalogue, ids: Sequence[str]) -> Iterator[Entry]:
    for low in range(0, len(ids), _BATCH):
        part = ids[low : low + _BATCH]
        versions = catalogue.versions(part)  # first: what changes meanwhile is behind again
        texts = catalogue.texts(part)
        for article in catalogue.articles(versions):
            highlights = [highlight for _, highlight in catalogue.highlights(article.id)]
            yield Entry.of(article, texts.get(article.id, ""), highlights, versions[article.id])
