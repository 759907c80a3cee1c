"""More like this: articles that are like one, or like a passage, among the hits of a search."""

from __future__ import annotations

from store.errors import NotFoundError, UsageError
from store.model import Article
from store.search.alike import Alike
from store.search.found import Found
from tui.controllers.searching import Searching
from tui.desk import Desk
from tui.needing import needs_a_person
from tui.reads import Cancelled
from tui.searching.answers import Answer

_LOOKING = "looking …"
_MOST = 50
"""Articles that are listed."""

_WORDS = 8
"""So many of the weightiest key words make the search that is shown for it."""


class Likening:
    """``g l`` and ``g L``."""

    def __init__(self, desk: Desk, searching: Searching) -> None:
        self._desk = desk
        self._searching = searching

    def passage(self) -> None:
        """Like what has the focus: a passage, or a highlight of the side panel."""
        opened = self._desk.need_open()
        if self._desk.place == "panel":
            row = self._desk.screen.panel.selected
            mark = opened.annotations.highlight(self._desk.real(row.highlight)) if row else None
            if mark is None or needs_a_person(mark):
                self.article()
                return
            start, end = mark.anchor.start, mark.anchor.end
        else:
            _, start, end = self._desk.screen.reader.focus_range
        if not opened.document.text[start:end].strip():
            raise UsageError("there is no text here", hint=self._whole())
        self._ask(opened.article, (start, end))

    def article(self) -> None:
        """Like the whole article: the one that is open, or the list's."""
        self._ask(self._desk.target(), ())

    def _ask(self, article: Article, passage: tuple[int, ...]) -> None:
        library = self._desk.library

        def job(cancelled: Cancelled) -> Answer | None:
            library.update_index()
            alike = library.similar(article.id, *passage, limit=_MOST, cancelled=cancelled)
            return self._answer(alike, article, passage)

        def found(answer: Answer | None) -> None:
            if self._desk.screen.status.message == _LOOKING:
                self._desk.say("")
            if answer is None:
                what = "passage" if passage else "article"
                raise NotFoundError(
                    f"nothing is like this {what}: no other article has its words",
                    hint=self._whole() if passage else "",
                )
            self._searching.show(answer)

        self._desk.say(_LOOKING)
        self._desk.screen.reads.ask("like", job, found)

    def _answer(self, alike: Alike, article: Article, passage: tuple[int, ...]) -> Answer | None:
        """What the search screen shows; ``None``: nothing is like it. Any thread."""
        if not alike.hits:
            return None
        line = f"({' OR '.join(each.word for each in alike.words[:_WORDS])})"
        about = f"Like a passage of {article.title}" if passage else f"Like {article.title}"
        articles, marks = self._desk.library.beside(alike.hits)
        limit = len(alike.hits) + 1  # there is no more to ask for
        return Answer(line, Found(alike.hits, len(alike.hits)), limit, articles, marks, about=about)

    def _whole(self) -> str:
        key = self._desk.screen.keymap.first_key("like.article")
        return f"{key} looks for articles like the whole one" if key else ""
