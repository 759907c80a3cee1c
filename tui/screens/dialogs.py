"""What the main screen asks: in the prompt line, in lists to choose from, in dialogs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tui.item import Item
from tui.widgets.prompt import Question

if TYPE_CHECKING:
    from store.model import Highlight, Hit
    from tui.screens.main import MainScreen


class Dialogs:
    """The questions of a main screen; each calls back with its answer."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._last_search = ""

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
            Question(
                question.label, after(question.answered), value=question.value,
                words=question.words, changed=question.changed,
                cancelled=after(question.cancelled), placeholder=question.placeholder,
                completes=question.completes,
            )
        )  # fmt: skip

    def pick(
        self,
        title: str,
        items: Sequence[Item],
        chosen: Callable[[int], object],
        *,
        moved: Callable[[int], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        first: int = 0,
        numbered: bool = False,
        keys: Mapping[str, Callable[[int], object]] | None = None,
    ) -> None:
        """Let one of ``items`` be chosen; ``keys`` do something else with the one chosen."""
        from tui.screens.picker import Picker  # noqa: PLC0415 - not at start

        def done(index: int | None) -> None:
            if index is not None:
                action = (keys or {}).get(picker.pressed, chosen)
                self._screen.guard(partial(action, index))
            elif cancelled is not None:
                cancelled()
            self._screen.show_status()

        picker = Picker(
            title, items, self._screen.look, numbered=numbered, moved=moved, first=first,
            keys=tuple(keys or ()),
        )  # fmt: skip
        self._screen.app.push_screen(picker, done)

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

    def edit_note(self, title: str, about: str, note: str, save: Callable[[str], None]) -> None:
        """Let a note be written in the app."""
        from tui.screens.note import NoteScreen  # noqa: PLC0415 - the text area is slow to import

        def done(edited: str | None) -> None:
            if edited is None:
                self._screen.desk.say("the note is as it was")
            else:
                self._screen.guard(partial(save, edited))

        self._screen.app.push_screen(NoteScreen(title, about, note), done)

    def search_library(self, chosen: Callable[[Hit, str], None]) -> None:
        """The search screen, with what was asked last."""
        from tui.screens.search import LIMIT, SearchScreen  # noqa: PLC0415 - not at start

        library = self._screen.desk.library

        def done(found: tuple[Hit, str] | None) -> None:
            if found is not None:
                self._last_search = found[1]
                self._screen.guard(partial(chosen, *found))

        screen = SearchScreen(
            lambda words, cancelled: library.search(words, limit=LIMIT, cancelled=cancelled),
            self._screen.look,
            self._last_search,
        )
        self._screen.app.push_screen(screen, done)
        self._screen.reads.ask(
            "index",
            lambda _: library.update_index(),
            lambda new: screen.search_again() if new else None,
        )

    def show_help(self) -> None:
        """The keys of this place."""
        from tui.screens.help import HelpScreen  # noqa: PLC0415 - not at start

        self._screen.app.push_screen(
            HelpScreen(self._screen.keys_in, self._screen.keymap, self._screen.look)
        )
