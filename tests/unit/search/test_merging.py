from __future__ import annotations

from types import SimpleNamespace

import pytest

from store.search import merging
from store.search.contents import Segment, without


def _segment(documents: int, deleted: int = 0) -> Segment:
    return Segment("name", documents, (1 << deleted) - 1, ())


@pytest.mark.parametrize(
    ("segments", "chosen"),
    [
        ([], []),
        ([(1, 0)] * 5, []),
        ([(1, 0)] * 6, [(1, 0)] * 6),
        ([(1, 0)] * 3 + [(7, 0)] * 5, []),
        ([(1, 0)] * 3 + [(7, 0)] * 6, [(7, 0)] * 6),
        ([(10, 4), (10, 6)], [(10, 6)]),
        ([(10, 10), (90_000, 60_000)], []),
        ([(3_000, 0)] * 6, [(3_000, 0)] * 6),
        ([(4_000, 0)] * 7, [(4_000, 0)] * 5),
        ([(7_000, 0)] * 7, [(7_000, 0)] * 2),
        ([(20_000, 0)] * 9, []),
        ([(40_000, 0)] * 9, []),
    ],
)
def test_which_segments_become_one(
    segments: list[tuple[int, int]], chosen: list[tuple[int, int]]
) -> None:
    due = merging.due([_segment(*each) for each in segments])
    assert [(each.documents, each.deleted.bit_count()) for each in due] == chosen


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
