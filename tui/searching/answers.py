"""The answer to one query with all that is shown of it; asked in a thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from time import monotonic
from typing import NamedTuple, Protocol

from store.model import Article, Highlight, Hit
from store.search.found import Found
from tui.counting import counted

FIRST = 50
"""Hits that are asked for at first ..."""

_COUNTED, _BATCH = 100, 5
_PATIENCE = 1.0
_GROWTH = 4
_MOST = 5000
"""... and each time that the end of those is come to, up to this many."""

Range = tuple[int, int]


class Searchable(Protocol):
    """What a library is asked."""

    def search(
        self, query: str, *, limit: int, shown: int | None, cancelled: Callable[[], bool]
    ) -> Found:
        """What answers."""

    def beside(self, hits: Sequence[Hit]) -> tuple[dict[str, Article], dict[str, Highlight]]:
        """The articles and the highlights of hits."""

    def texts(self, ids: Sequence[str]) -> Mapping[str, str]:
        """The texts of articles."""

    def languages(self) -> Sequence[str]:
        """In which languages words have other forms."""


class Answer(NamedTuple):
    """What was found for one line.

    Attributes:
        line: What was asked, as it was typed.
        limit: So many hits were asked for.
        articles: By id, those that have a hit and are still there.
        marks: By id, the highlights that are hits.
        titles: By the article's id, where its title matches.
        places: By the article's id, in how many places its text matches; perhaps not yet known.
        about: What was found otherwise than by the line, for the heading; ``""``: it was not.
    """

    line: str
    found: Found = Found()
    limit: int = FIRST
    articles: Mapping[str, Article] = {}
    marks: Mapping[str, Highlight] = {}
    titles: Mapping[str, Sequence[Range]] = {}
    places: Mapping[str, int] = {}
    about: str = ""

    @property
    def meant(self) -> str:
        """What the hits answer: the line, or, if nothing answers that, what may have been meant."""
        found = self.found
        return found.instead[0].query if is_of_another(found) else self.line

    @property
    def total(self) -> int:
        """How many articles answer that, shown or not."""
        found = self.found
        return found.instead[0].articles if is_of_another(found) else found.articles

    @property
    def ids(self) -> list[str]:
        """The articles that have a hit here, in the order of their hits."""
        return list(dict.fromkeys(hit.id for hit in self.found.hits))

    def is_head(self, hit: Hit) -> bool:
        """Whether the passages of a hit's article have not come yet."""
        heads = self.found.heads
        return heads > 0 and hit in self.found.hits[-heads:]

    @property
    def next_limit(self) -> int:
        """How many hits to ask for to see more of them; 0: there are no more, or enough."""
        there_is_more = len(self.found.hits) >= self.limit
        return min(self.limit * _GROWTH, _MOST) if there_is_more and self.limit < _MOST else 0


def ask(
    library: Searchable, line: str, limit: int, cancelled: Callable[[], bool] = lambda: False,
    *, shown: int | None = None,
) -> Answer:  # fmt: skip
    """Search ``library``, and read what is shown beside the hits. Any thread.

    ``shown`` is as for ``Library.search``.

    Raises:
        QueryError: the line cannot be read.
    """
    from tui.matches import places  # noqa: PLC0415 - loads the query language

    if cancelled():  # while it waited for a thread
        return Answer(line)
    found = library.search(line, limit=limit, shown=shown, cancelled=cancelled)
    if cancelled():
        return Answer(line)
    articles, marks = library.beside(found.hits)
    answer = Answer(line, found, limit, articles, marks)
    languages = library.languages()
    titled = {hit.id for hit in found.hits if "title" in hit.why}
    titles = {
        key: places(article.title, answer.meant, languages, field="title")
        for key, article in articles.items()
        if key in titled
    }
    return answer._replace(titles=titles)


def count_places(
    library: Searchable, answer: Answer, cancelled: Callable[[], bool]
) -> Mapping[str, int]:
    """In how many places the texts of the first articles match, by id. Any thread.

    It takes a moment for each text, so it is asked once the hits are shown; after ``_PATIENCE``
    seconds it gives what it has.
    """
    from tui.matches import places  # noqa: PLC0415 - loads the query language

    counted: dict[str, int] = {}
    ids, began = answer.ids[:_COUNTED], monotonic()
    languages = library.languages()
    for at in range(0, len(ids), _BATCH):
        texts = library.texts(ids[at : at + _BATCH])
        for key, text in texts.items():
            if cancelled() or monotonic() - began > _PATIENCE:
                return counted
            counted[key] = len(places(text, answer.meant, languages))
    return counted


def grouped(hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    """The hits of each article, in the order in which the articles come."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.id, []).append(hit)
    yield from groups.values()


def is_of_another(found: Found) -> bool:
    """Nothing answers what was asked; the hits are those of what may have been meant."""
    return not found.articles and bool(found.hits) and bool(found.instead)


def totals(found: Found) -> str:
    """How much was found, in words; ``""``: nothing was asked yet."""
    if not found.asked:
        return ""
    if is_of_another(found):
        return "nothing just so"
    parts = [counted(found.articles, "article")]
    if found.highlights:
        parts.append(counted(found.highlights, "highlight"))
    return ", ".join(parts)
