"""The words of one piece of a line, and what stands between them. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from store.search import analysis
from store.text.fold import fold_map

_REST = re.compile(f"{analysis.LETTER}+")


class Term(NamedTuple):
    """A run of characters without blanks, or what stands between quotes.

    Attributes:
        words: Folded, as ``analysis.words`` gives them; at least one.
        marks: What stands between each two, folded; ``()`` if nothing does anywhere.
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
    def may_go_on(self) -> bool:
        """Whether its last word can be the beginning of one: a character without blanks cannot."""
        return not analysis.is_unspaced(self.words[-1])

    @property
    def has_capital(self) -> bool:
        """Whether a capital was typed, so that just this word is meant."""
        return any(letter.isupper() or letter.istitle() for letter in self.typed)


def term_of(piece: str) -> Term | None:
    """What is looked for by ``piece``; ``None`` if no letter or digit is in it."""
    whole = unicodedata.normalize("NFC", piece)
    folded, offsets = fold_map(whole)
    words = analysis.words(folded)
    if not words:
        return None
    at, gaps = 0, []
    for word in words:
        found = folded.index(word, at)
        gaps.append((at, found))
        at = found + len(word)
        if len(word) == analysis.LONGEST:
            rest = _REST.match(folded, at)
            at = rest.end() if rest else at
    marks = tuple(folded[start:end] for start, end in gaps[1:])
    if not any(marks):
        marks = ()
    start, end = offsets[gaps[0][1]], max(offsets[at], offsets[at - 1] + 1)
    if whole != piece:  # offsets of the one are none of the other
        return Term(tuple(words), marks, 0, len(piece), whole)
    return Term(tuple(words), marks, start, end, whole[start:end])
