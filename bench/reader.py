"""The reader on a long article: first frame, keys, taking highlights.

A key's time is the work from the call that it makes to the composed frame of the whole screen, as
it is written to the terminal, without Textual's frame timer: processor time of the one thread that
does it, so that other programs do not count. Every way is gone several times without highlights and
with them, in turns; a step's time is the median of its turns.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from statistics import median
from time import thread_time

from textual.app import App, ComposeResult

from bench.library import long_article, make_highlights
from bench.report import Row, percentile, row
from store.model import Highlight
from store.text.document import Document
from store.text.markdown import parse
from themes.load import load
from tui.widgets.reader import Reader
from tui.widgets.reader_motion import Motion

SIZE, SIZE_QUICK = 1_000_000, 200_000
"""Characters of the article."""
STEPS, STEPS_QUICK = 200, 60
ROUNDS = 3
SCREEN = (120, 40)
WIDTHS = (68, 64, 60, 64, 68, 72)
"""Text columns that ``<`` and ``>`` step through."""
WAYS: tuple[tuple[str, tuple[Motion, ...]], ...] = (
    ("next paragraph", ("block_next",)),
    ("next sentence", ("sentence_next",)),
    ("next section", ("section_next",)),
    ("page", ("page_down", "page_down", "page_down", "page_up")),
    ("half page", ("half_down", "half_down", "half_down", "half_up")),
    ("line", ("line_down", "line_down", "line_down", "line_up")),
)
"""What is pressed again and again, from the top on."""

Work = Callable[[], object]


class Bare(App[None]):
    """An app that is nothing but a reader."""

    def compose(self) -> ComposeResult:
        """The reader."""
        yield Reader(load("ink", None))


def run(*, quick: bool = False) -> list[Row]:
    """Milliseconds; each row beside what its target compares it with."""
    size = SIZE_QUICK if quick else SIZE
    document = parse(long_article(size))
    return asyncio.run(_measure(document, STEPS_QUICK if quick else STEPS))


async def _measure(document: Document, steps: int) -> list[Row]:
    highlights = make_highlights(document)
    app = Bare()
    async with app.run_test(size=SCREEN) as pilot:
        reader = app.query_one(Reader)
        await pilot.pause()
        first = milliseconds(reader, lambda: reader.show(document))
        while reader.is_refining:
            await pilot.pause(0.05)
        what = f"{len(document.text) / 1e6:.2g} MB"
        many = f"{what}, {len(highlights):,} highlights"
        rows = [row(f"{what}: from the document to its first frame", first, None, "ms", "below 30")]
        taking: list[float] = []
        for name, motions in WAYS:
            turns = [motions[index % len(motions)] for index in range(steps)]
            way = [partial(reader.move, motion) for motion in turns]
            bare, marked = _in_turns(reader, way, highlights, taking)
            rows += _rows(f"{many}: {name}", marked, bare)
        narrower = [partial(reader.set_measure, WIDTHS[i % len(WIDTHS)]) for i in range(steps // 3)]
        bare, marked = _in_turns(reader, narrower, highlights, taking)
        rows += _rows(f"{many}: narrower or wider text", marked, bare)
    target = "below 16"
    return [*rows, row(f"{many}: taking the highlights, slowest", max(taking), None, "ms", target)]


def _rows(name: str, marked: list[float], bare: list[float]) -> list[Row]:
    slow = percentile(marked, 0.99), percentile(bare, 0.99)
    return [
        row(f"{name}, median, beside none", median(marked), median(bare), "ms", "1.2"),
        row(f"{name}, p99, beside none", *slow, "ms", "below 16; 1.2"),
    ]


def _in_turns(
    reader: Reader, way: Iterable[Work], highlights: list[Highlight], taking: list[float]
) -> tuple[list[float], list[float]]:
    """The milliseconds of each step of ``way`` from the top, without and with highlights."""
    rounds: tuple[list[list[float]], list[list[float]]] = [], []
    for turn in range(ROUNDS + 1):
        for side, shown in enumerate(([], highlights)):
            took = milliseconds(reader, partial(reader.set_highlights, shown))
            reader.move("top")
            times = [milliseconds(reader, step) for step in way]
            if turn:  # the first one warms up
                taking.append(took)
                rounds[side].append(times)
    bare, marked = ([median(times) for times in zip(*side, strict=True)] for side in rounds)
    return bare, marked


def milliseconds(reader: Reader, work: Work) -> float:
    """The time of ``work`` and of the whole frame after it, up to what goes to the terminal."""
    compositor = reader.screen._compositor  # noqa: SLF001 - a frame without Textual's timer
    console = reader.app.console
    began = thread_time()
    work()
    compositor.render_update(full=True).render_segments(console)  # type: ignore[union-attr]
    return (thread_time() - began) * 1000
