"""Words of a text, found by looking at one character after the other."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

LONGEST = 64
"""Letters of a word that count."""

_SAME = {**dict.fromkeys("‘’‚′´ʼ＇", "'"), **dict.fromkeys("“”„″«»", '"'),
         **dict.fromkeys("‐‑‒–−－", "-"), **dict.fromkeys("—―", " "),
         "ø": "o", "ł": "l", "æ": "ae", "œ": "oe"}  # fmt: skip
_KEPT = frozenset("-'./@&+_:#~\\%=?!$^")
_BEHIND = ("++", "+", "#", "%")
_VOICING = "\u3099\u309a"


class Token(NamedTuple):
    """A word of a text.

    Attributes:
        word: Folded.
        gap: What stands between the word before and it, folded; ``""`` before the first one.
        spelled: In small letters, with its accents.
        start: Where it begins in the text.
        end: Where it ends.
        at: Where it begins in the folded text.
        to: Where it ends there.
    """

    word: str
    gap: str
    spelled: str
    start: int
    end: int
    at: int
    to: int


def simple(text: str) -> str:
    """Without case, accents, and the shape of quotes and dashes."""
    return "".join(_simple(character) for character in text)


@lru_cache(maxsize=4_096)
def _simple(character: str) -> str:
    if "\uac00" <= character <= "\ud7a3":
        return character
    small = _SAME.get(character, character).casefold()
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", small).casefold())
    kept = (part for part in parts if part in _VOICING or not unicodedata.combining(part))
    return "".join(_SAME.get(part, part) for part in kept)


def is_alone(character: str) -> bool:
    """Whether a character is of a script that writes no blanks: then it is a word of its own."""
    return "\u3040" <= character <= "\u30ff" or "\u4e00" <= character <= "\u9fff"


def mark_between(before: str, gap: str, after: str) -> str:
    """What of the gap between two words that were typed without a blank has to be there."""
    if is_alone(before[-1]) or is_alone(after[0]):
        return ""
    if gap == ",":
        return gap if before.isdecimal() and after[0].isdecimal() else ""
    if not gap or len(gap) > 3 or not _KEPT.issuperset(gap):
        return ""
    return "" if len(gap) > 1 and set(gap) in ({"."}, {"-"}) else gap


@lru_cache(maxsize=2_000)
def is_special(word: str) -> bool:
    """Whether it is a word with a mark of its own: ``c++``, ``c#``, ``.net``, ``#tag``."""
    before, behind = marks_of(word)
    letters = word[before : len(word) - behind]
    if not letters.isalnum() or is_alone(letters[0]):
        return False
    return (before == 1 and not behind) or (not before and word[-behind:] in _BEHIND)


def marks_of(special: str) -> tuple[int, int]:
    """How many marks stand before and behind the letters of a word."""
    return (
        len(special) - len(special.lstrip("#@$€£.")),
        len(special) - len(special.rstrip("+#%")),
    )


@lru_cache(maxsize=20_000)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a text, in order."""
    found: list[Token] = []
    word = gap = ""
    start = end = place = 0

    def close() -> None:
        nonlocal word, gap
        if word:
            spelled = unicodedata.normalize("NFC", text[start:end]).lower()
            at = place - len(word)
            found.append(Token(word[:LONGEST], gap, spelled, start, end, at, place))
            word = gap = ""

    for index, original in enumerate(text):
        for character in _simple(original):
            if character in _VOICING:
                word, end, place = word + character, index + 1, place + 1
                continue
            letter = character.isalnum()
            if not letter or is_alone(character) or is_alone(word[:1]):
                close()
            if letter:
                start = start if word else index
                word, end = word + character, index + 1
            else:
                gap += character
            place += 1
    close()
    return tuple(found)
