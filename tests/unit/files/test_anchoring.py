from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.anchoring import find_quote, make_anchor, reanchor
from store.model import Anchor
from store.text.fold import fold

TEXT = (
    "When the lamps went out along the northern quays, the town kept its own time.\n\n"
    "The keeper’s ledgers, which nobody had read for a century, name every ship that waited. "
    "Historians had assumed the opposite.\n\n"
    "The pilots’ guild paid in candles. The toll house kept the tally, and the town kept "
    "its own time."
)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def mark(text: str, quote: str, nth: int = 0) -> Anchor:
    start, end = find_quote(text, quote)[nth]
    return make_anchor(text, sha(text), start, end)


def moved(new: str, *anchors: Anchor, old: str | None = None) -> list[Anchor]:
    """The anchors in ``new``, without the old text unless it is given."""
    result = reanchor(old, new, anchors)
    assert [after.quote for after in result] == [before.quote for before in anchors]
    for before, after in zip(anchors, result, strict=True):
        if after.state == "unplaced":
            assert (after.start, after.end, after.prefix) == (
                before.start, before.end, before.prefix,
            )  # fmt: skip
            assert after.near is not None
            assert 0 <= after.near <= len(new)
        else:
            assert 0 <= after.start < after.end <= len(new)
            assert after.near is None
        if after.state == "placed":
            assert plain(new[after.start : after.end]) == plain(after.quote)
            assert after.text == sha(new)
    assert reanchor(old, new, anchors) == result  # it depends on nothing else
    assert reanchor(old, new, result) == result  # and doing it again changes nothing
    return result


def plain(text: str) -> str:
    return " ".join(fold(text).split())


def reads(text: str, anchor: Anchor) -> str | None:
    return None if anchor.state == "unplaced" else text[anchor.start : anchor.end]


def test_an_anchor_is_trimmed_and_has_context_cut_at_words() -> None:
    start = TEXT.index("Historians") - 1
    anchor = make_anchor(TEXT, "sha", start, start + 12)
    assert TEXT[anchor.start : anchor.end] == "Historians"
    assert anchor.prefix == "nobody had read for a century, name every ship that waited. "
    assert anchor.suffix == " had assumed the opposite.\n\nThe pilots’ guild paid in candles."
    assert (anchor.text, anchor.state, anchor.near) == ("sha", "placed", None)


def test_an_anchor_holds_whole_characters() -> None:
    text = "x👩‍👩‍👧y"
    anchor = make_anchor(text, "", 2, 3)
    assert text[anchor.start : anchor.end] == "👩‍👩‍👧"


def test_an_anchor_of_blanks_is_empty() -> None:
    anchor = make_anchor("a   b", "", 1, 4)
    assert anchor.start == anchor.end


def test_context_without_blanks_is_kept_whole() -> None:
    anchor = make_anchor("港" * 200, "", 100, 102)
    assert (len(anchor.prefix), len(anchor.suffix)) == (64, 64)


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet="ab \n’é\u0301👩\u200d", max_size=200),
    st.integers(0, 200),
    st.integers(0, 200),
)
def test_contexts_are_what_stands_around(text: str, start: int, length: int) -> None:
    anchor = make_anchor(text, "", start, start + length)
    assert text.endswith(anchor.prefix, 0, anchor.start)
    assert text.startswith(anchor.suffix, anchor.end)
    assert len(anchor.prefix) <= 64 >= len(anchor.suffix)


# -- finding a quote ------------------------------------------------------------------------------


def test_a_quote_is_found_as_typed_before_all_else() -> None:
    assert find_quote("Time and time", "time") == [(9, 13)]
    assert find_quote("Time and Time", "time") == [(0, 4), (9, 13)]
    assert find_quote(TEXT, " the  keeper's\nLEDGERS ") == [(79, 99)]
    assert TEXT[79:99] == "The keeper’s ledgers"
    assert find_quote("aaa", "aa") == [(0, 2), (1, 3)]
    assert find_quote(TEXT, "nowhere") == find_quote(TEXT, "  ") == find_quote("", "x") == []


def test_what_stands_around_a_quote_chooses_between_places() -> None:
    places = find_quote(TEXT, "the town kept its own time")
    assert len(places) == 2
    assert find_quote(TEXT, "the town kept its own time", prefix="Quays, ") == places[:1]
    assert find_quote(TEXT, "the town kept its own time", suffix=".\n\nThe keeper's") == places[:1]
    assert find_quote(TEXT, "the town kept its own time", "tally, and") == places[1:]
    assert find_quote(TEXT, "the town kept its own time", "tally, and", "The keeper") == []
    assert find_quote("Time. time!", "time", suffix=".") == [(0, 4)]


# -- after a change of the text -------------------------------------------------------------------


def test_in_the_same_text_nothing_moves() -> None:
    anchors = [mark(TEXT, "Historians"), mark(TEXT, "the town kept its own time", 1)]
    assert moved(TEXT, *anchors) == moved(TEXT, *anchors, old=TEXT) == anchors


def test_an_anchor_that_lies_about_its_text_is_not_believed() -> None:
    honest = mark(TEXT, "Historians had assumed the opposite")
    for start, end in ((0, 10), (10_000, 10_010), (5, 5)):
        lying = honest._replace(start=start, end=end)
        assert moved(TEXT, lying) == moved(TEXT, lying, old="Another text.") == [honest]


@pytest.mark.parametrize("old", [TEXT, None])
def test_highlights_move_with_their_words(old: str | None) -> None:
    new = "A new first paragraph.\n\n" + TEXT.replace("had assumed", "once assumed")
    before = [mark(TEXT, "The pilots’ guild paid in candles."), mark(TEXT, "candles")]
    after = moved(new, *before, old=old)
    assert [reads(new, anchor) for anchor in after] == [anchor.quote for anchor in before]
    assert after[0] == make_anchor(new, sha(new), *find_quote(new, before[0].quote)[0])


@pytest.mark.parametrize("old", [TEXT, None])
def test_other_quotes_and_blanks_read_the_same(old: str | None) -> None:
    new = TEXT.replace("keeper’s", "keeper's").replace("nobody had", "nobody\nhad")
    (after,) = moved(new, mark(TEXT, "The keeper’s ledgers, which nobody had read"), old=old)
    assert after.state == "placed"
    assert reads(new, after) == "The keeper's ledgers, which nobody\nhad read"


@pytest.mark.parametrize("old", [TEXT, None])
def test_of_two_lookalikes_each_keeps_its_own(old: str | None) -> None:
    first, second = (mark(TEXT, "the town kept its own time", n) for n in (0, 1))
    new = "Preface.\n\n" + TEXT
    assert [anchor.start for anchor in moved(new, second, first, old=old)] == [
        second.start + 10,
        first.start + 10,
    ]


@pytest.mark.parametrize("old", [TEXT, None])
def test_a_lookalike_does_not_take_the_place_of_what_was_deleted(old: str | None) -> None:
    first, second = (mark(TEXT, "the town kept its own time", n) for n in (0, 1))
    new = TEXT.replace(", the town kept its own time.", ".", 1)
    kept, lost = moved(new, second, first, old=old)
    assert reads(new, kept) == second.quote
    assert lost.state == "unplaced"
    short = mark(TEXT, "The toll house")
    gone = "Nothing of it is left but one word: candles; and The Toll House, a novel."
    assert moved(gone, short, old=old)[0].state == "unplaced"


@pytest.mark.parametrize("old", [TEXT, None])
def test_two_highlights_of_one_passage_stay_together(old: str | None) -> None:
    one = mark(TEXT, "Historians had assumed the opposite.")
    after = moved("New.\n\n" + TEXT, one, one, old=old)
    assert {anchor.state for anchor in after} == {"placed"}
    assert after[0] == after[1]


@pytest.mark.parametrize("old", [TEXT, None])
def test_what_is_not_found_is_kept_with_the_place_it_would_be_at(old: str | None) -> None:
    before = [
        mark(TEXT, "the town kept its own time", 0),
        mark(TEXT, "Historians had assumed the opposite.", 0),
        mark(TEXT, "The pilots’ guild paid in candles.", 0),
    ]
    new = "Preface.\n\n" + TEXT.replace("Historians had assumed the opposite.", "")
    first, gone, last = moved(new, *before, old=old)
    assert (gone.state, gone.start, gone.text) == ("unplaced", before[1].start, sha(TEXT))
    assert first.end <= (gone.near or 0) <= last.start
    assert moved(TEXT, gone) == moved(TEXT, gone, old=new) == [before[1]]  # it is there again
    (alone,) = moved("short", before[1], old=old)
    assert alone.near in range(6)


def test_a_moved_highlight_is_looked_for_by_what_it_read() -> None:
    anchor = mark(TEXT, "Historians had assumed the opposite.")
    anchor = anchor._replace(quote="Scholars thought otherwise.", state="moved")
    assert moved(TEXT, anchor) == [anchor]
    new = "New.\n\n" + TEXT
    (after,) = moved(new, anchor, old=TEXT)
    assert (after.state, after.start) == ("moved", anchor.start + 6)
    assert moved(new, anchor)[0].state == "unplaced"


def test_what_was_reworded_and_lost_comes_back_with_its_words() -> None:
    first = "The quay was dark. A keeper lit the northern lamp at dusk. Nobody asked him why."
    second = first.replace("dusk", "dawn")
    anchor = mark(first, "A keeper lit the northern lamp at dusk.")
    (reworded,) = moved(second, anchor, old=first)
    (lost,) = reanchor(second, "Rope is sold by the fathom.", [reworded])
    assert (reworded.state, lost.state) == ("moved", "unplaced")
    assert moved(first, lost, old=second) == [anchor], "no other passage was where it stood"


def test_what_is_to_be_checked_stays_so_until_the_quote_is_there() -> None:
    anchor = mark(TEXT, "Historians had assumed the opposite.")
    quote = "Scholars thought otherwise."
    anchor = anchor._replace(quote=quote, state="check")
    new = "New.\n\n" + TEXT
    (after,) = moved(new, anchor, old=TEXT)
    assert (after.state, after.start) == ("check", anchor.start + 6)
    back = TEXT.replace("Historians had assumed the opposite.", quote)
    (again,) = moved(back, after, old=new)
    assert (again.state, reads(back, again)) == ("placed", quote)


def test_a_quote_by_hand_is_placed_only_where_it_is_alone() -> None:
    alone, twice, nowhere = moved(
        TEXT,
        Anchor(0, 0, "candles"),
        Anchor(0, 0, "kept its own time"),
        Anchor(0, 0, "no such words"),
    )
    assert reads(TEXT, alone) == "candles"
    assert twice.state == nowhere.state == "unplaced"
    assert twice.text == nowhere.text == sha(TEXT)
    (chosen,) = moved(TEXT, Anchor(0, 0, "kept its own time", "tally, and the town "))
    assert chosen.start > TEXT.index("tally")


@pytest.mark.parametrize("has_old", [True, False])
def test_scripts_without_blanks(has_old: bool) -> None:
    text = (
        "港の灯台は静かに海を照らしていた。" * 2 + "北の町では船を待つ人々がろうそくで税を払った。"
    )
    anchor = mark(text, "船を待つ人々がろうそく")
    new = "まったく別の前置きがここにある。" + text.replace("北の町では", "")
    assert reads(new, moved(new, anchor, old=text if has_old else None)[0]) == anchor.quote


@pytest.mark.parametrize("has_old", [True, False])
def test_a_word_that_is_everywhere(has_old: bool) -> None:
    text = " ".join(f"the word {number}" for number in range(1000))
    anchor = mark(text, "word", 500)
    new = "A preface. " + text
    assert moved(new, anchor, old=text if has_old else None)[0].start == anchor.start + 11


words = st.lists(
    st.sampled_from(["the", "lamp", "Town", "kept", "its\n\nown", "time."]), max_size=30
)


@settings(max_examples=80, deadline=None)
@given(
    words, words, st.integers(0, 60), st.integers(1, 40), st.integers(0, 60), st.integers(1, 40),
    st.booleans(),
)  # fmt: skip
def test_what_is_placed_reads_as_its_quote(
    old: list[str], new: list[str], a: int, b: int, c: int, d: int, has_old: bool
) -> None:
    before, after = " ".join(old), " ".join(new)
    anchors = [make_anchor(before, sha(before), s, s + length) for s, length in ((a, b), (c, d))]
    marked = [anchor for anchor in anchors if anchor.start < anchor.end]
    moved(after, *marked, old=before if has_old else None)
