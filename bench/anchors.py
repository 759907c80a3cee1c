"""Where highlights go when their text changes: ours beside simpler ways, and how long it takes."""

from __future__ import annotations

import random
import time

from bench import anchor_pairs
from bench.anchor_pairs import Group, Method, Pair, Tally, Verdict
from bench.report import Row, row
from store.anchoring import Anchor, make_anchor, reanchor

_OTHERS: tuple[tuple[str, Method], ...] = (
    ("position only", anchor_pairs.by_position),
    ("exact quote, first hit", anchor_pairs.by_first_hit),
    ("exact quote and context", anchor_pairs.by_exact_context),
)
_MEASURED: tuple[tuple[str, Group, Verdict, str], ...] = (
    ("all right", "all", "right", "at least 98 (made pairs: 99)"),
    ("edited: right", "edited", "right", ""),
    ("edited: on a wrong place", "edited", "wrong", ""),
    ("deleted: on a wrong place", "deleted", "wrong", "at most 1"),
    ("untouched: on a wrong place", "untouched", "wrong", "0"),
)


def run(*, quick: bool = False) -> list[Row]:
    """Percent right and wrong, and milliseconds for texts of 20 kB and 1 MB."""
    rows: list[Row] = []
    for name, pairs in _pairs(quick=quick):
        rows += _rows(name, pairs)
    sizes = (20_000,) if quick else (20_000, 100_000, 1_000_000)
    return rows + [_time(size) for size in sizes]


def _pairs(*, quick: bool) -> list[tuple[str, list[Pair]]]:
    if not anchor_pairs.FOLDER.is_dir():
        return [("made here", anchor_pairs.made(20 if quick else 150))]
    step = 4 if quick else 1
    return [
        ("real revisions", anchor_pairs.load("git")[::step]),
        ("known edits", anchor_pairs.load("synthetic")[::step]),
    ]


def _rows(name: str, pairs: list[Pair]) -> list[Row]:
    """For each other way, all that is measured; then ours without the old text beside with it."""
    ours = Tally.of(pairs, anchor_pairs.ours)
    others = [(other, Tally.of(pairs, method)) for other, method in _OTHERS]
    others.append(("ours without the old text", Tally.of(pairs, anchor_pairs.without)))
    rows = []
    for what, group, verdict, target in _MEASURED:
        for other, tally in others:
            mine, theirs = ours.share(group, verdict), tally.share(group, verdict)
            rows.append(row(f"{name}, {what}; beside {other}", mine, theirs, "%", target))
    right, wrong = ours.checks
    rows.append(row(f"{name}, to be checked: right", right, None, "highlights"))
    rows.append(row(f"{name}, to be checked: not right", wrong, None, "highlights"))
    return rows


def _time(size: int) -> Row:
    """Fifty anchors over a text with an edit in every second kilobyte."""
    rng = random.Random(size)
    old = anchor_pairs.text_of(size, rng)
    new = old
    for _ in range(size // 2_000):
        at = rng.randrange(len(new) - 200)
        new = new[:at] + "Something new stands here. " + new[at + rng.randrange(200) :]
    anchors = [
        make_anchor(old, "", start, start + rng.randrange(10, 300))
        for start in (rng.randrange(len(old) - 300) for _ in range(50))
    ]
    ours = _milliseconds(old, new, anchors)
    theirs = _milliseconds(None, new, anchors)
    target = {20_000: "below 25 ms", 1_000_000: "below 1,500 ms"}.get(size, "")
    name = f"{size // 1000:,} kB, 50 highlights; beside without the old text"
    return row(name, ours, theirs, "ms", target)


def _milliseconds(old: str | None, new: str, anchors: list[Anchor]) -> float:
    """Of the processor's time, the least of five: whatever else is running."""
    best = float("inf")
    for _ in range(5):
        before = time.process_time()
        reanchor(old, new, anchors)
        best = min(best, time.process_time() - before)
    return best * 1000
