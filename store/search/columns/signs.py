"""Signs of words, a byte each: words that stand together are found in a third of the bytes.

The most frequent words of a column have signs of their own, all others share some. Whoever looks
for words looks for their signs, and only where these are found, and are shared, at the words' codes
(``sequences``).
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Sequence
from operator import itemgetter

OWN = 64
"""The least sign that stands for one word only. 0 and 1 are those of the codes 0 and 1."""

_MOST = 256 - OWN
_SPREAD = 0x9E3779B1  # scatters codes that follow each other
_PAIR = re.compile(rb"[\x80-\xff]")  # the highest of the three bytes of such a code
_HIGH = 2 if sys.byteorder == "little" else 1


def table(frequent: Sequence[int], codes: int) -> bytes:
    """The sign of each code below ``codes``.

    Args:
        frequent: The codes of the more frequent words, the most frequent first.
        codes: How many there are.
    """
    found = bytearray(_shared(code) for code in range(codes))
    for sign, code in enumerate(frequent[:_MOST], OWN):
        found[code] = sign
    return bytes(found)


def of(code: int, signs: bytes | memoryview) -> int:
    """The sign of a code, by the ``table`` of its column."""
    return signs[code] if code < len(signs) else _shared(code)


def row(codes: array[int], signs: bytes) -> bytes:
    """The signs of some codes."""
    words = before_pairs(codes)
    try:
        found = bytes(picked(signs, codes[:words]))
    except IndexError:
        words, found = 0, b""
    return found + bytes([of(code, signs) for code in codes[words:]])


def picked(table: Sequence[int], codes: Sequence[int]) -> Sequence[int]:
    """What a table has for each of some codes."""
    if len(codes) < 2:
        return [table[code] for code in codes]
    found: Sequence[int] = itemgetter(*codes)(table)  # twice as quick as asking one by one
    return found


def before_pairs(codes: array[int]) -> int:
    """How many codes stand before the first one of a pair: nearly all."""
    pair = _PAIR.search(codes.tobytes()[_HIGH::4])
    return len(codes) if pair is None else pair.start()


def _shared(code: int) -> int:
    return code if code < 2 else 2 + (code * _SPREAD >> 16) % (OWN - 2)
