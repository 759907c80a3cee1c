"""The prompt line above the status line: one question at a time, answered by typing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from tui.completion import Completer
from tui.safe import content, one_line
from tui.theming import Look
from tui.widgets.field import Field
from tui.widgets.offering import Offering
from tui.widgets.rows import RowList
from tui.widgets.suggestions import Suggestions


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


class Prompt(Vertical):
    """Hidden until ``ask``. Enter answers, Escape cancels; words may be on offer (``Offering``).

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
        self._offered = Suggestions(look)
        self._label = Static(classes="label")
        self._field = Field(self._take_key)
        self._offering = Offering(self._field, self._offered)
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
        self._offering.close()
        self.display = False
        return question

    def offer(self) -> None:
        """Offer what the text could become: it has changed, or more is known now."""
        question = self._question
        self._offering.completer = question.completer if question is not None else None
        self._offering.offer()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the asker, and offer other completions."""
        event.stop()
        if self._question is None:
            return
        self._offering.keep_up()
        if self._question.changed is not None:
            self._question.changed(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Close and tell the asker."""
        event.stop()
        question = self._close()
        if question is not None:
            question.answered(event.value)

    def _take_key(self, key: str) -> bool:
        """Escape, and the keys of the words on offer; whether it is one of them."""
        if key == "escape":
            self.cancel()
            return True
        return self._offering.take_key(key) or key in {"tab", "shift+tab"}

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click takes a word."""
        event.stop()
        self._offering.take(event.index)
