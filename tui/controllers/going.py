"""Going: lists to choose from, each of which leads to a passage or to articles."""

from __future__ import annotations

from collections.abc import Sequence

from store.errors import NotFoundError
from store.model import Article, Highlight
from tui.controllers.settling import Settling
from tui.desk import Desk
from tui.item import Item
from tui.needing import needs_a_person
from tui.outline import section_at


def _item(article: Article | None, highlight: Highlight) -> Item:
    tags = " ".join(f"#{tag}" for tag in highlight.tags)
    note = next((line for line in highlight.note.splitlines() if line.strip()), "")
    parts = (article.title if article else "", tags, f"» {note}" if note else "")
    return Item(
        title=highlight.quote,
        detail="  ".join(part for part in parts if part),
        mark=highlight.color,
    )


class Going:
    """``g h``, ``g H``, ``T``, and Enter in the side panel."""

    def __init__(self, desk: Desk, settling: Settling) -> None:
        self._desk = desk
        self._settling = settling

    def highlights(self) -> None:
        """The highlights of the open article."""
        opened = self._desk.need_open()
        placed = [h for h in opened.annotations.highlights if not needs_a_person(h)]
        if not placed:
            raise NotFoundError("no highlights in this article", hint="h makes one")
        self._desk.screen.dialogs.pick(
            "Highlights of this article",
            [_item(None, highlight) for highlight in placed],
            lambda index: self._desk.jump(placed[index].anchor.start, placed[index].anchor.end),
        )

    def library_highlights(self) -> None:
        """The highlights of the whole library that have a place."""
        self.pick_pairs(
            "Highlights of the library",
            [pair for pair in self._desk.library.highlights() if not needs_a_person(pair[1])],
            "no highlights in the library yet",
        )

    def pick_pairs(
        self, title: str, pairs: Sequence[tuple[Article, Highlight]], nothing: str
    ) -> None:
        """Let one of several highlights be chosen, and go there; there is none: ``nothing``."""
        if not pairs:
            raise NotFoundError(nothing)

        def chosen(index: int) -> None:
            article, highlight = pairs[index]
            if needs_a_person(highlight):
                self._desk.open(article.id, then=lambda: self._settling.one(highlight.id))
            else:
                self._desk.open(article.id, at=(highlight.anchor.start, highlight.anchor.end))

        self._desk.screen.dialogs.pick(title, [_item(*pair) for pair in pairs], chosen)

    def contents(self) -> None:
        """The headings of the open article, the present section under the cursor."""
        outline = self._desk.need_open().outline
        if not outline:
            raise NotFoundError("this article has no headings")
        top = min(entry.level for entry in outline)
        self._desk.screen.dialogs.pick(
            "Contents",
            [Item(title=entry.text, indent=2 * min(entry.level - top, 4)) for entry in outline],
            lambda index: self._desk.jump(outline[index].offset, outline[index].offset),
            first=max(0, section_at(outline, self._desk.screen.reader.focus_range.start)),
        )

    def panel(self) -> None:
        """To what the panel's cursor is on."""
        row = self._desk.screen.panel.selected
        if row is None:
            raise NotFoundError("nothing to go to here")
        opened = self._desk.need_open()
        lost = opened.annotations.highlight(row.highlight) if row.highlight else None
        if lost is not None and needs_a_person(lost):
            self._settling.one(lost.id)
            return
        self._desk.jump(row.start, row.end)
        self._desk.screen.focus_place("reader")
