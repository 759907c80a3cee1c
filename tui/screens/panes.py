"""Which panes are on the screen at which width, and how they are set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tui.commands import Pane

if TYPE_CHECKING:
    from textual.app import App
    from textual.widget import Widget

    from tui.widgets.list_head import ListHead

WIDE, MEDIUM = 120, 80
FULL, ROOMY = 150, 160
"""Columns from which the side panes have their full width, and a dialog fits between them."""
LOW = 20


class Panes:
    """The three panes: all on a wide screen, two on a medium one, one on a narrow one.

    Attributes:
        place: The pane that keys go to.
        alone: The reader has the screen for itself.
    """

    def __init__(self, panes: Mapping[Pane, Widget], head: ListHead) -> None:
        self._panes = panes
        self._head = head
        self.place: Pane = "list"
        self.alone = False

    @property
    def all(self) -> Mapping[Pane, Widget]:
        """Every pane by its name, from left to right."""
        return self._panes

    def shown_at(self, width: int) -> set[Pane]:
        """The panes that a screen of ``width`` columns shows now."""
        if self.alone or width < MEDIUM:
            return {self.place}
        if width >= WIDE:
            return {"list", "reader", "panel"}
        return {"reader", "panel"} if self.place == "panel" else {"list", "reader"}

    def lay_out(self, app: App[None]) -> None:
        """Show the panes that fit the app's size, and no others."""
        width = app.size.width
        shown = self.shown_at(width)
        narrow = width < MEDIUM
        for place, pane in self._panes.items():
            pane.display = place in shown
            pane.set_class(narrow or len(shown) == 1, "-narrow")
            pane.set_class(width < FULL, "-medium")
        app.set_class(app.size.height < LOW, "-low")
        app.set_class(width >= ROOMY, "-roomy")
        self._head.set_screen_height(app.size.height)
