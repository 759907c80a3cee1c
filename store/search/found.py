"""What comes out of a search, and what it needs to know of the library. Loads no Whoosh."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import NamedTuple, Protocol

from store.model import Hit
from store.search.language.nodes import Fact, Range


class Instead(NamedTuple):
    """Another query that finds more: "did you mean".

    Attributes:
        query: The whole line with one or more words replaced.
        words: What was replaced by what, for people.
        articles: How many articles answer it.
    """

    query: str
    words: tuple[tuple[str, str], ...]
    articles: int


class Found(NamedTuple):
    """The answer to one query.

    Attributes:
        hits: Best first; the hits of one article follow each other, its best first. Where nothing
            answers, those of the first of ``instead``, each with ``fuzzy`` among its reasons.
        articles: How many articles answer in all, shown or not; with ``in:highlights``: how many
            have a highlight that does.
        highlights: How many highlights answer in all. One does if everything holds for it, its
            article answers, and something was asked that can hold for a highlight alone (words, a
            tag, a colour: not ``title:`` or ``is:``); with ``in:highlights``, if everything holds.
        instead: Offered when few or none answer, best first.
        behind: So many articles are not indexed yet (or not as they are now).
        heads: So many of the last hits are only heads: an article that answers, without its
            passages, highlights and reasons, which were not asked for.
        notices: What else should be said, a line each, for people: a regular expression that took
            too long, a query that was cut.
        asked: Something was; not only the beginning of a condition was typed (``tag:``).
    """

    hits: tuple[Hit, ...] = ()
    articles: int = 0
    highlights: int = 0
    instead: tuple[Instead, ...] = ()
    behind: int = 0
    notices: tuple[str, ...] = ()
    heads: int = 0
    asked: bool = True


class Held(NamedTuple):
    """For which articles, and for which highlights, something holds.

    Attributes:
        articles: A byte for each of the facts' ``ids``: 1 or 0.
        highlights: Ids of highlights of those articles (others may have the same id, where a file
            was copied); ``None``: for all of them (the fact is the article's).
    """

    articles: bytes
    highlights: Collection[str] | None = None


class Facts(Protocol):
    """What is known of articles and highlights besides their words; the catalogue answers.

    ``version`` changes when an answer may be another one.
    """

    @property
    def version(self) -> Hashable:
        """Equal as long as the answers are."""
        ...

    @property
    def ids(self) -> Sequence[str]:
        """The articles, and some that are gone; the same object as long as they are the same."""
        ...

    def holding(self, leaf: Fact | Range) -> Held:
        """For what a leaf holds."""
        ...

    def order(self, sort: str) -> Collection[str]:
        """The ids of all articles, in the order of ``newest oldest longest title``."""
        ...
