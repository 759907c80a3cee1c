"""From launch to the first screen: a long article and libraries of two sizes, beside bare Textual.

Each run is a fresh process in a pseudo-terminal, and is over when the text is on its screen. The
programs are launched in turns, and a ratio is the median of what each turn gave. Beside the time by
the clock stands that of the processor, which is the steadier one on a machine that does more.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from bench.library import HIGHLIGHTS, WORD, annotate, long_article, of_many, of_one
from bench.report import Row
from bench.terminal import Launch, launch

FEW, MANY, MANY_QUICK = 5, 10_000, 1_000
SIZE, SIZE_QUICK = 1_000_000, 100_000
"""Characters of the long article."""
_READ = ("-m", "tui.main", "read")
LIMIT = 300.0
"""Seconds that any launch may take."""

EMPTY = f"""
from textual.app import App
from textual.widgets import Label
class Empty(App):
    def compose(self):
        yield Label("{WORD}")
Empty().run()
"""
_MARKDOWN = """
import sys
from pathlib import Path
from textual.app import App
from textual.containers import VerticalScroll
from textual.widgets import Markdown
class Page(App):
    def compose(self):
        with VerticalScroll():
            yield Markdown(Path(sys.argv[1]).read_text(encoding="utf-8"))
Page().run()
"""


def run(*, quick: bool = False) -> list[Row]:
    """Medians of launches in turns, in milliseconds; the Markdown widget is launched once."""
    rounds = 3 if quick else 9
    size = SIZE_QUICK if quick else SIZE
    many = MANY_QUICK if quick else MANY
    with tempfile.TemporaryDirectory(prefix="postil-bench-") as name:
        home = Path(name)
        text = long_article(size)
        (home / "article.md").write_text(text, encoding="utf-8")
        long, marked = of_one(home / "long", text), of_one(home / "marked", text)
        annotate(marked)
        few, large = of_many(home / "few", FEW), of_many(home / "many", many)
        times = _in_turns(
            rounds,
            {
                "empty": partial(_launch, ["-c", EMPTY], {}),
                "long": partial(_launch, [*_READ, long.first], long.environ),
                "marked": partial(_launch, [*_READ, marked.first], marked.environ),
                "few": partial(_launch, ["-m", "tui.main"], few.environ),
                "many": partial(_launch, ["-m", "tui.main"], large.environ),
            },
        )
        widget = _launch(["-c", _MARKDOWN, str(home / "article.md")], {})
    what = f"{size / 1e6:g} MB article"
    beside = "beside an empty Textual app"
    return [
        *_both(f"{what}, {beside}", times["long"], times["empty"], "at most 1.2"),
        *_both(f"{what}, {HIGHLIGHTS:,} highlights, {beside}", times["marked"], times["empty"]),
        _pair(f"{what}, beside Textual's Markdown", "wall", times["long"], [widget], "below 1"),
        *_both(f"{FEW} articles, {beside}", times["few"], times["empty"]),
        *_both(f"{many:,} articles, {beside}", times["many"], times["empty"]),
        *_both(f"{many:,} articles, beside {FEW}", times["many"], times["few"], "at most 2"),
    ]


def _launch(args: Sequence[str], environ: dict[str, str]) -> Launch:
    return launch(WORD, args, environ, limit=LIMIT)


def _in_turns(rounds: int, launches: dict[str, Callable[[], Launch]]) -> dict[str, list[Launch]]:
    """What each launch took, turn by turn; the first turn only warms the disk's cache."""
    times: dict[str, list[Launch]] = {name: [] for name in launches}
    for turn in range(rounds + 1):
        for name, run_it in launches.items():
            taken = run_it()
            if turn:
                times[name].append(taken)
    return times


def _both(name: str, ours: list[Launch], theirs: list[Launch], target: str = "") -> list[Row]:
    return [
        _pair(name, "wall", ours, theirs, target),
        _pair(f"{name}: processor", "cpu", ours, theirs, target),
    ]


def _pair(name: str, clock: str, ours: list[Launch], theirs: list[Launch], target: str) -> Row:
    """Medians in milliseconds, and the median of the ratios of each turn (or to the only one)."""
    mine = [getattr(each, clock) * 1000 for each in ours]
    other = [getattr(each, clock) * 1000 for each in theirs]
    ratios = [a / b for a, b in zip(mine, other * (len(mine) // len(other)), strict=True)]
    return Row(name, median(mine), median(other), "ms", median(ratios), target)
