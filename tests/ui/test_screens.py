"""The screen as a whole: panes and sizes, places kept, errors said, hostile text harmless."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.geometry import Size

from store.errors import StoreError
from store.library import Library
from tests.ui.conftest import kiln_id
from tests.ui.harness import Session, reading
from tui.app import PostilApp
from tui.safe import one_line
from tui.screens.picker import Picker
from tui.widgets.prompt import Prompt

HOSTILE = [
    "[bold red]x[/bold red] [/] [@click=app.quit]click[/] [$primary] [Foo]",
    "esc \x1b[31mred\x1b]0;title\x07 bell\x07 back\x08 \x9b31m",
    "bidi \u202eevil\u2066 zero\u200bwidth \U000e0041tag",
    "wide 漢字かな 🏳️‍🌈 e\u0301 \ud7ff",
    "$background {x} %s \\[bold] ]] [[",
]

SIZES = [(160, 45), (100, 30), (80, 24), (60, 20), (40, 12)]


async def resize(session: Session, width: int, height: int) -> None:
    session.app._driver._size = Size(width, height)  # type: ignore[union-attr]
    session.app.post_message(events.Resize(Size(width, height), Size(width, height)))
    await session.pilot.pause(0.02)
    await session.settle()


def shown(session: Session) -> set[str]:
    names = {"#left": "list", "#middle": "reader", "#right": "panel"}
    return {name for id_, name in names.items() if session.main.query_one(id_).display}


@pytest.mark.parametrize(
    ("size", "in_list", "in_reader", "in_panel"),
    [
        ((160, 45), "list reader panel", "list reader panel", "list reader panel"),
        ((100, 30), "list reader", "list reader", "reader panel"),
        ((80, 24), "list reader", "list reader", "reader panel"),
        ((60, 20), "list", "reader", "panel"),
        ((40, 12), "list", "reader", "panel"),
    ],
)
async def test_panes_that_fit(
    desk_library: Library, size: tuple[int, int], in_list: str, in_reader: str, in_panel: str
) -> None:
    async with reading(desk_library, size) as session:
        assert shown(session) == set(in_list.split())
        await session.keys("enter")
        assert shown(session) == set(in_reader.split())
        assert session.main.reader.size.width > 20
        await session.keys("j", "j", "h", "tab")
        assert shown(session) == set(in_panel.split())
        lines = session.screen_text().split("\n")
        assert len(lines) == size[1]
        for keys in (["question_mark"], ["colon"], ["s"], ["t"], ["a"]):
            await session.keys(*keys)
            assert len(session.screen_text().split("\n")) == size[1]
            await session.keys("escape")


async def test_a_resize_keeps_the_place(reader: Session) -> None:
    await reader.keys(*["space"] * 4)
    widget = reader.main.reader
    top = widget.top_offset
    assert top > 0
    for size in SIZES:
        await resize(reader, *size)
        assert widget.top_offset == top, size
    await resize(reader, 120, 40)
    assert widget.top_offset == top


async def test_the_place_comes_back_and_status_follows(desk_library: Library) -> None:
    article_id = kiln_id(desk_library)
    async with reading(desk_library, article_id=article_id) as session:
        await session.keys("space", "space")
        top = session.main.reader.top_offset
        await session.keys("ctrl+q")
    article = desk_library.article(article_id)
    assert article.status == "reading"
    assert 0 < article.progress < 100
    async with reading(desk_library, (100, 30)) as session:
        session.main.desk.open(article_id)
        await session.settle()
        assert session.main.reader.top_offset == top
        await session.keys("G", "J")
        assert desk_library.article(article_id).status == "done"


async def test_a_look_is_not_reading(desk_library: Library) -> None:
    article_id = kiln_id(desk_library)
    async with reading(desk_library, article_id=article_id) as session:
        await session.keys("q", "q")
    assert desk_library.article(article_id).status == "unread"


async def test_what_its_user_says_about_status_holds(desk_library: Library) -> None:
    article_id = kiln_id(desk_library)
    async with reading(desk_library, article_id=article_id) as session:
        await session.keys("G", "r", "r", "q", "q")
    assert desk_library.article(article_id).status == "unread"


async def test_opens_at_a_highlight(desk_library: Library) -> None:
    article_id = kiln_id(desk_library)
    text = desk_library.document(article_id).text
    start = text.rindex("A glaze is a bet")
    mark = desk_library.mark(article_id, start, start + 34)
    async with reading(desk_library, at=mark.id[:6]) as session:
        focus = session.main.reader.focus_range
        assert (focus.kind, focus.start) == ("highlight", start)
        assert "A glaze is a bet" in session.screen_text()


async def test_an_article_that_is_not_there_is_said(desk_library: Library) -> None:
    async with reading(desk_library, article_id="zzzz") as session:
        assert "no article 'zzzz'" in session.message
        await session.keys("j")
        assert session.message == ""


async def test_several_highlights_under_the_focus_are_asked_for(reader: Session) -> None:
    await reader.keys("j", "j", "h")
    passage = reader.main.reader.focus_range
    await reader.keys("right_parenthesis", "2")
    reader.main.reader.focus_passage(passage.start, passage.end, "block")
    await reader.keys("d")
    assert isinstance(reader.app.screen, Picker)
    await reader.keys("2")
    assert len(reader.highlights) == 1


async def test_a_failed_write_is_said_and_the_paint_is_corrected(
    reader: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("the disk is full", hint="make room")

    monkeypatch.setattr(reader.main.desk.library, "mark", full)
    await reader.keys("j", "j", "h")
    assert reader.message == "the disk is full — make room"
    assert reader.main.desk.opened.annotations.highlights == ()  # type: ignore[union-attr]
    assert reader.main.reader.highlight_ids_at_focus() == []


async def test_a_bug_is_a_line_and_a_log_and_the_reader_lives(
    reader: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("nobody expected this")

    monkeypatch.setattr(reader.main.reader, "move", broken)
    await reader.keys("j")
    assert "a bug in postil (KeyError)" in reader.message
    log = reader.main.desk.library.folders.state / "postil.log"
    assert "nobody expected this" in log.read_text(encoding="utf-8")
    await reader.keys("tab")
    assert reader.main.place == "panel"


async def test_quick_marks_are_all_saved_in_order(reader: Session) -> None:
    await reader.keys(*["j", "h"] * 8, *["u"] * 3, "ctrl+r")
    assert len(reader.highlights) == 6
    starts = [h.anchor.start for h in reader.highlights]
    assert starts == sorted(starts)


async def test_marks_survive_an_immediate_end(desk_library: Library) -> None:
    article_id = kiln_id(desk_library)
    async with reading(desk_library, article_id=article_id) as session:
        await session.pilot.press("j", "j", "h", "t", "o", "n", "e", "enter", "ctrl+q")
    assert [h.tags for h in desk_library.annotations(article_id).highlights] == [("one",)]


@pytest.mark.parametrize("ended", [False, True])
async def test_a_write_that_fails_at_the_end_is_not_lost(
    ended: bool, desk_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it fails while it is waited for, or has ended before that."""

    def full(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    async with reading(desk_library, article_id=kiln_id(desk_library)) as session:
        monkeypatch.setattr(desk_library, "save_place", full)
        queue = session.main.desk.queue
        close = queue.close

        def close_late() -> None:
            queue._pool.submit(lambda: None).result()
            close()

        monkeypatch.setattr(queue, "close", close_late if ended else close)
        await session.keys("space", "ctrl+q")
    assert [error.message for error in queue.lost] == ["the disk is full"]


async def test_a_note_on_a_mark_that_is_still_being_saved(reader: Session) -> None:
    await reader.keys("j", "j")
    for key in ("h", "3", "plus"):
        reader.app.post_message(events.Key(key, key if len(key) == 1 else "+"))
    await reader.settle()
    assert [(h.color, h.quote.count(".")) for h in reader.highlights] == [("blue", 5)]


async def test_pending_keys_show_and_escape_ends_them(reader: Session) -> None:
    await reader.keys("g")
    assert reader.screen_text().split("\n")[-1].startswith(" g…")
    await reader.keys("escape")
    assert "% ·" in reader.screen_text().split("\n")[-1]
    assert reader.main.place == "reader"


async def test_an_empty_library_says_what_to_do(library: Library) -> None:
    async with reading(library) as session:
        assert "postil add FILE" in session.screen_text()
        for key in ("enter", "j", "G", "r", "t", "x", "J", "z", "slash", "escape", "g", "h"):
            await session.keys(key)
        assert session.app.is_running


async def test_a_bad_config_does_not_stop_the_start(desk_library: Library) -> None:
    folder = desk_library.folders.config
    folder.mkdir(exist_ok=True)
    (folder / "config.yaml").write_text("theme: nosuch\nkeys: {block.nxt: j}\n", encoding="utf-8")
    async with reading(desk_library) as session:
        assert "block.nxt is no command; do you mean block.next?" in session.message
        assert "(and 1 more: postil config)" in session.message
        assert session.main.look.theme.name == "ink"


async def test_what_is_to_be_said_of_a_run_is_said(desk_library: Library) -> None:
    desk_library.notice = "the cache folder cannot be written"
    async with reading(desk_library) as session:
        assert session.message == desk_library.notice


async def test_rebound_keys_work_and_the_help_shows_them(desk_library: Library) -> None:
    folder = desk_library.folders.config
    folder.mkdir(exist_ok=True)
    (folder / "config.yaml").write_text("keys: {block.next: ctrl+n}\n", encoding="utf-8")
    async with reading(desk_library, article_id=kiln_id(desk_library)) as session:
        before = session.main.reader.focus_range
        await session.keys("j")
        assert session.main.reader.focus_range == before
        await session.keys("ctrl+n")
        assert session.main.reader.focus_range != before
        await session.keys("question_mark")
        assert "ctrl+n" in session.screen_text()


def colours(app: PostilApp) -> set[str]:
    """The colours of everything that leaves for the terminal."""
    found = set()
    for strip in app.screen._compositor.render_strips():
        filtered = strip
        for line_filter in app._filters:
            if line_filter.enabled:
                filtered = filtered.apply_filter(line_filter, app.background_colors[1])
        for segment in filtered:
            if segment.style is not None:
                found |= {str(c.name) for c in (segment.style.color, segment.style.bgcolor) if c}
    return found


@pytest.mark.parametrize("by", ["theme", "environment"])
async def test_no_colour_is_no_colour_at_all(
    desk_library: Library, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if by == "environment":
        monkeypatch.setenv("NO_COLOR", "1")
    options = {"theme": "mono"} if by == "theme" else {}
    async with reading(desk_library, article_id=kiln_id(desk_library), **options) as session:
        await session.keys("j", "j", "h", "j", "3")
        for keys in (
            (),
            ("slash", "c"),
            ("escape", "question_mark"),
            ("escape", "a"),
            ("escape", "s"),
        ):
            await session.keys(*keys)
            assert colours(session.app) <= {"default"}, keys


@pytest.mark.parametrize(("ground", "theme"), [("0;15", "paper"), ("15;0", "ink"), ("", "ink")])
async def test_the_theme_follows_the_terminal(
    desk_library: Library, ground: str, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORFGBG", ground)
    assert PostilApp(desk_library).main.look.theme.name == theme
    assert PostilApp(desk_library, theme="contrast").main.look.theme.name == "contrast"


@pytest.mark.parametrize("size", [(160, 45), (60, 20)])
async def test_hostile_text_is_harmless_on_every_screen(
    library: Library, tmp_path: Path, size: tuple[int, int]
) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    for number, text in enumerate(HOSTILE):
        body = f"# {text}\n\nBy {text}\n\n## {text}\n\nA passage {number} with {text}.\n"
        (folder / f"{number} [bold]x[⁄] [@click=app.quit].md").write_text(
            body, encoding="utf-8", errors="replace"
        )
    assert {added.outcome for added in library.add([str(folder)])} == {"added"}
    for article, text in zip(library.articles(), HOSTILE, strict=True):
        clean = one_line(text)
        library.edit_article(article.id, tags=["[bold]x[/]", "[@click=app.quit]"], note=clean)
        block = library.document(article.id).blocks[-1]
        library.mark(article.id, block.start, block.end, tags=["[/red]"], note=clean)
    library.update_index()
    async with reading(library, size, article_id=library.articles()[0].id) as session:
        for keys in (
            (), ("J",), ("J",), ("J",), ("J",), ("tab",), ("shift+tab",), ("G",), ("t",),
            ("escape", "a"), ("escape", "g", "h"), ("escape", "g", "H"), ("escape", "T"),
            ("escape", "g", "t"), ("escape", "x"), ("escape", "colon"), ("escape", "question_mark"),
            ("escape", "s", "x"), ("escape", "g", "k"), ("x", "enter"),
            ("escape", "shift+tab", "slash", "x"), ("escape", "a"),
        ):  # fmt: skip
            await session.keys(*keys)
            text = session.screen_text()
            assert session.app.is_running, keys
            assert not set(text) & {chr(c) for c in (*range(10), *range(11, 32), 0x7F, 0x9B)}, keys
            assert "\u202e" not in text, keys
        await session.keys("escape")
        await session.keys("slash")
        await session.type(HOSTILE[0])
        await session.keys("enter")
        assert session.app.is_running


async def test_hostile_messages(reader: Session) -> None:
    for text in HOSTILE:
        reader.main.desk.say(text, "error")
        await reader.settle()
        assert "\x1b" not in reader.screen_text()
        assert reader.main.query_one(Prompt) is reader.main.prompt


async def test_clicks_choose_and_open(desk_library: Library) -> None:
    async with reading(desk_library) as session:
        await session.pilot.click("#articles", offset=(4, 2))
        await session.settle()
        assert session.main.articles.cursor == 1
        await session.pilot.click("#articles", offset=(4, 2))
        await session.settle()
        opened = session.main.desk.opened
        assert opened is not None
        assert opened.article.id == session.main.articles.articles[1].id


async def test_what_could_not_be_saved_is_not_shown(reader: Session) -> None:
    """Not even when the file cannot be read either."""
    await reader.keys("j", "j", "h")
    library, opened = reader.main.desk.library, reader.main.desk.opened
    assert opened is not None
    (path,) = library.folders.annotations.glob("*.yaml")
    good = path.read_bytes()
    path.write_text("schema: [\n", encoding="utf-8")
    await reader.keys("j", "h")
    assert "is not written over" in reader.message
    assert len(opened.annotations.highlights) == 1
    path.write_bytes(good)
    await reader.keys("escape", "h")
    assert len(opened.annotations.highlights) == len(reader.highlights) == 2


def insert_on_disk(reader: Session, before: str, added: str) -> None:
    """Another program writes into the open article's file."""
    opened = reader.main.desk.opened
    assert opened is not None
    path = reader.main.desk.library.folders.articles / opened.article.file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(before, f"{added}\n\n{before}", 1), encoding="utf-8")


async def test_a_text_that_changed_on_disk_is_shown_with_its_marks(reader: Session) -> None:
    await reader.keys(*["right_square_bracket"] * 4, "h")
    (before,) = reader.highlights
    insert_on_disk(reader, "## Firing 1", "A line nobody had seen before.")
    reader.main.desk.outside.refresh(tell=True)
    await reader.settle()
    opened = reader.main.desk.opened
    assert opened is not None
    assert reader.main.reader.document is opened.document
    assert "A line nobody had seen before." in opened.document.text
    (after,) = opened.annotations.highlights
    assert after.anchor.start > before.anchor.start
    assert opened.document.text[after.anchor.start : after.anchor.end] == before.quote


async def test_no_mark_lands_on_a_text_that_was_not_seen(reader: Session) -> None:
    await reader.keys("j", "j")
    insert_on_disk(reader, "## Firing 1", "A line nobody had seen before.")
    await reader.keys("h")
    assert "the text has changed on disk meanwhile" in reader.message
    assert reader.highlights == ()
    assert "A line nobody had seen before." in reader.screen_text()
