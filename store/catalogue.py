"""The catalogue: what the files say, in SQLite, for lists and look-ups. Derived, disposable.

It lives in the cache folder and is thrown away when its version does not match. Truth is in
the files; the shelves' ``refresh`` brings it up to date by name, time and size.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from store.catalogue_rows import (
    ARTICLE_COLUMNS,
    FROM_ARTICLES,
    HIGHLIGHT_COLUMNS,
    SCHEMA,
    SEPARATOR,
    VERSION,
    article_of_row,
    highlight_of_row,
    row_of_highlight,
)
from store.errors import DamagedFileError
from store.fact_rows import FactRows
from store.files import Listed
from store.model import Annotations, Article, Highlight

_IS_HERE = "EXISTS (SELECT 1 FROM articles WHERE articles.id = {})"


class KnownFile(NamedTuple):
    """A file as the catalogue last saw it; ``error`` says why it could not be read, or ``""``."""

    name: str
    mtime_ns: int
    size: int
    article: str
    error: str = ""

    def is_current(self, listed: Listed) -> bool:
        """Whether there is nothing to read: it was read, and is as it was then.

        One that could not be read is tried again: what was in the way may be gone.
        """
        return not self.error and (self.mtime_ns, self.size) == (listed.mtime_ns, listed.size)


def originals_first(item: tuple[str, Listed]) -> tuple[int, str]:
    """The order in which new files are read, by name: of two with one id the first is listed.

    Whatever copies a file, by hand or as a conflict of a sync, makes its name longer.
    """
    name = item[0]
    return len(name), name


def listed_elsewhere(
    seen: Mapping[str, KnownFile] | None, known: Mapping[str, KnownFile]
) -> set[str]:
    """The articles of files that another process put into the catalogue, or took out of it.

    Args:
        seen: What this process knew to be listed; ``None`` when it looks for the first time.
        known: What is listed now.
    """
    if seen is None:
        return set()
    return {file.article for _, file in seen.items() ^ known.items() if file.article}


class Catalogue(FactRows):
    """The lists and look-ups. Every method is safe from any thread.

    Raises:
        StoreError: the cache folder cannot be written. So do the methods that write: the disk is
            full, or another process holds the catalogue for too long.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, SCHEMA, VERSION)

    def clear(self) -> None:
        """Forget everything; the files tell it again."""
        try:
            with self.transaction() as db:
                for table in ("files", "articles", "texts", "marks", "highlights"):
                    db.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
        except DamagedFileError:
            self.start_over()

    # -- files ---------------------------------------------------------------------------------

    def files(self, kind: str) -> dict[str, KnownFile]:
        """The known files of one kind (``article`` or ``annotations``) by name."""
        rows = self._each(
            "SELECT name, mtime_ns, size, article, error FROM files WHERE kind = ?", (kind,)
        )
        return {row[0]: KnownFile(*row) for row in rows}

    def errors(self) -> list[str]:
        """What is wrong with the files that could not be read."""
        rows = self._rows("SELECT error FROM files WHERE error <> '' ORDER BY name", ())
        return [row[0] for row in rows]

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

    def file_of(self, kind: str, article: str, *, readable: bool = False) -> str | None:
        """The name of the file of that kind that belongs to ``article``.

        One that cannot be read just now counts too, after those that can, unless ``readable``.
        """
        row = self._row(
            "SELECT name, error FROM files WHERE kind = ? AND article = ? "
            "ORDER BY error <> '', name LIMIT 1",
            (kind, article),
        )
        return None if row is None or (readable and row[1]) else str(row[0])

    def article_of(self, kind: str, name: str) -> str:
        """The article that a known file belongs to, or ``""``."""
        row = self._row("SELECT article FROM files WHERE kind = ? AND name = ?", (kind, name))
        return "" if row is None else str(row[0])

    # -- articles ------------------------------------------------------------------------------

    def put_article(
        self, article: Article, text: str, original: str, origin: str, markdown: str = ""
    ) -> None:
        """Insert or replace the row and the text of an article (not its marks).

        Args:
            article: The row; its marks do not count.
            text: Its plain text.
            original: SHA-256 of the bytes it came from.
            origin: The path or URL that those were read from.
            markdown: The hash of its Markdown.
        """
        with self.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    article.id, article.title, article.author, article.source, article.published,
                    article.added, article.language, article.words, article.length,
                    article.text_sha256, article.file, original, origin, markdown,
                ),
            )  # fmt: skip
            db.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", (article.id, text))

    def markdown_of(self, article: str, mtime_ns: int, size: int) -> str:
        """The hash of the article's Markdown; ``""`` unless its file is as it was read last."""
        row = self._row(
            "SELECT a.markdown FROM articles a JOIN files f ON f.name = a.file "
            "WHERE a.id = ? AND f.kind = 'article' AND f.article = a.id AND f.error = '' "
            "AND f.mtime_ns = ? AND f.size = ?",
            (article, mtime_ns, size),
        )
        return "" if row is None else str(row[0])

    def markdowns(self) -> dict[str, str]:
        """The hash of each article's Markdown, by the article's id."""
        return dict(self._rows("SELECT id, markdown FROM articles"))

    def forget_article(self, article: str) -> None:
        """Forget an article whose file is gone."""
        with self.transaction() as db:
            db.execute("DELETE FROM articles WHERE id = ?", (article,))
            db.execute("DELETE FROM texts WHERE id = ?", (article,))

    def articles(self, ids: Iterable[str] | None = None) -> list[Article]:
        """All articles, newest first; or those of ``ids``, in the same order."""
        order = "ORDER BY a.added DESC, a.title, a.id"
        if ids is None:
            every = self._each(f"SELECT {ARTICLE_COLUMNS} {FROM_ARTICLES} {order}")
            return [article_of_row(row) for row in every]
        wanted = set(ids)
        if len(wanted) > 500:
            return [article for article in self.articles() if article.id in wanted]
        marks = ",".join("?" * len(wanted))
        rows = self._rows(
            f"SELECT {ARTICLE_COLUMNS} {FROM_ARTICLES} WHERE a.id IN ({marks}) {order}",
            tuple(wanted),
        )
        return [article_of_row(row) for row in rows]

    def with_prefix(self, prefix: str) -> list[Article]:
        """The articles whose id starts with ``prefix``, at most 20."""
        end = prefix + "\U0010ffff"
        rows = self._rows(
            f"SELECT {ARTICLE_COLUMNS} {FROM_ARTICLES} WHERE a.id >= ? AND a.id < ? "
            "ORDER BY a.id LIMIT 20",
            (prefix, end),
        )
        return [article_of_row(row) for row in rows]

    def find(self, column: str, value: str) -> list[str]:
        """The ids of the articles with ``value`` as ``source, origin, original, text_sha256``."""
        if column not in {"source", "origin", "original", "text_sha256"}:
            raise ValueError(column)
        rows = self._rows(
            f"SELECT id FROM articles WHERE {column} = ? ORDER BY id",  # noqa: S608 - checked above
            (value,),
        )
        return [str(row[0]) for row in rows]

    def anchored_text(self, article: str, present: str) -> tuple[str, str] | None:
        """The SHA-256 and the text that the article has here, if highlights are anchored in it.

        ``None``, too, if it has the SHA-256 ``present``.
        """
        row = self._row(
            "SELECT a.text_sha256, t.text FROM articles a JOIN texts t ON t.id = a.id "
            "WHERE a.id = ?1 AND a.text_sha256 <> ?2 AND EXISTS (SELECT 1 FROM highlights h "
            "WHERE h.article = ?1 AND h.text = a.text_sha256)",
            (article, present),
        )
        return None if row is None else (str(row[0]), str(row[1]))

    def texts(self, ids: Sequence[str]) -> dict[str, str]:
        """The plain texts of ``ids``."""
        found: dict[str, str] = {}
        for low in range(0, len(ids), 500):
            part = tuple(ids[low : low + 500])
            marks = ",".join("?" * len(part))
            found.update(self._rows(f"SELECT id, text FROM texts WHERE id IN ({marks})", part))  # noqa: S608 - constants
        return found

    # -- annotations ---------------------------------------------------------------------------

    def put_marks(
        self, annotations: Annotations, stamp: str, before: tuple[str, Annotations] | None
    ) -> None:
        """Record what the user made of an article.

        Args:
            annotations: The present content of the file.
            stamp: Tells this version of the file from any other.
            before: What the caller recorded last, with its stamp: if that is what the catalogue
                still holds, only the highlights that differ are written.
        """
        note = annotations
        with self.transaction() as db:
            row = db.execute("SELECT stamp FROM marks WHERE id = ?", (note.article,)).fetchone()
            known = before[1] if before and row == (before[0],) else None
            db.execute(
                "INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    note.article, note.status, note.starred, note.archived,
                    note.place.progress if note.place else 0,
                    SEPARATOR.join(note.tags), note.note, len(note.highlights),
                    note.text_sha256, stamp, note.place.at if note.place else "",
                ),
            )  # fmt: skip
            if known is None:
                db.execute("DELETE FROM highlights WHERE article = ?", (note.article,))
            # By identity: comparing a thousand values takes longer than writing one.
            old = known.highlights if known else ()
            there, wanted = set(map(id, old)), set(map(id, note.highlights))
            gone = [(note.article, h.id) for h in old if id(h) not in wanted]
            changed = [h for h in note.highlights if id(h) not in there]
            db.executemany("DELETE FROM highlights WHERE article = ? AND id = ?", gone)
            db.executemany(
                f"INSERT OR REPLACE INTO highlights VALUES ({', '.join('?' * 16)})",  # noqa: S608 - constants
                [row_of_highlight(note.article, h) for h in changed],
            )

    def stamp_of(self, article: str) -> str:
        """The version of the annotations that was recorded last; ``""``: none is."""
        row = self._row("SELECT stamp FROM marks WHERE id = ?", (article,))
        return "" if row is None else str(row[0])

    def forget_marks(self, article: str) -> None:
        """Forget the annotations of an article, whose file is gone."""
        with self.transaction() as db:
            db.execute("DELETE FROM marks WHERE id = ?", (article,))
            db.execute("DELETE FROM highlights WHERE article = ?", (article,))

    def highlights(self, article: str | None = None) -> list[tuple[str, Highlight]]:
        """Pairs of article id and highlight, in document order; without unknown keys."""
        rows = self._rows(
            f"SELECT {HIGHLIGHT_COLUMNS} FROM highlights WHERE ?1 IS NULL OR article = ?1 "  # noqa: S608 - constants
            "ORDER BY article, start, end, id",
            (article,),
        )
        return [highlight_of_row(row) for row in rows]

    def unsettled(self, article: str | None = None) -> list[tuple[str, Highlight]]:
        """Pairs as those of ``highlights`` whose state is ``check`` or ``unplaced``, by place."""
        rows = self._rows(
            f"SELECT {HIGHLIGHT_COLUMNS} FROM highlights "  # noqa: S608 - constants
            "WHERE state IN ('check', 'unplaced') AND (?1 IS NULL OR article = ?1) "
            "ORDER BY article, coalesce(near, start), start, end, id",
            (article,),
        )
        return [highlight_of_row(row) for row in rows]

    def highlights_with_prefix(self, prefix: str) -> list[tuple[str, str]]:
        """Pairs of article id and highlight id whose highlight id starts with ``prefix``."""
        rows = self._rows(
            "SELECT article, id FROM highlights WHERE id >= ? AND id < ? "  # noqa: S608 - constants
            f"AND {_IS_HERE.format('article')} ORDER BY id LIMIT 20",
            (prefix, prefix + "\U0010ffff"),
        )
        return [(str(article), str(key)) for article, key in rows]

    def highlights_there(self, pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those of pairs of article id and highlight id that there are."""
        query = "SELECT article, id FROM highlights WHERE article = ? AND id = ?"
        return {(row[0], row[1]) for pair in pairs for row in self._rows(query, pair)}

    def tags(self) -> list[tuple[str, int]]:
        """Every tag of articles and highlights with its count, the most used first."""
        counts: dict[str, int] = {}
        rows = self._rows(
            f"SELECT tags FROM marks WHERE tags <> '' AND {_IS_HERE.format('marks.id')} "  # noqa: S608 - constants
            f"UNION ALL SELECT tags FROM highlights WHERE tags <> '' "
            f"AND {_IS_HERE.format('article')}"
        )
        for (joined,) in rows:
            for tag in joined.split(SEPARATOR):
                counts[tag] = counts.get(tag, 0) + 1
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold(), pair[0]))

    def tagged(self) -> list[tuple[str, tuple[str, ...]]]:
        """Pairs of article id and tags: of the article, and of each highlight that has any."""
        rows = self._rows(
            "SELECT id, tags FROM (SELECT id, tags FROM marks "  # noqa: S608 - constants
            "UNION ALL SELECT article, tags FROM highlights) found "
            f"WHERE tags <> '' AND {_IS_HERE.format('found.id')}"
        )
        return [(str(key), tuple(tags.split(SEPARATOR))) for key, tags in rows]

    def stale_anchors(self) -> list[str]:
        """Articles whose annotations were placed on another text than they have now."""
        rows = self._rows(
            "SELECT a.id FROM articles a JOIN marks m ON m.id = a.id "
            "WHERE m.text_sha256 <> a.text_sha256"
        )
        return [str(row[0]) for row in rows]

    def versions(self, ids: Sequence[str] | None = None) -> dict[str, str]:
        """What tells whether the index knows an article as it is, by id: of all, or of a few."""
        rows = self._rows(
            "SELECT a.id, a.text_sha256 || a.title || a.author || a.source || a.added "
            f"|| a.language || '|' || coalesce(m.stamp, '') {FROM_ARTICLES}"
            + ("" if ids is None else f" WHERE a.id IN ({','.join('?' * len(ids))})"),
            tuple(ids or ()),
        )
        return dict(rows)
