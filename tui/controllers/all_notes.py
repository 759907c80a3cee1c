"""All notes of an article as one text in $EDITOR: opened, opened again while unclear, applied."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from store.annotation_buffer import line_of, with_message, without_messages
from store.errors import PostilError, UsageError
from tui.desk import Desk
from tui.editor import edit_text, keep_unsaved

if TYPE_CHECKING:
    from store.buffer_edit import BufferEdit
    from store.model import Article


class _Unclear(NamedTuple):
    """An edit that was refused."""

    text: str
    error: UsageError


class AllNotes:
    """The verb ``g E``."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def edit(self) -> None:
        """All annotations of the article in $EDITOR; at the highlight that is meant, if any."""
        article = self._desk.target()
        at = ""
        opened = self._desk.opened
        if opened is not None and opened.article.id == article.id and self._desk.place != "list":
            at = next((highlight.id for highlight in self._desk.highlights_here()), "")

        def then(text: str | None) -> None:
            if text is not None:
                self._open(article, text, line_of(text, self._desk.real(at)) if at else 1)

        # After all writes that are still on their way, so that it has what was just marked.
        self._desk.queue.submit(lambda: self._desk.library.buffer(article.id), then)

    def _open(
        self, article: Article, text: str, line: int, refused: _Unclear | None = None
    ) -> None:
        desk = self._desk
        try:
            edited = edit_text(
                desk.screen.app, text, desk.config.editor, name=article.file, line=line
            )
        except PostilError as error:
            desk.warn(error)
            return
        if refused is not None and (edited is None or _same(edited, refused.text)):
            self._give_up(article, refused)
        elif edited is None:
            desk.say("the notes are as they were")
        else:
            self._apply(article, edited)

    def _give_up(self, article: Article, refused: _Unclear) -> None:
        path = keep_unsaved(self._desk.library.folders.state, article.file, refused.text)
        where = f"{path}:{refused.error.line or 1}"
        self._desk.warn(
            UsageError(f"nothing was changed: {refused.error.message}", hint=f"it is in {where}")
        )

    def _apply(self, article: Article, edited: str) -> None:
        library = self._desk.library

        def save() -> BufferEdit | _Unclear:
            try:
                return library.apply_buffer(article.id, edited)
            except UsageError as error:
                return _Unclear(edited, error)
            except PostilError as error:
                with contextlib.suppress(PostilError):
                    path = keep_unsaved(library.folders.state, article.file, edited)
                    what = "; ".join(getattr(error, "candidates", ()))
                    error.hint = f"{what}{' — ' if what else ''}what you wrote is in {path}"
                raise

        def then(done: BufferEdit | _Unclear | None) -> None:
            if isinstance(done, _Unclear):
                text, line = with_message(done.text, done.error)
                self._open(article, text, line, done)
                return
            self._desk.changes.reload_all()
            if done is not None and done.changes:
                self._desk.say(f"{done.words}; u takes it back", "success")
            elif done is not None:
                self._desk.say("the notes are as they were")

        self._desk.queue.submit(save, then)


def _same(one: str, other: str) -> bool:
    return without_messages(one).strip() == without_messages(other).strip()
