"""Sets of document numbers as whole numbers: bit ``n`` is set where document ``n`` is in the set.

Ten thousand articles are 1.25 kB, and "and", "or" and "not" are one machine operation each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sized
from itertools import compress


def _positions(byte: int) -> tuple[int, ...]:
    return tuple(bit for bit in range(8) if byte >> bit & 1)


_DENSE = 16  # if there is one in so many numbers, a byte for each number is quicker
_FLAGS = bytes.maketrans(b"01", b"\0\1")
_DIGITS = bytes.maketrans(b"\0\1", b"01")
_FILLED = re.compile(rb"[^\0]")
_BITS = tuple(_positions(byte) for byte in range(256))


def from_ids(ids: Iterable[int], size: int) -> int:
    """The set of ``ids``, each of which is below ``size``."""
    given = ids if isinstance(ids, Sized) else list(ids)
    if len(given) * _DENSE > size:
        marks = bytearray(size)
        for number in given:
            marks[number] = 1
        return from_flags(marks)
    flags = bytearray((size + 7) >> 3)
    for number in given:
        flags[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(flags, "little")


def to_ids(bits: int) -> list[int]:
    """The members in rising order."""
    size = bits.bit_length()
    if bits.bit_count() * _DENSE > 2 * size:
        return list(compress(range(size), to_flags(bits, size)))
    data = bits.to_bytes((size + 7) >> 3, "little")
    found: list[int] = []
    for match in _FILLED.finditer(data):
        index = match.start()
        base = index << 3
        found += [base + bit for bit in _BITS[data[index]]]
    return found


def to_flags(bits: int, size: int) -> bytes:
    """A byte for each number below ``size``: 1 for a member, 0 for all others."""
    return format(bits, f"0{size}b").encode().translate(_FLAGS)[::-1] if size else b""


def from_flags(flags: bytes | bytearray) -> int:
    """The set of the numbers whose byte is 1; all others are 0."""
    return int(flags.translate(_DIGITS)[::-1], 2) if flags else 0


def all_below(size: int) -> int:
    """The set of every number below ``size``."""
    return (1 << size) - 1
