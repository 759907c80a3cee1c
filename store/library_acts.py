"""The acts of a library, loaded when the first one is asked for: reading needs none."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.acting import Acting
    from store.annotation_shelf import AnnotationShelf
    from store.article_shelf import ArticleShelf
    from store.catalogue import Catalogue
    from store.codebook_shelf import CodebookShelf
    from store.deleting import Deleting
    from store.documents import DocumentCache
    from store.folders import Folders
    from store.model import Article
    from store.rewriting import Rewriting


class LibraryActs:
    """What can be done with a library: each act is an attribute, bound to what it works on.

    They are made together, under a lock, in the moment in which one of them is missed.
    """

    def __init__(
        self,
        folders: Folders,
        catalogue: Catalogue,
        documents: DocumentCache,
        articles: ArticleShelf,
        annotations: AnnotationShelf,
        article: Callable[[str], Article],
    ) -> None:
        self.folders = folders
        self._catalogue = catalogue
        self._documents = documents
        self._articles = articles
        self._annotations = annotations
        self._article = article
        self._making = threading.Lock()

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

    @cached_property
    def _codebook(self) -> CodebookShelf:
        from store.codebook_shelf import CodebookShelf  # noqa: PLC0415 - not for the first frame

        return CodebookShelf(self.folders.library)

    def _settle(self) -> None:
        """Finish the act that a crash has cut short, if there is one."""
        self._acting.settle()

    def _make_acts(self) -> None:
        from store.acting import Acting  # noqa: PLC0415 - as said above
        from store.codebook_shelf import CODEBOOK  # noqa: PLC0415 - as said above
        from store.deleting import FILES, Deleting  # noqa: PLC0415 - as said above
        from store.rewriting import MARKDOWN, Rewriting  # noqa: PLC0415 - as said above
        from store.saved_searches import (  # noqa: PLC0415 - as said above
            SEARCHES,
            SavedSearches,
            SearchFile,
        )

        deleting = Deleting(self.folders, self._catalogue, self._articles, self._annotations)
        rewriting = Rewriting(self._articles)
        searches = SearchFile(self.folders.library)
        others = {
            FILES: deleting.apply, MARKDOWN: rewriting.apply, SEARCHES: searches.apply,
            CODEBOOK: self._codebook.apply,
        }  # fmt: skip
        acting = Acting(self.folders, self._annotations, others)
        self._acting = acting
        self._make_plain_acts(acting, deleting)
        self._make_highlight_acts(acting)
        self._make_article_acts(acting, deleting, rewriting)
        self._make_tag_acts(acting)
        saved = SavedSearches(searches, acting.act)
        self.saved_searches = searches.all
        self.save_search = saved.save
        self.delete_search = saved.delete
        self.rename_search = saved.rename
        self.undo = acting.undo
        self.redo = acting.redo
        self.can_undo = acting.can_undo
        self.can_redo = acting.can_redo
        self.past_acts = acting.past

    def _make_plain_acts(self, acting: Acting, deleting: Deleting) -> None:
        """Those on one highlight, and on what is said of articles."""
        from store.acts import Acts  # noqa: PLC0415 - as said above

        acts = Acts(
            self._catalogue, self._annotations, self._article, self._articles.document, acting,
            deleting.change, self._codebook.settled,
        )  # fmt: skip
        self.mark = acts.mark
        self.edit_highlight = acts.edit_highlight
        self.delete_highlight = acts.delete_highlight
        self.edit_article = acts.edit_article
        self.edit_articles = acts.edit_articles
        self.delete_articles = acts.delete_articles

    def _make_highlight_acts(self, acting: Acting) -> None:
        """Those on several highlights at once, on where one is, and on all as one text."""
        from store.buffer_acts import BufferActs  # noqa: PLC0415 - as said above
        from store.highlight_acts import HighlightActs  # noqa: PLC0415 - as said above
        from store.place_acts import PlaceActs  # noqa: PLC0415 - as said above

        document = self._articles.document
        several = HighlightActs(self._annotations, document, acting, self._codebook.settled)
        self.mark_many = several.mark_many
        self.mark_spots = several.mark_spots
        self.merge_highlights = several.merge
        self.split_highlight = several.split
        places = PlaceActs(self._annotations, document, acting)
        self.keep_place = places.keep
        self.place_highlight = places.place
        self.unplace_highlight = places.unplace
        self.candidates = places.candidates
        buffers = BufferActs(self._annotations, document, acting, self._codebook.settled)
        self.buffer = buffers.buffer
        self.apply_buffer = buffers.apply_buffer

    def _make_article_acts(self, acting: Acting, deleting: Deleting, rewriting: Rewriting) -> None:
        """Those that bring articles, and those on their files."""
        from store.adding import Adding  # noqa: PLC0415 - as said above
        from store.set_aside import SettingAside  # noqa: PLC0415 - as said above
        from store.shaping import Shaping  # noqa: PLC0415 - as said above
        from store.trash import Trash  # noqa: PLC0415 - as said above

        adding = Adding(self._articles, self._annotations, self._article, self._codebook.settled)
        self.add = adding.add
        self.add_builtin = adding.add_builtin
        self.set_kind = Shaping(self._documents, rewriting, acting).set_kind
        trash = Trash(self.folders, self._catalogue, deleting, rewriting, acting)
        self.trash = trash.all
        self.restore = trash.restore
        self.empty_trash = trash.empty
        aside = SettingAside(
            self.folders, self._catalogue, self._annotations, self._article,
            self._articles.document,
        )  # fmt: skip
        self.broken = aside.broken
        self.set_aside = aside.set_aside

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
