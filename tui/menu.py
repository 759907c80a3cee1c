"""The menu on what is under the pointer: its rows, out of the table of commands, and its place.

Pure: no terminal.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from tui.commands import COMMANDS, Command, Need, Place
from tui.needs import State, works

_ABOUT: frozenset[Need] = frozenset(
    {"article", "passage", "highlight", "selection", "rows", "link", "footnote", "unfolds"}
)
"""A command that needs one of these acts on what is pointed at."""

_NOT_HERE: dict[Place, frozenset[str]] = {
    "list": frozenset({"Move"}),
    "reader": frozenset({"Move", "Articles"}),
    "panel": frozenset({"Move", "Articles"}),
    "caret": frozenset({"Move", "Articles"}),
}
"""Groups left out: moving needs no menu, and verbs on the article have theirs in the list."""


class MenuRow(NamedTuple):
    """One line: a command, or a family of them side by side."""

    commands: tuple[Command, ...]

    @property
    def title(self) -> str:
        """What stands in the line; of a family, nothing but its members' marks."""
        return self.commands[0].title if len(self.commands) == 1 else ""


def menu_rows(place: Place, state: State, commands: Iterable[Command] = COMMANDS) -> list[MenuRow]:
    """The verbs that work now on what has the focus in ``place``, in the order of the table."""
    verbs = [
        command
        for command in commands
        if _ABOUT.intersection(command.needs)
        and command.group not in _NOT_HERE[place]
        and works(command, place, state)
    ]
    verbs = [command for command in verbs if command.keys or not _shadowed(command, verbs)]
    return [MenuRow(tuple(members)) for _, members in groupby(verbs, lambda c: c.family or c.id)]


def _shadowed(command: Command, verbs: Iterable[Command]) -> bool:
    """Whether a verb with a key leads to it: ``style.fill`` stands behind ``style``."""
    stem, dot, _ = command.id.rpartition(".")
    return bool(dot) and any(verb.id == stem and verb.keys for verb in verbs)


def put_inside(
    at: tuple[int, int], size: tuple[int, int], screen: tuple[int, int]
) -> tuple[int, int]:
    """Where a menu of ``size`` opened at a cell goes, so that it lies inside the screen.

    Below and right of the cell if there is room, else above, else as near as can be. All in cells,
    ``(x, y)`` and ``(width, height)``.
    """
    (x, y), (width, height), (columns, lines) = at, size, screen
    top = y + 1
    if top + height > lines and y - height >= 0:
        top = y - height
    return max(0, min(x, columns - width)), max(0, min(top, lines - height))
