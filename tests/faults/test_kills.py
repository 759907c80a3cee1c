"""Each act is killed at each of its points, each of its writes torn: what is left is whole."""

from __future__ import annotations

import sys

import pytest

from tests.faults.acts import ACTS, Act
from tests.faults.nursery import Nursery
from tests.faults.world import State, World, between, listed, state

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed")


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_killed_at_any_point(act: Act, world: World, nursery: Nursery) -> None:
    with world.opened() as library:
        act.ready(library)
        before = state(library)
    world.keep()
    with world.opened() as library:
        act.do(library)
        after = state(library)
    assert before != after
    for fault in ("kill", "tear"):
        at = 0
        while True:
            world.put_back()
            if not nursery.killed(act.name, world.folders, fault, at):
                break
            check(act, world, before, after, f"{fault} at {at}")
            at += 1
        assert at or fault == "tear"  # an empty file is written without a write


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
            assert listed(fresh) == listed(library), where
        if act.name == "merge-copy":  # an undo would write over what came from elsewhere
            return
        while library.undo() is not None:
            pass
        assert not library.tags(), where
        assert not library.highlights(), where
