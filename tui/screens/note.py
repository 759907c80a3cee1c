"""A note, written in the app."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.safe import content, fill
from tui.widgets.note_editor import NoteEditor

_ABOUT_LINES = 3


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
    """Gives the note as it was saved, or ``None`` when nothing is to be changed.

    Args:
        title: What the note is on.
        about: The first lines of that.
        note: As it is saved.
        text: What stands in the field at first.
    """

    CSS_PATH = "sheet.tcss"
    AUTO_FOCUS = "TextArea"

    def __init__(self, title: str, about: str, note: str, text: str) -> None:
        super().__init__()
        self._heading = title
        self._about = about
        self._note = note
        self._text = text

    def compose(self) -> ComposeResult:
        """What the note is on, the text, the two keys."""
        with Vertical(classes="ring tall"), Vertical(classes="sheet"):
            yield Static(content(self._heading), classes="heading")
            yield _About(self._about)
            yield NoteEditor(self._note, self._text)

    def on_note_editor_ended(self, event: NoteEditor.Ended) -> None:
        """Leave."""
        self.dismiss(event.text)
