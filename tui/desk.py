"""The desk: what is open in the reader, and the one way in which controllers change it.

Controllers hold a desk and nothing else. Truth is on disk; what the panes show runs ahead of it
by the writes that are still in the queue, and is set right by what each write brings back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from store.errors import NotFoundError, PostilError, StoreError
from store.model import Annotations, Article, Highlight, Style
from tui.changes import Changes
from tui.opened import Open
from tui.reading import Reading
from tui.widgets.reader import FocusKind
from tui.widgets.status_line import Kind
from tui.writes import WriteQueue

if TYPE_CHECKING:
    from store.library import Library
    from store.saved_searches import SavedSearch
    from store.tags import Tag
    from store.text.document import Document
    from tui.commands import Pane
    from tui.config import Config
    from tui.outside import Outside
    from tui.query_completion import Known
    from tui.screens.main import MainScreen
    from tui.widgets.prompt import Question

OPENING = "opening …"
_PATIENCE = 0.04
"""Seconds in which an article is waited for; one that was parsed before takes a few thousandths."""


class LastMark(NamedTuple):
    """What ``.`` repeats; the next highlight has its colour and its style."""

    color: str = "yellow"
    tags: tuple[str, ...] = ()
    style: Style = "fill"


class Desk:
    """Library, panes and what is open; owned by the main screen.

    Attributes:
        index_behind: Something was written that the search index may not know yet.
        before_jump: Article, offset on top and passage in focus before the last jump.
        real_ids: The saved ids of highlights that were painted before they were saved.
        wanted: The id of the article in the reader, or of the one on its way there; or ``""``.
    """

    def __init__(self, screen: MainScreen, library: Library, config: Config) -> None:
        self.screen = screen
        self.library = library
        self.config = config
        self.queue = WriteQueue(screen, screen.report_bug)
        self.changes = Changes(self)
        self.reading = Reading(self)
        self.opened: Open | None = None
        self.last_mark = LastMark()
        self.real_ids: dict[str, str] = {}
        self.index_behind = True
        self.before_jump: tuple[str, int, tuple[int, int]] | None = None
        self.wanted = ""

    @cached_property
    def outside(self) -> Outside:
        """What other programs do to the library; not before the first frame."""
        from tui.outside import Outside  # noqa: PLC0415 - as said above

        return Outside(self)

    # -- talking to the user -------------------------------------------------------------------

    def say(self, message: str, kind: Kind = "muted") -> None:
        """A line in the status line, until the next key."""
        self.screen.status.say(message, kind)

    def warn(self, error: PostilError) -> None:
        """An error as one line: what went wrong and what to do."""
        hint = f" — {error.hint}" if error.hint else ""
        self.say(f"{error.message}{hint}", "error")

    def ask(self, question: Question) -> None:
        """Ask in the prompt line; the pane that had the focus gets it back afterwards."""
        self.screen.dialogs.ask(question)

    def know_tags(self, then: Callable[[Sequence[Tag]], None]) -> None:
        """Hand over all tags of the library, and offer them in the prompt: now, or in a moment."""

        def known(tags: Sequence[Tag]) -> None:
            then(tags)
            self.screen.prompt.offer()

        self.screen.reads.ask("tags", lambda _: self.library.tag_tree(), known, patience=_PATIENCE)

    def know_library(self, then: Callable[[Known], None]) -> None:
        """Hand over what can be named in a query, in a moment, and offer it in the prompt."""

        def taken(library: Known) -> None:
            then(library)
            self.screen.prompt.offer()

        self.screen.reads.ask("known", lambda _: self.known(), taken)

    def known(self) -> Known:
        """What can be named in a query; takes a moment, so call it off the event loop."""
        from tui.query_completion import known  # noqa: PLC0415 - not before the first frame

        library = self.library
        searches: list[SavedSearch] = []
        with suppress(StoreError):  # what is wrong with the file is said where lists are chosen
            searches = library.saved_searches()
        return known(library.tag_tree(), library.articles(), searches)

    @property
    def place(self) -> Pane:
        """The pane that keys go to."""
        return self.screen.place

    # -- articles ------------------------------------------------------------------------------

    def targets(self) -> list[Article]:
        """The articles a verb acts on: those chosen in the list, else as ``target``.

        Raises:
            NotFoundError: there is none.
        """
        chosen = self.screen.listing.chosen if self.place == "list" else []
        return chosen or [self.target()]

    def target(self) -> Article:
        """The article an article verb acts on: the list's row, or the one that is open.

        Raises:
            NotFoundError: there is none.
        """
        if self.place == "list":
            selected = self.screen.articles.selected
            if selected is not None:
                return selected
            raise NotFoundError("there is no article here")
        return self.need_open().article

    def need_open(self) -> Open:
        """What is open.

        Raises:
            NotFoundError: nothing is.
        """
        if self.opened is None:
            raise NotFoundError("no article is open", hint="enter in the list opens one")
        return self.opened

    # -- opening and leaving -------------------------------------------------------------------

    def open(
        self,
        article_id: str,
        *,
        at: tuple[int, int] | None = None,
        focus: bool = True,
        then: Callable[[], None] | None = None,
        failed: Callable[[PostilError], None] | None = None,
        patience: float = _PATIENCE,
    ) -> None:
        """Put an article into the reader, at the passage ``at`` or where one stopped.

        One that takes longer than ``patience`` (seconds) is read on off the event loop; until it
        is there, what was open stays, and another one asked for meanwhile takes its place. Then
        ``then`` is called. An article that cannot be read is said, or told to ``failed``, and what
        was open stays.
        """
        opened = self.opened
        if opened is not None and opened.article.id == article_id:
            self.screen.reads.drop("open")
            self._said_opening()
            self.wanted = article_id
            self.remember_jump()
            if at is not None:
                self._focus_passage(*at)
            self._arrive(then, focus=focus)
            return
        self.wanted = article_id

        def arrived(found: Open) -> None:
            self._said_opening()
            self._put(found)
            if at is not None:
                self._focus_passage(*at)
            self._arrive(then, focus=focus)

        def unreadable(error: PostilError) -> None:
            self._said_opening()
            self.wanted = self.opened.article.id if self.opened is not None else ""
            (failed or self.warn)(error)

        if not self.screen.reads.ask(
            "open", lambda _: self._load(article_id), arrived, failed=unreadable, patience=patience
        ):
            self.say(OPENING)

    def _load(self, article_id: str) -> Open:
        """An article with its text and annotations. Any thread."""
        library = self.library
        article, document = library.article(article_id), library.document(article_id)
        try:
            return Open(article, document, library.annotations(article_id))
        except StoreError as error:  # its text can be read all the same
            return Open(article, document, self._last_read(article, document), damage=error)

    def _last_read(self, article: Article, document: Document) -> Annotations:
        """What was read last of annotations that cannot be read now, if it fits the text."""
        try:
            broken = self.library.broken(article.id)
        except StoreError:
            broken = None
        last = broken and broken.last
        if last and last.text_sha256 == document.sha256:
            return last
        return replace(last or Annotations(article.id), highlights=())

    def _said_opening(self) -> None:
        if self.screen.status.message == OPENING:
            self.say("")

    def _put(self, found: Open) -> None:
        """Show an article that was read, instead of the one that is open."""
        self.remember_jump()
        self.leave()
        self.opened = found
        self.screen.show_article(found, found.stopped_at)
        self.show_marks()
        if found.damage is not None:
            self.screen.show_status()
            self.warn(found.damage)

    def _arrive(self, then: Callable[[], None] | None, *, focus: bool) -> None:
        if focus and not self.screen.prompt.asking:
            self.screen.focus_place("reader")
        if then is not None:
            then()

    def jump(self, start: int, end: int, *, remember: bool = True) -> None:
        """Focus a passage of the open article; where one was is noted for the way back."""
        self.need_open()
        if remember:
            self.remember_jump()
        self._focus_passage(start, end)

    def _focus_passage(self, start: int, end: int) -> None:
        opened = self.need_open()
        opened.moved = True
        kind: FocusKind = "selection"
        if end <= start:
            block = opened.document.blocks[opened.document.block_index(start)]
            start, end, kind = block.start, block.end, "block"
        elif any(
            (h.anchor.start, h.anchor.end) == (start, end) for h in opened.annotations.highlights
        ):
            kind = "highlight"
        self.screen.when_laid_out(lambda: self.screen.reader.focus_passage(start, end, kind))

    @property
    def here(self) -> tuple[str, int, tuple[int, int]] | None:
        """The open article, the offset on top of the screen, and the passage in focus."""
        if self.opened is None:
            return None
        reader = self.screen.reader
        focus = reader.focus_range
        return self.opened.article.id, reader.top_offset, (focus.start, focus.end)

    def remember_jump(self) -> None:
        """Note where one is, for the way back."""
        self.before_jump = self.here or self.before_jump

    def leave(self) -> None:
        """Save where one stopped in the open article, and the status that follows from it."""
        opened = self.opened
        if opened is None or opened.gone:
            return
        self.reading.save()
        reader = self.screen.reader
        place = opened.place(reader.top_offset, round(reader.progress))
        if place is None or opened.damage is not None:
            return
        status = opened.status_after
        article_id = opened.article.id

        def save() -> Article:
            self.library.save_place(article_id, place, status)
            return self.library.article(article_id)

        def then(article: Article | None) -> None:
            if article is not None:
                self._show_row(article)
                if status is not None:
                    self.screen.listing.recount()

        self.queue.submit(save, then)

    def _show_row(self, article: Article) -> None:
        self.screen.listing.replace(article)
        if self.opened is not None and self.opened.article.id == article.id:
            self.opened.article = article
            self.show_marks()

    def shut(self, ids: Collection[str]) -> None:
        """Show nothing in the reader if one of these articles is in it, or on its way there.

        Where one stopped is saved first; what is written of it afterwards is not from here.
        """
        if self.wanted in ids:
            self.screen.reads.drop("open")
            self._said_opening()
            self.wanted = self.opened.article.id if self.opened is not None else ""
        if self.opened is None or self.opened.article.id not in ids:
            return
        self.leave()
        self.opened = None
        if self.wanted in ids:
            self.wanted = ""
        self.screen.show_nothing()
        self.show_marks()

    def close(self) -> None:
        """Leave the article and wait for every write. Call once, at the end."""
        self.leave()
        self.queue.close()

    # -- marks ---------------------------------------------------------------------------------

    def show_marks(self) -> None:
        """Paint the highlights of the open article anew, in the reader and in the panel."""
        opened = self.opened
        if opened is None:
            self.screen.panel.show(None)
            return
        highlights = opened.annotations.highlights
        self.screen.reader.set_highlights(
            [h for h in highlights if h.anchor.state in {"placed", "moved"}]
        )
        article = opened.article._replace(
            tags=opened.annotations.tags, note=opened.annotations.note
        )
        self.screen.panel.show(article, highlights, opened.outline)
        self.screen.follow_reader()

    # -- highlights under the focus ------------------------------------------------------------

    def highlights_here(self) -> list[Highlight]:
        """The highlights a verb could mean: the panel's row, or those under the focus."""
        opened = self.need_open()
        if self.place == "panel":
            row = self.screen.panel.selected
            ids = [row.highlight] if row is not None and row.highlight else []
        else:
            ids = list(self.screen.reader.highlight_ids_at_focus())
        found = (opened.annotations.highlight(self.real_ids.get(key, key)) for key in ids)
        return [highlight for highlight in found if highlight is not None]

    def choose_highlight(
        self, then: Callable[[Highlight], None], otherwise: Callable[[], None] | None = None
    ) -> None:
        """Call ``then`` with the highlight that is meant; several: ask which.

        Raises:
            NotFoundError: there is none here, and no ``otherwise``.
        """
        found = self.highlights_here()
        if not found:
            if otherwise is None:
                raise NotFoundError("no highlight here")
            otherwise()
        elif len(found) == 1:
            then(found[0])
        else:
            self.screen.dialogs.choose_highlight(found, then)

    def real(self, highlight_id: str) -> str:
        """The saved id of a highlight that was painted before it was saved. Any thread."""
        return self.real_ids.get(highlight_id, highlight_id)
