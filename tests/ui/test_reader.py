"""The reader widget: focus, motions, highlights, mouse, resizing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown
from textual.message import Message
from textual.pilot import Pilot

from store.model import Anchor, Highlight
from store.text.document import Document
from store.text.markdown import parse
from themes.load import builtin, load
from tui.widgets.reader import Focus, Reader
from tui.widgets.reader_motion import Motion

ARTICLE = """
::: furniture
Share this

Follow us
:::

# Harbour lights

When the lamps went out, the town kept its own time. The ledgers name every ship. Nobody asked.

東京の港では、昔の灯台が今も光っています。 A family 👨\u200d👩\u200d👧 waits.

## Pilots and tolls

- the guild paid in candles
- the toll house kept the tally

***

```
toll = length * 3
```

## What was lost

Last words. They are short.

::: furniture
Leave a comment
:::
"""
LONG = "# Long\n\n" + "\n\n".join(
    f"## Part {n}\n\n"
    + f"Sentence one of {n} tells of lamps. Sentence two of {n} tells of ships. " * 6
    for n in range(60)
)


@dataclass
class Heard:
    messages: list[Message] = field(default_factory=list)

    def of(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.messages if isinstance(message, kind)]


class Page(App[None]):
    """Nothing but a reader, and what it says."""

    def __init__(self, theme: str = "ink") -> None:
        super().__init__()
        self.theme_name = theme
        self.heard = Heard()

    def compose(self) -> ComposeResult:
        yield Reader(load(self.theme_name, None))

    def on_reader_focus_changed(self, message: Reader.FocusChanged) -> None:
        self.heard.messages.append(message)

    def on_reader_place_changed(self, message: Reader.PlaceChanged) -> None:
        self.heard.messages.append(message)

    def on_reader_selection_made(self, message: Reader.SelectionMade) -> None:
        self.heard.messages.append(message)


@asynccontextmanager
async def reading(
    markdown: str = ARTICLE,
    *,
    size: tuple[int, int] = (90, 24),
    theme: str = "ink",
    place: int = 0,
    marks: Callable[[Document], Sequence[Highlight]] = lambda document: (),
) -> AsyncIterator[tuple[Reader, Pilot[None], Page]]:
    app = Page(theme)
    document = parse(markdown)
    async with app.run_test(size=size) as pilot:
        reader = app.query_one(Reader)
        reader.show(
            document, highlights=marks(document), place=place, meta=("by Ada Moor · 6 min",)
        )
        reader.focus()
        await pilot.pause()
        yield reader, pilot, app


def mark(document: Document, quote: str, name: str, color: str = "yellow") -> Highlight:
    start = document.text.index(quote)
    return Highlight(name, Anchor(start, start + len(quote), quote), color=color, created=name)


def words(reader: Reader) -> str:
    focus = reader.focus_range
    return reader.document.text[focus.start : focus.end]


def rows(reader: Reader) -> list[str]:
    return [reader.render_line(y).text.rstrip() for y in range(reader.size.height)]


def run_of(reader: Reader, text: str) -> Segment:
    for y in range(reader.size.height):
        for segment in reader.render_line(y):
            if text in segment.text:
                return segment
    raise AssertionError(text)


def cell_of(reader: Reader, text: str) -> tuple[int, int]:
    """Column and row of a text on the screen."""
    assert reader.view is not None
    for y in range(reader.size.height):
        line = reader.render_line(y)
        if text in line.text:
            at = line.text.index(text)
            return line.crop(0, line.cell_length).index_to_cell_position(at), y
    raise AssertionError(text)


async def test_shows_title_meta_folds_and_focuses_the_first_text() -> None:
    async with reading() as (reader, _, app):
        shown = [line.strip() for line in rows(reader)]
        assert shown[1] == "▸ 2 lines around the article"
        assert shown[3:5] == ["▏   Harbour lights", "by Ada Moor · 6 min"]
        assert words(reader) == "Harbour lights"
        assert [type(m) for m in app.heard.messages] == [Reader.FocusChanged, Reader.PlaceChanged]


async def test_blocks_are_walked_one_by_one_and_rules_are_skipped() -> None:
    async with reading() as (reader, _, _app):
        seen = []
        for _ in range(12):
            reader.move("block_next")
            seen.append(words(reader).split()[0])
        assert seen[0] == "When"
        assert seen[2:9] == ["Pilots", "the", "the", "toll", "What", "Last", "Leave"]
        assert seen[9:] == ["Leave"] * 3
        reader.move("block_prev", 4)
        assert words(reader) == "the toll house kept the tally"
        reader.move("top")
        assert words(reader).startswith("Share")


async def test_sentences_cross_blocks_in_both_directions() -> None:
    async with reading() as (reader, _, _app):
        reader.move("block_next")
        reader.move("sentence_next")
        assert words(reader) == "When the lamps went out, the town kept its own time."
        reader.move("sentence_next", 3)
        assert words(reader) == "東京の港では、昔の灯台が今も光っています。"
        reader.move("sentence_prev", 2)
        assert words(reader) == "The ledgers name every ship."
        assert reader.focus_range.kind == "sentence"


async def test_sections_begin_on_top() -> None:
    async with reading(LONG) as (reader, _, _app):
        reader.move("section_next", 5)
        assert words(reader) == "Part 4"
        assert "Part 4" in rows(reader)[1]
        assert reader.section == reader.document.block_index(reader.focus_range.start)
        reader.move("block_next")
        reader.move("section_prev")
        assert words(reader) == "Part 4"
        reader.move("section_prev", 99)
        assert words(reader) == "Long"
        reader.move("section_prev")
        assert words(reader) == "Long"


async def test_highlights_are_stepped_through_and_stacked() -> None:
    def marks(document: Document) -> list[Highlight]:
        return [
            mark(document, "Last words.", "late", "green"),
            mark(document, "The ledgers name every ship", "outer"),
            mark(document, "name every", "inner", "blue"),
        ]

    async with reading(marks=marks) as (reader, _, _app):
        reader.move("highlight_next")
        assert (words(reader), reader.focus_range.kind) == (
            "The ledgers name every ship",
            "highlight",
        )
        assert reader.highlight_ids_at_focus() == ["outer", "inner"]
        reader.move("highlight_next")
        assert reader.highlight_ids_at_focus() == ["inner", "outer"]
        reader.move("highlight_next", 9)
        assert words(reader) == "Last words."
        reader.move("highlight_prev", 2)
        assert words(reader) == "The ledgers name every ship"
        reader.move("block_next")
        assert reader.highlight_ids_at_focus() == []


async def test_paging_takes_the_focus_along_and_tells_the_place() -> None:
    async with reading(LONG) as (reader, pilot, app):
        app.heard.messages.clear()
        before = reader.visible_range
        reader.move("page_down")
        await pilot.pause()
        first, last = reader.visible_range
        assert before[0] < first <= before[1] + 2 < last
        assert first <= reader.focus_range.start < last
        place = app.heard.of(Reader.PlaceChanged)[-1]
        assert isinstance(place, Reader.PlaceChanged)
        assert place.offset == reader.top_offset == first
        assert 0 < place.progress == reader.progress < 100
        reader.move("end")
        assert reader.progress == 100
        reader.move("half_up")
        reader.move("line_down")
        reader.move("top")
        assert (reader.top_offset, reader.progress) == (0, 0)


@pytest.mark.parametrize(
    "keys", [["page_down"] * 7, ["half_down", "line_up"] * 6, ["block_next"] * 40]
)
async def test_going_back_undoes_going(keys: list[Motion]) -> None:
    back = {"down": "up", "up": "down", "next": "prev"}
    async with reading(LONG) as (reader, _, _app):
        reader.move("page_down")
        top = rows(reader)
        for key in keys:
            reader.move(key)
        for key in reversed(keys):
            name, _, direction = key.rpartition("_")
            reader.move(f"{name}_{back[direction]}")  # type: ignore[arg-type]  # the way back
        if "block" not in keys[0]:
            assert [row.replace("▏", " ") for row in rows(reader)] == [
                row.replace("▏", " ") for row in top
            ]


async def test_the_place_comes_back_over_widths_and_refinement() -> None:
    offset = parse(LONG).text.index("Part 31")
    async with reading(LONG, place=offset) as (reader, pilot, _app):
        assert reader.top_offset == offset
        assert words(reader) == "Part 31"
        before = rows(reader)
        while reader.is_refining:
            await pilot.pause(0.01)
        assert rows(reader) == before
        await pilot.resize_terminal(48, 24)
        assert "Part 31" in "".join(rows(reader)[:3])
        reader.set_measure(30)
        assert "Part 31" in "".join(rows(reader)[:3])
        reader.set_measure(72)
        await pilot.resize_terminal(90, 24)
        assert reader.top_offset == offset


async def test_highlights_show_ground_margin_and_overlap() -> None:
    def marks(document: Document) -> list[Highlight]:
        return [
            mark(document, "town kept its own time", "a"),
            mark(document, "its own", "b", "blue"),
            Highlight("gone", Anchor(5, 9, "lost", state="unplaced")),
        ]

    async with reading(marks=marks) as (reader, _, _app):
        theme = load("ink", None)
        outer, inner = run_of(reader, "town kept"), run_of(reader, "its own")
        assert outer.style is not None
        assert inner.style is not None
        assert outer.style.bgcolor is not None
        assert inner.style.bgcolor is not None
        assert outer.style.bgcolor.name == theme.highlights["yellow"].bg
        assert inner.style.bgcolor.name == theme.highlights["blue"].bg
        assert inner.style.underline
        row = next(line for line in rows(reader) if "own time" in line)
        margin = row[: row.index("When")].strip()
        assert margin == theme.glyphs["yellow"] + theme.glyphs["blue"]
        reader.set_highlights([])
        assert "town kept its own time" in run_of(reader, "When the lamps").text


async def test_matches_look_other_than_highlights() -> None:
    async with reading() as (reader, _, _app):
        text = reader.document.text
        first, second = text.index("lamps"), text.index("ledgers")
        reader.set_matches([(first, first + 5), (second, second + 7)], 1)
        paints = load("ink", None).paints
        for word, role in (("lamps", "match"), ("ledgers", "match_current")):
            style = run_of(reader, word).style
            assert style is not None
            assert style.bgcolor is not None
            assert style.bgcolor.name == paints[role].bg  # type: ignore[index]  # a role
        reader.set_matches([])
        assert run_of(reader, "lamps").style == run_of(reader, "ledgers").style


async def test_folds_open_and_close_by_focus_click_and_jump() -> None:
    async with reading(size=(90, 50)) as (reader, pilot, _app):
        reader.move("top")
        assert reader.toggle_fold()
        assert [line.strip() for line in rows(reader)[1:4]] == [
            "▾ 2 lines around the article", "▏   Share this", "Follow us",
        ]  # fmt: skip
        assert words(reader) == "Share this"
        assert reader.toggle_fold()
        assert not reader.toggle_fold(
            reader.document.block_index(reader.document.text.index("When"))
        )
        await pilot.click(Reader, offset=cell_of(reader, "1 line around"))
        start = reader.document.text.index("comment")
        assert any("Leave a comment" in row for row in rows(reader))
        assert reader.toggle_fold(reader.document.block_index(start))
        reader.focus_passage(start, start + 7, "selection")
        assert reader.selected_text() == "comment"
        assert any("Leave a comment" in row for row in rows(reader))


async def test_drag_selects_whole_clusters() -> None:
    async with reading() as (reader, pilot, app):
        x, y = cell_of(reader, "昔")
        await pilot.mouse_down(Reader, offset=(x + 1, y))
        await pilot.hover(Reader, offset=(x + 7, y))
        await pilot.mouse_up(Reader, offset=(x + 7, y))
        assert reader.selected_text() == "昔の灯台"
        assert len(app.heard.of(Reader.SelectionMade)) == 1
        await pilot.press("escape")
        assert reader.selected_text() == ""
        assert words(reader).startswith("東京")


async def test_drag_goes_backward_over_margins_and_markers() -> None:
    async with reading() as (reader, pilot, _app):
        x, y = cell_of(reader, "candles")
        await pilot.mouse_down(Reader, offset=(x + 6, y))
        await pilot.hover(Reader, offset=(1, y))
        assert reader.selected_text() == "the guild paid in candles"
        await pilot.hover(Reader, offset=(60, y - 2))
        assert reader.selected_text() == "\n\nthe guild paid in candles"
        await pilot.mouse_up(Reader, offset=(60, y - 2))


async def test_a_drag_over_the_edge_scrolls() -> None:
    async with reading(LONG, size=(90, 12)) as (reader, pilot, _app):
        await pilot.mouse_down(Reader, offset=(20, 6))
        start = reader.top_offset
        drag = reader.mouse.drag
        drag._cell = (20, 14)
        drag._scroll()
        assert reader.top_offset > start
        assert reader.focus_range.kind == "selection"
        assert reader.focus_range.end > reader.visible_range[0]
        await pilot.mouse_up(Reader, offset=(20, 11))
        assert drag._timer is None


async def test_two_clicks_select_the_word_and_three_the_sentence() -> None:
    async with reading() as (reader, pilot, app):
        where = cell_of(reader, "ledgers")
        await pilot.click(Reader, offset=where, times=2)
        assert reader.selected_text() == "ledgers"
        await pilot.click(Reader, offset=where, times=3)
        assert reader.selected_text() == "The ledgers name every ship."
        assert app.heard.of(Reader.SelectionMade)


async def test_a_click_focuses_the_block_or_the_highlight() -> None:
    async with reading(marks=lambda d: [mark(d, "kept its own", "a")]) as (reader, pilot, _app):
        await pilot.click(Reader, offset=cell_of(reader, "When"))
        assert reader.focus_range.kind == "block"
        assert words(reader).startswith("When")
        await pilot.click(Reader, offset=cell_of(reader, "kept its own"))
        assert reader.focus_range == Focus("highlight", *_range(reader, "kept its own"))


def _range(reader: Reader, text: str) -> tuple[int, int]:
    start = reader.document.text.index(text)
    return start, start + len(text)


async def test_the_wheel_scrolls_lines() -> None:
    async with reading(LONG) as (reader, pilot, _app):
        assert reader.view is not None
        await pilot._post_mouse_events([MouseScrollDown], Reader, offset=(5, 5))
        assert reader.view.number == 3


async def test_the_scroll_bar_moves_the_text() -> None:
    async with reading(LONG) as (reader, pilot, _app):
        assert reader.view is not None
        reader.scroll_to(y=50, animate=False)
        await pilot.pause()
        assert reader.view.number == 50
        assert reader.focus_range.start >= reader.visible_range[0]


@pytest.mark.parametrize("theme", builtin())
@pytest.mark.parametrize("size", [(160, 45), (40, 12), (12, 3)])
async def test_every_theme_and_size_paints_full_lines(theme: str, size: tuple[int, int]) -> None:
    async with reading(size=size, theme=theme, marks=lambda d: [mark(d, "time", "a")]) as page:
        reader = page[0]
        for motion in ("block_next", "sentence_next", "end", "top"):
            reader.move(motion)  # type: ignore[arg-type]  # a motion
            for y in range(size[1]):
                assert reader.render_line(y).cell_length == reader.scrollable_content_region.width


async def test_an_empty_article_and_one_before_there_is_a_size() -> None:
    reader = Reader(load("paper", None))
    reader.move("page_down")
    reader.show(parse("Text."), place=3)
    assert (reader.top_offset, reader.visible_range, reader.progress) == (3, (0, 0), 0)
    async with reading("") as (shown, pilot, _app):
        for motion in ("block_next", "sentence_prev", "end", "section_next", "highlight_prev"):
            shown.move(motion)  # type: ignore[arg-type]  # a motion
        assert not shown.toggle_fold()
        assert shown.section is None
        await pilot.click(Reader, offset=(5, 2))
        assert shown.focus_range == Focus("block", 0, 0)


async def test_hostile_text_is_painted_as_it_is() -> None:
    async with reading(
        r"# \[red\]Title\[/\] \[@click=app.bell\]x" + "\n\n" + r"\[/nothing\] $t"
    ) as page:
        shown = "\n".join(rows(page[0]))
        assert "[red]Title[/] [@click=app.bell]x" in shown
        assert "[/nothing] $t" in shown


def caret_cells(reader: Reader) -> list[tuple[int, str]]:
    """The rows and texts that are painted as the caret."""
    caret = load("ink", None).paints["caret"].bg
    return [
        (y, run.text)
        for y in range(reader.size.height)
        for run in reader.render_line(y)
        if run.style and run.style.bgcolor and run.style.bgcolor.name == caret
    ]


async def test_the_caret_is_painted_whole_and_on_blanks() -> None:
    async with reading() as (reader, _, _app):
        text = reader.document.text
        reader.focus_passage(text.index("👨"), text.index("👨") + 1, "sentence")
        assert reader.start_caret()
        assert reader.caret is not None
        assert [cell for _, cell in caret_cells(reader)] == ["👨\u200d👩\u200d👧"]
        reader.caret.move("right")
        assert [cell for _, cell in caret_cells(reader)] == [" "]
        assert run_of(reader, "👨").style != run_of(reader, "waits").style, "selected"
        reader.caret.move("top")
        reader.set_measure(20)
        row, _ = caret_cells(reader)[0]
        reader.caret.go(text.index("the town") - 1)
        assert caret_cells(reader)[0][1] == " ", "the blank at which a line is broken"
        assert caret_cells(reader)[0][0] > row
        reader.end_caret()
        assert caret_cells(reader) == []


async def test_a_step_of_the_caret_paints_only_the_lines_that_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with reading(LONG) as (reader, pilot, _app):
        assert reader.start_caret()
        assert reader.caret is not None
        reader.caret.move("end")
        await pilot.pause()
        painted: list[int] = []
        paint = reader.paint_line
        monkeypatch.setattr(
            reader, "paint_line", lambda spot, *rest: painted.append(1) or paint(spot, *rest)
        )
        reader.caret.move("left")
        rows(reader)
        assert len(painted) == 1
        reader.caret.move("line_up")
        rows(reader)
        assert len(painted) == 3


async def test_folding_under_the_caret_takes_it_out() -> None:
    async with reading(size=(90, 50)) as (reader, pilot, _app):
        start = reader.document.text.index("comment")
        reader.focus_passage(start, start + 7, "selection")
        assert reader.start_caret()
        assert reader.caret is not None
        assert reader.selected_text() == "comment"
        await pilot.click(Reader, offset=cell_of(reader, "1 line around"))
        assert reader.caret.state.at == reader.document.text.index("short.") + 5


async def test_there_is_no_caret_without_text() -> None:
    for markdown in ("", "::: furniture\nShare this\n:::"):
        async with reading(markdown) as (reader, _, _app):
            assert not reader.start_caret()
            assert reader.caret is None
    assert not Reader(load("ink", None)).start_caret()
