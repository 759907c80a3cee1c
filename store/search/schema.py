"""What is indexed: two Whoosh schemas, and the fields of each.

``texts`` has one document an article; ``notes`` has one for what was noted on the article as a
whole (tags, note) and one for each of its highlights (quote, note, tags). So a new tag writes a few
words and never the article's text again.

What changes here changes ``store.search.version.VERSION``.
"""

from __future__ import annotations

from typing import Any

from whoosh import fields, formats


class Terms(fields.FieldType):  # type: ignore[misc]  # whoosh has no types
    """Terms of a document. They reach the index by ``pool.Pool``, all of a document at once."""

    def __init__(self, *, counted: bool = False) -> None:
        format_ = formats.Frequency() if counted else formats.Existence()
        super().__init__(format_, analyzer=None, scorable=False)


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
