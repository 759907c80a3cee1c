"""A library that changes at random, in an index and as plain values."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from store.model import Anchor, Highlight
from store.search.entry import Entry
from store.search.found import Found, Held
from store.search.index import SearchIndex
from store.search.language.nodes import Fact, Query, Range
from tests.unit.search.plain.facts import OF_HIGHLIGHTS, fact_holds, range_holds
from tests.unit.search.plain.library import LANGUAGES, Article, Maker


@dataclass(frozen=True)
class PlainFacts:
    """What the catalogue would say of these articles."""

    articles: Mapping[str, Article]
    version: int

    @cached_property
    def ids(self) -> Sequence[str]:
        """Of the articles."""
        return [each.id for each in self.articles.values()]

    def holding(self, leaf: Fact | Range) -> Held:
        """By asking each article, and each highlight where the fact is its own."""

        def holds(article: Article, at: int | None) -> bool:
            mark = None if at is None else article.marks[at]
            if isinstance(leaf, Fact):
                return fact_holds(leaf, article, mark)
            return range_holds(leaf, article, mark)

        found = bytes(holds(each, None) for each in self.articles.values())
        if leaf.name not in OF_HIGHLIGHTS:
            return Held(found)
        marks = [
            mark.id
            for each in self.articles.values()
            for at, mark in enumerate(each.marks)
            if holds(each, at)
        ]
        return Held(found, marks)

    def order(self, sort: str) -> Collection[str]:
        """All ids; of equals the one with the larger id first."""
        every = sorted(self.articles.values(), key=lambda each: each.id, reverse=True)
        if sort == "title":
            every.sort(key=lambda each: each.title)
        elif sort == "longest":
            every.sort(key=lambda each: -each.words)
        else:
            every.sort(key=lambda each: each.added, reverse=sort == "newest")
        return [each.id for each in every]


class World:
    """An index and what should be in it."""

    def __init__(
        self, folder: Path, rng: random.Random, languages: Sequence[str] = LANGUAGES
    ) -> None:
        self.index = SearchIndex(folder)
        self.articles: dict[str, Article] = {}
        self._rng = rng
        self._maker = Maker(rng, languages)
        self._made = 0
        self._version = 0

    def change(self, new: int) -> None:
        """One commit: some articles are new, some get other texts, other annotations, some go."""
        rng = self._rng
        self._version += 1
        put: list[Article] = []
        for _ in range(new):
            self._made += 1
            put.append(self._maker.article(f"a{self._made}"))
        known = list(self.articles)
        touched = rng.sample(known, min(len(known), rng.randint(0, 8)))
        gone, again, noted = touched[:2], touched[2:4], touched[4:]
        put += [self._maker.article(name) for name in again]
        put += [self._maker.annotated(self.articles[name]) for name in noted]
        for name in gone:
            del self.articles[name]
        self.articles.update((each.id, each) for each in put)
        entries = [self._entry(each) for each in put]
        if not self.index.update(entries, gone):
            raise AssertionError("the index was not written")

    def search(self, query: Query, *, limit: int = 100_000) -> Found:
        """What the index says."""
        return self.index.search(query, limit=limit, texts=self._texts, facts=self.facts)

    def matching(self, query: Query) -> list[str]:
        """The ids of articles that the index gives."""
        return self.index.matching(query, texts=self._texts, facts=self.facts)

    @property
    def facts(self) -> PlainFacts:
        """Of now."""
        return PlainFacts(self.articles, self._version)

    def _texts(self, ids: Sequence[str]) -> Mapping[str, str]:
        return {name: self.articles[name].text for name in ids}

    def _entry(self, article: Article) -> Entry:
        marks = [
            Highlight(
                mark.id, Anchor(0, len(mark.quote), mark.quote), color=mark.color, note=mark.note,
                tags=mark.tags,
            )
            for mark in article.marks
        ]  # fmt: skip
        return Entry(
            id=article.id, title=article.title, text=article.text, version=str(self._version),
            author=article.author, source=article.source, added=f"{article.added}T12:00:00Z",
            tags=article.tags, note=article.note, highlights=marks, language=article.language,
        )  # fmt: skip
