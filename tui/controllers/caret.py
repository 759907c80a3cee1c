"""Caret mode: a passage chosen by motions and text objects, and the verbs that end it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.errors import NotFoundError, UsageError
from store.model import COLORS
from tui.controllers.finding import Finding, find_in
from tui.controllers.marking import Marking
from tui.controllers.notes import Notes
from tui.desk import Desk
from tui.widgets.prompt import Question

if TYPE_CHECKING:
    from tui.caret.finds import Find
    from tui.caret.objects import Kind
    from tui.caret.state import By, Caret
    from tui.widgets.reader_caret import ReaderCaret

_PATIENCE = 0.02
_FOR_GOOD = 3600.0
"""Seconds that matches are waited for: while one types, and on Enter."""

Range = tuple[int, int]


class Carets:
    """``v`` and what follows. What the caret does is imported when it is first shown."""

    def __init__(self, desk: Desk, marking: Marking, notes: Notes, finding: Finding) -> None:
        self._desk = desk
        self._marking = marking
        self._notes = notes
        self._finding = finding
        self._last_find: Find | None = None

    @property
    def _caret(self) -> ReaderCaret:
        """The caret on the screen.

        Raises:
            NotFoundError: there is none.
        """
        caret = self._desk.screen.reader.caret
        if caret is None:
            raise NotFoundError("there is no caret here")
        return caret

    # -- beginning and leaving -----------------------------------------------------------------

    def start(self, by: By = "character") -> None:
        """Show the caret and select from the focus on, by characters or by whole paragraphs."""
        opened = self._desk.need_open()
        if not self._desk.screen.reader.start_caret(by):
            raise NotFoundError("there is no text here to select")
        opened.moved = True

    def select(self) -> None:
        """Select from here on; or select nothing, and move freely."""
        self._caret.toggle_selecting()

    def select_blocks(self) -> None:
        """Select whole paragraphs; or characters again."""
        self._caret.toggle_by()

    def other_end(self) -> None:
        """The caret at the other end of the selection."""
        caret = self._caret
        if not caret.state.selecting:
            raise UsageError("nothing is selected", hint=self._hint("caret.select", "selects"))
        caret.set(caret.state.swapped())

    def take(self) -> None:
        """Leave caret mode with the selection as the focus."""
        self._desk.screen.reader.end_caret()

    def leave(self) -> None:
        """Leave caret mode; the sentence at the caret has the focus."""
        caret = self._caret
        caret.set(caret.state._replace(selecting=False))
        self._desk.screen.reader.end_caret()

    # -- moving --------------------------------------------------------------------------------

    def move(self, motion: str, count: int = 1) -> None:
        """A motion, ``count`` times."""
        self._desk.need_open().moved = True
        self._caret.move(motion, count)

    def find_character(self, how: str, character: str, count: int = 1) -> None:
        """To a character in the paragraph; ``how`` is ``f``, ``t``, ``F`` or ``T``."""
        from tui.caret.finds import Find  # noqa: PLC0415 - only when the caret is shown

        self._last_find = Find(character, backward=how in "FT", till=how in "tT")
        self._go_to_character(self._last_find, count, again=False)

    def find_again(self, count: int = 1) -> None:
        """The last ``f``, ``t``, ``F`` or ``T`` once more."""
        self._go_to_character(self._need_find(), count, again=True)

    def find_again_back(self, count: int = 1) -> None:
        """The last ``f``, ``t``, ``F`` or ``T`` the other way."""
        self._go_to_character(self._need_find().turned(), count, again=True)

    def _need_find(self) -> Find:
        if self._last_find is None:
            raise NotFoundError("no character to find again")
        return self._last_find

    def _go_to_character(self, find: Find, count: int, *, again: bool) -> None:
        from tui.caret.finds import find_character  # noqa: PLC0415 - as above

        caret = self._caret
        at = find_character(caret.ground, caret.state.at, find, count, again=again)
        if at is None:
            where = "before it" if find.backward else "after it"
            raise NotFoundError(f"no {find.character} {where} in this paragraph")
        caret.go(at)

    # -- searching -----------------------------------------------------------------------------

    def find(self) -> None:
        """Ask for words; the caret goes to the first place that has them while they are typed."""
        desk, caret = self._desk, self._caret
        before, top = caret.state, desk.screen.reader.top_offset

        def changed(text: str) -> None:
            self._look_for(text, caret, before)

        def answered(text: str) -> None:
            if not text.strip():
                cancelled()
                return
            self._look_for(text, caret, before, now=True)
            if not self._finding.matches:
                raise NotFoundError(f"{text} is not in this article")
            desk.say(self._finding.said)

        def cancelled() -> None:
            desk.screen.reads.drop("find")
            self._finding.clear()
            if desk.screen.reader.caret is caret:
                caret.set(before)
                desk.screen.reader.scroll_to_offset(top)

        desk.ask(Question("/", answered, changed=changed, cancelled=cancelled))

    def _look_for(
        self, needle: str, caret: ReaderCaret, start: Caret, *, now: bool = False
    ) -> None:
        """Find ``needle``, and put the caret on its first place after ``start``, or back there."""
        desk, text = self._desk, caret.ground.text

        def found(matches: list[Range]) -> None:
            if desk.screen.reader.caret is not caret:
                return
            caret.set(start)
            self._go_to_match(needle, matches, 1)
            desk.screen.prompt.note(self._finding.said.rpartition(": ")[2] if needle else "")
            desk.screen.show_status()

        desk.screen.reads.ask(
            "find", lambda _: find_in(text, needle), found,
            patience=_FOR_GOOD if now else _PATIENCE,
        )  # fmt: skip

    def find_next(self, count: int = 1) -> None:
        """To the next place of what was looked for."""
        self._step(count)

    def find_previous(self, count: int = 1) -> None:
        """To the place before."""
        self._step(-count)

    def _step(self, steps: int) -> None:
        matches = self._finding.matches
        if not matches:
            raise NotFoundError("nothing to find", hint=self._hint("caret.find", "asks for words"))
        self._go_to_match(self._finding.needle, matches, steps)
        self._desk.say(self._finding.said)

    def find_word(self, count: int = 1) -> None:
        """To the next place of the word under the caret."""
        from tui.caret.words import whole_words, words_from  # noqa: PLC0415 - as above

        desk, caret = self._desk, self._caret
        ground, at = caret.ground, caret.state.at
        stops = next(iter(words_from(ground, at)), None)
        if stops is None:
            raise NotFoundError("no word here")
        word = ground.text[stops[0] : ground.end_of(stops[1])]
        text = ground.text

        def found(matches: list[Range]) -> None:
            if desk.screen.reader.caret is caret:
                self._go_to_match(word, matches, count)
                desk.say(self._finding.said)

        def job(_: object) -> list[Range]:
            return whole_words(text, find_in(text, word.lower()))

        desk.screen.reads.ask("find", job, found, patience=_PATIENCE)

    def _go_to_match(self, needle: str, matches: Sequence[Range], steps: int) -> None:
        """Show matches, and go so many on (back, if negative) from the caret, round the ends."""
        from tui.caret.finds import match_beside  # noqa: PLC0415 - as above

        caret = self._caret
        index = match_beside(caret.ground, matches, caret.state.at, abs(steps), forward=steps > 0)
        self._finding.hold(needle, matches, -1 if index is None else index)
        if index is not None:
            caret.go(matches[index][0])

    # -- selecting -----------------------------------------------------------------------------

    def select_object(self, kind: Kind, around: str, count: int = 1) -> None:
        """Select the text object that the caret is in; ``around`` is ``a`` or ``i``."""
        if not self._caret.select(kind, count, around=around == "a"):
            raise NotFoundError(f"no {'quoted passage' if kind == 'quote' else kind} around here")

    def grow(self, count: int = 1) -> None:
        """Words more at the end where the caret is."""
        from tui.caret.motions import grown  # noqa: PLC0415 - as above

        caret = self._selecting()
        caret.go(grown(caret.ground, caret.state, count))

    def shrink(self, count: int = 1) -> None:
        """Words less at the end where the caret is."""
        from tui.caret.motions import shrunk  # noqa: PLC0415 - as above

        caret = self._selecting()
        caret.go(shrunk(caret.ground, caret.state, count))

    def _selecting(self) -> ReaderCaret:
        """The caret; it begins to select if it does not."""
        caret = self._caret
        if not caret.state.selecting:
            caret.toggle_selecting()
        return caret

    # -- verbs ---------------------------------------------------------------------------------

    def color(self, digit: str) -> None:
        """Highlight in the colour of that number."""
        if not (digit.isdecimal() and digit.isascii() and 1 <= int(digit) <= len(COLORS)):
            raise UsageError(f"no colour {digit}", hint=f"colours are 1 to {len(COLORS)}")
        self._marking.highlight(COLORS[int(digit) - 1])

    def tag(self) -> None:
        """Ask for tags and highlight with them."""
        self._settle_on_exact()
        self._notes.tag_selection()

    def note(self) -> None:
        """Write a note and highlight with it."""
        self._settle_on_exact()
        self._notes.note_selection()

    def _settle_on_exact(self) -> None:
        """Leave caret mode when the selection is a highlight already: nothing is to be made."""
        exact = self._marking.exact()
        if exact is not None:
            self._desk.screen.reader.rest_on(exact.anchor.start, exact.anchor.end, "highlight")

    def _hint(self, command_id: str, does: str) -> str:
        key = self._desk.screen.keymap.first_key(command_id)
        return f"{key} {does}" if key else ""
