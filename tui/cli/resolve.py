"""What an ID on the command line names: an article or a highlight. IDs may be shortened."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from store.errors import ConflictError, NotFoundError
from store.model import Article, Highlight
from tui.cli.rows import article_line, highlight_line

if TYPE_CHECKING:
    from store.library import Library


class Target(NamedTuple):
    """An article, or a highlight in it."""

    article: Article
    highlight: Highlight | None = None

    @property
    def id(self) -> str:
        """The full id of what is named."""
        return self.highlight.id if self.highlight else self.article.id

    @property
    def tags(self) -> tuple[str, ...]:
        """Its tags."""
        return self.highlight.tags if self.highlight else self.article.tags

    @property
    def note(self) -> str:
        """Its note."""
        return self.highlight.note if self.highlight else self.article.note

    def line(self) -> str:
        """It on one line, for people to choose from."""
        if self.highlight:
            return highlight_line(self.article, self.highlight)
        return article_line(self.article)


def resolve(library: Library, name: str) -> Target:
    """The article or the highlight that ``name`` is the id of, whole or shortened.

    Raises:
        NotFoundError: Neither has such an id.
        ConflictError: Several have; they are the candidates.
    """
    found: list[Target] = []
    with contextlib.suppress(NotFoundError):
        found.append(Target(library.article(name)))
    with contextlib.suppress(NotFoundError):
        found.append(Target(*library.find_highlight(name)))
    exact = [target for target in found if target.id == name]
    if len(found) == 1 or exact:
        return (exact or found)[0]
    if not found:
        raise NotFoundError(
            f"no article or highlight has the id {name}",
            hint="postil list and postil highlights show the ids",
        )
    raise ConflictError(
        f"an article and a highlight begin with {name}",
        hint="type more of the id",
        candidates=tuple(target.line() for target in found),
    )
