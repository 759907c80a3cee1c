from __future__ import annotations

import pytest

from store.text.edits import apply_edits


@pytest.mark.parametrize(
    ("edits", "text", "offsets"),
    [
        ([], "abcdef", [0, 1, 2, 3, 4, 5, 6]),
        ([(1, 3, "")], "adef", [0, 1, 1, 1, 2, 3, 4]),
        ([(1, 3, "XYZ")], "aXYZdef", [0, 1, 2, 4, 5, 6, 7]),
        ([(0, 2, "X"), (2, 2, "--"), (5, 6, "")], "X--cde", [0, 1, 1, 4, 5, 6, 6]),
        ([(0, 6, "X")], "X", [0, 1, 1, 1, 1, 1, 1]),
    ],
)
def test_edits_carry_offsets(
    edits: list[tuple[int, int, str]], text: str, offsets: list[int]
) -> None:
    assert apply_edits("abcdef", edits, range(7)) == (text, offsets)
