"""stdout is data: JSON, lines and tables. stderr is talk. Colour only on a terminal."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from store.text.clean import clean_line, clean_text

_STEERING = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
Cell = str | int | float
_STYLES = {
    "bold": "1", "dim": "2", "underline": "4", "accent": "36", "warn": "33", "error": "31",
    "yellow": "33", "green": "32", "blue": "34", "pink": "95", "orange": "93", "purple": "35",
    "red": "31", "gray": "90",
}  # fmt: skip


def on_terminal() -> bool:
    """People look at stdout, not a program."""
    return sys.stdout.isatty()


def can_ask() -> bool:
    """People type into stdin, not a program."""
    return sys.stdin.isatty()


def colored() -> bool:
    """Whether stdout is a terminal that wants colour (https://no-color.org)."""
    return on_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_width() -> int:
    """Cells of a line, between 40 and 200; 80 where it cannot be told."""
    return max(40, min(200, shutil.get_terminal_size((80, 24)).columns))


def styled(text: str, *styles: str) -> str:
    """``text`` in these styles if stdout takes colour, else as it is."""
    if not text or not styles or not colored():
        return text
    codes = ";".join(_STYLES[style] for style in styles)
    return f"\x1b[{codes}m{text}\x1b[0m"


def emphasized(text: str, ranges: Sequence[tuple[int, int]], *styles: str) -> str:
    """``text`` with these ranges styled; ranges are ordered and do not overlap."""
    parts: list[str] = []
    at = 0
    for start, end in ranges:
        parts += [text[at:start], styled(text[start:end], *styles)]
        at = end
    return "".join([*parts, text[at:]])


def line(text: str = "") -> None:
    """One line of data."""
    sys.stdout.write(text + "\n")


def talk(text: str) -> None:
    """One line for people, on stderr."""
    sys.stderr.write(text + "\n")


def fields(*values: Cell) -> None:
    """One line for programs: the values, cleaned and whole, with tabs between them."""
    line("\t".join(clean_line(str(value), sys.maxsize) for value in values))


def json_out(value: Mapping[str, Any] | Sequence[Any]) -> None:
    """One JSON value, in UTF-8 and readable; what could steer a terminal is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    line(_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def document(text: str) -> None:
    """Several lines of data: as they are for programs, cleaned on a terminal."""
    line(clean_text(text) if on_terminal() else text)


def binary(data: bytes) -> None:
    """The bytes of a file: as they are for programs, as cleaned text on a terminal."""
    if on_terminal():
        sys.stdout.write(clean_text(data.decode("utf-8", "replace")))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
