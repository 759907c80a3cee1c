"""Articles in the trash and back: whole, whatever happens in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import moves
from store.errors import ConflictError, NotFoundError, StoreError
from store.folders import Folders
from store.library import Library
from store.model import Article
from store.search.found import Found


class Crash(BaseException):
    """What ends a process in the middle of things; nobody catches it."""


def titled(library: Library, word: str) -> Article:
    return next(article for article in library.articles() if word in article.title)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.fixture
def noted(shelf: Library) -> Library:
    """Two articles, the ferry with a highlight."""
    shelf.mark(titled(shelf, "ferry").id, 0, 3, tags=["river"])
    shelf.update_index()
    return shelf


def test_a_deleted_article_is_in_the_trash_and_nowhere_else(noted: Library) -> None:
    ferry = titled(noted, "ferry")
    data = (noted.folders.articles / ferry.file).read_bytes()
    assert noted.delete_articles([ferry.id]) == 1
    assert [article.title for article in noted.articles()] == ["The orchard ledger"]
    assert noted.highlights() == []
    assert noted.tags() == []
    noted.update_index()
    assert noted.search("ferry") == Found()
    assert noted.doctor() == []
    assert names(noted.folders.annotations) == []
    kept = {path.suffix: path.read_bytes() for path in noted.folders.trash.iterdir()}
    assert set(kept) == {".md", ".yaml"}
    assert kept[".md"] == data
    assert len(names(noted.folders.originals)) == 2
    with pytest.raises(NotFoundError):
        noted.document(ferry.id)


def test_undo_and_redo_of_a_deletion_over_restarts(noted: Library, folders: Folders) -> None:
    before = noted.articles()
    files = names(folders.articles), names(folders.annotations)
    noted.refresh()
    assert noted.delete_articles([article.id for article in before]) == 2
    with Library.open(folders) as again:
        assert again.articles() == []
        assert again.undo() == "deletion of 2 articles"
        assert again.articles() == before
        assert (names(folders.articles), names(folders.annotations)) == files
        assert names(folders.trash) == []
        assert len(again.highlights()) == 1
        again.update_index()
        assert [hit.id for hit in again.search("kettle").hits] == [titled(again, "ferry").id]
    # The process that deleted them sees them again, and deletes them again.
    assert {article.id for article in before} <= noted.refresh()
    assert noted.articles() == before
    assert noted.redo() == "deletion of 2 articles"
    assert noted.articles() == []
    assert noted.undo() == "deletion of 2 articles"
    assert noted.articles() == before
    assert noted.undo() == "highlight"


def test_an_article_that_is_not_here_is_not_deleted(noted: Library) -> None:
    before = noted.articles()
    with pytest.raises(NotFoundError):
        noted.delete_articles([before[0].id, "zzzzzzzzzz"])
    assert noted.articles() == before
    assert noted.delete_articles([]) == 0
    assert noted.undo() == "highlight"


def test_names_that_were_taken_meanwhile_are_left_alone(noted: Library) -> None:
    ferry = titled(noted, "ferry")
    article, notes = ferry.file, Path(ferry.file).with_suffix(".yaml").name
    noted.delete_articles([ferry.id])
    (noted.folders.articles / article).write_text("# Another\n\nSomebody else's.\n")
    (noted.folders.annotations / notes).write_text("not ours: true\n")
    noted.refresh()
    noted.undo()
    back = titled(noted, "ferry")
    assert (back.id, back.highlights) == (ferry.id, 1)
    assert back.file != article
    assert "Somebody else's" in (noted.folders.articles / article).read_text()
    assert (noted.folders.annotations / notes).read_text() == "not ours: true\n"
    # Deleting it again takes the file of this article, not that of the name.
    noted.redo()
    assert (noted.folders.articles / article).exists()
    assert [a.title for a in noted.articles()].count("Another") == 1
    assert all(a.id != ferry.id for a in noted.articles())


def test_a_deleted_article_can_be_added_again(noted: Library, sources: Path) -> None:
    ferry = titled(noted, "ferry")
    noted.delete_articles([ferry.id])
    (added,) = noted.add([str(sources / "ferry.md")])
    assert added.outcome == "added"
    assert titled(noted, "ferry").highlights == 0
    # Undo brings what was noted back to the article that is here again.
    noted.undo()
    assert titled(noted, "ferry").highlights == 1
    assert len(noted.articles()) == 2


def test_what_was_noted_on_an_article_added_again_is_not_written_over(
    noted: Library, sources: Path
) -> None:
    ferry = titled(noted, "ferry")
    noted.delete_articles([ferry.id])
    list(noted.add([str(sources / "ferry.md")]))
    ferry = titled(noted, "ferry")
    noted.edit_article(ferry.id, note="anew")
    noted.undo()
    noted._annotations.update(ferry.id, lambda a: a)
    with pytest.raises(ConflictError, match="added again"):
        noted.undo()
    assert len(names(noted.folders.trash)) == 2


@pytest.mark.parametrize("step", range(1, 5))
def test_a_crash_in_a_deletion_is_finished_at_the_next_start(
    noted: Library, folders: Folders, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    before = noted.articles()
    moved: list[str] = []
    move = moves.move

    def crashing(source: Path, target: Path) -> None:
        moved.append(source.name)
        if len(moved) == step:
            raise Crash
        move(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(moves, "move", crashing)
        if step < 4:
            with pytest.raises(Crash):
                noted.delete_articles([article.id for article in before])
        else:  # all is moved, and the journal was not written
            patch.setattr(noted._acting._history, "record", lambda _: (_ for _ in ()).throw(Crash))
            with pytest.raises(Crash):
                noted.delete_articles([article.id for article in before])
    with Library.open(folders) as again:
        assert again.articles() == []
        assert names(folders.annotations) == []
        assert again.undo() == "deletion of 2 articles"
        assert again.articles() == before
        assert not (folders.state / "unfinished.json").exists()
        assert again.undo() == "highlight"


@pytest.mark.parametrize("step", range(1, 4))
def test_a_full_disk_takes_a_deletion_back(
    noted: Library, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    before = noted.articles()
    files = names(noted.folders.articles), names(noted.folders.annotations)
    moved: list[str] = []
    move = moves.move

    def failing(source: Path, target: Path) -> None:
        moved.append(source.name)
        if len(moved) == step:
            raise StoreError("the disk reports an error")
        move(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(moves, "move", failing)
        with pytest.raises(StoreError, match="reports an error"):
            noted.delete_articles([article.id for article in before])
    assert noted.articles() == before
    assert (names(noted.folders.articles), names(noted.folders.annotations)) == files
    assert names(noted.folders.trash) == []
    assert noted.refresh() == frozenset()
    assert noted.undo() == "highlight"


def test_a_deletion_that_cannot_be_taken_back_is_finished_later(
    noted: Library, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = noted.articles()
    moved: list[str] = []
    move = moves.move

    def failing(source: Path, target: Path) -> None:
        moved.append(source.name)
        if len(moved) > 1:
            raise StoreError("the disk reports an error")
        move(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(moves, "move", failing)
        with pytest.raises(StoreError, match="reports an error"):
            noted.delete_articles([article.id for article in before])
    with Library.open(folders) as again:
        assert again.articles() == []
        assert again.undo() == "deletion of 2 articles"
        assert again.articles() == before


def test_an_undo_that_a_crash_cut_short_can_be_made_again(
    noted: Library, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = noted.articles()
    noted.delete_articles([article.id for article in before])
    move = moves.move
    moved: list[str] = []

    def crashing(source: Path, target: Path) -> None:
        moved.append(source.name)
        if len(moved) == 2:
            raise Crash
        move(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(moves, "move", crashing)
        with pytest.raises(Crash):
            noted.undo()
    with Library.open(folders) as again:
        assert again.undo() == "deletion of 2 articles"
        assert again.articles() == before
        assert names(folders.trash) == []


def test_the_trash_is_swept_of_what_was_put_there_long_ago(
    noted: Library, folders: Folders
) -> None:
    ferry = titled(noted, "ferry")
    noted.delete_articles([ferry.id])
    (folders.trash / "walk.20200101T000000Z-0a1b2c.md").write_text("old")
    (folders.trash / "walk.20200101T000000Z-0a1b2c.yaml").write_text("old")
    strangers = ["mine.md", "walk.20200101T000000Z.md", "walk.20200101T000000Z-0a1b2c.txt"]
    for name in strangers:
        (folders.trash / name).write_text("not ours")
    with Library.open(folders) as again:
        left = names(folders.trash)
        assert [name for name in left if name in strangers] == sorted(strangers)
        assert len(left) == len(strangers) + 2
        assert again.undo() == "deletion of an article"


def test_what_is_no_more_in_the_trash_is_said(noted: Library) -> None:
    noted.delete_articles([titled(noted, "ferry").id])
    for path in noted.folders.trash.iterdir():
        path.unlink()
    with pytest.raises(NotFoundError, match="not in the trash any more"):
        noted.undo()
    # The act before it was on the same article: that is said too, and is done with.
    with pytest.raises(NotFoundError, match="its article is not in the library"):
        noted.undo()
    assert noted.undo() is None


def test_nothing_in_the_trash_is_written_over(tmp_path: Path) -> None:
    one, two = tmp_path / "one.md", tmp_path / "two.md"
    one.write_text("1")
    two.write_text("2")
    with pytest.raises(StoreError, match="is there already"):
        moves.move(one, two)
    assert (one.read_text(), two.read_text()) == ("1", "2")
    three = tmp_path / "three.md"
    three.hardlink_to(one)  # a crash between the two steps of a move
    moves.move(one, three)
    assert not one.exists()
    assert three.read_text() == "1"
    assert moves.free_name(tmp_path, "two.md") == "two-2.md"
    assert len(moves.trash_name("x" * 300 + ".md", "2026-01-02T03:04:05Z")) < 230


def test_a_disk_without_hard_links_moves_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "not here")

    monkeypatch.setattr(moves.os, "link", refuse)
    one, two = tmp_path / "one.md", tmp_path / "two.md"
    one.write_text("1")
    moves.move(one, two)
    assert two.read_text() == "1"
    one.write_text("2")
    with pytest.raises(StoreError, match="is there already"):
        moves.move(one, two)


def test_articles_are_changed_together_as_one_act(noted: Library, folders: Folders) -> None:
    ferry, orchard = titled(noted, "ferry"), titled(noted, "orchard")
    noted.edit_article(ferry.id, tags=["slow", "old"], starred=True)
    ids = [ferry.id, orchard.id, ferry.id]
    assert noted.edit_articles(ids, starred=True) == 1
    assert noted.edit_articles(ids, starred=True) == 0
    assert (
        noted.edit_articles(
            ids, status="done", archived=True, add_tags=["new"], remove_tags=["old"]
        )
        == 2
    )
    assert [noted.article(i).tags for i in (ferry.id, orchard.id)] == [("slow", "new"), ("new",)]
    assert all(article.status == "done" and article.archived for article in noted.articles())
    with Library.open(folders) as again:
        assert again.undo() == "change of 2 articles"
        assert again.article(ferry.id).tags == ("slow", "old")
        assert again.article(orchard.id).status == "unread"
        assert again.undo() == "change of an article"
        assert not again.article(orchard.id).starred
        assert again.article(ferry.id).starred
        assert again.redo() == "change of an article"
        assert again.redo() == "change of 2 articles"
        assert again.article(orchard.id).tags == ("new",)


def test_offsets_of_another_text_are_refused(noted: Library) -> None:
    ferry = titled(noted, "ferry")
    seen = noted.document(ferry.id).sha256
    (mine,) = noted.annotations(ferry.id).highlights
    path = noted.folders.articles / ferry.file
    noted.mark(ferry.id, 4, 9, text=seen)
    path.write_text(path.read_text().replace("The ferry", "Every night the ferry"))
    for job in (
        lambda: noted.mark(ferry.id, 4, 9, text=seen),
        lambda: noted.edit_highlight(ferry.id, mine.id, end=9, text=seen),
    ):
        with pytest.raises(ConflictError, match="changed on disk"):
            job()
    noted.refresh()
    assert len(noted.annotations(ferry.id).highlights) == 2
    noted.edit_highlight(ferry.id, mine.id, note="no bounds", text=seen)


def test_a_text_that_changes_while_a_mark_is_saved_is_noticed(
    noted: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    ferry = titled(noted, "ferry")
    path = noted.folders.articles / ferry.file
    update = noted._annotations.update

    def late(article_id: str, edit: object) -> object:
        path.write_text(path.read_text().replace("The ferry", "Every night the ferry"))
        return update(article_id, edit)  # type: ignore[arg-type]

    monkeypatch.setattr(noted._annotations, "update", late)
    with pytest.raises(ConflictError, match="changed on disk"):
        noted.mark(ferry.id, 4, 9)
