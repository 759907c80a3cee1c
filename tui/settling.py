"""Highlights that need a person: what is shown of them, as rows and lines. Pure.

A case is a highlight that is ``check`` or ``unplaced``; an offer is a place in the present text
that may be its passage. Of a ``check`` one, the first offer is where it is thought to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from store.model import Article, Highlight
from themes.theme import Role
from tui.layout.cells import width as cells
from tui.layout.wrap import wrap
from tui.note_lines import Bit, BitLine
from tui.safe import clip, clip_start, one_line
from tui.word_diff import Run, Wording, compared

MOST_OFFERS = 5

_SIDE_BY_SIDE = 72
"""Cells from which two wordings stand beside each other."""
_CONTEXT = 160
"""Code points of context that are looked at on each side."""
_AHEAD = 24
"""Code points that are shown before the first difference of a long passage."""
_SEEN = 16
"""Code points of the first difference that must be seen."""
_OLD: tuple[Role, ...] = ("warning", "strike")
_NEW: tuple[Role, ...] = ("success", "strong")


class Case(NamedTuple):
    """A highlight that needs a person, in its article."""

    article: Article
    highlight: Highlight

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other: the ids of both."""
        return self.article.id, self.highlight.id


class Offer(NamedTuple):
    """A place ``[start, end)`` in the article's text, its words, and the paragraph around them."""

    start: int
    end: int
    before: str
    words: str
    after: str


def ordered(cases: Iterable[Case], article_id: str) -> list[Case]:
    """Those of one article first, the others after it by article; else in the order given."""
    groups: dict[str, list[Case]] = {article_id: []}
    for case in cases:
        groups.setdefault(case.article.id, []).append(case)
    return [case for group in groups.values() for case in group]


def rows_of(cases: Sequence[Case]) -> list[Case | str]:
    """The cases with the title of their article before each group of them."""
    rows: list[Case | str] = []
    before = ""
    for case in cases:
        if case.article.id != before:
            before = case.article.id
            rows.append(case.article.title or "untitled")
        rows.append(case)
    return rows


def offers(
    highlight: Highlight, text: str, candidates: Iterable[tuple[int, int]]
) -> tuple[Offer, ...]:
    """The places to choose from, the likeliest first; at most ``MOST_OFFERS``.

    Args:
        highlight: Its anchor counts in ``text`` if it is to be checked.
        text: The article's present text.
        candidates: Ranges of ``text``, the best first.
    """
    anchor = highlight.anchor
    places = [(anchor.start, anchor.end)] if anchor.state == "check" else []
    found = dict.fromkeys(
        (start, end) for start, end in (*places, *candidates) if 0 <= start < end <= len(text)
    )
    return tuple(
        Offer(
            start, end, text[max(0, start - _CONTEXT) : start].rpartition("\n")[2],
            text[start:end], text[end : end + _CONTEXT].partition("\n")[0],
        )
        for start, end in list(found)[:MOST_OFFERS]
    )  # fmt: skip


# -- lines -------------------------------------------------------------------------------------


def comparison(old: str, new: str, width: int, limit: int) -> list[BitLine]:
    """Both wordings, what differs emphasised: side by side, or below each other where narrow.

    Args:
        old: What was marked.
        new: What stands there now.
        width: In cells.
        limit: Lines that each wording may have; at least 1.
    """
    before, after = compared(one_line(old), one_line(new))
    if width < _SIDE_BY_SIDE:
        was = _wording(before, _OLD, width - 6, limit)
        now = _wording(after, _NEW, width - 6, limit)
        return [*_labelled("was", was), *_labelled("now", now)]
    each = (width - 3) // 2
    pairs = zip_longest(
        _wording(before, _OLD, each, limit), _wording(after, _NEW, each, limit), fillvalue=()
    )
    head = (*_padded((Bit("it read", ("muted",)),), each), _BAR, Bit("it reads now", ("muted",)))
    return [head, *((*_padded(left, each), _BAR, *right) for left, right in pairs)]


_BAR = Bit(" │ ", ("border",))


def _labelled(label: str, lines: Iterable[BitLine]) -> list[BitLine]:
    return [
        (Bit("      " if number else f"{label:<6}", ("muted",)), *line)
        for number, line in enumerate(lines)
    ]


def _padded(line: BitLine, width: int) -> BitLine:
    used = sum(cells(bit.text) for bit in line)
    return (*line, Bit(" " * max(0, width - used)))


def _wording(wording: Wording, role: tuple[Role, ...], width: int, limit: int) -> list[BitLine]:
    """The lines of one wording; of a long one, from a little before its first difference."""
    runs = _from_difference(wording, width * limit)
    text = "".join(run.text for run in runs)
    lines = wrap(text, 0, len(text), max(width, 1))
    if len(lines) > limit:
        start = lines[limit - 1][0]
        lines[limit - 1 :] = [(start, _fitting(text, start, width - 1))]
    found = [_bits(runs, start, end, role) for start, end in lines]
    if lines[-1][1] < len(text.rstrip()):
        found[-1] = (*found[-1], Bit("…", ("muted",)))
    return found


def _fitting(text: str, start: int, width: int) -> int:
    """How far ``text`` goes from ``start`` on in a line of ``width`` cells."""
    return wrap(text, start, len(text), max(width, 1))[0][1]


def _from_difference(wording: Wording, room: int) -> Wording:
    """``wording`` without so much of its beginning that a first difference would not be seen."""
    first = wording[0] if wording else Run("", differs=False)
    if first.differs or len(wording) == 1 or len(first.text) + _SEEN <= room * 9 // 10:
        return wording
    start = _from_word(clip_start(first.text, min(_AHEAD, room // 2)))
    blank = " " if first.text[-1:].isspace() else ""
    return (Run(start + blank, differs=False), *wording[1:])


def _bits(runs: Wording, start: int, end: int, role: tuple[Role, ...]) -> BitLine:
    """``[start, end)`` of the runs' text; what differs in ``role``."""
    found: list[Bit] = []
    position = 0
    for run in runs:
        low, high = max(start, position), min(end, position + len(run.text))
        if low < high:
            part = run.text[low - position : high - position]
            found.append(Bit(part, role if run.differs else ("text",)))
        position += len(run.text)
    return tuple(found)


def offer_lines(
    found: Sequence[Offer], numbers: range, current: int, width: int, limit: int
) -> list[BitLine]:
    """The offers of these numbers (from 0), each in its context; at most ``limit`` lines each."""
    return [
        line
        for number in numbers
        for line in _offer(found[number], number, width - 4, limit, chosen=number == current)
    ]


def _offer(
    offer: Offer, number: int, width: int, limit: int, *, chosen: bool
) -> list[BitLine]:  # fmt: skip
    room = max(8, width) * limit
    words = one_line(offer.words)
    space = max(0, room - cells(words) - 4)
    before = _from_word(clip_start(offer.before, max(_AHEAD // 2, space // 3)))
    gap = " " if before and offer.before[-1].isspace() else ""
    after = ("" if not offer.after[:1].isspace() else " ") + one_line(offer.after)
    text = f"{before}{gap}{words}{after}"
    start, end = len(before + gap), len(before + gap + words)
    lines = wrap(text, 0, len(text), max(8, width))[:limit]
    found: list[BitLine] = []
    for index, (low, high) in enumerate(lines):
        edge = Bit("  " if index else f"{number + 1} ", ("status_key",))
        sign = Bit("▸ " if chosen and not index else "  ", ("accent",))
        parts: tuple[tuple[int, int, Role], ...] = (
            (low, start, "muted"),
            (start, end, "match"),
            (end, high, "muted"),
        )
        bits = [
            Bit(text[max(low, first) : min(high, last)], (role,))
            for first, last, role in parts
            if max(low, first) < min(high, last)
        ]
        found.append((sign, edge, *bits))
    return found


def _from_word(text: str) -> str:
    """``text`` that was cut at its start, from its first whole word on."""
    rest = text.partition(" ")[2] if text.startswith("…") else ""
    return f"… {rest}" if rest else text


def detail_lines(
    case: Case, found: Sequence[Offer] | None, current: int, width: int, limit: int
) -> list[BitLine]:
    """What is known of a case, in at most ``limit`` lines of ``width`` cells.

    Args:
        case: The case.
        found: Its offers; ``None``: they are being looked for.
        current: Which of them is compared with the quote.
        width: In cells.
        limit: Of the lines; at least 1.
    """
    if not found:
        said = "looking for it …" if found is None else "Nothing in the text reads like it."
        quote = _labelled("was", _wording((Run(one_line(case.highlight.quote), differs=False),),
                                          _OLD, width - 6, max(1, limit - 2)))  # fmt: skip
        return [*quote, (), (Bit(clip(said, width), ("muted",)),)][:limit]
    each = 2 if limit >= 2 * len(found) + 6 else 1
    shown = min(len(found), max(1, (limit - 4) // each))
    first = max(0, current + 1 - shown)
    places = offer_lines(found, range(first, first + shown), current, width, each)
    room = limit - len(places) - 1
    per = max(1, min(6, room // 2 if width < _SIDE_BY_SIDE else room - 1))
    both = comparison(case.highlight.quote, found[current].words, width, per)
    return [*both, *([()] if len(both) <= room else []), *places][:limit]


def foot_line(case: Case, found: Sequence[Offer], current: int, width: int) -> BitLine:
    """The keys that do something now, as many as fit."""
    bits: list[Bit] = []
    used = 0
    for key, word in _keys(case, found, current):
        gap = " · " if bits else ""
        used += cells(f"{gap}{key} {word}")
        if used > width - 2:
            break
        bits += [Bit(gap, ("muted",)), Bit(key, ("status_key",)), Bit(f" {word}", ("muted",))]
    return tuple(bits)


def _keys(case: Case, found: Sequence[Offer], current: int) -> Iterator[tuple[str, str]]:
    check = case.highlight.anchor.state == "check"
    if found:
        yield "enter", "keep it there" if check and not current else "put it there"
    if len(found) > 1:
        yield f"1-{len(found)}", "that place"
        yield "n", "next place"
    if check:
        yield "x", "none of them"
    yield "m", "mark its words"
    yield "u", "undo"
    yield "esc", "close"
