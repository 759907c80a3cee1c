"""Highlights as they are made: what may be in one, and what is none. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from store import anchoring
from store.errors import UsageError
from store.ids import new_id
from store.model import COLORS, STYLES, Highlight, Style
from store.tags import as_tag
from store.text.clean import clean_text
from store.text.document import Document
from store.times import now


def make_highlight(
    document: Document, start: int, end: int, *,
    color: str = "yellow", style: Style = "fill", tags: Sequence[str] = (), note: str = "",
) -> Highlight:  # fmt: skip
    """A new highlight over ``[start, end)`` of a text, trimmed of blanks at both ends. Pure.

    Raises:
        UsageError: nothing is left to mark, or no such colour or style.
    """
    anchor = anchoring.make_anchor(document.text, document.sha256, start, end)
    if anchor.start >= anchor.end:
        raise UsageError("there is no text to highlight here")
    return Highlight(
        id=new_id(),
        anchor=anchor,
        color=checked(color, COLORS, "colour"),
        style=checked(style, STYLES, "style"),
        tags=clean_tags(tags),
        note=clean_text(note).strip(),
        created=(at := now()),
        modified=at,
    )


def clean_tags(names: Sequence[str]) -> tuple[str, ...]:
    """Tags as they are stored, each once.

    Raises:
        UsageError: something is no tag.
    """
    return tuple(dict.fromkeys(map(as_tag, names)))


def checked(value: Any, allowed: Sequence[Any], what: str) -> Any:
    """``value``, which must be one of those that are allowed.

    Raises:
        UsageError: it is none of them.
    """
    if value not in allowed:
        raise UsageError(f"no {what} {value!r}", hint=f"one of: {', '.join(allowed)}")
    return value
