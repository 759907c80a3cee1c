"""What a word is to the search: one rule for texts, tags, notes and queries.

A word is a run of letters and digits of the folded text (``store.text.fold``), so case, accents,
width and ligatures do not matter. Scripts that write no blanks between words (Chinese, Japanese,
Thai, …) give one word a character; their words are found as phrases. What else can be found of a
text (words written together, ``C++``, accents) is in ``compounds`` and ``accents``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import chain
from operator import add

from store.text.fold import fold, fold_map

LONGEST = 64
"""A longer run of letters (a hash, a data URL) is indexed by so many first ones."""

BREAK = ""
"""Stands among words for what parts two characters of unspaced scripts: a phrase ends there."""

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029"
    "\u3031-\u3035\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""A class of characters for a pattern: scripts that write no blanks between words."""

_VOICING = "[\u3099\u309a]"
_SIGNS = "".join(  # vowel signs of Indian scripts and Tibetan: Python's \w leaves them out
    chr(code)
    for code in (*range(0x900, 0xE00), *range(0xF00, 0x1000))
    if unicodedata.category(chr(code)) in {"Mn", "Mc"} and not unicodedata.combining(chr(code))
)
_PLAIN = rf"[^\W_{UNSPACED}]"

LETTER = rf"(?:{_PLAIN}|[{_SIGNS}])"
"""A pattern for one letter or digit of a word that is written with blanks around it."""

WORD = rf"{_PLAIN}+(?:[{_SIGNS}]+{_PLAIN}*)*"
"""A pattern for a whole word that is written with blanks around it."""

_ASCII_WORD = re.compile(r"[a-z0-9]+")
_WORD = re.compile(rf"{WORD}|(?!_)[{UNSPACED}]{_VOICING}?")
_RUN = re.compile(rf"({WORD})|(?!_)[{UNSPACED}]+")
_VOICED = re.compile(rf".{_VOICING}?", re.DOTALL)
_VOICES = re.compile(_VOICING)
_UNSPACED_CHARACTER = re.compile(rf"[{UNSPACED}]")
_PARTED = re.compile(rf"(?<=[{UNSPACED}])(?:[^\w{UNSPACED}]|_)+(?=[{UNSPACED}])")

PARTING = str.maketrans("—―", "  ")
"""Dashes between two clauses, which part words as a blank does."""


_TYPOGRAPHIC = tuple(
    zip("’‘“”–…\xa0—―", ("'", "'", '"', '"', "-", "...", " ", " ", " "), strict=True)
)


def is_unspaced(word: str) -> bool:
    """Whether ``word`` is one character of a script without blanks."""
    return not word.isascii() and _UNSPACED_CHARACTER.match(word) is not None


def folded(text: str) -> str:
    """``text`` folded for its words: a dash that parts two clauses is a blank here."""
    return fold(plain(text))


def plain(text: str) -> str:
    """``text`` with what typography has made of quotes, dashes and blanks undone.

    Most texts are ASCII then, and need not be looked at character by character.
    """
    if not text.isascii():
        for mark, simple in _TYPOGRAPHIC:
            text = text.replace(mark, simple)
    return text


def folded_map(text: str) -> tuple[str, Sequence[int]]:
    """``folded(text)``, and for each of its characters (and its end) the offset in ``text``."""
    return fold_map(text if text.isascii() else text.replace("—", " ").replace("―", " "))


def clauses(folded_text: str) -> list[tuple[int, int]]:
    """The ranges of a folded text between which a phrase of unspaced characters ends."""
    gaps = [gap.span() for gap in _PARTED.finditer(folded_text) if not gap[0].isspace()]
    ends = [0, *chain(*gaps), len(folded_text)]
    return list(zip(ends[::2], ends[1::2], strict=True))


def words(folded_text: str) -> list[str]:
    """The words of a folded text in order, each cut at ``LONGEST`` letters."""
    found: list[str] = (_ASCII_WORD if folded_text.isascii() else _WORD).findall(folded_text)
    if len(folded_text) > LONGEST and max(map(len, found), default=0) > LONGEST:
        return [word[:LONGEST] for word in found]
    return found


def broken_words(folded_text: str) -> tuple[list[str], list[str]]:
    """The words of a folded text with ``BREAK`` where a phrase of unspaced characters ends.

    Returns:
        The words; and the pairs of unspaced characters that follow each other.
    """
    if folded_text.isascii() or _UNSPACED_CHARACTER.search(folded_text) is None:
        return words(folded_text), []
    found: list[str] = []
    bigrams: list[str] = []
    before, end = "", 0  # the unspaced character before, and where it ended
    for match in _RUN.finditer(folded_text):
        run = match[0]
        if match.lastindex == 1:
            found.append(run[:LONGEST])
            before = ""
            continue
        characters = _VOICED.findall(run) if _VOICES.search(run) else list(run)
        if before:
            gap = folded_text[end : match.start()]
            if gap and not gap.isspace():
                found.append(BREAK)
            else:
                bigrams.append(before + characters[0])
        found += characters
        bigrams += map(add, characters, characters[1:])
        before, end = characters[-1], match.end()
    return found, bigrams
