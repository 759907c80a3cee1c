"""Reads a theme's file as words: strictly, with the line of every mistake.

YAML's events are read, not ``yaml.load``: they carry lines, every value stays text, and a file
nested a thousand deep is refused before anything recurses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn

from themes.theme import ThemeError

LIMIT = 64 * 1024
"""Bytes a theme may have."""

WORDS = ("title", "about", "extends", "dark", "colour")
SECTIONS = ("palette", "paints", "highlights", "marks", "glyphs")

_LOST_COLOUR = re.compile(r"[ \t]*#(?:[0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Value:
    """One text of a file, and where it stands (``line`` is 1-based)."""

    text: str
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A theme as its file has it: texts that nobody has looked at yet."""

    words: Mapping[str, Value] = field(default_factory=dict)
    sections: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    def on(self, base: Sheet) -> Sheet:
        """This sheet over ``base``, which it extends; title and sentence are its own."""
        inherited = {k: v for k, v in base.words.items() if k not in ("title", "about")}
        own = {k: v for k, v in self.words.items() if k != "extends"}
        sections = {
            name: {**base.sections.get(name, {}), **self.sections.get(name, {})}
            for name in SECTIONS
        }
        return Sheet({**inherited, **own}, sections)


def fail(value: Value, what: str, hint: str = "") -> NoReturn:
    """Raises the ``ThemeError`` that says ``what`` is wrong with ``value``, and where."""
    raise ThemeError(
        f"{value.path.name}, line {value.line}: {what}.",
        hint=hint,
        path=value.path,
        line=value.line,
    )


def quoted(text: str) -> str:
    """A few characters of what someone wrote, in quotes, safe to print."""
    return repr(text if len(text) <= 40 else text[:39] + "…")


def read(path: Path) -> Sheet:
    """Reads a theme's file.

    Raises:
        ThemeError: It cannot be read, is too large, is not UTF-8, not YAML, or not two levels of
            known keys.
    """
    import yaml  # noqa: PLC0415 - slow to import, and most commands need no theme

    source = _text(path)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Builder(path, source.split("\n")).build(yaml.parse(source, Loader=loader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = " ".join(str(getattr(error, "problem", None) or error).split())[:200]
        if "nesting depth" in problem:
            problem = "nested too deep"
        line = mark.line + 1 if mark else None
        raise ThemeError(
            f"{path.name}{f', line {line}' if line else ''}: not YAML: {problem}.",
            hint="Colours, and text with : or #, need quotes.",
            path=path,
            line=line,
        ) from error


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
        if len(data) > LIMIT:
            raise ThemeError(
                f"{path.name} has more than {LIMIT // 1024} KB: that is no theme.", path=path
            )
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ThemeError(f"{path.name} is not text in UTF-8.", path=path) from error
    except OSError as error:
        reason = error.strerror or error
        raise ThemeError(f"{path.name} cannot be read: {reason}.", path=path) from error


class _Builder:
    """Makes a sheet of YAML's events."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        self._path = path
        self._lines = lines
        self._words: dict[str, Value] = {}
        self._sections: dict[str, dict[str, Value]] = {}
        self._open: dict[str, Value] | None = None
        self._key: Value | None = None
        self._depth = 0

    def build(self, events: Iterator[Any]) -> Sheet:
        documents = 0
        for event in events:
            kind = type(event).__name__
            here = Value("", self._path, event.start_mark.line + 1)
            if kind == "DocumentStartEvent":
                documents += 1
            if kind == "MappingStartEvent" and documents == 1:
                self._start(here)
            elif kind == "MappingEndEvent":
                self._depth -= 1
                self._open = None
            elif kind == "ScalarEvent" and self._depth:
                self._scalar(replace(here, text=event.value.strip()), event)
            elif documents > 1 or not kind.startswith(("Stream", "Document")):
                fail(here, "only 'key: words' and sections of them have a place in a theme")
        return Sheet(self._words, self._sections)

    def _start(self, here: Value) -> None:
        self._depth += 1
        if self._depth == 1:
            return
        if self._depth > 2 or self._key is None:
            fail(here, "nested too deep; a paint is words such as 'ink on sand bold'")
        key = self._key
        if key.text in WORDS:
            fail(key, f"{key.text!r} holds one text, not keys")
        _check_key(key, SECTIONS, self._sections)
        self._open = self._sections[key.text] = {}
        self._key = None

    def _scalar(self, value: Value, event: Any) -> None:
        key, self._key = self._key, None
        if key is None:
            self._key = value
            return
        self._check_lost_colour(key, value, event)
        if self._open is None:
            if key.text in SECTIONS:
                fail(key, f"{key.text!r} holds 'key: words', not one text")
            _check_key(key, WORDS, self._words)
            self._words[key.text] = value
        else:
            _check_key(key, (), self._open)
            self._open[key.text] = value

    def _check_lost_colour(self, key: Value, value: Value, event: Any) -> None:
        """``text: #333`` is ``text:`` and a comment for YAML; nobody means that."""
        line = "".join(self._lines[event.end_mark.line : event.end_mark.line + 1])
        empty = not event.style and value.text in ("", "~", "null")
        if empty or _LOST_COLOUR.match(line[event.end_mark.column :]):
            fail(
                key,
                f"{quoted(key.text)} has no value, or loses its colour: # starts a comment",
                'Write colours in quotes: "#333333".',
            )


def _check_key(key: Value, known: tuple[str, ...], taken: Mapping[str, object]) -> None:
    if known and key.text not in known:
        fail(key, f"unknown key {quoted(key.text)}", f"Keys: {', '.join((*WORDS, *SECTIONS))}.")
    if key.text in taken:
        fail(key, f"{quoted(key.text)} is here twice")
