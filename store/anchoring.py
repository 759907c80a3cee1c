"""Anchors: where a highlight is in a text, and how its quote is found in another one. Pure.

A highlight is placed only where the text reads as its quote does, and only when no other place
fits as well; else it is unplaced, with the offset where it would be. A wrong place is worse
than none. Offsets are half-open, in code points.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from store.hashing import sha256
from store.model import Anchor, State
from store.text.bounds import snap
from store.text.fold import find_folded, fold

CONTEXT = 64
"""How many code points of context are kept on each side."""

# Thresholds that were tuned on pairs of real revisions, nearly all of English prose.
_LONG = 25  # so long a quote, found once, needs no context
_AGREES = 0.3
_MARGIN = 0.1
_MANY = 300  # of more places only those with the same neighbours are weighed
_NEIGHBOURS = 8
# Scripts without blanks: a character says as much as three letters.
_DENSE = (
    ("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u3040", "\u30ff"),
    ("\u3400", "\u9fff"), ("\uac00", "\ud7af"),
)  # fmt: skip

Range = tuple[int, int]


class Candidate(NamedTuple):
    """A place where an anchor's passage may be: ``[start, end)``; ``score``: 0 to 1."""

    start: int
    end: int
    score: float


def make_anchor(document_text: str, sha: str, start: int, end: int) -> Anchor:
    """An anchor for ``[start, end)``, trimmed of blanks and widened to whole characters.

    Args:
        document_text: The text of the document.
        sha: Its ``Document.sha256``.
        start: The first code point.
        end: Past the last.

    Returns:
        The anchor; an empty one (``start == end``) when there are only blanks.
    """
    start, end = snap(document_text, start, end)
    return _anchor_at(document_text, sha, start, end)


def find_quote(text: str, quote: str, prefix: str = "", suffix: str = "") -> list[Range]:
    """The places of ``quote``: as it is typed, else whatever its case, accents and blanks.

    Args:
        text: A document's text.
        quote: What to find; blanks at its ends do not count.
        prefix: What stands before it, or its end; ``""``: anything.
        suffix: What stands after it, or its beginning; ``""``: anything.
    """
    for hits in (_find_exact(text, quote.strip()), find_folded(text, quote)):
        found = [hit for hit in hits if _stands_between(text, hit, prefix, suffix)]
        if found:
            return found
    return []


def reanchor(
    old: str | None,
    new: str,
    anchors: Sequence[Anchor],
    *,
    taken: Iterable[Range] = (),
) -> list[Anchor]:
    """``anchors`` in the text ``new``, in the order given.

    An anchor that is in ``new`` already and says what is true there stays as it is. Of the
    others the quote is looked for, with its context, at places that belong to no other passage.

    Args:
        old: The text that the anchors' offsets count in; ``None`` if it was not kept.
        new: The present text.
        anchors: Any; those that are not where they say are looked for by their quotes.
        taken: Ranges of ``new`` that other passages have.

    Returns:
        Anchors of the same quotes: ``placed`` where the text reads as the quote, ``moved`` where
        it was reworded, ``check`` where it may be. One that is ``unplaced`` stays as it was, and
        has ``near``.
    """
    sha = sha256(new.encode()).hexdigest()
    search = _Search(old, new, sha)
    for each in taken:
        search.claim(each, None)
    result: list[Anchor | None] = [a if _holds(a, new, sha) else None for a in anchors]
    for anchor in result:
        if anchor is not None and anchor.state != "unplaced":
            search.claim((anchor.start, anchor.end), anchor)
    wanted = [
        (index, search.candidates(anchor))
        for index, anchor in enumerate(anchors)
        if result[index] is None
    ]
    # The best match takes its place first: a lookalike must not take it away.
    wanted.sort(key=lambda item: -max((c.context for c in item[1].places), default=0.0))
    moves: list[tuple[int, int]] = []
    for index, found in wanted:
        anchor = anchors[index]
        place = search.choose(anchor, found)
        if place is None:
            continue
        search.claim(place, anchor)
        there = _anchor_at(new, sha, *place)
        state: State = "placed" if reads_as(there.quote, anchor.quote) else "moved"
        result[index] = there._replace(quote=anchor.quote, state=state)
        moves.append((_last_seen(anchor), place[0]))
    moves.sort()
    return [
        done if done is not None else _unplaced(anchor, new, sha, moves)
        for anchor, done in zip(anchors, result, strict=True)
    ]


def candidates(text: str, anchor: Anchor, limit: int = 5) -> list[Candidate]:
    """Places to choose from for an anchor that could not be placed, the best first.

    Where the text reads as the quote, and the paragraphs around the place where it would be.

    Args:
        text: The present text.
        anchor: Any; what it is anchored in does not matter.
        limit: The most there are.
    """
    near = _last_seen(anchor)
    agreement = _agreement(text, anchor)
    found = [
        Candidate(*hit, 0.5 + 0.5 * agreement(hit))
        for hit in find_quote(text, anchor.quote)[:_MANY]
    ]
    found.sort(key=lambda each: (-each.score, abs(each.start - near), each.start))
    blocks = _blocks(text)
    blocks.sort(key=lambda block: (max(block[0] - near, near - block[1], 0), block))
    for start, end in blocks[:limit]:
        if all(each.end <= start or each.start >= end for each in found[:limit]):
            found.append(Candidate(start, end, 0.1))
    return found[:limit]


def reads_as(text: str, quote: str) -> bool:
    """Whether both read the same: whatever their blanks, case, accents and kinds of quotes."""
    return text == quote or _plain(text) == _plain(quote)


def _blocks(text: str) -> list[Range]:
    """The ranges between the blank lines that part blocks."""
    blocks: list[Range] = []
    start = 0
    for match in re.finditer(r"\n\n", text):
        blocks.append((start, match.start()))
        start = match.end()
    return [block for block in [*blocks, (start, len(text))] if block[0] < block[1]]


class _Place(NamedTuple):
    """A place where a quote stands; ``context``: how far what is around it agrees, 0 to 1."""

    range: Range
    context: float


class _Candidates(NamedTuple):
    needle: str
    places: tuple[_Place, ...]
    has_context: bool


class _Search:
    """Looks for quotes in one text, and remembers which passage each place was given to."""

    def __init__(self, old: str | None, new: str, sha: str) -> None:
        self._old = old
        self._old_sha = sha256(old.encode()).hexdigest() if old is not None else None
        self._new = new
        self._sha = sha
        self._found: dict[str, list[Range]] = {}
        self._claims: dict[Range, tuple[str, int, int] | None] = {}

    def claim(self, place: Range, anchor: Anchor | None) -> None:
        """Say that ``place`` belongs to the passage of ``anchor``, or to some other one."""
        self._claims.setdefault(place, _passage(anchor) if anchor else None)

    def candidates(self, anchor: Anchor) -> _Candidates:
        """All places where the words of the passage stand."""
        needle = anchor.quote
        if self._old is not None and anchor.text == self._old_sha and anchor.state == "moved":
            needle = self._old[anchor.start : anchor.end] or needle
        hits = self._found.get(needle)
        if hits is None:
            hits = self._found[needle] = find_quote(self._new, needle)
        if len(hits) > _MANY:
            hits = [hit for hit in hits if self._same_neighbours(hit, anchor)]
        agreement = _agreement(self._new, anchor)
        return _Candidates(
            needle,
            tuple(_Place(hit, agreement(hit)) for hit in hits[:_MANY]),
            bool(anchor.prefix or anchor.suffix),
        )

    def choose(self, anchor: Anchor, found: _Candidates) -> Range | None:
        """The one place that fits, unless another fits nearly as well."""
        if anchor.text == self._sha and _reads_in_place(anchor, self._new):
            return anchor.start, anchor.end  # the text it was marked in is back
        passage = _passage(anchor)
        free = [p for p in found.places if self._claims.get(p.range, passage) == passage]
        free.sort(key=lambda place: -place.context)
        if not free:
            return None
        best = free[0]
        if len(found.places) == 1:
            sure = not found.has_context or _weight(found.needle) >= _LONG
            return best.range if sure or best.context >= _AGREES else None
        margin = best.context - free[1].context if len(free) > 1 else best.context
        return best.range if best.context >= _AGREES and margin >= _MARGIN else None

    def _same_neighbours(self, hit: Range, anchor: Anchor) -> bool:
        before, after = anchor.prefix[-_NEIGHBOURS:], anchor.suffix[:_NEIGHBOURS]
        return bool(before or after) and (
            self._new.endswith(before, 0, hit[0]) and self._new.startswith(after, hit[1])
        )


def _holds(anchor: Anchor, text: str, sha: str) -> bool:
    """Whether the anchor is in ``text`` and says what is true there."""
    if anchor.text != sha:
        return False
    if anchor.state in {"placed", "unplaced"}:
        return _reads_in_place(anchor, text) == (anchor.state == "placed")
    return 0 <= anchor.start < anchor.end <= len(text)


def _reads_in_place(anchor: Anchor, text: str) -> bool:
    start, end = anchor.start, anchor.end
    return 0 <= start < end <= len(text) and reads_as(text[start:end], anchor.quote)


def _unplaced(anchor: Anchor, text: str, sha: str, moves: Sequence[Range]) -> Anchor:
    """Not found: kept with the place it would be at, after what now stands before it."""
    last = _last_seen(anchor)
    index = bisect.bisect_right(moves, (last, len(text)))
    low = moves[index - 1][1] if index else 0
    high = moves[index][1] if index < len(moves) else len(text)
    shift = moves[index - 1][1] - moves[index - 1][0] if index else 0
    near = max(0, min(max(low, last + shift), max(low, high), len(text)))
    # One that was written by hand has never been in any text: this one is where it was looked for.
    return anchor._replace(state="unplaced", near=near, text=anchor.text or sha)


def _last_seen(anchor: Anchor) -> int:
    return anchor.start if anchor.near is None else anchor.near


def _passage(anchor: Anchor) -> tuple[str, int, int]:
    """What two anchors of the same words in the same place have in common."""
    return anchor.text, anchor.start, anchor.end


def _anchor_at(text: str, sha: str, start: int, end: int) -> Anchor:
    before = text[max(0, start - CONTEXT) : start]
    if start > CONTEXT and not text[start - CONTEXT - 1].isspace():
        before = _without_first_word(before)
    after = text[end : end + CONTEXT]
    if end + CONTEXT < len(text) and not text[end + CONTEXT].isspace():
        after = _without_first_word(after[::-1])[::-1]
    return Anchor(start, end, text[start:end], before, after, text=sha)


def _without_first_word(context: str) -> str:
    """``context`` from its first blank on, unless that leaves less than half of it."""
    blank = re.search(r"\s+", context)
    cut = blank.end() if blank and blank.end() < len(context) else 0
    return context[cut:] if cut <= CONTEXT // 2 else context


def _find_exact(text: str, quote: str) -> list[Range]:
    hits = []
    start = text.find(quote) if quote else -1
    while start >= 0:
        hits.append((start, start + len(quote)))
        start = text.find(quote, start + 1)
    return hits


def _stands_between(text: str, hit: Range, prefix: str, suffix: str) -> bool:
    if prefix:
        before = _plain(text[max(0, hit[0] - 3 * len(prefix) - CONTEXT) : hit[0]])
        if not before.endswith(_plain(prefix)):
            return False
    if suffix:
        after = _plain(text[hit[1] : hit[1] + 3 * len(suffix) + CONTEXT])
        return after.startswith(_plain(suffix))
    return True


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def _weight(quote: str) -> int:
    dense = sum(any(low <= letter <= high for low, high in _DENSE) for letter in quote)
    return len(quote) + 2 * dense


def _agreement(text: str, anchor: Anchor) -> Callable[[Range], float]:
    """How far the context of a place agrees with the anchor's: 0 (as any text does) to 1."""
    prefix, suffix = _plain(anchor.prefix), _plain(anchor.suffix)

    def agreement(hit: Range) -> float:
        before = _plain(text[max(0, hit[0] - len(anchor.prefix)) : hit[0]])
        after = _plain(text[hit[1] : hit[1] + len(anchor.suffix)])
        length = len(prefix) + len(suffix) + len(before) + len(after)
        if not length:
            return 0.0
        same = 2 * (_common(prefix, before) + _common(suffix, after)) / length
        # Unrelated text has half of its characters in common, in order.
        return max(0.0, (same - 0.5) * 2)

    return agreement


def _common(one: str, other: str) -> int:
    """The length of the longest common subsequence (bit-parallel: Hyyrö 2004)."""
    masks: dict[str, int] = {}
    for index, character in enumerate(one):
        masks[character] = masks.get(character, 0) | 1 << index
    full = (1 << len(one)) - 1
    row = full
    for character in other:
        hits = row & masks.get(character, 0)
        row = ((row + hits) | (row - hits)) & full
    return len(one) - row.bit_count()
