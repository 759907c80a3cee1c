"""From launch to the first screen: a long article and libraries of two sizes, beside bare Textual.

Each run is a fresh process in a pseudo-terminal, and is over when the text is on its screen.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from bench.library import WORD, long_article, of_many, of_one
from bench.report import Row, row
from bench.terminal import seconds_until

FEW, MANY, MANY_QUICK = 5, 10_000, 1_000
SIZE, SIZE_QUICK = 1_000_000, 100_000
"""Characters of the long article."""
LIMIT = 300.0
"""Seconds that any launch may take."""

_EMPTY = f"""
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
        long = of_one(home / "long", text)
        few, large = of_many(home / "few", FEW), of_many(home / "many", many)
        times = _in_turns(
            rounds,
            {
                "empty": lambda: _launch(["-c", _EMPTY], {}),
                "long": lambda: _launch(["-m", "tui.main", "read", long.first], long.environ),
                "few": lambda: _launch(["-m", "tui.main"], few.environ),
                "many": lambda: _launch(["-m", "tui.main"], large.environ),
            },
        )
        widget = _launch(["-c", _MARKDOWN, str(home / "article.md")], {}) * 1000
    what = f"{size / 1e6:g} MB article"
    empty = times["empty"]
    return [
        row(f"{what}, beside an empty Textual app", times["long"], empty, "ms", "at most 1.5"),
        row(f"{what}, beside Textual's Markdown", times["long"], widget, "ms", "below 1"),
        row(f"{FEW} articles, beside an empty Textual app", times["few"], empty, "ms"),
        row(f"{many:,} articles, beside an empty Textual app", times["many"], empty, "ms"),
        row(f"{many:,} articles, beside {FEW}", times["many"], times["few"], "ms", "at most 2"),
    ]


def _launch(args: Sequence[str], environ: dict[str, str]) -> float:
    return seconds_until(WORD, args, environ, limit=LIMIT)


def _in_turns(rounds: int, launches: dict[str, Callable[[], float]]) -> dict[str, float]:
    """The median of each, in milliseconds; the first turn only warms the disk's cache."""
    times: dict[str, list[float]] = {name: [] for name in launches}
    for turn in range(rounds + 1):
        for name, launch in launches.items():
            seconds = launch()
            if turn:
                times[name].append(seconds)
    return {name: median(values) * 1000 for name, values in times.items()}
