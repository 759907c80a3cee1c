"""Memory with a long article open, and with a large library, beside a short one and a small one.

Resident memory of a fresh process in a pseudo-terminal that has nothing left to do: it has opened
the article, measured it, looked for changed files and brought its index up to date. Of a long
article the difference is set beside the text, in UTF-8. In a large library something is searched
for, too, letter by letter, so that the index is open and what was found is shown. Linux only,
where the kernel tells it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.library import WORD, Made, long_article, of_many, of_one
from bench.opening import EMPTY, LIMIT, SIZE, SIZE_QUICK
from bench.report import Row, row
from bench.terminal import Memory, memory_of
from store.library import Library

ROUNDS, ROUNDS_QUICK = 5, 1
MANY, MANY_QUICK, FEW = 10_000, 1_000, 5
SEARCHED = "sthe wa"
"""Keys: the search of the library, and words that very many articles have."""
SHORT = f"# A short one\n\n{WORD} is how it begins, and how it ends.\n"


def run(*, quick: bool = False) -> list[Row]:
    """Differences in MB, each beside the text's size."""
    if sys.platform != "linux":
        return []
    size = SIZE_QUICK if quick else SIZE
    rounds = ROUNDS_QUICK if quick else ROUNDS
    with tempfile.TemporaryDirectory(prefix="postil-bench-") as name:
        home = Path(name)
        text = long_article(size)
        long, short = of_one(home / "long", text), of_one(home / "short", SHORT)
        _reader(long), _reader(short)  # the first run brings the index up to date
        taken = [(_empty(), _reader(short), _reader(long)) for _ in range(rounds)]
    empty, little, much = (_median(each) for each in zip(*taken, strict=True))
    of_text = len(text.encode()) / 1e6
    what = f"{size / 1e6:g} MB article"

    def more(name: str, ours: int, theirs: int, target: str = "") -> Row:
        return row(f"{what}: {name}, beside the text", (ours - theirs) / 1e6, of_text, "MB", target)

    return [
        *_libraries(MANY_QUICK if quick else MANY, min(rounds, 3)),
        row(f"{what} open, beside an empty Textual app", _mb(much), _mb(empty), "MB"),
        more("more than a short one's", much.settled, little.settled, "below 3"),
        more("peak, more than a short one's", much.peak, little.peak, "below 3"),
        more("more than an empty Textual app's", much.settled, empty.settled, "below 3"),
        more("peak, more than an empty Textual app's", much.peak, empty.peak),
    ]


def _libraries(many: int, rounds: int) -> list[Row]:
    """What a library of many articles takes beside one of a few, in MB."""
    with tempfile.TemporaryDirectory(prefix="postil-bench-") as name:
        sizes = [of_many(Path(name) / f"{count}", count) for count in (many, FEW)]
        for made in sizes:
            with Library.open(made.folders) as opened:
                opened.update_index()
        rows: list[Row] = []
        for what, typed in (("list shown", ""), ("library searched", SEARCHED)):
            taken = [[_many(made, typed) for made in sizes] for _ in range(rounds)]
            much, little = (_median(each) for each in zip(*taken, strict=True))
            of = f"{many:,} articles, {what}"
            target = "at most 60 more" if typed else ""
            rows += [
                row(of, _mb(much), _mb(little), "MB", target),
                row(f"{of}, peak", much.peak / 1e6, little.peak / 1e6, "MB", target),
                row(f"{of}, without files' pages", much.own / 1e6, little.own / 1e6, "MB"),
            ]
        return rows


def _many(made: Made, typed: str) -> Memory:
    return memory_of(WORD, ["-m", "tui.main"], made.environ, limit=LIMIT, typed=typed)


def _mb(memory: Memory) -> float:
    return memory.settled / 1e6


def _empty() -> Memory:
    return memory_of(WORD, ["-c", EMPTY], {}, limit=LIMIT)


def _reader(made: Made) -> Memory:
    args = ["-m", "tui.main", "read", made.first]
    return memory_of(WORD, args, made.environ, limit=LIMIT)


def _median(taken: Sequence[Memory]) -> Memory:
    return Memory(*(int(median(values)) for values in zip(*taken, strict=True)))
