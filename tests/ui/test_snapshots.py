"""Pictures of the screens: whoever changes one sees it in the diff of an SVG.

``pytest tests/ui/test_snapshots.py --snapshot-update`` makes them anew; look at them then.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from store.library import Library
from tests.conftest import FERRY, ORCHARD
from tests.ui.conftest import long_article
from tests.ui.harness import Session
from tui.app import PostilApp

KILN = "kilnaaaa"
SIZES = {"wide": (120, 36), "small": (80, 24)}
THEMES = ("paper", "ink")
SCREENS: dict[str, tuple[str, ...]] = {
    "reader": (),
    "labels": ("f",),
    "caret": ("v", "2", "w", "right_curly_bracket"),
    "search": ("s", *"kettle"),
    "help": ("question_mark",),
}
MARKS = ("j", "j", "h", "right_parenthesis", "right_parenthesis", "3", "j", "2", "k")


@pytest.fixture
def marked(library: Library) -> Library:
    """Three articles with fixed ids and times; the long one has tags, a note and a star."""
    texts = {"kiln": long_article(), "orchard": ORCHARD, "ferry": FERRY}
    for day, (name, text) in enumerate(texts.items(), 1):
        head = f"---\nid: {name}aaaa\nadded: '2024-05-0{day}T12:00:00Z'\n---\n\n"
        path = library.folders.articles / f"{name}.md"
        path.write_text(head + text, encoding="utf-8")
    library.refresh()
    library.edit_article(KILN, tags=("craft/clay", "to-read"), note="Ask Orsolya.", starred=True)
    library.update_index()
    return library


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_screens(
    snap_compare: Callable[..., bool], marked: Library, screen: str, theme: str, size: str
) -> None:
    app = PostilApp(marked, article_id=KILN, theme=theme)

    async def before(pilot: Pilot[None]) -> None:
        session = Session(app, pilot)
        await session.settle()
        await session.keys(*MARKS)
        await session.keys(*SCREENS[screen])
        for field in app.screen.query(Input):
            field.cursor_blink = False
        await session.settle()

    assert snap_compare(app, run_before=before, terminal_size=SIZES[size])
