"""Conflict copies of sync programs: merged by what is in them, kept in the trash."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from store import annotation_file, conflicts, moves
from store.annotation_file import parse
from store.errors import StoreError
from store.folders import Folders
from store.library import Library
from store.model import Article

NAMES = [
    "{}.sync-conflict-20260101-120000-ABCDEFG.yaml",
    "{} (Ada's conflicted copy 2026-01-01).yaml",
    "{} (conflicted copy 2026-01-01 120000).yaml",
    "{} (case conflict).yaml",
    "{}_conflict-20260101-120000.yaml",
    "{} 2.yaml",
    "{} (1).yaml",
]


def orchard(library: Library) -> Article:
    return next(article for article in library.articles() if "orchard" in article.title)


def notes(library: Library) -> Path:
    """The one file of annotations."""
    (path,) = library.folders.annotations.glob("*.yaml")
    return path


def beside(path: Path, name: str = NAMES[0]) -> Path:
    return path.with_name(name.format(path.stem))


def trash(library: Library) -> list[Path]:
    return sorted(library.folders.trash.iterdir()) if library.folders.trash.exists() else []


@pytest.fixture
def two(shelf: Library) -> tuple[Path, bytes, bytes]:
    """The file of annotations, and what two devices made of it: each one highlight and a note."""
    key = orchard(shelf).id
    shelf.mark(key, 0, 3, note="before")
    path = notes(shelf)
    base = path.read_bytes()
    shelf.mark(key, 4, 11, note="mine", tags=["one"])
    mine = path.read_bytes()
    path.write_bytes(base)
    shelf.refresh()
    shelf.mark(key, 12, 18, note="theirs", tags=["two"])
    theirs = path.read_bytes()
    shelf.take_merged()
    return path, mine, theirs


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_is_merged_whatever_its_name(
    shelf: Library, two: tuple[Path, bytes, bytes], name: str
) -> None:
    path, mine, theirs = two
    copy = beside(path, name)
    path.write_bytes(mine)
    copy.write_bytes(theirs)
    assert shelf.refresh() == {orchard(shelf).id}
    assert [h.note for h in shelf.annotations(orchard(shelf).id).highlights] == [
        "before", "mine", "theirs",
    ]  # fmt: skip
    assert shelf.tags() == [("one", 1), ("two", 1)]
    assert shelf.take_merged() == [
        "merged a conflict copy of The orchard ledger: 1 highlight came along"
    ]
    assert shelf.take_merged() == []
    assert notes(shelf) == path
    assert [kept.read_bytes() for kept in trash(shelf)] == [theirs]
    shelf.update_index()
    assert not shelf.doctor()
    assert shelf.refresh() == frozenset()


def test_both_devices_write_the_same_bytes(shelf: Library, two: tuple[Path, bytes, bytes]) -> None:
    path, mine, theirs = two
    results = []
    for ours, copy in ((mine, theirs), (theirs, mine)):
        path.write_bytes(ours)
        beside(path).write_bytes(copy)
        shelf.refresh()
        results.append(path.read_bytes())
    assert results[0] == results[1]
    # The other device's result comes along with a copy that was merged there, too.
    beside(path).write_bytes(theirs)
    shelf.refresh()
    assert path.read_bytes() == results[0]
    assert shelf.take_merged()[-1].endswith("it had nothing new")


def test_the_file_with_our_own_name_stays(shelf: Library, two: tuple[Path, bytes, bytes]) -> None:
    path, mine, theirs = two
    path.unlink()
    shelf.refresh()
    short = path.with_name("a.yaml")
    short.write_bytes(mine)
    shelf.refresh()
    path.write_bytes(theirs)
    shelf.refresh()
    assert notes(shelf) == path
    assert len(shelf.annotations(orchard(shelf).id).highlights) == 3
    shelf.edit_article(orchard(shelf).id, note="still written there")
    assert b"still written there" in path.read_bytes()


def test_what_a_crash_cuts_short_is_done_at_the_next_start(
    shelf: Library, two: tuple[Path, bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, mine, theirs = two
    path.write_bytes(mine)
    copy = beside(path)
    copy.write_bytes(theirs)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(moves, "move", crash)
        with pytest.raises(KeyboardInterrupt):
            shelf.refresh()
    merged = path.read_bytes()
    assert len(parse(merged, "x").highlights) == 3
    assert copy.read_bytes() == theirs
    with Library.open(shelf.folders) as again:
        assert path.read_bytes() == merged
        assert len(again.annotations(orchard(again).id).highlights) == 3
        assert len(trash(again)) == 1


def test_processes_that_find_a_copy_at_once_merge_it_once(
    shelf: Library, two: tuple[Path, bytes, bytes]
) -> None:
    path, mine, theirs = two
    path.write_bytes(mine)
    beside(path).write_bytes(theirs)
    code = (
        "import os; from store.folders import find_folders; from store.library import Library\n"
        "with Library.open(find_folders(None, os.environ)) as library: pass"
    )
    home = shelf.folders.library
    env = dict(os.environ) | {"POSTIL_LIBRARY": str(home)}
    runs = [subprocess.Popen([sys.executable, "-c", code], env=env) for _ in range(3)]
    assert [run.wait(60) for run in runs] == [0, 0, 0]
    assert len(annotation_file.load(path).highlights) == 3
    assert len(trash(shelf)) == 1
    assert len(list(home.glob("annotations/*"))) == 1


def test_a_copy_that_changes_while_it_is_merged_stays(
    shelf: Library, two: tuple[Path, bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, mine, theirs = two
    path.write_bytes(mine)
    copy = beside(path)
    copy.write_bytes(theirs)
    update = conflicts.update_annotations

    def slow(*args: object) -> object:
        done = update(*args)  # type: ignore[arg-type]
        copy.write_bytes(theirs.replace(b"theirs", b"theirs, and more"))
        return done

    with monkeypatch.context() as patch:
        patch.setattr(conflicts, "update_annotations", slow)
        shelf.refresh()
    assert copy.exists()
    assert trash(shelf) == []
    shelf.refresh()
    assert "theirs, and more" in path.read_text("utf-8")
    assert not copy.exists()


@pytest.mark.parametrize("how", ["later", "broken"])
def test_a_copy_that_cannot_be_merged_stays_and_is_told(
    shelf: Library, two: tuple[Path, bytes, bytes], how: str
) -> None:
    path, mine, theirs = two
    path.write_bytes(mine)
    copy = beside(path)
    data = theirs + b"[" if how == "broken" else theirs.replace(b"schema: 1", b"schema: 2")
    copy.write_bytes(data)
    for _ in range(2):
        shelf.refresh()
    assert copy.read_bytes() == data
    assert path.read_bytes() == mine
    assert shelf.take_merged() == []
    assert ("later postil" in shelf.left_copies().get(copy, "")) == (how == "later")
    shelf.update_index()
    told = ["newer", "conflict-copy"] if how == "later" else ["unreadable"]
    assert [p.code for p in shelf.doctor()] == told


def test_annotations_without_their_article_are_merged_too(
    shelf: Library, two: tuple[Path, bytes, bytes]
) -> None:
    path, mine, theirs = two
    (shelf.folders.articles / orchard(shelf).file).unlink()
    path.write_bytes(mine)
    beside(path).write_bytes(theirs)
    shelf.refresh()
    assert len(annotation_file.load(path).highlights) == 3


def test_a_copy_of_an_article_that_says_the_same_goes(shelf: Library) -> None:
    article = orchard(shelf)
    path = shelf.folders.articles / article.file
    copy = path.with_name(f"{path.stem} (1).md")
    text = path.read_text("utf-8")
    copy.write_text(text.replace(article.added, "2020-01-01T00:00:00Z"), "utf-8")
    shelf.refresh()
    assert not copy.exists()
    assert len(trash(shelf)) == 1
    assert shelf.article(article.id) == article
    for change in (("Every spring", "Each spring"), ("title: The", "rating: 5\ntitle: The")):
        copy.write_text(text.replace(*change), "utf-8")
        shelf.refresh()
        assert copy.exists(), change
        assert "says something else" in shelf.left_copies()[copy]
        assert any("has the same id" in problem.what for problem in shelf.doctor())
    assert len(trash(shelf)) == 1


def test_copies_of_saved_searches_and_of_the_codebook_are_merged(shelf: Library) -> None:
    shelf.save_search("to read", "is:unread")
    home = shelf.folders.library
    (home / "lists.sync-conflict-20260101-120000-ABCDEFG.yaml").write_text("quays: harbour\n")
    (home / "tags.yaml").write_text("tags:\n  a: red\n")
    (home / "tags (conflicted copy 2026-01-01 120000).yaml").write_text("tags:\n  b: blue\n")
    (home / "lists 2.yaml").write_text("- no searches\n")
    (home / "other 2.yaml").write_text("a: b\n")
    shelf.refresh()
    assert {search.name for search in shelf.saved_searches()} == {"to read", "quays"}
    codes = sorted((home / "tags.yaml").read_text().splitlines())
    assert codes == ["  a: red", "  b: blue", "tags:"]
    assert {path.name for path in home.glob("*.yaml")} == {
        "lists.yaml", "tags.yaml", "lists 2.yaml", "other 2.yaml",
    }  # fmt: skip
    assert len(shelf.take_merged()) == 2
    (why,) = shelf.left_copies().values()
    assert "does not hold keys" in why
    assert len(trash(shelf)) == 2


def test_a_file_that_git_left_in_conflict_is_resolved(
    shelf: Library, two: tuple[Path, bytes, bytes]
) -> None:
    path, mine, theirs = two
    marked = b"<<<<<<< HEAD\n" + mine + b"=======\n" + theirs + b">>>>>>> there\n"
    path.write_bytes(marked)
    conflicts.resolve_markers(path, shelf.folders.trash)
    shelf.refresh()
    assert len(shelf.annotations(orchard(shelf).id).highlights) == 3
    assert [kept.read_bytes() for kept in trash(shelf)] == [marked]
    broken = b"<<<<<<< HEAD\na: [\n=======\n" + theirs + b">>>>>>> there\n"
    path.write_bytes(broken)
    for data in (broken, theirs):
        path.write_bytes(data)
        with pytest.raises(StoreError):
            conflicts.resolve_markers(path, shelf.folders.trash)
        assert path.read_bytes() == data
    assert len(trash(shelf)) == 1


def test_no_copy_costs_no_import(shelf: Library, folders: Folders) -> None:
    code = (
        "import os, sys; from store.folders import Folders; from store.library import Library\n"
        "from pathlib import Path\n"
        "with Library.open(Folders(*map(Path, sys.argv[1:]))) as library: pass\n"
        "print([name for name in sys.modules if name.startswith(('store.conf', 'store.merg'))])"
    )
    run = [sys.executable, "-c", code, *map(str, folders)]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == "[]\n"
