"""The desk: what is open in the reader, and the one way in which controllers change it.

Controllers hold a desk and nothing else. Truth is on disk; what the panes show runs ahead of it
by the writes that are still in the queue, and is set right by what each write brings back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from store.errors import NotFoundError, PostilError
from store.model import Annotations, Article, Highlight, Status
from store.model import Place as ReadingPlace
from store.times import now
from tui.edits import with_highlights
from tui.widgets.reader import FocusKind
from tui.widgets.side_panel import outline_of
from tui.widgets.status_line import Kind
from tui.writes import Settled, WriteQueue

if TYPE_CHECKING:
    from store.library import Library
    from store.text.document import Document
    from tui.commands import Place
    from tui.config import Config
    from tui.screens.main import MainScreen
    from tui.widgets.prompt import Question

_PLACE_QUOTE = 64


@dataclass(slots=True)
class Open:
    """The article in the reader.

    Attributes:
        annotations: As the panes show them: ahead of the disk by what is still to be written.
        moved: The reader was moved, so the article is being read.
        end_seen: The article's end was on the screen.
        status_set: Its user said by hand whether it is read; nothing changes that by itself.
    """

    article: Article
    document: Document
    annotations: Annotations
    moved: bool = False
    end_seen: bool = False
    status_set: bool = False


@dataclass(slots=True)
class LastMark:
    """What ``.`` repeats."""

    color: str = "yellow"
    tags: tuple[str, ...] = ()


Truth = tuple[str, Annotations]


class Desk:
    """Library, panes and what is open; owned by the main screen.

    Attributes:
        index_behind: Something was written that the search index may not know yet.
        before_jump: Article, offset on top and passage in focus before the last jump.
        real_ids: The saved ids of highlights that were painted before they were saved.
    """

    def __init__(self, screen: MainScreen, library: Library, config: Config) -> None:
        self.screen = screen
        self.library = library
        self.config = config
        self.queue = WriteQueue(screen, screen.report_bug)
        self.opened: Open | None = None
        self.query = ""
        self.last_mark = LastMark()
        self.real_ids: dict[str, str] = {}
        self.index_behind = True
        self.before_jump: tuple[str, int, tuple[int, int]] | None = None

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

    @property
    def place(self) -> Place:
        """The pane that keys go to."""
        return self.screen.place

    # -- the list ------------------------------------------------------------------------------

    def list_articles(self, query: str | None = None) -> None:
        """Show the articles that answer ``query`` (``None``: the query that is in force).

        Raises:
            UsageError: the query cannot be read; the list stays.
        """
        wanted = self.query if query is None else query
        articles = self.library.articles(wanted)
        self.query = wanted
        self.screen.show_list(articles, wanted)

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
        self, article_id: str, *, at: tuple[int, int] | None = None, focus: bool = True
    ) -> None:
        """Put an article into the reader, at the passage ``at`` or where one stopped.

        Raises:
            PostilError: it cannot be read; what was open stays.
        """
        if self.opened is None or self.opened.article.id != article_id:
            article = self.library.article(article_id)
            document = self.library.document(article_id)
            annotations = self.library.annotations(article_id)
            self.leave()
            self.opened = Open(article, document, annotations)
            place = annotations.place.offset if annotations.place else 0
            self.screen.show_article(self.opened, min(place, len(document.text)))
            self.show_marks()
        if at is not None:
            self.jump(*at)
        if focus:
            self.screen.focus_place("reader")

    def jump(self, start: int, end: int) -> None:
        """Focus a passage of the open article, remembering where one was."""
        opened = self.need_open()
        self.remember_jump()
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

    def remember_jump(self) -> None:
        """Note where one is, for the way back."""
        if self.opened is not None:
            reader = self.screen.reader
            focus = reader.focus_range
            passage = (focus.start, focus.end)
            self.before_jump = (self.opened.article.id, reader.top_offset, passage)

    def leave(self) -> None:
        """Save where one stopped in the open article, and the status that follows from it."""
        opened = self.opened
        if opened is None:
            return
        reader = self.screen.reader
        offset, progress = reader.top_offset, round(reader.progress)
        before = opened.annotations.place
        if not opened.moved and (before is None or before.offset == offset):
            return
        progress = 100 if opened.end_seen else min(99, max(progress, 0))
        if before is not None and before.progress == 100:
            progress = 100
        quote = opened.document.text[offset : offset + _PLACE_QUOTE]
        place = ReadingPlace(offset, quote, progress, now())
        status = self._status_after(opened)
        article_id = opened.article.id

        def save() -> Article:
            self.library.save_place(article_id, place, status)
            return self.library.article(article_id)

        self.queue.submit(save, self._show_row)

    @staticmethod
    def _status_after(opened: Open) -> Status | None:
        status = opened.annotations.status
        if opened.status_set or not opened.moved or status == "done":
            return None
        if opened.end_seen:
            return "done"
        return "reading" if status == "unread" else None

    def _show_row(self, article: Article | None) -> None:
        if article is None:
            return
        self.screen.articles.replace(article)
        if self.opened is not None and self.opened.article.id == article.id:
            self.opened.article = article
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
        article = replace(
            opened.article, tags=opened.annotations.tags, note=opened.annotations.note
        )
        self.screen.panel.show(article, highlights, outline_of(opened.document))

    def change_marks(
        self,
        shown: Sequence[Highlight],
        job: Callable[[], object],
        said: str,
        then: Callable[[Any], None] | None = None,
    ) -> None:
        """Show ``shown`` as the open article's highlights now, and save it by ``job``.

        ``job`` runs in the queue's thread; when it fails its error is said and the panes are set
        right again.
        """
        opened = self.need_open()
        article_id = opened.article.id
        opened.annotations = with_highlights(opened.annotations, shown)
        self.show_marks()
        self.say(said, "success")

        def save() -> tuple[object, Truth, Article]:
            result = job()
            return result, *self._truth(article_id)

        def settle(saved: tuple[object, Truth, Article] | None) -> None:
            if saved is not None and then is not None:
                then(saved[0])
            self._adopt(article_id, saved)

        self.queue.submit(save, settle)

    def change_article(
        self,
        article: Article,
        said: str,
        *,
        status: Status | None = None,
        starred: bool | None = None,
        archived: bool | None = None,
        tags: tuple[str, ...] | None = None,
        note: str | None = None,
    ) -> None:
        """Change what is given of an article, on the screen now and on disk by the queue."""
        given = {
            "status": status, "starred": starred, "archived": archived, "tags": tags, "note": note,
        }  # fmt: skip
        values: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
        self.screen.articles.replace(replace(article, **values))
        opened = self.opened
        if opened is not None and opened.article.id == article.id:
            opened.article = replace(opened.article, **values)
            opened.annotations = replace(opened.annotations, **values)
            self.show_marks()
        self.say(said, "success")

        def save() -> tuple[object, Truth, Article]:
            self.library.edit_article(
                article.id, status=status, starred=starred, archived=archived, tags=tags, note=note
            )
            return None, *self._truth(article.id)

        self.queue.submit(save, lambda saved: self._adopt(article.id, saved))

    def _truth(self, article_id: str) -> tuple[Truth, Article]:
        """What the library holds of an article now. Runs in the queue's thread."""
        return (
            (article_id, self.library.annotations(article_id)),
            self.library.article(article_id),
        )

    def _adopt(self, article_id: str, saved: tuple[object, Truth, Article] | None) -> None:
        """Show the truth, unless more writes are on their way (the last one brings it)."""
        if saved is None:
            self.reload(article_id)
            return
        if not self.queue.idle:
            return
        _, (_, annotations), article = saved
        self.take_truth(annotations, article)

    def take_truth(self, annotations: Annotations, article: Article) -> None:
        """Show what the library holds of an article, wherever it is shown."""
        self.screen.articles.replace(article)
        opened = self.opened
        if opened is not None and opened.article.id == article.id:
            opened.annotations, opened.article = annotations, article
            self.show_marks()
        self.screen.show_status()

    def reload(self, article_id: str) -> None:
        """Show an article as it is on disk; errors are said."""
        try:
            (_, annotations), article = self._truth(article_id)
        except PostilError as error:
            self.warn(error)
        else:
            self.take_truth(annotations, article)

    def reload_all(self) -> None:
        """Show the list and the open article as they are on disk: after undo, after a refresh."""
        self.list_articles()
        if self.opened is not None:
            self.reload(self.opened.article.id)

    def settled(self, message: Settled) -> None:
        """A write has ended: say its error, and let its sender go on."""
        self.queue.settle()
        self.index_behind = True
        if message.then is not None:
            message.then(message.result)
        if message.error is not None:
            self.warn(message.error)

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
