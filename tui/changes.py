"""Changes of what the panes show: at once on the screen, and on disk by the queue of writes.

What each write brings back sets the panes right, also when it has failed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from store.errors import DamagedFileError, NotFoundError, PostilError, StoreError
from store.model import Annotations, Article, Highlight, Status
from store.text.document import Document
from tui.edits import with_highlights
from tui.writes import Settled

if TYPE_CHECKING:
    from tui.desk import Desk

Truth = tuple[Annotations, Article, Document]
_OWN = ("status", "starred", "archived", "tags", "note")
"""What an article and its annotations both have."""


class Changes:
    """Changes of highlights and articles, on behalf of a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def marks(self, shown: Sequence[Highlight], job: Callable[[], object], said: str) -> None:
        """Show ``shown`` as the open article's highlights now, and save it by ``job``.

        ``job`` runs in the queue's thread; when it fails its error is said and the panes are set
        right again.
        """
        opened = self._desk.need_open()
        opened.annotations = with_highlights(opened.annotations, shown)
        self._desk.show_marks()
        self._save(opened.article.id, job, said)

    def structure(self, shown: Document, job: Callable[[], object], said: str) -> None:
        """Show ``shown``, the same text with other blocks, and save it by ``job``, as ``marks``."""
        opened = self._desk.need_open()
        opened.document = shown
        self._desk.screen.reader.set_structure(shown)
        self._desk.show_marks()
        self._save(opened.article.id, job, said)

    def article(
        self,
        article: Article,
        said: str,
        *,
        status: Status | None = None,
        starred: bool | None = None,
        archived: bool | None = None,
        tags: tuple[str, ...] | None = None,
        note: str | None = None,
        done: Callable[[], None] | None = None,
    ) -> None:
        """Change what is given of an article, on the screen now and on disk by the queue.

        Tags and a note that are not as in ``article`` any more are left as they are. ``done`` is
        called in the queue's thread when all is saved.
        """
        given = {
            "status": status, "starred": starred, "archived": archived, "tags": tags, "note": note,
        }  # fmt: skip
        values: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
        self._show([article._replace(**values)])

        def save() -> None:
            self._desk.library.edit_article(
                article.id, status=status, starred=starred, archived=archived, tags=tags, note=note,
                since=None if tags is None and note is None else article,
            )  # fmt: skip
            if done is not None:
                done()

        self._save(article.id, save, said, self._desk.screen.listing.written)

    def articles(
        self,
        articles: Sequence[Article],
        said: str,
        *,
        status: Status | None = None,
        starred: bool | None = None,
        archived: bool | None = None,
        add_tags: tuple[str, ...] = (),
        remove_tags: tuple[str, ...] = (),
    ) -> None:
        """Change what is given of several articles, as one act: on the screen now, then on disk."""
        given = {"status": status, "starred": starred, "archived": archived}
        values: dict[str, Any] = {key: value for key, value in given.items() if value is not None}

        def changed(article: Article) -> Article:
            tags = [tag for tag in article.tags if tag not in remove_tags]
            return article._replace(tags=tuple(dict.fromkeys((*tags, *add_tags))), **values)

        ids = [article.id for article in articles]
        library = self._desk.library
        self._show([changed(article) for article in articles])
        self._in_queue(
            ids,
            lambda: library.edit_articles(
                ids, status=status, starred=starred, archived=archived,
                add_tags=add_tags, remove_tags=remove_tags,
            ),
            said,
        )  # fmt: skip

    def delete(self, articles: Sequence[Article], said: str) -> None:
        """Move articles to the trash, as one act; the reader lets go of them first."""
        ids = [article.id for article in articles]
        self._desk.shut(ids)
        self._desk.screen.listing.without(set(ids))
        self._in_queue(ids, lambda: self._desk.library.delete_articles(ids), said)

    def _in_queue(self, ids: Sequence[str], job: Callable[[], int], said: str) -> None:
        """Do an act on several articles in the queue, and set right what it does not bring."""
        self._desk.say(said, "success")

        def then(count: int | None) -> None:
            opened = self._desk.opened
            behind = count is None or self._desk.queue.idle  # else the last write brings it
            if behind and opened is not None and opened.article.id in ids:
                self.reload(opened.article.id)
            self._desk.screen.listing.written(done=count is not None)

        self._desk.queue.submit(job, then)

    def _show(self, articles: Sequence[Article]) -> None:
        """Show new values of articles in every pane."""
        self._desk.screen.listing.changed(articles)
        opened = self._desk.opened
        for article in articles:
            if opened is not None and opened.article.id == article.id:
                values = {key: getattr(article, key) for key in _OWN}
                opened.article = opened.article._replace(**values)
                opened.annotations = replace(opened.annotations, **values)
                self._desk.show_marks()

    def _save(
        self,
        article_id: str,
        job: Callable[[], object],
        said: str,
        written: Callable[..., None] | None = None,
    ) -> None:
        """Say that it is done, do it in the queue, and show what came of it."""
        self._desk.say(said, "success")

        def save() -> Truth:
            job()
            return self.truth(article_id)

        def then(truth: Truth | None) -> None:
            if truth is None:
                self.reload(article_id)
            elif self._desk.queue.idle:  # else the last write brings it
                self.take(*truth)
            if written is not None:
                written(done=truth is not None)

        self._desk.queue.submit(save, then)

    def truth(self, article_id: str) -> Truth:
        """What the library holds of an article now. Any thread."""
        library = self._desk.library
        document = library.document(article_id)
        return library.annotations(article_id), library.article(article_id), document

    def take(self, annotations: Annotations, article: Article, document: Document) -> None:
        """Show what the library holds of an article, wherever it is shown."""
        self._desk.screen.listing.replace(article)
        opened = self._desk.opened
        if opened is not None and opened.article.id == article.id:
            if opened.document.sha256 != document.sha256:
                self._carry_over((annotations, article, document))
                return
            opened.take(annotations, article)
            before, opened.document = opened.document, document
            if before != document:
                self._desk.screen.reader.set_structure(document)
            self._desk.show_marks()
        self._desk.screen.show_status()

    def _carry_over(self, truth: Truth) -> None:
        """Show another text of the open article, with the same words on top and in focus.

        Where those are is found in a thread; until then the text stays as it was.
        """
        from tui.carrying import carried  # noqa: PLC0415 - only when a text was changed

        desk = self._desk
        here, opened = desk.here, desk.opened
        annotations, article, document = truth
        if here is None or opened is None or opened.article.id != article.id:
            return
        before = opened.document
        jump = desk.before_jump
        places = [(here[1], here[1]), here[2]]
        if jump is not None and jump[0] == article.id:
            places += [(jump[1], jump[1]), jump[2]]

        def then(found: list[tuple[int, int]]) -> None:
            if desk.opened is not opened or opened.document is not before:
                return
            if desk.here != here:  # one has read on meanwhile
                self._carry_over(truth)
                return
            opened.take(annotations, article)
            opened.document = document
            if len(found) > len(places[:2]):
                desk.before_jump = (article.id, found[2][0], found[3])
            desk.screen.show_other_text(opened, found[0][0], found[1])
            desk.show_marks()

        def failed(error: PostilError) -> None:
            length = len(document.text)
            then([(min(start, length), min(end, length)) for start, end in places])
            desk.warn(error)

        desk.screen.reads.ask(
            "carry", lambda _: carried(before, document, places), then, failed=failed
        )

    def reload(self, article_id: str) -> None:
        """Show an article as it is on disk; cannot that be read, as it was read last."""
        try:
            truth = self.truth(article_id)
        except PostilError as error:
            opened = self._desk.opened
            if opened is not None and opened.article.id == article_id and self._desk.queue.idle:
                opened.annotations = opened.saved
                opened.damage = error if isinstance(error, StoreError) else None
                self._desk.show_marks()
                self._desk.screen.show_status()
            self._desk.warn(error)
        else:
            self.take(*truth)

    def reload_all(self) -> None:
        """Show the list and the open article as they are on disk: after undo, after a refresh."""
        self._desk.screen.listing.reload()
        self._desk.screen.listing.recount()
        self._desk.screen.controllers.tags.learn()
        if self._desk.opened is not None:
            self.reload(self._desk.opened.article.id)

    def _in_its_place(self, error: PostilError) -> PostilError:
        """``error``; that the open article is not there any more, in words that fit a reader."""
        opened = self._desk.opened
        if opened is None or not opened.gone or opened.article.id not in error.message:
            return error
        return NotFoundError("this article was deleted elsewhere", hint="nothing is saved here")

    def settled(self, message: Settled) -> None:
        """A write has ended: say its error, and let its sender go on."""
        self._desk.queue.settle()
        self._desk.index_behind = True
        if message.then is not None:
            message.then(message.result)
        if self._desk.queue.idle and self._desk.screen.listing.behind:
            self._desk.screen.listing.reload()
        if message.error is not None:
            self._desk.warn(self._in_its_place(message.error))
            if isinstance(message.error, DamagedFileError):
                self._desk.screen.controllers.mending.offer(message.error)
