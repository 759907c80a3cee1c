"""The left pane: the articles, two lines each, perhaps in groups."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from store.model import Article
from themes.theme import Role
from tui.listing import GroupHead, Row
from tui.pace import USUAL
from tui.safe import clip
from tui.theming import Look
from tui.widgets.rows import Piece, RowList, line_of
from tui.widgets.tag_pieces import TagColor, no_color, tag_pieces

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


def counts(count: int, unread: int, room: int) -> str:
    """How many articles, and how many of them are unread: in ``room`` cells, if that can be."""
    said = [f"{unread} unread · {count}", f"{unread}● {count}"] if 0 < unread < count else []
    if unread == count > 0:
        said = [f"{count} unread"]
    return next((words for words in said if len(words) <= room), str(count))


class ArticleList(RowList):
    """The articles with a cursor; the open one carries the accent, chosen ones a tick.

    Attributes:
        rows: What is listed: articles, and above each group its head.
        articles: The articles listed, each once.
        chosen: The ids of those that verbs act on, instead of the one under the cursor.
    """

    def __init__(self, look: Look, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(look, id=id)
        self._pace: Callable[[Article], int] = lambda _: USUAL
        self.rows: Sequence[Row] = ()
        self.articles: Sequence[Article] = ()
        self.chosen: Collection[str] = frozenset()
        self.open_id = ""
        self._authors = False
        self._nothing: Sequence[str] = ()
        self._tag_color: TagColor = no_color

    def set_rows(
        self,
        rows: Sequence[Row],
        articles: Sequence[Article],
        cursor: int,
        *,
        authors: bool = False,
        nothing: str = "",
    ) -> None:
        """Show other rows, with the cursor on one of them.

        Args:
            rows: The articles and the heads of groups, in their order.
            articles: The articles among them, each once.
            cursor: The index of a row.
            authors: Say who wrote an article instead of its tags.
            nothing: Shown when there are no rows; it may have several lines.
        """
        self.rows, self.articles, self._authors = rows, articles, authors
        self._nothing = nothing.splitlines()
        self.cursor = cursor
        if rows is articles:
            self.lay_out(range(0, LINES * len(rows), LINES), LINES * len(rows))
            return
        starts, line = [], 0
        for row in rows:
            starts.append(line)
            line += LINES if not isinstance(row, GroupHead) or starts[-1] else 1
        self.lay_out(starts, line)

    def choose(self, ids: Collection[str]) -> None:
        """Mark these as the articles that verbs act on."""
        self.chosen = ids
        self.repaint()

    def selectable(self, index: int) -> bool:
        """The heads of groups cannot be chosen."""
        return 0 <= index < len(self.rows) and not isinstance(self.rows[index], GroupHead)

    def set_pace(self, words_per_minute: Callable[[Article], int]) -> None:
        """Count minutes by another speed, which may be another for each article."""
        self._pace = words_per_minute
        self.repaint()

    def set_tag_color(self, color: TagColor) -> None:
        """Paint tags in the colours that their user gave them."""
        self._tag_color = color
        self.repaint()

    def index_of(self, article_id: str) -> int | None:
        """The row of an article, if it is listed: the one under the cursor, or the first."""
        if self.selected is not None and self.selected.id == article_id:
            return self.cursor
        return next((i for i, row in enumerate(self.rows) if _is(row, article_id)), None)

    def beside(self, index: int, steps: int) -> int | None:
        """The row of the article that is ``steps`` below row ``index``; ``None``: there is none."""
        direction = 1 if steps > 0 else -1
        left = abs(steps)
        while left:
            index += direction
            if not 0 <= index < len(self.rows):
                return None
            left -= self.selectable(index)
        return index

    def next_group(self, steps: int) -> bool:
        """Put the cursor on the first article of another group; ``False``: there is none.

        Backwards that is first the group one is in.
        """
        firsts = [i + 1 for i, row in enumerate(self.rows) if isinstance(row, GroupHead)]
        if steps > 0:
            wanted = [i for i in firsts if i > self.cursor][steps - 1 : steps]
        else:
            wanted = [i for i in reversed(firsts) if i < self.cursor][-steps - 1 : -steps]
        if not wanted:
            return False
        self.move_cursor(wanted[0])
        return True

    @property
    def shows_cursor(self) -> bool:
        """The row under the cursor is in sight; one may have scrolled away from it."""
        if not self.count:
            return True
        first, top = self._starts[self.cursor], self.scroll_offset.y
        return top <= first < top + self.scrollable_content_region.height

    def show_cursor(self, *, center: bool = False) -> None:
        """As every list does; and the head of the group that begins under the cursor is seen."""
        super().show_cursor(center=center)
        above = self.cursor - 1
        if above >= 0 and not self.selectable(above):
            line = self._starts[above]
            if line < self.scroll_offset.y:
                self.scroll_to(y=line, animate=False, force=True)

    @property
    def selected(self) -> Article | None:
        """The article under the cursor."""
        row = self.rows[self.cursor] if self.cursor < len(self.rows) else None
        return None if isinstance(row, GroupHead) else row

    def set_open(self, article_id: str) -> None:
        """Mark the article that is in the reader."""
        self.open_id = article_id
        self.repaint()

    def paint(self, index: int, line: int, width: int, *, cursor: bool) -> Strip:
        """The title's line, or the line of facts and tags; or a line of a group's head."""
        article = self.rows[index]
        if isinstance(article, GroupHead):
            return self._head(article, index, line, width)
        ground: Role = "cursor_row" if cursor and self.has_focus else "panel"
        base = self.look.style(ground)
        edge = self._edge(article, ground, cursor=cursor)
        if line == 0:
            return self._title(article, width, ground, edge, base)
        muted = self.look.style(ground, "muted")
        text = facts(article, self._pace(article))
        pieces: list[Piece] = [edge, ("  ", base), (text, muted)]
        tags = " ".join(f"#{tag}" for tag in article.tags)
        room = width - 6 - len(text)
        if self._authors and article.author and room > 4:
            pieces.append((f" · {clip(article.author, room)}", muted))
        elif tags and room > 4:
            said = f"  {clip(tags, room)}"
            pieces += tag_pieces(self.look, said, self._tag_color, ground, "tag")
        return line_of(pieces, width, base)

    def _head(self, head: GroupHead, index: int, line: int, width: int) -> Strip:
        base = self.look.style("panel")
        if index and not line:
            return Strip.blank(width, base)
        tail = counts(head.size, head.unread, width - 3 - min(cell_len(head.name), width // 2))
        name = (head.name, self.look.style("panel", "heading"))
        return line_of([(" ", base), name], width, base, (tail, self.look.style("panel", "muted")))

    def render_line(self, y: int) -> Strip:
        """One line of the screen; without articles, words that say so."""
        if self.rows or y >= len(self._nothing):
            return super().render_line(y)
        base, muted = self.look.style("panel"), self.look.style("panel", "muted")
        return line_of([("   ", base), (self._nothing[y], muted)], self.size.width, base)

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
        role: Role = "accent" if article.status == "unread" else "muted"
        if article.id in self.chosen:
            mark, role = "✓", "accent"
        star = ("★", self.look.style(ground, "accent")) if article.starred else None
        title = clip(article.title or "untitled", width - (6 if star else 3))
        pieces: list[Piece] = [
            edge,
            (mark, self.look.style(ground, role)),
            (" ", base),
            (title, self.look.style(*roles)),
        ]
        return line_of(pieces, width, base, star)


def _is(row: Row, article_id: str) -> bool:
    return not isinstance(row, GroupHead) and row.id == article_id
