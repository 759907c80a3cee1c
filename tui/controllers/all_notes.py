"""All notes of an article as one text in $EDITOR: opened, opened again while unclear, applied."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from store.annotation_buffer import line_of, with_message, without_messages
from store.errors import ConflictError, PostilError, UsageError
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
        where = f"{self._keep(article, refused.text)}:{refused.error.line or 1}"
        raise UsageError(f"nothing is changed; it is in {where}", hint=refused.error.message)

    def _keep(self, article: Article, text: str) -> str:
        """Keep what cannot be applied; where it is, as people write it."""
        path = keep_unsaved(self._desk.library.folders.state, article.file, text)
        home = Path.home()
        return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)

    def _apply(self, article: Article, edited: str) -> None:
        library = self._desk.library

        def save() -> BufferEdit | _Unclear:
            try:
                return library.apply_buffer(article.id, edited)
            except UsageError as error:
                return _Unclear(edited, error)
            except ConflictError as error:
                what = ", ".join(error.candidates) or error.message
                raise ConflictError(
                    f"nothing is changed; yours is in {self._keep(article, edited)}",
                    hint=f"changed elsewhere, too: {what}",
                ) from error
            except PostilError as error:
                error.hint = f"what you wrote is in {self._keep(article, edited)}"
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
