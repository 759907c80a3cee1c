"""Text from outside is harmless on a screen."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from tui.safe import clip, content, fill, one_line, plain
from tui.widgets.rows import line_of

HOSTILE = "[red]x[/red] [@click=app.quit]y[/] [$primary] \x1b[31mz\x1b]0;t\x07 \u202ea\u200b\x9b"


def test_nothing_is_markup() -> None:
    assert content("[bold]x[/bold] [Foo]").plain == "[bold]x[/bold] [Foo]"
    assert content("[bold]x").spans == []


def test_control_characters_are_shown_not_obeyed() -> None:
    shown = plain(HOSTILE)
    assert "\x1b" not in shown
    assert "␛" in shown
    assert "\u202e" not in shown
    assert plain("a\nb") == "a\nb"
    assert one_line(" a \n\t b ") == "a b"


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60), st.integers(0, 30))
def test_clip_fits(text: str, width: int) -> None:
    assert cell_len(clip(text, width)) <= width


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80), st.integers(2, 20), st.integers(1, 4))
def test_fill_fits(text: str, width: int, limit: int) -> None:
    lines = fill(text, width, limit)
    assert len(lines) <= limit
    assert all(cell_len(line) <= width for line in lines)


def test_fill_keeps_the_words() -> None:
    assert fill("one two three", 7, 3) == ["one two", "three"]
    assert fill("one two three four", 7, 1) == ["one tw…"]
    assert fill("", 7, 2) == []


@settings(deadline=None, max_examples=200)
@given(st.lists(st.text(max_size=20), max_size=4), st.text(max_size=10), st.integers(1, 30))
def test_a_painted_line_is_as_wide_as_it_should_be(
    pieces: list[str], right: str, width: int
) -> None:
    style = Style()
    strip = line_of([(piece, style) for piece in pieces], width, style, (right, style))
    assert strip.cell_length == width
    assert cell_len(strip.text) == width
    assert "\x1b" not in strip.text
