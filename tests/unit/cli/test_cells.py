"""Cells: cut, padded and wrapped text is as wide as it was asked to be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.cli.cells import cut, pad, width, wrap

CLUSTERS = ["a", "b", " ", " ", "é", "e\u0301", "漢", "字", "👩\u200d🚀", "☀\ufe0f", "-"]
TEXTS = st.lists(st.sampled_from(CLUSTERS), max_size=60).map("".join)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("plain", 5),
        ("漢字", 4),
        ("e\u0301te\u0301", 3),
        ("👩\u200d🚀", 2),
        ("☀\ufe0f", 2),
        ("naïve", 5),
    ],
)
def test_width(text: str, cells: int) -> None:
    assert width(text) == cells


def test_cut_says_that_something_is_missing() -> None:
    assert cut("harbour lights", 14) == "harbour lights"
    assert cut("harbour lights", 9) == "harbour…"
    assert cut("漢字漢字", 6) == "漢字…"
    assert cut("abc", 1) == "…"
    assert cut("abc", 0) == ""


@given(TEXTS, st.integers(1, 30))
@settings(max_examples=150, deadline=None)
def test_cut_and_pad_fit_exactly(text: str, cells: int) -> None:
    assert width(cut(text, cells)) <= cells
    assert width(pad(cut(text, cells), cells)) >= cells
    assert pad("ab", 4, right=True) == "  ab"


@given(TEXTS, st.integers(2, 20))
@settings(max_examples=200, deadline=None)
def test_wrap_fits_and_loses_nothing_but_blanks(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    at = 0
    for start, end in lines:
        assert text[at:start] in ("", " ")
        assert width(text[start:end]) <= cells
        at = end
    assert text[at:].strip(" ") == ""


def test_wrap_breaks_at_blanks() -> None:
    text = "the keeper of the lamps"
    assert [text[a:b] for a, b in wrap(text, 10)] == ["the keeper", "of the", "lamps"]
    assert wrap("abcdef", 3) == [(0, 3), (3, 6)]
