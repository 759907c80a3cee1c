"""Finding characters in the paragraph and matches in the text, from the caret on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.caret.texts import all_stops, at, counts, grounds, harbour
from tests.unit.layout.texts import prose
from tui.caret.finds import Find, find_character, match_beside
from tui.caret.ground import Ground

TEXT = Ground(prose("a — “lamp” of a harbour", "a lamp"))


@pytest.mark.parametrize(
    ("find", "here", "count", "there"),
    [
        (Find("a"), 0, 1, 6),
        (Find("a"), 0, 3, 17),
        (Find("a"), 0, 4, None),
        (Find("a", till=True), 0, 2, 13),
        (Find("a", backward=True), 16, 2, 6),
        (Find("a", backward=True, till=True), 16, 1, 15),
        (Find('"'), 0, 1, 4),
        (Find('"'), 4, 1, 9),
        (Find("-"), 0, 1, 2),
        (Find("z"), 0, 1, None),
        (Find(" ", backward=True), 1, 1, None),
    ],
)
def test_characters(find: Find, here: int, count: int, there: int | None) -> None:
    assert find_character(TEXT, here, find, count) == there


def test_again_does_not_stay_where_it_stops_short() -> None:
    till = Find("a", till=True)
    once = find_character(TEXT, 0, till)
    assert once == 5
    assert find_character(TEXT, once, till) == 5
    assert find_character(TEXT, once, till, again=True) == 13
    assert find_character(TEXT, 13, till.turned(), again=True) == 7


@settings(max_examples=100, deadline=None)
@given(grounds, st.booleans(), st.booleans(), counts, st.data())
def test_what_is_found_is_a_stop_on_the_way(
    ground: Ground, backward: bool, till: bool, count: int, data: st.DataObject
) -> None:
    stops = all_stops(ground)
    if not stops:
        return
    here, wanted = data.draw(st.sampled_from(stops)), data.draw(st.sampled_from(stops))
    find = Find(ground.text[wanted], backward, till)
    there = find_character(ground, here, find, count)
    if there is not None:
        assert there in stops
        assert there <= here if backward else there >= here
        if not till:
            assert ground.text[there] == find.character


def test_matches_are_gone_round_without_those_folded_away() -> None:
    ground = harbour()
    matches = [(i, i + 2) for i in range(len(ground.text)) if ground.text.startswith("to", i)]
    matches = [(3, 5), *matches, (at(ground, "comment"), at(ground, "comment") + 2)]
    shown = matches[1:-1]
    here = shown[2][0]
    assert len(shown) == 6
    assert match_beside(ground, matches, here, 1, forward=True) == 4
    assert match_beside(ground, matches, here, 1, forward=False) == 2
    assert match_beside(ground, matches, here + 1, 1, forward=False) == 3
    assert match_beside(ground, matches, shown[-1][0], 1, forward=True) == 1
    assert match_beside(ground, matches, 0, 1, forward=False) == len(matches) - 2
    assert match_beside(ground, [(3, 5)], here, 1, forward=True) is None
    assert match_beside(ground, [], here, 1, forward=True) is None
