"""Text objects: words, sentences, paragraphs, quoted passages around the caret."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.text.document import Block
from tests.unit.caret.texts import all_stops, at, counts, free, harbour, seen_grounds, selected
from tests.unit.layout.texts import join, prose
from tui.caret.ground import Ground
from tui.caret.objects import Kind, select
from tui.caret.state import Caret, selection

PROSE = Ground(prose("One here, two there. Two more of them! Three?", "Four — five. Six."))


@settings(max_examples=200, deadline=None)
@given(
    seen_grounds, st.sampled_from(get_args(Kind)), counts, st.booleans(), st.booleans(), st.data()
)
def test_an_object_contains_the_caret_and_a_second_one_the_first(
    ground: Ground, kind: Kind, count: int, around: bool, backward: bool, data: st.DataObject
) -> None:
    stops = all_stops(ground)
    if not stops:
        return
    here = data.draw(st.sampled_from(stops))
    found = select(ground, free(here), kind, count, around=around)
    if found is None:
        assert kind == "quote" or ground.text[here].isspace()
        return
    start, end = selection(ground, found)
    assert found.anchor in stops
    assert found.at in stops
    assert start <= here < end or ground.text[here].isspace()
    more = select(ground, found.swapped() if backward else found, kind, around=around, again=True)
    if more is not None:
        low, high = selection(ground, more)
        assert low <= start
        assert high >= end


def picked(ground: Ground, here: int, keys: str, count: int = 1) -> str | None:
    kinds: dict[str, Kind] = {"w": "word", "s": "sentence", "p": "paragraph", '"': "quote"}
    found = select(ground, free(here), kinds[keys[1]], count, around=keys[0] == "a")
    return None if found is None else selected(ground, found)


@pytest.mark.parametrize(
    ("where", "keys", "count", "expected"),
    [
        ("here", "iw", 1, "here"),
        ("here", "aw", 1, " here"),
        ("two", "aw", 1, "two "),
        ("two", "iw", 2, "two there"),
        (", two", "iw", 1, ","),
        (" two", "iw", 1, " "),
        (" two", "iw", 2, " two"),
        ("two", "is", 1, "One here, two there."),
        ("two", "as", 1, "One here, two there. "),
        ("Three", "as", 1, " Three?"),
        ("Three", "is", 2, "Three?\n\nFour — five."),
        (" Two more", "is", 1, "Two more of them!"),
        ("more", "ip", 1, "One here, two there. Two more of them! Three?"),
        ("Six", "ip", 5, "Four — five. Six."),
        ("more", "ap", 2, PROSE.text),
    ],
)
def test_objects(where: str, keys: str, count: int, expected: str) -> None:
    assert picked(PROSE, at(PROSE, where), keys, count) == expected


def test_a_word_of_one_character_is_one() -> None:
    ground = harbour()
    assert picked(ground, at(ground, "京の"), "iw") == "京"
    assert picked(ground, at(ground, "👨"), "iw") == "👨\u200d👩\u200d👧"


def again(ground: Ground, caret: Caret, kind: Kind, *, around: bool, times: int) -> list[str]:
    seen = []
    for time in range(times):
        found = select(ground, caret, kind, around=around, again=time > 0)
        assert found is not None
        caret = found
        seen.append(selected(ground, caret))
    return seen


def test_again_takes_one_more_at_the_end_of_the_caret() -> None:
    start = free(at(PROSE, "Two more"))
    assert again(PROSE, start, "sentence", around=False, times=4) == [
        "Two more of them!",
        "Two more of them! Three?",
        "Two more of them! Three?\n\nFour — five.",
        "Two more of them! Three?\n\nFour — five. Six.",
    ]
    assert again(PROSE, start, "word", around=True, times=2) == ["Two ", "Two more "]
    chosen = select(PROSE, start, "sentence", around=True)
    assert chosen is not None
    assert selected(PROSE, chosen) == "Two more of them! "
    assert again(PROSE, chosen.swapped(), "sentence", around=False, times=2) == [
        "One here, two there. Two more of them! ",
        "One here, two there. Two more of them! ",
    ]


def test_a_selection_of_something_else_becomes_the_object() -> None:
    caret = Caret(at(PROSE, "wo more"), at(PROSE, "ore"))
    found = select(PROSE, caret, "sentence", around=False)
    assert found is not None
    assert selected(PROSE, found) == "Two more of them!"


QUOTES = Ground(
    prose(
        'He said "no, "twice" over" and went.',
        "“Out ‘inner don’t stop’ again,” she wrote — “and more”.",
        "„Aber «nein» doch“, sagte er. »So nicht«, und ‚leise‘ weg. Elle dit « oui ».",
        "”På svenska”, och 「日本『内』語」です。 An end” without one, “and a start.",
    )
)


@pytest.mark.parametrize(
    ("where", "count", "inside"),
    [
        ("no, ", 1, "no, "),
        ("inner", 1, "inner don’t stop"),
        ("inner", 2, "Out ‘inner don’t stop’ again,"),
        ("Out", 1, "Out ‘inner don’t stop’ again,"),
        ("“Out", 1, "Out ‘inner don’t stop’ again,"),
        ("” she", 1, "Out ‘inner don’t stop’ again,"),
        ("and more", 1, "and more"),
        ("nein", 1, "nein"),
        ("nein", 2, "Aber «nein» doch"),
        ("So nicht", 1, "So nicht"),
        ("leise", 1, "leise"),
        ("oui", 1, " oui "),
        ("På", 1, "På svenska"),
        ("内", 1, "内"),
        ("日", 1, "日本『内』語"),
        ("went", 1, None),
        ("she wrote", 1, None),
        ("An end", 1, None),
        ("and a start", 1, None),
        ("nein", 3, None),
    ],
)
def test_quoted_passages(where: str, count: int, inside: str | None) -> None:
    assert picked(QUOTES, at(QUOTES, where), 'i"', count) == inside
    around = picked(QUOTES, at(QUOTES, where), 'a"', count)
    assert (around[1:-1] if around else None) == inside


def test_again_takes_the_quoted_passage_around() -> None:
    caret = free(at(QUOTES, "inner"))
    assert again(QUOTES, caret, "quote", around=True, times=2) == [
        "‘inner don’t stop’",
        "“Out ‘inner don’t stop’ again,”",
    ]
    assert select(QUOTES, Caret(0, 0), "quote", around=True) is None


def test_quotes_in_a_very_long_block_are_paired_from_where_they_open() -> None:
    text = 'say "yes" ' * 5000
    ground = Ground(join([(Block("paragraph", 0, 0), text.strip())]))
    assert picked(ground, 25_005, 'i"') == "yes"
    assert picked(ground, 25_001, 'i"') is None
    assert picked(Ground(prose('an empty "" one')), 9, 'i"') is None
