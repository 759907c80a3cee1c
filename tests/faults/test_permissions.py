"""Files are their owner's alone, whatever the umask, and keep the mode that he has given them."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.search.commits.folder import is_ours
from tests.faults.acts import ACTS, article, make, mark_id
from tests.faults.world import World
from tui.editor import draft

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")


@pytest.fixture(params=[0o000, 0o022, 0o277], ids=lambda mask: f"umask {mask:03o}")
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def modes(*folders: Path) -> dict[str, str]:
    """What below ``folders`` is not as it should be."""
    found = {}
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            about = path.lstat()
            wanted = 0o700 if stat.S_ISDIR(about.st_mode) else 0o600
            if stat.S_IMODE(about.st_mode) != wanted:
                found[str(path.relative_to(folder.parent))] = oct(about.st_mode)
    return found


def test_everything_is_private(umask: None, tmp_path: Path) -> None:
    world = World(tmp_path / "world")
    (tmp_path / "world").mkdir(mode=0o700)
    with world.opened() as library:
        before = os.umask(0o022)
        make(library, world.root / "sources")
        os.umask(before)
        library.update_index()
        for act in ACTS[:14]:
            act.ready(library)
            act.do(library)
            library.undo()
        library.update_index()
        list(library.add([str(world.root / "sources" / "one.md")]))
        library.reindex()
        assert (world.folders.cache / "catalogue.sqlite-wal").exists()
        folders = [each for each in world.folders if each.exists()]
        assert modes(*folders) == {}


def test_a_mode_that_was_given_is_kept(world: World) -> None:
    with world.opened() as library:
        key, mark = mark_id(library, "One")
        notes = library._annotations.path(key)
        text = world.folders.articles / article(library, "One").file
        for path in (notes, text):
            path.chmod(0o640)
        world.folders.annotations.chmod(0o750)
        library.edit_highlight(key, mark, note="Another.")
        list(library.add([str(world.root / "sources" / "one.md")]))
        library.edit_highlight(key, mark, note="Yet another.")
    assert {stat.S_IMODE(path.stat().st_mode) for path in (notes, text)} == {0o640}
    assert stat.S_IMODE(world.folders.annotations.stat().st_mode) == 0o750


def test_a_draft_in_the_editor_is_private(umask: None) -> None:
    with draft("a note\n", "note.md") as path:
        assert modes(path.parent) == {}
        assert path.read_text() == "a note\n"
    assert not path.parent.exists()


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o777])
def test_an_index_that_others_can_reach_is_made_anew(mode: int, world: World) -> None:
    folder = world.folders.cache / "index"
    with world.opened() as library:
        library.update_index()
    planted = folder / "planted"
    planted.write_bytes(b"x")
    folder.chmod(mode)
    assert not is_ours(folder)
    with world.opened() as library:
        library.update_index()
        assert library.search("keeper").hits
    assert not planted.exists()
    assert is_ours(folder)
