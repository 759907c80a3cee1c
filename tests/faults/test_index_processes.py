"""Several processes write to an index and search in it at once, and some of them are killed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from store.library import Library
from store.search.commits.folder import IndexFolder
from store.search.index import SearchIndex
from tests.faults.importer import BATCHES
from tests.faults.rival import LIVING
from tests.faults.world import World
from tests.unit.search.library import filled, ids

TIMES = int(os.environ.get("POSTIL_RIVALS", "15"))
"""Commits of each rival."""


def rival(folder: Path, name: str, times: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.rival", str(folder), name, str(times)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


KILLS = int(os.environ.get("POSTIL_RIVALS", "15")) // 4
"""Of rivals."""

IMPORTED = int(os.environ.get("POSTIL_IMPORTED", "60"))
"""Articles of an import."""


@pytest.fixture(name="index")
def _index(tmp_path: Path) -> Iterator[SearchIndex]:
    index = filled(tmp_path / "index")
    yield index
    index.close()


def whole(index: SearchIndex) -> None:
    """Everything that is there is as it was written, and nothing lies beside it."""
    folder = IndexFolder(index.folder)
    contents = folder.read()[1]
    assert not folder.wrong(contents.files(), whole=True)
    assert not folder.leftovers(contents)


def test_two_write_and_two_search(index: SearchIndex) -> None:
    rivals = [rival(index.folder, name, TIMES) for name in "ab"]
    other = SearchIndex(index.folder)
    searches = 0
    while any(each.poll() is None for each in rivals):
        assert ids(index, "tally") == ["salt"]
        assert ids(other, "toll") == ["lights", "salt"]
        searches += 1
    for each in rivals:
        assert each.communicate()[0] == ""
        assert each.returncode == 0
    assert searches > TIMES
    left = {f"{name}{number}" for name in "ab" for number in range(TIMES - LIVING, TIMES)}
    assert set(index.state()) == {"lights", "salt", "study"} | left
    assert (index.rebuilt, other.rebuilt) == (0, 0)
    whole(index)


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed")
def test_one_writes_on_while_others_are_killed(index: SearchIndex) -> None:
    steady = rival(index.folder, "s", 100_000)
    for kill in range(KILLS):
        victim = rival(index.folder, f"v{kill}x", 100_000)
        looks = random.Random(kill).randrange(1, 60)
        while looks:
            assert ids(index, "tally") == ["salt"]
            looks -= any(key.startswith(f"v{kill}x") for key in index.state())
        victim.kill()
        assert victim.communicate()[0] == ""
        assert ids(index, "toll") == ["lights", "salt"]
    before = index.state()
    while index.state() == before:
        assert steady.poll() is None, "it goes on"
    steady.kill()
    assert steady.communicate()[0] == ""
    given = {"lights", "salt", "study"}
    assert index.update([], [key for key in index.state() if key not in given])
    assert SearchIndex(index.folder).state() == dict.fromkeys(given, "1")
    assert index.rebuilt == 0
    whole(index)


def told(library: Library, line: str) -> set[str]:
    """The titles of what is found."""
    return {hit.title for hit in library.search(line, limit=IMPORTED + 10).hits}


def seen(world: World, living: Library, expected: Mapping[str, set[str]]) -> int:
    """Search in a library that was opened before, and in a new one; how many were found there."""
    with Library(world.folders) as late:
        for line, titles in expected.items():
            for library in (living, late):
                found = library.search(line, limit=IMPORTED + 10)
                shown = {hit.title for hit in found.hits}
                assert shown <= titles
                assert shown == titles or found.behind
        return len(told(late, "came"))


def test_searches_while_another_process_imports(world: World) -> None:
    expected: dict[str, set[str]] = {f"from w{n}": set() for n in range(7)} | {"came": set()}
    expected["lamp"] = {"One lamp"}
    for number in range(IMPORTED):
        title, word = f"Fog {number}", f"from w{number % 7}"
        text = f"# {title}\n\nThe fog came in {word}. One could not see it leave.\n"
        (world.folders.articles / f"fog-{number}.md").write_text(text, encoding="utf-8")
        expected[word].add(title)
        expected["came"].add(title)
    importer = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.importer", *map(str, world.folders)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert importer.stdin is not None
    assert importer.stdout is not None
    parts: list[int] = []
    with Library(world.folders) as living:
        for _ in importer.stdout:
            parts.append(seen(world, living, expected))
            importer.stdin.write("\n")
            importer.stdin.flush()
            seen(world, living, expected)  # while it goes on
        importer.communicate()
        assert importer.returncode == 0
        assert parts == sorted(set(parts))
        assert len(parts) > BATCHES // 2
        assert not any(living._upkeep.behind())
        for line, titles in expected.items():
            assert told(living, line) == titles
        assert living._upkeep.open_index().rebuilt == 0
