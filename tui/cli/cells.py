"""Text measured in terminal cells: how wide it is, cut, padded and wrapped. Pure.

For one-line fields of the command line, which never loads Rich. The reader measures with Rich, as
Textual does: see ``tui.layout.cells``.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Cells that ``text`` takes; wide characters two, marks and joined emoji none."""
    if text.isascii():
        return len(text)
    return sum(step for _, step in _steps(text))


def _steps(text: str) -> list[tuple[int, int]]:
    """For each character that starts something visible: its index and its cells."""
    steps: list[tuple[int, int]] = []
    joined = False
    for index, char in enumerate(text):
        if char == _EMOJI_STYLE and steps and not text[steps[-1][0]].isascii():
            steps[-1] = (steps[-1][0], 2)
        elif joined:
            pass
        elif (cells := _char_width(char)) or not steps:
            steps.append((index, cells))
        joined = char == _JOINER
    return steps


def cut(text: str, cells: int) -> str:
    """At most ``cells`` wide; what does not fit ends in ``…``."""
    if width(text) <= cells:
        return text
    if cells < 1:
        return ""
    used = 0
    for index, step in _steps(text):
        if used + step > cells - 1:
            return text[:index].rstrip() + "…"
        used += step
    return text


def cut_start(text: str, cells: int) -> str:
    """The last of ``text``, at most ``cells`` wide; what does not fit is ``…``."""
    left = width(text)
    if left <= cells:
        return text
    if cells < 1:
        return ""
    for index, step in _steps(text):
        if left <= cells - 1:
            return "…" + text[index:].lstrip()
        left -= step
    return "…"


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Filled with blanks to ``cells``; ``right``: the blanks go before it."""
    blanks = " " * max(0, cells - width(text))
    return blanks + text if right else text + blanks


def wrap(text: str, cells: int) -> list[tuple[int, int]]:
    """Lines of at most ``cells`` as ranges of ``text``, broken at blanks where there are any."""
    cells = max(2, cells)
    lines: list[tuple[int, int]] = []
    start = used = 0
    blank = -1
    for index, step in _steps(text):
        if text[index] == " ":
            blank = index
        if used + step > cells:
            end = blank if blank > start else index
            lines.append((start, end))
            start = end + 1 if end == blank else end
            used = width(text[start:index]) + step if start <= index else 0
            blank = -1
        else:
            used += step
    if start < len(text):
        lines.append((start, len(text)))
    return lines
