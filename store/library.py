"""The one door: a library opened, its articles, annotations, catalogue and index in step."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
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
from store.folders import Folders
from store.model import (
    Annotations,
    Article,
    Highlight,
    Hit,
    Place,
    Problem,
    Status,
)
from store.times import now

if TYPE_CHECKING:
    from pathlib import Path

    from store.acting import Acting
    from store.codebook import Codebook
    from store.codebook_shelf import CodebookShelf
    from store.conflicts import ConflictCopies
    from store.outside import Differing, Signs
    from store.search.index import SearchIndex
    from store.settling import Settled
    from store.text.document import Document


_INDEX = "index"


def _refuse(_article: Article, error: PostilError) -> None:
    raise error


def never() -> bool:
    """The answer to "was this cancelled?" of a caller that never cancels."""
    return False


class Library:
    """A library of one user. Methods may be called from any thread; acts wait for each other.

    Making one is cheap (folders and catalogue); ``refresh`` reads what changed on disk, and
    ``update_index`` brings the search index in step. ``open`` does the first two.

    Raises:
        StoreError: a folder cannot be made or written.
    """

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        for folder in (folders.cache, folders.state):
            files.make_private_folder(folder)
        self._catalogue = Catalogue(folders.cache / "catalogue.sqlite")
        self._need_what_was_there()
        for folder in (folders.library, folders.articles, folders.annotations, folders.originals):
            files.make_private_folder(folder)
        files.need_no_links(folders.articles, folders.annotations, folders.originals, folders.trash)
        documents = DocumentCache(folders.cache / "documents")
        self._articles = ArticleShelf(folders, self._catalogue, documents)
        self._annotations = AnnotationShelf(
            folders, self._catalogue, self.article, self._articles.document
        )
        self._documents = documents
        self._index: SearchIndex | None = None
        self._indexing = threading.Lock()
        self._making = threading.Lock()
        self._swept = False
        self._copies: ConflictCopies | None = None
        self._merged: list[str] = []
        asking = Asking(
            self._catalogue, self._open_index, lambda path: self._codebook.working().spellings(path)
        )
        self._parsed = asking.parsed
        self.articles = asking.articles
        self.matching = asking.matching
        self.counts = asking.counts
        self._hits = asking.hits

    def _need_what_was_there(self) -> None:
        """Refuse a folder that is gone with all that was in it: no new one is begun in its place.

        Raises:
            StoreError: as said.
        """
        kinds = {ARTICLE: self.folders.articles, ANNOTATIONS: self.folders.annotations}
        for kind, folder in kinds.items():
            if not folder.is_dir():
                with contextlib.suppress(DamagedFileError):  # then nothing is known of it
                    if self._catalogue.files(kind):
                        files.need_folders(folder)

    def _make_acts(self) -> None:
        """Acts are loaded when the first one is asked for: reading needs none."""
        from store.acting import Acting  # noqa: PLC0415 - as said above
        from store.acts import Acts  # noqa: PLC0415 - as said above
        from store.adding import Adding  # noqa: PLC0415 - as said above
        from store.codebook_shelf import CODEBOOK  # noqa: PLC0415 - as said above
        from store.deleting import FILES, Deleting  # noqa: PLC0415 - as said above
        from store.rewriting import MARKDOWN, Rewriting  # noqa: PLC0415 - as said above
        from store.saved_searches import (  # noqa: PLC0415 - as said above
            SEARCHES,
            SavedSearches,
            SearchFile,
        )
        from store.set_aside import SettingAside  # noqa: PLC0415 - as said above
        from store.shaping import Shaping  # noqa: PLC0415 - as said above
        from store.trash import Trash  # noqa: PLC0415 - as said above

        deleting = Deleting(self.folders, self._catalogue, self._articles, self._annotations)
        rewriting = Rewriting(self._articles)
        search_file = SearchFile(self.folders.library)
        others = {
            FILES: deleting.apply, MARKDOWN: rewriting.apply, SEARCHES: search_file.apply,
            CODEBOOK: self._codebook.apply,
        }  # fmt: skip
        acting = Acting(self.folders, self._annotations, others)
        acts = Acts(
            self._catalogue, self._annotations, self.article, self.document, acting,
            deleting.change, self._settled,
        )  # fmt: skip
        self._acting = acting
        self.mark = acts.mark
        self.edit_highlight = acts.edit_highlight
        self.delete_highlight = acts.delete_highlight
        self._make_highlight_acts(acting)
        self.edit_article = acts.edit_article
        self.edit_articles = acts.edit_articles
        self.delete_articles = acts.delete_articles
        self._make_tag_acts(acting)
        self.set_kind = Shaping(self._documents, rewriting, acting).set_kind
        trash = Trash(self.folders, self._catalogue, deleting, rewriting, acting)
        self.trash = trash.all
        self.restore = trash.restore
        self.empty_trash = trash.empty
        self.undo = acting.undo
        self.redo = acting.redo
        self.can_undo = acting.can_undo
        self.can_redo = acting.can_redo
        self.past_acts = acting.past
        self._settle = acting.settle
        searches = SavedSearches(search_file, acting.act)
        self.saved_searches = search_file.all
        self.save_search = searches.save
        self.delete_search = searches.delete
        self.rename_search = searches.rename
        aside = SettingAside(
            self.folders, self._catalogue, self._annotations, self.article, self.document
        )
        self.broken, self.set_aside = aside.broken, aside.set_aside
        adding = Adding(self._articles, self._annotations, self.article, self._settled)
        self.add = adding.add
        self.add_builtin = adding.add_builtin

    def _make_highlight_acts(self, acting: Acting) -> None:
        """Those on several highlights at once, on where one is, and on all as one text."""
        from store.buffer_acts import BufferActs  # noqa: PLC0415 - as said above
        from store.highlight_acts import HighlightActs  # noqa: PLC0415 - as said above
        from store.place_acts import PlaceActs  # noqa: PLC0415 - as said above

        several = HighlightActs(self._annotations, self.document, acting, self._settled)
        self.mark_many = several.mark_many
        self.merge_highlights = several.merge
        self.split_highlight = several.split
        places = PlaceActs(self._annotations, self.document, acting)
        self.keep_place = places.keep
        self.place_highlight = places.place
        self.unplace_highlight = places.unplace
        self.candidates = places.candidates
        buffers = BufferActs(self._annotations, self.document, acting)
        self.buffer = buffers.buffer
        self.apply_buffer = buffers.apply_buffer

    def _make_tag_acts(self, acting: Acting) -> None:
        from store.tag_acts import TagActs  # noqa: PLC0415 - as said above
        from store.tag_lists import TagLists  # noqa: PLC0415 - as said above

        lists = TagLists(self._catalogue, self._codebook)
        self.tag_tree = lists.tree
        self.tag_uses = lists.uses
        self.known_tag = lists.known
        self.meant_tags = lists.meant
        tagging = TagActs(self._catalogue, self._annotations, self._codebook, lists, acting)
        self.rename_tag = tagging.rename_tag
        self.merge_tags = tagging.merge_tags
        self.delete_tag = tagging.delete_tag
        self.edit_tag = tagging.edit_tag
        self.tag_many = tagging.tag_many

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """An act that is asked for before there are any."""
            if name == "_making":  # not even that: it was never opened
                raise AttributeError(name)
            with self._making:
                if "mark" not in self.__dict__:
                    self._make_acts()
            try:
                return self.__dict__[name]
            except KeyError:
                raise AttributeError(name) from None

    @classmethod
    def open(cls, folders: Folders, *, progress: Progress | None = None) -> Library:
        """A library that knows what is on disk now."""
        library = cls(folders)
        library.refresh(progress)
        return library

    def close(self) -> None:
        """Let go of the catalogue and the index."""
        if self._index is not None:
            self._index.close()
        self._annotations.close()
        self._catalogue.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- keeping in step -----------------------------------------------------------------------

    def refresh(self, progress: Progress | None = None) -> frozenset[str]:
        """Read what changed on disk since; the ids of the articles concerned."""
        if not self._swept:
            self._swept = True
            self._sweep()
        if self.folders.unfinished.exists():  # acts take long to load
            self._settle()
        settle = self._annotations.settle_stale
        return frozenset(
            self._mended(lambda: self._look(progress) | self.merge_copies() | settle())
        )

    def look(self, progress: Progress | None = None) -> None:
        """Bring the catalogue and the index in step with the files, and leave those as they are.

        Unlike ``refresh`` it tidies nothing up and moves no highlight.
        """
        self._mended(lambda: self._look(progress))
        self.update_index(progress)

    def _look(self, progress: Progress | None) -> set[str]:
        """Bring the catalogue in step with the files, and change nothing else."""
        # Of a disk that is not mounted nothing is known; it is not the same as an empty one.
        files.need_folders(self.folders.articles, self.folders.annotations)
        return self._articles.refresh(progress) | self._annotations.refresh()

    def _mended(self, job: Callable[[], set[str]]) -> set[str]:
        """Do a job again with an empty catalogue if it is damaged."""
        try:
            return job()
        except DamagedFileError:  # the catalogue: what is wrong with other files stands in it
            self._catalogue.start_over()
            return job()

    def _sweep(self) -> None:
        """Clear away what earlier processes have left, once."""
        from store.leftovers import folders_below  # noqa: PLC0415 - not for the first frame
        from store.moves import sweep_trash  # noqa: PLC0415 - the same

        library, cache = self.folders.library, self.folders.cache
        files.sweep_temps(
            *folders_below(library), *folders_below(cache), self.folders.state,
            *folders_below(cache / "documents"),
        )  # fmt: skip
        sweep_trash(self.folders.trash, now())

    def merge_copies(self) -> set[str]:
        """Merge the conflict copies that ``refresh`` has found; the ids of their articles.

        It calls this itself. ``take_merged`` says what was done, ``left_copies`` what was not.
        """
        others = files.list_folder(self.folders.library, ".yaml")
        if not (self._articles.twins() or self._annotations.twins()) and not any(
            " " in entry.name or "conflict" in entry.name for entry in others
        ):
            return set()
        if self._copies is None:
            from store.conflicts import ConflictCopies  # noqa: PLC0415 - only if there are any

            self._copies = ConflictCopies(self.folders, self._articles, self._annotations)
        merged = self._copies.merge()
        self._merged += [each.line for each in merged]
        return {each.article for each in merged if each.article}

    def take_merged(self) -> list[str]:
        """What was done with conflict copies since this was asked last, a line each for people."""
        count = len(self._merged)
        said, self._merged[:count] = self._merged[:count], []
        return said

    def unreadable(self) -> list[str]:
        """What is wrong with the files that could not be read, a line each for people."""
        return self._catalogue.errors()

    def left_copies(self) -> dict[Path, str]:
        """The conflict copies that could not be merged, and why not, for people."""
        return self._copies.left() if self._copies else {}

    def signs(self, article_id: str = "") -> Signs:
        """What is changed by nearly everything that others do, above all to one article."""
        from store.outside import signs  # noqa: PLC0415 - not before the first frame

        if not article_id:
            return signs(self.folders)
        kinds = ("article", "annotations")
        return signs(self.folders, *(self._catalogue.file_of(kind, article_id) for kind in kinds))

    def differing(self) -> Differing:
        """The files that others have changed since ``refresh``; a look at every one of them."""
        return self._articles.differing() | self._annotations.differing()

    def update_index(self, progress: Progress | None = None) -> int:
        """Bring the search index in step with the catalogue; how many articles it took in.

        It is not even opened while it is known to be in step.
        """
        from store import in_step  # noqa: PLC0415 - not before the first frame
        from store.indexing import stale, update  # noqa: PLC0415 - the same

        folder = self.folders.cache / _INDEX
        with self._indexing:
            if self._index is None and in_step.is_known(folder, self._catalogue):
                return 0
            index = self._open_index()
            taken = update(index, self._catalogue, progress)
            found = in_step.fingerprint(folder, self._catalogue)
            if not any(stale(index, self._catalogue)):
                in_step.note(folder, found)
            return taken

    def reindex(self, progress: Progress | None = None) -> None:
        """Throw away what is derived, and make it anew from the files."""
        with self._indexing:
            self._open_index().clear()
        self._articles.forget()
        self._annotations.forget()
        self._catalogue.clear()
        self.refresh(progress)
        self.update_index(progress)

    def _open_index(self) -> SearchIndex:
        if self._index is None:
            from store.search.index import SearchIndex  # noqa: PLC0415 - whoosh is slow to import

            self._index = SearchIndex(self.folders.cache / _INDEX)
            self._index.open()
        return self._index

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

    def highlights(self, query: str = "") -> list[tuple[Article, Highlight]]:
        """The highlights whose words answer ``query``, by article (newest first) and place.

        A word may stand in the quote, the note, the tags, or the article's title, author,
        source and tags.
        """
        from store.search.scan import highlight_matches  # noqa: PLC0415 - only when asked for

        wanted = self._parsed(query)
        by_article: dict[str, list[Highlight]] = {}
        for article_id, highlight in self._catalogue.highlights():
            by_article.setdefault(article_id, []).append(highlight)
        return [
            (article, highlight)
            for article in self._catalogue.articles(by_article)
            for highlight in by_article[article.id]
            if highlight_matches(wanted, article, highlight)
        ]

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

    @cached_property
    def _codebook(self) -> CodebookShelf:
        from store.codebook_shelf import CodebookShelf  # noqa: PLC0415 - not for the first frame

        return CodebookShelf(self.folders.library)

    def _settled(self, tags: Iterable[str]) -> tuple[str, ...]:
        """Tags under their main names."""
        return self._codebook.working().settled(tags)

    def search(
        self, query: str, *, limit: int = 50, cancelled: Callable[[], bool] = never
    ) -> list[Hit]:
        """Ranked hits in what the index holds now (see ``update_index``).

        Raises:
            UsageError: the query cannot be read.
        """
        return self._hits(query, limit=limit, cancelled=cancelled)

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

        self._mended(lambda: self._look(progress))
        patient = Patient(
            self.folders, survey(self.folders, progress, self._articles.listed_as),
            self._catalogue, self._annotations,
            self._acting, self._open_index, self.merge_tags, self.reindex, self.update_index,
            self._settle, self.merge_copies, self.left_copies, self.set_aside,
        )  # fmt: skip
        found = run.examine(patient, progress)
        problems = [each.problem for each in found]
        if fix:
            problems += run.repair(found)
            self.refresh(progress)
        return problems
