"""What the library hands over to be indexed. Importing it does not load whoosh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from store.model import Article, Highlight


@dataclass(frozen=True, slots=True)
class Entry:
    """All that is indexed of one article.

    Attributes:
        version: Any short text; ``SearchIndex.state`` gives it back until the article changes.
        language: A language tag (``en-GB``); ``""``: unknown.
    """

    id: str
    title: str
    text: str
    version: str
    author: str = ""
    source: str = ""
    added: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    highlights: Sequence[Highlight] = ()
    language: str = ""

    @classmethod
    def of(
        cls, article: Article, text: str, highlights: Sequence[Highlight], version: str
    ) -> Entry:
        """The entry of an article of the library."""
        return cls(
            id=article.id, title=article.title, text=text, version=version, author=article.author,
            source=article.source, added=article.added, tags=article.tags, note=article.note,
            highlights=highlights, language=article.language,
        )  # fmt: skip
