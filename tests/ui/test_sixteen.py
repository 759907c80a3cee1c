"""On a terminal of sixteen colours every screen stays readable."""

from __future__ import annotations

import pytest
from rich.color import ColorSystem

from store.library import Library
from tests.ui.conftest import kiln_id
from tests.ui.harness import Session, reading
from themes import contrast, load
from themes.sixteen import PALETTE
from tui.app import PostilApp
from tui.sixteen import Sixteen

COLOURED = [name for name in load.builtin() if load.load(name, None).colour]


def on_screen(session: Session) -> set[tuple[int | None, int | None]]:
    """Text and ground of everything that leaves for the terminal."""
    found = set()
    background = session.app.background_colors[1]
    for strip in session.app.screen._compositor.render_strips():
        filtered = strip
        for line_filter in session.app._filters:
            filtered = filtered.apply_filter(line_filter, background)
        for words, style, _ in filtered:
            if style is not None and words.strip() and not style.reverse:
                colours = (style.color, style.bgcolor)
                found.add(
                    tuple(c.downgrade(ColorSystem.STANDARD).number if c else None for c in colours)
                )
    return found


@pytest.mark.parametrize("theme", COLOURED)
async def test_every_screen_can_be_read_on_a_terminal_of_sixteen(
    desk_library: Library, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "screen")
    monkeypatch.delenv("COLORTERM", raising=False)
    async with reading(desk_library, article_id=kiln_id(desk_library), theme=theme) as session:
        assert any(isinstance(one, Sixteen) for one in session.app._filters)
        await session.keys("j", "j", "h", "right_parenthesis", "3", "j", "2")
        for keys in (
            (), ("slash", "c"), ("enter",), ("colon",), ("escape", "question_mark"),
            ("escape", "M"), ("escape", "a"), ("escape", "s", "k"), ("escape", "t"),
        ):  # fmt: skip
            await session.keys(*keys)
            for front, behind in on_screen(session):
                assert front is not None
                assert behind is not None
                ratio = contrast.ratio(PALETTE[front], PALETTE[behind])
                assert ratio >= 2.5, (keys, front, behind)
        session.main.set_theme(load.load("mono", None))
        await session.settle()
        assert not any(isinstance(one, Sixteen) for one in session.app._filters)
        session.main.set_theme(load.load(theme, None))
        assert any(isinstance(one, Sixteen) for one in session.app._filters)


def test_other_terminals_keep_their_colours(
    desk_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for term, colorterm in (("xterm-256color", ""), ("screen", "truecolor")):
        monkeypatch.setenv("TERM", term)
        monkeypatch.setenv("COLORTERM", colorterm)
        app = PostilApp(desk_library)
        assert not any(isinstance(one, Sixteen) for one in app._filters)
        assert app.console._color_system != ColorSystem.STANDARD
