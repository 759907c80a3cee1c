"""A note, written in the app."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from tui.safe import content, fill

_HINT = "ctrl+s saves · esc leaves"
_ABOUT_LINES = 3
_SURE = "not saved: ctrl+s saves · esc again throws it away"


class _About(Static):
    """The first lines of a passage, cut to the width that there is."""

    def __init__(self, text: str) -> None:
        super().__init__(classes="about")
        self._text = text
        self._width = 0

    def on_resize(self) -> None:
        """Wrap anew."""
        width = self.content_size.width
        if width != self._width:
            self._width = width
            self.update(content("\n".join(fill(self._text, width, _ABOUT_LINES))))


class NoteScreen(ModalScreen[str | None]):
    """Gives the note as it was saved, or ``None`` when nothing is to be changed."""

    CSS_PATH = "sheet.tcss"
    AUTO_FOCUS = "TextArea"

    def __init__(self, title: str, about: str, note: str) -> None:
        super().__init__()
        self._heading = title
        self._about = about
        self._note = note
        self._warned = False

    def compose(self) -> ComposeResult:
        """What the note is on, the text, the two keys."""
        with Vertical(classes="ring tall"), Vertical(classes="sheet"):
            yield Static(content(self._heading), classes="heading")
            yield _About(self._about)
            area = TextArea(self._note, theme="css", compact=True)
            area.move_cursor(area.document.end)
            yield area
            yield Static(content(_HINT), classes="foot")

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """What was about to be thrown away is wanted after all."""
        event.stop()
        if self._warned:
            self._warned = False
            self.query_one(".foot", Static).update(content(_HINT))

    def on_key(self, event: events.Key) -> None:
        """Save and leave; everything else is the text's."""
        if event.key not in {"ctrl+s", "escape"}:
            return
        event.stop()
        event.prevent_default()
        text = self.query_one(TextArea).text
        changed = text.strip() != self._note.strip()
        if event.key == "ctrl+s":
            self.dismiss(text.strip() if changed else None)
        elif not changed or self._warned:
            self.dismiss(None)
        else:
            self._warned = True
            self.query_one(".foot", Static).update(content(_SURE))
