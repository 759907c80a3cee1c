"""Phrases and ``NEAR`` in the sequences against a plain scan of the same words."""

from __future__ import annotations

import io
from array import array
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from store.search import bits
from store.search.columns import runs, signs
from store.search.columns.sequences import (
    END,
    EXTRA,
    STOP,
    WIDTH,
    Column,
    SequenceWriter,
    columns,
    packed,
    unpacked,
)

# Codes whose bytes look like others' when they are read from the wrong place.
CODES = [2, 3, 0x000202, 0x020002, 0x020202, 0x0200, 0x020000, 0x03, 0x0302, EXTRA, EXTRA + 2]
Documents = Sequence[Sequence[int]]

documents = st.lists(st.lists(st.sampled_from([*CODES, END]), max_size=25), min_size=1, max_size=9)
steps = st.lists(
    st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True).map(
        lambda codes: [(code, code + 1) for code in codes]
    )
    | st.tuples(st.integers(2, 4), st.integers(5, 0x020200)).map(lambda both: [both]),
    min_size=1,
    max_size=3,
)


SMALL = [code for code in CODES if code < 0x0303]
frequent = st.lists(st.sampled_from(SMALL), unique=True)


def _column(
    docs: Documents, *, stops: bool = False, frequent: Sequence[int] = (3, 0x0302, 2), few: int = 0
) -> Column:
    """A column; of the frequent codes all but the last ``few`` stand everywhere."""
    file = io.BytesIO()
    writer = SequenceWriter(file)
    writer.add("other", [array("I", [7, END])], stops=False)
    sequences = [array("I", [*doc, END]) for doc in docs]
    table, everywhere = signs.table(frequent, 0x0303), frequent[: max(0, len(frequent) - few)]
    writer.add("f", sequences, stops=stops, table=table, everywhere=everywhere)
    writer.add("none", [array("I")], stops=False)
    writer.close()
    data = file.getvalue()
    found = columns(memoryview(data), data)
    assert set(found) == {"other", "f"}
    return found["f"]


def _holds(code: int, step: Sequence[tuple[int, int]]) -> bool:
    return any(low <= code < high for low, high in step)


def _places(doc: Sequence[int], phrase: Sequence[Sequence[tuple[int, int]]]) -> list[int]:
    size = len(phrase)
    return [
        at
        for at in range(len(doc) - size + 1)
        if all(_holds(doc[at + place], step) for place, step in enumerate(phrase))
    ]


@settings(max_examples=300, deadline=None)
@given(documents, st.integers(0, 511), steps, frequent, st.integers(0, 3))
def test_phrases(
    docs: Documents,
    candidates: int,
    phrase: Sequence[Sequence[tuple[int, int]]],
    frequent: list[int],
    few: int,
) -> None:
    asked = candidates & bits.all_below(len(docs))
    expected = {n for n, doc in enumerate(docs) if asked >> n & 1 and _places(doc, phrase)}
    assert (
        set(bits.to_ids(runs.adjacent(_column(docs, frequent=frequent, few=few), asked, phrase)))
        == expected
    )


@settings(max_examples=300, deadline=None)
@given(
    documents,
    st.integers(0, 511),
    steps,
    steps,
    st.integers(1, 6),
    st.booleans(),
    frequent,
    st.integers(0, 3),
)
def test_near(
    docs: Documents,
    candidates: int,
    left: Sequence[Sequence[tuple[int, int]]],
    right: Sequence[Sequence[tuple[int, int]]],
    distance: int,
    stops: bool,
    frequent: list[int],
    few: int,
) -> None:
    expected = set()
    for number, doc in enumerate(docs):
        for first, second in ((left, right), (right, left)):
            for start in _places(doc, first):
                end = start + len(first)
                for other in _places(doc, second):
                    between = doc[end:other]
                    if end <= other and len(between) < distance and END not in between:
                        expected.add(number)
    asked = candidates & bits.all_below(len(docs))
    column = _column(docs, stops=stops, frequent=frequent, few=few)
    found = runs.near(column, asked, left, right, distance)
    assert set(bits.to_ids(found)) == {n for n in expected if asked >> n & 1}


def test_punctuation_between_unspaced_characters_does_not_count_as_a_word() -> None:
    column = _column([[5, STOP, 6, STOP, STOP, 7]], stops=True)
    left, right = [[(5, 6)]], [[(7, 8)]]
    assert runs.near(column, 1, left, right, 2) == 1
    assert runs.near(column, 1, left, right, 1) == 0
    assert runs.adjacent(column, 1, [[(5, 6)], [(6, 7)]]) == 0


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 0xFFFFFF)))
def test_codes_come_back(codes: list[int]) -> None:
    data = packed(array("I", codes))
    assert len(data) == WIDTH * len(codes)
    assert list(unpacked(data)) == codes
