"""Finds and builds themes: those that come with postil, and the user's own.

Paints are words: ``ink on sand bold``, where a colour is a name of the theme's ``palette`` or
``#rrggbb`` (in quotes, since ``#`` starts a comment in YAML). Of the attributes any may follow:
``bold italic underline strike reverse dim``; ``none`` is a paint without anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from themes.sheet import Sheet, Value, fail, quoted, read
from themes.theme import ATTRIBUTES, HIGHLIGHT_COLORS, ROLES, Paint, RoleKind, Theme, ThemeError

_K = TypeVar("_K", bound=str)

SUFFIX = ".yaml"
_FOLDER = Path(__file__).parent
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_RESERVED = frozenset({*ATTRIBUTES, "on", "none"})
_LONGEST_CHAIN = 5


def builtin() -> list[str]:
    """The names of the themes that come with postil."""
    return _names(_FOLDER)


def available(user_folder: Path | None) -> list[str]:
    """The names of all themes: those of postil first, then the user's own."""
    own = builtin()
    return own + [name for name in _names(user_folder) if name not in own]


def load(name: str, user_folder: Path | None) -> Theme:
    """The theme of that name; the user's own comes before one of postil.

    A theme that extends its own name extends the one of postil.

    Raises:
        ThemeError: There is none of that name, or its file is wrong.
    """
    path = _find(name, user_folder)
    sheet = read(path)
    seen = [path]
    while (base := sheet.words.get("extends")) is not None:
        below = _find(base.text, None if base.text == seen[-1].stem else user_folder, base)
        if below in seen or len(seen) >= _LONGEST_CHAIN:
            fail(base, f"it extends {quoted(base.text)} in a circle, or through too many themes")
        seen.append(below)
        sheet = sheet.on(read(below))
    return _Build(name, sheet, path).theme()


def _names(folder: Path | None) -> list[str]:
    if folder is None or not folder.is_dir():
        return []
    try:
        files = sorted(folder.glob(f"*{SUFFIX}"))
    except OSError:
        return []
    return [file.stem for file in files if _NAME.fullmatch(file.stem)]


def _find(name: str, user_folder: Path | None, asked: Value | None = None) -> Path:
    """The file of the theme ``name``; ``asked``: where that name was written."""
    if _NAME.fullmatch(name):
        for folder in (user_folder, _FOLDER):
            if folder is not None and (path := folder / f"{name}{SUFFIX}").is_file():
                return path
    message = f"there is no theme {quoted(name)}"
    hint = f"Themes: {', '.join(available(user_folder))}."
    if asked is not None:
        fail(asked, message, hint)
    raise ThemeError(f"{message[0].upper()}{message[1:]}.", hint=hint)


class _Build:
    """Turns a sheet into a theme, value by value."""

    def __init__(self, name: str, sheet: Sheet, path: Path) -> None:
        self._name = name
        self._sheet = sheet
        self._path = path
        self._colour = self._flag("colour", default=True)
        self._palette = self._read_palette()

    def theme(self) -> Theme:
        paints = self._paints("paints", {role.name: role.kind for role in ROLES})
        fills: Mapping[str, RoleKind] = dict.fromkeys(HIGHLIGHT_COLORS, "patch")
        glyphs = self._section("glyphs", HIGHLIGHT_COLORS)
        marks = self._section("marks", HIGHLIGHT_COLORS) if self._colour else {}
        return Theme(
            name=self._name,
            title=self._line("title") or self._name,
            about=self._line("about"),
            dark=self._flag("dark", default=False),
            colour=self._colour,
            paints=paints,
            highlights=self._paints("highlights", fills),
            marks={
                color: self._read_colour(marks[color].text, marks[color]) if marks else ""
                for color in HIGHLIGHT_COLORS
            },
            glyphs={color: _glyph(glyphs[color]) for color in HIGHLIGHT_COLORS},
        )

    def _section(self, part: str, wanted: tuple[str, ...]) -> Mapping[str, Value]:
        given = self._sheet.sections.get(part, {})
        for key, value in given.items():
            if key not in wanted:
                fail(value, f"unknown name {quoted(key)} in {part}", f"Names: {', '.join(wanted)}.")
        if missing := [key for key in wanted if key not in given]:
            raise ThemeError(
                f"{self._path.name}: {part} lacks {', '.join(missing)}.",
                hint="A theme that changes only a few says 'extends: ink', or another name.",
                path=self._path,
            )
        return given

    def _paints(self, part: str, kinds: Mapping[_K, RoleKind]) -> dict[_K, Paint]:
        given = self._section(part, tuple(kinds))
        return {key: self._paint(given[key], kind) for key, kind in kinds.items()}

    def _paint(self, value: Value, kind: RoleKind) -> Paint:
        """Reads ``[COLOUR] [on COLOUR] [bold] [italic] …``, or ``none``."""
        fg = bg = None
        attributes: set[str] = set()
        words = iter([] if value.text == "none" else value.text.split())
        for word in words:
            if word in ATTRIBUTES:
                attributes.add(word)
            elif word == "on" and bg is None:
                bg = self._read_colour(next(words, ""), value)
            elif word not in _RESERVED and fg is None:
                fg = self._read_colour(word, value)
            else:
                fail(value, f"{quoted(word)} is a word too many", "Write: COLOUR on COLOUR bold.")
        if not self._colour and (fg or bg):
            fail(value, "a theme with 'colour: false' has no colours, only words such as bold")
        if self._colour and kind in ("text", "patch", "line") and fg is None:
            fail(value, "this paint needs a text colour", "Write: COLOUR, or COLOUR on COLOUR.")
        if self._colour and kind in ("ground", "patch") and bg is None:
            fail(value, "this paint needs a ground", "Write: on COLOUR, or COLOUR on COLOUR.")
        return Paint(fg, bg, *(name in attributes for name in ATTRIBUTES))

    def _read_palette(self) -> Mapping[str, str]:
        given = self._sheet.sections.get("palette", {})
        for key, value in given.items():
            if key in _RESERVED or not _NAME.fullmatch(key):
                fail(value, f"{quoted(key)} cannot name a colour", "Names: a-z, 0-9, - and _.")
        return {key: _hex(value.text, value) for key, value in given.items()}

    def _read_colour(self, word: str, value: Value) -> str:
        return self._palette.get(word) or _hex(word, value)

    def _flag(self, key: str, *, default: bool) -> bool:
        value = self._sheet.words.get(key)
        if value is None:
            return default
        if value.text not in ("true", "false"):
            fail(value, f"{key!r} is true or false, not {quoted(value.text)}")
        return value.text == "true"

    def _line(self, key: str) -> str:
        value = self._sheet.words.get(key)
        if value is None:
            return ""
        if len(value.text) > 200 or not value.text.isprintable():
            fail(value, f"{key!r} is one line of at most 200 printable characters")
        return value.text


def _hex(word: str, value: Value) -> str:
    """The colour as ``#rrggbb`` in lower case."""
    if not _HEX.fullmatch(word):
        fail(
            value,
            f"{quoted(word)} is no colour",
            'Write a name of the palette, or "#rrggbb" in quotes.',
        )
    digits = word[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def _glyph(value: Value) -> str:
    """One character, one cell wide: anything else would push the text beside the margin."""
    glyph = value.text
    one = len(glyph) == 1 and glyph.isprintable() and not glyph.isspace()
    if not one or unicodedata.combining(glyph) or unicodedata.east_asian_width(glyph) in "WF":
        fail(value, f"{quoted(glyph)} is not one character that is one cell wide")
    return glyph
