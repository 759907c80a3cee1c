"""Random queries against a plain scan of the same library: the same answers must come out.

``POSTIL_SEED`` chooses other libraries and queries, ``POSTIL_QUERIES`` how many are asked.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from store.model import Hit
from store.search.engine.regexes import RegexSearch
from store.search.language.nodes import Near, Query, Words
from store.search.language.parser import parse
from store.search.texts.matching import merged, places
from tests.unit.search.plain.queries import Asked, Asker
from tests.unit.search.plain.scan import Right, View, sure
from tests.unit.search.plain.texts import marks_of, tokens_of
from tests.unit.search.plain.words import PERHAPS, YES
from tests.unit.search.plain.world import World

SEED = int(os.environ.get("POSTIL_SEED", "1"))
QUERIES = int(os.environ.get("POSTIL_QUERIES", "4000"))
TODAY = date(2024, 5, 1)
ALL = 100_000
"""Hits: more than there are."""

_LIBRARIES = 4
_COMMITS = (40, 3, 12, 1, 0, 5, 2, 2, 1, 8)
"""New articles of each commit; segments are merged on the way."""

_HIGHLIGHTS_SHOWN = 3
"""Of one article, at most."""


@pytest.fixture(autouse=True)
def _time_enough_for_regular_expressions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RegexSearch.__init__.__kwdefaults__, "seconds", 60.0)


@pytest.mark.parametrize("library", range(_LIBRARIES))
def test_a_search_finds_what_a_scan_finds(tmp_path: Path, library: int) -> None:
    rng = random.Random(f"{SEED} {library}")
    world = World(tmp_path / "index", rng)
    asker = Asker(rng)
    every = some = certain = 0
    for new in _COMMITS:
        world.change(new)
        for _ in range(max(1, QUERIES // _LIBRARIES // len(_COMMITS))):
            limit = ALL if every % 4 == 0 else 5
            found, is_certain = check(world, asker.query(), limit=limit)
            every += 1
            some += 0 < found < len(world.articles)
            certain += is_certain
    assert some > every / 3  # most queries tell articles apart
    assert certain > every * 0.9  # and have one right answer
    assert world.index.rebuilt == 0
    world.index.close()


def check(world: World, asked: Asked, *, limit: int) -> tuple[int, bool]:
    """Hold one answer against the scan: how many articles, and whether only one answer is right."""
    query = parse(asked.line, TODAY)
    assert (query.root, query.sort, query.inside) == asked[1:], asked.line
    right = Right(world.articles, query)
    ids = world.matching(query)
    found = world.search(query, limit=limit)
    said = repr(asked.line)

    assert len(ids) == len(set(ids)), said
    assert sure(right.articles) <= set(ids), said
    assert set(ids) <= right.articles.keys(), said
    assert found.articles == len(ids), said
    assert len(sure(right.marks)) <= found.highlights <= len(right.marks), said
    assert found.notices == (), said
    if query.sort != "relevance":
        assert ids == [each for each in world.facts.order(query.sort) if each in set(ids)], said
    if not ids:
        assert all("fuzzy" in hit.why for hit in found.hits), said
    elif limit >= ALL:
        assert list(dict.fromkeys(hit.id for hit in found.hits)) == ids, said
        _check_marks(world, found.hits, right, said)
    for hit in found.hits:
        _check_passage(world, hit)
    return len(ids), PERHAPS not in (*right.articles.values(), *right.marks.values())


def _check_marks(world: World, hits: Sequence[Hit], right: Right, said: str) -> None:
    """The highlights that answer, at most so many of one article."""
    shown = [hit for hit in hits if hit.highlight]
    assert {hit.highlight for hit in shown} <= right.marks.keys(), said
    by_article = Counter(hit.id for hit in shown)
    certain = sure(right.marks)
    for article in world.articles.values():
        least = sum(mark.id in certain for mark in article.marks)
        assert by_article[article.id] >= min(least, _HIGHLIGHTS_SHOWN), said


def _check_passage(world: World, hit: Hit) -> None:
    assert all(0 <= a < b <= len(hit.snippet) for a, b in hit.matches), hit
    if hit.kind == "article" and hit.end:
        passage = world.articles[hit.id].text[hit.start : hit.end]
        assert " ".join(passage.split()) == hit.snippet.strip("…"), hit


@pytest.mark.parametrize("seed", range(2))
def test_what_is_marked_in_a_text_is_what_a_scan_marks(tmp_path: Path, seed: int) -> None:
    rng = random.Random(f"{SEED} places {seed}")
    world = World(tmp_path / "index", rng, languages=("", "en"))
    world.change(30)
    world.index.close()
    view = View(frozenset(each.language for each in world.articles.values()))
    asker = Asker(rng)
    marked = 0
    for _ in range(QUERIES // 20):
        leaf = asker.words()
        query = Query(leaf)
        for article in world.articles.values():
            tokens = tokens_of(article.text)
            found = list(view.places(leaf, article.text, article.language))
            if all(verdict == YES for *_, verdict in found):
                spans = [(tokens[low].start, tokens[high - 1].end) for low, high, _ in found]
                before, after = marks_of(leaf.words[0]) if isinstance(leaf, Words) else (0, 0)
                right = merged((start - before, end + after) for start, end in spans)
                got = places(article.text, query, languages=("en",))
                if isinstance(leaf, Near):  # of several that are near, the nearest one is enough
                    assert set(got) <= set(right), (leaf, article.text)
                    assert bool(got) == bool(right), (leaf, article.text)
                else:
                    assert got == right, (leaf, article.text)
                marked += bool(right)
    assert marked > 100
