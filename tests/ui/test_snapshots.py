"""Pictures of the screens: whoever changes one sees it in the diff of an SVG.

``pytest tests/ui/test_snapshots.py --snapshot-update`` makes them anew; look at them then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from store.library import Library
from store.model import Anchor, Highlight
from tests.conftest import FERRY, ORCHARD
from tests.ui.conftest import long_article
from tests.ui.harness import Session
from tui.app import PostilApp
from tui.screens.search import SearchScreen

KILN = "kilnaaaa"
SIZES = {"wide": (120, 36), "small": (80, 24)}
THEMES = ("paper", "ink")
SCREENS: dict[str, tuple[str, ...]] = {
    "reader": (),
    "labels": ("f",),
    "caret": ("v", "2", "w", "right_curly_bracket"),
    "search": ("s", *"kettle"),
    "search-wrong": ("s", *"kettle", "space", "slash", "left_parenthesis", "slash"),
    "search-start": ("s",),
    "concordance": ("g", "k", *"clay", "enter"),
    "mark_all": ("g", "&", *"clay", "enter"),
    "help": ("question_mark",),
}
CLAY = "Potters slept in turns on sacks of clay."
STRAW = "The potters slept on sacks of straw."
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
    snap_compare: Callable[..., bool],
    marked: Library,
    monkeypatch: pytest.MonkeyPatch,
    screen: str,
    theme: str,
    size: str,
) -> None:
    monkeypatch.setattr("tui.screens.search._QUIET", 3600)  # what comes later is asked for below
    app = PostilApp(marked, article_id=KILN, theme=theme)

    async def before(pilot: Pilot[None]) -> None:
        session = Session(app, pilot)
        await session.settle()
        await session.keys(*MARKS)
        marked.update_index()  # or a search is made again whenever the index knows the marks
        for key in SCREENS[screen]:  # each with its answer: which ones are skipped is chance
            await session.keys(key)
        for field in app.screen.query(Input):
            field.cursor_blink = False
        await session.settle()
        if isinstance(app.screen, SearchScreen) and app.screen.answer is not None:
            app.screen._complete(app.screen.answer)
            await session.settle()

    assert snap_compare(app, run_before=before, terminal_size=SIZES[size])


@pytest.fixture
def unsettled(marked: Library) -> Library:
    """One highlight of the long article is to be checked, one is unplaced."""
    document = marked.document(KILN)
    start = document.text.index(CLAY)
    check = Anchor(start, start + len(CLAY), STRAW, state="check", text=document.sha256)
    lost = Anchor(800, 800, "A glaze was a bet against the frost.", state="unplaced", near=800)
    made = (Highlight("hcheckaaaa", check, "green"), Highlight("hlostaaaaa", lost))
    marked._annotations.update(KILN, lambda a: replace(a, highlights=made))  # type: ignore[attr-defined] # the state that no act leads to
    return marked


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_what_needs_a_person(
    snap_compare: Callable[..., bool], unsettled: Library, theme: str, size: str
) -> None:
    app = PostilApp(unsettled, article_id=KILN, theme=theme)

    async def before(pilot: Pilot[None]) -> None:
        session = Session(app, pilot)
        await session.settle()
        await session.keys("g", "u")
        await session.settle()

    assert snap_compare(app, run_before=before, terminal_size=SIZES[size])
