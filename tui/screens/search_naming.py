"""A search is saved: the field of the search screen into which its name is typed."""

from __future__ import annotations

from store.errors import ConflictError, PostilError
from tui.note_lines import Bit, BitLine
from tui.screens.search_sheet import SearchSheet
from tui.searching.seeking import Seeking


class Naming:
    """A name that is being typed. One that is taken has to be confirmed by Enter once more.

    Args:
        sheet: Has the field.
        seeker: Saves.

    Attributes:
        on: It is being typed now.
    """

    def __init__(self, sheet: SearchSheet, seeker: Seeking) -> None:
        self._sheet = sheet
        self._seeker = seeker
        self._refused = ""
        self.on = False

    def begin(self) -> None:
        """Let it be typed."""
        self._refused, self.on = "", True
        self._sheet.field.select_on_focus = False
        field = self._sheet.name_field
        field.value = ""
        field.display = True
        field.focus()

    def take_key(self, key: str, line: str) -> BitLine | None:
        """Enter saves ``line``, Escape does not; the other keys are the field's.

        Returns:
            What is to be said; ``None``: the key was not taken.
        """
        if key not in {"enter", "escape"}:
            return None
        name = " ".join(self._sheet.name_field.value.split())
        said, done = self._saved(name, line) if key == "enter" and name else ((), True)
        if done:
            self.on = False
            self._sheet.field.focus()
        return said

    def _saved(self, name: str, line: str) -> tuple[BitLine, bool]:
        """What is said of it, and whether it was saved."""
        try:
            self._seeker.save(name, line, replace=self._refused == name)
        except ConflictError as error:
            self._refused = name
            said = f"{error.message}; enter once more puts this in its place"
            return (Bit(said, ("warning",)),), False
        except PostilError as error:
            return (Bit(error.message, ("error",)),), False
        return (Bit(f"saved as {name}", ("success",)),), True
