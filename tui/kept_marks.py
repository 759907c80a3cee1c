"""Marks set with ``m``: this user's places in articles, kept on this machine over restarts.

A mark holds an offset and the words there, so that it finds its place again in a changed text.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from store import files
from tui import state_files

FILE = "marks.json"
MOST_ARTICLES = 500
"""Of more articles, the marks of those set longest ago are forgotten."""
_QUOTE = 64
_SHORTEST = 12


class Mark(NamedTuple):
    """A place in an article.

    Attributes:
        start: First code point of the passage that had the focus; ``end``: past its last.
        above: Code points from the top of the screen to ``start``.
        quote: What stands at ``start``.
    """

    start: int
    end: int
    above: int
    quote: str


def mark_at(text: str, start: int, end: int, top: int) -> Mark:
    """The mark for a passage of ``text``, with ``top`` on top of the screen."""
    return Mark(start, end, start - top, text[start : start + _QUOTE])


def find(mark: Mark, text: str) -> tuple[Mark, bool]:
    """A mark where its words stand in ``text``, nearest to where it was; else where it was.

    Returns:
        The mark, within the text; and whether its words are there.
    """
    start = _find(text, mark.quote, mark.start)
    length = mark.end - mark.start
    at = min(mark.start if start is None else start, len(text))
    return mark._replace(start=at, end=min(at + length, len(text))), start is not None


def _find(text: str, quote: str, near: int) -> int | None:
    if text.startswith(quote, near):
        return near
    while len(quote) >= _SHORTEST:
        after = text.find(quote, near)
        before = text.rfind(quote, 0, max(near, 0) + len(quote) - 1)
        found = [at for at in (before, after) if at >= 0]
        if found:
            return min(found, key=lambda at: abs(at - near))
        quote = quote[: len(quote) // 2]
    return None


class Marks:
    """The marks of one library. What was set in this session is known before it is written."""

    def __init__(self, state: Path) -> None:
        self._path = state / FILE
        self._set: dict[tuple[str, str], Mark] = {}

    def get(self, article_id: str, letter: str) -> Mark | None:
        """The mark under a letter."""
        return self._set.get((article_id, letter)) or _mark(
            _letters(state_files.read(self._path), article_id).get(letter)
        )

    def set(self, article_id: str, letter: str, mark: Mark) -> None:
        """Know a mark; ``save`` writes it."""
        self._set[article_id, letter] = mark

    def save(self, article_id: str, letter: str) -> None:
        """Write a mark that was set. Any thread.

        Raises:
            StoreError: it cannot be written.
        """
        with files.locked(self._path):
            kept = state_files.read(self._path)
            letters = _letters(kept, article_id)
            letters[letter] = list(self._set[article_id, letter])
            kept.pop(article_id, None)
            kept[article_id] = letters
            for oldest in list(kept)[: max(0, len(kept) - MOST_ARTICLES)]:
                del kept[oldest]
            state_files.write(self._path, kept)


def _letters(kept: dict[str, Any], article_id: str) -> dict[str, Any]:
    found = kept.get(article_id)
    return found if isinstance(found, dict) else {}


def _mark(value: object) -> Mark | None:
    match value:
        case [int(start), int(end), int(above), str(quote)] if 0 <= start <= end:
            return Mark(start, end, above, quote)
    return None
