"""Lists: the built-in ones and the saved searches, chosen, jumped to, saved, deleted."""

from __future__ import annotations

from store.errors import ConflictError, NotFoundError, UsageError
from tui.desk import Desk
from tui.item import Item
from tui.listing import BUILT_IN, INBOX, SmartList
from tui.widgets.prompt import Question


class Lists:
    """``l``, ``L``, ``g 1`` to ``g 9``."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def pick(self) -> None:
        """Choose one of the lists."""
        screen, listing = self._desk.screen, self._desk.screen.listing
        lists = listing.lists

        def item(number: int, smart: SmartList) -> Item:
            count = listing.count_of(smart)
            key = screen.keymap.first_key(f"list.jump_{number}")
            shown = (str(count) if count >= 0 else "", f"{key:>4}")
            return Item(title=smart.title, tail=" ".join(shown), also=smart.query)

        titled = "Lists · d deletes a saved search" if len(lists) > len(BUILT_IN) else "Lists"
        here = listing.view.of
        screen.dialogs.pick(
            titled,
            [item(number, smart) for number, smart in enumerate(lists, 1)],
            lambda index: self._show(lists[index]),
            first=lists.index(here) if here in lists else 0,
            numbered=True,
            keys={"d": lambda index: self._ask_delete(lists[index])},
        )

    def jump(self, number: str) -> None:
        """To the list of that number, counted from 1."""
        lists = self._desk.screen.listing.lists
        if int(number) > len(lists):
            key = self._desk.screen.keymap.first_key("list.save")
            hint = f"{key} saves a search as one" if key else ""
            raise NotFoundError(f"there is no list {number}", hint=hint)
        self._show(lists[int(number) - 1])

    def _show(self, smart: SmartList) -> None:
        listing = self._desk.screen.listing
        listing.show(listing.wanted._replace(of=smart, query=""))

    # -- saving --------------------------------------------------------------------------------

    def save(self) -> None:
        """Ask for a name and save what is listed under it."""
        listing = self._desk.screen.listing
        view = listing.view
        if not view.query.strip() and view.of in listing.lists:
            raise UsageError("this is a list already", hint="/ searches; that can be saved")
        query = view.asked

        def answered(text: str) -> None:
            name = " ".join(text.split())
            if not name:
                return
            try:
                self.save_as(name, query)
            except ConflictError as error:
                self._desk.screen.dialogs.choose(
                    error.message,
                    ["put this in its place", "leave it"],
                    lambda i: None if i else self.save_as(name, query, replace=True),
                )

        self._desk.ask(Question(f"save {query} as", answered))

    def save_as(self, name: str, query: str, *, replace: bool = False) -> None:
        """Save a search, which can be read, under a name.

        Raises:
            ConflictError: there is one of that name, and it is not to be replaced.
            UsageError: the name is that of a built-in list.
        """
        listing, library = self._desk.screen.listing, self._desk.library
        if any(smart.name == name.lower() for smart in BUILT_IN):
            raise UsageError(f"{name} is a list of postil's own", hint="take another name")
        if not replace and any(smart.name == name for smart in listing.saved):
            raise ConflictError(f"There is a saved search {name}")

        def then(saved: str | None) -> None:
            if saved is not None:
                listing.saved_as(SmartList(name, query))

        def job() -> str:
            library.save_search(name, query)
            return name

        self._desk.say(f"saved as {name}", "success")
        self._desk.queue.submit(job, then)

    def _ask_delete(self, smart: SmartList) -> None:
        if smart.built_in:
            raise UsageError(f"{smart.name} is always there", hint="saved searches can be deleted")
        self._desk.screen.dialogs.choose(
            f"Delete the saved search {smart.name}?",
            ["delete it; its articles stay", "keep it"],
            lambda index: self._delete(smart) if index == 0 else None,
        )

    def _delete(self, smart: SmartList) -> None:
        listing, library = self._desk.screen.listing, self._desk.library

        def job() -> str:
            library.delete_search(smart.name)
            return smart.name

        def then(deleted: str | None) -> None:
            listing.recount()
            if deleted is not None and listing.view.of == smart:
                self._show(INBOX)

        self._desk.say(f"the search {smart.name} is deleted", "success")
        self._desk.queue.submit(job, then)
