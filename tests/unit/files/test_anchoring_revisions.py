"""Re-anchoring over real revisions of real pages, where the measured pairs are there."""

from __future__ import annotations

import pytest

from bench import anchor_pairs

pytestmark = pytest.mark.skipif(not anchor_pairs.FOLDER.is_dir(), reason="the pairs are not here")


@pytest.mark.parametrize(
    ("kind", "knows_old", "right", "deleted_wrong", "untouched_wrong"),
    [
        ("git", True, 98.3, 1.0, 2),
        ("synthetic", True, 99.2, 0.5, 0),
        ("git", False, 95.5, 1.0, 5),
        ("synthetic", False, 94.5, 10.0, 6),
    ],
)
def test_what_is_reached_is_kept(
    kind: str, knows_old: bool, right: float, deleted_wrong: float, untouched_wrong: int
) -> None:
    pairs = anchor_pairs.load(kind)
    tally = anchor_pairs.Tally.of(pairs, anchor_pairs.ours if knows_old else anchor_pairs.without)
    assert tally.share("all", "right") >= right
    assert tally.share("deleted", "wrong") <= deleted_wrong
    assert tally.count("untouched", "wrong") <= untouched_wrong
