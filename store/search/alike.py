"""What is like an article or a passage, and by which words it was found. Loads no Whoosh."""

from __future__ import annotations

from typing import NamedTuple

from store.model import Hit


class KeyWord(NamedTuple):
    """A word that tells a text from the others.

    Attributes:
        word: Folded.
        weight: Of the weightiest word 1.
    """

    word: str
    weight: float


class Alike(NamedTuple):
    """Articles that are like another one.

    Attributes:
        hits: The likest first; one an article, the passage that is likest.
        words: What they were found by, the weightiest first.
        articles: How many have any of these words.
    """

    hits: tuple[Hit, ...] = ()
    words: tuple[KeyWord, ...] = ()
    articles: int = 0
