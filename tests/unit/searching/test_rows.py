"""Hits as rows, and passages cut to lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.model import Anchor, Article, Highlight, Hit
from store.search.found import Found
from tui.layout.cells import width as cell_width
from tui.safe import plain
from tui.searching.answers import Answer, totals
from tui.searching.rows import harmless, key_of, line_count, passage_lines, place_of, rows_of


def hit(article: str, start: int = 0, highlight: str = "", **rest: object) -> Hit:
    kind = "highlight" if highlight else "article"
    made = Hit(article, article.title(), 1.0, "", start, start + 5, kind, highlight)
    return made._replace(**rest)


def mark(key: str, color: str = "green", tags: tuple[str, ...] = ()) -> Highlight:
    return Highlight(key, Anchor(0, 5, "quote"), color, tags=tags)


HITS = (
    hit("lamps", 10),
    hit("lamps", 40, "h1"),
    hit("lamps", 90, "h2"),
    hit("tolls", 7, why=("tag", "stemmed"), places=17),
)
ANSWER = Answer(
    "quay",
    Found(HITS, articles=2, highlights=2),
    articles={"tolls": Article("tolls", "Tolls", "Ada Moor", published="2024-05-12T10:00:00Z",
                               tags=("coast/north",))},
    marks={"h1": mark("h1", tags=("source",))},
)  # fmt: skip


def test_hits_fold_under_the_first_one_of_their_article() -> None:
    rows = rows_of(ANSWER)
    assert [row.hit for row in rows] == [HITS[0], HITS[3]]
    assert [(row.first, row.others, row.unfolded) for row in rows] == [
        (True, 2, False), (True, 0, False),
    ]  # fmt: skip
    rows = rows_of(ANSWER, {"lamps", "tolls"})
    assert [row.hit for row in rows] == list(HITS)
    assert [(row.first, row.others, row.unfolded) for row in rows] == [
        (True, 2, True), (False, 0, False), (False, 0, False), (True, 0, False),
    ]  # fmt: skip


def test_a_row_says_what_is_known_of_its_hit() -> None:
    first, marked, lost, tolls = rows_of(ANSWER, {"lamps"})
    assert first.article is None
    assert first.about == ""
    assert first.size == ""
    assert (marked.color, marked.tags) == ("green", ("source",))
    assert lost.color == "yellow"
    assert tolls.about == "Ada Moor · 2024-05-12"
    assert tolls.why == "tag · stemmed"
    assert tolls.size == "17 places"
    assert tolls.tags == ("coast/north",)


def test_what_the_passage_shows_needs_no_word() -> None:
    answer = Answer("q", Found((hit("a", why=("quote", "text", "folded")),), 1))
    assert rows_of(answer)[0].why == "folded"


def test_the_place_of_a_hit_that_is_folded_away_is_that_of_its_article() -> None:
    rows = rows_of(ANSWER)
    assert place_of(rows, key_of(HITS[3])) == 1
    assert place_of(rows, key_of(HITS[2])) == 0
    assert place_of(rows_of(ANSWER, {"lamps"}), key_of(HITS[2])) == 2
    assert place_of(rows, ("gone", "", 0)) is None
    assert place_of(rows, None) is None


def test_totals() -> None:
    assert totals(Found((), 0)) == "0 articles"
    assert totals(Found((), 1, 1)) == "1 article, 1 highlight"
    assert totals(Found((), 2300, 41)) == "2,300 articles, 41 highlights"


# -- passages -------------------------------------------------------------------------------------

SALT = "The salt was weighed at the gate, and the toll was paid in candles before the second bell."


def texts(lines: list[list[tuple[str, bool]]]) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]


def test_a_passage_that_fits_is_shown_whole() -> None:
    lines = passage_lines(SALT, [(4, 8)], 50, 2)
    assert texts(lines) == [
        "The salt was weighed at the gate, and the toll was",
        "paid in candles before the second bell.",
    ]
    rest = " was weighed at the gate, and the toll was"
    assert lines[0] == [("The ", False), ("salt", True), (rest, False)]


def test_of_a_longer_one_the_lines_with_most_matches_are_shown() -> None:
    at = SALT.index("second")
    (line,) = passage_lines(SALT, [(at, at + 6)], 30, 1)
    assert ("second", True) in line
    assert texts([line])[0].startswith("…")
    (line,) = passage_lines(SALT, [], 30, 1)
    assert texts([line]) == ["The salt was weighed at the…"]


def test_a_match_over_a_line_break_stands_out_on_both_lines() -> None:
    at = SALT.index("was paid")
    lines = passage_lines(SALT, [(at, at + 8)], 50, 2)
    assert lines[0][-1] == ("was", True)
    assert lines[1][0] == ("paid", True)


def test_control_characters_are_shown_and_matches_stay_with_their_words() -> None:
    text, ranges = harmless("a\x1b[2J\u202ered \x07 line\nof", [(6, 9)])
    assert text == "a␛[2Jred ␇ line of"
    assert [text[start:end] for start, end in ranges] == ["red"]


hostile = st.text(alphabet="ab cd。日本é\u0301\x1b\x07\u202e\t\n👩‍👩‍👧 ", max_size=120)


@given(hostile, st.lists(st.tuples(st.integers(0, 120), st.integers(0, 30))), st.integers(2, 60),
       st.integers(1, 3))  # fmt: skip
def test_no_line_is_wider_than_there_is_room(
    text: str, places: list[tuple[int, int]], width: int, limit: int
) -> None:
    matches = [(start, start + size) for start, size in places]
    lines = passage_lines(text, matches, width, limit)
    assert len(lines) <= limit
    for line in texts(lines):
        assert cell_width(line) <= width
        assert line == plain(line)
        assert "\n" not in line


@pytest.mark.parametrize("width", [8, 20, 44, 200])
@pytest.mark.parametrize("limit", [1, 2])
def test_as_many_lines_as_there_are_counted(width: int, limit: int) -> None:
    for text in (SALT, "short", "日本語の長い文章がここにあります。" * 4):
        assert len(passage_lines(text, [], width, limit)) == line_count(text, width, limit)
