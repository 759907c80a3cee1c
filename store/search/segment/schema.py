"""What is indexed: two Whoosh schemas, and the fields of each.

``texts`` has one document an article; ``notes`` has one for what was noted on the article as a
whole (tags, note) and one for each of its highlights (quote, note, tags). So a new tag writes a few
words and never the article's text again.

What changes here changes ``store.search.commits.version.VERSION``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from whoosh import fields, formats


class Terms(fields.FieldType):  # type: ignore[misc]  # whoosh has no types
    """Terms of a document. They reach the index by ``pool.Pool``, all of a document at once."""

    def __init__(self, *, counted: bool = False) -> None:
        format_ = formats.Frequency() if counted else formats.Existence()
        super().__init__(format_, analyzer=None, scorable=False)


TEXTS: Literal["texts"] = "texts"
NOTES: Literal["notes"] = "notes"


class Document(NamedTuple):
    """A document as it goes into an index.

    Attributes:
        kind: The name of its index, ``TEXTS`` or ``NOTES``.
        row: What is kept of it (``schema``).
        texts: The values of its fields with words.
        language: One of ``forms.LANGUAGES`` or "".
        paths: Its tags and those above them, folded.
    """

    kind: str
    row: list[str]
    texts: Mapping[str, Sequence[str]]
    language: str
    paths: Sequence[str] = ()


def texts() -> Any:
    """The schema of the articles' texts.

    ``row``: id, added, words, hash, title, author, source.
    """
    words = {name: Terms(counted=True) for name in ("text", "title", "author", "source")}
    return fields.Schema(row=fields.STORED(), **words)


def notes() -> Any:
    """The schema of annotations.

    ``row``: article; highlight or ""; version or hash; quote; note; tags, joined by ``JOINT``;
    start; end.
    """
    words = {name: Terms(counted=True) for name in ("quote", "note", "tag")}
    return fields.Schema(row=fields.STORED(), tags=Terms(), **words)


JOINT = "\x1f"
"""Joins several values in one."""
