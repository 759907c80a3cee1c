"""Cell widths and grapheme clusters of strings.

Widths are those of ``rich.cells``, since Textual crops and joins strips by them. A cluster is what
one cursor step goes over: a character with its marks, a flag, an emoji joined of several.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_right
from typing import NamedTuple

from rich.cells import cell_len, get_character_cell_size

_PLAIN_RANGES = (
    r"\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590"
    r"\u1e00-\u200a\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u21ff\u2200-\u22ff\u2500-\u25fc"
)
_NOT_PLAIN = re.compile(f"[^{_PLAIN_RANGES}]")

_WIDE_RANGES = (
    r"\u3001-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e"
)


@functools.cache
def _simple() -> re.Pattern[str]:
    """Made for the first text that is not plain: it takes some milliseconds."""
    return re.compile(f"[{_PLAIN_RANGES}{_WIDE_RANGES}]+")


_WIDE_FROM = "\u3000"

ZWJ = "\u200d"
EMOJI_STYLE = "\ufe0f"
_PICTURES = (
    (0x1F000, 0x1FAFF), (0x2190, 0x21FF), (0x2300, 0x23FF), (0x2600, 0x27BF), (0x2B00, 0x2BFF),
)  # fmt: skip
_LONE_PICTURES = frozenset("©®‼⁉™ℹ〰〽㊗㊙")
_FLAG_LETTERS = ("\U0001f1e6", "\U0001f1ff")
_LONGEST_CLUSTER = 4096
"""Code points that are looked back for a cluster's start, flags and pictures in a row included."""


class Cluster(NamedTuple):
    """One grapheme cluster.

    Attributes:
        start: First code point in the string it was cut from; ``end``: past the last.
        width: Cells it takes: 0, 1 or 2.
        shown: What is written to the terminal for it: itself, without joiners that join nothing.
    """

    start: int
    end: int
    width: int
    shown: str


def is_plain(text: str) -> bool:
    """Whether every code point is a cluster of its own and takes one cell (or is a line break).

    Only ranges are in it that no terminal, font or variation selector makes wider; the common
    case of Latin, Greek and Cyrillic text with typographic marks is decided in one scan.
    """
    return text.isascii() or _NOT_PLAIN.search(text) is None


def simple_widths(line: str) -> list[int] | None:
    """The cells of each character of a line without clusters of several; ``None`` with some."""
    if _simple().fullmatch(line) is None:
        return None
    return [2 if character > _WIDE_FROM else 1 for character in line]


@functools.cache
def _right_to_left() -> re.Pattern[str]:
    """As ``_simple``: what may be a letter of a script that is read from right to left."""
    return re.compile(
        "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
    )


def is_right_to_left(text: str, start: int, end: int) -> bool:
    """Whether the first letter of ``text[start:end]`` is of a script read from right to left."""
    piece = text[start:end]
    if is_plain(piece) or _right_to_left().search(piece) is None:
        return False
    kinds = (unicodedata.bidirectional(character) for character in piece)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def width(text: str) -> int:
    """The cells that ``text`` takes, as it is shown."""
    if is_plain(text):
        return len(text)
    return sum(cluster.width for cluster in clusters(text))


def shown(text: str) -> str:
    """``text`` as it is written to the terminal; its ``rich`` width is ``width(text)``."""
    if is_plain(text):
        return text
    return "".join(cluster.shown for cluster in clusters(text))


def clusters(text: str) -> list[Cluster]:
    """``text`` cut into grapheme clusters: contiguous, and all of it."""
    found: list[Cluster] = []
    position = 0
    length = len(text)
    while position < length:
        position = _take_simple(text, position, length, found)
        if position >= length:
            break
        end, joined = _cluster_end(text, position, length)
        found.append(_cluster(text, position, end, joined=joined))
        position = end
    return found


def _take_simple(text: str, position: int, length: int, found: list[Cluster]) -> int:
    """Cut a run of characters that are clusters by themselves; returns where it ends.

    The last one is left when something follows that may belong to it.
    """
    run = _simple().match(text, position)
    if run is None:
        return position
    end = run.end() if run.end() == length else run.end() - 1
    found.extend(
        Cluster(at, at + 1, 2 if character > _WIDE_FROM else character != "\n", character)
        for at, character in enumerate(text[position:end], position)
    )
    return end


def _cluster(text: str, start: int, end: int, *, joined: bool) -> Cluster:
    piece = text[start:end]
    if end - start == 1:
        if piece in (ZWJ, EMOJI_STYLE):
            return Cluster(start, end, 0, "")
        return Cluster(start, end, get_character_cell_size(piece), piece)
    piece = piece.rstrip(ZWJ) if joined else piece.replace(ZWJ, "")
    return Cluster(start, end, cell_len(piece), piece)


def _cluster_end(text: str, start: int, length: int) -> tuple[int, bool]:
    """Where the cluster at ``start`` ends, and whether a joiner joins pictures in it."""
    first = text[start]
    position = start + 1
    joined = False
    if first <= "\x7f" and (position >= length or text[position] <= "\x7f"):
        return position, False
    if first in " \n":  # a mark after a blank stands alone, so that lines can break there
        return position, False
    if _is_flag_letter(first):
        if position < length and _is_flag_letter(text[position]):
            position += 1
        return _marks_end(text, position, length), False
    position = _marks_end(text, position, length)
    while (
        position < length
        and text[position - 1] == ZWJ
        and _is_picture(first)
        and _is_picture(text[position])
    ):
        joined = True
        position = _marks_end(text, position + 1, length)
    return position, joined


def cluster_end(text: str, start: int, end: int) -> int:
    """Past the last code point of the cluster that begins at ``start``; at most ``end``."""
    return _cluster_end(text, start, end)[0]


def cluster_start(text: str, offset: int, low: int) -> int:
    """The start of the cluster that holds code point ``offset``.

    Args:
        text: Any; only what is near ``offset`` is looked at.
        offset: Inside of it.
        low: A code point at or before ``offset`` where a cluster begins.
    """
    position = offset
    low = max(low, offset - _LONGEST_CLUSTER)
    while position > low and not _begins(text[position]):
        position -= 1
    while (after := _cluster_end(text, position, offset + 1)[0]) <= offset:
        position = after
    return position


def _begins(character: str) -> bool:
    """Whether a cluster begins with ``character``, whatever stands before it."""
    if character <= "\u02ff":
        return character not in _LONE_PICTURES
    return not (_extends(character) or _is_picture(character) or _is_flag_letter(character))


def _marks_end(text: str, position: int, length: int) -> int:
    while position < length and _extends(text[position]):
        position += 1
    return position


def _extends(character: str) -> bool:
    if character <= "\u02ff":
        return False
    return (
        get_character_cell_size(character) == 0 or unicodedata.category(character) in _MARKS
    ) and character != "\n"


_MARKS = frozenset({"Mn", "Mc", "Me"})


def _is_picture(character: str) -> bool:
    point = ord(character)
    return character in _LONE_PICTURES or any(low <= point <= high for low, high in _PICTURES)


def _is_flag_letter(character: str) -> bool:
    return _FLAG_LETTERS[0] <= character <= _FLAG_LETTERS[1]


class Measure:
    """Cells of one line's text: code point to cell and back. Cheap for plain text.

    Both directions go to the start of the cluster they fall into.
    """

    __slots__ = ("_cells", "_length", "_starts", "clusters")

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self.clusters: list[Cluster] | None = None if is_plain(text) else clusters(text)
        self._starts: list[int] = []
        self._cells: list[int] = []
        cell = 0
        for cluster in self.clusters or ():
            self._starts.append(cluster.start)
            self._cells.append(cell)
            cell += cluster.width
        self._starts.append(self._length)
        self._cells.append(cell if self.clusters is not None else self._length)

    @property
    def width(self) -> int:
        """Cells of the whole text."""
        return self._cells[-1]

    def cell(self, index: int) -> int:
        """The cell at which the cluster holding code point ``index`` begins."""
        if self.clusters is None:
            return min(max(index, 0), self._length)
        return self._cells[max(0, bisect_right(self._starts, index) - 1)]

    def floor(self, index: int) -> int:
        """The start of the cluster that holds code point ``index``."""
        if self.clusters is None:
            return min(max(index, 0), self._length)
        return self._starts[max(0, bisect_right(self._starts, index) - 1)]

    def ceil(self, index: int) -> int:
        """``index`` itself, or the end of the cluster that it stands inside of."""
        floor = self.floor(index)
        if floor == index or self.clusters is None:
            return floor
        return self.clusters[bisect_right(self._starts, floor) - 1].end

    def cluster_at(self, cell: int) -> tuple[int, int]:
        """The code points ``[start, end)`` shown at ``cell``; empty at the end past the last."""
        if cell >= self.width:
            return self._length, self._length
        if self.clusters is None:
            start = max(cell, 0)
            return start, start + 1
        cluster = self.clusters[max(0, bisect_right(self._cells, max(cell, 0)) - 1)]
        return cluster.start, cluster.end
