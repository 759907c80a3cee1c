"""The side panel: going along with the reader, its filter, notes shown as Markdown."""

from __future__ import annotations

from functools import partial

from store.errors import NotFoundError
from store.model import Highlight
from store.text.document import Document
from tui.desk import Desk
from tui.widgets.prompt import Question

_PATIENCE = 0.01
"""Seconds in which a note's Markdown is waited for; once the parser is loaded, it is there then."""


class Panel:
    """``/`` and ``F`` in the side panel, and what reader and panel do together."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._leading = False
        self._words = ""
        self._folded: dict[str, tuple[Highlight, str]] = {}

    # -- notes ---------------------------------------------------------------------------------

    def start(self) -> None:
        """Show notes as Markdown, and minutes by the reader's pace: not before the first frame."""
        self._desk.reading.load()
        self._desk.screen.panel.read_notes(self._parse)

    def _parse(self, note: str) -> None:
        screen = self._desk.screen

        def job(_: object) -> Document:
            from store.text.markdown import parse  # noqa: PLC0415 - slow to import, off the loop

            return parse(note)

        screen.reads.ask(
            f"note {hash(note)}", job, partial(screen.panel.take_note, note), patience=_PATIENCE
        )

    # -- together ------------------------------------------------------------------------------

    def follow(self) -> None:
        """Let panel and reader go along with each other, or each its own way."""
        panel = self._desk.screen.panel
        panel.follows = not panel.follows
        if panel.follows:
            self._desk.say("the panel and the text follow each other")
            self.row_moved()
        else:
            self._desk.say("the panel and the text move on their own")

    def reader_moved(self) -> None:
        """The reader's focus is elsewhere, or on other highlights."""
        screen = self._desk.screen
        leads = screen.place != "panel"
        self._leading = self._leading and not leads
        screen.panel.reader_at(
            screen.reader.focus_range.start, screen.reader.highlight_ids_at_focus(), leads=leads
        )

    def row_moved(self) -> None:
        """The panel's cursor is elsewhere: show that place in the text, too."""
        desk, screen = self._desk, self._desk.screen
        row = screen.panel.selected
        if not screen.panel.follows or screen.place != "panel" or not screen.reader_shown:
            return
        if row is None or row.start < 0 or row.is_lost:
            return
        if not self._leading:
            self._leading = True
            desk.remember_jump()  # once a visit: back is where one came from
        desk.jump(row.start, row.end, remember=False)

    # -- filter --------------------------------------------------------------------------------

    def filter(self) -> None:
        """Ask for words and list the highlights that have them while they are typed."""
        desk = self._desk
        highlights = desk.need_open().annotations.highlights
        if not highlights:
            raise NotFoundError("no highlights in this article", hint="h makes one")
        self._folded.clear()
        # Until a letter is typed there is time to make all of them ready for it.
        desk.screen.reads.ask(
            "fold", lambda _: [self._words_of(h) for h in highlights], lambda _: None
        )
        desk.ask(
            Question(
                "/", self._choose, value=self._words if desk.screen.panel.is_chosen else "",
                changed=self._choose, cancelled=self._all,
                placeholder="words of the quote, note, tags or colour",
            )
        )  # fmt: skip
        if desk.screen.panel.is_chosen:
            self._choose(self._words)

    def clear(self) -> bool:
        """List all highlights again; ``False``: they are."""
        was_chosen = self._desk.screen.panel.is_chosen
        if was_chosen:
            self._all()
        return was_chosen

    def _all(self) -> None:
        self._desk.screen.panel.choose(None)

    def _words_of(self, highlight: Highlight) -> str:
        """What a highlight is found by, without case and accents. Any thread."""
        from store.text.fold import fold  # noqa: PLC0415 - only when something is looked for

        known = self._folded.get(highlight.id)
        if known is None or known[0] is not highlight:
            tags = " ".join(f"#{tag}" for tag in highlight.tags)
            parts = (highlight.quote, highlight.note, tags, highlight.color)
            known = self._folded[highlight.id] = (highlight, fold("\n".join(parts)))
        return known[1]

    def _choose(self, text: str) -> None:
        from store.text.fold import fold  # noqa: PLC0415 - only when something is looked for

        self._words = text
        wanted = fold(text).split()
        panel, prompt = self._desk.screen.panel, self._desk.screen.prompt
        if not wanted:
            panel.choose(None)
            prompt.note("")
            return

        def has(highlight: Highlight) -> bool:
            words = self._words_of(highlight)
            return all(word in words for word in wanted)

        listed, of = panel.choose(has)
        prompt.note(f"{listed} of {of}" if listed else "none")
