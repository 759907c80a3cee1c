"""Words on offer for a field: kept in step with what is typed, chosen and taken by keys."""

from __future__ import annotations

from textual.widgets import Input

from tui.completion import Completer, completed
from tui.widgets.suggestions import Suggestions

_CHOOSING = frozenset(("tab", "shift+tab", "down", "up", "enter", "right"))


class Offering:
    """The arrows choose a word, and Tab takes it, or the first; Tab again takes the next instead.

    Enter takes one that is chosen, and so does the right arrow at the end of the text.

    Attributes:
        completer: What the last word typed could become; ``None``: nothing is offered.
    """

    def __init__(self, field: Input, offered: Suggestions) -> None:
        self._field = field
        self._offered = offered
        self._offered_for = self._taken = ""
        self.completer: Completer | None = None

    @property
    def open(self) -> bool:
        """Words are on offer."""
        return bool(self._offered.items)

    def offer(self) -> None:
        """Offer what the text could become: it has changed, or more is known now."""
        self._offered_for, self._taken = self._field.value, ""
        self._offered.offer(self.completer(self._begun) if self.completer is not None else ())

    @property
    def _begun(self) -> str:
        """What stands before the cursor: its last word is the one that is being typed."""
        return self._field.value[: self._field.cursor_position]

    def keep_up(self) -> None:
        """Offer what the text could become, unless that is so already."""
        if self._field.value not in (self._offered_for, self._taken):
            self.offer()

    def close(self) -> None:
        """Offer nothing, until the text is another."""
        self._offered_for, self._taken = self._field.value, ""
        self._offered.offer(())

    def take_key(self, key: str) -> bool:
        """Choose or take a word by a key; whether it was one for that."""
        if key not in _CHOOSING:
            return False
        self.keep_up()
        if not self.open:
            return False
        if key in {"tab", "shift+tab"}:
            self._take_next(1 if key == "tab" else -1)
            return True
        if key in {"down", "up"}:
            self._offered.go(1 if key == "down" else -1)
            return True
        ends = self._field.cursor_position == len(self._field.value)
        if self._taken or self._offered.chosen < 0 or not (key == "enter" or ends):
            return False
        self.take(self._offered.chosen)
        return True

    def take(self, index: int) -> None:
        """Put an offered word into the field, and a blank after it.

        What follows a field's colon follows at once.
        """
        self._put(index, " ")
        self.offer()

    def _take_next(self, steps: int) -> None:
        """Take the word that is chosen, or the first; or the next one, if one was taken."""
        offered = self._offered
        if self._taken or offered.chosen < 0:
            offered.go(steps)
        if offered.chosen < 0:  # once round
            offered.go(steps)
        self._put(offered.chosen, "")

    def _put(self, index: int, after: str) -> None:
        word = self._offered.items[index].word
        begun, rest = self._begun, self._field.value[self._field.cursor_position :]
        made = completed(begun, word) + ("" if word.endswith(":") or rest[:1] == " " else after)
        self._taken = made + rest
        self._field.value = self._taken
        self._field.cursor_position = len(made)
