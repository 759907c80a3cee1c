"""Where words stand in a column: what was gathered is what is read."""

from __future__ import annotations

import io
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.search.columns.places import Gathering, Places
from store.search.files import sections


def _read(documents: list[array[int]], codes: range, everywhere: list[int]) -> Places:
    file = io.BytesIO()
    writer = sections.SectionWriter(file, b"T")
    gathering = Gathering(codes, everywhere)
    for document in documents:
        gathering.add(document)
    entry = gathering.write(writer)
    writer.close({})
    return Places(memoryview(file.getvalue()), entry)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 9)), max_size=6),
    st.lists(st.integers(2, 7), unique=True),
    st.integers(0, 200_000),
)
def test_every_place_is_found_again(
    documents: list[list[int]], everywhere: list[int], gap: int
) -> None:
    given = [array("I", [0] * gap), *(array("I", each) for each in documents)]
    places = _read(given, range(2, 8), everywhere)
    column = [code for document in given for code in document]
    for code in range(10):
        wanted = [place for place, each in enumerate(column) if each == code]
        known = 2 <= code < 8 and code not in everywhere and bool(wanted)
        found = places.of(code)
        assert (found is not None) == known
        assert places.count(code) == (len(wanted) if known else -1)
        assert found is None or list(found) == wanted


def test_damage_takes_no_memory() -> None:
    file = io.BytesIO()
    writer = sections.SectionWriter(file, b"T")
    gathering = Gathering(range(2, 3), ())
    gathering.add(array("I", [2] * 100))
    entry = gathering.write(writer)
    data = bytearray(file.getvalue())
    data[entry[-1][0] : entry[-1][0] + 4] = b"\xff" * 4  # how many there are
    places = Places(memoryview(bytes(data)), entry)
    with pytest.raises(ValueError, match="damaged"):
        places.of(2)


def test_of_a_word_with_many_places_the_lower_halves_are_kept() -> None:
    one = array("I", [2, 3] * 5_000)
    long = [one, array("I", [4] * 300_000), one]
    file = io.BytesIO()
    writer = sections.SectionWriter(file, b"T")
    gathering = Gathering(range(2, 5), [4])
    for document in long:
        gathering.add(document)
    *_, (_, size) = gathering.write(writer)
    assert size < 2 * 10_000 * 2 + 100
    places = _read(long, range(2, 5), [4])
    assert list(places.of(3) or ()) == [
        *range(1, 10_000, 2),
        *range(310_001, 320_000, 2),
    ]
