"""Each act is killed at each of its points, each of its writes torn: what is left is whole."""

from __future__ import annotations

import sys

import pytest

from store import old_texts
from tests.faults.acts import ACTS, Act
from tests.faults.nursery import Nursery
from tests.faults.points import sample
from tests.faults.world import BROKEN, State, World, between, listed, state

MOST = 30  # points of one act

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed")


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_killed_at_any_point(act: Act, world: World, nursery: Nursery) -> None:
    before, after, passed = world.ends(act)
    count = len(passed)
    assert before != after
    kills = 0
    for fault, points in (("kill", sample(count, MOST)), ("tear", range(passed.count("write")))):
        for at in points:
            world.put_back()
            if not nursery.killed(act.name, world.folders, fault, at):
                break
            kills += 1
            check(act, world, before, after, f"{fault} at {at}")
    assert kills > min(count, MOST) // 2


def check(act: Act, world: World, before: State, after: State, where: str) -> None:
    """What must hold after a restart, whatever has happened."""
    with world.opened() as library:
        assert not world.strays(), where
        found = state(library)
        # Half undone is undone again; all else is whole.
        either = act.name.startswith(("undo", "redo"))
        assert found in (before, after) or (either and between(before, found, after)), where
        with world.opened_afresh() as fresh:
            assert state(fresh) == found, where
            # Of a broken file the lists have what was read of it last.
            assert BROKEN in str(found) or listed(fresh) == listed(library), where
        kept = library.folders.texts
        for each in library.articles() if BROKEN not in str(found) else ():
            marks = library.annotations(each.id).highlights
            assert all(old_texts.is_kept(kept, mark.anchor.text) for mark in marks), where
        if act.final:  # an undo would write over what came from elsewhere
            return
        while library.undo() is not None:
            pass
        assert not library.tags(), where
        assert not library.highlights(), where
