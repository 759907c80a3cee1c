"""Keeping the search index in step with the catalogue: what differs is written, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from store.search.entry import Entry
from store.search.index import SearchIndex

if TYPE_CHECKING:
    from store.article_shelf import Progress
    from store.catalogue import Catalogue

_BATCH = 200


def stale(index: SearchIndex, catalogue: Catalogue) -> tuple[dict[str, str], list[str]]:
    """The articles the index is behind on, with their present version; and those that are gone."""
    indexed = index.state()
    present = {v.article: f"{v.text}|{v.marks}" for v in catalogue.versions()}
    fresh = {key: version for key, version in present.items() if indexed.get(key) != version}
    return fresh, [key for key in indexed if key not in present]


def update(index: SearchIndex, catalogue: Catalogue, progress: Progress | None = None) -> int:
    """Bring ``index`` in step with ``catalogue``; how many articles were taken in."""
    fresh, gone = stale(index, catalogue)
    if fresh or gone:
        index.update(_entries(catalogue, fresh), gone, progress, total=len(fresh))
    return len(fresh)


def _entries(catalogue: Catalogue, fresh: dict[str, str]) -> Iterator[Entry]:
    ids: Sequence[str] = list(fresh)
    for low in range(0, len(ids), _BATCH):
        part = ids[low : low + _BATCH]
        texts = catalogue.texts(part)
        for article in catalogue.articles(part):
            highlights = [highlight for _, highlight in catalogue.highlights(article.id)]
            yield Entry.of(article, texts.get(article.id, ""), highlights, fresh[article.id])
