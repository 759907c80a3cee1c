"""The keys that do something here, now, made from the table of commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Static

from themes.theme import Role
from tui.commands import GROUPS, Command
from tui.keymap import Keymap
from tui.safe import content
from tui.screens.picker import ROW_KEYS, wrap_ranges
from tui.theming import Look
from tui.widgets.rows import RowList, line_of

_TWO_COLUMNS = 96
"""Cells from which the groups stand in two columns."""
_GAP = 2
_MOST = 40
"""Lines of one title or help; none is cut."""

Line = tuple[tuple[str, Role], ...]


class Row(NamedTuple):
    """One command, or all of a family."""

    keys: str
    title: str
    help: str


class Group(NamedTuple):
    """The commands of one group."""

    title: str
    rows: tuple[Row, ...]


def help_groups(commands: Sequence[Command], keymap: Keymap) -> list[Group]:
    """The commands by group, in the order of the table.

    Commands without a key are there too: the palette runs them.
    """
    found = []
    for title in GROUPS:
        inside = [command for command in commands if command.group == title]
        if inside:
            found.append(Group(title, tuple(_rows(inside, keymap))))
    return found


def _rows(commands: Sequence[Command], keymap: Keymap) -> Iterator[Row]:
    """One row a command, and one for all of a family: its first and its last key."""
    for _, members in groupby(commands, lambda c: c.family or c.id):
        family = list(members)
        first = family[0]
        keys = keymap.keys_of(first.id)
        if first.family:
            keys = f"{keys} … {keymap.keys_of(family[-1].id)}"
        yield Row(keys or "—", first.family or first.title, first.help)


def help_lines(groups: Sequence[Group], width: int) -> list[Line]:
    """The lines of a help ``width`` cells wide, in two columns if there is room."""
    if width < _TWO_COLUMNS or len(groups) < 2:
        return _column(groups, width)
    each = (width - _GAP) // 2
    whole = [_column([group], each) for group in groups]
    split = _best_split([len(lines) for lines in whole])
    left, right = _column(groups[:split], each), _column(groups[split:], each)
    lines: list[Line] = []
    for one, other in zip_longest(left, right, fillvalue=()):
        pad = each + _GAP - sum(cell_len(text) for text, _ in one)
        lines.append((*one, (" " * max(1, pad), "text"), *other))
    return lines


def _best_split(heights: Sequence[int]) -> int:
    """How many groups go to the left, so that the longer column is as short as can be."""
    return min(
        range(1, len(heights)), key=lambda at: max(sum(heights[:at]) + at, sum(heights[at:]))
    )


def _column(groups: Sequence[Group], width: int) -> list[Line]:
    """Groups below each other, an empty line between them."""
    widest = max((cell_len(row.keys) for group in groups for row in group.rows), default=0)
    column = min(widest, max(8, width // 3)) + 2
    lines: list[Line] = []
    for group in groups:
        lines += [(), ((f" {group.title}", "heading"),)]
        for row in group.rows:
            lines += _row_lines(row, column, width)
    return lines[1:]


def _row_lines(row: Row, column: int, width: int) -> Iterator[Line]:
    """Keys and title; below them what does not fit, and the help."""
    indent: tuple[str, Role] = (" " * (column + 2), "text")
    room = max(8, width - column - 4)
    titles = [row.title[start:end].rstrip() for start, end in wrap_ranges(row.title, room, _MOST)]
    keys: Line = ((f"  {row.keys}", "status_key"),)
    gap = column - cell_len(row.keys)
    if gap >= 1 and titles:
        yield (*keys, (" " * gap, "text"), (titles.pop(0), "text"))
    else:
        yield keys
    for title in titles:
        yield (indent, (title, "text"))
    for start, end in wrap_ranges(row.help, room, _MOST):
        yield (indent, (row.help[start:end].rstrip(), "muted"))


class HelpList(RowList):
    """The lines, made for the width."""

    def __init__(self, look: Look, groups: Sequence[Group]) -> None:
        super().__init__(look)
        self._groups = groups
        self._made: list[Line] = []

    def selectable(self, index: int) -> bool:  # noqa: ARG002 - the rule of the base class
        """Nothing here is chosen; the list is only scrolled."""
        return False

    def on_resize(self) -> None:
        """Wrap anew."""
        self._made = help_lines(self._groups, self.scrollable_content_region.width)
        self.lay_out(range(len(self._made)), len(self._made))

    def paint(self, index: int, line: int, width: int, *, cursor: bool) -> Strip:  # noqa: ARG002 - the rule of the base class
        """One line."""
        base: Style = self.look.style("panel")
        pieces = [(text, self.look.style("panel", role)) for text, role in self._made[index]]
        return line_of(pieces, width, base)

    def page(self, lines: int) -> None:
        """Scroll by lines."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)


class HelpScreen(ModalScreen[None]):
    """What the keys do here, now.

    Args:
        title: Where that is.
        groups: The keys, or whatever stands in their column.
        foot: What else there is to know.
    """

    CSS_PATH = "sheet.tcss"
    AUTO_FOCUS = "HelpList"

    def __init__(self, title: str, groups: Sequence[Group], look: Look, foot: str) -> None:
        super().__init__()
        self._title = title
        self._rows = HelpList(look, groups)
        self._foot = foot

    def compose(self) -> ComposeResult:
        """The heading and the rows."""
        with Vertical(classes="ring tall broad"), Vertical(classes="sheet"):
            yield Static(content(self._title), classes="heading")
            yield self._rows
            yield Static(content(self._foot), classes="foot")

    def on_key(self, event: events.Key) -> None:
        """Scroll and leave."""
        event.stop()
        event.prevent_default()
        page = max(1, self._rows.size.height - 2)
        far = self._rows.virtual_size.height
        steps = {
            "next": 1, "previous": -1, "page_down": page, "page_up": -page,
            "half_down": max(1, page // 2), "half_up": -max(1, page // 2),
            "top": -far, "end": far,
        }  # fmt: skip
        if event.key in _LEAVE:
            self.dismiss(None)
        elif event.key in _SCROLL:
            self._rows.page(steps[_SCROLL[event.key]])


_LEAVE = {"escape", "q", "question_mark", "enter", "f1"}
_SCROLL = ROW_KEYS | {
    "j": "next", "k": "previous", "space": "page_down", "b": "page_up", "ctrl+d": "half_down",
    "ctrl+u": "half_up", "g": "top", "home": "top", "G": "end", "upper_g": "end", "end": "end",
}  # fmt: skip
