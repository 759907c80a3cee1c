"""Typography in the reader: code, footnotes, pictures, spacing, as they show on the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.errors import StoreError
from store.library import Library
from store.text.markdown import parse
from tests.ui.harness import Session, drives, reading
from tests.unit.library.test_pictures import address, png
from themes.load import builtin, load
from tui.layout.columns import Columns
from tui.layout.flow import Flow
from tui.layout.paint import Layers
from tui.layout.typesetting import Typesetting
from tui.pictures import decode
from tui.screens.picture import PictureScreen
from tui.theming import rich_style
from tui.widgets.reader_paint import LinePainter

ALMANAC = """\
# The pilot's almanac

The keeper had three books.[^third] One of them had a lock.[^lock]

The tally was kept by rule, and the rule was written on the wall of the lamp room in red paint.

```python
def toll(length):
    return "due"  # in candles
```

```
def plain(length):
```

Nothing else was written down, but drawn: ![a plan of the quays](https://example.com/plan.png)

There is also ![a red square](SQUARE) on the last page.

[^third]: It held the names of those who never paid.

    It was burnt in the winter.

[^lock]: The key is in the museum.
"""


@pytest.fixture
async def reader(library: Library, tmp_path: Path) -> AsyncIterator[Session]:
    """A reader of 100 x 40 with an article of many kinds of blocks."""
    source = tmp_path / "almanac.md"
    source.write_text(ALMANAC.replace("SQUARE", address(png(8, 8, 200))), encoding="utf-8")
    [added] = library.add([str(source)])
    assert added.article is not None
    async with reading(library, (100, 40), article_id=added.article.id) as session:
        yield session


def colours(reader: Session) -> dict[str, str]:
    """Each run of text on the screen to its colour."""
    strips = reader.app.screen._compositor.render_strips()
    return {
        run.text: run.style.color.name
        for strip in strips
        for run in strip
        if run.style is not None and run.style.color is not None
    }


async def test_code_has_the_colours_of_its_language(reader: Session) -> None:
    found = colours(reader)
    paints = load("ink", None).paints

    def colour(role: str) -> str:
        found = rich_style(paints[role]).color  # type: ignore[index]
        assert found is not None
        return found.name

    assert found["def"] == found["return"] == colour("code_keyword")
    assert found["toll"] == colour("code_name")
    assert found["# in candles"] == colour("code_comment")
    assert found['"due"'] == colour("code_string")
    assert found["def plain(length):"] == colour("code")


async def test_colours_of_code_stay_under_a_selection(reader: Session) -> None:
    at = reader.main.reader.document.text.index("def toll")
    reader.main.reader.focus_passage(at + 1, at + 5, "selection")
    await reader.settle()
    assert {"d", "ef", "t", "oll"} <= set(colours(reader))


def focused(reader: Session) -> str:
    focus = reader.main.reader.focus_range
    return reader.main.reader.document.text[focus.start : focus.end]


@drives("open.here")
async def test_a_footnote_shows_in_place_and_goes_away(reader: Session) -> None:
    await reader.keys("j", "right_parenthesis")
    assert focused(reader).endswith("[third]")
    top = reader.main.reader.top_offset
    await reader.keys("enter")
    rows = reader.screen_text().split("\n")
    at = next(row for row, line in enumerate(rows) if "had three books.[third]" in line)
    assert "╭──" in rows[at + 1]
    assert "[third] It held the names of those who never paid." in rows[at + 2]
    assert "It was burnt in the winter." in rows[at + 4]
    assert "escape closes" in reader.message
    await reader.keys("escape")
    assert "╭──" not in reader.screen_text()
    assert focused(reader).endswith("[third]")
    await reader.keys("enter", "enter")
    assert "╭──" not in reader.screen_text()
    await reader.keys("enter", "h")  # any other key closes it and does its own
    assert "╭──" not in reader.screen_text()
    assert [h.quote for h in reader.highlights] == ["The keeper had three books.[third]"]
    assert reader.main.reader.top_offset == top


async def test_several_footnotes_are_asked_for_by_number(reader: Session) -> None:
    await reader.keys("j", "enter")
    assert "Which one?" in reader.screen_text()
    await reader.keys("2")
    assert "[lock] The key is in the museum." in reader.screen_text().split("Nothing else")[0]
    await reader.keys("x", "escape")
    assert "╭──" not in reader.screen_text()


@drives("footnote.go", "open.here")
async def test_one_goes_to_a_footnote_and_back(reader: Session) -> None:
    await reader.keys("j", "right_parenthesis", "right_parenthesis", "g", "f")
    assert focused(reader) == "[lock] The key is in the museum."
    await reader.keys("g", "f")
    assert focused(reader) == "One of them had a lock.[lock]"
    await reader.keys("g", "f", "enter")
    assert focused(reader) == "One of them had a lock.[lock]"
    await reader.keys("apostrophe", "apostrophe")
    assert focused(reader) == "[lock] The key is in the museum."
    await reader.keys("k")
    assert focused(reader) == "It was burnt in the winter."
    await reader.keys("enter")
    assert focused(reader) == "The keeper had three books.[third]"


async def test_where_there_is_nothing_to_open_that_is_said(reader: Session) -> None:
    await reader.keys("j", "j", "enter")
    assert "nothing to open here" in reader.message
    await reader.keys("g", "f")
    assert "no footnote here" in reader.message


async def test_a_popup_is_gone_when_its_line_moves(reader: Session) -> None:
    await reader.keys("j", "right_parenthesis", "enter")
    assert reader.main.reader.popup.shown
    await reader.pilot.resize_terminal(90, 18)
    await reader.settle()
    assert not reader.main.reader.popup.shown
    await reader.keys("enter")
    reader.main.reader.scroll_by_lines(2)
    await reader.settle()
    assert not reader.main.reader.popup.shown
    assert "╭──" not in reader.screen_text()


async def test_a_long_footnote_is_scrolled(reader: Session) -> None:
    await reader.pilot.resize_terminal(60, 12)
    await reader.settle()
    await reader.keys("j", "right_parenthesis", "enter")
    popup = reader.main.reader.popup.shown
    assert popup is not None
    rest = popup.rest
    if rest:
        await reader.keys("down")
        assert popup.rest == rest - 1
        assert reader.main.reader.popup.shown is popup


async def test_a_picture_that_was_not_kept_is_said_to_be_so(reader: Session) -> None:
    at = reader.main.reader.document.text.index("a plan of the quays")
    reader.main.reader.focus_sentence(at)
    await reader.keys("enter")
    assert "the picture was not kept; it is at example.com" in reader.message


async def test_without_the_packages_one_is_told_what_to_install(
    reader: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.pictures.find_spec", lambda name: None)
    reader.main.reader.focus_sentence(reader.main.reader.document.text.index("a red square"))
    await reader.keys("enter")
    assert 'pip install "postil[pictures]"' in reader.message


@pytest.mark.filterwarnings("ignore:Image.Image.getdata:DeprecationWarning")
async def test_a_picture_is_shown_and_closed(reader: Session) -> None:
    pytest.importorskip("textual_image")
    reader.main.reader.focus_sentence(reader.main.reader.document.text.index("a red square"))
    await reader.keys("enter")
    assert isinstance(reader.app.screen, PictureScreen)
    assert "a red square" in reader.screen_text()
    assert "▀" in reader.screen_text() or "▄" in reader.screen_text()
    await reader.keys("x")
    assert reader.app.screen is reader.main


def test_what_is_broken_or_too_large_is_refused_in_words() -> None:
    pytest.importorskip("PIL")
    with pytest.raises(StoreError, match="broken"):
        decode(png(4, 4)[:-30])
    with pytest.raises(StoreError, match="megapixels"):
        decode(png(100_000, 100_000))
    assert decode(png(3_000, 4)).size == (2_000, 3)


async def run_by_name(reader: Session, words: str) -> None:
    await reader.keys("ctrl+p")
    await reader.type(words)
    await reader.keys("enter")


@drives("view.justify", "view.paragraphs", "view.spacing", "view.line_spacing")
async def test_paragraphs_are_set_otherwise_at_once(reader: Session) -> None:
    widget = reader.main.reader
    await run_by_name(reader, "justified text")
    assert widget.typesetting == Typesetting(justify=True)
    assert reader.message == "justified"
    await run_by_name(reader, "paragraphs indented")
    assert widget.typesetting == Typesetting(justify=True, indented=True)
    assert "   The tally was kept" in reader.screen_text()
    await run_by_name(reader, "paragraphs indented")
    await run_by_name(reader, "more or fewer")
    assert widget.typesetting == Typesetting(justify=True, spacing=2)
    await run_by_name(reader, "below every line")
    assert widget.typesetting == Typesetting(justify=True, spacing=2, line_spacing=2)
    assert reader.message == "line spacing of 2"


async def test_a_setting_keeps_the_word_on_top(reader: Session) -> None:
    await reader.pilot.resize_terminal(60, 12)
    await reader.settle()
    widget = reader.main.reader
    widget.scroll_by_lines(7)
    await reader.settle()
    top = widget.top_offset
    assert top
    for setting in (
        Typesetting(justify=True, line_spacing=2),
        Typesetting(indented=True),
        Typesetting(spacing=3),
        Typesetting(),
    ):
        widget.set_typesetting(setting)
        await reader.settle()
        assert widget.top_offset == top


def test_ranks_of_headings_differ_in_every_theme_and_without_colour() -> None:
    text = parse(
        "# A\n\n" + "\n\n".join(f"{'#' * n} Heading {n}" for n in range(2, 6)) + "\n\nText"
    )
    for name in builtin():
        theme = load(name, None)
        painter = LinePainter(text, theme, Columns(60, 0, 50))
        flow = Flow(text, 50)
        looks = []
        for unit in range(len(flow.units)):
            line = next(line for line in flow.lay(unit).lines if line.pieces)
            strip = painter.paint(line, Layers(), (), bar=False)
            style = next(run.style for run in strip if run.text.strip())
            assert style is not None
            looks.append((style.bold, style.italic, style.underline))
        assert len(set(looks)) == 6, name


async def test_the_bar_of_the_focus_has_no_holes(reader: Session) -> None:
    widget = reader.main.reader
    widget.set_typesetting(Typesetting(line_spacing=2))
    widget.set_measure(40)
    await reader.keys("j", "j")
    bars = "".join("▏" if "▏" in line else " " for line in reader.screen_text().split("\n"))
    assert bars.strip() == "▏" * 5


async def test_a_popup_is_gone_when_the_focus_goes_elsewhere(reader: Session) -> None:
    await reader.keys("j", "right_parenthesis", "enter")
    assert reader.main.reader.popup.shown
    reader.main.reader.move("block_next")
    await reader.settle()
    assert not reader.main.reader.popup.shown
    await reader.keys("k")  # and this key does what it always does
    assert focused(reader).startswith("The keeper had three books")
