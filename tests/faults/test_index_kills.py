"""The search index is killed at each point of its writes, and each write torn and refused.

After it, a search answers from what is there; the next start repairs it: then it answers as an
index does that is made of the files alone, and nothing is left over.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from itertools import cycle

import pytest

from store.errors import PostilError, StoreError
from store.library import Library
from store.search.commits.folder import IndexFolder
from store.search.found import Found
from tests.faults.acts import Act
from tests.faults.index_acts import INDEX_ACTS, answers, asked, told
from tests.faults.nursery import Nursery
from tests.faults.points import Points, nothing, refuse, sample
from tests.faults.test_errors import REASONS
from tests.faults.world import World

MOST = int(os.environ.get("POSTIL_POINTS", "8"))
"""Points of one act."""

each_act = pytest.mark.parametrize("act", INDEX_ACTS, ids=lambda act: act.name)


def points_of(world: World, act: Act) -> list[str]:
    """The points that an act passes; what was before is kept."""
    with world.opened() as library:
        act.ready(library)
    world.keep()
    points = Points(nothing, -1)
    with points.laid(), world.opened() as library:
        points.armed = True
        act.do(library)
    return points.passed


def searches(library: Library, where: str) -> dict[str, Found]:
    """A search never raises, and shows nothing that is gone."""
    there = {article.id for article in library.articles()}
    found = asked(library)
    for line, each in found.items():
        assert {hit.id for hit in each.hits} <= there, f"{where}: {line}"
    return found


def repaired(world: World, where: str) -> None:
    """What the next start makes of it; what was missing until then was said."""
    with world.opened() as library:
        early = searches(library, where)
        library.refresh()
        library.update_index()
        right = answers(library)
        for line, found in early.items():
            assert found.behind or told(found) == right[line], f"{where}: {line}"
        with world.opened_afresh() as fresh:
            fresh.update_index()
            assert answers(fresh) == right, where
    folder = IndexFolder(world.folders.cache / "index")
    contents = folder.read()[1]
    assert not folder.leftovers(contents), where
    assert not folder.workshops(), where
    assert not folder.wrong(contents.files(), whole=True), where
    assert not world.strays(), where


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed")
@each_act
def test_killed_at_any_point(act: Act, world: World, nursery: Nursery) -> None:
    passed = points_of(world, act)
    writes = passed.count("write")
    kills = 0
    for fault, points in (("kill", sample(len(passed), MOST)), ("tear", sample(writes, MOST))):
        for at in points:
            where = f"{fault} at {at}"
            world.put_back()
            with world.opened() as witness:
                searches(witness, where)
                kills += nursery.killed(act.name, world.folders, fault, at)
                searches(witness, where)
            repaired(world, where)
    assert kills > len(sample(len(passed), MOST))


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from-then-on"])
@each_act
def test_refused_at_any_point(act: Act, lasting: bool, world: World) -> None:
    count = len(points_of(world, act))
    for at, number in zip(sample(count, MOST), cycle(REASONS), strict=False):
        where = f"{errno.errorcode[number]} at {at}"
        world.put_back()
        points = Points(refuse(number), at, lasting=lasting)
        with points.laid(), world.opened() as library:
            points.armed = True
            try:
                act.do(library)
            except StoreError as error:
                is_told(error, number, where)
            try:
                searches(library, where)
            except PostilError as error:  # of an index that could not even be begun
                assert points.lasting, where
                is_told(error, number, where)
            points.armed = False
            searches(library, where)
        repaired(world, where)


def is_told(error: PostilError, number: int, where: str) -> None:
    """An error is one line that names what is concerned, and why; of the index, what to do."""
    assert "\n" not in error.message, where
    assert re.search(REASONS[number], error.message), f"{where}: {error.message}"
    assert re.search("search index|catalogue|documents", error.message), f"{where}: {error.message}"
    assert error.hint or "search index" not in error.message, where
