"""General: palette, help, menu, back, leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands import Command, takes_a_character, takes_a_letter
from tui.controllers.walking import Walking
from tui.desk import Desk
from tui.item import Item
from tui.widgets.rows import RowList

if TYPE_CHECKING:
    from tui.palette import Entry

_REMEMBERED = 12


class General:
    """What works everywhere."""

    def __init__(self, desk: Desk, walking: Walking) -> None:
        self._desk = desk
        self._walking = walking
        self._recent: list[str] = []

    # -- palette -------------------------------------------------------------------------------

    def palette(self) -> None:
        """Every command that works now, here or in another pane, by name."""
        from tui.palette import entries, narrow  # noqa: PLC0415 - not at start
        from tui.screens.now import state_of  # noqa: PLC0415 - not at start

        screen = self._desk.screen
        found = entries(screen.keys_in, state_of(screen), screen.keymap.keys_of, self._recent)
        screen.dialogs.pick(
            "Command",
            [Item(title=e.command.title, tail=e.key, about=e.about) for e in found],
            lambda index: self._run(found[index]),
            narrowing=lambda typed: narrow(found, typed),
        )

    def _run(self, entry: Entry) -> None:
        """Run what was chosen, in the pane it belongs to."""
        command, place, screen = entry.command, entry.place, self._desk.screen
        others = [known for known in self._recent if known != command.id]
        self._recent = [command.id, *others][:_REMEMBERED]
        if place != "caret" and place != screen.keys_in:  # noqa: PLR1714 - the type follows from it
            screen.focus_place(place)
        if takes_a_character(command):
            self._ask_character(command)
        else:
            screen.run_command(command)

    def _ask_character(self, command: Command) -> None:
        """Run ``command`` with the next key that it can take."""
        screen = self._desk.screen
        letter = takes_a_letter(command)

        def take(key: str) -> bool:
            typed = " " if key == "space" else key
            if key == "escape":
                screen.taker = None
                self._desk.say("")
            elif len(typed) == 1 and (typed.isalnum() or not letter):
                screen.taker = None
                screen.run_command(command, letter=typed)
            return True

        screen.taker = take
        self._desk.say(f"{command.title}: which {'letter' if letter else 'character'}?")

    # -- what can be done ----------------------------------------------------------------------

    def help(self) -> None:
        """The keys of this place."""
        self._desk.screen.dialogs.show_help()

    def menu(self, at: tuple[int, int] | None = None) -> None:
        """The verbs on what has the focus, in a menu at a cell of the screen, or at the focus."""
        from tui.menu import menu_rows  # noqa: PLC0415 - not at start
        from tui.screens.now import about, state_of  # noqa: PLC0415 - not at start

        screen = self._desk.screen
        rows = menu_rows(screen.keys_in, state_of(screen))
        if not rows:
            self._desk.say("there is nothing here to do something with")
            return
        screen.dialogs.menu(about(screen), rows, at or self._cell_of_focus())

    def _cell_of_focus(self) -> tuple[int, int]:
        """The cell of the screen where the focus ends, or begins if its end is not on it."""
        screen = self._desk.screen
        pane = screen.pane(screen.place)
        if isinstance(pane, RowList):
            cursor = pane.region_of_cursor()
            x, y = 2, cursor.bottom - 1 - int(pane.scroll_offset.y)
        else:
            focus = pane.focus_range
            x, y = pane.cell_of(focus.start)
            end = pane.cell_of(max(focus.end - 1, focus.start))[1]
            y = end if y < end < pane.size.height else y
        height = max(pane.size.height - 1, 0)
        return pane.region.x + x, pane.region.y + max(0, min(y, height))

    # -- leaving -------------------------------------------------------------------------------

    def back(self) -> None:
        """Out of what one is in: matches, selection, pane, filter; at the top: leave."""
        screen = self._desk.screen
        if screen.panes.alone:
            screen.set_alone(False)
        elif screen.place == "panel":
            if not screen.controllers.panel.clear():
                screen.focus_place("reader")
        elif screen.place == "reader":
            if not self._walking.clear() and not screen.reader.clear_selection():
                screen.focus_place("list")
        elif not screen.listing.back():
            self.quit()

    def quit(self) -> None:
        """Leave postil; every write is waited for."""
        self._desk.screen.app.exit()
