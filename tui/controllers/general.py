"""General: palette, help, back, leave."""

from __future__ import annotations

from tui.commands import COMMANDS, Command, takes_a_character
from tui.controllers.finding import Finding
from tui.desk import Desk
from tui.item import Item


class General:
    """What works everywhere."""

    def __init__(self, desk: Desk, finding: Finding) -> None:
        self._desk = desk
        self._finding = finding

    def palette(self) -> None:
        """Every command that works here, by name."""
        screen = self._desk.screen
        here = [c for c in COMMANDS if screen.keys_in in c.places and not takes_a_character(c)]

        def item(command: Command) -> Item:
            return Item(
                title=command.title, tail=screen.keymap.keys_of(command.id), also=command.id
            )

        screen.dialogs.pick(
            "Command", [item(command) for command in here], lambda i: screen.run_command(here[i])
        )

    def help(self) -> None:
        """The keys of this place."""
        self._desk.screen.dialogs.show_help()

    def back(self) -> None:
        """Out of what one is in: matches, selection, pane, filter; at the top: leave."""
        screen = self._desk.screen
        if screen.panes.alone:
            screen.set_alone(False)
        elif screen.place == "panel":
            screen.focus_place("reader")
        elif screen.place == "reader":
            if not self._finding.clear() and not screen.reader.clear_selection():
                screen.focus_place("list")
        elif not screen.listing.back():
            self.quit()

    def quit(self) -> None:
        """Leave postil; every write is waited for."""
        self._desk.screen.app.exit()
