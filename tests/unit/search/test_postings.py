from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.search import bits
from store.search.files.postings import CHAMPIONS, Postings, champions, pack, pack_set


def _packed(counts: dict[int, int]) -> list[int]:
    return [number << 8 | counts[number] for number in sorted(counts)]


NARROW = st.dictionaries(st.integers(0, 65_535), st.integers(1, 255), min_size=1, max_size=60)
CROWDED = st.dictionaries(st.integers(0, 80), st.integers(1, 2), min_size=1)
WIDE = st.dictionaries(st.integers(0, 200_000), st.integers(1, 255), min_size=1, max_size=60)


@settings(max_examples=200, deadline=None)
@given(
    (NARROW | CROWDED).map(lambda counts: (counts, 2)) | WIDE.map(lambda c: (c, 4)), st.booleans()
)
def test_a_posting_list_comes_back(given_: tuple[dict[int, int], int], countable: bool) -> None:
    counts, width = given_
    numbers = sorted(counts)
    data = pack(_packed(counts), width, countable=countable)
    postings = Postings(memoryview(data), wide=width == 4)
    assert list(postings.numbers) == bits.to_ids(postings.bits) == numbers
    assert list(postings.counts) == [counts[n] if countable else 1 for n in numbers]
    assert len(postings.counts) == len(numbers) == postings.length
    for number in (*numbers, 3, 81, 300_000):
        expected = counts.get(number, 0) if countable else int(number in counts)
        assert postings.count_in(number) == expected


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(0, 90), min_size=1) | st.sets(st.integers(0, 65_000), min_size=1))
def test_a_set_comes_back(numbers: set[int]) -> None:
    found = bits.from_ids(numbers, 65_536)
    assert Postings(memoryview(pack_set(found, 2)), wide=False).bits == found
    assert Postings(memoryview(pack_set(found, 4)), wide=True).bits == found


def test_most_terms_take_two_bytes_and_a_frequent_one_a_bit_a_document() -> None:
    assert len(pack([70 << 8 | 1], 2, countable=True)) == 2
    assert len(pack([n << 8 | 1 for n in range(10_000)], 2, countable=False)) < 1_300


@pytest.mark.parametrize("data", [b"", bytes(1), bytes(9), bytes(40), b"\xff" * 30, b"\x03" * 9])
def test_what_is_no_posting_list_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="posting list"):
        Postings(memoryview(data), wide=False)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 255), st.integers(1, 4)), min_size=300, max_size=500))
def test_champions_are_those_with_the_greatest_weight(docs: list[tuple[int, int]]) -> None:
    lengths = [float(length) for _, length in docs]
    packed = [number << 8 | count for number, (count, _) in enumerate(docs)]
    postings = Postings(memoryview(pack(packed, 2, countable=True, lengths=lengths)), wide=False)
    chosen = list(postings.champions)
    weights = [count / length for count, length in docs]
    assert len(set(chosen)) == CHAMPIONS
    assert [weights[n] for n in chosen] == sorted(weights, reverse=True)[:CHAMPIONS]
    assert chosen == list(champions(range(len(docs)), [count for count, _ in docs], lengths))
    assert list(postings.counts) == [count for count, _ in docs]


def test_a_short_list_has_no_champions() -> None:
    data = pack([n << 8 | 2 for n in range(50)], 2, countable=True, lengths=[1.0] * 50)
    assert list(Postings(memoryview(data), wide=False).champions) == []


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(0, 3_000)))
def test_sets_of_bits(numbers: set[int]) -> None:
    found = bits.from_ids(numbers, 3_001)
    assert bits.to_ids(found) == sorted(numbers)
    assert bits.to_ids(bits.all_below(70) & ~bits.from_ids([3], 70)) == [
        n for n in range(70) if n != 3
    ]
