from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from types import SimpleNamespace

import pytest

from store.search.commits.contents import Segment, without
from store.search.writing import merging

LARGE = 500


def _segment(documents: int, deleted: int = 0) -> Segment:
    return Segment("name", documents, (1 << deleted) - 1, ())


def _sizes(segments: Sequence[Segment]) -> list[int]:
    return sorted(map(merging.living, segments))


@pytest.mark.parametrize(
    ("sizes", "chosen"),
    [
        ([], []),
        ([1] * 6, []),
        ([1] * 7, [1] * 7),
        ([1, 1, 2, 9, 30, 80, 300], [1, 1, 2]),
        ([1, 1, 2, 9, 30, 80], []),
        ([1, 2, 5, 20, 70, 200, 700], []),  # each is more than the smaller ones together
        ([400, 499], []),
        ([500, 500], [500, 500]),
        ([1, 2, 500, 501], [1, 2, 500, 501]),
        ([500, 10_000], []),
        ([500, 500, 10_000], [500, 500]),
        ([1_200, 1_300, 10_000], [1_200, 1_300, 10_000]),
        ([500, 500, 500, 2_000, 3_100, 3_100], [500, 500, 500, 2_000, 3_100, 3_100]),
        ([20_000, 30_000, 40_000], [20_000, 30_000]),
        ([1] * 6 + [40_000] * 9, []),
        ([1] * 7 + [40_000] * 9, [1] * 7),
    ],
)
def test_which_segments_become_one(sizes: list[int], chosen: list[int]) -> None:
    segments = [_segment(size + size // 4, size // 4) for size in sizes]
    random.Random(1).shuffle(segments)
    assert _sizes(merging.due(segments, LARGE)) == chosen


@pytest.mark.parametrize(
    ("segments", "chosen"),
    [
        ([(10, 4), (10, 6)], [4]),
        ([(10, 10), (90_000, 60_000)], []),
        ([(10, 10)] * 9, []),
        ([(2_000, 1_200)], [800]),
    ],
)
def test_what_is_mostly_deleted_is_written_again(
    segments: list[tuple[int, int]], chosen: list[int]
) -> None:
    assert _sizes(merging.due([_segment(*each) for each in segments], LARGE)) == chosen


def test_no_more_are_chosen_than_may_be() -> None:
    few = [_segment(size) for size in (1, 1, 2, 3, 200, 200, 300)]
    assert _sizes(merging.due(few, LARGE)) == [1, 1, 2, 3, 200, 200, 300]
    assert _sizes(merging.due(few, LARGE, most=LARGE - 1)) == [1, 1, 2, 3, 200, 200]
    assert merging.due([_segment(2_000, 1_200)], LARGE, most=LARGE - 1) == ()


@pytest.mark.parametrize(
    "sizes",
    [
        [500, 500],
        [500, 500, 300, 310],
        [500, 500, *[4_096] * 12, 2_000],
        [500, 500, 500, 500, *[4_096] * 14],
    ],
)
def test_after_a_bulk_import_there_is_one_segment(sizes: list[int]) -> None:
    assert sum(sizes) <= merging.LARGEST
    assert _sizes(merging.due([_segment(size) for size in sizes], 1)) == sorted(sizes)


def test_a_library_of_more_has_as_few_as_it_can() -> None:
    segments = [_segment(4_096) for _ in range(25)]
    while due := merging.due(segments, 1):
        left = [each for each in segments if not any(each is one for one in due)]
        segments = [*left, _segment(sum(map(merging.living, due)))]
    assert _sizes(segments) == [11 * 4_096, 14 * 4_096]


class _Growing:
    """Segments of documents that come one by one, and how often each document was written."""

    def __init__(self, first: Sequence[int] = ()) -> None:
        self.segments = [Segment(str(-size), size, 0, ()) for size in first]
        self._documents: dict[str, list[int]] = {each.name: [] for each in self.segments}
        self.written: Counter[int] = Counter()
        self.most = 0

    def add(self, number: int) -> None:
        self._write([number], [])
        for most in (LARGE - 1, merging.LARGEST):  # at once, and beside
            while due := merging.due(self.segments, LARGE, most):
                self._write([n for each in due for n in self._documents[each.name]], due)
        self.most = max(self.most, len(self.segments))

    def _write(self, numbers: list[int], due: Sequence[Segment]) -> None:
        self.written.update(numbers)
        size = sum(map(merging.living, due)) or 1
        new = Segment(f"s{self.written.total()}", size, 0, ())
        self._documents[new.name] = numbers
        self.segments = [each for each in self.segments if each not in due] + [new]


@pytest.mark.parametrize(
    ("first", "most", "times"), [([], 7, 8), ([10_000], 8, 9), ([50_000, 45_000], 9, 8)]
)
def test_articles_one_by_one_are_not_written_often(first: list[int], most: int, times: int) -> None:
    growing = _Growing(first)
    for number in range(2_000):
        growing.add(number)
    assert growing.most == most
    assert growing.written.total() / 2_000 < times
    assert max(growing.written.values()) < 20
    for size in first:  # what is large is not written again for some more
        assert any(each.name == str(-size) for each in growing.segments)


def test_segments_without_a_document_go() -> None:
    three = [
        SimpleNamespace(doc_count_all=lambda: 3, deleted_count=lambda n=n: n) for n in (3, 2, 0)
    ]
    assert merging.drop(None, three) == three[1:]


def test_documents_are_deleted_by_their_numbers_through_all_segments() -> None:
    segments = [_segment(3, 1), _segment(2), _segment(4)]
    found = without(segments, [2, 3, 8])
    assert [each.deleted for each in found] == [0b101, 0b01, 0b1000]
    assert without((), []) == ()


def test_what_was_deleted_meanwhile_is_deleted_in_the_merged_one() -> None:
    before = [Segment("a", 5, 0b00101, ()), Segment("b", 3, 0, ()), Segment("c", 4, 0b1001, ())]
    now = [Segment("a", 5, 0b10111, ()), Segment("b", 3, 0b100, ()), Segment("c", 4, 0b1111, ())]
    # Living then: 1, 3, 4 of a; 0, 1, 2 of b; 1, 2 of c.
    assert merging.carried(before, before) == 0
    assert merging.carried(before, now) == 0b11_100_101


@pytest.mark.parametrize("seed", range(20))
def test_carried_deletions_at_random(seed: int) -> None:
    dice = random.Random(seed)
    before, now = [], []
    for name in "abc":
        size = dice.randrange(1, 70)
        deleted = dice.getrandbits(size)
        before.append(Segment(name, size, deleted, ()))
        now.append(Segment(name, size, deleted | dice.getrandbits(size), ()))
    merged = [(each.name, n) for each in before for n in range(each.documents)
              if not each.deleted >> n & 1]  # fmt: skip
    left = {(each.name, n) for each in now for n in range(each.documents)
            if not each.deleted >> n & 1}  # fmt: skip
    carried = merging.carried(before, now)
    assert carried.bit_length() <= len(merged)
    assert left == {each for n, each in enumerate(merged) if not carried >> n & 1}
