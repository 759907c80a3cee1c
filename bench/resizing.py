"""The whole app when its terminal changes its width: the next frame, and what keys wait for after.

The event is the one that a terminal's resize brings. A frame is counted when it has the reader as
wide as it stays; processor time of the event loop's thread from the event to that frame, composed.
Then heights are measured in slices: no step of the event loop may keep a key waiting.
"""

from __future__ import annotations

import asyncio
import tempfile
from asyncio.events import Handle
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import thread_time
from typing import Any
from unittest.mock import patch

from textual import events
from textual._compositor import CompositorUpdate
from textual.geometry import Size
from textual.pilot import Pilot

from bench.library import HIGHLIGHTS, Made, annotate, long_article, of_one
from bench.report import Row, row
from store.library import Library
from tui.app import PostilApp

SIZE, SIZE_QUICK = 1_000_000, 200_000
"""Characters of the article."""
HEIGHT, WIDE, NARROW = 40, 120, 80
ROUNDS, ROUNDS_QUICK = 8, 3


def run(*, quick: bool = False) -> list[Row]:
    """Milliseconds."""
    size = SIZE_QUICK if quick else SIZE
    rounds = ROUNDS_QUICK if quick else ROUNDS
    text = long_article(size)
    title, _, rest = text.partition("\n\n")
    words = " ".join(line for line in rest.split("\n") if line[:1].isalpha())
    with tempfile.TemporaryDirectory(prefix="postil-bench-") as name:
        long = of_one(Path(name) / "long", text)
        giant = of_one(Path(name) / "giant", f"{title}\n\n{words}\n")
        rows = asyncio.run(_measure(f"{size / 1e6:g} MB", long, rounds, "below 50"))
        rows += asyncio.run(_measure(f"{size / 1e6:g} MB in one paragraph", giant, rounds, ""))
    return rows


async def _measure(what: str, made: Made, rounds: int, target: str) -> list[Row]:
    narrower, wider, waits = [], [], []
    annotate(made)
    with Library.open(made.folders) as library:
        app = PostilApp(library, article_id=made.first)
        async with app.run_test(size=(WIDE, HEIGHT)) as pilot:
            await _settle(app, pilot)
            app.main.reader.move("page_down", 30)
            await _settle(app, pilot)
            for turn in range(rounds + 1):
                there, wait = await _resize(app, pilot, NARROW)
                back, wait_back = await _resize(app, pilot, WIDE)
                if turn:  # the first one warms up
                    narrower.append(there)
                    wider.append(back)
                    waits += [wait, wait_back]
    what = f"{what}, {HIGHLIGHTS:,} highlights"
    return [
        row(f"{what}: {WIDE} to {NARROW} columns, next frame", max(narrower), None, "ms", target),
        row(f"{what}: the same, median", median(narrower), None, "ms", target),
        row(f"{what}: {NARROW} to {WIDE} columns, next frame", max(wider), None, "ms", target),
        row(f"{what}: after it, the longest a key waits", median(waits), None, "ms", "below 16"),
        row(f"{what}: the same, worst of {len(waits)}", max(waits), None, "ms"),
    ]


async def _settle(app: PostilApp, pilot: Pilot[None]) -> None:
    """Until the reader has measured everything and nothing is left to read."""
    await pilot.pause()
    while app.main.reader.is_refining or app.main.reads.running:
        await pilot.pause(0.02)


async def _resize(app: PostilApp, pilot: Pilot[None], width: int) -> tuple[float, float]:
    """Milliseconds to the last frame that had to be composed, and of the longest step after it."""
    frames: list[tuple[float, int]] = []
    steps: list[tuple[float, float]] = []
    display: Callable[..., None] = app._display  # noqa: SLF001 - where every frame goes
    step: Callable[[Handle], None] = Handle._run  # noqa: SLF001 - what the event loop does at a time

    def seen(*args: Any) -> None:
        display(*args)
        if isinstance(args[1], CompositorUpdate):
            args[1].render_segments(app.console)  # what a terminal would be sent
        frames.append((thread_time(), app.main.reader.size.width))

    def timed(handle: Handle) -> None:
        began = thread_time()
        step(handle)
        steps.append((began, thread_time()))

    size = Size(width, HEIGHT)
    with patch.object(app, "_display", seen), patch.object(Handle, "_run", timed):
        began = thread_time()
        app._driver._size = size  # type: ignore[union-attr]  # noqa: SLF001 - as Pilot does
        app.post_message(events.Resize(size, size))
        await _settle(app, pilot)
    final = frames[-1][1]
    shown = next(when for when, wide in frames if wide == final)
    longest = max((end - start for start, end in steps if start >= shown), default=0.0)
    return (shown - began) * 1000, longest * 1000
