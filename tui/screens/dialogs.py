"""What the main screen asks: in the prompt line, in lists to choose from, in dialogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tui.commands import PLACE_TITLES, commands_of
from tui.item import Item
from tui.widgets.prompt import Question

if TYPE_CHECKING:
    from store.everywhere import Portion
    from store.model import Highlight
    from tui.commands import Command
    from tui.menu import MenuRow
    from tui.panel_rows import Row
    from tui.screens.concordance import Chosen, Kept
    from tui.screens.main import MainScreen
    from tui.screens.picker import Picker
    from tui.screens.search import SearchScreen
    from tui.searching.kept import KeptSearch
    from tui.searching.seeking import Outcome, Seeking


class NoteOn(NamedTuple):
    """A note that is to be written.

    Attributes:
        title: What it is on.
        about: The first lines of that.
        note: As it is saved.
        text: What to begin with: the note, or what was typed before and is not saved.
        highlight: The highlight's id; ``""``: it is on the article.
        keep: Called with what was typed, when its user goes away from it.
        drop: Called when it is thrown away.
    """

    title: str
    about: str
    note: str
    text: str
    highlight: str
    keep: Callable[[str], None]
    drop: Callable[[], None]

    def is_of(self, row: Row) -> bool:
        """Whether a row of the side panel shows the note."""
        return row.highlight == self.highlight if self.highlight else row.kind == "note"


class Dialogs:
    """The questions of a main screen; each calls back with its answer.

    Attributes:
        writing: A note is being written in the side panel: all keys are the field's.
    """

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self.writing = False

    def ask(self, question: Question) -> None:
        """Ask in the prompt line."""

        def after(done: Callable[..., None] | None) -> Callable[..., None]:
            def run(*arguments: str) -> None:
                self._screen.pane(self._screen.place).focus()
                if done is not None:
                    self._screen.guard(partial(done, *arguments))
                self._screen.show_status()

            return run

        self._screen.prompt.ask(
            question._replace(
                answered=after(question.answered), cancelled=after(question.cancelled)
            )
        )

    def pick(  # noqa: PLR0913 - all but three have a default, by name
        self,
        title: str,
        items: Sequence[Item],
        chosen: Callable[[int], object],
        *,
        moved: Callable[[int], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        first: int = 0,
        numbered: bool = False,
        narrowing: Callable[[str], list[int]] | None = None,
        keys: Mapping[str, Callable[[int], object]] | None = None,
        foot: Sequence[str] = (),
    ) -> Picker:
        """Let one of ``items`` be chosen; ``keys`` do something else with the one chosen.

        ``foot`` says what they do.
        """
        from tui.screens.picker import Picker  # noqa: PLC0415 - not at start

        def done(index: int | None) -> None:
            if index is not None:
                action = (keys or {}).get(picker.pressed, chosen)
                self._screen.guard(partial(action, index))
            elif cancelled is not None:
                cancelled()
            self._screen.show_status()

        picker = Picker(
            title, items, self._screen.look,
            numbered=numbered, moved=moved, first=first, narrowing=narrowing,
            keys=tuple(keys or ()), foot=foot,
        )  # fmt: skip
        self._screen.app.push_screen(picker, done)
        return picker

    def choose(self, title: str, answers: Sequence[str], chosen: Callable[[int], object]) -> None:
        """Let one of a few answers be chosen by its number."""
        self.pick(title, [Item(title=answer) for answer in answers], chosen, numbered=True)

    def choose_highlight(
        self, highlights: Sequence[Highlight], then: Callable[[Highlight], None]
    ) -> None:
        """Ask which of several highlights is meant."""
        items = [
            Item(
                title=highlight.quote,
                mark=highlight.color,
                tail=" ".join(f"#{tag}" for tag in highlight.tags),
            )
            for highlight in highlights[:9]
        ]
        self.pick("Which highlight?", items, lambda i: then(highlights[i]), numbered=True)

    def edit_note(self, about: NoteOn, save: Callable[[str], None]) -> None:
        """Let a note be written: in the side panel below its row, or in a dialog."""

        def done(edited: str | None, left: bool = False) -> None:  # noqa: FBT001, FBT002 - a callback
            self.writing = False
            if left and edited is not None:
                about.keep(edited)
                self._screen.desk.say("the note is not saved; it is kept until you go on with it")
            elif edited is None:
                self._screen.desk.say("the note is as it was")
                if not left:
                    about.drop()
            else:
                self._screen.guard(partial(save, edited))
            self._screen.show_status()

        if not self._write_in_place(about, done):
            from tui.screens.note import NoteScreen  # noqa: PLC0415 - the text area is slow to import

            self._screen.app.push_screen(
                NoteScreen(about.title, about.about, about.note, about.text), done
            )

    def _write_in_place(self, about: NoteOn, done: Callable[[str | None, bool], None]) -> bool:
        """Open a field in the panel, if that is where one is and there is room."""
        screen = self._screen
        row = screen.panel.selected
        if screen.place != "panel" or row is None or not about.is_of(row):
            return False
        from tui.screens.note_in_place import NoteInPlace  # noqa: PLC0415 - as above

        if not NoteInPlace.fits(screen.panel):
            return False
        self.writing = True
        NoteInPlace(screen.panel, about.note, about.text, done).open(screen.panes.all["panel"])
        return True

    def search_library(
        self, seeker: Seeking, kept: KeptSearch, done: Callable[[Outcome], object]
    ) -> SearchScreen:
        """The search screen, as it was left."""
        from tui.screens.search import SearchScreen  # noqa: PLC0415 - not at start

        def left(outcome: Outcome | None) -> None:
            if outcome is not None:
                self._screen.guard(partial(done, outcome))
            self._screen.show_status()

        screen = SearchScreen(seeker, kept, self._screen.look)
        self._screen.app.push_screen(screen, left)
        return screen

    def concordance(self, kept: Kept, done: Callable[[Chosen], None]) -> None:
        """A concordance: a new one, or one that was left."""
        from tui.screens.concordance import ConcordanceScreen  # noqa: PLC0415 - not at start

        library = self._screen.desk.library

        def find(words: str, cancelled: Callable[[], bool]) -> Iterator[Portion]:
            return library.concordance(words, cancelled=cancelled)

        def left(chosen: Chosen | None) -> None:
            if chosen is not None:
                self._screen.guard(partial(done, chosen))

        screen = ConcordanceScreen(find, self._screen.look, kept)
        self._screen.app.push_screen(screen, left)
        self._screen.reads.ask(
            "index",
            lambda _: library.update_index(),
            lambda new: screen.search_again() if new else None,
        )

    def show_picture(self, image: object, words: str) -> None:
        """A decoded picture, with its words below."""
        from tui.screens.picture import PictureScreen  # noqa: PLC0415 - not at start

        app = self._screen.app
        app.push_screen(PictureScreen(app, image, words))

    def menu(self, about: str, rows: Sequence[MenuRow], at: tuple[int, int]) -> None:
        """Let one of the verbs be chosen, in a menu at a cell of the screen; then do it."""
        from tui.screens.menu import Menu  # noqa: PLC0415 - not at start

        screen = self._screen

        def done(command: Command | None) -> None:
            if command is not None:
                screen.run_command(command)

        screen.app.push_screen(
            Menu(about, rows, screen.keys_in, screen.keymap, screen.look, at), done
        )

    def show_help(self) -> None:
        """The keys of this place that do something now; in the list also what can be asked."""
        from tui.language_help import language_groups  # noqa: PLC0415 - not at start
        from tui.needs import works  # noqa: PLC0415 - not at start
        from tui.screens.help import HelpScreen, help_groups  # noqa: PLC0415 - not at start
        from tui.screens.now import state_of  # noqa: PLC0415 - not at start

        screen = self._screen
        place, state = screen.keys_in, state_of(screen)
        commands = [command for command in commands_of(place) if works(command, place, state)]
        groups = help_groups(commands, screen.keymap)
        if place == "list":
            groups += language_groups("Searching: ")
        finds = screen.keymap.first_key("palette")
        screen.app.push_screen(
            HelpScreen(
                f"What works now in {PLACE_TITLES[place]}",
                groups,
                screen.look,
                f"{finds} finds every command · esc leaves" if finds else "esc leaves",
            )
        )

    def show_search_help(self) -> None:
        """The keys of the search screen, and what can be asked."""
        from tui.language_help import search_groups  # noqa: PLC0415 - not at start
        from tui.screens.help import HelpScreen  # noqa: PLC0415 - not at start

        screen = self._screen
        screen.app.push_screen(
            HelpScreen("Searching the library", search_groups(), screen.look, "esc leaves")
        )
