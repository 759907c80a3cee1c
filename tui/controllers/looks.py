"""Looks: panes, measure, theme."""

from __future__ import annotations

from themes.theme import ThemeError
from tui import kept_view
from tui.commands import Pane
from tui.config import INDENTED, LINE_SPACINGS, MEASURES, SPACED
from tui.desk import Desk
from tui.item import Item
from tui.layout.typesetting import Typesetting
from tui.theming import theme_folder

_STEP = 4


class Looks:
    """What is on the screen, and how it looks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._measure = desk.config.measure

    # -- panes ---------------------------------------------------------------------------------

    def next_pane(self) -> None:
        """The pane to the right; in the side panel first its next part."""
        self._walk(1)

    def previous_pane(self) -> None:
        """The pane to the left; in the side panel first its previous part."""
        self._walk(-1)

    def _walk(self, direction: int) -> None:
        screen = self._desk.screen
        if screen.place == "panel" and screen.panel.next_part(direction):
            return
        order: list[Pane] = ["list", "reader", "panel"] if self._desk.opened else ["list"]
        if len(order) == 1:
            self._desk.say("no article is open; enter opens one")
            return
        screen.focus_place(order[(order.index(screen.place) + direction) % len(order)])

    def alone(self) -> None:
        """The reader alone, or with the other panes again."""
        self._desk.need_open()
        screen = self._desk.screen
        screen.set_alone(not screen.panes.alone)

    # -- measure -------------------------------------------------------------------------------

    def narrower(self) -> None:
        """A narrower column."""
        self._set_measure(self._measure - _STEP)

    def wider(self) -> None:
        """A wider column."""
        self._set_measure(self._measure + _STEP)

    def _set_measure(self, measure: int) -> None:
        low, high = MEASURES
        self._measure = max(low, min(high, measure))
        self._desk.screen.reader.set_measure(self._measure)
        self._keep("measure", self._measure)
        self._desk.say(f"text of {self._measure} cells")

    def _keep(self, name: kept_view.Name, value: int | str) -> None:
        """Keep a choice for the next time, unless ``config.yaml`` says something new by then."""
        folders = self._desk.library.folders
        self._desk.screen.reads.ask(
            f"view {name}", lambda _: kept_view.keep(folders, name, value), lambda _: None
        )

    # -- paragraphs ----------------------------------------------------------------------------

    def justify(self) -> None:
        """Lines that end at the same cell, or ragged ones."""
        setting = self._desk.screen.reader.typesetting
        self._set_type(setting._replace(justify=not setting.justify))
        self._keep("justify", not setting.justify)
        self._desk.say("ragged" if setting.justify else "justified")

    def paragraphs(self) -> None:
        """Paragraphs told apart by an indent, or by blank lines."""
        setting = self._desk.screen.reader.typesetting
        self._set_type(setting._replace(indented=not setting.indented))
        style = SPACED if setting.indented else INDENTED
        self._keep("paragraphs", style)
        self._desk.say(f"{style} paragraphs")

    def spacing(self) -> None:
        """One blank line between paragraphs, two, none, and one again."""
        setting = self._desk.screen.reader.typesetting
        lines = (setting.spacing + 1) % 3
        self._set_type(setting._replace(spacing=lines))
        self._keep("spacing", lines)
        self._desk.say(f"{lines} blank {'line' if lines == 1 else 'lines'} between paragraphs")

    def line_spacing(self) -> None:
        """A blank line below every line, or none."""
        setting = self._desk.screen.reader.typesetting
        low, high = LINE_SPACINGS
        spacing = low if setting.line_spacing == high else high
        self._set_type(setting._replace(line_spacing=spacing))
        self._keep("line_spacing", spacing)
        self._desk.say(f"line spacing of {spacing}")

    def _set_type(self, setting: Typesetting) -> None:
        self._desk.screen.reader.set_typesetting(setting)

    # -- theme ---------------------------------------------------------------------------------

    def theme(self) -> None:
        """Choose a theme; the one under the cursor shows at once."""
        screen, folder = self._desk.screen, theme_folder(self._desk.library.folders)
        before = screen.look.theme
        from themes.load import available, load  # noqa: PLC0415 - loads yaml; only to choose

        names = available(folder)

        def show(index: int) -> None:
            try:
                screen.set_theme(load(names[index], folder))
            except ThemeError as error:
                self._desk.say(error.message, "error")

        def chosen(index: int) -> None:
            show(index)
            self._keep("theme", names[index])
            self._desk.say(f"theme {names[index]}")

        screen.dialogs.pick(
            "Theme",
            [Item(title=name) for name in names],
            chosen,
            moved=show,
            cancelled=lambda: screen.set_theme(before),
            first=names.index(before.name) if before.name in names else 0,
        )
