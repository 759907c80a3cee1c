"""Saving one more highlight in an article that has many, and what the disk alone takes for it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from bench.library import long_article, of_one
from bench.report import Row, percentile, row
from store import files
from store.library import Library

MARKS, MARKS_QUICK = 1_000, 200


def run(*, quick: bool = False) -> list[Row]:
    """Median and p99 of ``Library.mark``, beside writing the same bytes safely."""
    marks = MARKS_QUICK if quick else MARKS
    rounds = 50 if quick else 200
    with tempfile.TemporaryDirectory(prefix="postil-bench-") as name:
        made = of_one(Path(name), long_article(400_000))
        with Library.open(made.folders) as opened:
            length = len(opened.document(made.first).text)
            step = length // (marks + rounds + 2)
            for number in range(marks):
                _mark(opened, made.first, number * step, step)
            ours, theirs = [], []
            for number in range(marks, marks + rounds):
                ours.append(_milliseconds(partial(_mark, opened, made.first, number * step, step)))
                theirs.append(_write_again(made.folders.annotations))
    what = f"one more highlight after {marks:,}"
    return [
        row(f"{what}, median", median(ours), median(theirs), "ms", "below 10 ms"),
        row(f"{what}, p99", percentile(ours, 0.99), percentile(theirs, 0.99), "ms", "below 10 ms"),
    ]


def _mark(library: Library, article: str, start: int, step: int) -> None:
    library.mark(article, start, start + step // 2, tags=["bench"])


def _write_again(folder: Path) -> float:
    """Milliseconds to write the annotation file's bytes anew, as safely as it is written."""
    path = next(folder.glob("*.yaml"))
    data = path.read_bytes()
    copy = folder.parent / "copy.yaml"
    return _milliseconds(lambda: files.write_atomic(copy, data))


def _milliseconds(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return (time.perf_counter() - before) * 1000
