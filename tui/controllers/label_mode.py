"""The mode in which labels are typed: every key goes to it until one is chosen or it is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from store.errors import NotFoundError
from store.text.document import Document
from tui.desk import Desk
from tui.keymap import Pending
from tui.labels import Typing, make
from tui.widgets.reader import Focus, Reader
from tui.widgets.reader_labels import LabelLook
from tui.widgets.reader_targets import Target, TargetKind, targets_on

_SCROLLS = frozenset(
    {"line.down", "line.up", "page.down", "page.up", "half.down", "half.up", "top", "end"}
)
_NOTHING: dict[TargetKind, str] = {
    "sentence": "there is no sentence on the screen",
    "word": "there is no word on the screen",
    "link": "there is no link on the screen",
}


class _Choice(NamedTuple):
    """What is chosen from, and what becomes of it.

    Attributes:
        said: What is to be typed, for the status line.
        since: Only what begins at that offset or later.
        back: What Escape goes back to; ``None``: it leaves.
    """

    kind: TargetKind
    said: str
    chosen: Callable[[Target], None]
    since: int = 0
    back: Callable[[], None] | None = None


class LabelMode:
    """Shows labels on what is on the screen, and hands over the one that is typed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._choice: _Choice | None = None
        self._targets: list[Target] = []
        self._typing = Typing(())
        self._document: Document | None = None
        self._before: Focus | None = None

    # -- the commands --------------------------------------------------------------------------

    def sentences(self) -> None:
        """Label the sentences on the screen; the one that is typed gets the focus."""
        self._ask(_Choice("sentence", "type the letters of a sentence", self._focus))

    def words(self) -> None:
        """Label the words on the screen, and again from the first one typed on: a selection."""
        self._ask(_Choice("word", "type the letters of the first word", self._first_word))

    def links(self) -> None:
        """Label the links on the screen; the one that is typed is shown before it is opened."""
        self._ask(_Choice("link", "type the letters of a link", self._follow))

    def _focus(self, target: Target) -> None:
        self.leave()
        self._reader.focus_passage(target.start, target.end, "sentence", reveal=False)

    def _follow(self, target: Target) -> None:
        from tui.controllers.following import Following  # noqa: PLC0415 - not for other labels

        label = self._typing.labels[self._targets.index(target)]
        self.leave()
        Following(self._desk).follow(target, label)

    def _first_word(self, first: Target) -> None:
        self._before = self._reader.focus_range

        def back() -> None:
            self._restore()
            self.words()

        def last(target: Target) -> None:
            self.leave()
            self._reader.focus_passage(first.start, target.end, "selection", reveal=False)

        self._reader.focus_passage(first.start, first.end, "selection", reveal=False)
        said = "type the letters of the last word"
        self._ask(_Choice("word", said, last, first.start, back))

    # -- the mode ------------------------------------------------------------------------------

    @property
    def _reader(self) -> Reader:
        return self._desk.screen.reader

    def _ask(self, choice: _Choice) -> None:
        """Show labels and wait for their letters.

        Raises:
            NotFoundError: there is nothing to label.
        """
        self._desk.need_open()
        targets = self._find(choice)
        if not targets:
            self.leave()
            raise NotFoundError(_NOTHING[choice.kind])
        self._choice, self._document = choice, self._reader.document
        self._label(targets)
        self._desk.screen.taker = self._take

    def _find(self, choice: _Choice) -> list[Target]:
        reader = self._reader
        if reader.view is None:
            return []
        return targets_on(reader.view, choice.kind, reader.sentences, choice.since)

    def _label(self, targets: list[Target]) -> None:
        self._targets = targets
        self._typing = Typing(make(len(targets)))
        self._show()

    def _show(self) -> None:
        """Paint the labels that are still meant, and say what to do."""
        choice = self._choice
        if choice is None:
            return
        look = LabelLook(self._desk.screen.look.theme, muted=choice.kind != "sentence")
        left = [
            (self._targets[index].spot, self._targets[index].cell, text)
            for index, text in self._typing.left
        ]
        self._reader.show_labels(left, look, self)
        self._say(choice)

    def _say(self, choice: _Choice, before: str = "") -> None:
        typed = self._typing.typed
        said = f"{typed}… · backspace takes it back" if typed else choice.said
        if not self._targets:
            said = "the first word is below" if choice.since else _NOTHING[choice.kind]
        leaves = "esc goes back" if choice.back else "esc leaves"
        self._desk.say(f"{before}{said} · {leaves}", "warning" if before else "muted")

    def leave(self) -> None:
        """Show the text without labels; keys are commands again."""
        screen = self._desk.screen
        if self._choice is not None:
            self._choice = self._before = None
            self._targets = []
            screen.taker = None
            self._desk.say("")
        self._reader.hide_labels()

    def _restore(self) -> None:
        """Give the focus back to what had it before the first word."""
        before, self._before = self._before, None
        if before is not None and self._reader.document is self._document:
            self._reader.focus_passage(before.start, before.end, before.kind, reveal=False)

    def _give_up(self) -> None:
        self._restore()
        self.leave()

    # -- what the reader tells -----------------------------------------------------------------

    def view_moved(self) -> None:
        """Label what is on the screen now."""
        choice = self._choice
        if choice is not None and self._reader.document is self._document:
            targets = self._find(choice)
            if targets != self._targets:
                self._label(targets)

    def interrupt(self) -> None:
        """Something else is done."""
        self._give_up()

    # -- keys ----------------------------------------------------------------------------------

    def _take(self, key: str) -> bool:
        """Take a key; says whether it was one for labels, and not a command."""
        screen = self._desk.screen
        if self._desk.place != "reader":
            self._give_up()
            return False
        taken: list[bool] = []
        screen.guard(lambda: taken.append(self._press(key)))
        screen.show_status()
        return taken != [False]

    def _press(self, key: str) -> bool:
        choice = self._choice
        command = self._desk.screen.keymap.press("reader", Pending(), key).command
        if choice is None:
            return False
        if key == "escape" or (key == "backspace" and not self._typing.typed and choice.back):
            (choice.back or self._give_up)()
        elif key == "backspace":
            self._typing = self._typing.back()
            self._show()
        elif len(key) == 1 and key.isalpha():
            self._type(choice, key)
        elif command is not None and command.id in _SCROLLS:
            self._desk.screen.run_command(command)
            self._say(choice)
        elif len(key) == 1 or key in ("space", "enter"):
            self._say(choice, f"no label has {key} · ")
        else:
            self._give_up()
            return False
        return True

    def _type(self, choice: _Choice, letter: str) -> None:
        typing = self._typing.press(letter)
        if typing is None:
            self._say(choice, f"no label goes on with {letter} · ")
        elif typing.chosen is None:
            self._typing = typing
            self._show()
        else:
            self._desk.need_open().moved = True
            choice.chosen(self._targets[typing.chosen])
