"""The article files of a library: read, listed in the catalogue, added and updated."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from store import files
from store.catalogue import Catalogue, KnownFile, listed_elsewhere, originals_first
from store.documents import DocumentCache, digest_of
from store.errors import NotFoundError, PostilError, StoreError
from store.files import Stamp
from store.folders import Folders
from store.hashing import sha256
from store.later import Later
from store.model import Article
from store.text.document import FOLDED_KINDS, Document

if TYPE_CHECKING:
    from store import article_file, ids, kept, old_texts, versions
    from store.article_file import ArticleFile
    from store.importers.model import Imported, Source
    from store.outside import Differing
    from store.text import bounds, clean
else:
    article_file, ids, kept = Later("store.article_file"), Later("store.ids"), Later("store.kept")
    versions, bounds, clean, old_texts = (
        Later("store.versions"), Later("store.text.bounds"), Later("store.text.clean"),
        Later("store.old_texts"),
    )  # fmt: skip

Progress = Callable[[int, int, str], None]
KIND = "article"
_IN_MEMORY = 8
SIZE_LIMIT = 64_000_000
"""Bytes of the largest article file that is read."""


class Put(NamedTuple):
    """What became of an imported text."""

    outcome: Literal["added", "updated", "known"]
    article: str


class ArticleShelf:
    """The folder ``articles/`` with its originals, mirrored in the catalogue."""

    def __init__(self, folders: Folders, catalogue: Catalogue, documents: DocumentCache) -> None:
        self._folders = folders
        self._catalogue = catalogue
        self._documents = documents
        self._seen: dict[str, KnownFile] | None = None
        self._read: dict[str, tuple[Stamp | None, Document]] = {}
        self._twins: dict[str, set[str]] = {}

    # -- reading -------------------------------------------------------------------------------

    def file(self, article_id: str) -> ArticleFile:
        """The article's file as it is on disk now.

        Raises:
            NotFoundError: the catalogue knows no such article, or its file is gone.
            DamagedFileError: the file cannot be read now.
        """
        path = self.path(article_id)
        return article_file.parse(files.read_bytes(path, SIZE_LIMIT), path.name)

    def markdown(self, article_id: str) -> str:
        """The Markdown of an article; its front matter is passed over, not read.

        Raises:
            NotFoundError, DamagedFileError: as for ``file``.
        """
        path = self.path(article_id)
        return article_file.body(files.read_bytes(path, SIZE_LIMIT), path.name)

    def path(self, article_id: str) -> Path:
        """The article's file.

        Raises:
            NotFoundError: the catalogue knows no such article, or its file is gone.
            StoreError: the whole folder is gone.
        """
        name = self._catalogue.file_of(KIND, article_id)
        path = self._folders.articles / (name or "")
        if name is None or not path.exists():
            files.need_folders(self._folders.articles)
            raise NotFoundError(f"no article {article_id}", hint="postil list shows the ids")
        return path

    def document(self, article_id: str) -> Document:
        """The article's text with its structure; its file is read again only when it changed."""
        name = self._catalogue.file_of(KIND, article_id)
        stamp = files.find_stamp(self._folders.articles / name) if name else None
        read = self._read.get(article_id)
        if read is None or read[0] != stamp:
            read = (stamp, self._load(article_id, stamp))
            while len(self._read) >= _IN_MEMORY:
                self._read.pop(next(iter(self._read)), None)
            self._read[article_id] = read
        return read[1]

    def _load(self, article_id: str, stamp: Stamp | None) -> Document:
        """What was parsed before of a file that is as it was then, without reading the file."""
        known = stamp and self._catalogue.markdown_of(article_id, stamp.mtime_ns, stamp.size)
        document = self._documents.kept(known) if known else None
        return document or self._documents.get(self.markdown(article_id))

    def original(self, article_id: str) -> tuple[Source, str] | None:
        """What the article came from, and the name of its importer; ``None``: it is not kept.

        Raises:
            NotFoundError, DamagedFileError: as for ``file``.
        """
        from store.importers.model import Source  # noqa: PLC0415 - only when asked for

        file = self.file(article_id)
        folder, start = self._folders.originals, f"{file.id}-{file.original[:8]}."
        for entry in files.list_folder(folder, "") if file.original and file.importer else ():
            if entry.name.startswith(start):
                data = files.read_bytes(folder / entry.name, SIZE_LIMIT)
                if sha256(data).hexdigest() == file.original:
                    return Source(entry.name, data, file.origin or file.source), file.importer
        return None

    def forget(self) -> None:
        """Drop what is kept of texts, in memory and in the cache folder: all are parsed again."""
        self._read.clear()
        self._documents.clear()

    # -- keeping the catalogue in step ---------------------------------------------------------

    def refresh(self, progress: Progress | None = None) -> set[str]:
        """Bring the catalogue up to date with the folder; the ids that changed.

        Those that another process has written and listed since the last time are among them.
        """
        self._twins = {}
        known = self._catalogue.files(KIND)
        found = {entry.name: entry for entry in files.list_folder(self._folders.articles, ".md")}
        changed = listed_elsewhere(self._seen, known)
        self._seen = dict(known)
        for name in known.keys() - found.keys():
            changed |= self._forget(known[name])
        fresh = [
            entry
            for name, entry in sorted(found.items(), key=originals_first)
            if (old := known.get(name)) is None or not old.is_current(entry)
        ]
        for done, entry in enumerate(fresh):
            if progress:
                progress(done, len(fresh), entry.name)
            file = KnownFile(entry.name, entry.mtime_ns, entry.size, "")
            changed |= self._read_in(file, known.get(entry.name))
        return changed

    def listed_as(self, name: str) -> str:
        """The id of the article that the file of that name held last; ``""``: none."""
        return self._catalogue.article_of(KIND, name)

    def twins(self) -> dict[str, set[str]]:
        """The names of the files that have the same id, as the last ``refresh`` saw it."""
        return self._twins

    def differing(self) -> Differing:
        """The files that are not as this process knows them; ``refresh`` reads them."""
        from store.outside import differing  # noqa: PLC0415 - not before the first frame

        return differing(self._folders.articles, ".md", self._seen)

    def drop(self, name: str) -> None:
        """Take a file that has gone out of the catalogue."""
        self._forget(KnownFile(name, 0, 0, self._catalogue.article_of(KIND, name)))

    def take_in(self, name: str) -> None:
        """Bring the catalogue in step with a file that has come, or was changed."""
        stamp = files.stamp(self._folders.articles / name)
        article = self._catalogue.article_of(KIND, name)
        old = KnownFile(name, 0, 0, article) if article else None
        self._read_in(KnownFile(name, stamp.mtime_ns, stamp.size, ""), old)

    def _forget(self, file: KnownFile) -> set[str]:
        with self._catalogue.transaction():
            self._catalogue.forget_file(KIND, file.name)
            if self._catalogue.file_of(KIND, file.article) is None:
                self._forget_article(file.article)
            self._saw(file.name, None)
        return {file.article} if file.article else set()

    def _read_in(self, file: KnownFile, old: KnownFile | None) -> set[str]:
        path = self._folders.articles / file.name
        by_name = article_file.id_of_name(file.name)
        try:
            parsed = article_file.parse(files.read_bytes(path, SIZE_LIMIT), file.name)
            taken = self._catalogue.file_of(KIND, parsed.id, readable=True)
            if taken not in {None, file.name} and (self._folders.articles / str(taken)).exists():
                self._twins.setdefault(parsed.id, {str(taken)}).add(file.name)
                raise PostilError(f"{file.name} has the same id {parsed.id} as {taken}")
            if old and old.article not in {"", parsed.id, by_name} and parsed.id == by_name:
                # Cut off or written over: what was noted on the article must not lose it.
                raise article_file.lost_id(file.name, old.article)
        except PostilError as error:
            # The article is not dropped for it: its last good row stays until the file is whole.
            file = file._replace(article=old.article if old else "", error=error.message)
            if file != old:
                self._catalogue.put_file(KIND, file)
                self._saw(file.name, file)
            return set()
        gone = {old.article} if old and old.article and old.article != parsed.id else set()
        with self._catalogue.transaction():
            for article_id in gone:
                self._forget_article(article_id)
            self._list(parsed, file._replace(article=parsed.id))
        return gone | {parsed.id}

    def _forget_article(self, article_id: str) -> None:
        self._keep_text(article_id)
        self._catalogue.forget_article(article_id)

    def _keep_text(self, article_id: str, present: str = "") -> None:
        """Keep the text that the catalogue is about to lose, if highlights are anchored in it.

        It was kept when they were made, unless that was done by an older version or elsewhere.
        """
        text = self._catalogue.anchored_text(article_id, present)
        if text is not None:
            with contextlib.suppress(StoreError):  # then they are found by their quotes
                old_texts.keep(self._folders.texts, *text)

    def _list(self, parsed: ArticleFile, file: KnownFile) -> None:
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
        self._keep_text(parsed.id, document.sha256)
        with self._catalogue.transaction():
            self._catalogue.put_file(KIND, file)
            self._catalogue.put_article(
                article, document.text, parsed.original, parsed.origin or parsed.source,
                digest_of(parsed.markdown),
            )  # fmt: skip
            self._saw(file.name, file)

    def _saw(self, name: str, file: KnownFile | None) -> None:
        """Note that what became of a file is our own doing."""
        if self._seen is not None:
            self._seen.pop(name, None)
            if file is not None:
                self._seen[name] = file

    # -- adding --------------------------------------------------------------------------------

    def known_original(self, data: bytes) -> str | None:
        """The id of the article that came from exactly these bytes, if there is one."""
        found = self._catalogue.find("original", sha256(data).hexdigest())
        return found[0] if found else None

    def put(self, imported: Imported, source: Source, at: str) -> Put:
        """Add an imported text, or update the article that came from the same source.

        The same text again is the article that is there; nothing is written then. What an update
        replaces is kept in the trash: somebody may have worked on it. ``at`` is the time that a
        new article gets.
        """
        imported = replace(imported, markdown=article_file.trimmed(imported.markdown))
        document = self._documents.get(imported.markdown)
        with files.locked(self._folders.articles):  # else two at once add the same text twice
            return self._put(imported, source, document, at)

    def _put(self, imported: Imported, source: Source, document: Document, at: str) -> Put:
        same = self._catalogue.find("text_sha256", document.sha256) if document.text else []
        old = self._older(imported, source, document)
        if same and (old is None or old.id not in same):
            return Put("known", same[0])
        parsed = self._file_of(imported, source, document, old)
        if old is None:
            parsed = replace(parsed, id=self._new_id(document, parsed.title), added=at)
        elif parsed == replace(old, original=parsed.original):
            return Put("known", old.id)
        self._keep_original(source, parsed.id, parsed.original)
        self._write(parsed, self._catalogue.file_of(KIND, parsed.id) if old else None)
        return Put("updated" if old else "added", parsed.id)

    def _older(self, imported: Imported, source: Source, document: Document) -> ArticleFile | None:
        """The article that this is a later version of: of the same file or page."""
        known = self._catalogue.find("origin", source.address) if source.address else []
        if known:
            return self.file(known[0])
        # What a text says about its source may be as vague as a site's front page.
        page = clean.clean_line(imported.source, 2000)
        for article_id in self._catalogue.find("source", page) if versions.is_page(page) else ():
            old = self.file(article_id)
            if versions.is_version_of(document, self._documents.get(old.markdown)):
                return old
        return None

    def _file_of(
        self, imported: Imported, source: Source, document: Document, old: ArticleFile | None
    ) -> ArticleFile:
        """The file to write; what the source does not say stays as it was in ``old``."""
        from store.importers.titles import fallback_title  # noqa: PLC0415 - only when adding

        title = clean.clean_line(imported.title)
        if old and not title:
            made_up = fallback_title(self._documents.get(old.markdown), source.name)
            title = "" if old.title == made_up else old.title
        old = old or article_file.ArticleFile("", "")
        page = clean.clean_line(imported.source, 2000) or source.address
        return article_file.ArticleFile(
            id=old.id,
            title=title or fallback_title(document, source.name),
            author=clean.clean_line(imported.author) or old.author,
            source=page,
            origin="" if source.address == page else source.address,
            published=clean.clean_line(imported.published, 100) or old.published,
            added=old.added,
            language=clean.clean_line(imported.language, 40) or old.language,
            importer=imported.importer,
            original=sha256(source.data).hexdigest(),
            extra=kept.merged(old.extra, imported.extra),
            markdown=imported.markdown,
        )

    def _write(self, parsed: ArticleFile, name: str | None) -> None:
        """Write an article: over its file ``name``, or as a new one."""
        data = article_file.render(parsed)
        path = self._folders.articles / (name or _file_name(parsed.title, parsed.id))
        with files.locked(path):
            stamp = files.until_still(lambda: self._replace(path, data))
        self._list(parsed, KnownFile(path.name, stamp.mtime_ns, stamp.size, parsed.id))

    def _replace(self, path: Path, data: bytes) -> files.Stamp:
        """Write a file; what it held until then is kept in the trash."""
        since = files.NO_FILE
        if files.find_stamp(path) is not None:
            # Read only now: an editor may have saved it a moment ago.
            before, since = files.read_stamped(path, SIZE_LIMIT)
            files.keep_copy(path, before, self._folders.trash)
        return files.write_atomic(path, data, since=since)

    def _keep_original(self, source: Source, article_id: str, sha256: str) -> None:
        suffix = Path(source.name).suffix.lower()
        suffix = suffix if suffix[1:].isalnum() and suffix.isascii() and len(suffix) < 9 else ".txt"
        # Named by content too: an update must not write over the bytes of the version before.
        path = self._folders.originals / f"{article_id}-{sha256[:8]}{suffix}"
        if not path.exists():
            files.write_atomic(path, source.data)

    def _new_id(self, document: Document, title: str) -> str:
        data = document.text.encode()
        salt = 0
        while self._is_taken(key := ids.derived_id(data, salt), title):
            salt += 1
        return key

    def _is_taken(self, article_id: str, title: str) -> bool:
        """Whether there is such an article; its file may be one that cannot be read just now."""
        known = self._catalogue.file_of(KIND, article_id) is not None
        return known or (self._folders.articles / _file_name(title, article_id)).exists()


def _file_name(title: str, article_id: str) -> str:
    return f"{files.safe_name(title, article_id)}.md"


def count_words(document: Document) -> int:
    """Words of the text, without furniture and contents."""
    return sum(
        bounds.count_words(document.text, block.start, block.end)
        for block in document.blocks
        if block.kind not in FOLDED_KINDS
    )
