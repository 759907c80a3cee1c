"""The catalogue: what the files say, in SQLite, for lists and look-ups. Derived, disposable.

It lives in the cache folder and is thrown away when its version does not match. Truth is in
the files; ``store.refresh`` brings it up to date by name, time and size.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from store.errors import StoreError
from store.model import Anchor, Annotations, Article, Highlight, State, Style

VERSION = 1
_SEPARATOR = "\x1f"

_SCHEMA = """
CREATE TABLE files (
    kind TEXT NOT NULL, name TEXT NOT NULL, mtime_ns INTEGER NOT NULL, size INTEGER NOT NULL,
    article TEXT NOT NULL, error TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (kind, name)
) WITHOUT ROWID;
CREATE INDEX files_article ON files (article);
CREATE TABLE articles (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, author TEXT NOT NULL, source TEXT NOT NULL,
    published TEXT NOT NULL, added TEXT NOT NULL, language TEXT NOT NULL,
    words INTEGER NOT NULL, length INTEGER NOT NULL,
    text_sha256 TEXT NOT NULL, file TEXT NOT NULL, original TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX articles_source ON articles (source);
CREATE INDEX articles_original ON articles (original);
CREATE INDEX articles_text ON articles (text_sha256);
CREATE TABLE texts (id TEXT PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE marks (
    id TEXT PRIMARY KEY, status TEXT NOT NULL, starred INTEGER NOT NULL, archived INTEGER NOT NULL,
    progress INTEGER NOT NULL, tags TEXT NOT NULL, note TEXT NOT NULL, highlights INTEGER NOT NULL,
    text_sha256 TEXT NOT NULL, stamp TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE highlights (
    id TEXT NOT NULL, article TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    quote TEXT NOT NULL, color TEXT NOT NULL, style TEXT NOT NULL, tags TEXT NOT NULL,
    note TEXT NOT NULL, created TEXT NOT NULL, modified TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (article, id)
) WITHOUT ROWID;
CREATE INDEX highlights_id ON highlights (id);
"""

_ARTICLE_COLUMNS = """
    a.id, a.title, a.author, a.source, a.published, a.added, a.language, a.words, a.length,
    coalesce(m.status, 'unread'), coalesce(m.starred, 0), coalesce(m.archived, 0),
    coalesce(m.progress, 0), coalesce(m.tags, ''), coalesce(m.note, ''),
    coalesce(m.highlights, 0), a.text_sha256, a.file
"""
_FROM_ARTICLES = "FROM articles a LEFT JOIN marks m ON m.id = a.id"


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as the catalogue last saw it; ``error`` says why it could not be read, or ``""``."""

    name: str
    mtime_ns: int
    size: int
    article: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """What the search index must know of an article to be up to date with it."""

    article: str
    text: str
    marks: str


class Catalogue:
    """The SQLite file. Every method is safe from any thread; each thread has its connection.

    Raises:
        StoreError: the cache folder cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._prepare()

    # -- connections ---------------------------------------------------------------------------

    def _connect(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self._path, timeout=30, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA journal_mode = WAL")
            # Derived data: a lost commit after a power cut is found again by name, time and size.
            connection.execute("PRAGMA synchronous = OFF")
            self._local.connection = connection
            with self._guard:
                self._all.append(connection)
        return connection

    def _prepare(self) -> None:
        try:
            if self._version() not in {0, VERSION}:
                self._remove()
            self._create()
        except sqlite3.DatabaseError:
            self._start_over()

    def _version(self) -> int:
        return int(self._connect().execute("PRAGMA user_version").fetchone()[0])

    def _create(self) -> None:
        with self.transaction() as db:
            if self._version() == VERSION:  # made already, or by another process just now
                return
            for statement in _SCHEMA.split(";"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {VERSION}")

    def _start_over(self) -> None:
        try:
            self._remove()
            self._create()
        except (sqlite3.DatabaseError, OSError) as error:
            raise StoreError(
                f"the catalogue cannot be written: {error}",
                hint="check the free space and the permissions of the cache folder",
                path=self._path,
            ) from error

    def _remove(self) -> None:
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def clear(self) -> None:
        """Forget everything; the files tell it again."""
        with self.transaction() as db:
            for table in ("files", "articles", "texts", "marks", "highlights"):
                db.execute(f"DELETE FROM {table}")  # noqa: S608 - constants

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._guard:
            for connection in self._all:
                connection.close()
            self._all.clear()
        self._local = threading.local()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One atomic change; nested uses join the outer one."""
        connection = self._connect()
        if connection.in_transaction:
            yield connection
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    # -- files ---------------------------------------------------------------------------------

    def files(self, kind: str) -> dict[str, KnownFile]:
        """The known files of one kind (``article`` or ``annotations``) by name."""
        rows = self._connect().execute(
            "SELECT name, mtime_ns, size, article, error FROM files WHERE kind = ?", (kind,)
        )
        return {row[0]: KnownFile(*row) for row in rows}

    def put_file(self, kind: str, file: KnownFile) -> None:
        """Remember a file as it was read."""
        with self.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
                (kind, file.name, file.mtime_ns, file.size, file.article, file.error),
            )

    def forget_file(self, kind: str, name: str) -> None:
        """Forget a file that is gone."""
        with self.transaction() as db:
            db.execute("DELETE FROM files WHERE kind = ? AND name = ?", (kind, name))

    def file_of(self, kind: str, article: str) -> str | None:
        """The name of the readable file of that kind that belongs to ``article``."""
        row = (
            self._connect()
            .execute(
                "SELECT name FROM files WHERE kind = ? AND article = ? AND error = '' "
                "ORDER BY name LIMIT 1",
                (kind, article),
            )
            .fetchone()
        )
        return None if row is None else str(row[0])

    # -- articles ------------------------------------------------------------------------------

    def put_article(self, article: Article, text: str, original: str) -> None:
        """Insert or replace the row and the text of an article (not its marks)."""
        with self.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    article.id, article.title, article.author, article.source, article.published,
                    article.added, article.language, article.words, article.length,
                    article.text_sha256, article.file, original,
                ),
            )  # fmt: skip
            db.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", (article.id, text))

    def forget_article(self, article: str) -> None:
        """Forget an article whose file is gone."""
        with self.transaction() as db:
            db.execute("DELETE FROM articles WHERE id = ?", (article,))
            db.execute("DELETE FROM texts WHERE id = ?", (article,))

    def articles(self, ids: Iterable[str] | None = None) -> list[Article]:
        """All articles, newest first; or those of ``ids``, in the same order."""
        order = "ORDER BY a.added DESC, a.title, a.id"
        db = self._connect()
        if ids is None:
            rows = db.execute(f"SELECT {_ARTICLE_COLUMNS} {_FROM_ARTICLES} {order}")
            return [_article(row) for row in rows]
        wanted = set(ids)
        if len(wanted) > 500:
            return [article for article in self.articles() if article.id in wanted]
        marks = ",".join("?" * len(wanted))
        rows = db.execute(
            f"SELECT {_ARTICLE_COLUMNS} {_FROM_ARTICLES} WHERE a.id IN ({marks}) {order}",
            tuple(wanted),
        )
        return [_article(row) for row in rows]

    def with_prefix(self, prefix: str) -> list[Article]:
        """The articles whose id starts with ``prefix``, at most 20."""
        end = prefix + "\U0010ffff"
        rows = self._connect().execute(
            f"SELECT {_ARTICLE_COLUMNS} {_FROM_ARTICLES} WHERE a.id >= ? AND a.id < ? "
            "ORDER BY a.id LIMIT 20",
            (prefix, end),
        )
        return [_article(row) for row in rows]

    def find(self, column: str, value: str) -> str | None:
        """The id of an article whose ``source``, ``original`` or ``text_sha256`` is ``value``."""
        if column not in {"source", "original", "text_sha256"}:
            raise ValueError(column)
        row = (
            self._connect()
            .execute(f"SELECT id FROM articles WHERE {column} = ? LIMIT 1", (value,))  # noqa: S608 - checked above
            .fetchone()
        )
        return None if row is None else str(row[0])

    def count(self) -> int:
        """How many articles there are."""
        return int(self._connect().execute("SELECT count(*) FROM articles").fetchone()[0])

    def texts(self, ids: Sequence[str]) -> dict[str, str]:
        """The plain texts of ``ids``."""
        db = self._connect()
        found: dict[str, str] = {}
        for low in range(0, len(ids), 500):
            part = tuple(ids[low : low + 500])
            marks = ",".join("?" * len(part))
            found.update(db.execute(f"SELECT id, text FROM texts WHERE id IN ({marks})", part))  # noqa: S608 - constants
        return found

    # -- annotations ---------------------------------------------------------------------------

    def put_marks(self, annotations: Annotations, stamp: str, before: Annotations | None) -> None:
        """Record what the user made of an article.

        Args:
            annotations: The present content of the file.
            stamp: Tells this version of the file from any other.
            before: What the catalogue holds now, if the caller knows it: then only the
                highlights that differ are written.
        """
        note = annotations
        with self.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    note.article, note.status, note.starred, note.archived,
                    note.place.progress if note.place else 0,
                    _SEPARATOR.join(note.tags), note.note, len(note.highlights),
                    note.text_sha256, stamp,
                ),
            )  # fmt: skip
            old = {h.id: h for h in before.highlights} if before else None
            new = {h.id: h for h in note.highlights}
            if old is None:
                db.execute("DELETE FROM highlights WHERE article = ?", (note.article,))
                old = {}
            gone = [(note.article, key) for key in old if key not in new]
            changed = [h for key, h in new.items() if old.get(key) != h]
            db.executemany("DELETE FROM highlights WHERE article = ? AND id = ?", gone)
            db.executemany(
                "INSERT OR REPLACE INTO highlights VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [_highlight_row(note.article, h) for h in changed],
            )

    def forget_marks(self, article: str) -> None:
        """Forget the annotations of an article, whose file is gone."""
        with self.transaction() as db:
            db.execute("DELETE FROM marks WHERE id = ?", (article,))
            db.execute("DELETE FROM highlights WHERE article = ?", (article,))

    def highlights(self, article: str | None = None) -> list[tuple[str, Highlight]]:
        """Pairs of article id and highlight, in document order; prefix and suffix left out."""
        rows = self._connect().execute(
            "SELECT article, id, start, end, quote, color, style, tags, note, created, modified, "
            "state FROM highlights WHERE ?1 IS NULL OR article = ?1 "
            "ORDER BY article, start, end, id",
            (article,),
        )
        return [_highlight(row) for row in rows]

    def highlights_with_prefix(self, prefix: str) -> list[tuple[str, str]]:
        """Pairs of article id and highlight id whose highlight id starts with ``prefix``."""
        rows = self._connect().execute(
            "SELECT article, id FROM highlights WHERE id >= ? AND id < ? ORDER BY id LIMIT 20",
            (prefix, prefix + "\U0010ffff"),
        )
        return [(str(article), str(key)) for article, key in rows]

    def tags(self) -> list[tuple[str, int]]:
        """Every tag of articles and highlights with its count, the most used first."""
        counts: dict[str, int] = {}
        rows = self._connect().execute(
            "SELECT tags FROM marks WHERE tags <> '' "
            "UNION ALL SELECT tags FROM highlights WHERE tags <> ''"
        )
        for (joined,) in rows:
            for tag in joined.split(_SEPARATOR):
                counts[tag] = counts.get(tag, 0) + 1
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold(), pair[0]))

    def articles_with_tag(self, tag: str) -> list[str]:
        """The articles that have the tag, or one of whose highlights has it."""
        wrapped = f"%{_SEPARATOR}{_escape_like(tag)}{_SEPARATOR}%"
        rows = self._connect().execute(
            r"SELECT id FROM marks WHERE ?1 || tags || ?1 LIKE ?2 ESCAPE '\' "
            r"UNION SELECT article FROM highlights WHERE ?1 || tags || ?1 LIKE ?2 ESCAPE '\'",
            (_SEPARATOR, wrapped),
        )
        return sorted(str(row[0]) for row in rows)

    def stale_anchors(self) -> list[str]:
        """Articles whose annotations were placed on another text than they have now."""
        rows = self._connect().execute(
            "SELECT a.id FROM articles a JOIN marks m ON m.id = a.id "
            "WHERE m.text_sha256 <> a.text_sha256"
        )
        return [str(row[0]) for row in rows]

    def versions(self) -> list[Version]:
        """One row an article: what the index compares itself with."""
        rows = self._connect().execute(
            "SELECT a.id, a.text_sha256 || a.title || a.author || a.source || a.added, "
            "coalesce(m.stamp, '') FROM articles a LEFT JOIN marks m ON m.id = a.id"
        )
        return [Version(*row) for row in rows]


def _article(row: tuple[Any, ...]) -> Article:
    (key, title, author, source, published, added, language, words, length, status, starred,
     archived, progress, tags, note, highlights, text_sha256, file) = row  # fmt: skip
    return Article(
        key, title, author, source, published, added, language, words, length, status,
        bool(starred), bool(archived), progress,
        tuple(tags.split(_SEPARATOR)) if tags else (), note, highlights, text_sha256, file,
    )  # fmt: skip


def _highlight_row(article: str, highlight: Highlight) -> tuple[Any, ...]:
    anchor = highlight.anchor
    return (
        highlight.id, article, anchor.start, anchor.end, highlight.quote, highlight.color,
        highlight.style, _SEPARATOR.join(highlight.tags), highlight.note, highlight.created,
        highlight.modified, anchor.state,
    )  # fmt: skip


def _highlight(row: tuple[Any, ...]) -> tuple[str, Highlight]:
    article, key, start, end, quote, color, style, tags, note, created, modified, state = row
    highlight = Highlight(
        id=key, quote=quote, anchor=Anchor(start, end, state=cast("State", state)),
        color=color, style=cast("Style", style),
        tags=tuple(tags.split(_SEPARATOR)) if tags else (), note=note,
        created=created, modified=modified,
    )  # fmt: skip
    return article, highlight


def _escape_like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
