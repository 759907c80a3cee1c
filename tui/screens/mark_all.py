"""How many places would be highlighted, and how: asked before anything is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Literal, NamedTuple

from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import get_current_worker

from store.errors import PostilError
from store.everywhere import ToMark
from store.model import COLORS
from tui.counting import counted
from tui.keymap import key_of
from tui.safe import clip, content
from tui.theming import Look
from tui.widgets.rows import Piece, line_of

_PAUSE = 0.15
"""Seconds between two words on how far the counting is."""


class Plan(NamedTuple):
    """What is to be highlighted, and how.

    Attributes:
        query: As for a search.
        literal: Words are whole ones, as for a concordance.
        sentences: Not the words, but the sentences that they stand in.
        color: Of the highlights.
        tags: Likewise.
    """

    query: str
    literal: bool = False
    sentences: bool = False
    color: str = COLORS[0]
    tags: tuple[str, ...] = ()


class Decided(NamedTuple):
    """What its user has decided.

    Attributes:
        act: ``mark`` the places; ``tags``: be asked for tags first.
        found: The places, when they are to be marked.
    """

    act: Literal["mark", "tags"]
    plan: Plan
    found: ToMark = ToMark()


Count = Callable[[Plan, Callable[[], bool], Callable[[int, int, str], None]], ToMark]
"""Finds the places of a plan; told when they are wanted no more, tells how far it is."""


class MarkAllScreen(ModalScreen[Decided | None]):
    """Gives what was decided; ``None``: nothing is to be highlighted.

    Args:
        count: Called in a thread.
    """

    CSS_PATH = "sheet.tcss"
    AUTO_FOCUS = ""

    class Counted(Message):
        """The places of a plan, or how far the counting is."""

        def __init__(self, ticket: int, said: str, found: ToMark | None) -> None:
            super().__init__()
            self.ticket = ticket
            self.said = said
            self.found = found

    def __init__(self, count: Count, plan: Plan, look: Look) -> None:
        super().__init__()
        self._count = count
        self._plan = plan
        self._ticket = 0
        self._found: ToMark | None = None
        self._said = "counting …"
        self._lines = _Lines(look, self._painted)

    def compose(self) -> ComposeResult:
        """What is asked, the choices, the keys."""
        with Vertical(classes="ring"), Vertical(classes="sheet"):
            yield Static(classes="heading")
            yield self._lines
            yield Static(classes="foot -keys")

    def on_mount(self) -> None:
        """Count."""
        self._ask()
        self._show()

    def on_resize(self) -> None:
        """Other things fit."""
        self._show()

    @property
    def found(self) -> ToMark | None:
        """What was counted; ``None``: it is not known yet."""
        return self._found

    @property
    def plan(self) -> Plan:
        """What is chosen by now."""
        return self._plan

    # -- counting ------------------------------------------------------------------------------

    def _ask(self) -> None:
        self._ticket += 1
        self._found, self._said = None, "counting …"
        self.run_worker(
            partial(self._run, self._plan, self._ticket),
            thread=True, exclusive=True, exit_on_error=False, group="count",
        )  # fmt: skip

    def _run(self, plan: Plan, ticket: int) -> None:
        worker, told = get_current_worker(), monotonic()

        def tell(done: int, total: int, what: str) -> None:
            nonlocal told
            if monotonic() - told > _PAUSE:
                told = monotonic()
                said = f"counting … {done:,} of {total:,} {what}"
                self.post_message(self.Counted(ticket, said, None))

        try:
            found = self._count(plan, lambda: worker.is_cancelled, tell)
            said = ""
        except PostilError as error:
            found, said = None, error.message
        if not worker.is_cancelled:
            self.post_message(self.Counted(ticket, said, found))

    def on_mark_all_screen_counted(self, event: Counted) -> None:
        """Say how many they are."""
        event.stop()
        if event.ticket == self._ticket:
            self._said, self._found = event.said, event.found
            self._show()

    # -- what it says --------------------------------------------------------------------------

    def _show(self) -> None:
        if not self.is_mounted:
            return
        width = max(20, min(88, self.app.size.width) - (2 if self.app.has_class("-low") else 10))
        title = f"Highlight all that match {self._plan.query}"
        self.query_one(".heading", Static).update(content(clip(title, width)))
        doing = "enter highlight · " if self._found and self._found.spots else ""
        what = "s words" if self._plan.sentences else "s sentences"
        foot = f"{doing}{what} · 1-8 colour · t tags · esc back"
        self.query_one(".foot", Static).update(content(clip(foot, width)))
        self._lines.refresh()

    def _painted(self, look: Look, y: int) -> list[Piece]:
        """The pieces of one line."""
        base, text = look.style("panel"), look.style("panel", "text")
        muted = look.style("panel", "muted")
        if y == 0:
            strong = look.style("panel", "text", "strong")
            return [("  ", base), (self._how_many(), strong), (self._known(), muted)]
        if y == 1:
            what = "the sentences they stand in" if self._plan.sentences else "the words themselves"
            return [("  ", base), (what, text)]
        glyph, style = look.mark(self._plan.color, base)
        tags = " ".join(f"#{tag}" for tag in self._plan.tags)
        after: Style = look.style("panel", "tag") if tags else muted
        return [
            ("  ", base), (glyph, style), (f" {self._plan.color}", text),
            (f"  {tags or 'no tags'}", after),
        ]  # fmt: skip

    def _how_many(self) -> str:
        found = self._found
        if found is None:
            return self._said
        if not found.spots:
            return "nothing to highlight"
        what = "sentence" if self._plan.sentences else "place"
        first = "the first " if found.more else ""
        return f"{first}{counted(found.places, what)} in {counted(len(found.spots), 'article')}"

    def _known(self) -> str:
        known = self._found.known if self._found else 0
        return f"  {known:,} {'is' if known == 1 else 'are'} highlighted already" if known else ""

    # -- keys ----------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Every key is taken here."""
        event.stop()
        event.prevent_default()
        key = key_of(event.key, event.character)
        if key in {"escape", "q"}:
            self.dismiss(None)
        elif key == "s":
            self._plan = self._plan._replace(sentences=not self._plan.sentences)
            self._ask()
        elif key.isdecimal() and 1 <= int(key) <= len(COLORS):
            self._plan = self._plan._replace(color=COLORS[int(key) - 1])
        elif key == "t":
            self.dismiss(Decided("tags", self._plan))
        elif key == "enter" and self._found is not None and self._found.spots:
            self.dismiss(Decided("mark", self._plan, self._found))
        self._show()


class _Lines(Widget):
    """The lines between heading and foot."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "_Lines { height: 3; width: 1fr; margin: 1 0 0 0; }"

    def __init__(self, look: Look, pieces: Callable[[Look, int], list[Piece]]) -> None:
        super().__init__()
        self._look = look
        self._pieces = pieces

    def render_line(self, y: int) -> Strip:
        """One line."""
        return line_of(self._pieces(self._look, y), self.size.width, self._look.style("panel"))
