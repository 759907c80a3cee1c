"""The right article comes first at least as often as with FTS5's bm25 (``bench.relevance``)."""

from __future__ import annotations

import math

import pytest

from bench import relevance
from bench.judged import collection


def test_ours_is_not_below_any_rival() -> None:
    judged = relevance.judge()
    mean = relevance.means(judged)
    ours = mean.pop("ours")
    assert len(judged) >= 20
    assert len(mean) == 3
    assert 0.5 < max(mean.values()) <= ours <= 1
    assert all(each.gains["ours"] > 0 for each in judged), "a query finds nothing that is wanted"


def test_gains_are_discounted_by_place() -> None:
    grades = {"a": 3, "b": 2, "c": 1}
    best = 7 / math.log2(2) + 3 / math.log2(3) + 1 / math.log2(4)
    assert relevance.ndcg(["a", "b", "c"], grades) == 1
    assert relevance.ndcg(["x", "a"], grades) == pytest.approx(7 / math.log2(3) / best)
    assert relevance.ndcg([*"vwxyzvwxyz", "a"], grades) == 0


def test_the_judged_set_is_whole() -> None:
    articles = collection.articles()
    assert len(articles) == len({entry.id for entry in articles}) >= 60
    assert all(len(entry.text) > 100 for entry in articles)
    for entry in articles:
        for mark in entry.highlights:
            assert mark.quote == " ".join(entry.text.split())[mark.anchor.start : mark.anchor.end]
