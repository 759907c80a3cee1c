"""Takes pieces from a line, from left to right: bare, in quotes, in slashes. Pure."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from store.search.language.dates import blanks_inside
from store.search.language.fields import Field

_SAME = str.maketrans(dict.fromkeys("“”„‟«»〝〞＂", '"') | {"（": "(", "）": ")", "：": ":"})
_REGEX = re.compile(r"/((?:[^/\\\s]|\\.)(?:[^/\\]|\\.)*)/(?=[\s)]|\Z)", re.DOTALL)
_BEGUN_REGEX = re.compile(r"/((?:[^/\\\s]|\\.)(?:[^/\\]|\\.)*)\\?\Z", re.DOTALL)
_PATTERN_SIGNS = re.compile(r"[\\\[({|^$*+?]")
_FUZZY = re.compile(r"~([0-9]{0,2})")
_BEHIND_QUOTE = re.compile(r"(\*)?(?:~([0-9]{0,2}))?(?=[\s)]|\Z)")
_BARE = re.compile(r'[^\s"()]+')


class Piece(NamedTuple):
    """What stands between blanks, quotes or slashes.

    Attributes:
        text: Without the signs around it and behind it, as it was typed.
        start: Where ``text`` begins in the line.
        end: Where it ends.
        stop: Past all of it, with its signs.
        star: It may go on (``word*``).
        edits: What stands behind ``~``; ``None``: there is none.
        closed: The quote or slash at its end was typed.
        last: It may still be typed: no quote was closed, and nothing but blanks follows.
    """

    kind: Literal["bare", "quoted", "regex"]
    text: str
    start: int
    end: int
    stop: int
    star: bool = False
    edits: str | None = None
    closed: bool = True
    last: bool = False


class Scanner:
    """A place in a line.

    Attributes:
        line: As it is read: all quotes alike; as long as what was typed.
        at: Where the next piece begins.
        end: Past the last character that is no blank.
        open: So many parentheses are open.
    """

    def __init__(self, typed: str) -> None:
        self._typed = typed
        self.line = typed.translate(_SAME)
        self.at = 0
        self.end = len(self.line.rstrip())
        self.open = 0

    def goes_on(self) -> bool:
        """Go to the next piece; whether there is one before the parenthesis closes."""
        while self.at < self.end and self.line[self.at].isspace():
            self.at += 1
        return self.at < self.end and not self.closes

    @property
    def closes(self) -> bool:
        """Whether an open parenthesis closes here."""
        return self.open > 0 and self.line[self.at : self.at + 1] == ")"

    def takes(self, sign: re.Pattern[str]) -> re.Match[str] | None:
        """Go past ``sign`` if it comes next."""
        found = sign.match(self.line, self.at, self.end) if self.goes_on() else None
        if found:
            self.at = found.end()
        return found

    def stands(self, sign: re.Pattern[str]) -> bool:
        """Whether ``sign`` comes next."""
        return self.goes_on() and sign.match(self.line, self.at, self.end) is not None

    def piece(self, field: Field | None = None) -> Piece:
        """Take what comes next, as a value of ``field``."""
        if self.line.startswith('"', self.at):
            return self._quoted()
        if field is None or field.kind == "words":
            found = _REGEX.match(self.line, self.at)
            if found:
                self.at = found.end()
                return self._made("regex", *found.span(1))
            begun = _BEGUN_REGEX.match(self.line, self.at)
            if begun and _PATTERN_SIGNS.search(begun[1]):
                self.at = len(self.line)
                return self._made("regex", *begun.span(1), closed=False)
        start = self.at
        if field is not None and field.kind == "day":
            self.at = blanks_inside(self.line, start)
        if self.at == start:
            self.at = self._bare_end()
        return self._made("bare", start, self.at)

    def _quoted(self) -> Piece:
        start = self.at + 1
        end = self.line.find('"', start)
        if end < 0:
            self.at = len(self.line)
            return self._made("quoted", start, self.at, closed=False)
        self.at = end + 1
        behind = _BEHIND_QUOTE.match(self.line, self.at)
        if behind is None:
            return self._made("quoted", start, end)
        self.at = behind.end()
        return self._made("quoted", start, end, star=bool(behind[1]), edits=behind[2])

    def _bare_end(self) -> int:
        """Where a run without blanks and quotes ends; parentheses inside are text if they pair."""
        line, at, inside = self.line, self.at, 0
        while at < self.end:
            found = _BARE.match(line, at)
            if found:
                at = found.end()
                continue
            if line[at] == "(":
                inside += 1
            elif line[at] == ")":
                if not inside and self.open:
                    break
                inside -= inside > 0
            else:
                break
            at += 1
        return at

    def _made(
        self,
        kind: Literal["bare", "quoted", "regex"],
        start: int,
        end: int,
        *,
        star: bool = False,
        edits: str | None = None,
        closed: bool = True,
    ) -> Piece:
        if kind == "bare":
            text = self.line[start:end]
            fuzzy = _FUZZY.search(text)
            if fuzzy and fuzzy.end() == len(text) and fuzzy.start():
                end, edits = start + fuzzy.start(), fuzzy[1]
            elif text.endswith("*"):
                end, star = start + len(text.rstrip("*")), True
        stop = min(self.at, self.end)
        last = stop == self.end and not (kind == "quoted" and closed)
        text = self._typed[start:end]
        return Piece(kind, text, start, end, stop, star, edits, closed, last)
