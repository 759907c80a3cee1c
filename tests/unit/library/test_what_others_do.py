"""Files that other programs and other processes add, edit, rename, copy and take away."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from store import locks
from store.errors import ConflictError, NotFoundError, StoreError
from store.folders import Folders
from store.history import Act, Change, act_to_json
from store.ids import new_id
from store.library import Library
from store.locks import beside, try_lock
from store.model import Article
from store.times import now


def titled(library: Library, word: str) -> Article:
    return next(article for article in library.articles() if word in article.title)


def replace_in(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_an_update_keeps_what_was_edited_by_hand(shelf: Library, sources: Path) -> None:
    orchard = titled(shelf, "orchard")
    path = shelf.folders.articles / orchard.file
    replace_in(path, "---\n\n", "rating: 5\n---\n\nA line of my own.\n\n")
    edited = path.read_bytes()
    replace_in(sources / "orchard.md", "Every spring", "Late every spring")
    (added,) = shelf.add([str(sources / "orchard.md")])
    assert added.outcome == "updated"
    assert [kept.read_bytes() for kept in shelf.folders.trash.iterdir()] == [edited]
    assert "rating: 5" in path.read_text(encoding="utf-8")


def test_an_update_leaves_the_title_that_was_given_by_hand(
    library: Library, tmp_path: Path
) -> None:
    source = tmp_path / "walk.txt"
    source.write_text("the tide came in twice that day.\n\nNobody had asked it to.\n")
    (added,) = library.add([str(source)])
    assert added.article is not None
    path = library.folders.articles / added.article.file
    replace_in(path, f"title: {added.article.title}", "title: Two tides\nauthor: Ada Moor")
    library.refresh()
    source.write_text("the tide came in three times that day.\n\nNobody had asked it to.\n")
    (again,) = library.add([str(source)])
    assert again.article is not None
    assert (again.outcome, again.article.title, again.article.author) == (
        "updated", "Two tides", "Ada Moor",
    )  # fmt: skip


def test_a_change_of_nothing_but_markup_is_an_update(shelf: Library, sources: Path) -> None:
    orchard = titled(shelf, "orchard")
    replace_in(sources / "orchard.md", "Every spring", "**Every spring**")
    (added,) = shelf.add([str(sources / "orchard.md")])
    assert added.outcome == "updated"
    assert "**Every spring**" in shelf.markdown(orchard.id)


def test_an_article_that_cannot_be_read_is_said_and_not_written_over(
    shelf: Library, sources: Path
) -> None:
    orchard = titled(shelf, "orchard")
    path = shelf.folders.articles / orchard.file
    path.write_text("---\nid: [half\n---\n\nThe work of a day.\n")
    shelf.refresh()
    assert titled(shelf, "orchard") == orchard
    assert any("line 3" in problem.what for problem in shelf.doctor())
    assert "The work of a day." in shelf.document(orchard.id).text
    shelf.reindex()
    (added,) = shelf.add([str(sources / "orchard.md")])
    assert added.outcome == "added"
    assert "The work of a day." in path.read_text()


def test_notes_that_name_the_same_source_are_as_many_articles(
    library: Library, tmp_path: Path
) -> None:
    for name, source in (("a", "a book"), ("b", "a book"), ("c", "https://example.org/")):
        (tmp_path / f"{name}.md").write_text(
            f"---\nsource: {source}\n---\nOnly {name} says this.\n"
        )
    page = "---\nsource: https://example.org/p\n---\n"
    (tmp_path / "d.md").write_text(f"{page}The ferry crosses at two and nobody is on it.\n")
    (tmp_path / "e.md").write_text(f"{page}Quinces want a wall behind them and a long autumn.\n")
    paths = [str(path) for path in sorted(tmp_path.glob("?.md"))]
    assert {added.outcome for added in library.add(paths)} == {"added"}
    (tmp_path / "f.md").write_text(f"{page}The ferry crosses at two and nobody is on it now.\n")
    (added,) = library.add([str(tmp_path / "f.md")])
    assert added.outcome == "updated"
    # The file itself is the same source, whatever it says now.
    (tmp_path / "a.md").write_text("---\nsource: a book\n---\nAnother thing altogether.\n")
    (added,) = library.add([str(tmp_path / "a.md")])
    assert added.outcome == "updated"
    assert len(library.articles()) == 5


def test_a_copy_takes_the_place_of_an_article_that_goes(shelf: Library) -> None:
    orchard = titled(shelf, "orchard")
    path = shelf.folders.articles / orchard.file
    copy = path.with_name("a copy.md")
    copy.write_bytes(path.read_bytes() + b"\nA line of my own.\n")
    shelf.refresh()
    assert any("the same id" in problem.what for problem in shelf.doctor())
    path.unlink()
    assert orchard.id in shelf.refresh()
    assert titled(shelf, "orchard").file == "a copy.md"


def test_annotations_are_listed_again_when_their_file_is_back(shelf: Library) -> None:
    orchard = titled(shelf, "orchard")
    shelf.mark(orchard.id, 0, 3)
    (path,) = shelf.folders.annotations.iterdir()
    data = path.read_bytes()
    path.unlink()
    shelf.refresh()
    assert shelf.highlights() == []
    path.write_bytes(data)
    shelf.refresh()
    assert len(shelf.highlights()) == 1
    shelf.reindex()
    assert len(shelf.highlights()) == 1


def test_what_another_process_clears_is_listed_whole(shelf: Library, folders: Folders) -> None:
    orchard = titled(shelf, "orchard")
    shelf.mark(orchard.id, 0, 3)
    with Library(folders) as other:
        other._catalogue.clear()
        other._articles.refresh()
    shelf.mark(orchard.id, 4, 11)
    assert len(shelf.highlights()) == 2


def test_refresh_tells_what_another_process_did(shelf: Library, folders: Folders) -> None:
    orchard, ferry = titled(shelf, "orchard"), titled(shelf, "ferry")
    shelf.refresh()
    shelf.mark(ferry.id, 0, 3)
    with Library.open(folders) as other:
        other.mark(orchard.id, 0, 3)
    assert shelf.refresh() == {orchard.id}
    assert shelf.refresh() == frozenset()


def test_annotations_are_not_written_into_the_file_of_another_article(shelf: Library) -> None:
    orchard, ferry = titled(shelf, "orchard"), titled(shelf, "ferry")
    shelf.mark(ferry.id, 0, 3)
    (path,) = shelf.folders.annotations.iterdir()
    renamed = path.rename(path.with_name(f"{Path(orchard.file).stem}.yaml"))
    shelf.refresh()
    before = renamed.read_bytes()
    shelf.mark(orchard.id, 0, 3)
    assert renamed.read_bytes() == before
    assert [len(shelf.annotations(a.id).highlights) for a in (orchard, ferry)] == [1, 1]


def test_annotations_of_an_article_that_is_gone_stand_in_no_way(shelf: Library) -> None:
    orchard, ferry = titled(shelf, "orchard"), titled(shelf, "ferry")
    for article in (orchard, ferry):
        shelf.edit_article(article.id, tags=["kept"])
    (shelf.folders.articles / ferry.file).unlink()
    shelf.refresh()
    assert shelf.tags() == [("kept", 1)]
    assert shelf.rename_tag("kept", "moved").total == 1
    assert any(problem.code == "no-article" for problem in shelf.doctor())


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names there are always UTF-8")
def test_a_name_that_is_not_utf8_is_passed_by_and_said(shelf: Library) -> None:
    path = os.fsencode(shelf.folders.articles) + b"/caf\xe9.md"
    with open(path, "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write(b"text\n")
    shelf.refresh()
    assert len(shelf.articles()) == 2
    assert any("not UTF-8" in problem.what for problem in shelf.doctor())


def test_an_act_that_fails_midway_is_taken_back(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for article in shelf.articles():
        shelf.edit_article(article.id, tags=["old"])
    update = shelf._annotations.update
    calls = []

    def full_at_the_second(article_id: str, edit: object) -> object:
        calls.append(article_id)
        if len(calls) == 2:
            raise StoreError("the disk is full")
        return update(article_id, edit)  # type: ignore[arg-type]

    monkeypatch.setattr(shelf._annotations, "update", full_at_the_second)
    with pytest.raises(StoreError, match="full"):
        shelf.rename_tag("old", "new")
    assert shelf.tags() == [("old", 2)]
    assert shelf.undo() == "change of tags"


def test_undo_does_what_it_can_and_says_the_rest(shelf: Library) -> None:
    orchard, ferry = titled(shelf, "orchard"), titled(shelf, "ferry")
    for article in (orchard, ferry):
        shelf.edit_article(article.id, tags=["old"])
    shelf.rename_tag("old", "new")
    (shelf.folders.articles / ferry.file).unlink()
    shelf.refresh()
    with pytest.raises(ConflictError, match="1 of 2 articles"):
        shelf.undo()
    assert shelf.article(orchard.id).tags == ("old",)


def test_an_undo_on_a_full_disk_can_be_tried_again(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    orchard = titled(shelf, "orchard")
    shelf.mark(orchard.id, 0, 3)

    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(shelf._annotations, "update", full)
        with pytest.raises(StoreError):
            shelf.undo()
    assert shelf.undo() == "highlight"
    assert shelf.annotations(orchard.id).highlights == ()


def test_a_note_that_was_changed_while_one_wrote_is_not_written_over(
    shelf: Library, folders: Folders
) -> None:
    orchard = titled(shelf, "orchard")
    mine = shelf.mark(orchard.id, 0, 3)
    with Library.open(folders) as other:
        other.edit_highlight(orchard.id, mine.id, note="theirs")
        other.edit_article(orchard.id, note="theirs")
    with pytest.raises(ConflictError):
        shelf.edit_highlight(orchard.id, mine.id, note="mine", since=mine)
    with pytest.raises(ConflictError):
        shelf.edit_article(orchard.id, note="mine", since=orchard)
    shelf.edit_article(orchard.id, status="reading", since=orchard)
    annotations = shelf.annotations(orchard.id)
    assert (annotations.note, annotations.status) == ("theirs", "reading")
    assert [highlight.note for highlight in annotations.highlights] == ["theirs"]


def test_two_that_add_the_same_at_once_add_it_once(library: Library, tmp_path: Path) -> None:
    texts = [f"Article {number} says one thing, and that again." for number in range(6)]
    runs = []
    with Library(library.folders) as other:
        for which, shelf in enumerate((library, other)):
            for number, text in enumerate(texts):
                (tmp_path / f"{which}{number}.txt").write_text(text + "\n")
            paths = [str(tmp_path / f"{which}{number}.txt") for number in range(len(texts))]
            runs.append(threading.Thread(target=lambda s=shelf, p=paths: list(s.add(p))))
        for run in runs:
            run.start()
        for run in runs:
            run.join()
    assert len(library.articles()) == len(texts)
    assert len(list(library.folders.articles.glob("*.md"))) == len(texts)


def test_processes_that_find_a_new_library_at_once_all_open_it(folders: Folders) -> None:
    code = (
        "import sys; from pathlib import Path; from store.folders import Folders\n"
        "from store.library import Library\n"
        "with Library.open(Folders(*map(Path, sys.argv[1:]))) as library: pass"
    )
    run = [sys.executable, "-c", code, *map(str, folders)]
    runs = [subprocess.Popen(run) for _ in range(5)]
    assert [each.wait(60) for each in runs] == [0] * 5


def test_doctor_tells_of_items_that_are_not_understood(shelf: Library) -> None:
    orchard = titled(shelf, "orchard")
    shelf.mark(orchard.id, 0, 3)
    (path,) = shelf.folders.annotations.iterdir()
    replace_in(path, "annotations:\n", "annotations:\n- qoute: a typing error\n")
    shelf.refresh()
    assert any("1 item was not understood" in problem.what for problem in shelf.doctor())


def test_a_catalogue_that_is_damaged_inside_is_made_anew(shelf: Library, folders: Folders) -> None:
    orchard = titled(shelf, "orchard")
    shelf.mark(orchard.id, 0, 3)
    shelf.close()
    path = folders.cache / "catalogue.sqlite"
    opened = sqlite3.connect(path)
    wanted = "SELECT rootpage FROM sqlite_master WHERE tbl_name = 'articles' AND rootpage > 0"
    pages = [row[0] for row in opened.execute(wanted)]
    opened.close()
    data = bytearray(path.read_bytes())
    for page in pages:
        data[(page - 1) * 4096 : page * 4096] = bytes(at * 7 % 256 for at in range(4096))
    path.write_bytes(data)
    with Library(folders) as damaged:
        with pytest.raises(StoreError, match="the catalogue is damaged"):
            damaged.articles()
        damaged.refresh()
        assert titled(damaged, "orchard").highlights == 1


def test_an_act_on_an_article_that_is_gone_does_not_bar_those_before_it(shelf: Library) -> None:
    orchard = titled(shelf, "orchard")
    other = next(article for article in shelf.articles() if article.id != orchard.id)
    shelf.mark(other.id, 0, 8)
    shelf.mark(orchard.id, 0, 8)
    (shelf.folders.articles / orchard.file).unlink()
    shelf.refresh()
    with pytest.raises(NotFoundError, match=r"^highlight: its article is not in the library any"):
        shelf.undo()
    assert shelf.undo() == "highlight"
    assert not shelf.annotations(other.id).highlights


@pytest.mark.skipif(sys.platform == "win32", reason="the lock is taken by hand")
def test_a_start_does_not_wait_for_an_act_that_another_process_is_at(
    shelf: Library, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [article.id for article in shelf.articles()]
    act = Act(new_id(), now(), "bulk", tuple(Change(key, "tags", (), ("theirs",)) for key in ids))
    written = folders.state / "unfinished.json"
    written.write_text(json.dumps(act_to_json(act)), encoding="utf-8")

    def waits(seconds: float) -> None:
        raise AssertionError("it waits")

    held = os.open(beside(folders.articles, "lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        assert try_lock(held)
        with monkeypatch.context() as patch:
            patch.setattr(locks.time, "sleep", waits)
            with Library.open(folders) as library:
                assert library.tags() == []
                assert written.exists()
    finally:
        os.close(held)
    with Library.open(folders) as library:  # the other process has died in its midst
        assert library.tags() == [("theirs", len(ids))]
        assert library.undo() == "bulk"
    assert not written.exists()
