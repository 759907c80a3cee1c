"""One library lives on through a thousand kills: what it said it had saved is still there."""

from __future__ import annotations

import os
import random
import sys

import pytest

from store.errors import ConflictError
from tests.faults.life import marks
from tests.faults.nursery import Nursery
from tests.faults.world import World, listed, state

KILLS = int(os.environ.get("POSTIL_KILLS", "1000"))
SEED = int(os.environ.get("POSTIL_SEED", "4"))
EVERY = 25  # so often everything is held against the files, and undone


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed")
def test_a_thousand_kills(world: World, nursery: Nursery) -> None:
    dice = random.Random(SEED)
    with world.opened() as library:
        saved = marks(library)
    kills = run = 0
    while kills < KILLS:
        run += 1
        fault = dice.choice(["kill", "kill", "tear"])
        at = dice.randrange(100 if fault == "kill" else 20)
        where = f"seed {SEED}, run {run}, {fault} at {at}"
        killed, told = nursery.life(world.folders, fault, at, seed=dice.random())
        kills += killed
        touched: set[str] = set()
        for each in told:
            if "are" in each:
                saved, touched = {key: tuple(was) for key, was in each["are"].items()}, set()
            elif "may" in each:
                touched = set(each["may"])
        with world.opened() as library:
            found = marks(library)
            lost = {key: was for key, was in saved.items() if found.get(key) != was}
            assert lost.keys() <= touched, where
            assert not world.strays(), where
            saved = found
            if run % EVERY == 0:
                with world.opened_afresh() as fresh:
                    assert state(fresh) == state(library), where
                    assert listed(fresh) == listed(library), where
    with world.opened() as library:
        for _ in range(2000):
            try:
                if library.undo() is None:
                    break
            except ConflictError:  # an undo that was cut short, and something else done then
                continue
        assert not library.can_undo()
