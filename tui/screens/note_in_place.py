"""A note written in the side panel, right below its highlight."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.widgets.note_editor import NoteEditor

if TYPE_CHECKING:
    from textual.widget import Widget

    from tui.widgets.side_panel import SidePanel

_LEFT = 3
_LEAST = 4
"""Lines of a field at least: three of text and the one of its keys."""
_LOW, _NARROW = 10, 24
"""Lines and columns that a panel has at least for a field in it."""


class NoteInPlace(NoteEditor):
    """A field over the lines that the panel keeps free for it.

    Args:
        panel: The side panel; the note is of the row under its cursor.
        note: As it is saved.
        text: What stands in the field at first.
        ended: Called with what is to be saved, ``None``: nothing; and whether its user went away
            without saying so.
    """

    def __init__(
        self,
        panel: SidePanel,
        note: str,
        text: str,
        ended: Callable[[str | None, bool], None],
    ) -> None:
        super().__init__(note, text, classes="-in-place")
        self._panel = panel
        self._ended: Callable[[str | None, bool], None] | None = ended

    @staticmethod
    def fits(panel: SidePanel) -> bool:
        """Whether there is room for a field in the panel."""
        return panel.size.height >= _LOW and panel.size.width >= _NARROW

    def open(self, pane: Widget) -> None:
        """Show the field; ``pane`` holds the panel and nothing else."""
        pane.styles.layers = "default above"
        self._panel.slot_moved = self._stand
        self._stand_in(_LEAST)
        pane.mount(self)

    def on_mount(self) -> None:
        """Keys go into the field from now on."""
        self.take_focus()

    def on_note_editor_grown(self, event: NoteEditor.Grown) -> None:
        """More lines, more room."""
        event.stop()
        self._stand_in(max(_LEAST, self.lines))

    def _stand_in(self, lines: int) -> None:
        self.styles.height = self._panel.open_slot(lines)
        self._stand()

    def _stand(self) -> None:
        """Stand where the panel has room now."""
        self.styles.width = max(8, self._panel.size.width - _LEFT - 1)
        self.styles.offset = (_LEFT, self._panel.slot_top or 0)

    def on_note_editor_ended(self, event: NoteEditor.Ended) -> None:
        """Close, and hand over."""
        event.stop()
        self._close(event.text, left=False)

    def on_descendant_blur(self) -> None:
        """Its user has gone elsewhere; but not when only the terminal has lost the focus."""
        if self.app.app_focus:
            self._close(self.text if self.is_changed else None, left=True)

    def _close(self, text: str | None, *, left: bool) -> None:
        ended, self._ended = self._ended, None
        if ended is None:
            return
        self._panel.slot_moved = None
        self._panel.close_slot()
        if not left:
            self._panel.focus()
        self.remove()
        ended(text, left)
