"""Hits as rows: the first one of an article carries its head, the others fold under it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from store.model import Article, Hit
from tui.counting import counted
from tui.layout.cells import width as cell_width
from tui.layout.wrap import wrap
from tui.safe import plain
from tui.searching.answers import Answer, Range, grouped

Key = tuple[str, str, int]
"""What a hit is known by while the results around it change: article, highlight, place."""

Run = tuple[str, bool]
"""A part of a line, and whether it matched."""

_NARROW = 3
"""Cells of a line that has no room for a sign before its words."""
_NEEDS_NO_WORD = frozenset(("text", "quote"))
"""Reasons that the passage shows by itself."""


class HitRow(NamedTuple):
    """One hit as it is listed.

    Attributes:
        article: ``None``: it is not known any more.
        color: Of the highlight that it is; ``""``: it is none.
        tags: Of the highlight, or of the article where a tag has matched.
        others: How many other hits its article has; 0 but for the first one.
        first: It stands under the head of its article.
        unfolded: The other hits are listed below.
        titled: Where the article's title matches.
        places: In how many places its text matches; 0: that is not known.
    """

    hit: Hit
    article: Article | None = None
    color: str = ""
    tags: tuple[str, ...] = ()
    others: int = 0
    first: bool = True
    unfolded: bool = False
    titled: Sequence[Range] = ()
    places: int = 0

    @property
    def key(self) -> Key:
        """What it is known by."""
        return key_of(self.hit)

    @property
    def about(self) -> str:
        """Author and day, where they are known."""
        if self.article is None:
            return ""
        parts = (self.article.author, self.article.published[:10])
        return " · ".join(part for part in parts if part)

    @property
    def why(self) -> str:
        """Why it was found, in words; ``""`` where the passage shows it."""
        return " · ".join(word for word in self.hit.why if word not in _NEEDS_NO_WORD)

    @property
    def size(self) -> str:
        """How many places of the article match."""
        return counted(self.places, "place") if self.places else ""


def key_of(hit: Hit) -> Key:
    """What a hit is known by."""
    return hit.id, hit.highlight, hit.start


def rows_of(answer: Answer, unfolded: Collection[str] = ()) -> list[HitRow]:
    """The rows of an answer; of the articles in ``unfolded`` every hit, of others the first."""
    rows: list[HitRow] = []
    for hits in grouped(answer.found.hits):
        opened = hits[0].id in unfolded
        for number, hit in enumerate(hits if opened else hits[:1]):
            rows.append(_row(answer, hit, 0 if number else len(hits) - 1, not number, opened))
    return rows


def _row(answer: Answer, hit: Hit, others: int, first: bool, opened: bool) -> HitRow:  # noqa: FBT001 - private
    article, mark = answer.articles.get(hit.id), answer.marks.get(hit.highlight)
    tags: tuple[str, ...] = mark.tags if mark is not None else ()
    if mark is None and article is not None and "tag" in hit.why:
        tags = article.tags
    color = mark.color if mark is not None else "yellow" if hit.highlight else ""
    titled = answer.titles.get(hit.id, ()) if first else ()
    places = answer.places.get(hit.id, 0 if hit.highlight else hit.places) if first else 0
    unfolded = opened and others > 0
    return HitRow(hit, article, color, tags, others, first, unfolded, titled, places)


def place_of(rows: Sequence[HitRow], key: Key | None) -> int | None:
    """The row of a hit; if it is folded away or gone, the first one of its article."""
    if key is None:
        return None
    keys = [row.key for row in rows]
    if key in keys:
        return keys.index(key)
    return next((index for index, row in enumerate(rows) if row.hit.id == key[0]), None)


# -- passages -------------------------------------------------------------------------------------


def harmless(text: str, ranges: Sequence[Range]) -> tuple[str, list[Range]]:
    """``text`` with pictures of control characters, and where ``ranges`` are in it now."""
    if text.isprintable():
        return text, list(ranges)
    made, moved, at = "", [], 0
    for start, end in sorted(ranges):
        low, high = max(start, at), min(end, len(text))
        if low >= high:
            continue
        made += _flat(text[at:low])
        moved.append((len(made), len(made) + len(_flat(text[low:high]))))
        made += _flat(text[low:high])
        at = high
    return made + _flat(text[at:]), moved


def _flat(text: str) -> str:
    """One line, without losing the blanks at its ends."""
    return plain(text.replace("\n", " ").replace("\t", " "))


def line_count(text: str, width: int, limit: int) -> int:
    """How many lines ``passage_lines`` makes of a passage."""
    return 1 if limit == 1 or cell_width(harmless(text, ())[0]) <= width else limit


def passage_lines(text: str, matches: Sequence[Range], width: int, limit: int) -> list[list[Run]]:
    """The part of a passage with most matches, in at most ``limit`` lines of ``width`` cells.

    Where something is left out, ``…`` stands for it.
    """
    text, matches = harmless(text, matches)
    width = max(width, 2)
    lines = wrap(text, 0, len(text), width)
    start = _densest(lines, matches, limit) if len(lines) > limit else 0
    if start:
        lines = wrap(text, start, len(text), width, indent=width > _NARROW)
    found: list[list[Run]] = []
    for number, (low, high) in enumerate(lines[:limit]):
        runs = runs_of(text, low, high, matches)
        if start and not number and width > _NARROW:
            runs.insert(0, ("…", False))
        if number == limit - 1 and len(lines) > limit:
            runs = _cut(runs, width)
        found.append(runs)
    return found


def _densest(lines: Sequence[Range], matches: Sequence[Range], limit: int) -> int:
    """Where the ``limit`` lines begin that hold most matches; the first such."""
    best, most = 0, -1
    for index in range(len(lines) - limit + 1):
        low, high = lines[index][0], lines[index + limit - 1][1]
        inside = sum(low <= start and end <= high for start, end in matches)
        if inside > most:
            best, most = lines[index][0], inside
    return best


def _cut(runs: list[Run], width: int) -> list[Run]:
    """``runs`` with ``…`` at their end, in ``width`` cells."""
    room = width - 1
    while runs and sum(cell_width(text) for text, _ in runs) > room:
        text, matched = runs.pop()
        if text[:-1]:
            runs.append((text[:-1], matched))
    if runs:
        runs[-1] = (runs[-1][0].rstrip(), runs[-1][1])
    return [*runs, ("…", False)]


def runs_of(text: str, start: int, end: int, matches: Sequence[Range]) -> list[Run]:
    """``text[start:end]`` cut at the bounds of ``matches``, each part with whether it matched."""
    runs: list[Run] = []
    position = start
    for low, high in sorted(matches):
        first, last = max(low, position), min(high, end)
        if first >= last:
            continue
        if first > position:
            runs.append((text[position:first], False))
        runs.append((text[first:last], True))
        position = last
    if position < end:
        runs.append((text[position:end], False))
    return runs
