"""Tags as they are painted: the sign before each in the colour that its user gave it."""

from __future__ import annotations

from collections.abc import Callable

from themes.theme import Role
from tui.theming import Look
from tui.widgets.rows import Piece

TagColor = Callable[[str], str]
"""The colour of a tag, one of the eight, or ``""``."""


def no_color(tag: str) -> str:  # noqa: ARG001 - the shape of a ``TagColor``
    """The colour of a tag in a library without a codebook."""
    return ""


def tag_pieces(look: Look, text: str, color: TagColor, *roles: Role) -> list[Piece]:
    """A line of tags (``#a #b/c``) in pieces; it is as wide as it was.

    Only the sign takes a colour, and with it no meaning: what a tag is, its name says. So it can
    be read on every ground, in 16 colours, and without any.
    """
    style = look.style(*roles)
    pieces: list[Piece] = []
    plain = ""
    for number, word in enumerate(text.split(" ")):
        plain += " " if number else ""
        found = color(word[1:]) if word.startswith("#") else ""
        if found:
            pieces += [(plain, style), ("#", look.mark(found, style)[1])]
            plain = word[1:]
        else:
            plain += word
    return [piece for piece in (*pieces, (plain, style)) if piece[0]]
