"""The prompt line above the status line: one question at a time, answered by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import events
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from tui.safe import clip, content, one_line

_SHOWN = 12


class Question(NamedTuple):
    """What is asked, and whom to tell.

    Attributes:
        label: Shown before the field.
        value: What stands in the field at first.
        words: Words to complete, the likeliest first; the last word typed is completed.
        changed: Called with each new text.
        answered: Called with the text on Enter.
        cancelled: Called on Escape.
    """

    label: str
    answered: Callable[[str], None]
    value: str = ""
    words: Sequence[str] = ()
    changed: Callable[[str], None] | None = None
    cancelled: Callable[[], None] | None = None
    placeholder: str = ""
    completes: bool = False


def completions(text: str, words: Sequence[str]) -> list[str]:
    """The words that the last word of ``text`` could become, in their order.

    Those that start so come before those that have it inside; words already in ``text`` are
    left out. Nothing typed yet: the first words. A minus before a word stays there.
    """
    *before, last = text.split(" ")
    if last.startswith("-"):
        return [f"-{word}" for word in completions(" ".join([*before, last[1:]]), words)]
    typed = last.lstrip("#").casefold()
    left = [word for word in words if word not in {w.lstrip("-#") for w in before}]
    if not typed:
        return left[:_SHOWN]
    starts = [word for word in left if word.casefold().startswith(typed)]
    inside = [word for word in left if typed in word.casefold() and word not in starts]
    return [word for word in (*starts, *inside) if word.casefold() != typed][:_SHOWN]


class Prompt(Vertical):
    """Hidden until ``ask``. Enter answers, Escape cancels, Tab completes the last word.

    Its parts are mounted by ``fill``, since the first frame has no use for them.
    """

    DEFAULT_CSS = """
    Prompt { height: auto; display: none; }
    Prompt Horizontal { height: 1; }
    Prompt .label { width: auto; }
    Prompt Input { width: 1fr; height: 1; border: none; padding: 0; background: transparent; }
    Prompt Input:focus { border: none; }
    Prompt .words { height: 1; }
    Prompt .side { width: auto; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._question: Question | None = None
        self._cycle: tuple[str, list[str], int] | None = None
        self._words = Static(classes="words")
        self._label = Static(classes="label")
        self._field = Input(compact=True, select_on_focus=False)
        self._side = Static(classes="side")

    def fill(self) -> None:
        """Mount a line of completions and the line of the question, if they are not there yet."""
        if not self._words.is_attached:
            line = Horizontal()
            self.mount(self._words, line)
            line.mount(self._label, self._field, self._side)

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
            field_.value = one_line(question.value) + (
                " " if question.value and question.completes else ""
            )
        field_.placeholder = one_line(question.placeholder)
        field_.cursor_position = len(field_.value)
        self._label.update(content(f" {question.label} "))
        self.note("")
        self.display = True
        self._show_words()
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
        self._cycle = None
        self.display = False
        return question

    def _show_words(self) -> None:
        line = self._words
        question = self._question
        words = completions(self.text, question.words) if question and question.completes else []
        line.display = bool(question and question.completes)
        room = max(10, self.size.width or self.app.size.width) - 2
        shown = " · ".join(words)
        line.update(
            content(" " + clip(f"tab: {shown}" if shown else "tags, parted by blanks", room))
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the asker, and offer other completions."""
        event.stop()
        if self._question is None:
            return
        if self._cycle is None or event.value != self._cycle[0]:
            self._cycle = None
            self._show_words()
        if self._question.changed is not None:
            self._question.changed(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Close and tell the asker."""
        event.stop()
        question = self._close()
        if question is not None:
            question.answered(event.value)

    def on_key(self, event: events.Key) -> None:
        """Escape and Tab; everything else is the field's."""
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.cancel()
        elif event.key in {"tab", "shift+tab"}:
            event.stop()
            event.prevent_default()
            self._complete(1 if event.key == "tab" else -1)

    def _complete(self, direction: int) -> None:
        question = self._question
        if question is None or not question.completes:
            return
        if self._cycle is None:
            words = completions(self.text, question.words)
            position = 0 if direction > 0 else len(words) - 1
        else:
            _, words, position = self._cycle
            position = (position + direction) % len(words)
        if not words:
            return
        field_ = self._field
        before = field_.value.rpartition(" ")[0]
        value = f"{before} {words[position]}".lstrip()
        self._cycle = (value, words, position)
        field_.value = value
        field_.cursor_position = len(value)
