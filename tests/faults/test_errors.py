"""Each act is refused by the system at each of its points: it says so, and nothing is lost."""

from __future__ import annotations

import errno
import re
from itertools import cycle

import pytest

from store.errors import PostilError
from store.library import Library
from tests.faults.acts import ACTS, Act
from tests.faults.points import Points, refuse, sample
from tests.faults.world import BROKEN, State, World, between, listed, state

REASONS = {
    errno.ENOSPC: "the disk is full|No space left",
    errno.EROFS: "the disk is read-only|Read-only file system",
    errno.EACCES: "permission denied|Permission denied",
    errno.EIO: "the disk reports an error|Input/output error",
}
MOST = 24  # points of one act
NAMED = r"articles|[\w-]+\.(md|yaml|jsonl|json)\b|catalogue|folder|trash"


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from-then-on"])
@pytest.mark.parametrize("act", [a for a in ACTS if not a.at_start], ids=lambda act: act.name)
def test_refused_at_any_point(act: Act, lasting: bool, world: World) -> None:
    before, after, passed = world.ends(act)
    assert len(passed) > 1
    for at, number in zip(sample(len(passed), MOST), cycle(REASONS), strict=False):
        world.put_back()
        refused(world, act, Points(refuse(number), at, lasting=lasting), before, after, number)


def refused(
    world: World, act: Act, points: Points, before: State, after: State, number: int
) -> None:
    """Do an act while the system refuses."""
    where = f"{errno.errorcode[number]} at {points.at}"
    error = None
    with points.laid(), world.opened() as library:
        points.armed = True
        try:
            act.do(library)
        except PostilError as raised:
            error = raised
        points.armed = False
        if error is not None:
            told(error, number, where)
        if points.lasting:  # lists may say what they said before, until they can be written
            library.refresh()
        found = state(library)
        # What is told to have failed was not done, unless even taking it back was refused.
        part = act.name.startswith(("undo", "redo")) or points.lasting
        said = error or act.quiet
        assert found == after or (said and (found == before or part)), where
        assert between(before, found, after), where
        library.refresh()
        found = state(library)
        assert found in (before, after) or part, where
        with world.opened_afresh() as fresh:
            assert state(fresh) == found, where
            assert BROKEN in str(found) or listed(fresh) == listed(library), where
        again(library, act)
    with world.opened() as library:
        assert not world.strays(), where
        if act.final:
            return
        while library.undo() is not None:
            pass
        assert not library.tags(), where
        assert not library.highlights(), where


def told(error: PostilError, number: int, where: str) -> None:
    """An error is one line that names what is concerned, and why."""
    assert "\n" not in error.message, where
    assert re.search(REASONS[number], error.message), f"{where}: {error.message}"
    assert re.search(NAMED, error.message), f"{where}: {error.message}"


def again(library: Library, act: Act) -> None:
    """The next act succeeds when nothing is in its way."""
    whole = next(each for each in library.articles() if library.broken(each.id) is None)
    library.edit_article(whole.id, note="There is room again.")
