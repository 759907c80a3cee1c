"""Highlights that need a person: each with what it read, what may be its passage, one key each.

The sheet lies over one end of the screen; at the other the reader shows the place that is offered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Static

from themes.theme import Role
from tui.keymap import key_of
from tui.needing import STATE_WORDS, counted
from tui.safe import clip, content
from tui.screens.picker import ROW_KEYS
from tui.settling import (
    MOST_OFFERS,
    Case,
    Offer,
    detail_lines,
    foot_line,
    rows_of,
)
from tui.theming import Look
from tui.widgets.lines import Lines
from tui.widgets.rows import RowList, line_of

_MOTIONS = {**ROW_KEYS, "j": "next", "k": "previous", "g": "top", "G": "end"}
_LEAVING = frozenset({"escape", "q"})
_STEPS = {"n": 1, "right": 1, "N": -1, "left": -1}
_SHARE = (6, 10)
"""How much of the screen's height the sheet may take."""
_LEAST = 9
"""Lines of the sheet that are worth having, if the screen has them."""


class Settler(Protocol):
    """What the keys of the screen do."""

    def look(self, case: Case) -> None:
        """Find what may be its passage, and hand it to ``SettleScreen.offer``."""

    def show(self, case: Case, offers: Sequence[Offer], current: int) -> None:
        """Show an offer in the text."""

    def put(self, case: Case, offer: Offer) -> None:
        """It is this passage."""

    def unplace(self, case: Case) -> None:
        """It is not where it is thought to be."""

    def by_hand(self, case: Case) -> None:
        """Let its words be selected in the text."""

    def undo(self) -> None:
        """Take the last act back."""

    def redo(self) -> None:
        """Do again what was taken back."""


class CaseList(RowList):
    """The cases, under the titles of their articles."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._rows: list[Case | str] = []

    def fill(self, cases: Sequence[Case], wanted: int) -> None:
        """Show these cases, with the cursor on the one of that index."""
        self._rows = rows_of(cases)
        places = [index for index, row in enumerate(self._rows) if isinstance(row, Case)]
        self.cursor = places[min(max(wanted, 0), len(places) - 1)] if places else 0
        self.lay_out(range(len(self._rows)), len(self._rows))
        self.show_cursor()

    @property
    def chosen(self) -> Case | None:
        """The case under the cursor."""
        row = self._rows[self.cursor] if self.cursor < len(self._rows) else None
        return row if isinstance(row, Case) else None

    def selectable(self, index: int) -> bool:
        """Titles lead nowhere."""
        return 0 <= index < len(self._rows) and isinstance(self._rows[index], Case)

    def paint(self, index: int, line: int, width: int, *, cursor: bool) -> Strip:  # noqa: ARG002 - the rule of the base class
        """A title, or a quote and the state of its highlight."""
        row = self._rows[index]
        ground: Role = "cursor_row" if cursor else "panel"
        base = self.look.style(ground)
        if not isinstance(row, Case):
            return line_of([(" ", base), (row, self.look.style(ground, "heading"))], width, base)
        edge = ("▌", self.look.style(ground, "accent")) if cursor else (" ", base)
        glyph, style = self.look.mark(row.highlight.color, base)
        state = STATE_WORDS.get(row.highlight.anchor.state, "")
        quote = (clip(row.highlight.quote, width - len(state) - 6), self.look.style(ground, "text"))
        tail = (state, self.look.style(ground, "warning"))
        return line_of([edge, (glyph, style), (" ", base), quote], width, base, tail)


class SettleScreen(ModalScreen[None]):
    """Cases to be settled one after the other; ``settler`` does it."""

    CSS_PATH = "sheet.tcss"
    AUTO_FOCUS = "CaseList"

    def __init__(self, cases: Sequence[Case], first: int, settler: Settler, look: Look) -> None:
        super().__init__(classes="-clear -settle")
        self._cases = list(cases)
        self._first = first
        self._settler = settler
        self._offers: dict[tuple[str, str], tuple[Offer, ...]] = {}
        self._current = 0
        self._shown = ("", "")
        self._tallest = 0
        self._list = CaseList(look)
        self._detail = Lines(look)
        self._foot = Lines(look)

    def compose(self) -> ComposeResult:
        """How many there are, the list, what is known of the chosen one, the keys."""
        with Vertical(classes="ring broad"), Vertical(classes="sheet"):
            yield Static(classes="heading")
            yield self._list
            yield self._detail
            yield self._foot

    def on_mount(self) -> None:
        """Show the first case."""
        self._foot.styles.height = 1
        self._fill(self._first)

    def on_resize(self) -> None:
        """What fits is another now."""
        self._show()

    # -- what it shows -------------------------------------------------------------------------

    def take(self, cases: Sequence[Case]) -> None:
        """Show other cases; the cursor stays, and what is as it was keeps its offers."""
        here = self._list.chosen
        keys = [case.key for case in cases]
        wanted = [case.key for case in self._cases].index(here.key) if here is not None else 0
        if here is not None and here.key in keys:
            wanted = keys.index(here.key)
        before = {case.key: case.highlight.anchor for case in self._cases}
        same = {case.key for case in cases if before.get(case.key) == case.highlight.anchor}
        self._offers = {key: found for key, found in self._offers.items() if key in same}
        self._cases = list(cases)
        self._fill(wanted)

    def without(self, case: Case) -> None:
        """One is settled; the next one has the cursor."""
        wanted = next((i for i, other in enumerate(self._cases) if other.key == case.key), 0)
        self._cases = [other for other in self._cases if other.key != case.key]
        self._fill(wanted)

    def offer(self, case: Case, offers: Sequence[Offer]) -> None:
        """Take the places that were found for a case."""
        self._offers[case.key] = tuple(offers)
        if case.key == self._key:
            self._current = 0
            self._show()

    @property
    def cases(self) -> Sequence[Case]:
        """What is shown."""
        return self._cases

    @property
    def offers(self) -> Sequence[Offer]:
        """The places that are offered for the chosen case; none until they are found."""
        return self._offers.get(self._key, ())

    @property
    def _key(self) -> tuple[str, str]:
        chosen = self._list.chosen
        return chosen.key if chosen is not None else ("", "")

    def _fill(self, wanted: int) -> None:
        self._list.fill(self._cases, wanted)
        self._turn_to()

    def _turn_to(self) -> None:
        """Look for the places of the case under the cursor, unless they are known."""
        chosen = self._list.chosen
        known = chosen is not None and chosen.key in self._offers
        if not known or self._key != self._shown:
            self._current = 0
        self._shown = self._key
        self._show()
        if chosen is not None and not known:
            self._settler.look(chosen)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Another case."""
        event.stop()
        self._turn_to()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click only moves the cursor: settling takes a key."""
        event.stop()

    def _show(self) -> None:
        """Lay the lines out for the size, and show the offer in the text."""
        chosen = self._list.chosen
        if chosen is None or not self.is_mounted:
            return
        known = chosen.key in self._offers
        width = self._width
        said = counted(case.highlight for case in self._cases)
        head = f"Without a sure place: {said}"
        self.query_one(".heading", Static).update(content(head if len(head) <= width else said))
        rows, room = self._heights()
        offers = self.offers if known else None
        found = detail_lines(chosen, offers, self._current, width, max(1, room - 1))
        self._tallest = min(room, max(self._tallest, len(found) + 1))
        self._list.styles.height = rows
        self._detail.styles.height = self._tallest
        self._detail.show([(), *found])
        self._foot.show([foot_line(chosen, self.offers, self._current, width)])
        if known:
            self._settler.show(chosen, self.offers, self._current)

    @property
    def _width(self) -> int:
        """Cells of a line in the sheet."""
        low = self.app.has_class("-low")
        return max(20, min(132, self.app.size.width) - (2 if low else 10))

    @property
    def _around(self) -> int:
        """Lines of the sheet besides the list and what is known: head, keys, border."""
        return 2 if self.app.has_class("-low") else 4

    def _heights(self) -> tuple[int, int]:
        """The lines of the list, and those that the chosen case may have."""
        height = self.app.size.height - 1
        part, whole = _SHARE
        room = max(min(_LEAST, height), height * part // whole) - self._around
        rows = max(1, min(len(rows_of(self._cases)), room // 3))
        return rows, max(1, room - rows)

    @property
    def sheet_height(self) -> int:
        """Lines of the screen that the sheet covers."""
        return self._heights()[0] + self._tallest + self._around

    def lie(self, *, on_top: bool) -> None:
        """Cover the upper or the lower end of the screen."""
        self.set_class(on_top, "-on-top")

    # -- keys ----------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Every key is taken here."""
        event.stop()
        event.prevent_default()
        key = key_of(event.key, event.character)
        if key in _LEAVING:
            self.dismiss(None)
        elif key in _MOTIONS:
            self._list.move(_MOTIONS[key])
        elif key == "u":
            self._settler.undo()
        elif key == "ctrl+r":
            self._settler.redo()
        elif self._list.chosen is not None:
            self._act(self._list.chosen, key)

    def _act(self, case: Case, key: str) -> None:
        offers = self.offers
        if key in _STEPS and offers:
            self._current = (self._current + _STEPS[key]) % len(offers)
            self._show()
        elif key in {"enter", "y"} and offers:
            self._settler.put(case, offers[self._current])
        elif key.isdecimal() and 1 <= int(key) <= min(len(offers), MOST_OFFERS):
            self._settler.put(case, offers[int(key) - 1])
        elif key == "x" and case.highlight.anchor.state == "check":
            self._settler.unplace(case)
        elif key == "m":
            self._settler.by_hand(case)
