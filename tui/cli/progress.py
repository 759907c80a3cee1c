"""A bar on stderr for work that takes more than a second, and only on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from tui.cli.cells import cut, pad
from tui.cli.output import on_terminal, terminal_width

PATIENCE = 1.0
"""Seconds before anything is shown."""
PAUSE = 0.1
"""Seconds between two pictures."""
BAR = 24
"""Cells of the bar itself."""


class Bar:
    """One line that is drawn over itself. Call it with (done, total, what); total 0: unknown."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._next = clock() + PATIENCE
        self._shown = False

    def __call__(self, done: int, total: int, what: str) -> None:
        """Say how far the work is; draws at most ten times a second, and not in the first."""
        now = self._clock()
        if now < self._next:
            return
        self._next = now + PAUSE
        self._shown = True
        line = picture(done, total, what, terminal_width() - 1)
        self._stream.write(f"\r{line}")
        self._stream.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write(f"\r{' ' * (terminal_width() - 1)}\r")
            self._stream.flush()
            self._shown = False


def picture(done: int, total: int, what: str, width: int) -> str:
    """The line for one moment, exactly ``width`` cells."""
    if total <= 0:
        return pad(cut(f"{what} {done:,}" if done else what, width), width)
    full = min(BAR, BAR * done // total)
    bar = "━" * full + "─" * (BAR - full)
    return pad(cut(f"{bar} {done:,}/{total:,} {what}", width), width)


@contextmanager
def progress(*, beside_output: bool = False) -> Iterator[Callable[[int, int, str], None] | None]:
    """Hand over something to report progress to, or ``None`` where nobody would see it.

    Args:
        beside_output: Lines go to stdout meanwhile: on a terminal they are progress enough.
    """
    stream = sys.stderr
    if not stream.isatty() or (beside_output and on_terminal()):
        yield None
        return
    bar = Bar(stream)
    try:
        yield bar
    finally:
        bar.clear()
