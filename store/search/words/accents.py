"""How a word was spelled before it was folded: so that ``café`` can be told from ``cafe``.

A *spelling* is a word in small letters with its accents. It is a term of its own where folding
changes it; so is ``~word`` of a folded word that has no other spelling in a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache

from store.search.words.analysis import LETTER, LONGEST, plain, words
from store.text.fold import fold

_SPELLING = re.compile(rf"(?:{LETTER}|[\u0300-\u036f\u200c\u200d])+")


def spelling(typed: str) -> str:
    """A word as it was typed, without its capitals."""
    return unicodedata.normalize("NFC", typed).lower()


def only_otherwise(folded: str) -> str:
    """The term of texts that have a word, but never without an accent."""
    return f"~{folded}"


def spellings(text: str) -> Mapping[str, int]:
    """The spellings in a text that folding changes, with how often each is there."""
    simple = plain(text)
    if simple.isascii():
        return {}
    found: Counter[str] = Counter()
    chunks = Counter(chunk for chunk in simple.split() if not chunk.isascii())
    for chunk, times in chunks.items():
        for each in _of_chunk(chunk):
            found[each] += times
    return found


@lru_cache(maxsize=4_096)
def word_of(spelled: str) -> str:
    """The folded word of a spelling; ``""`` if folding does not change it, or parts it."""
    folded = fold(spelled)
    return folded if folded != spelled and words(folded) == [folded] else ""


def only_accented(spelled: Mapping[str, int], count: Callable[[str], int]) -> list[str]:
    """The terms of the words of a text that have no spelling but accented ones.

    Args:
        spelled: The text's ``spellings``.
        count: Tells how often a folded word stands in the text.
    """
    otherwise: Counter[str] = Counter()
    for each, times in spelled.items():
        otherwise[word_of(each)] += times
    return [only_otherwise(word) for word, times in otherwise.items() if count(word) <= times]


@lru_cache(maxsize=16_384)
def _of_chunk(chunk: str) -> list[str]:
    found = _SPELLING.findall(spelling(chunk))
    return [each for each in found if len(each) <= LONGEST and not each.isascii() and word_of(each)]
