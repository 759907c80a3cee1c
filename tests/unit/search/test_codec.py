from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.query import And, Term

from store.search.codec import Postings, pack
from store.search.engine import bits
from tests.unit.search.library import filled


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.integers(0, 90_000), st.integers(1, 255), min_size=1, max_size=60)
    | st.dictionaries(st.integers(0, 80), st.integers(1, 2), min_size=1),
    st.booleans(),
)
def test_a_posting_list_comes_back(counts: dict[int, int], countable: bool) -> None:
    numbers = sorted(counts)
    data, weight = pack([number << 8 | counts[number] for number in numbers], countable=countable)
    assert weight == (sum(counts.values()) if countable else len(counts))
    postings = Postings(data)
    assert list(postings.numbers) == bits.to_ids(postings.bits) == numbers
    if countable:
        assert list(postings.counts) == [counts[number] for number in numbers]
    assert len(postings.counts) == len(numbers) == postings.length


def test_a_frequent_term_takes_a_bit_a_document() -> None:
    packed = [number << 8 | 1 for number in range(10_000)]
    assert len(pack(packed, countable=False)[0]) < 1_300


@pytest.mark.parametrize("data", [bytes(9), bytes(40)])
def test_what_is_no_posting_list_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="posting list"):
        Postings(data)


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(0, 3_000)))
def test_sets_of_bits(numbers: set[int]) -> None:
    found = bits.from_ids(numbers, 3_001)
    assert bits.to_ids(found) == sorted(numbers)
    assert bits.to_ids(bits.all_below(70) & ~bits.from_ids([3], 70)) == [
        n for n in range(70) if n != 3
    ]


def test_whooshs_own_queries_read_the_index(tmp_path: Path) -> None:
    index = filled(tmp_path / "index")
    with index._texts.searcher() as searcher:
        query = And([Term("words", "toll"), Term("words", "house")])
        assert list(query.docs(searcher)) == [1]
        assert searcher.doc_frequency("words", "the") == 2
        assert searcher.frequency("words", "the") == 7
