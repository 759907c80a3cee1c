"""Ids of articles, highlights and acts: ten characters of Crockford's base 32, lower case.

The first is a letter, so an id never needs quotes in YAML and is legal as an HTML id, as an
Obsidian block id and in a file name. 49 random bits: among 100,000 ids the chance of one clash
is 6e-6.
"""

from __future__ import annotations

import re
import secrets

from store.hashing import sha256

LENGTH = 10
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LETTERS = _ALPHABET[10:]
_ID = re.compile(r"[0-9a-z]+(?:-[0-9a-z]+)*", re.ASCII)
_LONGEST = 40


def new_id() -> str:
    """A random id."""
    return _spell(secrets.randbits(64))


def derived_id(data: bytes, salt: int = 0) -> str:
    """The id that follows from ``data``: the same on every machine.

    Args:
        data: What the id stands for.
        salt: Another one gives another id, for when the first is taken.
    """
    digest = sha256(b"%d:" % salt + data).digest()
    return _spell(int.from_bytes(digest[:8], "big"))


def is_id(text: str) -> bool:
    """Whether ``text`` can be an id: ours, or a short one made by hand (``my-note-2``).

    Lower-case ASCII letters, digits and single dashes inside, 40 characters at most: safe as
    part of a file name everywhere.
    """
    return len(text) <= _LONGEST and _ID.fullmatch(text) is not None


def _spell(number: int) -> str:
    """The first ``LENGTH`` characters that ``number`` (64 bits) gives."""
    number, first = divmod(number, len(_LETTERS))
    characters = [_LETTERS[first]]
    for _ in range(LENGTH - 1):
        number, index = divmod(number, len(_ALPHABET))
        characters.append(_ALPHABET[index])
    return "".join(characters)
