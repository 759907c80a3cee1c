"""What is behind the words under the focus: folded lines, footnotes, pictures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from store.errors import NotFoundError
from store.text import footnotes
from tui.desk import Desk
from tui.reads import Cancelled

if TYPE_CHECKING:
    from store.text.document import Document, Span

_LONGEST_NAME = 60
_CLOSING = frozenset({"escape", "enter", "q"})
_SCROLLING = {"down": 1, "j": 1, "up": -1, "k": -1}


class _Choice(NamedTuple):
    """One thing that can be opened, and its name in a list."""

    name: str
    open: Callable[[], None]


class Here:
    """Opens what is under the focus."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._left: tuple[str, str, int] | None = None

    def open(self) -> None:
        """Unfold or fold; show a footnote or a picture; of several ask which."""
        document = self._desk.need_open().document
        reader = self._desk.screen.reader
        if reader.toggle_fold():
            return
        focus = reader.focus_range
        choices = [
            _Choice(self._name(document, span), partial(self._show_note, span))
            for span in footnotes.references_in(document, focus.start, focus.end)
        ]
        choices += self._pictures(document, focus.start, focus.end)
        label = footnotes.note_at(document, focus.start)
        if not choices and label:
            self._back_from(document, label)
            return
        if not choices:
            raise NotFoundError("nothing to open here: no footnote, no picture, nothing folded")
        self._one_of(choices)

    def footnote(self) -> None:
        """Go to the footnote that is referred to here; in a footnote, back to its reference."""
        document = self._desk.need_open().document
        focus = self._desk.screen.reader.focus_range
        label = footnotes.note_at(document, focus.start)
        if label:
            self._back_from(document, label)
            return
        spans = footnotes.references_in(document, focus.start, focus.end)
        if not spans:
            raise NotFoundError("no footnote here")
        self._one_of(
            [_Choice(self._name(document, span), partial(self._go_to, span)) for span in spans]
        )

    def _one_of(self, choices: list[_Choice]) -> None:
        if len(choices) == 1:
            choices[0].open()
            return
        names = [choice.name for choice in choices[:9]]
        self._desk.screen.dialogs.choose("Which one?", names, lambda at: choices[at].open())

    def _name(self, document: Document, span: Span) -> str:
        first, _ = footnotes.notes_of(document)[span.value]
        return document.block_text(document.blocks[first])[:_LONGEST_NAME]

    # -- pictures ------------------------------------------------------------------------------

    def _pictures(self, document: Document, start: int, end: int) -> list[_Choice]:
        from store.pictures import images_in  # noqa: PLC0415 - not before something is opened

        return [
            _Choice(f"picture: {document.text[span.start : span.end]}"[:_LONGEST_NAME],
                    partial(self._show_picture, document, span))
            for span in images_in(document, start, end)
        ]  # fmt: skip

    def _show_picture(self, document: Document, span: Span) -> None:
        """Find and decode a picture in a thread, then show it."""
        desk, screen = self._desk, self._desk.screen
        article_id = desk.need_open().article.id

        def job(_: Cancelled) -> object:
            from tui import pictures  # noqa: PLC0415 - not at start

            data = desk.library.picture(article_id, span.start)
            if data is None:
                raise NotFoundError(f"the picture was not kept{_whereabouts(span.value)}")
            if not pictures.are_installed():
                raise NotFoundError(
                    "pictures need two more packages", hint='pip install "postil[pictures]"'
                )
            return pictures.decode(data)

        def then(image: object) -> None:
            desk.say("")
            opened = desk.opened
            if opened is not None and opened.article.id == article_id:
                screen.dialogs.show_picture(image, document.text[span.start : span.end])

        desk.say("looking for the picture …")
        screen.reads.ask("picture", job, then)

    # -- footnotes -----------------------------------------------------------------------------

    def _show_note(self, span: Span) -> None:
        opened = self._desk.need_open()
        note = footnotes.excerpt(opened.document, *footnotes.notes_of(opened.document)[span.value])
        self._left = (opened.article.id, span.value, span.start)
        screen = self._desk.screen
        if not screen.reader.show_popup(note, span.end - 1):
            self._desk.say(note.text)
            return
        screen.taker = self._popup_key
        self._desk.say("escape closes the footnote")

    def _popup_key(self, key: str) -> bool:
        """The keys of an open popup; any other closes it and does what it does."""
        screen = self._desk.screen
        popup = screen.reader.popup.shown
        if popup is not None and key in _SCROLLING and popup.scroll_lines(_SCROLLING[key]):
            return True
        screen.taker = None
        if popup is None:
            return False
        screen.reader.popup.close()
        self._desk.say("")
        return key in _CLOSING

    def _go_to(self, span: Span) -> None:
        opened = self._desk.need_open()
        first, _ = footnotes.notes_of(opened.document)[span.value]
        at = opened.document.blocks[first].start
        self._left = (opened.article.id, span.value, span.start)
        self._desk.jump(at, at)

    def _back_from(self, document: Document, label: str) -> None:
        """To the reference that one came from, else to the first."""
        opened = self._desk.need_open()
        starts = [span.start for span in footnotes.references_to(document, label)]
        if not starts:
            raise NotFoundError("nothing refers to this footnote")
        at = starts[0]
        if self._left is not None and self._left[:2] == (opened.article.id, label):
            at = self._left[2] if self._left[2] in starts else at
        self._desk.remember_jump()
        opened.moved = True
        self._desk.screen.reader.focus_sentence(at)


def _whereabouts(address: str) -> str:
    """Where a picture is that was not kept, as the end of a sentence."""
    if not address:
        return ""
    from urllib.parse import urlsplit  # noqa: PLC0415 - only for these words

    from tui.safe import clip  # noqa: PLC0415 - as above

    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    return f"; it is at {clip(host, 40)}" if host else f"; it was {clip(address, 40)}"
