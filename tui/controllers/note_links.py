"""Links in notes: to pages, to places of the article, to other highlights by their id."""

from __future__ import annotations

from typing import NamedTuple

from store.errors import NotFoundError
from store.model import Article, Highlight
from tui.desk import Desk
from tui.item import Item
from tui.note_links import NoteLink, note_links


class _Way(NamedTuple):
    """Where a link leads: to an address, or to a highlight."""

    link: NoteLink
    article: Article | None = None
    highlight: Highlight | None = None

    @property
    def item(self) -> Item:
        """It as a row to choose."""
        if self.highlight is None or self.article is None:
            return Item(title=self.link.words, detail=self.link.url)
        return Item(
            title=self.highlight.quote, detail=self.article.title, mark=self.highlight.color
        )


class NoteLinks:
    """``o`` in the side panel."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self) -> None:
        """Follow a link of the note that the panel's cursor is on; of several, ask which.

        Raises:
            NotFoundError: there is none.
        """
        from store.text.markdown import parse  # noqa: PLC0415 - slow to import

        row = self._desk.screen.panel.selected
        note = row.note if row is not None else ""
        ways = [way for link in note_links(parse(note)) if (way := self._way(link)) is not None]
        if not ways:
            raise NotFoundError("there is no link in a note here")
        if len(ways) == 1:
            self._go(ways[0])
        else:
            self._desk.screen.dialogs.pick(
                "Links of the note", [way.item for way in ways], lambda index: self._go(ways[index])
            )

    def _way(self, link: NoteLink) -> _Way | None:
        """Where a link leads; ``None``: there is no such highlight."""
        if not link.highlight:
            return _Way(link)
        try:
            article, highlight = self._desk.library.find_highlight(link.highlight)
        except NotFoundError:
            return None
        return _Way(link, article, highlight) if highlight.id == link.highlight else None

    def _go(self, way: _Way) -> None:
        if way.highlight is None or way.article is None:
            from tui.controllers.following import Following  # noqa: PLC0415 - as the labels' one

            Following(self._desk).follow_url(way.link.url)
            return
        anchor = way.highlight.anchor
        near = anchor.near or 0
        placed = anchor.state in {"placed", "moved"}
        self._desk.open(way.article.id, at=(anchor.start, anchor.end) if placed else (near, near))
