"""Anchors: where a highlight is in a text, and how its quote is found in another one. Pure.

A highlight is placed only where the text reads as its quote does, and only when no other place
fits as well; else it is unplaced, with the offset where it would be. A wrong place is worse
than none. Offsets are half-open, in code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from store.anchors.context import CONTEXT, Range, Surroundings, context, plain, reads_as
from store.anchors.likeness import Folded
from store.anchors.placing import Placing
from store.anchors.text_map import TextMap
from store.anchors.tokens import Table, Tokens
from store.model import Anchor
from store.text.bounds import sentences, snap
from store.text.fold import find_folded

__all__ = [
    "CONTEXT", "Anchor", "Candidate", "Range", "candidates", "find_quote", "make_anchor",
    "reads_as", "reanchor",
]  # fmt: skip

_NEAR_SCORE = 0.1  # of a sentence that only stands where the passage would be
_INSTEAD_SCORE = 0.4  # of what stands in its stead
_ALIKE = 0.3  # less alike is any text
_FAR = 400  # code points around where it would be
_AROUND = 5  # words on each side, two at least, that show where it stood
_WORD = re.compile(r"\S+")
_MANY = 300
_FOUND = 0.5


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
    prefix, suffix = context(document_text, start, end)
    return Anchor(start, end, document_text[start:end], prefix, suffix, text=sha)


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

    An anchor that is in ``new`` already and says what is true there stays as it is. The others
    go where the map from ``old`` to ``new`` says; what is not on it is looked for by its quote
    and context, at places that belong to no other passage.

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
    return Placing(old, new, taken).place(anchors)


def candidates(text: str, anchor: Anchor, limit: int = 5) -> list[Candidate]:
    """Places to choose from for an anchor that could not be placed, the best first.

    Where the text reads as the quote, else where it nearly does; what stands now between the
    words that stood around it; and the sentence where it would be.

    Args:
        text: The present text.
        anchor: Any; what it is anchored in does not matter.
        limit: The most there are.
    """
    around = Surroundings(anchor.prefix, anchor.suffix)
    near = max(0, min(anchor.start if anchor.near is None else anchor.near, len(text)))

    def weighed(start: int, end: int, score: float) -> Candidate:
        # Likeness first, then what stands around it, then how near it is.
        off = abs(start - near) / max(1, len(text))
        agrees = min(1.0, around.agreement(text, (start, end)))
        return Candidate(start, end, min(1.0, score * (0.8 + 0.15 * agrees + 0.05 * (1 - off))))

    exact = sorted(find_quote(text, anchor.quote), key=lambda hit: abs(hit[0] - near))[:_MANY]
    found = [weighed(*snap(text, *hit), 1.0) for hit in exact]
    if len(found) < limit:
        found += [
            weighed(*_by_words(text, anchor.quote, (each.start, each.end)), each.score)
            for each in Folded(text).most_alike(anchor.quote, limit=limit + 1)
            if each.score >= _ALIKE
        ]
        if (instead := _between(text, anchor, near)) is not None:
            found.append(Candidate(*instead, _INSTEAD_SCORE))
    found.sort(key=lambda each: (-each.score, abs(each.start - near), each.start))
    apart: list[Candidate] = []
    for each in found:
        if each.start < each.end and all(
            each.end <= other.start or each.start >= other.end for other in apart[:limit]
        ):
            apart.append(each)
    place = _sentence_at(text, near)
    if place is not None and all(
        place[1] <= other.start or place[0] >= other.end for other in apart[:limit]
    ):
        apart.append(Candidate(*place, _NEAR_SCORE))
    return apart[:limit]


def _between(text: str, anchor: Anchor, near: int) -> Range | None:
    """What stands near an offset between the last words before the quote and the first after it."""
    room = 2 * len(anchor.quote) + _FAR
    low, high = max(0, near - room), min(len(text), near + room)
    befores = [anchor.prefix[word.start() :] for word in _WORD.finditer(anchor.prefix)]
    afters = [anchor.suffix[: word.end()] for word in _WORD.finditer(anchor.suffix)]
    for before in befores[-_AROUND:-1]:
        start = text.find(before, low, high)
        for after in reversed(afters[1:_AROUND]):
            start_after = start + len(before)
            end = text.find(after, start_after, high) if start >= 0 else -1
            if start_after < end <= start_after + room:
                start_after, end = snap(text, start_after, end)
                return (start_after, end) if start_after < end else None
    return None


def _by_words(text: str, quote: str, place: Range) -> Range:
    """The part of ``place`` that has the words of ``quote``, in their order."""
    start, end = place
    table = Table()
    words = Tokens(quote, table)
    here = TextMap(words, Tokens(text[start:end], table))
    image = here.image(0, len(words))
    if image.survived >= _FOUND:
        low, high = here.new.range(image.low, image.high)
        start, end = start + low, start + high
    return snap(text, start, end)


def _sentence_at(text: str, offset: int) -> Range | None:
    """The sentence at an offset, or the next one before it."""
    before = text[:offset].rstrip()
    if not text[offset:].strip():
        offset = max(0, len(before) - 1)
    start = text.rfind("\n\n", 0, offset) + 1
    end = text.find("\n\n", offset)
    end = len(text) if end < 0 else end
    for low, high in sentences(text, start, end):
        if offset < high:
            return snap(text, low, high)
    return None


def _find_exact(text: str, quote: str) -> list[Range]:
    hits = []
    start = text.find(quote) if quote else -1
    while start >= 0:
        hits.append((start, start + len(quote)))
        start = text.find(quote, start + 1)
    return hits


def _stands_between(text: str, hit: Range, prefix: str, suffix: str) -> bool:
    if prefix:
        before = plain(text[max(0, hit[0] - 3 * len(prefix) - CONTEXT) : hit[0]])
        if not before.endswith(plain(prefix)):
            return False
    if suffix:
        after = plain(text[hit[1] : hit[1] + 3 * len(suffix) + CONTEXT])
        return after.startswith(plain(suffix))
    return True
