from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.search.files import letters
from store.search.words import fuzzy

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
@given(
    st.lists(st.text(alphabet="abcdé", min_size=1, max_size=16)),
    st.text(alphabet="abcdé", min_size=1, max_size=16),
    st.integers(1, 2),
)
def test_the_letters_leave_out_no_near_word(terms: list[str], word: str, edits: int) -> None:
    kept = letters.columns(term.encode() for term in terms)
    near = {place for place, term in enumerate(terms) if plain(word, term) <= edits}
    found = letters.near(kept, word, edits)
    assert near <= set(found)
    assert found == sorted(found)


def test_the_letters_leave_out_most_others() -> None:
    terms = ["harbour", "harbor", "salt", "road", "arbour", "harbinger", "x" * 300]
    kept = letters.columns(term.encode() for term in terms)
    assert [terms[place] for place in letters.near(kept, "harbour", 1)] == [
        "harbour",
        "harbor",
        "arbour",
    ]


def test_short_words_have_few_neighbours_or_none() -> None:
    assert [fuzzy.allowed("salt"[:n], 2) for n in range(1, 5)] == [0, 0, 0, 1]
    assert fuzzy.allowed("harbour", 2) == 2
