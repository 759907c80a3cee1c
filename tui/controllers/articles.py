"""Articles: opened, read, starred, archived, deleted and back; undo; what changed on disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from store.errors import NotFoundError
from store.model import Article, Status
from tui.desk import Desk
from tui.item import Item

if TYPE_CHECKING:
    from store.trash import Kind, Trashed

_TRASHED: dict[Kind, str] = {"article": "deleted", "version": "earlier version, replaced"}
"""What the reader brings back, in words."""


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
        if here is None and self._desk.wanted:  # it has left the list, from above the cursor
            here = rows.cursor - 1 if steps > 0 else rows.cursor
        elif here is None:  # the one under the cursor comes first
            here = rows.cursor - 1 if steps > 0 else rows.cursor + 1
        wanted = rows.beside(here, steps)
        if wanted is None:
            self._desk.say(
                "that was the last article" if steps > 0 else "this is the first article"
            )
            return
        rows.move_cursor(wanted)
        shown, chosen = self._desk.screen.reader_shown, rows.selected
        if chosen is not None:
            self._desk.open(chosen.id, focus=self._desk.place != "list" or not shown)

    # -- status --------------------------------------------------------------------------------

    def toggle_read(self) -> None:
        """Done; unread again when all of them are done."""
        articles = self._desk.targets()
        status: Status = "unread" if all(a.status == "done" for a in articles) else "done"
        opened = self._desk.opened
        if opened is not None and any(a.id == opened.article.id for a in articles):
            opened.status_set = True
        self._change(articles, "read" if status == "done" else "unread", status=status)

    def toggle_star(self) -> None:
        """Starred; not any more when all of them are."""
        articles = self._desk.targets()
        starred = not all(article.starred for article in articles)
        self._change(articles, "starred" if starred else "no star", starred=starred)

    def toggle_archive(self) -> None:
        """Into the archive; out of it when all of them are in it."""
        articles = self._desk.targets()
        archived = not all(article.archived for article in articles)
        said = "archived" if archived else "out of the archive"
        self._change(articles, said, archived=archived)

    def _change(
        self,
        articles: Sequence[Article],
        said: str,
        *,
        status: Status | None = None,
        starred: bool | None = None,
        archived: bool | None = None,
    ) -> None:
        changes = self._desk.changes
        if len(articles) == 1:
            changes.article(articles[0], said, status=status, starred=starred, archived=archived)
        else:
            said = f"{len(articles)} articles: {said}"
            changes.articles(articles, said, status=status, starred=starred, archived=archived)

    # -- deleting ------------------------------------------------------------------------------

    def delete(self) -> None:
        """Into the trash; several only when that is really meant."""
        articles = self._desk.targets()
        if len(articles) == 1:
            self._delete(articles)
            return
        self._desk.screen.dialogs.choose(
            f"Delete {len(articles)} articles?",
            [f"delete them{self._way_back(articles)}", "keep them"],
            lambda index: self._delete(articles) if index == 0 else None,
        )

    def _delete(self, articles: Sequence[Article]) -> None:
        what = "" if len(articles) == 1 else f"{len(articles)} articles "
        self._desk.changes.delete(articles, f"{what}in the trash{self._way_back(articles)}")

    def _way_back(self, articles: Sequence[Article]) -> str:
        key = self._desk.screen.keymap.first_key("undo")
        what = "it" if len(articles) == 1 else "them"
        return f"; {key} brings {what} back" if key else ""

    # -- the trash -----------------------------------------------------------------------------

    def trash(self) -> None:
        """Choose something of the trash to bring back."""
        # After the writes that are under way: what was deleted a moment ago must be there.
        self._desk.queue.submit(self._desk.library.trash, self._pick_trashed)

    def _pick_trashed(self, found: Sequence[Trashed] | None) -> None:
        if found is None:
            return  # the error is said
        shown = [each for each in found if each.kind in _TRASHED]
        if not shown:
            self._desk.say("there is nothing in the trash")
            return
        self._desk.screen.dialogs.pick(
            "Trash · enter brings back",
            [_trashed_item(each) for each in shown],
            lambda index: self._restore(shown[index]),
        )

    def _restore(self, item: Trashed) -> None:
        desk, library = self._desk, self._desk.library

        def then(found: list[Trashed] | None) -> None:
            if found is not None:  # else the error is said
                desk.changes.reload_all()
                key = desk.screen.keymap.first_key("undo")
                back = f"; {key} takes that back" if key else ""
                desk.say(f"back from the trash: {item.title}{back}", "success")

        desk.queue.submit(lambda: library.restore([item.name]), then)

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


def _trashed_item(item: Trashed) -> Item:
    days = "today" if not item.days else "yesterday" if item.days == 1 else f"{item.days} days ago"
    parts = [f"{_TRASHED[item.kind]} {days}", f"kept for {item.days_left} days more"]
    if item.highlights:
        noun = "highlight" if item.highlights == 1 else "highlights"
        parts.insert(-1, f"{item.highlights} {noun}")
    return Item(title=item.title, detail="  ·  ".join(parts))
