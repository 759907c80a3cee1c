"""Articles: opened, read, starred, archived; undo and redo; what changed on disk."""

from __future__ import annotations

from collections.abc import Callable

from store.errors import NotFoundError
from store.model import Status
from tui.desk import Desk


class Articles:
    """The verbs on articles and on the library."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # -- opening -------------------------------------------------------------------------------

    def open_selected(self) -> None:
        """Open the article under the list's cursor."""
        selected = self._desk.screen.articles.selected
        if selected is None:
            raise NotFoundError("there is no article here", hint="postil add FILE brings one in")
        self._desk.open(selected.id)

    def next(self, count: int = 1) -> None:
        """Open the article below the one that is open."""
        self._open_beside(count)

    def previous(self, count: int = 1) -> None:
        """Open the article above the one that is open."""
        self._open_beside(-count)

    def _open_beside(self, steps: int) -> None:
        rows = self._desk.screen.articles
        if not rows.articles:
            raise NotFoundError("there is no article here", hint="postil add FILE brings one in")
        here = rows.index_of(self._desk.wanted) if self._desk.wanted else None
        wanted = rows.cursor if here is None else here + steps
        if not 0 <= wanted < len(rows.articles):
            self._desk.say(
                "that was the last article" if steps > 0 else "this is the first article"
            )
            return
        rows.move_cursor(wanted)
        shown = self._desk.screen.reader_shown
        self._desk.open(rows.articles[wanted].id, focus=self._desk.place != "list" or not shown)

    # -- status --------------------------------------------------------------------------------

    def toggle_read(self) -> None:
        """Done, or unread again."""
        article = self._desk.target()
        status: Status = "unread" if article.status == "done" else "done"
        opened = self._desk.opened
        if opened is not None and opened.article.id == article.id:
            opened.status_set = True
        self._desk.changes.article(article, "read" if status == "done" else "unread", status=status)

    def toggle_star(self) -> None:
        """Star, or no star."""
        article = self._desk.target()
        said = "no star" if article.starred else "starred"
        self._desk.changes.article(article, said, starred=not article.starred)

    def toggle_archive(self) -> None:
        """Into the archive, or out of it."""
        article = self._desk.target()
        said = "out of the archive" if article.archived else "archived"
        self._desk.changes.article(article, said, archived=not article.archived)

    # -- undo ----------------------------------------------------------------------------------

    def undo(self) -> None:
        """Undo the last act."""
        self._step(self._desk.library.undo, "undone", "there is nothing to undo")

    def redo(self) -> None:
        """Do again what was undone last."""
        self._step(self._desk.library.redo, "done again", "there is nothing to redo")

    def _step(self, job: Callable[[], str | None], verb: str, nothing: str) -> None:
        def then(title: str | None) -> None:
            self._desk.changes.reload_all()
            if title:
                self._desk.say(f"{verb}: {title}", "success")
            else:
                self._desk.say(nothing)

        self._desk.queue.submit(job, then)

    # -- what changed on disk ------------------------------------------------------------------

    def refresh(self) -> None:
        """Look for files that changed since."""
        self._desk.screen.refresh_library(tell=True)
