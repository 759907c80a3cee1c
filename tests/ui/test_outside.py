"""Changes from outside while one reads: another process, an editor, a sync tool."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import StoreError
from store.library import Library
from tests.ui.conftest import kiln_id
from tests.ui.harness import Session, reading
from tests.ui.test_panel import panel_text

FIRST = "The kiln at the bend of the road"


@pytest.fixture
def other(desk_library: Library) -> Iterator[Library]:
    """Another process on the same folders."""
    with Library(desk_library.folders) as library:
        library.refresh()
        yield library


async def look(reader: Session, *, closely: bool = False) -> None:
    """What the watcher's clock does a little later."""
    reader.main.desk.outside.look(closely=closely)
    for _ in range(3):  # the look, what is read, the list
        await reader.settle()


def file_of(reader: Session) -> Path:
    """The Markdown of the open article."""
    desk = reader.main.desk
    return desk.library.folders.articles / desk.need_open().article.file


def edit(path: Path, old: str, new: str, *, at: int = 0) -> None:
    """An editor saves in place: the folder does not tell."""
    text = path.read_text(encoding="utf-8")
    head, tail = text[:at], text[at:]
    assert old in tail
    path.write_text(head + tail.replace(old, new, 1), encoding="utf-8")


def on_top(reader: Session) -> str:
    """The words at the top of the screen."""
    view = reader.main.reader
    return view.document.text[view.top_offset :][:40]


def in_focus(reader: Session) -> str:
    focus = reader.main.reader.focus_range
    return reader.main.reader.document.text[focus.start : focus.end]


async def test_what_another_process_marks_is_shown(reader: Session, other: Library) -> None:
    article_id = kiln_id(other)
    start = other.document(article_id).text.index(FIRST)
    made = other.mark(article_id, start, start + len(FIRST), tags=["from/elsewhere"], note="Look.")
    other.edit_article(article_id, tags=["clay"], note="All of it.", starred=True)
    await look(reader)
    opened = reader.main.desk.need_open()
    assert [h.id for h in opened.annotations.highlights] == [made.id]
    assert opened.article.starred
    for word in ("#clay", "#from/elsewhere", "» Look.", "All of it."):
        assert word in panel_text(reader)
    await reader.keys("j", "j", "h", "u")
    assert [h.id for h in reader.highlights] == [made.id]
    other.delete_highlight(article_id, made.id)
    await look(reader)
    assert not reader.main.desk.need_open().annotations.highlights


async def test_what_another_process_adds_is_listed(
    reader: Session, other: Library, tmp_path: Path
) -> None:
    (tmp_path / "well.md").write_text("# The well\n\nWater, forty feet down.\n", encoding="utf-8")
    assert [added.outcome for added in other.add([str(tmp_path / "well.md")])] == ["added"]
    await look(reader)
    assert "The well" in {a.title for a in reader.main.articles.articles}


async def test_nobody_loses_the_place_when_the_text_changes(reader: Session) -> None:
    await reader.keys("space", "space", "space", "j", "right_parenthesis")
    top, focused, before = on_top(reader), in_focus(reader), reader.main.reader.focus_range
    assert reader.main.reader.top_offset > 0
    row = reader.main.reader.cell_of(before.start)[1]
    edit(file_of(reader), "## Firing 1", "## Before all firings\n\nA word ahead.\n\n## Firing 1")
    await look(reader)
    reader_pane = reader.main.reader
    assert "A word ahead." in reader_pane.document.text
    assert (on_top(reader), in_focus(reader)) == (top, focused)
    assert reader_pane.focus_range.kind == before.kind
    assert reader_pane.focus_range.start > before.start
    assert reader_pane.cell_of(reader_pane.focus_range.start)[1] == row


async def test_a_selection_stays_on_its_words(reader: Session) -> None:
    await reader.keys("j", "j", "j", "v", "w", "w", "w", "enter")
    words = in_focus(reader)
    edit(file_of(reader), "# The kiln at the bend\n", "# The kiln at the bend\n\nA motto.\n")
    await look(reader)
    focus = reader.main.reader.focus_range
    assert (focus.kind, in_focus(reader)) == ("selection", words)
    await reader.keys("h")
    assert [h.quote for h in reader.highlights] == [words.strip()]
    await reader.keys("u")
    assert not reader.highlights


async def test_a_selection_that_is_being_made_goes_on(reader: Session) -> None:
    await reader.keys("j", "j", "j", "v", "w", "w", "w")
    words = in_focus(reader)
    edit(file_of(reader), "# The kiln at the bend\n", "# The kiln at the bend\n\nA motto.\n")
    await look(reader)
    assert reader.main.in_caret
    assert in_focus(reader) == words
    await reader.keys("w")
    assert in_focus(reader).startswith(words)
    assert len(in_focus(reader)) > len(words)


async def test_the_top_stays_the_top(reader: Session) -> None:
    edit(file_of(reader), "## Firing 1", "A word ahead.\n\n## Firing 1")
    await look(reader)
    assert reader.main.reader.top_offset == 0
    assert "A word ahead." in reader.screen_text()


async def test_ones_own_mark_can_be_undone_after_the_text_has_changed(reader: Session) -> None:
    await reader.keys("j", "j", "h")
    quote = reader.highlights[0].quote
    edit(file_of(reader), "## Firing 1", "A word ahead.\n\n## Firing 1")
    await look(reader)
    assert [h.quote for h in reader.main.desk.need_open().annotations.highlights] == [quote]
    await reader.keys("u")
    assert not reader.highlights
    await reader.keys("ctrl+r")
    assert [h.quote for h in reader.highlights] == [quote]


async def test_one_that_was_changed_while_it_was_not_open_opens_where_one_stopped(
    desk_library: Library,
) -> None:
    ferry = next(a.id for a in desk_library.articles() if "ferry" in a.title)
    async with reading(desk_library, (60, 12), article_id=kiln_id(desk_library)) as session:
        await session.keys("space", "space", "space")
        top, path = on_top(session), file_of(session)
        session.main.desk.open(ferry)
        await session.settle()
        edit(path, "## Firing 1", "Words ahead.\n\n## Firing 1")
        await look(session, closely=True)
        session.main.desk.open(kiln_id(desk_library))
        await session.settle()
        assert "Words ahead." in session.main.reader.document.text
        assert on_top(session) == top


async def test_what_became_of_the_highlights_is_said(desk_library: Library) -> None:
    ferry = next(a.id for a in desk_library.articles() if "ferry" in a.title)
    text = desk_library.document(ferry).text
    for words in ("The purser keeps a kettle.", "The ferry crosses at two."):
        start = text.index(words)
        desk_library.mark(ferry, start, start + len(words))
    async with reading(desk_library, article_id=ferry) as session:
        path = file_of(session)
        edit(path, "The purser keeps a kettle.", "Whoever wants tea must bring it.")
        await look(session)
        assert session.message.startswith("changed elsewhere: 1 kept, 1 ")
        await session.keys("j")
        edit(path, "Whoever wants tea must bring it.", "The purser keeps a kettle.")
        await look(session)
        assert session.message == "changed elsewhere: 2 kept"


async def test_deleted_elsewhere_it_stays_until_it_is_left(reader: Session, other: Library) -> None:
    article_id = kiln_id(other)
    await reader.keys("space")
    other.delete_articles([article_id])
    await look(reader)
    assert "deleted elsewhere" in reader.message
    assert article_id not in {a.id for a in reader.main.articles.articles}
    assert FIRST in reader.main.reader.document.text
    await reader.keys("j")
    assert reader.screen_text().split("\n")[-1].startswith(" deleted elsewhere · ")
    await reader.keys("h")
    assert reader.message == "this article was deleted elsewhere — nothing is saved here"
    assert reader.main.desk.need_open().annotations.highlights == ()
    await reader.keys("K")
    assert reader.main.desk.need_open().article.id != article_id
    other.undo()
    await look(reader)
    assert article_id in {a.id for a in reader.main.articles.articles}


async def test_it_comes_back_while_it_is_shown(reader: Session, other: Library) -> None:
    other.delete_articles([kiln_id(other)])
    await look(reader)
    assert reader.main.desk.need_open().gone
    other.undo()
    await look(reader)
    assert not reader.main.desk.need_open().gone
    await reader.keys("j", "h")
    assert len(reader.highlights) == 1


async def test_a_renamed_file_is_followed(reader: Session) -> None:
    path = file_of(reader)
    path.rename(path.with_name("renamed.md"))
    await look(reader)
    assert reader.main.desk.need_open().article.file == "renamed.md"
    await reader.keys("j", "h")
    assert len(reader.highlights) == 1


async def test_nothing_that_is_typed_is_disturbed(reader: Session, other: Library) -> None:
    article_id = kiln_id(other)
    await reader.keys("j", "h")
    await reader.keys("tab", "a")
    await reader.type("half a tho")
    other.edit_article(article_id, tags=["meanwhile"])
    edit(file_of(reader), "## Firing 1", "A word ahead.\n\n## Firing 1")
    await look(reader)
    assert "meanwhile" not in panel_text(reader)
    await reader.type("ught")
    await reader.keys("ctrl+s")
    await look(reader)
    assert reader.highlights[0].note == "half a thought"
    assert "meanwhile" in panel_text(reader)
    assert "A word ahead." in reader.main.reader.document.text


async def test_an_edit_in_place_of_another_article_is_found_by_a_close_look(
    reader: Session, desk_library: Library
) -> None:
    await look(reader, closely=True)
    ferry = next(a for a in desk_library.articles() if "ferry" in a.title)
    path = desk_library.folders.articles / ferry.file
    folder = path.parent.stat()
    path.write_text(path.read_text("utf-8").replace(ferry.title, "The day ferry"), "utf-8")
    os.utime(path.parent, ns=(folder.st_atime_ns, folder.st_mtime_ns))
    await look(reader)
    assert "The day ferry" not in {a.title for a in reader.main.articles.articles}
    await look(reader, closely=True)
    assert "The day ferry" in {a.title for a in reader.main.articles.articles}


async def test_a_look_reads_nothing_while_nothing_changes(
    reader: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    await look(reader, closely=True)
    await reader.keys("j", "h")
    await look(reader)
    refreshed: list[int] = []
    monkeypatch.setattr(reader.main.desk.outside, "refresh", lambda: refreshed.append(1))
    await look(reader)
    await look(reader, closely=True)
    assert not refreshed


async def test_a_folder_that_cannot_be_read_is_said_once(
    reader: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(_: str = "") -> None:
        raise StoreError("cannot read articles: permission denied")

    monkeypatch.setattr(reader.main.desk.library, "signs", unreadable)
    await look(reader)
    assert "permission denied" in reader.message
    await reader.keys("j")
    await look(reader)
    assert reader.message == ""


async def test_annotations_that_cannot_be_read_for_a_while_are_said_and_come_back(
    reader: Session,
) -> None:
    await reader.keys("j", "h")
    library = reader.main.desk.library
    (path,) = library.folders.annotations.glob("*.yaml")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"\n  - [")
    await look(reader)
    assert path.name in reader.message
    assert FIRST in reader.main.reader.document.text
    path.write_bytes(whole)
    await look(reader)
    assert len(reader.main.desk.need_open().annotations.highlights) == 1


async def test_what_fails_once_is_tried_again(
    reader: Session, other: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    article_id, outside = kiln_id(other), reader.main.desk.outside
    other.edit_article(article_id, tags=["meanwhile"])

    def busy() -> None:
        raise StoreError("another process is at work in it")

    with monkeypatch.context() as patched:
        patched.setattr(reader.main.desk.library, "refresh", busy)
        await look(reader)
    assert "another process" in reader.message
    later = outside.clock() + 20
    monkeypatch.setattr(outside, "clock", lambda: later)
    await look(reader)
    assert "meanwhile" in panel_text(reader)


async def test_a_conflict_copy_is_merged_while_one_reads(reader: Session, other: Library) -> None:
    article_id = kiln_id(other)
    await reader.keys("j", "j", "h")
    (path,) = other.folders.annotations.glob("*.yaml")
    mine = path.read_bytes()
    other.refresh()
    theirs = other.mark(article_id, 0, 8, color="blue")
    copy = path.with_name(f"{path.stem}.sync-conflict-20240501-120000-ABCDEFG.yaml")
    copy.write_bytes(path.read_bytes())
    path.write_bytes(mine)
    await look(reader)
    shown = reader.main.desk.need_open().annotations.highlights
    assert len(shown) == 2
    assert theirs.id in {h.id for h in shown}
    assert "merged a conflict copy" in reader.message
    assert not copy.exists()
