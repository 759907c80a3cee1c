"""The words of one piece of a line, and what stands between them. Pure."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

from store.search.words import analysis
from store.search.words.compounds import compound, pair
from store.text.fold import fold_map

_REST = re.compile(f"{analysis.LETTER}+")


class Term(NamedTuple):
    """A run of characters without blanks, or what stands between quotes.

    Attributes:
        words: Folded, as ``analysis.words`` gives them, or one with marks of its own (``c++``).
        marks: What stands between each two, folded, where it means something; ``()``: nowhere.
        start: Where the first word begins in the piece.
        end: Where the last one ends.
        typed: The words as they were typed, in NFC.
    """

    words: tuple[str, ...]
    marks: tuple[str, ...]
    start: int
    end: int
    typed: str

    @property
    def is_word(self) -> bool:
        """Whether it is one word of letters and digits alone."""
        return len(self.words) == 1 and analysis.words(self.words[0]) == [self.words[0]]

    @property
    def may_go_on(self) -> bool:
        """Whether its last word can be the beginning of one: a character without blanks cannot."""
        return not analysis.is_unspaced(self.words[-1])

    @property
    def has_capital(self) -> bool:
        """Whether a capital was typed, so that just this word is meant."""
        return any(letter.isupper() or letter.istitle() for letter in self.typed)


def parted(piece: str) -> list[tuple[int, int]]:
    """The ranges of ``piece`` that are looked for one by one.

    What punctuation parts is no phrase in scripts without blanks, as in texts: 学习。地图.
    """
    folded, offsets = fold_map(piece.translate(analysis.PARTING))
    found = analysis.clauses(folded)
    return [(offsets[start], offsets[end]) for start, end in found]


def term_of(piece: str) -> Term | None:
    """What is looked for by ``piece``; ``None`` if no letter or digit is in it."""
    whole = unicodedata.normalize("NFC", piece)
    folded, offsets = fold_map(whole.translate(analysis.PARTING))
    words, gaps = compound(folded)
    if not words:
        return None
    marks = tuple(
        mark if pair(left, mark, right) else ""
        for mark, (left, right) in zip(gaps, pairwise(words), strict=True)
    )
    if whole != piece:  # offsets of the one are none of the other
        return Term(words, marks if any(marks) else (), 0, len(piece), whole)
    first, end = folded.index(words[0]), 0
    for word in words:
        end = folded.index(word, end) + len(word)
    rest = _REST.match(folded, end) if len(words[-1]) == analysis.LONGEST else None
    end = rest.end() if rest else end
    start, stop = offsets[first], max(offsets[end], offsets[end - 1] + 1)
    return Term(words, marks if any(marks) else (), start, stop, whole[start:stop])
