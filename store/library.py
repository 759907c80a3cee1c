"""The one door: a library opened, its articles, annotations, catalogue and index in step."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

from store import files
from store.annotation_shelf import KIND as ANNOTATIONS
from store.annotation_shelf import AnnotationShelf
from store.article_shelf import KIND as ARTICLE
from store.article_shelf import ArticleShelf, Progress
from store.asking import Asking
from store.catalogue import Catalogue
from store.documents import DocumentCache
from store.errors import ConflictError, DamagedFileError, NotFoundError, PostilError
from store.everywhere import Everywhere
from store.folders import Folders
from store.library_acts import LibraryActs
from store.model import (
    Annotations,
    Article,
    Highlight,
    Hit,
    Place,
    Problem,
    Status,
)
from store.upkeep import Upkeep

if TYPE_CHECKING:
    from store.codebook import Codebook
    from store.search.alike import Alike
    from store.search.found import Found
    from store.search_history import SearchHistory
    from store.settling import Settled
    from store.text.document import Document


def _refuse(_article: Article, error: PostilError) -> None:
    raise error


def _need_what_was_there(folders: Folders, catalogue: Catalogue) -> None:
    """Refuse a folder that is gone with all that was in it: no new one is begun in its place.

    Raises:
        StoreError: as said.
    """
    kinds = {ARTICLE: folders.articles, ANNOTATIONS: folders.annotations}
    for kind, folder in kinds.items():
        if not folder.is_dir():
            with contextlib.suppress(DamagedFileError):  # then nothing is known of it
                if catalogue.files(kind):
                    files.need_folders(folder)


def never() -> bool:
    """The answer to "was this cancelled?" of a caller that never cancels."""
    return False


class Library(LibraryActs):
    """A library of one user. Methods may be called from any thread; acts wait for each other.

    Making one is cheap (folders and catalogue); ``refresh`` reads what changed on disk, and
    ``update_index`` brings the search index in step. ``open`` does the first two.

    Attributes:
        notice: What its user should be told of this run; ``""``: nothing.

    Raises:
        StoreError: a folder cannot be made or written.
    """

    notice = ""

    def __init__(self, folders: Folders) -> None:
        for folder in (folders.cache, folders.state):
            files.make_private_folder(folder)
        catalogue = Catalogue(folders.cache / "catalogue.sqlite")
        _need_what_was_there(folders, catalogue)
        for folder in (folders.library, folders.articles, folders.annotations, folders.originals):
            files.make_private_folder(folder)
        files.need_no_links(folders.articles, folders.annotations, folders.originals, folders.trash)
        documents = DocumentCache(folders.cache / "documents")
        articles = ArticleShelf(folders, catalogue, documents)
        annotations = AnnotationShelf(folders, catalogue, self.article, articles.document)
        super().__init__(folders, catalogue, documents, articles, annotations, self.article)
        upkeep = Upkeep(folders, catalogue, articles, annotations, self._settle)
        self._upkeep = upkeep
        self.refresh = upkeep.refresh
        self.look = upkeep.look
        self.reindex = upkeep.reindex
        self.update_index = upkeep.update_index
        self.behind = upkeep.behind
        self.rest_index = upkeep.rest_index
        self.stop_merging = upkeep.stop_merging
        self.merge_copies = upkeep.merge_copies
        self.take_merged = upkeep.take_merged
        self.left_copies = upkeep.left_copies
        self.signs = upkeep.signs
        self.differing = upkeep.differing
        asking = Asking(catalogue, upkeep, lambda path: self._codebook.working().spellings(path))
        self._parsed = asking.parsed
        self.facts = asking.facts
        self.articles = asking.articles
        self.matching = asking.matching
        self.counts = asking.counts
        self.highlights = asking.highlights
        self._found = asking.found
        self.languages = asking.languages
        everywhere = Everywhere(catalogue, asking)
        self.places = everywhere.places
        self.concordance = everywhere.concordance
        self.to_mark = everywhere.to_mark

    @classmethod
    def open(cls, folders: Folders, *, progress: Progress | None = None) -> Library:
        """A library that knows what is on disk now."""
        library = cls(folders)
        library.refresh(progress)
        return library

    def when_waiting(self, tell: Callable[[], object]) -> None:
        """Let ``tell`` be called when ``close`` has to wait for a merge in the search index."""
        self._upkeep.tell_waiting = tell

    def close(self) -> None:
        """Let go of the catalogue and the index; a merge that goes on is waited for.

        Raises:
            StoreError: The merge failed, by a fault of ours.
            KeyboardInterrupt: Its user did not want to wait for it; all else is closed.
        """
        try:
            self._upkeep.close()
        finally:
            self._annotations.close()
            self._catalogue.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def unreadable(self) -> list[str]:
        """What is wrong with the files that could not be read, a line each for people."""
        return self._catalogue.errors()

    # -- reading -------------------------------------------------------------------------------

    def article(self, id_or_prefix: str) -> Article:
        """The article of that id, which may be shortened while it is unique.

        Raises:
            NotFoundError: none has it.
            ConflictError: several start so; they are the candidates.
        """
        found = self._catalogue.with_prefix(id_or_prefix) if id_or_prefix else []
        exact = [article for article in found if article.id == id_or_prefix]
        if len(found) == 1 or exact:
            return (exact or found)[0]
        if not found:
            raise NotFoundError(f"no article {id_or_prefix!r}", hint="postil list shows the ids")
        raise ConflictError(
            f"{id_or_prefix!r} could be several articles",
            hint="type more of the id",
            candidates=tuple(f"{article.id}  {article.title}" for article in found),
        )

    def document(self, article_id: str) -> Document:
        """The text of an article with its structure."""
        return self._articles.document(article_id)

    def markdown(self, article_id: str) -> str:
        """The Markdown of an article, without its front matter."""
        return self._articles.markdown(article_id)

    def picture(self, article_id: str, offset: int) -> bytes | None:
        """The picture whose text holds ``offset``, out of the kept original; slow.

        Returns:
            The bytes of a PNG, JPEG, GIF or WebP; ``None``: there is none, or it was not kept.

        Raises:
            StoreError: it is too large, or of another kind.
        """
        from store import pictures  # noqa: PLC0415 - only when asked for

        document = self.document(article_id)
        images = pictures.images_in(document, offset, offset + 1)
        original = self._articles.original(article_id) if images else None
        return pictures.find(*original, document, images[0]) if original else None

    def annotations(self, article_id: str) -> Annotations:
        """What its user made of an article, placed on its present text."""
        return self._annotations.get(article_id)

    def unsettled(self, article_id: str | None = None) -> list[tuple[Article, Highlight]]:
        """The highlights whose place is asked for: of one article, or of the library.

        Those to check come first, then the unplaced; by article (newest first) and place.
        """
        by_article: dict[str, list[Highlight]] = {}
        for key, highlight in self._catalogue.unsettled(article_id):
            by_article.setdefault(key, []).append(highlight)
        found = [
            (article, highlight)
            for article in self._catalogue.articles(by_article)
            for highlight in by_article[article.id]
        ]
        return sorted(found, key=lambda pair: pair[1].anchor.state != "check")

    def take_settled(self) -> list[tuple[Article, Settled]]:
        """What became of the highlights of articles whose text has changed, since last asked."""
        taken = self._annotations.take_settled()
        return [(article, taken[article.id]) for article in self._catalogue.articles(taken)]

    def find_highlight(self, id_or_prefix: str) -> tuple[Article, Highlight]:
        """The highlight of that id, which may be shortened while it is unique.

        Raises:
            NotFoundError: none has it.
            ConflictError: several start so; they are the candidates.
        """
        found = self._catalogue.highlights_with_prefix(id_or_prefix) if id_or_prefix else []
        found = [pair for pair in found if pair[1] == id_or_prefix] or found
        if not found:
            raise NotFoundError(
                f"no highlight {id_or_prefix!r}", hint="postil highlights shows the ids"
            )
        if len(found) > 1:
            raise ConflictError(
                f"{id_or_prefix!r} could be several highlights",
                hint="type more of the id",
                candidates=tuple(f"{key}  in {article}" for article, key in found),
            )
        article_id, key = found[0]
        highlight = self.annotations(article_id).highlight(key)
        if highlight is None:
            raise NotFoundError(f"highlight {key} is gone")
        return self.article(article_id), highlight

    def tags(self) -> list[tuple[str, int]]:
        """Every tag with its count, the most used first."""
        return self._catalogue.tags()

    def codebook(self) -> Codebook:
        """What is said of the tags, as ``tags.yaml`` has it now.

        Raises:
            DamagedFileError: it cannot be read (with line and column); tags work without it.
        """
        return self._codebook.get()

    def search(
        self, query: str, *, limit: int = 50, shown: int | None = None,
        cancelled: Callable[[], bool] = never,
    ) -> Found:  # fmt: skip
        """The ranked hits in what the index holds now, and how many there are in all.

        ``Found.behind`` says how much of the library it does not hold; ``update_index`` helps.

        Args:
            query: What is asked.
            limit: Hits at most.
            shown: So many articles, the best, come with their passages; the other hits are only
                heads, which cost next to nothing. ``None``: all have them.
            cancelled: Asked now and then; once it says yes, nobody waits for the answer.

        Raises:
            QueryError: the query cannot be read.
        """
        return self._found(query, limit=limit, shown=shown, cancelled=cancelled)

    def search_history(self) -> list[str]:
        """The searches that were made last on this machine, each once, the newest first."""
        return self._history.all()

    def remember_search(self, line: str) -> None:
        """Make ``line`` the newest search of ``search_history``. Not an act.

        Raises:
            StoreError: the state folder cannot be written.
        """
        self._history.remember(line)

    @cached_property
    def _history(self) -> SearchHistory:
        from store.search_history import SearchHistory  # noqa: PLC0415 - only when asked for

        return SearchHistory(self.folders.state)

    def similar(
        self, article_id: str, start: int | None = None, end: int | None = None, *,
        limit: int = 20, cancelled: Callable[[], bool] = never,
    ) -> Alike:  # fmt: skip
        """Other articles that are like an article, or like the passage ``[start, end)`` of it.

        They are found by its key words, in what the index holds now. What stands around an article
        (menus, footers) does not count.

        Raises:
            NotFoundError: there is no such article.
        """
        document = self.document(article_id)
        if start is None:
            parts = (document.block_text(b) for b in document.blocks if not b.folded)
            text = "\n\n".join(parts)
        else:
            text = document.text[start:end]
        return self._upkeep.open_index().similar(
            text, article=article_id, limit=limit, texts=self._catalogue.texts, cancelled=cancelled
        )

    def texts(self, ids: Sequence[str]) -> dict[str, str]:
        """The texts of articles by id, as the catalogue has them; without those that are gone."""
        return self._catalogue.texts(ids)

    def beside(self, hits: Iterable[Hit]) -> tuple[dict[str, Article], dict[str, Highlight]]:
        """The articles of ``hits``, and the highlights among them, by id; without what is gone."""
        listed = list(hits)
        articles = self._catalogue.articles({hit.id for hit in listed})
        wanted = {hit.highlight for hit in listed if hit.highlight}
        marked = {hit.id for hit in listed if hit.highlight}
        found = (pair for key in marked for pair in self._catalogue.highlights(key))
        marks = {highlight.id: highlight for _, highlight in found if highlight.id in wanted}
        return {article.id: article for article in articles}, marks

    def save_place(self, article_id: str, place: Place, status: Status | None = None) -> None:
        """Remember where one stopped reading, and the status that follows from it. Not an act."""
        self._annotations.update(
            article_id, lambda a: replace(a, place=place, status=status or a.status)
        )

    # -- taking out, checking ------------------------------------------------------------------

    def export(
        self, name: str, query: str = "", left_out: Callable[[Article, PostilError], None] = _refuse
    ) -> Iterator[tuple[str, bytes]]:
        """Annotated articles that answer ``query`` in the format ``name``.

        Args:
            name: Of the format.
            query: As for ``articles``.
            left_out: Called with each article that cannot be read, and why; the others are
                exported. Without it, that error is raised.

        Yields:
            A suggested file name and its content: one an article, or one for all of them.

        Raises:
            NotFoundError: there is no such format.
        """
        from store.exporters.registry import ExportArticle, get  # noqa: PLC0415 - only to export

        exporter = get(name)

        def read() -> Iterator[ExportArticle]:
            for article in self.articles(query):
                if article.highlights or article.note or article.tags:
                    try:
                        notes, document = self.annotations(article.id), self.document(article.id)
                    except PostilError as error:
                        left_out(article, error)
                    else:
                        yield ExportArticle(article, notes, document)

        chosen = read()
        if not exporter.per_article:
            yield f"postil{exporter.suffix}", exporter.render(list(chosen))
            return
        for item in chosen:
            stem = item.article.file.removesuffix(".md")
            yield f"{stem}{exporter.suffix}", exporter.render([item])

    def doctor(self, *, fix: bool = False, progress: Progress | None = None) -> list[Problem]:
        """What is wrong with the files and all that is derived from them, in words.

        The catalogue is brought in step with the files first. Nothing else is changed but with
        ``fix``: then what can be repaired is repaired, and the list is what was found before,
        with what could not be repaired and why.
        """
        from store.doctor import run  # noqa: PLC0415 - only when asked for
        from store.doctor.model import Patient  # noqa: PLC0415 - the same
        from store.doctor.survey import survey  # noqa: PLC0415 - the same

        self._upkeep.take_stock(progress)
        patient = Patient(
            self.folders, survey(self.folders, progress, self._articles.listed_as),
            self._catalogue, self._annotations,
            self._acting, self._upkeep.open_index, self.merge_tags, self.reindex,
            self._upkeep.compare_index,
            self._settle, self.merge_copies, self.left_copies, self.set_aside,
        )  # fmt: skip
        found = run.examine(patient, progress)
        problems = [each.problem for each in found]
        if fix:
            problems += run.repair(found)
            self.refresh(progress)
        return problems
