"""Plain text to lines as its writer meant them: hard-wrapped paragraphs become one line each."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

QUOTED: Final = re.compile(r"(?:>[ \t]?)+(?=[^>\s]|$)|(?:>[ \t]?)+$")
BULLET: Final = re.compile(r"[-–*•▪◦‣●·]\s+(?=\S)")
NUMBERED: Final = re.compile(r"(0|[1-9]\d{0,8})[.)]\s+(?=\S)")

_NARROWEST, _WIDEST = 40, 110  # columns that text is wrapped to by hand or by a program


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank, or several that were one before they were wrapped.

    Attributes:
        text: Without the blanks around it and the ``>`` before it; runs of blanks are one.
        number: Of its first line in the source, from 1.
        indent: Columns it is indented by; tabs stop every 8.
        gap: A blank line stands before it.
        quote: How many ``>`` stood before it.
    """

    text: str
    number: int
    indent: int = 0
    gap: bool = False
    quote: int = 0

    @property
    def width(self) -> int:
        """Columns it took."""
        return self.indent + len(self.text)

    @property
    def is_item(self) -> bool:
        """Whether a list marker stands before it."""
        return bool(BULLET.match(self.text) or NUMBERED.match(self.text))


def split(text: str) -> list[Line]:
    """The lines of ``text`` that are not blank. A ``>`` with nothing after it counts as blank."""
    lines: list[Line] = []
    gap = False
    for number, raw in enumerate(text.split("\n"), 1):
        body = raw.strip()
        if not body:
            gap = True
            continue
        marks = QUOTED.match(body)
        depth = marks.group().count(">") if marks else 0
        if marks:
            body = body[marks.end() :].lstrip()
            if not body:
                gap = True
                continue
        shifted = raw.expandtabs(8)
        indent = 0 if depth else len(shifted) - len(shifted.lstrip())
        lines.append(Line(" ".join(body.split()), number, indent, gap and bool(lines), depth))
        gap = False
    return lines


def unwrap(lines: Sequence[Line]) -> list[Line]:
    """``lines`` with hard-wrapped paragraphs and hanging list items joined, by one blank each."""
    width = wrap_width(lines)
    whole: list[Line] = []
    last: Line | None = None  # the last line as it stands in the source
    parts: list[str] = []  # of the paragraph that is being joined
    for line in lines:
        if last and whole and _continues(whole[-1], last, line, len(parts), width):
            parts.append(line.text)
        else:
            if len(parts) > 1:
                whole[-1] = replace(whole[-1], text=" ".join(parts))
            whole.append(line)
            parts = [line.text]
        last = line
    if len(parts) > 1:
        whole[-1] = replace(whole[-1], text=" ".join(parts))
    return whole


def wrap_width(lines: Sequence[Line]) -> int:
    """The column that paragraphs are wrapped at, or 0 if every line stands for itself.

    Wrapped text shows by two things: a long line ends where the next word did not fit any more,
    and lines go on in lower case.
    """
    pairs = [
        (above, below)
        for above, below in itertools.pairwise(lines)
        if not below.gap and above.quote == below.quote and not below.is_item
    ]
    if not pairs:
        return 0
    widths = sorted(above.width for above, _ in pairs)
    width = widths[int(0.95 * (len(widths) - 1))]
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    # Short lines were ended by their writer: greetings, signatures, the head of a letter.
    pairs = [pair for pair in pairs if pair[0].width * 2 > width]
    full = sum(_is_full(above, below, width) for above, below in pairs) / len(pairs)
    running = sum(below.text[0].islower() for _, below in pairs) / len(pairs)
    enough = (0.7, 0.3) if len(pairs) >= 3 else (1.0, 1.0)
    return width if full >= enough[0] and running >= enough[1] else 0


def _is_full(above: Line, below: Line, width: int) -> bool:
    """Whether the first word of ``below`` had no room (with some slack) at the end of ``above``."""
    first = below.text.split(" ", 1)[0]
    return above.width + 1 + len(first) > width - width // 10


def _continues(start: Line, last: Line, line: Line, joined: int, width: int) -> bool:
    """Whether ``line`` goes on with the paragraph that began with ``start``."""
    if line.gap or line.quote != start.quote or line.is_item:
        return False
    if start.is_item and line.indent > start.indent and not line.quote:
        return True
    if not width:
        return False
    next_is_indented = line.indent > last.indent and joined > 1
    if next_is_indented or last.width > 2 * width:
        return False
    if _is_full(last, line, width):
        return True
    return line.text[0].islower() and last.text[-1] not in ".!?:;…" and last.width * 2 > width
