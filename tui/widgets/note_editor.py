"""A field for a note, with the two keys that end it: in a dialog, or in the side panel."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Static, TextArea

from tui.safe import content

_NARROW = 54
_HINTS = ("ctrl+s saves · esc leaves", "ctrl+s save · esc leave")
_SURE = ("not saved: ctrl+s saves · esc again throws it away", "not saved · esc again")
"""What the keys do, in wide fields and in narrow ones (less than ``_NARROW`` cells)."""


class _Field(TextArea):
    """Where the note is typed."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Its lines; blank ones once it is removed: it has no styles then, and may be painted."""
        if not self.is_attached:
            return [Strip.blank(crop.width)] * crop.height
        return super().render_lines(crop)


class NoteEditor(Vertical):
    """A text with its keys below.

    Args:
        note: As it is saved.
        text: What stands in the field at first, if it is another.
    """

    DEFAULT_CSS = """
    NoteEditor { height: 1fr; }
    NoteEditor.-in-place { layer: above; background: $p-prompt-bg; }
    NoteEditor.-in-place TextArea, NoteEditor.-in-place TextArea:focus {
        height: 1fr; border: none; padding: 0 1; scrollbar-size-vertical: 1;
        background: $p-prompt-bg; color: $p-prompt-fg;
    }
    NoteEditor.-in-place .text-area--cursor-line { background: $p-prompt-bg; }
    NoteEditor.-in-place .text-area--cursor {
        background: $input-cursor-background; color: $input-cursor-foreground;
        text-style: $input-cursor-text-style;
    }
    NoteEditor.-in-place .text-area--selection {
        background: $p-selection-bg; color: $p-selection-fg;
    }
    NoteEditor.-in-place .foot {
        height: 1; padding: 0 1; background: $p-prompt-bg; color: $p-muted-fg;
    }
    """

    class Ended(Message):
        """The field is done with.

        Attributes:
            text: To be saved; ``None``: nothing is to be changed.
        """

        def __init__(self, text: str | None) -> None:
            super().__init__()
            self.text = text

    class Grown(Message):
        """The text takes another number of lines."""

    def __init__(self, note: str, text: str | None = None, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._note = note
        self._warned = False
        self._lines = 0
        self._area = _Field(note if text is None else text, theme="css", compact=True)
        self._area.move_cursor(self._area.document.end)
        self._foot = Static(content(_HINTS[0]), classes="foot")

    def compose(self) -> ComposeResult:
        """The text, the keys."""
        yield self._area
        yield self._foot

    @property
    def text(self) -> str:
        """What was typed, without blanks around it."""
        return self._area.text.strip()

    @property
    def is_changed(self) -> bool:
        """What was typed is not what is saved."""
        return self.text != self._note.strip()

    @property
    def lines(self) -> int:
        """The lines of the text, and the one of the keys."""
        return self._area.wrapped_document.height + 1

    def take_focus(self) -> None:
        """Let keys go into the text."""
        self._area.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """What was about to be thrown away is wanted after all."""
        event.stop()
        if self._warned:
            self._warned = False
            self._show_keys()
        self._tell_lines()

    def on_resize(self) -> None:
        """Another width, other lines."""
        self._show_keys()
        self.call_after_refresh(self._tell_lines)

    def _tell_lines(self) -> None:
        if self.lines != self._lines:
            self._lines = self.lines
            self.post_message(self.Grown())

    def _show_keys(self) -> None:
        hints = _SURE if self._warned else _HINTS
        self._foot.update(content(hints[self.size.width < _NARROW]))

    def on_key(self, event: events.Key) -> None:
        """Save and leave; everything else is the text's."""
        if event.key not in {"ctrl+s", "escape", "tab", "shift+tab"}:
            return
        event.stop()
        event.prevent_default()
        if event.key == "ctrl+s":
            self.post_message(self.Ended(self.text if self.is_changed else None))
        elif event.key == "escape" and (self._warned or not self.is_changed):
            self.post_message(self.Ended(None))
        elif event.key == "escape":
            self._warned = True
            self._show_keys()
