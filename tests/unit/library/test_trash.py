"""The trash: what is listed, brought back, thrown away."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import moves, trash
from store.errors import ConflictError, NotFoundError, StoreError, UsageError
from store.folders import Folders
from store.library import Library
from store.model import Article


def titled(library: Library, word: str) -> Article:
    return next(article for article in library.articles() if word in article.title)


def contents(folders: Folders) -> dict[str, bytes]:
    return {
        f"{folder.name}/{path.name}": path.read_bytes()
        for folder in (folders.articles, folders.annotations, folders.trash)
        if folder.exists()
        for path in folder.iterdir()
    }


@pytest.fixture
def noted(shelf: Library) -> Library:
    """Two articles, the ferry with two highlights."""
    ferry = titled(shelf, "ferry").id
    shelf.mark(ferry, 0, 3, tags=["river"])
    shelf.mark(ferry, 10, 20, note="at night")
    return shelf


def test_a_deleted_article_is_listed_with_what_goes_with_it(noted: Library) -> None:
    assert noted.trash() == []
    ferry, orchard = titled(noted, "ferry"), titled(noted, "orchard")
    noted.delete_articles([ferry.id])
    noted.delete_articles([orchard.id])
    found = {each.article: each for each in noted.trash()}
    assert set(found) == {ferry.id, orchard.id}
    assert (found[ferry.id].kind, found[ferry.id].title) == ("article", ferry.title)
    assert (found[ferry.id].highlights, len(found[ferry.id].files)) == (2, 2)
    assert (found[orchard.id].highlights, len(found[orchard.id].files)) == (0, 1)
    assert found[ferry.id].days_left == moves.KEPT_DAYS
    assert found[ferry.id].size == sum(
        (noted.folders.trash / name).stat().st_size for name in found[ferry.id].files
    )


def test_restoring_is_an_act_that_can_be_undone_and_redone(
    noted: Library, folders: Folders
) -> None:
    ferry = titled(noted, "ferry")
    before = contents(folders)
    noted.delete_articles([ferry.id])
    deleted = contents(folders)
    (found,) = noted.restore([ferry.id[:5]])
    assert found.article == ferry.id
    assert contents(folders) == before
    assert titled(noted, "ferry").highlights == 2
    with Library.open(folders) as again:
        assert again.undo() == "return of an article from the trash"
        assert contents(folders) == deleted
        assert again.redo() == "return of an article from the trash"
        assert contents(folders) == before
    # In their order all acts can be undone, and what was deleted comes back at the end.
    assert noted.undo() == "return of an article from the trash"
    assert noted.undo() == "deletion of an article"
    assert contents(folders) == before


def test_several_come_back_as_one_act_also_when_the_journal_is_gone(
    noted: Library, folders: Folders
) -> None:
    before = noted.articles()
    noted.delete_articles([article.id for article in before])
    for path in folders.state.glob("history*"):
        path.unlink()
    with Library.open(folders) as again:
        again.restore([article.id for article in before])
        assert again.articles() == before
        assert len(again.highlights()) == 2
        assert again.undo() == "return of 2 from the trash"
        assert again.articles() == []
        assert again.undo() is None


def test_all_or_none_come_back(noted: Library) -> None:
    ferry = titled(noted, "ferry")
    noted.delete_articles([ferry.id])
    before = contents(noted.folders)
    with pytest.raises(NotFoundError, match="no 'nothere' in the trash"):
        noted.restore([ferry.id, "nothere"])
    assert contents(noted.folders) == before
    assert noted.restore([]) == []


def test_what_was_annotated_anew_is_not_written_over(noted: Library, sources: Path) -> None:
    ferry = titled(noted, "ferry")
    noted.delete_articles([ferry.id])
    list(noted.add([str(sources / "ferry.md")]))
    noted.edit_article(ferry.id, note="anew")
    before = contents(noted.folders)
    with pytest.raises(ConflictError, match="added again and annotated") as caught:
        noted.restore([ferry.id])
    assert "trash/" in caught.value.hint
    assert contents(noted.folders) == before


def test_notes_come_back_to_an_article_that_is_here_again(noted: Library, sources: Path) -> None:
    ferry = titled(noted, "ferry")
    noted.delete_articles([ferry.id])
    list(noted.add([str(sources / "ferry.md")]))
    before = contents(noted.folders)
    noted.restore([ferry.id])
    assert titled(noted, "ferry").highlights == 2
    noted.undo()
    assert titled(noted, "ferry").highlights == 0
    assert contents(noted.folders) == before


def test_a_deletion_undone_while_the_article_is_here_again_can_be_redone(
    noted: Library, sources: Path
) -> None:
    ferry = titled(noted, "ferry")
    noted.delete_articles([ferry.id])
    list(noted.add([str(sources / "ferry.md")]))
    noted.undo()
    assert titled(noted, "ferry").highlights == 2
    noted.redo()
    assert all(article.id != ferry.id for article in noted.articles())
    noted.undo()
    assert titled(noted, "ferry").highlights == 2


def test_an_earlier_version_comes_back_by_its_name(noted: Library, sources: Path) -> None:
    orchard, text = titled(noted, "orchard"), (sources / "orchard.md").read_text("utf-8")
    before = noted.document(orchard.id).text
    kept = noted.mark(orchard.id, 20, 40)
    (sources / "orchard.md").write_text(f"A line ahead.\n\n{text}", encoding="utf-8")
    assert [added.outcome for added in noted.add([str(sources / "orchard.md")])] == ["updated"]
    after = noted.document(orchard.id).text
    (version,) = noted.trash()
    assert (version.kind, version.article) == ("version", orchard.id)
    with pytest.raises(NotFoundError, match="earlier versions of it"):
        noted.restore([orchard.id])
    assert version.key in version.name
    noted.restore([version.key])
    assert noted.document(orchard.id).text == before
    assert noted.annotations(orchard.id).highlight(kept.id).anchor == kept.anchor  # type: ignore[union-attr]
    assert noted.undo() == "return of an earlier version from the trash"
    assert noted.document(orchard.id).text == after
    assert noted.redo() is not None
    assert noted.document(orchard.id).text == before


def test_of_an_article_that_is_deleted_too_the_versions_stay_versions(
    noted: Library, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    orchard, path = titled(noted, "orchard"), sources / "orchard.md"
    for at, line in (("2026-01-01T00:00:00Z", "One."), ("2026-01-02T00:00:00Z", "Two.")):
        monkeypatch.setattr("store.times.now", lambda at=at: at)
        path.write_text(f"{line}\n\n{path.read_text('utf-8')}", encoding="utf-8")
        list(noted.add([str(path)]))
    noted.delete_articles([orchard.id])
    found = noted.trash()
    assert [each.kind for each in found] == ["article", "version", "version"]
    with pytest.raises(NotFoundError, match="is not here, whose earlier version"):
        noted.restore([found[1].key])
    noted.restore([orchard.id])
    assert "Two." in noted.document(orchard.id).text


def test_what_is_nobodys_and_what_cannot_be_read_is_told_and_harms_nothing(
    noted: Library,
) -> None:
    ferry = titled(noted, "ferry")
    noted.delete_articles([ferry.id])
    folder, at = noted.folders.trash, "20260102T030405Z"
    (folder / f"x\x1b[2J.{at}-0a1b2c.md").write_bytes(b"\xff\xfe")
    (folder / f"broken.{at}-0a1b2d.yaml").write_bytes(b"a: [")
    (folder / f"copy.{at}-0a1b2e.yaml").write_text(f"article: {{id: {ferry.id}, title: Copy}}\n")
    (folder / "mine.md").write_text("not put there by postil")
    (folder / "odd.20269999T999999Z-0a1b2c.md").write_text("no such day")
    (folder / f"link.{at}-0a1b2c.md").symlink_to(folder / "mine.md")
    kinds = sorted(each.kind for each in noted.trash())
    assert kinds == ["annotations", "article", "unreadable", "unreadable"]
    for each in noted.trash():
        if each.kind != "article":
            with pytest.raises(UsageError):
                noted.restore([each.name])
    for name in ("mine.md", "../articles", "", "/etc/passwd"):
        with pytest.raises(NotFoundError):
            noted.restore([name])


def test_emptying_removes_what_is_old_enough_and_ours(noted: Library) -> None:
    assert noted.empty_trash() == 0
    noted.delete_articles([titled(noted, "ferry").id])
    folder = noted.folders.trash
    (folder / "old.20260102T030405Z-0a1b2c.md").write_text("old")
    (folder / "mine.md").write_text("not ours")
    assert noted.empty_trash(older_than=30) == 1
    assert len(noted.trash()) == 1
    assert noted.empty_trash() == 2
    assert [path.name for path in folder.iterdir()] == ["mine.md"]
    with pytest.raises(NotFoundError, match="not in the trash any more"):
        noted.undo()


def test_what_cannot_be_removed_is_said(noted: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    noted.delete_articles([titled(noted, "ferry").id])

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "not here")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(StoreError, match=r"cannot remove .*permission denied"):
        noted.empty_trash()


def test_ids_that_could_be_several_are_refused(noted: Library) -> None:
    articles = noted.articles()
    noted.delete_articles([article.id for article in articles])
    for each in noted.trash():
        assert noted._catalogue.file_of("article", each.article) is None
    found = noted.trash()
    with pytest.raises(ConflictError, match="could be several"):
        trash._find([each._replace(article=f"a{each.article}") for each in found], "a")


def test_a_crash_while_bringing_back_is_finished_at_the_next_start(
    noted: Library, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Crash(BaseException):
        pass

    before = contents(folders)
    noted.delete_articles([ferry := titled(noted, "ferry").id])
    move, moved = moves.move, []

    def crashing(source: Path, target: Path) -> None:
        moved.append(source)
        if len(moved) == 2:
            raise Crash
        move(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(moves, "move", crashing)
        with pytest.raises(Crash):
            noted.restore([ferry])
    with Library.open(folders) as again:
        assert contents(folders) == before
        assert again.undo() == "return of an article from the trash"
