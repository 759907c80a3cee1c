from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.search.engine import fuzzy

WORD = st.text(alphabet="abc", max_size=10)


def plain(one: str, other: str) -> int:
    """The whole table, as the books have it."""
    table = [[max(i, j) if not i or not j else 0 for j in range(len(other) + 1)]
             for i in range(len(one) + 1)]  # fmt: skip
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("blinker", "blinken", 1),
        ("harbour", "harbor", 1),
        ("tide", "tied", 1),
        ("tide", "tides", 1),
        ("ledger", "legders", 2),
        ("salt", "salt", 0),
        ("salt", "road", 3),
    ],
)
def test_how_far_words_are_apart(one: str, other: str, edits: int) -> None:
    assert fuzzy.distance(one, other, 2) == edits
    assert fuzzy.distance(other, one, 2) == edits


@settings(max_examples=500, deadline=None)
@given(WORD, WORD, st.integers(0, 3))
def test_the_distance_is_that_of_the_whole_table(one: str, other: str, most: int) -> None:
    assert fuzzy.distance(one, other, most) == min(plain(one, other), most + 1)


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="abcd", min_size=7, max_size=10), st.data())
def test_a_near_word_has_kept_one_of_the_parts(word: str, data: st.DataObject) -> None:
    edits = data.draw(st.sampled_from((1, 2)))
    other = word
    for _ in range(edits):
        at = data.draw(st.integers(0, len(other) - 2))
        letter = data.draw(st.sampled_from("abcd"))
        kind = data.draw(st.sampled_from(("in", "out", "other", "swap")))
        other = {
            "in": other[:at] + letter + other[at:],
            "out": other[:at] + other[at + 1 :],
            "other": other[:at] + letter + other[at + 1 :],
            "swap": other[:at] + other[at + 1] + other[at] + other[at + 2 :],
        }[kind]
    if plain(word, other) > edits:  # one stretch was changed twice
        return
    assert any(
        other.startswith(part.letters)
        if part.first
        else other.endswith(part.letters)
        if part.last
        else part.letters in other
        for part in fuzzy.parts(word, edits)
    )


def test_short_words_have_few_neighbours_or_none() -> None:
    assert [fuzzy.allowed("salt"[:n], 2) for n in range(1, 5)] == [0, 0, 0, 1]
    assert fuzzy.allowed("harbour", 2) == 2
