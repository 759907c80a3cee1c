"""What a pane says when its user asks what can be done with the thing under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from textual.widget import Widget


class MenuAsked(Message):
    """The other button was clicked; what lies under the pointer has the focus.

    Attributes:
        x: The column of the screen.
        y: The line of the screen.
    """

    def __init__(self, widget: Widget, x: int, y: int) -> None:
        super().__init__()
        self.widget = widget
        self.x = x
        self.y = y

    @property
    def control(self) -> Widget:
        """The pane that it came from."""
        return self.widget
