"""SQLite's FTS5 on the same articles: ``prefix='1 2 3'``, accents folded, bm25 with weights."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.searching.corpus import Budget, Corpus, Row

LIMIT = 50
_STEP = 500
_TABLE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS articles USING fts5("
    "title, author, source, text, tags, notes, quotes, prefix='1 2 3',"
    ' tokenize="unicode61 remove_diacritics 2")'
)
_WEIGHTS = "bm25(8.0, 4.0, 2.0, 1.0, 4.0, 3.0, 2.0)"
_META = (
    "CREATE TABLE IF NOT EXISTS meta(number INTEGER PRIMARY KEY, added, published, words, status,"
    " starred)"
)


class Asked(NamedTuple):
    """A question to FTS5.

    Attributes:
        match: In its query language.
        where: A condition on ``meta``, or ``""``.
        values: For its question marks.
    """

    match: str
    where: str = ""
    values: tuple[object, ...] = ()


class Fts:
    """The table of a corpus, in a folder. Beside it, what is known of each article, with indexes.

    Attributes:
        connection: Replaced by ``opened``.
    """

    def __init__(self, folder: Path, corpus: Corpus) -> None:
        self.path = folder / f"fts-{corpus.number}.sqlite"
        self._corpus = corpus
        self.connection = sqlite3.connect(self.path)
        create(self.connection)

    def fill(self, budget: Budget) -> bool:
        """Go on; whether everything is in it, and optimised."""
        (done,) = self.connection.execute("SELECT coalesce(max(number), 0) FROM meta").fetchone()
        if done == self._corpus.number and self._is_optimised():
            return True
        while done < self._corpus.number and not budget.over:
            insert(self.connection, list(self._corpus.rows(done + 1, _STEP)))
            done += _STEP
        if done < self._corpus.number or budget.over:
            return False
        for column in ("added", "published", "words", "status"):
            self.connection.execute(f"CREATE INDEX by_{column} ON meta({column})")
        self.connection.execute("INSERT INTO articles(articles) VALUES ('optimize')")
        self.connection.execute("PRAGMA user_version = 1")
        self.connection.commit()
        return True

    def _is_optimised(self) -> bool:
        return bool(self.connection.execute("PRAGMA user_version").fetchone()[0])

    @property
    def size(self) -> int:
        """Bytes of the file, without the texts in it."""
        return self.path.stat().st_size - self._corpus.size

    def opened(self) -> Fts:
        """The same table with nothing read of it."""
        self.connection.close()
        self.connection = sqlite3.connect(self.path)
        self.connection.execute("SELECT count(*) FROM articles_config").fetchall()
        return self

    def ask(self, asked: Asked) -> list[tuple[object, ...]]:
        """The top rows with their titles."""
        return self._rows(asked, "rank")

    def ask_with_snippets(self, asked: Asked) -> list[tuple[object, ...]]:
        """The same with a passage of each."""
        return self._rows(asked, "snippet(articles, 3, '[', ']', '…', 24)")

    def _rows(self, asked: Asked, shown: str) -> list[tuple[object, ...]]:
        joined = " JOIN meta ON meta.number = articles.rowid" if asked.where else ""
        where = f" AND {asked.where}" if asked.where else ""
        return self.connection.execute(
            f"SELECT articles.rowid, title, {shown} FROM articles{joined}"
            f" WHERE articles MATCH ?{where} ORDER BY rank LIMIT {LIMIT}",
            (asked.match, *asked.values),
        ).fetchall()


def typed(line: str) -> Asked:
    """What somebody has typed so far: words, the last of which may go on."""
    return Asked(" ".join(f'"{word}"' for word in line.replace('"', " ").split()) + "*")


def create(connection: sqlite3.Connection) -> None:
    """Make the empty tables."""
    connection.execute(_TABLE)
    connection.execute("INSERT INTO articles(articles, rank) VALUES ('rank', ?)", (_WEIGHTS,))
    connection.execute(_META)
    connection.commit()


def insert(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Put articles in and commit."""
    connection.executemany(
        "INSERT INTO articles(rowid, title, author, source, text, tags, notes, quotes)"
        " VALUES (?,?,?,?,?,?,?,?)",
        (
            (r.number, r.title, r.author, r.source, r.text, r.tags, f"{r.note}\n{r.mark_notes}",
             r.quotes)
            for r in rows
        ),
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO meta VALUES (?,?,?,?,?,?)",
        ((r.number, r.added, r.published, r.words, r.status, r.starred) for r in rows),
    )
    connection.commit()
