"""A picture over the panes, as large as fits."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.pictures import cells_of, make_widget
from tui.safe import clip, content

_AROUND = 8
"""Cells beside the picture: the ring, the sheet's border and padding."""
_BELOW = 8
"""Lines above and below it: those, the words, the keys."""
_HINT = "any key closes"


class PictureScreen(ModalScreen[None]):
    """Shows a decoded picture and its words until a key is pressed."""

    CSS_PATH = "sheet.tcss"

    def __init__(self, app: App[Any], image: Any, words: str) -> None:
        super().__init__()
        self._image = image
        self._words = words
        self._picture = make_widget(app, image)

    def compose(self) -> ComposeResult:
        """The picture, its words, the key."""
        self._fit()
        with Vertical(classes="ring") as ring, Vertical(classes="sheet") as sheet:
            yield self._picture
            for text, role in ((clip(self._words, self._columns - 2), "about"), (_HINT, "foot")):
                line = Static(content(text), classes=role)
                line.styles.width = "auto"
                yield line
        ring.styles.width = sheet.styles.width = "auto"

    @property
    def _columns(self) -> int:
        return max(self.app.size.width - _AROUND, 4)

    def _fit(self) -> None:
        lines = max(self.app.size.height - _BELOW, 2)
        self._picture.styles.width, self._picture.styles.height = cells_of(
            self._image, self._columns, lines
        )

    def on_resize(self) -> None:
        """As large as fits now."""
        self._fit()

    def on_key(self, event: events.Key) -> None:
        """Any key closes it, and does nothing else."""
        event.stop()
        event.prevent_default()
        self.dismiss()

    def on_click(self) -> None:
        """So does a click."""
        self.dismiss()
