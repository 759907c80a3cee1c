"""The reader on a long article: first paint, turning pages, marking, resizing.

Times are the work from the call that a key makes to the composed frame of the whole screen, as it
is written to the terminal, without Textual's frame timer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter

from textual.app import App, ComposeResult

from bench.library import long_article
from bench.report import Row, percentile, row
from store.model import COLORS, Anchor, Highlight
from store.text.document import Document
from store.text.markdown import parse
from themes.load import load
from tui.widgets.reader import Reader
from tui.widgets.reader_motion import Motion

SIZE, SIZE_QUICK = 1_000_000, 200_000
"""Characters of the article."""
HIGHLIGHTS = 1_000
TURNS, TURNS_QUICK = 300, 60
ROUNDS = 3
SCREEN = (120, 40)


class Bare(App[None]):
    """An app that is nothing but a reader."""

    def compose(self) -> ComposeResult:
        """The reader."""
        yield Reader(load("ink", None))


def run(*, quick: bool = False) -> list[Row]:
    """Milliseconds; each row beside what its target compares it with."""
    size = SIZE_QUICK if quick else SIZE
    document = parse(long_article(size))
    return asyncio.run(_measure(document, TURNS_QUICK if quick else TURNS))


def make_highlights(document: Document, count: int = HIGHLIGHTS) -> list[Highlight]:
    """So many highlights, spread evenly, every eighth reaching over the next one."""
    step = max(len(document.text) // count, 2)
    found = []
    for index in range(count):
        start = index * step
        length = step + step // 2 if index % 8 == 0 else step * 2 // 3
        end = min(start + length, len(document.text))
        color = COLORS[index % len(COLORS)]
        quote = document.text[start:end]
        found.append(Highlight(f"h{index:05}", quote, Anchor(start, end), color=color))
    return found


async def _measure(document: Document, turns: int) -> list[Row]:
    highlights = make_highlights(document)
    app = Bare()
    async with app.run_test(size=SCREEN) as pilot:
        reader = app.query_one(Reader)
        await pilot.pause()
        first = milliseconds(reader, lambda: reader.show(document))
        while reader.is_refining:
            await pilot.pause(0.05)
        bare, marked, taking = [], [], []
        for _ in range(ROUNDS):
            taking.append(milliseconds(reader, lambda: reader.set_highlights([])))
            bare += _page_turns(reader, turns)
            taking.append(milliseconds(reader, lambda: reader.set_highlights(highlights)))
            marked += _page_turns(reader, turns)
        steps = _moves(reader, "block_next", turns)
        widths = (reader.measure - 20, reader.measure) * 5
        resizes = [milliseconds(reader, partial(reader.set_measure, each)) for each in widths]
    what = f"{len(document.text) / 1e6:.2g} MB"
    many = f"{what}, {len(highlights):,} highlights"
    slow, slow_marked = percentile(bare, 0.99), percentile(marked, 0.99)
    return [
        row(f"{what}: from the document to its first frame", first, None, "ms", "below 30"),
        row(f"{what}: page turn, median", median(bare), None, "ms"),
        row(f"{what}: page turn, p99", slow, None, "ms", "below 16"),
        row(f"{many}: page turn, median, beside none", median(marked), median(bare), "ms"),
        row(f"{many}: page turn, p99, beside none", slow_marked, slow, "ms", "below 16; 1.2"),
        row(f"{many}: next paragraph, p99", percentile(steps, 0.99), None, "ms", "below 16"),
        row(f"{many}: taking the highlights, slowest", max(taking), None, "ms", "below 16"),
        row(f"{many}: another width, slowest", max(resizes), None, "ms", "below 50"),
    ]


def _page_turns(reader: Reader, turns: int) -> list[float]:
    reader.move("top")
    back = turns // 5
    return _moves(reader, "page_down", turns - back) + _moves(reader, "page_up", back)


def _moves(reader: Reader, motion: Motion, count: int) -> list[float]:
    return [milliseconds(reader, lambda: reader.move(motion)) for _ in range(count)]


def milliseconds(reader: Reader, work: Callable[[], object]) -> float:
    """The time of ``work`` and of the whole frame after it, up to what goes to the terminal."""
    compositor = reader.screen._compositor  # noqa: SLF001 - a frame without Textual's timer
    console = reader.app.console
    began = perf_counter()
    work()
    compositor.render_update(full=True).render_segments(console)  # type: ignore[union-attr]
    return (perf_counter() - began) * 1000
