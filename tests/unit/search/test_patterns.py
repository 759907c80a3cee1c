from __future__ import annotations

import re

import pytest

from store.search.language.nodes import Regex
from store.search.texts import patterns
from store.search.texts.patterns import Matching, PatternTimeoutError

SOON = 0.2
NEVER = 60.0


def test_where_a_pattern_matches() -> None:
    assert patterns.spans(Regex(r"l+o\b"), "Hello wörld, hello", seconds=NEVER, most=9) == [
        (2, 5),
        (15, 18),
    ]
    assert patterns.spans(Regex("^ro.d$"), "salt\nroad\n", seconds=NEVER, most=9) == [(5, 9)]
    assert patterns.spans(Regex("SALT", ignore_case=False), "salt", seconds=NEVER, most=9) == []
    assert patterns.spans(Regex("x*"), "salt", seconds=NEVER, most=9) == []


def test_no_more_matches_than_are_wanted() -> None:
    assert patterns.spans(Regex("a"), "a" * 100, seconds=NEVER, most=3) == [(0, 1), (1, 2), (2, 3)]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a+)+$", "a" * 60 + "b"),
        ("(a|a)*$", "a" * 60 + "b"),
        (r"(\w+\s?)*!", "a word and " * 20),
        ("a*a*a*a*a*a*a*b", "a" * 4_000),
    ],
)
def test_a_pattern_that_takes_years_is_stopped(pattern: str, text: str) -> None:
    assert re.compile(pattern)
    assert patterns.spans(Regex(pattern), text, seconds=SOON, most=1) == []


def test_what_was_done_before_is_kept() -> None:
    with Matching(Regex("(a+)+$"), seconds=SOON) as matching:
        found = matching.spans(["aaa", "b", "a" * 60 + "b", "a"])
        assert [next(found), next(found)] == [[(0, 3)], []]
        with pytest.raises(PatternTimeoutError):
            next(found)


def test_many_texts_and_many_matches_fit_through() -> None:
    texts = ["salt road " * 50] * 3_000
    with Matching(Regex("road"), seconds=NEVER, most=10) as matching:
        found = list(matching.spans(texts))
    assert len(found) == 3_000
    assert all(len(each) == 10 for each in found)


def test_a_pattern_that_cannot_be_read_finds_nothing() -> None:
    assert patterns.spans(Regex("("), "((", seconds=NEVER, most=1) == []


def test_odd_characters_come_through() -> None:
    assert patterns.spans(
        Regex("[\U0001f600\ud800]"), "é\U0001f600\ud800", seconds=NEVER, most=9
    ) == [
        (1, 2),
        (2, 3),
    ]
