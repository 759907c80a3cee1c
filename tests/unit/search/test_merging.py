from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from store.search import merging


def _segment(documents: int, deleted: int = 0) -> Any:
    return SimpleNamespace(
        doc_count_all=lambda: documents,
        deleted_count=lambda: deleted,
        sizes=(documents, deleted),
    )


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
        ([(4_000, 0)] * 7, [(4_000, 0)] * 7),
        ([(7_000, 0)] * 7, [(7_000, 0)] * 4),
        ([(20_000, 0)] * 9, []),
        ([(40_000, 0)] * 9, []),
    ],
)
def test_which_segments_become_one(
    segments: list[tuple[int, int]], chosen: list[tuple[int, int]]
) -> None:
    assert [each.sizes for each in merging.due([_segment(*each) for each in segments])] == chosen


def test_segments_without_a_document_go() -> None:
    kept = merging.drop(None, [_segment(3, 3), _segment(3, 2), _segment(1)])
    assert [each.sizes for each in kept] == [(3, 2), (1, 0)]
