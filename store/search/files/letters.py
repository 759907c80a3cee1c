"""The letters of all terms of a lexicon, column by column: which of them may be near a word. Pure.

Column ``p`` has the ``p``-th letter of every term, a byte each; the last column has their lengths.
Of a term that is at most ``n`` edits away from a word, all letters but ``n`` are among those that
the word has within ``n`` places. How many are, is counted for all terms at once: a column becomes
ones and zeroes by ``bytes.translate``, and the columns are added as whole numbers in which each
byte is a counter. Some hundred terms of a hundred thousand are left to be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

DEPTH = 12
"""So many letters of a term are kept."""

LEAST = 200
"""Fewer terms are compared one by one."""

_FLAG = 0x80
_FLAGGED = re.compile(rb"\x80")


def columns(terms: Iterable[bytes]) -> list[bytes]:
    """The columns of some terms (UTF-8): ``DEPTH`` of letters, and the lengths."""
    rows: list[bytes] = []
    lengths = bytearray()
    for term in terms:
        row = term if term.isascii() else _narrow(term.decode())
        lengths.append(min(len(row), 255))
        rows.append(row[:DEPTH].ljust(DEPTH, b"\0"))
    joined = b"".join(rows)
    return [*(joined[place::DEPTH] for place in range(DEPTH)), bytes(lengths)]


def near(kept: Sequence[bytes | memoryview], word: str, edits: int) -> list[int]:
    """The numbers of the terms that may be at most ``edits`` from a word; few others.

    Args:
        kept: What ``columns`` gave.
        word: The word.
        edits: Letters put in, left out, replaced, or swapped with the next.
    """
    letters = _narrow(word)
    size = len(kept[-1])
    counters = int.from_bytes(bytes(kept[-1]).translate(_starts(len(letters), edits)), "little")
    for place in range(min(DEPTH, len(letters) + edits)):
        around = letters[max(0, place - edits) : place + edits + 1]
        table = bytearray(256)
        for letter in around:
            table[letter] = 1
        counters += int.from_bytes(bytes(kept[place]).translate(table), "little")
    flags = (counters & int.from_bytes(bytes((_FLAG,)) * size, "little")).to_bytes(size, "little")
    return [match.start() for match in _FLAGGED.finditer(flags)]


def _starts(length: int, edits: int) -> bytes:
    """Where the counter of a term begins, by its length: it gets to ``_FLAG`` if it may be near."""
    starts = bytearray(256)
    for other in range(max(0, length - edits), min(255, length + edits) + 1):
        starts[other] = _FLAG - max(0, min(other, DEPTH) - edits)
    return bytes(starts)


def _narrow(text: str) -> bytes:
    """A byte for each letter; those of a script differ."""
    return bytes([ord(letter) & 0xFF or 1 for letter in text])
