"""What a word is to the search: one rule for texts, tags, notes and queries.

A word is a run of letters and digits of the folded text (``store.text.fold``), so case, accents,
width and ligatures do not matter. Scripts that write no blanks between words (Chinese, Japanese,
Thai, …) give one word a character; their words are found as phrases.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

GRAM = 4
"""Prefixes of up to so many letters are terms of their own."""

LONGEST = 64
"""A longer run of letters (a hash, a data URL) is indexed by so many first ones."""

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029"
    "\u3031-\u3035\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
LETTER = rf"[^\W_{_UNSPACED}]"
"""A pattern for one letter or digit of a word that is written with blanks around it."""

_ASCII_WORD = re.compile(r"[a-z0-9]+")
_WORD = re.compile(rf"{LETTER}+|(?!_)[{_UNSPACED}]")
_UNSPACED_CHARACTER = re.compile(rf"[{_UNSPACED}]")


def is_unspaced(word: str) -> bool:
    """Whether ``word`` is one character of a script without blanks."""
    return _UNSPACED_CHARACTER.match(word) is not None


def words(folded: str) -> list[str]:
    """The words of a folded text in order, each cut at ``LONGEST`` letters."""
    found: list[str] = (_ASCII_WORD if folded.isascii() else _WORD).findall(folded)
    if len(folded) > LONGEST and max(map(len, found), default=0) > LONGEST:
        return [word[:LONGEST] for word in found]
    return found


def count(folded_parts: Iterable[str]) -> Counter[str]:
    """How often each word stands in the parts together."""
    counter: Counter[str] = Counter()
    for part in folded_parts:
        counter.update(words(part))
    return counter


def grams(counted: Iterable[str]) -> dict[str, int]:
    """The first 1 to ``GRAM`` letters of each word (none of unspaced scripts), each with 1."""
    whole = {word[:GRAM] for word in counted}
    fours = {gram for gram in whole if gram.isascii() or not is_unspaced(gram)}
    threes = {gram[:3] for gram in fours}
    twos = {gram[:2] for gram in threes}
    return dict.fromkeys(fours | threes | twos | {gram[0] for gram in twos}, 1)


def phrase_pattern(parts: Iterable[str], *, prefix: bool = False) -> re.Pattern[str]:
    """Finds these words one after the other in a folded text, whatever stands between them.

    Between two characters of an unspaced script only blanks may stand: punctuation parts them.

    Args:
        parts: At least one word, as ``words`` gives them.
        prefix: The last word may go on.
    """
    tokens = list(parts)
    first, last = tokens[0], tokens[-1]
    source = "" if is_unspaced(first) else f"(?<!{LETTER})"
    source += re.escape(first) + _rest(first)
    for before, after in pairwise(tokens):
        source += _gap(before, after) + re.escape(after) + (_rest(after))
    if not prefix and not is_unspaced(last):
        source += f"(?!{LETTER})"
    return re.compile(source)


def _rest(word: str) -> str:
    """What the index cut off an overlong word."""
    return f"{LETTER}*" if len(word) == LONGEST else ""


def _gap(before: str, after: str) -> str:
    unspaced = is_unspaced(before) + is_unspaced(after)
    return (r"[\W_]+", r"[\W_]*", r"\s*")[unspaced]
