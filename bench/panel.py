"""The side panel and the scroll bar beside an article with a thousand highlights.

Times are the work from the call that a key makes to the composed frame of the whole screen, as it
is written to the terminal, without Textual's frame timer; each beside the same with no highlight.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter

from bench.library import HIGHLIGHTS, long_article, make_highlights
from bench.reader import SIZE, SIZE_QUICK
from bench.report import Row, percentile, row
from store.folders import Folders
from store.library import Library
from store.model import Highlight
from tui.app import PostilApp
from tui.layout.minimap import OnBar, ticks_of
from tui.screens.main import MainScreen

TURNS, TURNS_QUICK = 200, 50
SCREEN = (160, 45)
BAR = 44
_NOTE = "Compare with **the salt road**.\n\n- one thing\n- and *another*, longer than a line"


def run(*, quick: bool = False) -> list[Row]:
    """Milliseconds."""
    with tempfile.TemporaryDirectory(prefix="postil-bench-") as folder:
        home = Path(folder)
        source = home / "long.md"
        source.write_text(long_article(SIZE_QUICK if quick else SIZE), encoding="utf-8")
        folders = Folders(*(home / name for name in ("library", "cache", "config", "state")))
        with Library(folders) as library:
            (added,) = library.add([str(source)])
            if added.article is None:
                raise RuntimeError(added.message)
            turns = TURNS_QUICK if quick else TURNS
            return asyncio.run(_measure(library, added.article.id, turns))


def _noted(highlights: list[Highlight]) -> list[Highlight]:
    """Every third with a note, every second with tags."""
    return [
        replace(h, note=_NOTE if n % 3 == 0 else "", tags=("idea", "craft/fire") if n % 2 else ())
        for n, h in enumerate(highlights)
    ]


async def _measure(library: Library, article_id: str, turns: int) -> list[Row]:
    app = PostilApp(library, article_id=article_id)
    async with app.run_test(size=SCREEN) as pilot:
        main = app.main
        await pilot.pause()
        while main.reader.is_refining:
            await pilot.pause(0.05)
        opened = main.desk.need_open()
        many = _noted(make_highlights(opened.document))
        rows: list[Row] = []
        found: dict[str, list[float]] = {}
        for highlights in ([], many):
            opened.annotations = replace(opened.annotations, highlights=tuple(highlights))
            found["show"] = [await _frame(main, main.desk.show_marks) for _ in range(5)]
            main.focus_place("reader")
            await pilot.pause()
            for name, keys in (("next", "j"), ("page", "space")):
                main.reader.move("top")
                before = found.get(name, [])
                found[name] = [await _key(main, keys) for _ in range(turns)]
                if highlights:
                    rows.append(_row(f"reader, {name}, panel follows", found[name], before))
        first = perf_counter()
        main.desk.show_marks()
        rows.append(row("marks shown again", (perf_counter() - first) * 1000, None, "ms", "16"))
        main.focus_place("panel")
        await pilot.pause()
        down = [await _key(main, "j") for _ in range(turns)]
        rows.append(_row("panel, next row, reader follows", down, []))
        pages = [await _key(main, "space") for _ in range(turns // 4)]
        rows.append(_row("panel, page", pages, []))
        widths = [await _frame(main, lambda: _other_width(main)) for _ in range(6)]
        rows.append(_row("panel, another width", widths, []))
        choose = main.controllers.panel._choose  # noqa: SLF001 - a letter of the filter
        typed = [await _frame(main, partial(choose, words)) for words in _typed("craft fire")]
        rows.append(_row("panel, a letter of the filter", typed, []))
        main.controllers.panel.clear()
        rows.append(row("scroll bar: ticks", _ticks(main, many), None, "ms", "below 1"))
        return rows


def _typed(words: str) -> list[str]:
    return [words[: end + 1] for end in range(len(words))]


def _other_width(main: MainScreen) -> None:
    pane = main.panes.all["panel"]
    pane.styles.width = 36 if pane.size.width > 38 else 44


def _ticks(main: MainScreen, highlights: list[Highlight]) -> float:
    view = main.reader.view
    ranges = [(h.anchor.start, h.anchor.end) for h in highlights]
    shown = OnBar(view.flow if view else None, ranges, highlights, (), None)
    times = []
    for _ in range(50):
        began = perf_counter()
        ticks_of(shown, BAR)
        times.append((perf_counter() - began) * 1000)
    return percentile(times, 0.9)


def _row(what: str, times: list[float], before: list[float]) -> Row:
    slow = percentile(times, 0.99)
    name = f"{HIGHLIGHTS:,} highlights: {what}, p99"
    return row(name, slow, percentile(before, 0.99) if before else None, "ms", "below 16")


async def _key(main: MainScreen, key: str) -> float:
    step = main.keymap.press(main.keys_in, main._pending, key)  # noqa: SLF001 - as a key does
    command = step.command
    if command is None:
        raise RuntimeError(f"{key} is no command here")
    return await _frame(main, lambda: main.run_command(command))


async def _frame(main: MainScreen, work: Callable[[], object]) -> float:
    """Work, the messages that it leads to, and the frame after them."""
    began = perf_counter()
    work()
    for _ in range(4):
        await asyncio.sleep(0)
    main._on_timer_update()  # noqa: SLF001 - layout, repaints and output, without Textual's timer
    return (perf_counter() - began) * 1000
