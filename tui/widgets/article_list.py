"""The left pane: the articles, two lines each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.style import Style
from textual.strip import Strip

from store.model import Article
from themes.theme import Role
from tui.pace import USUAL
from tui.safe import clip
from tui.theming import Look
from tui.widgets.rows import Piece, RowList, line_of

LINES = 2
_MARKS = {"unread": "●", "reading": "◐", "done": " "}


def minutes(words: int, words_per_minute: int) -> int:
    """Reading time in minutes, at least 1."""
    return max(1, round(words / words_per_minute))


def facts(article: Article, words_per_minute: int) -> str:
    """The second line of an article: ``6 min · 40 % · 3 ✎``."""
    parts = [f"{minutes(article.words, words_per_minute)} min"]
    if article.status == "done":
        parts.append("done")
    elif article.status == "reading":
        parts.append(f"{article.progress} %")
    if article.highlights:
        parts.append(f"{article.highlights} ✎")
    if article.archived:
        parts.append("archived")
    return " · ".join(parts)


class ArticleList(RowList):
    """The articles with a cursor; the open one carries the accent."""

    def __init__(self, look: Look, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(look, id=id)
        self._pace: Callable[[Article], int] = lambda _: USUAL
        self.articles: Sequence[Article] = ()
        self.open_id = ""

    def set_articles(self, articles: Sequence[Article]) -> None:
        """Show other articles (or the same, changed); the cursor stays on its article."""
        standing = self.selected
        self.articles = articles
        if standing is not None:
            self.cursor = next(
                (i for i, article in enumerate(articles) if article.id == standing.id), self.cursor
            )
        self.lay_out(range(0, LINES * len(articles), LINES), LINES * len(articles))

    def set_pace(self, words_per_minute: Callable[[Article], int]) -> None:
        """Count minutes by another speed, which may be another for each article."""
        self._pace = words_per_minute
        self.repaint()

    def replace(self, article: Article) -> None:
        """Show new values of one article, in its place."""
        index = self.index_of(article.id)
        if index is not None:
            rows = list(self.articles)
            rows[index] = article
            self.articles = rows
            self.repaint()

    def index_of(self, article_id: str) -> int | None:
        """The row of an article, if it is listed."""
        return next((i for i, row in enumerate(self.articles) if row.id == article_id), None)

    @property
    def selected(self) -> Article | None:
        """The article under the cursor."""
        return self.articles[self.cursor] if self.cursor < len(self.articles) else None

    def set_open(self, article_id: str) -> None:
        """Mark the article that is in the reader."""
        self.open_id = article_id
        self.repaint()

    def paint(self, index: int, line: int, width: int, *, cursor: bool) -> Strip:
        """The title's line, or the line of facts and tags."""
        article = self.articles[index]
        ground: Role = "cursor_row" if cursor and self.has_focus else "panel"
        base = self.look.style(ground)
        edge = self._edge(article, ground, cursor=cursor)
        if line == 0:
            return self._title(article, width, ground, edge, base)
        muted = self.look.style(ground, "muted")
        text = facts(article, self._pace(article))
        pieces: list[Piece] = [edge, ("  ", base), (text, muted)]
        tags = " ".join(f"#{tag}" for tag in article.tags)
        room = width - 5 - len(text)
        if tags and room > 4:
            pieces.append((f"  {clip(tags, room)}", self.look.style(ground, "tag")))
        return line_of(pieces, width, base)

    def _edge(self, article: Article, ground: Role, *, cursor: bool) -> Piece:
        """The first cell: a bar beside the row under the cursor, and beside the open article."""
        if cursor:
            role: Role = "accent" if self.has_focus else "muted"
            return "▌", self.look.style(ground, role)
        if article.id == self.open_id:
            return "▏", self.look.style(ground, "accent")
        return " ", self.look.style(ground)

    def _title(self, article: Article, width: int, ground: Role, edge: Piece, base: Style) -> Strip:
        roles: tuple[Role, ...] = (ground, "text")
        if article.archived:
            roles = (ground, "muted")
        elif article.status == "unread":
            roles = (ground, "unread")
        if article.id == self.open_id:
            roles = (ground, "accent")
        mark = _MARKS.get(article.status, " ")
        star = ("★", self.look.style(ground, "accent")) if article.starred else None
        pieces: list[Piece] = [
            edge,
            (mark, self.look.style(ground, "accent" if article.status == "unread" else "muted")),
            (" ", base),
            (article.title or "untitled", self.look.style(*roles)),
        ]
        return line_of(pieces, width, base, star)
