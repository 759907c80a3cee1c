"""Arranging the list: narrowed while one types, sorted, grouped; articles of it selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from store.errors import NotFoundError
from tui.controllers.listing import Listing
from tui.desk import Desk
from tui.item import Item
from tui.listing import GROUPS, SORTS, Found
from tui.query_completion import QueryCompleter
from tui.widgets.prompt import Question


class Arranging:
    """``/``, ``o``, ``O``, ``v``, ``V`` and the groups of the list."""

    def __init__(self, desk: Desk, listing: Listing) -> None:
        self._desk = desk
        self._listing = listing

    # -- narrowing -----------------------------------------------------------------------------

    def filter(self) -> None:
        """Ask for words and list the articles that have them while they are typed."""
        desk, listing = self._desk, self._listing
        prompt, library = desk.screen.prompt, desk.library
        before, stood = listing.wanted, listing.standing

        def counted(found: Found) -> None:
            prompt.note(f"{len(found.articles)} of {len(found.base)}" if found.view.query else "")

        def changed(text: str) -> None:
            listing.narrow(text, counted, lambda error: prompt.note(error.message))

        def answered(text: str) -> None:
            if text != listing.view.query:
                listing.show(listing.wanted._replace(query=text))

        completer = QueryCompleter()
        desk.ask(
            Question(
                "/", answered, value=before.query, changed=changed, completer=completer,
                cancelled=lambda: listing.show(before, cursor=stood),
                placeholder='words, "a phrase", tag:history, is:unread, -without',
            )
        )  # fmt: skip
        desk.know_library(completer.take)
        if desk.index_behind:
            desk.index_behind = False
            desk.screen.reads.ask("index", lambda _: library.update_index(), listing.indexed)

    # -- order ---------------------------------------------------------------------------------

    def sort(self) -> None:
        """Choose how the list is sorted."""
        names = list(SORTS)
        self._pick_order(
            "Sort the articles", list(SORTS.values()), names.index(self._listing.view.sort),
            lambda index: {"sort": names[index]},
        )  # fmt: skip

    def group(self) -> None:
        """Choose how the list is grouped."""
        names = list(GROUPS)
        self._pick_order(
            "Group the articles", list(GROUPS.values()), names.index(self._listing.view.group),
            lambda index: {"group": names[index]},
        )  # fmt: skip

    def _pick_order(
        self,
        title: str,
        answers: Sequence[str],
        first: int,
        change: Callable[[int], dict[str, Any]],
    ) -> None:
        def chosen(index: int) -> None:
            self._listing.show(self._listing.wanted._replace(**change(index)))
            self._listing.keep()

        items = [Item(title=answer) for answer in answers]
        self._desk.screen.dialogs.pick(title, items, chosen, first=first, numbered=True)

    def next_group(self, count: int = 1) -> None:
        """To the next group."""
        self._to_group(count)

    def previous_group(self, count: int = 1) -> None:
        """To the beginning of the group, then to the one before."""
        self._to_group(-count)

    def _to_group(self, steps: int) -> None:
        if self._listing.view.group == "none":
            key = self._desk.screen.keymap.first_key("list.group")
            raise NotFoundError("there are no groups", hint=f"{key} makes some" if key else "")
        if not self._desk.screen.articles.next_group(steps):
            self._desk.say("that was the last group" if steps > 0 else "this is the first group")

    # -- choosing ------------------------------------------------------------------------------

    def select(self, count: int = 1) -> None:
        """Choose the article under the cursor, or do not any more; and go one down."""
        rows = self._desk.screen.articles
        if rows.selected is None:
            raise NotFoundError("there is no article here")
        turned: set[str] = set()
        for _ in range(count):
            turned.add(rows.selected.id)
            below = rows.beside(rows.cursor, 1)
            if below is None:
                break
            rows.move_cursor(below)
        self._listing.choose(turned.symmetric_difference(rows.chosen))

    def select_all(self) -> None:
        """Choose all that is listed; when all is chosen, nothing."""
        rows = self._desk.screen.articles
        listed = {article.id for article in rows.articles}
        if not listed:
            raise NotFoundError("there is no article here")
        chosen = set(rows.chosen)
        self._listing.choose(chosen - listed if listed <= chosen else chosen | listed)
