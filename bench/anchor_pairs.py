"""Pairs of texts with highlights whose place after the change is known, and how many get it right.

Shared by the bench and by the regression test. Those of ``FOLDER`` are for measuring only; without
them pairs are made here, with an exactly known truth.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from store.anchoring import Anchor, make_anchor, reanchor

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "anchors"
"""Beside the repository: pairs, and the highlights in them, one JSON a line, compressed."""

Range = tuple[int, int]
Group = Literal["all", "untouched", "edited", "deleted"]
Verdict = Literal["right", "part", "lost", "wrong"]


class Known(NamedTuple):
    """A highlight of the old text, and what became of it.

    Attributes:
        start: First code point in the old text.
        end: Past the last.
        span: Where it is in the new text; ``None``: it is gone.
        zone: Where one that is gone may be placed, since what replaced it stands there.
        is_touched: Its text was edited.
    """

    start: int
    end: int
    span: Range | None
    zone: Range
    is_touched: bool

    @property
    def group(self) -> Group:
        """What was done to it."""
        if self.span is None:
            return "deleted"
        return "edited" if self.is_touched else "untouched"


class Pair(NamedTuple):
    """Two revisions of a text."""

    old: str
    new: str
    highlights: tuple[Known, ...]

    def anchors(self) -> list[Anchor]:
        """The highlights as they were made in the old text."""
        return [make_anchor(self.old, "", each.start, each.end) for each in self.highlights]


Method = Callable[[Pair], Sequence[Anchor]]


def load(kind: str) -> list[Pair]:
    """The pairs of ``FOLDER``: ``git`` or ``synthetic``. Those half gone do not count."""
    marked: dict[str, list[Known]] = {}
    for row in _rows(FOLDER / f"highlights_{kind}.jsonl.gz"):
        if row["status"] != "gray":
            span = tuple(row["span"]) if row["status"] == "kept" else None
            known = Known(row["start"], row["end"], span, tuple(row["zone"]), row["touched"])
            marked.setdefault(row["pair"], []).append(known)
    return [
        Pair(row["old"], row["new"], tuple(marked.get(row["id"], ())))
        for row in _rows(FOLDER / f"pairs_{kind}.jsonl.gz")
    ]


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


# -- methods --------------------------------------------------------------------------------------


def ours(pair: Pair) -> Sequence[Anchor]:
    """As an article is updated while the text it had is kept."""
    return reanchor(pair.old, pair.new, pair.anchors())


def without(pair: Pair) -> Sequence[Anchor]:
    """The same without the old text."""
    return reanchor(None, pair.new, pair.anchors())


def by_position(pair: Pair) -> Sequence[Anchor]:
    """Where it was, whatever stands there now."""
    length = len(pair.new)
    return [
        each._replace(start=min(each.start, length - 1), end=min(each.end, length))
        for each in pair.anchors()
    ]


def by_first_hit(pair: Pair) -> Sequence[Anchor]:
    """The first place where the quote stands, to the letter."""
    return [_at(each, pair.new.find(each.quote)) for each in pair.anchors()]


def by_exact_context(pair: Pair) -> Sequence[Anchor]:
    """Of the places where the quote stands, the one with the most of the context beside it."""
    result = []
    for each in pair.anchors():
        best, most = -1, -1
        at = pair.new.find(each.quote)
        while at >= 0:
            before = pair.new[max(0, at - len(each.prefix)) : at][::-1]
            after = pair.new[at + len(each.quote) :]
            same = _head(before, each.prefix[::-1]) + _head(after, each.suffix)
            if same > most:
                best, most = at, same
            at = pair.new.find(each.quote, at + 1)
        result.append(_at(each, best))
    return result


def _at(anchor: Anchor, start: int) -> Anchor:
    if start < 0:
        return anchor._replace(state="unplaced")
    return anchor._replace(start=start, end=start + len(anchor.quote))


def _head(one: str, other: str) -> int:
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same


# -- what is right --------------------------------------------------------------------------------


class Tally:
    """How many highlights got it right. What is to be checked counts as placed."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[Group, Verdict]] = Counter()
        self._checks: Counter[Verdict] = Counter()

    @classmethod
    def of(cls, pairs: Sequence[Pair], method: Method) -> Tally:
        """What ``method`` makes of all pairs."""
        tally = cls()
        for pair in pairs:
            for known, anchor in zip(pair.highlights, method(pair), strict=True):
                verdict = _verdict(known, anchor)
                tally._counts[known.group, verdict] += 1
                if anchor.state == "check":
                    tally._checks[verdict] += 1
        return tally

    def count(self, group: Group, verdict: Verdict) -> int:
        """How many of a group."""
        groups: Sequence[Group] = ("untouched", "edited", "deleted")
        return sum(self._counts[each, verdict] for each in (groups if group == "all" else [group]))

    def share(self, group: Group, verdict: Verdict) -> float:
        """The same in percent of the group."""
        verdicts: Sequence[Verdict] = ("right", "part", "lost", "wrong")
        total = sum(self.count(group, each) for each in verdicts)
        return 100 * self.count(group, verdict) / total if total else 0.0

    @property
    def checks(self) -> tuple[int, int]:
        """Of those that are to be checked, how many are right, and how many not."""
        right = self._checks["right"]
        return right, self._checks.total() - right


def _verdict(known: Known, anchor: Anchor) -> Verdict:
    is_placed = anchor.state != "unplaced"
    if known.span is None:
        low, high = known.zone
        is_there = is_placed and not (low <= anchor.start and anchor.end <= high)
        return "wrong" if is_there else "right"
    if not is_placed:
        return "lost"
    start, end = known.span
    common = min(end, anchor.end) - max(start, anchor.start)
    share = common / (max(end, anchor.end) - min(start, anchor.start))
    return "right" if share >= 0.8 else "part" if share > 0.2 else "wrong"


# -- pairs made here ------------------------------------------------------------------------------

_WORDS = tuple(
    word
    for line in (
        "the of and a to in it was that for on with as at by from this had not are but one they",
        "harbour lamp ledger keeper winter quay candle tide anchor pilot fog toll bell rope salt",
        "north window letter market stone river copper garden empty quiet early silver broken",
        "carries counts hides follows answers burns gathers leaves mends opens reads sends turns",
    )
    for word in line.split()
)


def made(count: int, seed: int = 1) -> list[Pair]:
    """Pairs whose truth is known, since each sentence is followed through every edit."""
    rng = random.Random(seed)
    return [_made(rng) for _ in range(count)]


def text_of(length: int, rng: random.Random) -> str:
    """Paragraphs of sentences, ``length`` code points or a few more."""
    parts: list[str] = []
    size = 0
    while size < length:
        parts.append(" ".join(_sentence(rng) for _ in range(rng.randint(1, 6))))
        size += len(parts[-1]) + 2
    return "\n\n".join(parts)


def _sentence(rng: random.Random) -> str:
    words = [rng.choice(_WORDS) for _ in range(rng.randint(7, 20))]
    return " ".join(words).capitalize() + "."


class _Line(NamedTuple):
    """A sentence: which one of the old text it is (-1: none), and how it reads now."""

    old: int
    text: str


def _made(rng: random.Random) -> Pair:
    before = [[_sentence(rng) for _ in range(rng.randint(1, 5))] for _ in range(rng.randint(8, 16))]
    old, places = _laid([[_Line(0, each) for each in part] for part in before])
    numbers = iter(range(len(places)))
    after = [[_Line(next(numbers), each) for each in part] for part in before]
    touched: set[int] = set()
    for _ in range(rng.randint(2, 12)):
        _edit(after, touched, rng)
    new, there = _laid(after)
    lines = [line for part in after for line in part]
    spans = {line.old: place for line, place in zip(lines, there, strict=True) if line.old >= 0}
    highlights = []
    for number, (start, end) in enumerate(places):
        zone = _between(number, spans, len(places), len(new))
        highlights.append(Known(start, end, spans.get(number), zone, number in touched))
    return Pair(old, new, tuple(highlights))


def _laid(parts: Sequence[Sequence[_Line]]) -> tuple[str, list[Range]]:
    """The text, and where each of its sentences stands."""
    text = ""
    places = []
    for part in parts:
        text += "\n\n" if text else ""
        for index, line in enumerate(part):
            text += " " if index else ""
            places.append((len(text), len(text) + len(line.text)))
            text += line.text
    return text, places


def _edit(parts: list[list[_Line]], touched: set[int], rng: random.Random) -> None:
    """Inserts, deletes, rewords or moves; only a paragraph that keeps a sentence is cut."""
    at = rng.randrange(len(parts))
    act = rng.choice(["insert", "delete", "reword", "reword", "move", "paragraph"])
    nth = rng.randrange(len(parts[at]))
    if act == "insert":
        parts[at].insert(nth, _Line(-1, _sentence(rng)))
    elif act == "delete" and len(parts[at]) > 1:
        parts[at].pop(nth)
    elif act == "reword":
        line = parts[at][nth]
        words = line.text.split()
        words[rng.randrange(1, len(words) - 1)] = rng.choice(["lighthouse", "long ago", "gone"])
        parts[at][nth] = _Line(line.old, " ".join(words))
        touched.add(line.old)
    elif act == "move":
        parts.insert(rng.randrange(len(parts)), parts.pop(at))
    elif act == "paragraph":
        parts.insert(at, [_Line(-1, _sentence(rng)), _Line(-1, _sentence(rng))])


def _between(number: int, spans: dict[int, Range], count: int, length: int) -> Range:
    """What is between the nearest sentences that are left."""
    before = next((spans[each][1] for each in range(number - 1, -1, -1) if each in spans), 0)
    after = next((spans[each][0] for each in range(number + 1, count) if each in spans), length)
    return (before, after) if before <= after else (before, before)
