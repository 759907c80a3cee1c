"""The article files of a library: read, listed in the catalogue, added and updated."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from store import article_file, files
from store.article_file import ArticleFile
from store.catalogue import Catalogue, KnownFile
from store.documents import DocumentCache
from store.errors import NotFoundError, PostilError
from store.folders import Folders
from store.ids import derived_id
from store.model import Article
from store.text.bounds import words
from store.text.clean import clean_line
from store.text.document import FOLDED_KINDS, Document

if TYPE_CHECKING:
    from store.importers.model import Imported, Source

Progress = Callable[[int, int, str], None]
KIND = "article"
SIZE_LIMIT = 64_000_000
"""Bytes of the largest article file that is read."""


@dataclass(frozen=True, slots=True)
class Put:
    """What became of an imported text."""

    outcome: Literal["added", "updated", "known"]
    article: str


class ArticleShelf:
    """The folder ``articles/`` with its originals, mirrored in the catalogue."""

    def __init__(self, folders: Folders, catalogue: Catalogue, documents: DocumentCache) -> None:
        self._folders = folders
        self._catalogue = catalogue
        self._documents = documents

    # -- reading -------------------------------------------------------------------------------

    def file(self, article_id: str) -> ArticleFile:
        """The article's file as it is on disk now.

        Raises:
            NotFoundError: the catalogue knows no such article, or its file is gone.
        """
        name = self._catalogue.file_of(KIND, article_id)
        path = self._folders.articles / (name or "")
        if name is None or not path.exists():
            raise NotFoundError(f"no article {article_id}", hint="postil list shows the ids")
        data = files.read_bytes(path, SIZE_LIMIT)
        return article_file.parse(data, name)

    def document(self, article_id: str) -> Document:
        """The article's text with its structure."""
        return self._documents.get(self.file(article_id).markdown)

    # -- keeping the catalogue in step ---------------------------------------------------------

    def refresh(self, progress: Progress | None = None) -> set[str]:
        """Bring the catalogue up to date with the folder; the ids that changed."""
        known = self._catalogue.files(KIND)
        found = {entry.name: entry for entry in files.list_folder(self._folders.articles, ".md")}
        changed: set[str] = set()
        for name in known.keys() - found.keys():
            changed |= self._forget(known[name])
        fresh = [
            entry
            for name, entry in sorted(found.items())
            if (old := known.get(name)) is None
            or (old.mtime_ns, old.size) != (entry.mtime_ns, entry.size)
        ]
        for done, entry in enumerate(fresh):
            if progress:
                progress(done, len(fresh), entry.name)
            file = KnownFile(entry.name, entry.mtime_ns, entry.size, "")
            changed |= self._read_in(file, known.get(entry.name))
        return changed

    def _forget(self, file: KnownFile) -> set[str]:
        with self._catalogue.transaction():
            self._catalogue.forget_file(KIND, file.name)
            if self._catalogue.file_of(KIND, file.article) is None:
                self._catalogue.forget_article(file.article)
        return {file.article} if file.article else set()

    def _read_in(self, file: KnownFile, old: KnownFile | None) -> set[str]:
        path = self._folders.articles / file.name
        try:
            parsed = article_file.parse(files.read_bytes(path, SIZE_LIMIT), file.name)
            taken = self._catalogue.file_of(KIND, parsed.id)
            if taken not in {None, file.name} and (self._folders.articles / str(taken)).exists():
                raise PostilError(f"{file.name} has the same id {parsed.id} as {taken}")
        except PostilError as error:
            # The article is not dropped for it: its last good row stays until the file is whole.
            self._catalogue.put_file(
                KIND, replace(file, article=old.article if old else "", error=error.message)
            )
            return set()
        gone = {old.article} if old and old.article and old.article != parsed.id else set()
        with self._catalogue.transaction():
            for article_id in gone:
                self._catalogue.forget_article(article_id)
            self._list(parsed, replace(file, article=parsed.id))
        return gone | {parsed.id}

    def _list(self, parsed: ArticleFile, file: KnownFile) -> Article:
        document = self._documents.get(parsed.markdown)
        article = Article(
            id=parsed.id,
            title=parsed.title,
            author=parsed.author,
            source=parsed.source,
            published=parsed.published,
            added=parsed.added,
            language=parsed.language,
            words=count_words(document),
            length=len(document.text),
            text_sha256=document.sha256,
            file=file.name,
        )
        with self._catalogue.transaction():
            self._catalogue.put_file(KIND, file)
            self._catalogue.put_article(article, document.text, parsed.original)
        return article

    # -- adding --------------------------------------------------------------------------------

    def known_original(self, data: bytes) -> str | None:
        """The id of the article that came from exactly these bytes, if there is one."""
        return self._catalogue.find("original", hashlib.sha256(data).hexdigest())

    def put(self, imported: Imported, source: Source, at: str) -> Put:
        """Add an imported text, or update the article that came from the same source.

        The same text again is the article that is there; nothing is written then. ``at`` is the
        time that a new article gets.
        """
        from store.importers.titles import fallback_title  # noqa: PLC0415 - only when adding

        document = self._documents.get(imported.markdown)
        same = self._catalogue.find("text_sha256", document.sha256) if document.text else None
        if same is not None:
            return Put("known", same)
        origin = clean_line(imported.source or source.origin, 2000)
        before = self._catalogue.find("source", origin) if origin else None
        old = self.file(before) if before else None
        article_id = old.id if old else self._new_id(document)
        title = clean_line(imported.title) or fallback_title(document, source.name)
        parsed = ArticleFile(
            id=article_id,
            title=title,
            author=clean_line(imported.author),
            source=origin,
            published=clean_line(imported.published, 100),
            added=old.added if old else at,
            language=clean_line(imported.language, 40),
            importer=imported.importer,
            original=hashlib.sha256(source.data).hexdigest(),
            extra={**(old.extra if old else {}), **imported.extra},
            markdown=imported.markdown,
        )
        name = self._catalogue.file_of(KIND, article_id) if old else None
        self._keep_original(source, article_id, parsed.original)
        self._write(parsed, name or f"{files.safe_name(title, article_id)}.md")
        return Put("updated" if old else "added", article_id)

    def _write(self, parsed: ArticleFile, name: str) -> None:
        path = self._folders.articles / name
        with files.locked(path):
            files.write_atomic(path, article_file.render(parsed))
            stamp = files.stamp(path)
        self._list(parsed, KnownFile(name, stamp.mtime_ns, stamp.size, parsed.id))

    def _keep_original(self, source: Source, article_id: str, sha256: str) -> None:
        suffix = Path(source.name).suffix.lower()
        suffix = suffix if suffix[1:].isalnum() and suffix.isascii() and len(suffix) < 9 else ".txt"
        # Named by content too: an update must not write over the bytes of the version before.
        path = self._folders.originals / f"{article_id}-{sha256[:8]}{suffix}"
        if not path.exists():
            files.write_atomic(path, source.data)

    def _new_id(self, document: Document) -> str:
        data = document.text.encode()
        salt = 0
        while self._catalogue.file_of(KIND, key := derived_id(data, salt)) is not None:
            salt += 1
        return key


def count_words(document: Document) -> int:
    """Words of the text, without furniture and contents."""
    return sum(
        sum(1 for _ in words(document.text, block.start, block.end))
        for block in document.blocks
        if block.kind not in FOLDED_KINDS
    )
