"""Structure: the focus made a heading, a paragraph, a list item, a caption or furniture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import UsageError
from tui.desk import Desk

if TYPE_CHECKING:
    from store.structure import Kind


class Structure:
    """What the blocks under the focus are. The text stays, so no highlight moves."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def heading(self) -> None:
        """A heading like the one above it; a heading: one of the next level."""
        self._make("heading")

    def paragraph(self) -> None:
        """A paragraph; of a folded run each block."""
        self._make("paragraph")

    def list_item(self) -> None:
        """An item of a list."""
        self._make("list_item")

    def caption(self) -> None:
        """A caption of a picture or a table."""
        self._make("caption")

    def furniture(self) -> None:
        """Furniture, which is folded away."""
        self._make("furniture")

    def _make(self, kind: Kind) -> None:
        from store import structure  # noqa: PLC0415 - only when the first block is changed

        desk, opened = self._desk, self._desk.need_open()
        document, article_id = opened.document, opened.article.id
        start, end = desk.screen.reader.focus_range[1:]
        touched = structure.blocks_in(document, start, end) if document.blocks else []
        if not touched:
            raise UsageError("there is no text in focus")
        level = structure.next_level(document, touched[0]) if kind == "heading" else 0
        wanted = structure.changed_blocks(document, start, end, kind, level)
        if not wanted:
            desk.say(f"{structure.WORDS[kind]} already")
            return
        opened.moved = True
        library = desk.library
        desk.changes.structure(
            structure.as_shown(document, wanted),
            lambda: library.set_kind(
                article_id, start, end, kind, level=level, text=document.sha256
            ),
            self._said(kind, level, len(wanted)),
        )

    def _said(self, kind: Kind, level: int, many: int) -> str:
        from store.structure import PLURALS, WORDS  # noqa: PLC0415 - loaded by now

        undo = self._desk.screen.keymap.first_key("undo")
        what = f"{WORDS[kind]} now" if many == 1 else f"{many} blocks are {PLURALS[kind]} now"
        if kind == "heading":
            what = f"{what}, level {level}"
        return f"{what}; {undo} brings {'it' if many == 1 else 'them'} back" if undo else what
