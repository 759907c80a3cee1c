"""Concordance lines: every place of some words, with what stands before and after it. Pure.

Lines are sorted as concordancers sort them: by the word so and so many to the left (``1L``, ``2L``)
or right (``1R``), the next level where those before are equal; ``0`` is the keyword itself. Words
are compared folded, and those beyond the keyword's own paragraph do not count.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from store.errors import UsageError
from store.search.words import analysis
from store.text.fold import fold

REACH = 160
"""Code points kept on each side of a keyword, about; also of a keyword that is longer."""

FAR = 5
"""The farthest word that lines are sorted by."""

_BLANKS = re.compile(r"\s+")
_LEVEL = re.compile(r"0|([1-9])([lr])|([lr])([1-9])")


_WORDS = re.compile(r"[^\W_]+(?:\s+[^\W_]+)*")
_OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR"})


def literal(line: str) -> str:
    """The query that finds what was typed as it is: plain words become a phrase in quotes."""
    words = line.split()
    if _WORDS.fullmatch(line.strip()) and _OPERATORS.isdisjoint(words):
        return f'"{" ".join(words)}"'
    return line


class Line(NamedTuple):
    """One place of the words. In ``left`` and ``right`` a line break parts two blocks.

    Attributes:
        article: The article's id.
        title: Its title.
        start: Where the keyword is in the article's text.
        end: Past its last code point.
        left: What stands before it, as it is read: the nearest word last.
        keyword: The words as they stand there, on one line.
        right: What stands after it.
    """

    article: str
    title: str
    start: int
    end: int
    left: str
    keyword: str
    right: str


def lines_of(
    article: str, title: str, text: str, places: Iterable[tuple[int, int]]
) -> Iterator[Line]:
    """The lines of one article.

    Args:
        article: Its id.
        title: Its title.
        text: Its text.
        places: ``[start, end)`` in ``text``.
    """
    for start, end in places:
        low, high = max(0, start - REACH), min(len(text), end + REACH)
        keyword = text[start : min(end, start + REACH)]
        yield Line(
            article, title, start, end,
            _flat(text[low:start]), " ".join(keyword.split()), _flat(text[end:high]),
        )  # fmt: skip


def _flat(text: str) -> str:
    """``text`` with every run of blanks as one: a line break where a block ends."""
    if "\n" not in text:
        return _BLANKS.sub(" ", text)
    return _BLANKS.sub(lambda run: "\n" if "\n\n" in run[0] else " ", text)


def around(line: Line, reach: int) -> tuple[str, str]:
    """What stands before and after a keyword, at most ``reach`` code points of whole words each."""
    left, right = line.left[-reach:], line.right[:reach]
    if len(left) < len(line.left) and not line.left[-reach - 1].isspace():
        left = left.partition(" ")[2] or left
    if len(right) < len(line.right) and not line.right[reach].isspace():
        right = right.rpartition(" ")[0] or right
    return left, right


# -- order -----------------------------------------------------------------------------------------

ORDERS = {
    "left": (-1, -2, -3),
    "right": (1, 2, 3),
    "keyword": (0, 1, 2, 3),
    "article": (),
    "none": (),
}
"""Orders by their names, with the levels that make them: -2 is the second word to the left, 0 the
keyword. ``article``: by its title, then as they stand in its text; ``none``: as they were found."""

Key = Callable[[Line], Any]


def sort_key(order: str) -> Key | None:
    """What lines are sorted by; ``None``: they stay as they are.

    Args:
        order: One of ``ORDERS``, or levels such as ``2L,1L,1R``.

    Raises:
        UsageError: it is neither.
    """
    name = order.strip().casefold()
    if name == "article":
        return _by_article
    levels = ORDERS[name] if name in ORDERS else _levels(name)
    return _by_words(levels) if levels else None


def in_order(lines: Iterable[Line], order: str) -> list[Line]:
    """Lines in an order that ``sort_key`` knows; equal ones stay as they were.

    Raises:
        UsageError: as ``sort_key``.
    """
    key = sort_key(order)
    return sorted(lines, key=key) if key else list(lines)


class Gathered:
    """Lines as they are found, in whatever order they are wanted by then. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lines: list[Line] = []
        self._order = ""
        self._keyed: list[tuple[Any, int]] = []  # of the last order, as far as it was asked for

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, lines: Iterable[Line]) -> None:
        """Take more lines."""
        with self._lock:
            self._lines += lines

    def in_order(self, order: str) -> list[Line]:
        """All lines by then; those that were ordered before cost little.

        Raises:
            UsageError: as ``sort_key``.
        """
        key = sort_key(order)
        with self._lock:
            if key is None:
                return list(self._lines)
            if order != self._order:
                self._order, self._keyed = order, []
            known = len(self._keyed)
            self._keyed += [(key(line), at) for at, line in enumerate(self._lines[known:], known)]
            self._keyed.sort()
            return [self._lines[at] for _, at in self._keyed]


def _levels(order: str) -> tuple[int, ...]:
    levels: list[int] = []
    for part in re.split(r"[\s,]+", order):
        found = _LEVEL.fullmatch(part)
        far = int(found[1] or found[4] or 0) if found else FAR + 1
        if found is None or far > FAR:
            raise UsageError(
                f"lines cannot be sorted by {part[:40]!r}",
                hint=f"by {', '.join(ORDERS)}, or by words, as in 1L,2L,1R (up to {FAR})",
            )
        levels.append(-far if (found[2] or found[3]) == "l" else far)
    return tuple(levels)


def _by_article(line: Line) -> tuple[Any, ...]:
    return fold(line.title), line.article, line.start


def _by_words(levels: Sequence[int]) -> Key:
    left, right = min(levels) < 0, max(levels) > 0

    def key(line: Line) -> list[str]:
        before = words_before(line) if left else []
        after = words_after(line) if right else []
        return [
            _nth(before if level < 0 else after, abs(level)) if level else fold(line.keyword)
            for level in levels
        ]

    return key


def _nth(words: Sequence[str], number: int) -> str:
    return words[number - 1] if number <= len(words) else ""


def words_before(line: Line) -> list[str]:
    """The folded words before the keyword in its block, the nearest first."""
    return analysis.words(fold(line.left.rpartition("\n")[2]))[::-1]


def words_after(line: Line) -> list[str]:
    """The folded words after the keyword in its block, the nearest first."""
    return analysis.words(fold(line.right.partition("\n")[0]))
