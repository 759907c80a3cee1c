from __future__ import annotations

from tui.searching.again import SELDOM, SOON, Again


def test_it_is_asked_again_soon_while_that_helps_and_ever_later_if_not() -> None:
    again = Again()
    assert again.after(0) is None
    assert again.after(9) == SOON
    assert again.after(8) is None  # it is planned already
    pauses = []
    for behind in (7, 7, 7, 7, 7, 7, 7, 3):
        again.planned = False
        pauses.append(again.after(behind))
    assert pauses == [SOON, 2 * SOON, 4 * SOON, 8 * SOON, SELDOM, SELDOM, SELDOM, SOON]
    again.planned = False
    assert again.after(0) is None
