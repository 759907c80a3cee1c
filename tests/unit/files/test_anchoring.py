from __future__ import annotations

import hashlib
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from store.anchoring import find_quote, make_anchor, reanchor
from store.model import Anchor, Highlight

TEXT = (
    "When the lamps went out along the northern quays, the town kept its own time.\n\n"
    "The keeper’s ledgers, which nobody had read for a century, name every ship that waited. "
    "Historians had assumed the opposite.\n\n"
    "The pilots’ guild paid in candles. The toll house kept the tally, and the town kept "
    "its own time."
)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def mark(text: str, quote: str, nth: int = 0, name: str = "h") -> Highlight:
    start, end = find_quote(text, quote)[nth]
    anchor = make_anchor(text, sha(text), start, end)
    return Highlight(name, anchor)


def moved(new: str, *highlights: Highlight, old: str | None = None) -> list[Highlight]:
    anchors = reanchor(old, new, [highlight.anchor for highlight in highlights])
    result = [replace(h, anchor=a) for h, a in zip(highlights, anchors, strict=True)]
    for before, after in zip(highlights, result, strict=True):
        assert (before.quote, before.note) == (after.quote, after.note)
        assert after.anchor.state in {"placed", "moved", "unplaced", "check"}
        if after.anchor.state == "placed" and before.anchor.text != sha(new):
            assert after.anchor.text == sha(new)
    # Doing it again changes nothing.
    assert reanchor(old, new, anchors) == anchors
    return result


def reads(text: str, highlight: Highlight) -> str | None:
    anchor = highlight.anchor
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
    highlights = [mark(TEXT, "Historians"), mark(TEXT, "the town kept its own time", 1, "b")]
    assert moved(TEXT, *highlights) == highlights


def test_an_anchor_that_lies_about_its_text_is_not_believed() -> None:
    honest = mark(TEXT, "Historians had assumed the opposite")
    for start, end in ((0, 10), (10_000, 10_010), (5, 5)):
        lying = replace(honest, anchor=honest.anchor._replace(start=start, end=end))
        assert moved(TEXT, lying) == [honest]


def test_highlights_move_with_their_words() -> None:
    new = "A new first paragraph.\n\n" + TEXT.replace("had assumed", "once assumed")
    before = [mark(TEXT, "The pilots’ guild paid in candles."), mark(TEXT, "candles", name="b")]
    after = moved(new, *before)
    assert [reads(new, h) for h in after] == [h.quote for h in before]
    assert after[0].anchor == make_anchor(new, sha(new), *find_quote(new, before[0].quote)[0])


def test_other_quotes_blanks_and_case_read_the_same() -> None:
    new = TEXT.replace("keeper’s", "keeper's").replace("nobody had", "nobody\nhad")
    (after,) = moved(new, mark(TEXT, "The keeper’s ledgers, which nobody had read"))
    assert after.anchor.state == "placed"
    assert reads(new, after) == "The keeper's ledgers, which nobody\nhad read"


def test_of_two_lookalikes_each_keeps_its_own() -> None:
    first, second = (mark(TEXT, "the town kept its own time", n, str(n)) for n in (0, 1))
    new = "Preface.\n\n" + TEXT
    assert [h.anchor.start for h in moved(new, second, first)] == [
        second.anchor.start + 10,
        first.anchor.start + 10,
    ]


def test_a_lookalike_does_not_take_the_place_of_what_was_deleted() -> None:
    first, second = (mark(TEXT, "the town kept its own time", n, str(n)) for n in (0, 1))
    new = TEXT.replace(", the town kept its own time.", ".", 1)
    kept, lost = moved(new, second, first)
    assert reads(new, kept) == second.quote
    assert lost.anchor.state == "unplaced"
    short = mark(TEXT, "The toll house", name="s")
    gone = "Nothing of it is left but one word: candles; and The Toll House, a novel."
    assert moved(gone, short)[0].anchor.state == "unplaced"


def test_two_highlights_of_one_passage_stay_together() -> None:
    one = mark(TEXT, "Historians had assumed the opposite.")
    other = replace(one, id="other", color="red")
    after = moved("New.\n\n" + TEXT, one, other)
    assert {h.anchor.state for h in after} == {"placed"}
    assert after[0].anchor == after[1].anchor


def test_what_is_not_found_is_kept_with_the_place_it_would_be_at() -> None:
    before = [
        mark(TEXT, "the town kept its own time", 0, "first"),
        mark(TEXT, "Historians had assumed the opposite.", 0, "gone"),
        mark(TEXT, "The pilots’ guild paid in candles.", 0, "last"),
    ]
    new = "Preface.\n\n" + TEXT.replace("Historians had assumed the opposite.", "")
    first, gone, last = moved(new, *before)
    assert gone.anchor == before[1].anchor._replace(
        state="unplaced", near=before[1].anchor.start + 10
    )
    assert first.anchor.end <= (gone.anchor.near or 0) <= last.anchor.start
    assert moved(TEXT, gone) == [before[1]]  # the words are there again
    (alone,) = moved("short", before[1])
    assert alone.anchor.near == 5


def test_a_moved_highlight_is_looked_for_by_what_it_read() -> None:
    highlight = mark(TEXT, "Historians had assumed the opposite.")
    highlight = replace(
        highlight,
        anchor=highlight.anchor._replace(quote="Scholars thought otherwise.", state="moved"),
    )
    assert moved(TEXT, highlight) == [highlight]
    new = "New.\n\n" + TEXT
    (after,) = moved(new, highlight, old=TEXT)
    assert (after.anchor.state, after.anchor.start) == ("moved", highlight.anchor.start + 6)
    assert moved(new, highlight)[0].anchor.state == "unplaced"


def test_a_quote_by_hand_is_placed_only_where_it_is_alone() -> None:
    alone, twice, nowhere = moved(
        TEXT,
        Highlight("a", Anchor(0, 0, "candles")),
        Highlight("b", Anchor(0, 0, "kept its own time")),
        Highlight("c", Anchor(0, 0, "no such words")),
    )
    assert reads(TEXT, alone) == "candles"
    assert twice.anchor.state == nowhere.anchor.state == "unplaced"
    assert twice.anchor.text == nowhere.anchor.text == sha(TEXT)
    (chosen,) = moved(
        TEXT, Highlight("b", Anchor(0, 0, "kept its own time", "tally, and the town "))
    )
    assert chosen.anchor.start > TEXT.index("tally")


def test_scripts_without_blanks() -> None:
    text = (
        "港の灯台は静かに海を照らしていた。" * 2 + "北の町では船を待つ人々がろうそくで税を払った。"
    )
    highlight = mark(text, "船を待つ人々がろうそく")
    new = "まったく別の前置きがここにある。" + text.replace("北の町では", "")
    assert reads(new, moved(new, highlight)[0]) == highlight.quote


def test_a_word_that_is_everywhere() -> None:
    text = " ".join(f"the word {number}" for number in range(1000))
    highlight = mark(text, "word", 500)
    new = "A preface. " + text
    assert moved(new, highlight)[0].anchor.start == highlight.anchor.start + 11


words = st.lists(
    st.sampled_from(["the", "lamp", "Town", "kept", "its\n\nown", "time."]), max_size=30
)


@settings(max_examples=80, deadline=None)
@given(words, words, st.integers(0, 60), st.integers(1, 40), st.integers(0, 60), st.integers(1, 40))
def test_what_is_placed_reads_as_its_quote(
    old: list[str], new: list[str], a: int, b: int, c: int, d: int
) -> None:
    before, after = " ".join(old), " ".join(new)
    anchors = [make_anchor(before, sha(before), s, s + length) for s, length in ((a, b), (c, d))]
    highlights = [Highlight(str(n), x) for n, x in enumerate(anchors) if x.start < x.end]
    for highlight in moved(after, *highlights):
        found = reads(after, highlight)
        if found is None:
            assert 0 <= (highlight.anchor.near or 0) <= len(after)
        else:
            assert found.casefold().split() == highlight.quote.casefold().split()
