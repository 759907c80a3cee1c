"""Moving: motions of the reader, rows of the lists, marks and the way back."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from store.errors import NotFoundError
from tui.desk import Desk
from tui.widgets.reader import Motion

if TYPE_CHECKING:
    from tui.kept_marks import Marks

_JUMPS = {"top", "end", "section_next", "section_prev", "highlight_next", "highlight_prev"}


class Moving:
    """The motions."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def move(self, motion: Motion, count: int = 1) -> None:
        """A motion of the reader, ``count`` times."""
        opened = self._desk.need_open()
        if motion in _JUMPS:
            self._desk.remember_jump()
        opened.moved = True
        self._desk.screen.reader.move(motion, count)

    def row(self, motion: str, count: int = 1) -> None:
        """A motion of the list or the panel, ``count`` times."""
        screen = self._desk.screen
        rows = screen.panel if self._desk.place == "panel" else screen.articles
        rows.move(motion, count)

    @cached_property
    def _marks(self) -> Marks:
        from tui.kept_marks import Marks  # noqa: PLC0415 - not at start

        return Marks(self._desk.library.folders.state)

    def set_mark(self, letter: str) -> None:
        """Remember this place under a letter, also for the next time."""
        from tui.kept_marks import mark_at  # noqa: PLC0415 - as above

        opened, reader = self._desk.need_open(), self._desk.screen.reader
        article_id, focus = opened.article.id, reader.focus_range
        mark = mark_at(opened.document.text, focus.start, focus.end, reader.top_offset)
        self._marks.set(article_id, letter, mark)
        self._desk.queue.submit(lambda: self._marks.save(article_id, letter))
        self._desk.say(f"mark {letter} set")

    def go_mark(self, letter: str) -> None:
        """Go to the place under a letter."""
        from tui.kept_marks import find  # noqa: PLC0415 - as above

        opened = self._desk.need_open()
        mark = self._marks.get(opened.article.id, letter)
        if mark is None:
            raise NotFoundError(f"no mark {letter} in this article", hint=f"m {letter} sets it")
        self._desk.remember_jump()
        mark, is_there = find(mark, opened.document.text)
        self._go(max(0, mark.start - mark.above), (mark.start, mark.end))
        if not is_there:
            self._desk.say("about here it was; its words are not in the text now", "warning")

    def back(self) -> None:
        """Back to where one was before the last jump; again: forth."""
        before = self._desk.before_jump
        if before is None:
            raise NotFoundError("there was no jump yet")
        article_id, top, passage = before
        self._desk.remember_jump()
        self._desk.open(article_id, then=lambda: self._go(top, passage))

    def _go(self, top: int, passage: tuple[int, int]) -> None:
        self._desk.need_open().moved = True
        reader = self._desk.screen.reader
        if passage[0] < passage[1]:
            reader.focus_passage(*passage, kind="block")
        reader.scroll_to_offset(top)
