"""The tables of the catalogue, and their rows as values."""

from __future__ import annotations

from typing import Any, cast

from store.model import Anchor, Article, Highlight, State, Style

VERSION = 8
SEPARATOR = "\x1f"
"""Between the tags in a row."""

SCHEMA = (
    """CREATE TABLE files (
        kind TEXT NOT NULL, name TEXT NOT NULL, mtime_ns INTEGER NOT NULL, size INTEGER NOT NULL,
        article TEXT NOT NULL, error TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (kind, name)
    ) WITHOUT ROWID""",
    "CREATE INDEX files_article ON files (article)",
    """CREATE TABLE articles (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, author TEXT NOT NULL, source TEXT NOT NULL,
        published TEXT NOT NULL, added TEXT NOT NULL, language TEXT NOT NULL,
        words INTEGER NOT NULL, length INTEGER NOT NULL,
        text_sha256 TEXT NOT NULL, file TEXT NOT NULL, original TEXT NOT NULL, origin TEXT NOT NULL,
        markdown TEXT NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX articles_newest ON articles (added DESC, title, id)",
    "CREATE INDEX articles_source ON articles (source)",
    "CREATE INDEX articles_original ON articles (original)",
    "CREATE INDEX articles_origin ON articles (origin)",
    "CREATE INDEX articles_text ON articles (text_sha256)",
    "CREATE TABLE texts (id TEXT PRIMARY KEY, text TEXT NOT NULL)",
    """CREATE TABLE marks (
        id TEXT PRIMARY KEY, status TEXT NOT NULL, starred INTEGER NOT NULL,
        archived INTEGER NOT NULL, progress INTEGER NOT NULL, tags TEXT NOT NULL,
        note TEXT NOT NULL, highlights INTEGER NOT NULL, text_sha256 TEXT NOT NULL,
        stamp TEXT NOT NULL, read_at TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE highlights (
        id TEXT NOT NULL, article TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
        quote TEXT NOT NULL, color TEXT NOT NULL, style TEXT NOT NULL, tags TEXT NOT NULL,
        note TEXT NOT NULL, created TEXT NOT NULL, modified TEXT NOT NULL, state TEXT NOT NULL,
        prefix TEXT NOT NULL, suffix TEXT NOT NULL, near INTEGER, text TEXT NOT NULL,
        PRIMARY KEY (article, id)
    ) WITHOUT ROWID""",
    "CREATE INDEX highlights_id ON highlights (id)",
    """CREATE INDEX highlights_unsettled ON highlights (article)
        WHERE state IN ('check', 'unplaced')""",
    # Whatever is derived from articles asks here what has changed since it was made.
    "CREATE TABLE identity (name TEXT NOT NULL, articles INTEGER NOT NULL, state TEXT NOT NULL)",
    "INSERT INTO identity VALUES (lower(hex(randomblob(8))), 0, '')",
    "CREATE TABLE changes (article TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX changes_number ON changes (number)",
    *(
        f"""CREATE TRIGGER {table}_{what} AFTER {what} ON {table} BEGIN
            INSERT OR REPLACE INTO changes
            SELECT {row}.id, 1 + coalesce((SELECT max(number) FROM changes), 0);
            UPDATE identity SET state = lower(hex(randomblob(8))), articles = articles + {more};
        END"""  # noqa: S608 - constants
        for table, more in (("articles", 1), ("marks", 0))
        for what, row in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old"))
    ),
)

ARTICLE_COLUMNS = """
    a.id, a.title, a.author, a.source, a.published, a.added, a.language, a.words, a.length,
    coalesce(m.status, 'unread'), coalesce(m.starred, 0), coalesce(m.archived, 0),
    coalesce(m.progress, 0), coalesce(m.tags, ''), coalesce(m.note, ''),
    coalesce(m.highlights, 0), a.text_sha256, a.file, coalesce(m.read_at, '')
"""
HIGHLIGHT_COLUMNS = """
    article, id, start, end, quote, color, style, tags, note, created, modified, state,
    prefix, suffix, near, text
"""
FROM_ARTICLES = "FROM articles a LEFT JOIN marks m ON m.id = a.id"


def article_of_row(row: tuple[Any, ...]) -> Article:
    """An article of ``ARTICLE_COLUMNS``."""
    (key, title, author, source, published, added, language, words, length, status, starred,
     archived, progress, tags, note, highlights, text_sha256, file, read_at) = row  # fmt: skip
    return Article(
        key, title, author, source, published, added, language, words, length, status,
        bool(starred), bool(archived), progress,
        tuple(tags.split(SEPARATOR)) if tags else (), note, highlights, text_sha256, file, read_at,
    )  # fmt: skip


def row_of_highlight(article: str, highlight: Highlight) -> tuple[Any, ...]:
    """What the table of highlights holds of one."""
    anchor = highlight.anchor
    return (
        highlight.id, article, anchor.start, anchor.end, highlight.quote, highlight.color,
        highlight.style, SEPARATOR.join(highlight.tags), highlight.note, highlight.created,
        highlight.modified, anchor.state, anchor.prefix, anchor.suffix, anchor.near, anchor.text,
    )  # fmt: skip


def highlight_of_row(row: tuple[Any, ...]) -> tuple[str, Highlight]:
    """An article's id and a highlight of ``HIGHLIGHT_COLUMNS``."""
    (article, key, start, end, quote, color, style, tags, note, created, modified, state,
     prefix, suffix, near, text) = row  # fmt: skip
    highlight = Highlight(
        id=key,
        anchor=Anchor(start, end, quote, prefix, suffix, cast("State", state), near, text),
        color=color, style=cast("Style", style),
        tags=tuple(tags.split(SEPARATOR)) if tags else (), note=note,
        created=created, modified=modified,
    )  # fmt: skip
    return article, highlight
