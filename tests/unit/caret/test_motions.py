"""Where motions take the caret: never out of the text, never into a cluster, and back again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.text.bounds import sentences
from store.text.document import Block
from tests.unit.caret.texts import all_stops, at, counts, free, grounds, harbour, selected
from tests.unit.layout.texts import join, prose
from tui.caret.ground import Ground
from tui.caret.motions import MOTIONS, grown, shrunk
from tui.caret.state import Caret, selection, told
from tui.caret.units import sentence_at, sentences_from, sentences_to
from tui.caret.words import whole_words, words_from, words_to

FORWARD = {"right", "end", *(name for name in MOTIONS if name.endswith(("_next", "word_end")))}


@settings(max_examples=150, deadline=None)
@given(grounds, st.sampled_from(sorted(MOTIONS)), counts, st.booleans(), st.data())
def test_a_motion_goes_from_stop_to_stop_in_its_direction(
    ground: Ground, motion: str, count: int, selecting: bool, data: st.DataObject
) -> None:
    stops = all_stops(ground)
    if not stops:
        return
    caret = Caret(
        data.draw(st.sampled_from(stops)), data.draw(st.sampled_from(stops)), selecting=selecting
    )
    there = MOTIONS[motion](ground, caret, count)
    assert there in stops
    if motion != "top":
        assert there >= caret.at if motion in FORWARD else there <= caret.at
    by_steps = caret
    for _ in range(count):
        by_steps = by_steps.moved(MOTIONS[motion](ground, by_steps, 1))
    assert by_steps.at == there, "a count is so many steps"


@settings(max_examples=150, deadline=None)
@given(
    grounds,
    st.sampled_from(
        [
            ("word_next", "word_previous"),
            ("big_word_next", "big_word_previous"),
            ("word_end", "word_end_previous"),
            ("sentence_next", "sentence_previous"),
            ("block_next", "block_previous"),
            ("section_next", "section_previous"),
        ]
    ),
    st.data(),
)
def test_forth_and_back_returns(ground: Ground, pair: tuple[str, str], data: st.DataObject) -> None:
    stops = all_stops(ground)
    if not stops:
        return
    forth, back = MOTIONS[pair[0]], MOTIONS[pair[1]]
    start = free(forth(ground, free(data.draw(st.sampled_from(stops))), 1))
    there = free(forth(ground, start, 1))
    again = free(back(ground, there, 1))
    if there.at not in {start.at, stops[-1]}:
        assert again.at == start.at


@settings(max_examples=150, deadline=None)
@given(grounds)
def test_words_are_the_same_in_both_directions(ground: Ground) -> None:
    stops = all_stops(ground)
    for big in (False, True):
        if stops:
            forth = list(words_from(ground, stops[0], big=big))
            back = list(words_to(ground, stops[-1], big=big))
            assert forth == back[::-1]
            assert forth == sorted(set(forth))


def test_words_have_no_punctuation_and_cross_blocks() -> None:
    ground = harbour()
    here = at(ground, "them — name")
    assert MOTIONS["word_next"](ground, free(here), 1) == at(ground, "name every")
    assert MOTIONS["big_word_next"](ground, free(here), 1) == at(ground, "— name")
    assert MOTIONS["word_next"](ground, free(at(ground, "opposite")), 1) == at(ground, "東")
    assert MOTIONS["word_end"](ground, free(at(ground, "toll-house")), 1) == at(
        ground, "house kept", 4
    )
    assert MOTIONS["word_previous"](ground, free(at(ground, "Last words")), 2) == at(
        ground, "was lost"
    )
    assert MOTIONS["word_end_previous"](ground, free(at(ground, "Last words")), 1) == at(
        ground, "was lost", 7
    )
    assert MOTIONS["word_next"](ground, free(at(ground, "two")), 1) == at(ground, "What was")


def test_text_without_blanks_is_walked_by_its_characters() -> None:
    ground = harbour()
    here = at(ground, "東京")
    assert [MOTIONS["word_next"](ground, free(here), n) - here for n in (1, 2, 3, 6)] == [
        1,
        2,
        3,
        7,
    ]
    thai = Ground(prose("ภาษาไทย ไม่มี"))
    assert MOTIONS["word_next"](thai, free(0), 1) == 8
    assert MOTIONS["word_end"](thai, free(8), 1) == 11


def test_what_is_folded_away_is_jumped_over() -> None:
    ground = harbour()
    last = at(ground, "They are short.", 14)
    for motion in ("right", "word_next", "word_end", "block_next", "sentence_next", "section_next"):
        assert MOTIONS[motion](ground, free(last), 1) == last
    for motion in ("left", "word_previous", "block_previous", "section_previous", "top"):
        assert MOTIONS[motion](ground, free(ground.first or 0), 3) == at(ground, "Harbour")


def walk(ground: Ground, caret: Caret, *motions: str) -> list[str]:
    seen = []
    for motion in motions:
        caret = caret.moved(MOTIONS[motion](ground, caret, 1))
        seen.append(selected(ground, caret) if caret.selecting else ground.text[caret.at :][:6])
    return seen


def test_while_selecting_sentences_are_taken_and_dropped_whole() -> None:
    ground = Ground(prose("One here. Two there. Three.", "Four. Five."))
    start = at(ground, "there")
    up, down = "sentence_previous", "sentence_next"
    assert walk(ground, Caret(start, start), down, down, down, up, up, up, up) == [
        "there.",
        "there. Three.",
        "there. Three.\n\nFour.",
        "there. Three.",
        "there.",
        "Two t",
        "One here. Two t",
    ]
    assert walk(ground, free(start), down, down, down, up) == [
        "Three.",
        "Four. ",
        "Five.",
        "Four. ",
    ]
    assert walk(ground, free(at(ground, "Five")), down, up) == [".", "Five."]


def test_while_selecting_paragraphs_and_sections_are_taken_whole() -> None:
    ground = harbour()
    start = at(ground, "the town")
    (paragraph, two) = walk(ground, Caret(start, start), "block_next", "block_next")
    assert paragraph.endswith("the opposite.”")
    assert two.endswith("waits.")
    (section,) = walk(ground, Caret(start, start), "section_next")
    assert section == two
    (above,) = walk(ground, Caret(start, start), "block_previous")
    assert above == "When the lamps went out, t"
    assert walk(ground, free(start), "section_next", "section_next", "section_previous") == [
        "Pilots",
        "What w",
        "Pilots",
    ]


def test_growing_and_shrinking_by_words_at_either_end() -> None:
    ground = Ground(prose("one two, three four five"))
    caret = Caret(4, 4)
    caret = caret.moved(grown(ground, caret, 1))
    assert selected(ground, caret) == "two"
    caret = caret.moved(grown(ground, caret, 2))
    assert selected(ground, caret) == "two, three four"
    caret = caret.moved(shrunk(ground, caret, 1))
    assert selected(ground, caret) == "two, three"
    caret = caret.swapped()
    caret = caret.moved(grown(ground, caret, 1))
    assert selected(ground, caret) == "one two, three"
    caret = caret.moved(shrunk(ground, caret, 2))
    assert selected(ground, caret) == "three"
    assert selected(ground, caret.moved(shrunk(ground, caret, 9))) == "e"


def test_growing_by_blocks() -> None:
    ground = Ground(prose("one", "two", "three"))
    caret = Caret(5, 5, by="block")
    caret = caret.moved(grown(ground, caret, 1))
    assert selected(ground, caret) == "two\n\nthree"
    assert selected(ground, caret.moved(shrunk(ground, caret, 1))) == "two"
    assert told(ground, caret) == "2 paragraphs"


def test_a_selection_is_told_in_words() -> None:
    ground = harbour()
    caret = Caret(at(ground, "the town"), at(ground, "time. The", 3))
    assert told(ground, caret) == "6 words"
    assert told(ground, caret._replace(selecting=False)) == ""
    assert selection(ground, caret._replace(selecting=False)) == (caret.at, caret.at + 1)
    long = Ground(prose("word " * 5000, "end"))
    assert told(long, Caret(0, long.last or 0)) == "2 paragraphs"


def test_only_whole_words_are_words() -> None:
    text = "don't do a doe, do 灯台"
    found = [(i, i + 2) for i in range(len(text)) if text.startswith("do", i)]
    assert whole_words(text, found) == [(6, 8), (16, 18)]
    assert whole_words(text, [(19, 20)]) == [(19, 20)]


@pytest.mark.parametrize("kind", ["paragraph", "code"])
def test_sentences_of_a_very_long_block_are_those_of_the_whole(kind: str) -> None:
    text = " ".join(f"This is sentence number {n} of many." for n in range(1500))
    if kind == "code":
        text = text.replace(". ", ".\n")
    document = join([(Block(kind, 0, 0), text), (Block("paragraph", 0, 0), "The end.")])  # type: ignore[arg-type]  # a kind
    ground = Ground(document)
    whole = [(s, e - 1) for s, e in sentences(text)]
    if kind == "paragraph":
        assert list(sentences_from(ground, 0))[:-1] == whole
        assert list(sentences_to(ground, len(text) - 1)) == whole[::-1]
    middle = whole[700]
    assert sentence_at(ground, middle[0] + 5) == (middle[0], middle[1] + 1)
    assert MOTIONS["sentence_next"](ground, free(whole[-1][0]), 1) == len(text) + 2


def test_a_block_of_one_endless_sentence_is_gone_over_in_stretches() -> None:
    ground = Ground(prose("word " * 30_000 + "end.", "After."))
    start, end = sentence_at(ground, 70_000)
    assert 60_000 < start <= 70_000 < end < 80_000
    there = MOTIONS["sentence_next"](ground, free(70_000), 1)
    assert there > 70_000
    assert MOTIONS["sentence_previous"](ground, free(70_000), 1) < 70_000
