"""Cells and clusters agree with each other and with what Textual will measure."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from rich.cells import cell_len

from tests.unit.layout.texts import texts
from tui.layout.cells import Measure, clusters, is_plain, is_right_to_left, shown, width


@settings(max_examples=100, deadline=None)
@given(texts)
def test_clusters_cover_the_text_and_rich_measures_the_same(text: str) -> None:
    found = clusters(text)
    assert [c.start for c in found] == [0, *(c.end for c in found)][: len(found)]
    assert not text or found[-1].end == len(text)
    for line in text.split("\n"):
        assert cell_len(shown(line)) == width(line)
        assert all(cell_len(c.shown) == c.width for c in clusters(line))


@settings(max_examples=100, deadline=None)
@given(texts)
def test_measure_goes_to_cells_and_back(text: str) -> None:
    measure = Measure(text.replace("\n", " "))
    for index in range(len(text)):
        floor = measure.floor(index)
        assert floor <= index <= measure.ceil(index)
        cell = measure.cell(index)
        assert cell == measure.cell(floor)
        start, end = measure.cluster_at(cell)
        if start != floor:  # something without a width stands there
            assert (
                width(text[floor : measure.ceil(index + 1)].replace("\n", " ")) == 0 or start == end
            )
    assert measure.cluster_at(measure.width) == (len(text), len(text))


@pytest.mark.parametrize(
    ("text", "cells", "count"),
    [
        ("lamp", 4, 4),
        ("e\u0301", 1, 1),
        ("東京", 4, 2),
        ("👨\u200d👩\u200d👧", 2, 1),
        ("👍🏽", 2, 1),
        ("🇩🇪🇫🇷", 4, 2),
        ("❤\ufe0f", 2, 1),
        ("a\u200db", 2, 2),
        ("\u200da", 1, 2),
        ("", 0, 0),
    ],
)
def test_known_clusters(text: str, cells: int, count: int) -> None:
    assert width(text) == cells
    assert len(clusters(text)) == count


def test_plain_text_is_told_at_once() -> None:
    assert is_plain("“Straße” – naïve… Ωμέγα, Слово\n")
    assert not is_plain("e\u0301")
    assert not is_plain("港")


def test_letters_are_as_wide_as_unicode_says() -> None:
    conjoining = {*range(0x1100, 0x1200), *range(0xA960, 0xA980), *range(0xD7B0, 0xD800)}
    fillers = {0x3164, 0xFFA0}
    for point in set(range(0x20, 0x10000)) - conjoining - fillers:
        character = chr(point)
        kind = unicodedata.category(character)
        if kind in ("Lu", "Ll", "Lt", "Lo", "Nd"):
            wide = unicodedata.east_asian_width(character) in "WF"
            assert width(character) == (2 if wide else 1), hex(point)
        elif kind in ("Mn", "Me"):
            assert width("a" + character) == 1, hex(point)


@pytest.mark.parametrize(
    ("text", "is_rtl"),
    [("", False), ("שלום", True), ("1. سلام", True), ("a שלום", False), ("…", False)],
)
def test_the_first_letter_tells_the_direction(text: str, is_rtl: bool) -> None:
    assert is_right_to_left(f"x {text}", 2, 2 + len(text)) == is_rtl
