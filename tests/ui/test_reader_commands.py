"""Every command of the table, driven by its keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.model import COLORS
from tests.editors import editor
from tests.ui.harness import Session, drives
from tui.screens.help import HelpScreen
from tui.screens.note import NoteScreen
from tui.screens.picker import Picker
from tui.screens.search import SearchScreen


def focus_text(reader: Session) -> str:
    focus = reader.main.reader.focus_range
    return reader.main.reader.document.text[focus.start : focus.end]


@drives("block.next", "block.previous", "sentence.next", "sentence.previous")
async def test_focus_moves(reader: Session) -> None:
    first = focus_text(reader)
    await reader.keys("j", "j")
    paragraph = focus_text(reader)
    assert paragraph.startswith("The kiln at the bend of the road")
    await reader.keys("right_parenthesis")
    assert focus_text(reader) == "The kiln at the bend of the road was fired four times a year."
    await reader.keys("right_parenthesis", "left_parenthesis")
    assert focus_text(reader).endswith("four times a year.")
    await reader.keys("k", "k", "k")
    assert focus_text(reader) == first


@drives("line.down", "line.up", "page.down", "page.up", "half.down", "half.up", "top", "end")
async def test_the_screen_moves(reader: Session) -> None:
    widget = reader.main.reader
    for there, back in (
        ("down", "up"),
        ("space", "b"),
        ("pagedown", "pageup"),
        ("ctrl+d", "ctrl+u"),
    ):
        await reader.keys(there)
        assert widget.scroll_offset.y > 0, there
        await reader.keys(back)
        assert widget.scroll_offset.y == 0, back
    await reader.keys("G")
    assert widget.progress == 100
    await reader.keys("g", "g")
    assert widget.top_offset == 0


@drives("section.next", "section.previous", "highlight.next", "highlight.previous")
async def test_jumps(reader: Session) -> None:
    await reader.keys("right_square_bracket", "right_square_bracket")
    assert focus_text(reader) == "Firing 1"
    await reader.keys(*["right_square_bracket"] * 2)
    assert focus_text(reader) == "Firing 2"
    await reader.keys(*["left_square_bracket"] * 2)
    assert focus_text(reader) == "Firing 1"
    await reader.keys("j", "h", "j", "j", "3", "g", "g")
    await reader.keys("right_square_bracket", "h")
    one = focus_text(reader)
    await reader.keys("right_square_bracket", "h")
    assert focus_text(reader) != one
    await reader.keys("left_square_bracket", "h")
    assert focus_text(reader) == one


@drives("mark.set", "mark.go", "jump.back")
async def test_marks(reader: Session) -> None:
    widget = reader.main.reader
    await reader.keys("space", "space", "m", "a")
    there = widget.top_offset
    await reader.keys("g", "g", "apostrophe", "a")
    assert widget.top_offset == there
    await reader.keys("apostrophe", "apostrophe")
    assert widget.top_offset == 0
    await reader.keys("apostrophe", "q")
    assert "no mark q" in reader.message


@drives(
    "row.next", "row.previous", "row.page_down", "row.page_up", "row.half_down", "row.half_up",
    "row.top", "row.end", "pane.next", "pane.previous",
)  # fmt: skip
async def test_rows_and_panes(reader: Session) -> None:
    await reader.keys("shift+tab")
    assert reader.main.place == "list"
    rows = reader.main.articles
    await reader.keys("g", "g")
    assert rows.cursor == 0
    await reader.keys("j")
    assert rows.cursor == 1
    await reader.keys("k", "2", "j")
    assert rows.cursor == 2
    await reader.keys("pageup", "pagedown", "ctrl+u", "ctrl+d", "G")
    assert rows.cursor == 2
    await reader.keys("tab", "tab")
    assert reader.main.place == "panel"
    await reader.keys("j")
    assert reader.main.panel.selected is not None
    await reader.keys("tab")
    assert reader.main.place == "list"


@drives("highlight", *(f"highlight.{color}" for color in COLORS))
async def test_highlights(reader: Session) -> None:
    await reader.keys("j", "j", "h")
    assert [h.color for h in reader.highlights] == ["yellow"]
    for number, color in enumerate(COLORS, 1):
        await reader.keys(str(number))
        assert [h.color for h in reader.highlights] == [color]
    assert len(reader.main.desk.opened.annotations.highlights) == 1  # type: ignore[union-attr]
    assert "gray" in reader.message


@drives("tag")
async def test_tags_a_highlight(reader: Session) -> None:
    await reader.keys("j", "j", "t")
    await reader.type("craft fire/kiln")
    await reader.keys("enter")
    assert [h.tags for h in reader.highlights] == [("craft", "fire/kiln")]
    await reader.keys("j", "t")
    await reader.type("fi")
    await reader.keys("tab", "enter")
    assert [h.tags for h in reader.highlights][1] == ("fire/kiln",)
    await reader.keys("t", "escape")
    assert len(reader.highlights) == 2


@drives("note")
async def test_writes_a_note(reader: Session) -> None:
    await reader.keys("j", "j", "a")
    assert isinstance(reader.app.screen, NoteScreen)
    await reader.type("count the firings")
    await reader.keys("escape")
    assert isinstance(reader.app.screen, NoteScreen), "what was typed is not thrown away at once"
    await reader.keys("ctrl+s")
    assert [h.note for h in reader.highlights] == ["count the firings"]
    await reader.keys("a", "escape")
    assert reader.app.screen is reader.main
    assert [h.note for h in reader.highlights] == ["count the firings"]


@drives("note.editor", "article.note_editor")
async def test_edits_notes_in_the_editor(
    reader: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, "text = 'from the editor\\n'"))
    await reader.keys("j", "j", "E")
    assert [h.note for h in reader.highlights] == ["from the editor"]
    await reader.keys("shift+tab", "E")
    article = reader.main.articles.selected
    assert article is not None
    assert reader.main.desk.library.article(article.id).note == "from the editor"
    monkeypatch.setenv("EDITOR", editor(tmp_path, "text = ''"))
    await reader.keys("E")
    assert reader.main.desk.library.article(article.id).note == "from the editor"
    assert "as it was" in reader.message
    monkeypatch.setenv("EDITOR", "no-such-editor-anywhere")
    await reader.keys("E")
    assert "did not start" in reader.message


@drives("copy")
async def test_copies(reader: Session) -> None:
    await reader.keys("j", "j", "right_parenthesis", "y")
    assert reader.app.clipboard == "The kiln at the bend of the road was fired four times a year."
    assert "14 words" in reader.message
    assert reader.highlights == ()


@drives("delete", "undo", "redo")
async def test_deletes_and_undoes(reader: Session) -> None:
    await reader.keys("j", "j", "h", "d")
    assert reader.highlights == ()
    await reader.keys("u")
    assert len(reader.highlights) == 1
    assert "undone" in reader.message
    await reader.keys("ctrl+r")
    assert reader.highlights == ()
    await reader.keys("d")
    assert "no highlight here" in reader.message


@drives("grow", "shrink", "repeat")
async def test_grows_shrinks_repeats(reader: Session) -> None:
    await reader.keys("j", "j", "right_parenthesis", "2")
    one = reader.highlights[0].quote
    await reader.keys("plus")
    assert reader.highlights[0].quote.startswith(one + " Each firing took")
    await reader.keys("minus")
    assert reader.highlights[0].quote == one
    await reader.keys("minus")
    assert "one sentence already" in reader.message
    await reader.keys("t")
    await reader.type("clay")
    await reader.keys("enter", "j", "full_stop")
    assert [(h.color, h.tags) for h in reader.highlights] == [("green", ("clay",))] * 2


@drives("open", "article.next", "article.previous")
async def test_opens_articles(reader: Session) -> None:
    await reader.keys("shift+tab", "g", "g", "enter")
    opened = reader.main.desk.opened
    assert opened is not None
    assert reader.main.place == "reader"
    await reader.keys("J")
    after = reader.main.desk.opened
    assert after is not None
    assert after.article.id != opened.article.id
    await reader.keys("K")
    assert reader.main.desk.opened.article.id == opened.article.id  # type: ignore[union-attr]
    await reader.keys("K")
    assert "first article" in reader.message


@drives("article.read", "article.star", "article.archive", "article.tag", "article.note")
async def test_article_verbs(reader: Session) -> None:
    library = reader.main.desk.library
    await reader.keys("shift+tab", "g", "g")
    article_id = reader.main.articles.selected.id  # type: ignore[union-attr]
    await reader.keys("r", "asterisk", "t")
    await reader.type("history")
    await reader.keys("enter", "a")
    await reader.type("good")
    await reader.keys("ctrl+s", "e")
    article = library.article(article_id)
    assert (article.status, article.starred, article.archived) == ("done", True, True)
    assert (article.tags, article.note) == (("history",), "good")
    await reader.keys("g", "5", "g", "g", "r", "asterisk", "e")
    article = library.article(article_id)
    assert (article.status, article.starred, article.archived) == ("unread", False, False)


@drives("export")
async def test_exports(reader: Session, tmp_path: Path) -> None:
    out = tmp_path / "out.md"
    await reader.keys("j", "j", "h", "x")
    assert isinstance(reader.app.screen, Picker)
    await reader.type("markdown")
    await reader.keys("enter", "ctrl+u")
    await reader.type(str(out))
    await reader.keys("enter")
    assert "The kiln at the bend of the road" in out.read_text(encoding="utf-8")
    assert "bytes in" in reader.message
    out.write_text("mine", encoding="utf-8")
    await reader.keys("x", "enter", "ctrl+u")
    await reader.type(str(out))
    await reader.keys("enter", "2")
    assert out.read_text(encoding="utf-8") == "mine"


async def test_exports_into_a_folder_but_never_into_the_library(
    reader: Session, tmp_path: Path
) -> None:
    for place, said in (
        (reader.main.desk.library.folders.articles, "inside the library"),
        (Path("~nobody-at-all"), "names nobody's home"),
        (tmp_path, "bytes in"),
    ):
        await reader.keys("x")
        await reader.type("markdown")
        await reader.keys("enter")
        assert reader.main.prompt.text.startswith(str(Path.cwd()))
        await reader.keys("ctrl+u")
        await reader.type(str(place).replace("~", ""))
        if str(place).startswith("~"):
            await reader.keys("home", "tilde")
        await reader.keys("enter")
        assert said in reader.message
    opened = reader.main.desk.opened
    assert opened is not None
    assert (tmp_path / opened.article.file).exists()


@drives("list.filter")
async def test_filters_the_list(reader: Session) -> None:
    await reader.keys("shift+tab", "slash")
    await reader.type("ferry")
    await reader.keys("enter")
    assert [a.title for a in reader.main.articles.articles] == ["Notes from the night ferry"]
    await reader.keys("escape")
    assert len(reader.main.articles.articles) == 3


@drives("find", "find.next", "find.previous")
async def test_finds_in_the_article(reader: Session) -> None:
    await reader.keys("slash")
    await reader.type("vine wood")
    assert "1 of 5" in reader.screen_text()
    await reader.keys("enter")
    assert focus_text(reader) == "vine wood"
    first = reader.main.reader.focus_range.start
    await reader.keys("n")
    assert reader.main.reader.focus_range.start > first
    assert "2 of 5" in reader.message
    await reader.keys("N")
    assert reader.main.reader.focus_range.start == first
    await reader.keys("h")
    assert [h.quote for h in reader.highlights] == ["vine wood"]
    await reader.keys("slash")
    await reader.type("zebra")
    await reader.keys("enter")
    assert "not in this article" in reader.message


@drives("search")
async def test_searches_the_library(reader: Session) -> None:
    await reader.keys("s")
    screen = reader.app.screen
    assert isinstance(screen, SearchScreen)
    await reader.type("kettle")
    assert screen.answer is not None
    assert [hit.title for hit in screen.answer.found.hits] == ["Notes from the night ferry"]
    await reader.keys("enter")
    opened = reader.main.desk.opened
    assert opened is not None
    assert opened.article.title == "Notes from the night ferry"
    assert "kettle" in focus_text(reader)


@drives("go.highlights", "go.library_highlights", "go.contents", "panel.jump")
async def test_goes_to_passages(reader: Session) -> None:
    await reader.keys("g", "h")
    assert "no highlights in this article" in reader.message
    await reader.keys("j", "j", "h", "g", "g")
    for keys in (("g", "h"), ("g", "H")):
        await reader.keys("g", "g", *keys)
        assert isinstance(reader.app.screen, Picker)
        await reader.keys("enter")
        assert focus_text(reader).startswith("The kiln at the bend of the road")
    await reader.keys("T")
    await reader.type("firing 3")
    await reader.keys("enter")
    assert focus_text(reader) == "Firing 3"
    await reader.keys("tab", "g", "g", "enter")
    assert focus_text(reader).startswith("The kiln at the bend of the road")


@drives("go.tags")
async def test_goes_to_tags(reader: Session) -> None:
    await reader.keys("g", "t")
    assert "no tags yet" in reader.message
    await reader.keys("j", "j", "t")
    await reader.type("clay")
    await reader.keys("enter")  # saved when this is over: the tags are read from the disk
    await reader.keys("g", "t", "enter")
    assert reader.main.place == "list"
    assert [a.title for a in reader.main.articles.articles] == ["The kiln at the bend"]


@drives("view.alone", "view.narrower", "view.wider")
async def test_looks(reader: Session) -> None:
    await reader.keys("z")
    assert not reader.main.query_one("#left").display
    await reader.keys("z")
    assert reader.main.query_one("#left").display
    before = reader.main.reader.measure
    await reader.keys("less_than_sign")
    assert reader.main.reader.measure == before - 4
    await reader.keys("greater_than_sign", "greater_than_sign")
    assert reader.main.reader.measure == before + 4


@drives("palette", "theme", "library.refresh")
async def test_the_palette_runs_what_has_no_key(reader: Session) -> None:
    await reader.keys("ctrl+p")
    assert isinstance(reader.app.screen, Picker)
    await reader.type("change the theme")
    await reader.keys("enter")
    await reader.type("paper")
    await reader.keys("enter")
    assert reader.main.look.theme.name == "paper"
    await reader.keys("colon")
    await reader.type("look for changed")
    await reader.keys("enter")
    assert "nothing has changed" in reader.message


@drives("help", "back")
async def test_help_and_back(reader: Session) -> None:
    await reader.keys("question_mark")
    assert isinstance(reader.app.screen, HelpScreen)
    assert "Next paragraph" in reader.screen_text()
    await reader.keys("space", "escape")
    assert reader.app.screen is reader.main
    await reader.keys("q")
    assert reader.main.place == "list"


@drives("quit")
async def test_quits(reader: Session) -> None:
    await reader.keys("j", "j")
    await reader.pilot.press("h", "ctrl+q")
    await reader.pilot.pause()
    assert not reader.app.is_running or reader.app._exit
