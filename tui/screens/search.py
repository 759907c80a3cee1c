"""Searching the library while one types, off the event loop; the last word typed wins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from store.errors import PostilError
from store.model import Hit
from tui.item import Item
from tui.safe import content
from tui.screens.picker import ROW_KEYS, ItemList
from tui.theming import Look
from tui.widgets.rows import RowList

LIMIT = 50
_DETAILS = 2

Search = Callable[[str, Callable[[], bool]], Sequence[Hit]]


class SearchScreen(ModalScreen[tuple[Hit, str] | None]):
    """Gives the hit that was chosen and the words that were typed, or ``None``.

    Args:
        search: Answers a query; called in a thread, told when its answer is not wanted any more.
    """

    CSS_PATH = "sheet.tcss"
    AUTO_FOCUS = "Input"

    class Found(Message):
        """The answer to one query."""

        def __init__(self, ticket: int, hits: Sequence[Hit], error: str) -> None:
            super().__init__()
            self.ticket = ticket
            self.hits = hits
            self.error = error

    def __init__(self, search: Search, look: Look, words: str = "") -> None:
        super().__init__()
        self._search = search
        self._words = words
        self._ticket = 0
        self._hits: Sequence[Hit] = ()
        self._rows = ItemList(look, _DETAILS)

    def compose(self) -> ComposeResult:
        """A heading, the field, the answers."""
        with Vertical(classes="ring tall"), Vertical(classes="sheet"):
            yield Static(content("Search the library"), classes="heading")
            yield Input(
                self._words, placeholder='words, "a phrase", tag:history, -without', compact=True
            )
            yield self._rows
            yield Static(classes="foot")

    def on_mount(self) -> None:
        """Ask again what was asked last."""
        if self._words:
            self._ask(self._words)

    @property
    def hits(self) -> Sequence[Hit]:
        """What is shown."""
        return self._hits

    def on_input_changed(self, event: Input.Changed) -> None:
        """Ask for what stands there now; the answer to anything older is dropped."""
        event.stop()
        self._ask(event.value)

    def search_again(self) -> None:
        """Ask once more, if the screen is still there: the index knows more now."""
        if self.is_mounted and self.is_attached:
            self._ask(self.query_one(Input).value)

    def _ask(self, words: str) -> None:
        self._ticket += 1
        if not words.strip():
            self.post_message(self.Found(self._ticket, (), ""))
            return
        self.run_worker(
            partial(self._answer, words, self._ticket),
            thread=True, exclusive=True, exit_on_error=False, group="search",
        )  # fmt: skip

    def _answer(self, words: str, ticket: int) -> None:
        worker = get_current_worker()
        error, hits = "", ()  # type: tuple[str, Sequence[Hit]]
        try:
            hits = self._search(words, lambda: worker.is_cancelled)
        except PostilError as failure:
            error = failure.message
        if not worker.is_cancelled:
            self.post_message(self.Found(ticket, hits, error))

    def on_search_screen_found(self, event: Found) -> None:
        """Show the answer, if it is to the last question."""
        event.stop()
        if event.ticket != self._ticket:
            return
        self._hits = event.hits
        self._rows.set_items([_item(hit) for hit in event.hits])
        asked = bool(self.query_one(Input).value.strip())
        count = len(event.hits)
        said = event.error
        if not said and asked:
            more = " and more" if count == LIMIT else ""
            said = (
                f"{count}{more} {'passage' if count == 1 else 'passages'}" if count else "nothing"
            )
        self.query_one(".foot", Static).update(content(said))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose what the cursor is on."""
        event.stop()
        self._choose()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Choose by mouse."""
        event.stop()
        self._choose()

    def _choose(self) -> None:
        cursor = self._rows.cursor
        if cursor < len(self._hits) and self.is_current:
            self.dismiss((self._hits[cursor], self.query_one(Input).value))

    def on_key(self, event: events.Key) -> None:
        """Keys of the list; all that the field does not take comes here."""
        if event.key in ROW_KEYS:
            self._rows.move(ROW_KEYS[event.key])
        elif event.key == "escape":
            self.dismiss(None)
        else:
            return
        event.stop()
        event.prevent_default()


def _item(hit: Hit) -> Item:
    return Item(
        title=hit.title,
        detail=hit.snippet,
        matches=hit.matches,
        tail="highlight" if hit.kind == "highlight" else "",
    )
