"""The reader's application: theme, keymap and library around the main screen."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import Screen

from themes.theme import Theme
from tui import config as configuration
from tui import kept_view, keymap
from tui.screens.main import MainScreen
from tui.theming import (
    NO_COLOUR,
    Look,
    load_theme,
    textual_name,
    textual_theme,
    variables,
)

if TYPE_CHECKING:
    from textual.binding import BindingType

    from store.library import Library
    from tui.clipboard import Clipboard


_TURN = 0.001
"""Seconds for which a thread keeps the others waiting; Python's own way is five thousandths."""


class PostilApp(App[None], inherit_bindings=False):
    """The reader on a library.

    Args:
        library: The library; its owner closes it after the app has ended.
        article_id: The article to open at once (its id may be shortened).
        at: The highlight to open at (its id may be shortened).
        theme: A theme's name; ``""``: what ``config.yaml`` says.
    """

    CSS_PATH = "postil.tcss"
    TITLE = "postil"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []
    ALLOW_SELECT = False

    def __init__(
        self,
        library: Library,
        *,
        article_id: str | None = None,
        at: str | None = None,
        theme: str = "",
        driver_class: type[Driver] | None = None,
    ) -> None:
        colourless = bool(os.environ.get("NO_COLOR"))
        settings, errors = configuration.load(library.folders.config)
        settings = kept_view.applied(settings, library.folders.state)
        keys = keymap.build(settings.keys)
        wanted = NO_COLOUR if colourless else theme or settings.theme
        self._theme, problem = load_theme(wanted, library.folders)
        self._has_theme = False
        super().__init__(driver_class=driver_class)
        self._colourless = colourless
        self._added: list[LineFilter] = []
        self._system_clipboard: Clipboard | None = None
        self._disable_tooltips = self._disable_notifications = True  # neither is ever shown here
        self.use_theme(self._theme)
        problems = [library.notice] if library.notice else []
        problems += [error.message for error in errors]
        problems += [f"{configuration.FILE}: {line}" for line in keys.problems]
        problems += [problem] if problem else []
        self._main = MainScreen(
            library, settings, keys, Look(self._theme),
            article_id=article_id, at=at, problems=problems,
        )  # fmt: skip

    def get_default_screen(self) -> Screen[None]:
        """The one screen that is always there."""
        return self._main

    @property
    def main(self) -> MainScreen:
        """The main screen."""
        return self._main

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our CSS variables, for Textual's own themes too."""
        return variables(self._theme)

    def get_css_variables(self) -> dict[str, str]:
        """Textual's; none for its own theme, which it has until it is given ours."""
        return super().get_css_variables() if self._has_theme else {}

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002 - Textual's signature
        """Textual's; but at start, before there is a screen, the styles are parsed only once."""
        if self.screen_stack:
            super().refresh_css(animate=animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())
            self.stylesheet.update(self, animate=animate)

    def use_theme(self, theme: Theme) -> None:
        """Give Textual's widgets and our CSS the colours of a theme; none with NO_COLOR."""
        self._theme = theme
        self._has_theme = True
        self.register_theme(textual_theme(theme))
        self.theme = textual_name(theme)
        self._set_filters(colour=theme.colour and not self._colourless)

    def on_app_focus(self) -> None:
        """Back from another window, where one may have edited something."""
        self._main.desk.outside.look(closely=True)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy ``text`` by the terminal (OSC 52), and into the system's clipboard if there is one.

        What becomes of the second is no news to its user, who has the first; it is in the log.
        """
        super().copy_to_clipboard(text)
        from tui.clipboard import Clipboard  # noqa: PLC0415 - only to copy

        if self._system_clipboard is None:
            self._system_clipboard = Clipboard(os.environ)
        clipboard = self._system_clipboard
        if clipboard.there:
            ticket = clipboard.ticket()
            reads = self._main.reads
            reads.ask("copy", lambda _: self._hand_over(clipboard, text, ticket), lambda _: None)

    def _hand_over(self, clipboard: Clipboard, text: str, ticket: int) -> None:
        """Copy, and log what failed. In a thread."""
        failures = clipboard.copy(text, ticket)
        if failures:
            from tui.report import note  # noqa: PLC0415 - only for what fails

            state = self._main.desk.library.folders.state
            note("copying to the system's clipboard", "\n".join(failures), state)

    def _set_filters(self, *, colour: bool) -> None:
        """Where there is to be no colour, none leaves: Textual's own filter leaves greys.

        A terminal of sixteen colours gets those that can be read there.
        """
        added: list[LineFilter] = []
        if not colour:
            added = [NoColor()]
        elif self.console.color_system == "standard":
            from tui.sixteen import Sixteen  # noqa: PLC0415 - most terminals have more

            added = [Sixteen()]
        kept = [f for f in self._filters if not isinstance(f, (Monochrome, NoColor))]
        self._filters = [f for f in kept if f not in self._added] + added
        self._added = added


def run(
    library: Library, *, article: str | None = None, at: str | None = None, theme: str | None = None
) -> int:
    """Run the reader on this terminal until it is left; an exit code.

    Args:
        library: Its owner closes it.
        article: The article to open at once (its id may be shortened).
        at: The highlight to open at (its id may be shortened).
        theme: A theme's name instead of the one in ``config.yaml``.

    Raises:
        StoreError: the library's folders cannot be read, or the last writes failed.
    """
    app = PostilApp(library, article_id=article, at=at, theme=theme or "")
    # A frame, and the thread that writes it, wait for another thread's turn to end.
    sys.setswitchinterval(_TURN)
    app.run()
    lost = app.main.desk.queue.lost
    if lost:
        raise lost[0]
    return app.return_code or 0
