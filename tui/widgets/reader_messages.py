"""What the reader tells the screen it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from tui.widgets.reader import Reader
    from tui.widgets.reader_motion import Focus


class ReaderMessage(Message, namespace="reader"):
    """A message of one reader."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    @property
    def control(self) -> Reader:
        """The reader that it came from."""
        return self.reader


class FocusChanged(ReaderMessage, namespace="reader"):
    """Another passage has the focus."""

    def __init__(self, reader: Reader, focus: Focus) -> None:
        super().__init__(reader)
        self.focus = focus


class PlaceChanged(ReaderMessage, namespace="reader"):
    """Other text is on top of the screen.

    Attributes:
        offset: The first offset on the screen.
        progress: Percent read, 0 to 100.
    """

    def __init__(self, reader: Reader, offset: int, progress: int) -> None:
        super().__init__(reader)
        self.offset = offset
        self.progress = progress


class SelectionMade(ReaderMessage, namespace="reader"):
    """A passage was selected with the mouse; it has the focus."""

    def __init__(self, reader: Reader, focus: Focus) -> None:
        super().__init__(reader)
        self.focus = focus
