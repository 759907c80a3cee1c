"""Concordance lines: what stands around a word, and the orders in which lines are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import UsageError
from store.search.texts.concordance import (
    ORDERS,
    REACH,
    Line,
    around,
    in_order,
    lines_of,
    literal,
    sort_key,
    words_after,
    words_before,
)

TEXT = "The old lamp\nburned low.\n\nA lamp is a promise.  Every lamp,\n\nshe said, is lit twice."


def lines(text: str, word: str) -> list[Line]:
    places = []
    at = -1
    while (at := text.find(word, at + 1)) >= 0:
        places.append((at, at + len(word)))
    return list(lines_of("a1", "Lamps", text, places))


def test_a_line_has_what_stands_around_it_with_single_blanks() -> None:
    first, second, third = lines(TEXT, "lamp")
    assert (first.left, first.keyword) == ("The old ", "lamp")
    assert first.right.startswith(" burned low.\nA lamp is a promise. Every lamp,\nshe said")
    assert second.left == "The old lamp burned low.\nA "
    assert TEXT[third.start : third.end] == "lamp"
    assert (third.article, third.title) == ("a1", "Lamps")


def test_sorting_words_are_those_of_the_same_block_the_nearest_first() -> None:
    _, second, third = lines(TEXT, "lamp")
    assert words_before(second) == ["a"]
    assert words_before(third) == ["every", "promise", "a", "is", "lamp", "a"]
    assert words_after(third) == []


def test_a_keyword_over_a_line_break_is_one_line() -> None:
    (line,) = lines_of("a", "t", TEXT, [(8, 19)])
    assert line.keyword == "lamp burned"


def test_what_is_kept_around_is_bounded() -> None:
    text = f"{'left ' * 400}{'K' * 1000}{' right' * 400}"
    (line,) = lines_of("a", "t", text, [(2000, 3000)])
    assert max(map(len, (line.left, line.keyword, line.right))) <= REACH


def test_around_gives_whole_words() -> None:
    (line,) = lines_of("a", "t", "seven little lamps burned slowly down", [(13, 18)])
    assert around(line, 10) == ("little ", " burned")
    assert around(line, 7) == ("little ", " burned")
    assert around(line, 300) == ("seven little ", " burned slowly down")
    (line,) = lines_of("a", "t", "灯台守は灯をともす", [(4, 5)])
    assert around(line, 2) == ("守は", "をと")


ROWS = [
    "the red boat sails", "a red boat sinks", "The Éared boat of ash", "boat", "his old boat sails",
]  # fmt: skip


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        ("none", [0, 1, 2, 3, 4]),
        ("left", [3, 2, 4, 1, 0]),
        ("right", [3, 2, 0, 4, 1]),
        ("RIGHT", [3, 2, 0, 4, 1]),
        ("1R,2L", [3, 2, 4, 0, 1]),
        ("R1 L1", [3, 2, 4, 0, 1]),
        ("2l", [3, 1, 4, 0, 2]),
        ("2R", [0, 1, 3, 4, 2]),
        ("0", [0, 1, 2, 3, 4]),
    ],
)
def test_orders(order: str, wanted: list[int]) -> None:
    found = [line for row in ROWS for line in lines(row, "boat")]
    found[2] = found[2]._replace(right=" of ash")
    assert [found.index(line) for line in in_order(found, order)] == wanted


def test_an_order_by_keyword_puts_forms_together() -> None:
    text = "Lit lamps. A lamp went. Lamps went. Some lamp stood."
    places = [(4, 9), (13, 17), (24, 29), (41, 45)]
    found = in_order(lines_of("a", "t", text, places), "keyword")
    assert [(line.keyword, line.start) for line in found] == [
        ("lamp", 41), ("lamp", 13), ("lamps", 4), ("Lamps", 24)
    ]  # fmt: skip


def test_an_order_by_article_is_by_title_then_place() -> None:
    found = [
        Line(key, title, at, at + 1, "", "x", "")
        for key, title, at in (("b", "éclair", 5), ("a", "zoo", 1), ("b", "éclair", 2))
    ]
    assert [(line.title, line.start) for line in in_order(found, "article")] == [
        ("éclair", 2), ("éclair", 5), ("zoo", 1)
    ]  # fmt: skip


@pytest.mark.parametrize("order", ["", "6L", "1X", "left,right", "-1", "1"])
def test_an_order_that_is_none_is_said(order: str) -> None:
    with pytest.raises(UsageError, match="sorted by"):
        sort_key(order)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("lamp", '"lamp"'),
        ("  toll   house ", '"toll house"'),
        ("Äcker", '"Äcker"'),
        ("灯台", '"灯台"'),
        ("lamp*", "lamp*"),
        ("toll OR house", "toll OR house"),
        ("toll NEAR house", "toll NEAR house"),
        ("or near and not", '"or near and not"'),
        ("tag:coast lamp", "tag:coast lamp"),
        ("e-mail", "e-mail"),
        ('"toll house"', '"toll house"'),
        ("-lamp", "-lamp"),
        ("", ""),
    ],
)
def test_plain_words_are_a_phrase(typed: str, query: str) -> None:
    assert literal(typed) == query


@given(
    st.lists(st.text("ab é\n灯", max_size=12), max_size=8),
    st.sampled_from([*ORDERS, "1L", "2R,1L", "0,5R"]),
)
def test_any_order_keeps_all_lines_and_is_stable(parts: list[str], order: str) -> None:
    text = "lamp".join(parts)
    found = lines(text, "lamp")
    ordered = in_order(found, order)
    assert sorted(ordered) == sorted(found)
    key = sort_key(order)
    if key is not None:
        keys = [key(line) for line in ordered]
        assert keys == sorted(keys)
        same = [line.start for line, k in zip(ordered, keys, strict=True) if k == keys[0]]
        assert same == sorted(same)
    for line in found:
        assert text[line.start : line.end] == "lamp"
        assert not set("\t\r").intersection(line.left + line.right)
        assert "  " not in line.left
        assert "  " not in line.right
