"""Text from outside, made harmless for every widget that would read markup in it.

Titles, tags, notes, quotes, file names and authors are other people's text. Textual reads
``[...]`` in a plain string as markup, and a terminal obeys control characters; so nothing from
outside reaches a widget but through ``content`` (for widgets) or ``one_line`` (for painted lines).
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from textual.content import Content


class _Patterns(NamedTuple):
    blanks: re.Pattern[str]
    control: re.Pattern[str]
    unseen: re.Pattern[str]


@functools.cache
def _patterns() -> _Patterns:
    """Made for the first text that is not harmless: they take some milliseconds."""
    return _Patterns(
        re.compile(r"[ \t\n\r\v\f\x85\u2028\u2029]+"),
        re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]"),
        re.compile(
            r"[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
            r"\U000e0000-\U000e007f]"
        ),
    )


def _shown(match: re.Match[str]) -> str:
    """The picture of a control character (``␛`` for escape), or a replacement character."""
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def plain(text: str) -> str:
    """``text`` with control characters shown as pictures, unseen ones dropped; keeps newlines."""
    if text.isprintable():  # so is none of those
        return text
    patterns = _patterns()
    return patterns.control.sub(_shown, patterns.unseen.sub("", text))


def one_line(text: str) -> str:
    """``plain`` on one line: every run of blanks and line breaks becomes one blank."""
    if text.isprintable():  # then the only blank is the blank
        return " ".join(text.split())
    return plain(_patterns().blanks.sub(" ", text).strip())


def content(text: str) -> Content:
    """``text`` as a Textual ``Content`` in which nothing is markup."""
    from textual.content import Content  # noqa: PLC0415 - the pure part is used without Textual

    return Content(plain(text))


def clip(text: str, width: int) -> str:
    """``one_line(text)`` cut to ``width`` cells, with ``…`` for what is missing."""
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415 - as above

    line = one_line(text)
    if width <= 0:
        return ""
    if cell_len(line) <= width:
        return line
    return set_cell_size(line, width - 1).rstrip() + "…"


def clip_start(text: str, width: int) -> str:
    """``one_line(text)`` cut to its last ``width`` cells, with ``…`` for what is missing."""
    from rich.cells import cell_len  # noqa: PLC0415 - as above

    line = one_line(text)
    if cell_len(line) <= width:
        return line
    line = line[-width:]
    while line and cell_len(line) >= width:
        line = line[1:]
    return f"…{line}"


def fill(text: str, width: int, limit: int) -> list[str]:
    """``one_line(text)`` wrapped at blanks to at most ``limit`` lines of ``width`` cells.

    A word wider than a line is broken; the last line ends in ``…`` when text is left over.
    """
    from rich.cells import cell_len, chop_cells  # noqa: PLC0415 - as above

    lines: list[str] = []
    current = ""
    words = one_line(text[: width * (limit + 2) * 4]).split(" ")
    for word in words:
        joined = f"{current} {word}" if current else word
        if cell_len(joined) <= width:
            current = joined
            continue
        if current:
            lines.append(current)
        pieces = chop_cells(word, max(1, width)) or [""]
        lines.extend(pieces[:-1])
        current = pieces[-1]
        if len(lines) > limit:
            break
    if current:
        lines.append(current)
    if len(lines) > limit:
        lines = lines[:limit]
        lines[-1] = clip(lines[-1] + " …………", width) if width > 1 else "…"
        lines[-1] = lines[-1].rstrip("…").rstrip() + "…"
    return lines
