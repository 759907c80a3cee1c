from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.importers.lines import split, unwrap, wrap_width
from store.text.clean import clean_text

WRAPPED = """\
The road that carried salt inland was never built. It was worn. Mules
went where the ground held, and after three hundred years of mules the
ground held nowhere else.

It is a ditch now, with a good many blackthorns in it, and walkers who
think they have found a stream bed.
"""

VERSE = """\
The river has no hurry and no name
The ferry has a kettle and a rope
Whoever boards it does not stay the same
Whoever leaves it does not leave with hope
"""


def texts(text: str) -> list[str]:
    return [line.text for line in unwrap(split(text))]


def test_blank_lines_part_and_are_dropped() -> None:
    lines = split("one\n\n \t\n  two  words\n\tthree\n")
    assert [(line.text, line.number, line.indent, line.gap) for line in lines] == [
        ("one", 1, 0, False),
        ("two words", 4, 2, True),
        ("three", 5, 8, False),
    ]


def test_quotes_have_a_depth_and_a_lone_mark_is_blank() -> None:
    lines = split("> one\n>\n>> two\n> > three\n>four")
    assert [(line.text, line.quote, line.gap) for line in lines] == [
        ("one", 1, False),
        ("two", 2, True),
        ("three", 2, False),
        ("four", 1, False),
    ]


def test_a_short_letter_is_unwrapped_and_its_short_lines_stay() -> None:
    letter = """Dear all,

the tide tables for the next month are ready. They were made by the old
method, since the new one needs another gauge.

Mind the third column, which is given in fathoms and not in metres, as
it always was.

Yours
Ada
"""
    assert texts(letter) == [
        "Dear all,",
        (
            "the tide tables for the next month are ready. They were made by the old method, since "
            "the new one needs another gauge."
        ),
        "Mind the third column, which is given in fathoms and not in metres, as it always was.",
        "Yours",
        "Ada",
    ]


def test_wrapped_paragraphs_become_lines() -> None:
    assert wrap_width(split(WRAPPED)) == 70
    assert [text.split(" ")[0] for text in texts(WRAPPED)] == ["The", "It"]
    assert " ".join(texts(WRAPPED)) == " ".join(WRAPPED.split())


@pytest.mark.parametrize(
    "text",
    [
        VERSE,
        "Dear Ada,\nthank you for the rope.\nYours, Ole\n",
        "\n".join(["A line that is far too long to have been wrapped by anyone. " * 4] * 5),
        "kettle\nrope\nlamp\n",
    ],
)
def test_other_lines_stay_lines(text: str) -> None:
    assert wrap_width(split(text)) == 0
    assert texts(text) == [line.strip() for line in text.splitlines()]


def test_a_first_line_indent_parts_paragraphs() -> None:
    text = WRAPPED.replace("\n\nIt is", "\n   It is")
    assert [line.split(" ")[0] for line in texts(text)] == ["The", "It"]


def test_a_heading_right_above_its_paragraph_stays_one() -> None:
    assert texts("Tolls and weights\n" + WRAPPED)[0] == "Tolls and weights"


def test_hanging_items_are_joined_and_markers_start_anew() -> None:
    text = "- one rope\n  forward\n- one rope aft\n1. the key\n   of it\nrest\n"
    assert texts(text) == ["- one rope forward", "- one rope aft", "1. the key of it", "rest"]


def test_what_is_apart_is_never_joined() -> None:
    assert len(texts("- item\n\n  next\n")) == 2
    assert len(texts("> quoted words\nplain words\n")) == 2


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab A.,-*1>)\t\n字"), max_size=300))
def test_no_word_is_lost_or_moved(text: str) -> None:
    words = [word for line in split(text) for word in line.text.split(" ")]
    joined = [word for line in unwrap(split(text)) for word in line.text.split(" ")]
    assert joined == words
    assert "".join(words).replace(">", "") == "".join(clean_text(text).split()).replace(">", "")
