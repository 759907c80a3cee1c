"""The keys of one place, made from the table of commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Static

from themes.theme import Role
from tui.commands import GROUPS, PLACE_TITLES, Command, Place, commands_of
from tui.keymap import Keymap
from tui.safe import content
from tui.screens.picker import ROW_KEYS, wrap_ranges
from tui.theming import Look
from tui.widgets.rows import RowList, line_of


def help_rows(place: Place, keymap: Keymap) -> list[tuple[str, str, str]]:
    """Rows of (keys, title, help) for ``place``, a group's heading as ``("", group, "")``.

    Commands without a key are listed too: the palette runs them.
    """
    rows: list[tuple[str, str, str]] = []
    commands = commands_of(place)
    for group in GROUPS:
        inside = [command for command in commands if command.group == group]
        if inside:
            rows.append(("", group, ""))
            rows += _group_rows(inside, keymap)
    return rows


def _group_rows(commands: Sequence[Command], keymap: Keymap) -> Iterator[tuple[str, str, str]]:
    """One row a command, and one for all of a family: its first and its last key."""
    for _, members in groupby(commands, lambda c: c.family or c.id):
        family = list(members)
        first = family[0]
        keys = keymap.keys_of(first.id)
        if first.family:
            keys = f"{keys} … {keymap.keys_of(family[-1].id)}"
        yield keys or "—", first.family or first.title, first.help


class HelpList(RowList):
    """The rows, wrapped to the width."""

    def __init__(self, look: Look, rows: list[tuple[str, str, str]]) -> None:
        super().__init__(look)
        self._rows = rows
        self._made: list[tuple[tuple[str, Role], ...]] = []

    def selectable(self, index: int) -> bool:  # noqa: ARG002 - the rule of the base class
        """Nothing here is chosen; the list is only scrolled."""
        return False

    def on_resize(self) -> None:
        """Wrap anew."""
        self._made = self._make(self.scrollable_content_region.width)
        self.lay_out(range(len(self._made)), len(self._made))

    def _make(self, width: int) -> list[tuple[tuple[str, Role], ...]]:
        widest = max((cell_len(keys) for keys, _, _ in self._rows), default=0)
        column = min(widest, max(10, width // 3)) + 2
        lines: list[tuple[tuple[str, Role], ...]] = []
        for keys, title, more in self._rows:
            if not keys:
                lines += [(), ((f" {title}", "heading"),)]
                continue
            pad = " " * max(1, column - cell_len(keys))
            room = max(10, width - column - 4)
            first, *rest = wrap_ranges(title, room, 3) or [(0, 0)]
            shown = title[first[0] : first[1]].rstrip()
            lines.append(((f"  {keys}{pad}", "status_key"), (shown, "text")))
            for start, end in rest:
                lines.append(((" " * (column + 2), "text"), (title[start:end].rstrip(), "text")))
            for start, end in wrap_ranges(more, room, 4):
                lines.append(((" " * (column + 2), "text"), (more[start:end].rstrip(), "muted")))
        return lines[1:]

    def paint(self, index: int, line: int, width: int, *, cursor: bool) -> Strip:  # noqa: ARG002 - the rule of the base class
        """One line."""
        base: Style = self.look.style("panel")
        pieces = [(text, self.look.style("panel", role)) for text, role in self._made[index]]
        return line_of(pieces, width, base)

    def page(self, lines: int) -> None:
        """Scroll by lines."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)


class HelpScreen(ModalScreen[None]):
    """What the keys do here, now."""

    CSS_PATH = "sheet.tcss"
    AUTO_FOCUS = "HelpList"

    def __init__(self, place: Place, keymap: Keymap, look: Look) -> None:
        super().__init__()
        self._place = place
        self._rows = HelpList(look, help_rows(place, keymap))

    def compose(self) -> ComposeResult:
        """The heading and the rows."""
        with Vertical(classes="ring tall"), Vertical(classes="sheet"):
            yield Static(content(f"Keys in {PLACE_TITLES[self._place]}"), classes="heading")
            yield self._rows
            yield Static(content("config.yaml can change every key · esc leaves"), classes="foot")

    def on_key(self, event: events.Key) -> None:
        """Scroll and leave."""
        event.stop()
        event.prevent_default()
        page = max(1, self._rows.size.height - 2)
        steps = {
            "next": 1, "previous": -1, "page_down": page, "page_up": -page,
        }  # fmt: skip
        keys = ROW_KEYS | {"j": "next", "k": "previous", "space": "page_down", "b": "page_up"}
        if event.key in {"escape", "q", "question_mark", "enter"}:
            self.dismiss(None)
        elif event.key in keys:
            self._rows.page(steps[keys[event.key]])
