"""Caret mode on a long article: steps of the caret, with little and with everything selected.

Times are as in ``bench.reader``: from the call that a key makes to the composed frame.
"""

from __future__ import annotations

import asyncio
from functools import partial
from statistics import median

from bench.library import HIGHLIGHTS, long_article, make_highlights
from bench.reader import SCREEN, SIZE, SIZE_QUICK, Bare, milliseconds
from bench.report import Row, percentile, row
from store.text.document import Block, Document
from store.text.markdown import parse
from tui.widgets.reader import Reader

STEPS, STEPS_QUICK = 400, 80
MOTIONS = {"right": "right", "w": "word_next", "j": "line_down", ")": "sentence_next",
           "}": "block_next"}  # fmt: skip


def run(*, quick: bool = False) -> list[Row]:
    """Milliseconds; each row beside what its target compares it with."""
    size = SIZE_QUICK if quick else SIZE
    return asyncio.run(_measure(size, STEPS_QUICK if quick else STEPS))


async def _measure(size: int, steps: int) -> list[Row]:
    document = parse(long_article(size))
    rows = []
    app = Bare()
    async with app.run_test(size=SCREEN) as pilot:
        reader = app.query_one(Reader)
        await pilot.pause()
        reader.show(document, highlights=make_highlights(document))
        while reader.is_refining:
            await pilot.pause(0.05)
        what = f"{len(document.text) / 1e6:.2g} MB, {HIGHLIGHTS:,} highlights"
        for key, motion in MOTIONS.items():
            free = _steps(reader, motion, steps, selecting=False)
            chosen = _steps(reader, motion, steps, selecting=True)
            slow = percentile(free, 0.99)
            rows += [
                row(f"{what}: {key}, p99", slow, None, "ms", "below 16"),
                row(f"{what}: {key} selecting, p99", percentile(chosen, 0.99), slow, "ms",
                    "below 16"),
            ]  # fmt: skip
        reader.move("top")
        first = milliseconds(reader, reader.start_caret)
        everything = milliseconds(reader, partial(_move, reader, "end"))
        back = [milliseconds(reader, partial(_move, reader, "left")) for _ in range(steps)]
        rows += [
            row(f"{what}: v, the first time", first, None, "ms", "below 16"),
            row(f"{what}: v G", everything, None, "ms", "below 16"),
            row(f"{what}: left after v G, p99", percentile(back, 0.99), None, "ms", "below 16"),
        ]
        reader.show(_one_block(document))
        while reader.is_refining:
            await pilot.pause(0.05)
        for key, motion in MOTIONS.items():
            if motion != "block_next":
                taken = _steps(reader, motion, steps, selecting=True)
                slow = percentile(taken, 0.99)
                rows.append(row(f"one block of it: {key}, p99, beside median", slow,
                                median(taken), "ms", "below 16"))  # fmt: skip
    return rows


def _one_block(document: Document) -> Document:
    """The same text as one paragraph."""
    text = document.text.replace("\n", " ")
    return Document(text, (Block("paragraph", 0, len(text)),))


def _steps(reader: Reader, motion: str, count: int, *, selecting: bool) -> list[float]:
    """Steps from a third of the text on."""
    reader.focus_sentence(len(reader.document.text) // 3)
    reader.start_caret()
    if reader.caret is not None and not selecting:
        reader.caret.toggle_selecting()
    return [milliseconds(reader, partial(_move, reader, motion)) for _ in range(count)]


def _move(reader: Reader, motion: str) -> None:
    if reader.caret is not None:
        reader.caret.move(motion)
