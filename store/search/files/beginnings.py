"""Beginnings that many words share: which documents have a word that begins so.

A beginning of few words is looked up word by word when it is asked for; so only those of more than
``MANY`` words are kept, the first few letters in practice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.search import bits

MANY = 48
"""A beginning of more words than this has a posting list of its own."""

DEPTH = 6
"""Beginnings have at most so many letters."""


_RARE = 64  # so many numbers are gathered before they are made a set


class _Open:
    """A beginning whose words are being added."""

    __slots__ = ("found", "prefix", "rare", "words")

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.words = 0
        self.found = 0
        self.rare: list[int] = []

    def gather(self, numbers: Sequence[int]) -> None:
        """Add documents."""
        self.rare += numbers
        if len(self.rare) > _RARE:
            self.all()

    def all(self) -> int:
        """All documents as a set."""
        if self.rare:
            self.found |= bits.from_ids(self.rare, max(self.rare) + 1)
            self.rare.clear()
        return self.found


class Beginnings:
    """Gathers the beginnings of the words of a field, which are added in order."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._many: dict[bytes, int] = {}

    def add(self, term: bytes, numbers: Sequence[int], found: int = 0) -> None:
        """Add a word.

        Args:
            term: The word.
            numbers: The documents that have it.
            found: The same as a set, if there is one; then the numbers do not matter.
        """
        word = term.decode()
        stack = self._open
        while stack and not word.startswith(stack[-1].prefix):
            self._close()
        if len(stack) < DEPTH:
            for length in range(len(stack) + 1, min(len(word), DEPTH) + 1):
                stack.append(_Open(word[:length]))
        deepest = stack[-1]
        deepest.words += 1
        if found:
            deepest.found |= found
        else:
            deepest.gather(numbers)

    def sets(self) -> Iterator[tuple[bytes, int]]:
        """The beginnings of many words in order, with the documents that have one of them."""
        while self._open:
            self._close()
        for prefix in sorted(self._many):
            yield prefix, self._many[prefix]

    def _close(self) -> None:
        done = self._open.pop()
        if done.words > MANY:
            self._many[done.prefix.encode()] = done.all()
        if self._open:
            self._open[-1].words += done.words
            self._open[-1].found |= done.found
            self._open[-1].gather(done.rare)
