"""Times of questions, the sides in turns.

Times are of the processor, so that a machine with other work does not show in them: all sides
compute and wait for nothing, since what they read is in the system's page cache, for all of them
alike. (It cannot be dropped without rights that a bench does not ask for.)
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from bench.report import Row, percentile, row

Question = TypeVar("Question")


def milliseconds(work: Callable[[], object]) -> float:
    """Processor time of some work."""
    began = time.process_time_ns()
    work()
    return (time.process_time_ns() - began) / 1e6


def in_turns(
    rounds: int,
    prepare: Callable[[], object],
    questions: Sequence[Question],
    sides: Sequence[Callable[[Question], object]],
) -> list[list[float]]:
    """Milliseconds of each question for each side: the median of some rounds.

    Args:
        rounds: Each asks all questions of all sides.
        prepare: Called before each round: opens what is asked anew.
        questions: In the order in which they are asked.
        sides: They answer one after the other, each all questions.
    """
    taken: list[list[list[float]]] = [[] for _ in sides]
    for _ in range(rounds):
        prepare()
        for each, ask in zip(taken, sides, strict=True):
            gc.collect()
            each.append([milliseconds(partial(ask, question)) for question in questions])
    return [[percentile(times, 0.5) for times in zip(*each, strict=True)] for each in taken]


def quantiles(
    name: str, ours: Sequence[float], theirs: Sequence[float], target: str, worst: str = ""
) -> list[Row]:
    """Three rows: p50, p95 and the worst, the last two with their targets."""
    return [
        row(f"{name}: p50", percentile(ours, 0.5), percentile(theirs, 0.5), "ms"),
        row(f"{name}: p95", percentile(ours, 0.95), percentile(theirs, 0.95), "ms", target),
        row(f"{name}: worst", max(ours), max(theirs), "ms", worst),
    ]
