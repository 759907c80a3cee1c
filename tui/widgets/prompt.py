"""The prompt line above the status line: one question at a time, answered by typing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual import events
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from tui.completion import Completer, completed
from tui.safe import content, one_line
from tui.theming import Look
from tui.widgets.rows import RowList
from tui.widgets.suggestions import Suggestions

_CHOOSING = frozenset(("tab", "shift+tab", "down", "up", "enter", "right"))


class Question(NamedTuple):
    """What is asked, and whom to tell.

    Attributes:
        label: Shown before the field.
        value: What stands in the field at first.
        completer: What the last word typed could become, offered above the line.
        changed: Called with each new text.
        answered: Called with the text on Enter.
        cancelled: Called on Escape.
        goes_on: More words may follow the value.
    """

    label: str
    answered: Callable[[str], None]
    value: str = ""
    completer: Completer | None = None
    changed: Callable[[str], None] | None = None
    cancelled: Callable[[], None] | None = None
    placeholder: str = ""
    goes_on: bool = False


class _Field(Input):
    """The field; each key is shown to ``taker`` first, in the order in which they were typed.

    Messages about what was typed come later than keys that follow fast: pasted, or over a slow
    line.
    """

    def __init__(self, taker: Callable[[str], bool]) -> None:
        super().__init__(compact=True, select_on_focus=False)
        self._taker = taker

    def on_key(self, event: events.Key) -> None:
        """Keep a key that was taken from the field and from everything above it."""
        if self._taker(event.key):
            event.stop()
            event.prevent_default()


class Prompt(Vertical):
    """Hidden until ``ask``. Enter answers, Escape cancels.

    Of the words that are offered, the arrows choose one, and Tab takes it, or the first; Tab again
    takes the next one instead. Enter takes one that is chosen, and so does the right arrow at the
    end of the text.

    Its parts are mounted by ``fill``, since the first frame has no use for them.
    """

    DEFAULT_CSS = """
    Prompt { height: auto; display: none; }
    Prompt Horizontal { height: 1; }
    Prompt .label { width: auto; }
    Prompt Input { width: 1fr; height: 1; border: none; padding: 0; background: transparent; }
    Prompt Input:focus { border: none; }
    Prompt .side { width: auto; }
    """

    def __init__(self, look: Look, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._question: Question | None = None
        self._offered_for = self._taken = ""
        self._offered = Suggestions(look)
        self._label = Static(classes="label")
        self._field = _Field(self._take_key)
        self._side = Static(classes="side")

    def fill(self) -> None:
        """Mount the words on offer and the line of the question, if they are not there yet."""
        if not self._offered.is_attached:
            line = Horizontal()
            self.mount(self._offered, line)
            line.mount(self._label, self._field, self._side)

    def set_look(self, look: Look) -> None:
        """Take another theme."""
        self._offered.set_look(look)

    @property
    def asking(self) -> bool:
        """A question stands on the screen."""
        return self._question is not None

    @property
    def text(self) -> str:
        """What is in the field."""
        return self._field.value

    def ask(self, question: Question) -> None:
        """Show a question; one that was open is cancelled."""
        if self._question is not None:
            self.cancel()
        self._question = question
        self.fill()
        field_ = self._field
        with self.prevent(Input.Changed):
            field_.value = one_line(question.value)
            if question.goes_on and question.value:
                field_.value += " "
        field_.placeholder = one_line(question.placeholder)
        field_.cursor_position = len(field_.value)
        self._label.update(content(f" {question.label} "))
        self.note("")
        self.display = True
        self.offer()
        field_.focus()

    def take_focus(self) -> None:
        """Type into the field (again)."""
        self._field.focus()

    def note(self, text: str) -> None:
        """Say something at the right end of the line: ``3 of 17``."""
        self._side.update(content(f" {text} " if text else ""))

    def cancel(self) -> None:
        """Close without an answer."""
        question = self._close()
        if question is not None and question.cancelled is not None:
            question.cancelled()

    def _close(self) -> Question | None:
        question, self._question = self._question, None
        self._taken = ""
        self._offered.offer(())
        self.display = False
        return question

    def offer(self) -> None:
        """Offer what the text could become: it has changed, or more is known now."""
        question = self._question
        completer = question.completer if question is not None else None
        self._offered_for, self._taken = self.text, ""
        self._offered.offer(completer(self.text) if completer is not None else ())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the asker, and offer other completions."""
        event.stop()
        if self._question is None:
            return
        self._keep_up()
        if self._question.changed is not None:
            self._question.changed(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Close and tell the asker."""
        event.stop()
        question = self._close()
        if question is not None:
            question.answered(event.value)

    def _keep_up(self) -> None:
        """Offer what the text could become, unless that is so already."""
        if self.text not in (self._offered_for, self._taken):
            self.offer()

    def _take_key(self, key: str) -> bool:
        """Escape, and the keys of the words on offer; whether it is one of them."""
        if key == "escape":
            self.cancel()
            return True
        if key not in _CHOOSING:
            return False
        self._keep_up()
        if key in {"tab", "shift+tab"}:
            self._take_next(1 if key == "tab" else -1)
            return True
        return bool(self._offered.items) and self._choose_by(key)

    def _choose_by(self, key: str) -> bool:
        """Go to another of the words on offer, or take the one chosen; whether that was done."""
        offered, field_ = self._offered, self._field
        if key in {"down", "up"}:
            offered.go(1 if key == "down" else -1)
            return True
        ends = field_.cursor_position == len(field_.value)
        if self._taken or offered.chosen < 0 or not (key == "enter" or ends):
            return False
        self._take(offered.chosen, " ")
        self.offer()
        return True

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click takes a word."""
        event.stop()
        self._take(event.index, " ")
        self.offer()

    def _take_next(self, steps: int) -> None:
        """Take the word that is chosen, or the first; or the next one, if one was taken."""
        offered = self._offered
        if offered.items:
            if self._taken or offered.chosen < 0:
                offered.go(steps)
            if offered.chosen < 0:  # once round
                offered.go(steps)
            self._take(offered.chosen, "")

    def _take(self, index: int, after: str) -> None:
        """Put an offered word into the field; what follows a field's colon follows at once."""
        word = self._offered.items[index].word
        self._taken = completed(self.text, word) + ("" if word.endswith(":") else after)
        self._field.value = self._taken
        self._field.cursor_position = len(self._taken)
