"""Beginnings that many words share: which documents have a word that begins so.

A beginning of few words is looked up word by word when it is asked for; so only those of more than
``MANY`` words are kept, the first few letters in practice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.search.postings import Postings

MANY = 48
"""A beginning of more words than this has a posting list of its own."""

DEPTH = 6
"""Beginnings have at most so many letters."""


class _Open:
    """A beginning whose words are being added."""

    __slots__ = ("found", "prefix", "words")

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.words = 0
        self.found = 0


class Beginnings:
    """Gathers the beginnings of the words of a field, which are added in order.

    Args:
        width: Bytes of a document number in posting lists.
    """

    def __init__(self, width: int) -> None:
        self._wide = width == 4
        self._open: list[_Open] = []
        self._many: dict[bytes, int] = {}

    def add(self, term: bytes, data: bytes, posted: Sequence[int]) -> None:
        """Add a word.

        Args:
            term: The word.
            data: Its posting list.
            posted: The same, as it came (document number << 8 | count).
        """
        word = term.decode()
        stack = self._open
        while stack and not word.startswith(stack[-1].prefix):
            self._close()
        for length in range(len(stack) + 1, min(len(word), DEPTH) + 1):
            stack.append(_Open(word[:length]))
        deepest = stack[-1]
        deepest.words += 1
        if len(posted) == 1:
            deepest.found |= 1 << (posted[0] >> 8)
        else:
            deepest.found |= Postings(memoryview(data), wide=self._wide).bits

    def sets(self) -> Iterator[tuple[bytes, int]]:
        """The beginnings of many words in order, with the documents that have one of them."""
        while self._open:
            self._close()
        for prefix in sorted(self._many):
            yield prefix, self._many[prefix]

    def _close(self) -> None:
        done = self._open.pop()
        if done.words > MANY:
            self._many[done.prefix.encode()] = done.found
        if self._open:
            self._open[-1].words += done.words
            self._open[-1].found |= done.found
