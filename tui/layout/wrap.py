"""Breaking a stretch of text into lines that fit a width.

A line is ``(start, end)`` in code points of the whole text. Blanks at which a line is broken are
on no line's ``[start, end)``: they belong to the line before, after its end. Rules for East Asian
text follow JIS X 4051 in what matters: a line does not begin with a closing mark nor end with an
opening one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from tui.layout.cells import clusters, is_plain, simple_widths

Stretch = tuple[int, int]

_NEVER_FIRST = frozenset(
    "、。，．・：；！？）］｝」』】〕〉》”’…‥ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;!?)]}%℃"
)
_NEVER_LAST = frozenset("（［｛「『【〔〈《“‘([{$¥£€")
_BREAKS_AFTER = "-‐–—"
_SOFT_SPOTS = frozenset("/?&=#_-.,;:+~%@|")
_WIDE_FROM = "\u1100"


def wrap(
    text: str, start: int, end: int, width: int, *, hang: int = 0, indent: int = 0
) -> list[Stretch]:
    """Prose of ``text[start:end]`` in lines of at most ``width`` cells.

    The first line is shorter by ``indent`` cells, every other one by ``hang``.

    Returns:
        At least one line; ordered; a cluster wider than the width has a line of its own.
    """
    lines: list[Stretch] = []
    piece = text[start:end]
    plain = is_plain(piece)
    position = start
    while True:
        stop = text.find("\n", position, end)
        stop = end if stop < 0 else stop
        if plain:
            _wrap_plain(text, position, stop, width, hang, lines, indent)
        else:
            _wrap_clusters(text, position, stop, width, hang, lines, indent)
        if stop >= end:
            return lines
        position = stop + 1


def _wrap_plain(
    text: str, start: int, end: int, width: int, hang: int, lines: list[Stretch], indent: int
) -> None:
    position = start
    room = width - (hang if lines else indent)
    rfind = text.rfind
    dashes = [dash for dash in _BREAKS_AFTER if rfind(dash, start, end) >= 0]
    while end - position > room:
        limit = position + room
        blank = rfind(" ", position + 1, limit + 1)
        cut = _dash_before(text, max(blank, position) + 1, limit, dashes) if dashes else 0
        if cut:
            lines.append((position, cut))
            position = cut
        elif blank > position and not text[position:blank].isspace():
            stop = blank
            while text[stop - 1] == " ":
                stop -= 1
            lines.append((position, stop))
            position = blank + 1
        else:
            cut = _split_word(text, position, limit)
            lines.append((position, cut))
            position = cut
        while position < end and text[position] == " ":
            position += 1
        room = width - hang
        if position >= end:
            return
    stop = end
    while stop > position and text[stop - 1] == " ":
        stop -= 1
    lines.append((position, stop))


def _dash_before(text: str, low: int, limit: int, dashes: list[str]) -> int:
    """The last break after a dash between two letters in ``(low, limit)``, or 0."""
    best = 0
    for dash in dashes:
        at = text.rfind(dash, low + 1, limit)
        if at > 0 and text[at - 1].isalpha() and text[at + 1].isalpha():
            best = max(best, at + 1)
    return best


def _split_word(text: str, start: int, limit: int) -> int:
    """Where a word longer than the line is broken: after a soft spot if one is near the end."""
    for index in range(limit - 1, max(start, limit - 1 - (limit - start) // 2), -1):
        if text[index] in _SOFT_SPOTS and text[index + 1] not in _SOFT_SPOTS:
            return index + 1
    return limit


def _wrap_clusters(
    text: str, start: int, end: int, width: int, hang: int, lines: list[Stretch], indent: int
) -> None:
    row = _row(text[start:end])
    sums, count = row.sums, len(row.shown)
    first = 0
    while True:
        room = width - (hang if lines else indent)
        fits = bisect_right(sums, sums[first] + room) - 1
        fits = max(fits, first + 1)
        if fits >= count:
            break
        cut = _best_break(row.shown, first, fits)
        stop = _before_blanks(row.shown, first, cut)
        lines.append((start + row.starts[first], start + row.starts[stop]))
        first = cut
        while first < count and row.shown[first] == " ":
            first += 1
        if first >= count:
            return
    stop = _before_blanks(row.shown, first, count)
    lines.append((start + row.starts[first], start + row.starts[stop]))


class _Row(NamedTuple):
    """One hard line as clusters.

    Attributes:
        shown: Each cluster as it is shown.
        starts: Where each begins in the line, and where the line ends.
        sums: Cells before each, and in all.
    """

    shown: Sequence[str]
    starts: Sequence[int]
    sums: Sequence[int]


def _row(line: str) -> _Row:
    widths = simple_widths(line)
    if widths is not None:
        return _Row(line, range(len(line) + 1), [0, *accumulate(widths)])
    found = clusters(line)
    starts = [0, *(cluster.end for cluster in found)]
    sums = [0, *accumulate(cluster.width for cluster in found)]
    return _Row([cluster.shown for cluster in found], starts, sums)


def _before_blanks(row: Sequence[str], first: int, stop: int) -> int:
    while stop > first and row[stop - 1] == " ":
        stop -= 1
    return stop


def _best_break(row: Sequence[str], first: int, fits: int) -> int:
    """The last place in ``(first, fits]`` where a line may end; ``fits`` if there is none.

    ``fits`` is the first cluster that has no room, so a blank there may still be dropped.
    """
    for index in range(fits, first, -1):
        before, after = row[index - 1], row[index]
        if " " in (before, after):
            if any(shown != " " for shown in row[first:index]):
                return index
        elif _breaks_between(row, index, before, after):
            return index
    return fits


def _breaks_between(row: Sequence[str], index: int, before: str, after: str) -> bool:
    if not before or not after:
        return False
    if before in _BREAKS_AFTER:
        return index > 1 and row[index - 2][:1].isalpha() and after[:1].isalpha()
    if not (_is_ideographic(before) or _is_ideographic(after)):
        return False
    return after[0] not in _NEVER_FIRST and before[0] not in _NEVER_LAST


def _is_ideographic(shown: str) -> bool:
    """Kana, ideographs and their marks, which break anywhere; Hangul breaks at blanks, too."""
    first = shown[0]
    return first >= _WIDE_FROM and (
        "\u2e80" <= first <= "\ua4cf" or "\uf900" <= first <= "\ufaff" or first >= "\uff00"
    )


def wrap_code(text: str, start: int, end: int, width: int) -> list[tuple[int, int, bool]]:
    """Code of ``text[start:end]``: every line kept, all blanks kept, long lines broken.

    Returns:
        ``(start, end, goes_on)``: ``goes_on`` is true of a line that continues the one before.
    """
    lines: list[tuple[int, int, bool]] = []
    position = start
    while True:
        stop = text.find("\n", position, end)
        stop = end if stop < 0 else stop
        _wrap_code_line(text, position, stop, width, lines)
        if stop >= end:
            return lines
        position = stop + 1


def _wrap_code_line(
    text: str, start: int, end: int, width: int, lines: list[tuple[int, int, bool]]
) -> None:
    piece = text[start:end]
    if is_plain(piece):
        cuts = range(start, max(end, start + 1), width)
        lines.extend((cut, min(cut + width, end), cut > start) for cut in cuts)
        return
    line_start, cells = 0, 0
    for cluster in clusters(piece):
        if cells + cluster.width > width and cells:
            lines.append((start + line_start, start + cluster.start, line_start > 0))
            line_start, cells = cluster.start, 0
        cells += cluster.width
    lines.append((start + line_start, end, line_start > 0))
