"""A field of one line whose keys are shown to somebody else first."""

from __future__ import annotations

from collections.abc import Callable

from rich.highlighter import Highlighter
from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from tui.safe import one_line


class Field(Input):
    """Each key is shown to ``taker`` first, in the order in which they were typed.

    Messages about what was typed come later than keys that follow fast: pasted, or over a slow
    line.
    """

    virtual_size = Reactive(Size(0, 0))
    """As every widget's; but another text does not have the whole screen laid out anew."""

    def __init__(
        self,
        taker: Callable[[str], bool],
        value: str = "",
        *,
        placeholder: str = "",
        highlighter: Highlighter | None = None,
        select_on_focus: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(
            value, placeholder, highlighter, compact=True, select_on_focus=select_on_focus, id=id
        )
        self._taker = taker

    def on_key(self, event: events.Key) -> None:
        """Keep a key that was taken from the field and from everything above it."""
        if self._taker(event.key):
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Control characters in what is pasted would reach the terminal."""
        event.text = one_line(event.text)
