"""What the catalogue is asked for facts: values of all articles and highlights, or what changed."""

from __future__ import annotations

from typing import NamedTuple

from store.catalogue_rows import FROM_ARTICLES
from store.database import Database


class Version(NamedTuple):
    """The state of a catalogue: equal as long as nothing of an article has changed.

    Attributes:
        catalogue: Tells this catalogue from one that was made anew.
        change: The number of the last change; it only grows.
        articles: How often the file of an article has changed, come or gone; it only grows.
        state: Random for each change: the numbers alone are given again after a power cut that
            took the last changes away.
    """

    catalogue: str
    change: int
    articles: int
    state: str


class ArticleFacts(NamedTuple):
    """What facts are told of an article; ``id`` is ``None`` for one that is gone."""

    key: str
    id: str | None
    status: str
    starred: int
    archived: int
    tags: str
    noted: int
    language: str
    source: str
    words: int
    highlights: int
    added: str
    published: str
    read_at: str


class HighlightFacts(NamedTuple):
    """What facts are told of a highlight."""

    article: str
    id: str
    color: str
    state: str
    tags: str
    noted: int
    created: str


_ARTICLE = """
    a.id, coalesce(m.status, 'unread'), coalesce(m.starred, 0), coalesce(m.archived, 0),
    coalesce(m.tags, ''), coalesce(m.note, '') <> '', a.language, a.source, a.words,
    coalesce(m.highlights, 0), a.added, a.published, coalesce(m.read_at, '')
"""
_HIGHLIGHT = "h.article, h.id, h.color, h.state, h.tags, h.note <> '', h.created"


class FactRows(Database):
    """The queries. Every method is safe from any thread, and raises as ``Database`` does."""

    def version(self) -> Version:
        """The present one."""
        row = self._row(
            "SELECT name, coalesce((SELECT max(number) FROM changes), 0), articles, state "
            "FROM identity"
        )
        return Version(*row) if row else Version("", 0, 0, "")

    def changed(self, since: int) -> list[tuple[str, bool]]:
        """The articles that changed after ``since``, and whether they are here."""
        rows = self._each(
            "SELECT c.article, a.id IS NOT NULL FROM changes c "
            "LEFT JOIN articles a ON a.id = c.article WHERE c.number > ?",
            (since,),
        )
        return [(str(key), bool(here)) for key, here in rows]

    def article_facts(self, since: int | None = None) -> list[ArticleFacts]:
        """Of all articles, newest first; or of those that changed after ``since``, gone ones too.

        Args:
            since: The ``change`` of a ``Version``.
        """
        if since is None:
            order = "ORDER BY a.added DESC, a.title, a.id"
            rows = self._each(f"SELECT a.id, {_ARTICLE} {FROM_ARTICLES} {order}")
        else:
            rows = self._each(
                f"SELECT c.article, {_ARTICLE} FROM changes c "  # noqa: S608 - constants
                "LEFT JOIN articles a ON a.id = c.article LEFT JOIN marks m ON m.id = c.article "
                "WHERE c.number > ?",
                (since,),
            )
        return [ArticleFacts(*row) for row in rows]

    def highlight_facts(self, since: int | None = None) -> list[HighlightFacts]:
        """Of all highlights, or of all those of articles that changed after ``since``."""
        if since is None:
            rows = self._each(f"SELECT {_HIGHLIGHT} FROM highlights h")  # noqa: S608 - constants
        else:
            rows = self._each(
                f"SELECT {_HIGHLIGHT} FROM changes c "  # noqa: S608 - constants
                "JOIN highlights h ON h.article = c.article WHERE c.number > ?",
                (since,),
            )
        return [HighlightFacts(*row) for row in rows]

    def newest(self) -> list[tuple[str, str, str, int]]:
        """Id, title, when it was added, and words of every article, newest first."""
        return self._rows(
            "SELECT id, title, added, words FROM articles ORDER BY added DESC, title, id"
        )
