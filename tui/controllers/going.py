"""Going: lists to choose from, each of which leads to a passage or to articles."""

from __future__ import annotations

from collections.abc import Sequence

from store.errors import NotFoundError
from store.model import Article, Highlight
from tui.desk import Desk
from tui.item import Item
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
    """``g h``, ``g H``, ``g u``, ``T``, and Enter in the side panel."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def highlights(self) -> None:
        """The highlights of the open article."""
        opened = self._desk.need_open()
        placed = [h for h in opened.annotations.highlights if h.anchor.state != "unplaced"]
        if not placed:
            raise NotFoundError("no highlights in this article", hint="h makes one")
        self._desk.screen.dialogs.pick(
            "Highlights of this article",
            [_item(None, highlight) for highlight in placed],
            lambda index: self._desk.jump(placed[index].anchor.start, placed[index].anchor.end),
        )

    def library_highlights(self) -> None:
        """The highlights of the whole library."""
        self.pick_pairs(
            "Highlights of the library",
            [pair for pair in self._desk.library.highlights() if _placed(pair[1])],
            "no highlights in the library yet",
        )

    def unplaced(self) -> None:
        """The highlights whose passage was not found again."""
        self.pick_pairs(
            "Unplaced highlights",
            [pair for pair in self._desk.library.highlights() if not _placed(pair[1])],
            "no unplaced highlights: every passage was found",
        )

    def pick_pairs(
        self, title: str, pairs: Sequence[tuple[Article, Highlight]], nothing: str
    ) -> None:
        """Let one of several highlights be chosen, and go there; there is none: ``nothing``."""
        if not pairs:
            raise NotFoundError(nothing)

        def chosen(index: int) -> None:
            article, highlight = pairs[index]
            if _placed(highlight):
                passage = highlight.anchor.start, highlight.anchor.end
                self._desk.open(article.id, at=passage)
            else:
                near = highlight.anchor.near or 0
                self._desk.open(article.id, at=(near, near), then=self._say_lost)

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
        if lost is not None and not _placed(lost):
            near = lost.anchor.near or 0
            self._desk.jump(near, near)
            self._say_lost()
        else:
            self._desk.jump(row.start, row.end)
        self._desk.screen.focus_place("reader")

    def _say_lost(self) -> None:
        self._desk.say("about here it was; its words are not in the text now", "warning")


def _placed(highlight: Highlight) -> bool:
    return highlight.anchor.state in {"placed", "moved"}
