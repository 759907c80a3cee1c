"""The concordance: of the words here or of others; back to it after a look at the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import NotFoundError
from store.search.texts.concordance import Gathered, Line, literal
from store.text.bounds import words
from tui.controllers.finding import Finding
from tui.controllers.marking_all import MarkingAll
from tui.desk import Desk
from tui.widgets.prompt import Question

if TYPE_CHECKING:
    from tui.screens.concordance import Chosen, Kept

_MOST = 6
"""So many words are meant by a selection; instead of more, others are asked for."""
_WORD = 100
"""Code points of a word that is looked for at the ends of a passage."""


def words_over(text: str, start: int, end: int) -> str:
    """The query for the whole words that ``text[start:end]`` touches; ``""``: none, or many.

    Those of a passage that is longer than words can be are many.
    """
    if end - start > _MOST * _WORD:
        return ""
    near = words(text, max(0, start - _WORD), min(len(text), end + _WORD))
    found = [(low, high) for low, high in near if low < end and high > start]
    if not 0 < len(found) <= _MOST:
        return ""
    line = " ".join(text[found[0][0] : found[-1][1]].replace('"', " ").split())
    return line if literal(line) != line else f'"{line}"'


class Concordance:
    """``g k`` and ``g K``."""

    def __init__(self, desk: Desk, finding: Finding, marking_all: MarkingAll) -> None:
        self._desk = desk
        self._finding = finding
        self._marking_all = marking_all
        self._last: Kept | None = None

    def here(self) -> None:
        """Of the word under the caret, or of the few words selected; of others: ask."""
        here = self._words_here()
        if here:
            self.show(here)
            return
        last = self._last.query if self._last else ""
        self._desk.ask(
            Question("concordance: ", self._asked, self._finding.needle or last,
                     placeholder="a word, word*, or a phrase")
        )  # fmt: skip

    def _asked(self, words: str) -> None:
        if words.strip():
            self.show(words)

    def _words_here(self) -> str:
        """The query for what has the focus in the reader, if that is a few words; else ``""``."""
        screen, opened = self._desk.screen, self._desk.opened
        if self._desk.place != "reader" or opened is None:
            return ""
        caret = screen.reader.caret
        if caret is None:
            focus = screen.reader.focus_range
            chosen = focus.kind in {"selection", "highlight"}
            return words_over(opened.document.text, *focus[1:]) if chosen else ""
        at = caret.state.at
        if caret.state.selecting and caret.state.anchor != at:
            return words_over(opened.document.text, *caret.focus[1:])
        return words_over(opened.document.text, at, at + 1)

    def show(self, words: str) -> None:
        """Of these words."""
        from tui.screens.concordance import Kept  # noqa: PLC0415 - not before it is asked for

        order = self._last.order if self._last else "right"
        self._open(Kept(words, Gathered(), order))

    def again(self) -> None:
        """The last one, as it was left."""
        if self._last is None:
            raise NotFoundError("no concordance to go back to", hint="g k makes one")
        self._open(self._last)

    def _open(self, kept: Kept) -> None:
        self._desk.screen.dialogs.concordance(kept, self._done)

    def _done(self, chosen: Chosen) -> None:
        self._last = kept = chosen.kept
        line = kept.line
        if chosen.act == "open" and line is not None:
            self._desk.open(line.article, then=lambda: self._stand_on(kept))
        elif chosen.act == "mark":
            self._marking_all.highlight(kept.query, literal=True)

    def _stand_on(self, kept: Kept) -> None:
        """Focus the sentence of the line; ``n`` and ``N`` go to the others in the same article."""
        line, opened = kept.line, self._desk.need_open()
        if line is None:
            return
        opened.moved = True
        text = opened.document.text
        places = sorted(
            (other.start, other.end)
            for other in kept.found.in_order("none")
            if other.article == line.article and _reads(text, other)
        )
        here = (line.start, line.end)
        current = places.index(here) if here in places else -1
        self._finding.hold(kept.query, places, current)
        if current >= 0:
            self._desk.screen.reader.focus_sentence(line.start)
        else:
            self._desk.say("the text has changed since: look again", "warning")


def _reads(text: str, line: Line) -> bool:
    """Whether the keyword of a line still stands in its place."""
    return " ".join(text[line.start : line.end].split()).startswith(line.keyword)
