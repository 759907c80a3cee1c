"""One passage for a quote, or candidates that can be told apart."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.anchoring import find_quote
from store.errors import ConflictError, UsageError
from tui.cli.passage import find_passage, nearest, tell_apart

TEXT = (
    "The lamp was lit at six. The keeper wrote it down.\n\n"
    "The lamp was lit at nine. Nobody wrote it down, and nobody asked."
)


def test_one_place_is_found() -> None:
    start, end = find_passage(TEXT, "The keeper wrote")
    assert TEXT[start:end] == "The keeper wrote"
    start, end = find_passage(TEXT, "The lamp was lit", suffix="at nine")
    assert start == TEXT.rindex("The lamp")


@pytest.mark.parametrize("quote", ["", "  ", "\n"])
def test_an_empty_quote_is_wrong_usage(quote: str) -> None:
    with pytest.raises(UsageError):
        find_passage(TEXT, quote)


def test_candidates_are_in_context() -> None:
    with pytest.raises(ConflictError) as caught:
        find_passage(TEXT, "lamp was lit")
    assert len(caught.value.candidates) == 2
    assert caught.value.candidates[0].startswith("The [lamp was lit] at six.")


def test_many_candidates_are_cut() -> None:
    with pytest.raises(ConflictError) as caught:
        find_passage("again and " * 50, "again")
    assert len(caught.value.candidates) == 8
    assert "50 times" in caught.value.message
    assert "first 8" in caught.value.hint


def test_context_that_does_not_fit_shows_the_quote() -> None:
    with pytest.raises(ConflictError) as caught:
        find_passage(TEXT, "The keeper wrote", prefix="zebra")
    assert "[The keeper wrote]" in caught.value.candidates[0]


def test_the_nearest_sentences_come_first() -> None:
    found = [TEXT[start:end] for start, end in nearest(TEXT, "nobody had written it down")]
    assert found[0] == "Nobody wrote it down, and nobody asked."
    assert nearest(TEXT, "zebra") == []
    assert nearest(TEXT, "?!") == []
    assert nearest("", "lamp was lit") == []


WORDS = st.lists(
    st.sampled_from(["lamp", "Lamp", "quay", "two", "it's", "é"]), min_size=1, max_size=14
)


@given(WORDS)
@settings(max_examples=150, deadline=None)
def test_what_tells_a_candidate_apart_does(words: list[str]) -> None:
    text = " ".join(words)
    found = find_quote(text, "lamp")
    for place in found:
        option, *rest = shlex.split(tell_apart(text, place, found)) or [""]
        if option and len(found) > 1:
            context = {option.removeprefix("--"): rest[0]}
            assert find_passage(text, "lamp", **context) == place
