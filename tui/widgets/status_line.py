"""The bottom line: where one is, what the keys do here, or what just happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from themes.theme import Role
from tui.safe import clip
from tui.theming import Look

Kind = Literal["muted", "success", "warning", "error"]


class Hint(NamedTuple):
    """A key and the word for what it does."""

    key: str
    word: str


class StatusLine(Widget):
    """One line. A message stands until the next key; then where one is shows again."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "StatusLine { height: 1; width: 1fr; }"

    def __init__(self, look: Look, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.look = look
        self._left = ""
        self._hints: Sequence[Hint] = ()
        self._right = ""
        self._teaches = False
        self._pending = ""
        self.message = ""
        self._kind: Kind = "muted"

    def show_place(
        self, left: str, hints: Sequence[Hint], right: str, *, teaches: bool = False
    ) -> None:
        """Say where one is, what the keys do here, and what stands at the right end.

        Hints that teach something new stand out a little.
        """
        self._left, self._hints, self._right = left, hints, right
        self._teaches = teaches
        self.refresh()

    def say(self, message: str, kind: Kind = "muted") -> None:
        """Show a message in place of all else; ``""`` takes it away."""
        self.message, self._kind = message, kind
        self.refresh()

    def show_pending(self, keys: str) -> None:
        """Show the keys of a chord that is not complete."""
        if keys != self._pending:
            self._pending = keys
            self.refresh()

    def set_look(self, look: Look) -> None:
        """Take another theme."""
        self.look = look
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        base = self.look.style("status")
        if y:
            return Strip.blank(width, base)
        if self._pending:
            return self._line([(f" {self._pending}", "accent"), ("…", "muted")], [], width)
        if self.message:
            role: Role = "text" if self._kind == "muted" else self._kind
            return self._line([(f" {clip(self.message, width - 2)}", role)], [], width)
        left: list[tuple[str, Role]] = [(f" {clip(self._left, width - 2)}", "muted")]
        return self._line(left, self._right_side(width - cell_len(self._left) - 4), width)

    def _right_side(self, room: int) -> list[tuple[str, Role]]:
        """As many hints as fit in ``room`` cells, then what stands at the end."""
        pieces: list[tuple[str, Role]] = []
        tail: list[tuple[str, Role]] = []
        words: Role = "text" if self._teaches else "muted"
        if cell_len(self._right) + 1 <= room:
            tail = [(f"{self._right} ", "muted")]
            room -= cell_len(self._right) + 1
        for number, hint in enumerate(self._hints):
            text = f"{hint.key} {hint.word}"
            gap = " · " if number else ""
            if cell_len(gap + text) + 3 > room:
                break
            room -= cell_len(gap + text)
            pieces += [(gap, "muted"), (hint.key, "status_key"), (f" {hint.word}", words)]
        return [*pieces, ("   " if pieces and tail else "", "muted"), *tail]

    def _line(
        self, left: Sequence[tuple[str, Role]], right: Sequence[tuple[str, Role]], width: int
    ) -> Strip:
        used = sum(cell_len(text) for text, _ in (*left, *right))
        gap: tuple[str, Role] = (" " * max(0, width - used), "muted")
        pieces: list[tuple[str, Role]] = [*left, gap, *right] if right else [*left]
        base = self.look.style("status")
        segments = [Segment(text, self.look.style("status", role)) for text, role in pieces if text]
        return Strip(segments).adjust_cell_length(width, base)
