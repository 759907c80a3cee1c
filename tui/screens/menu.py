"""A small menu at the pointer: the verbs on what is there, each with its key."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Static

from themes.theme import Role
from tui.commands import Command, Place
from tui.keymap import Keymap, Pending, key_of
from tui.menu import MenuRow, put_inside
from tui.safe import clip, content, one_line
from tui.theming import Look
from tui.widgets.rows import Piece, RowList, line_of

_WIDTHS = (26, 52)
_MARK_WIDTH = 3
"""Cells of one member of a family: its key, its mark, a blank."""


class MenuList(RowList):
    """The rows; the one under the pointer has the cursor.

    Attributes:
        member: Which of a family's members has the cursor when their row has it.
    """

    def __init__(self, look: Look, rows: Sequence[MenuRow], keymap: Keymap) -> None:
        super().__init__(look)
        self.rows = rows
        self.member = 0
        self._keys = {
            command.id: keymap.first_key(command.id) for row in rows for command in row.commands
        }

    @property
    def chosen(self) -> Command:
        """The command under the cursor."""
        commands = self.rows[self.cursor].commands
        return commands[min(self.member, len(commands) - 1)]

    @property
    def wanted_width(self) -> int:
        """Cells that the widest row asks for."""
        widths = [
            cell_len(row.title) + cell_len(self._keys[row.commands[0].id]) + 5
            if len(row.commands) == 1
            else len(row.commands) * _MARK_WIDTH + 2
            for row in self.rows
        ]
        return max(widths, default=0)

    def fill(self) -> None:
        """Lay the rows out."""
        self.lay_out(range(len(self.rows)), len(self.rows))

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) member of the family under the cursor."""
        count = len(self.rows[self.cursor].commands)
        self.member = max(0, min(count - 1, self.member + direction))
        self.repaint()

    def point_at(self, x: int, y: int) -> bool:
        """Put the cursor under the pointer; says if there is a row."""
        index = self.row_under(y)
        if index is None:
            return False
        count = len(self.rows[index].commands)
        member = max(0, min(count - 1, (x - 1) // _MARK_WIDTH)) if count > 1 else self.member
        if (index, member) != (self.cursor, self.member):
            self.member = member
            self.move_cursor(index)
            self.repaint()
        return True

    def paint(self, index: int, line: int, width: int, *, cursor: bool) -> Strip:  # noqa: ARG002 - the rule of the base class
        """One row."""
        row = self.rows[index]
        ground: Role = "cursor_row" if cursor and len(row.commands) == 1 else "panel"
        base = self.look.style(ground)
        edge = ("▌", self.look.style(ground, "accent")) if cursor else (" ", base)
        if len(row.commands) > 1:
            return self._family(row, edge, width, cursor=cursor)
        key = (self._keys[row.commands[0].id], self.look.style(ground, "status_key"))
        pieces = [edge, (" ", base), (row.title, self.look.style(ground, "text"))]
        return line_of(pieces, width, base, key)

    def _family(self, row: MenuRow, edge: Piece, width: int, *, cursor: bool) -> Strip:
        """Keys and marks of a family side by side."""
        pieces: list[Piece] = [edge]
        for index, command in enumerate(row.commands):
            ground: Role = "cursor_row" if cursor and index == self.member else "panel"
            base = self.look.style(ground)
            glyph, style = self.look.mark(command.arguments[0], base)
            key = self._keys[command.id]
            shown = key if len(key) == 1 else " "
            if shown == glyph:  # the mark is the key, where there are no colours
                shown = " "
            pieces += [(shown, self.look.style(ground, "status_key")), (glyph, style)]
            pieces.append((" ", self.look.style("panel")))
        return line_of(pieces, width, self.look.style("panel"))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The cursor follows the pointer."""
        self.point_at(event.x, event.y)

    def on_click(self, event: events.Click) -> None:
        """Choose what is under the pointer."""
        event.prevent_default()
        if self.point_at(event.x, event.y):
            self.post_message(self.Chosen(self, self.cursor))


class Menu(ModalScreen[Command | None]):
    """Gives the command that was chosen, or ``None``.

    Args:
        about: What the verbs are on, in a line.
        rows: At least one.
        place: Where the keys are looked up.
        at: The cell of the screen ``(x, y)`` that it is opened at.
    """

    CSS_PATH = "sheet.tcss"
    AUTO_FOCUS = "MenuList"

    def __init__(
        self,
        about: str,
        rows: Sequence[MenuRow],
        place: Place,
        keymap: Keymap,
        look: Look,
        at: tuple[int, int],
    ) -> None:
        super().__init__(classes="-clear -menu")
        self._about = one_line(about)
        self._rows = MenuList(look, rows, keymap)
        self._place = place
        self._keymap = keymap
        self._at = at
        self._pending = Pending()
        self._title = Static(classes="heading")
        self._box = Vertical(self._title, self._rows, classes="menu")

    def compose(self) -> ComposeResult:
        """A heading and the rows."""
        yield self._box

    def on_mount(self) -> None:
        """Fill the list."""
        self._rows.fill()
        self._fit()

    def on_resize(self) -> None:
        """Stay inside the screen."""
        self._fit()

    def _fit(self) -> None:
        """As large as its rows if there is room, near where it was opened."""
        columns, lines = self.app.size
        edge = 0 if self.app.has_class("-low") else 2
        low, high = _WIDTHS
        wanted = max(self._rows.wanted_width, cell_len(self._about) + 2)
        width = min(max(low, min(high, wanted)) + edge, columns)
        height = min(len(self._rows.rows) + 1 + edge, lines)
        x, y = put_inside(self._at, (width, height), (columns, lines))
        styles = self._box.styles
        styles.width, styles.height = width, height
        styles.offset = (x, y)
        self._title.update(content(clip(self._about, width - edge - 2)))
        self.call_after_refresh(self._rows.show_cursor)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Choose by mouse."""
        event.stop()
        if self.is_current:  # a key may have been quicker
            self.dismiss(self._rows.chosen)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """The cursor has moved; nothing follows from it."""
        event.stop()

    def on_click(self, event: events.Click) -> None:
        """Leave by a click outside."""
        event.stop()
        if not self._box.region.contains(event.screen_x, event.screen_y):
            self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """Move, choose, leave; or the key of a verb that is here."""
        event.stop()
        event.prevent_default()
        key = key_of(event.key, event.character)
        if not self._pending:
            if key in _MOTIONS:
                self._rows.move(_MOTIONS[key])
                return
            if key in _SIDEWAYS:
                self._rows.step(_SIDEWAYS[key])
                return
            if key == "enter":
                self.dismiss(self._rows.chosen)
                return
            if key in {"escape", "q"}:
                self.dismiss(None)
                return
        step = self._keymap.press(self._place, self._pending, key)
        self._pending = step.pending
        here = {command.id for row in self._rows.rows for command in row.commands}
        if step.command is not None and step.command.id in here:
            self.dismiss(step.command)


_MOTIONS = {
    "down": "next", "j": "next", "up": "previous", "k": "previous",
    "home": "top", "end": "end", "pagedown": "page_down", "pageup": "page_up",
}  # fmt: skip
_SIDEWAYS = {"left": -1, "right": 1}
