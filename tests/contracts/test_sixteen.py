"""In sixteen colours everything stays readable, whichever theme."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich._palettes import EIGHT_BIT_PALETTE
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.style import Style

from store import model
from themes import contrast, load
from themes.sixteen import PALETTE, ground, text
from themes.theme import HIGHLIGHT_COLORS, ROLES, Paint, Theme, over
from tui.sixteen import reduced
from tui.theming import rich_style

COLOURED = [name for name in load.builtin() if load.load(name, None).colour]
XTERM = (
    "#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
    "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff",
)  # fmt: skip
colours = st.builds("#{:02x}{:02x}{:02x}".format, *[st.integers(0, 255)] * 3)


def number(colour: RichColor | None) -> int:
    """Which of the sixteen a terminal gets, after Rich has done its own."""
    assert colour is not None
    found = colour.downgrade(ColorSystem.STANDARD).number
    assert found is not None
    return found


def sixteen(paint: Paint) -> tuple[int, int]:
    """Text and ground of a paint, as numbers."""
    black = RichColor.parse("#000000")
    style = reduced(rich_style(paint), black)
    assert reduced(style, black) == style
    pair = number(style.color), number(style.bgcolor)
    return pair[::-1] if style.reverse else pair


def cells(theme: Theme) -> dict[Paint, str]:
    """Whatever a reader puts on the screen: a role, on a ground, under whatever covers it."""
    grounds = [role for role in ROLES if role.kind == "ground"]
    texts = [role for role in ROLES if role.kind == "text"]
    covers = {"nothing": Paint()}
    covers |= {
        role.name: theme.paints[role.name] for role in ROLES if role.kind in ("attributes", "patch")
    }
    covers |= {
        f"{color} {style}": theme.highlight(color, style)
        for color in HIGHLIGHT_COLORS
        for style in model.STYLES
    }
    found = {}
    for under, words, cover in itertools.product(grounds, texts, covers):
        paint = over(over(theme.paints[under.name], theme.paints[words.name]), covers[cover])
        found[paint] = f"{words.name} on {under.name} under {cover}"
    return found


@given(colours, colours)
def test_any_text_on_any_ground_can_be_read(words: str, under: str) -> None:
    behind = ground(under)
    front = text(words, behind)
    for palette in (PALETTE, XTERM):
        assert contrast.ratio(palette[front], palette[behind]) >= 3, (front, behind)
    assert ground(PALETTE[behind]) == behind
    assert text(PALETTE[front], behind) == front, "twice is once"


@pytest.mark.parametrize("name", COLOURED)
def test_all_that_a_theme_paints_can_be_read(name: str) -> None:
    for paint, what in cells(load.load(name, None)).items():
        front, behind = sixteen(paint)
        for palette in (PALETTE, XTERM):
            assert contrast.ratio(palette[front], palette[behind]) >= 3, what


@pytest.mark.parametrize("name", COLOURED)
def test_in_256_colours_it_can_be_read_as_it_is(name: str) -> None:
    for paint, what in cells(load.load(name, None)).items():
        pair = (RichColor.parse(colour) for colour in (paint.fg, paint.bg) if colour)
        shown = [
            EIGHT_BIT_PALETTE[colour.downgrade(ColorSystem.EIGHT_BIT).number or 0]
            for colour in pair
        ]
        front, behind = ("#{:02x}{:02x}{:02x}".format(*triplet) for triplet in shown)
        assert contrast.ratio(front, behind) >= 3, what


@pytest.mark.parametrize("name", COLOURED)
def test_marks_can_be_seen_and_told_apart(name: str) -> None:
    theme = load.load(name, None)
    seen = set()
    for color in HIGHLIGHT_COLORS:
        glyph, paint = theme.mark(color)
        for under in ("background", "panel", "cursor_row"):
            front, behind = sixteen(over(theme.paints[under], paint))  # type: ignore[index]  # a role
            assert front != behind
        seen.add((glyph, front))
    assert len(seen) == len(HIGHLIGHT_COLORS)


@pytest.mark.parametrize("name", COLOURED)
def test_highlights_matches_and_the_selection_lie_on_grounds_of_their_own(name: str) -> None:
    theme = load.load(name, None)
    page = sixteen(over(theme.paints["background"], theme.paints["text"]))[1]
    fills = {color: sixteen(theme.highlights[color])[1] for color in HIGHLIGHT_COLORS}
    patches = {
        role: sixteen(theme.paints[role])[1] for role in ("selection", "match", "match_current")
    }
    assert page not in {*fills.values(), *patches.values()}
    assert len(set(fills.values())) >= 6, fills
    assert len(set(patches.values())) == 3, patches
    assert not set(fills.values()) & set(patches.values()), (fills, patches)


def test_what_has_no_colour_stays_as_it_is() -> None:
    black = RichColor.parse("#000000")
    for style in (Style(bold=True), Style(reverse=True), Style(color="red")):
        assert reduced(style, RichColor.default()) == style
    assert reduced(Style(bold=True), black) == Style(bold=True)
    style = reduced(Style(color="#808080", bold=True), black)
    assert style.bold
    assert style.bgcolor is None
