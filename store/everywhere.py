"""All places in all texts where the words of a query stand: what is marked, listed and counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from store.catalogue import Catalogue
from store.hashing import sha256
from store.model import Article

if TYPE_CHECKING:
    from store.asking import Asking
    from store.search.language.nodes import Query
    from store.search.texts.concordance import Line

Cancelled = Callable[[], bool]

Progress = Callable[[int, int, str], None]

LINES = 10_000
"""Lines of a concordance, unless more are asked for."""

MARKS = 10_000
"""Places that one act highlights, unless more are asked for."""

_MOST_TEXT = 8_000_000
"""Code points of passages that one act highlights, about: it has to be written down whole."""

_MOST_PLACES = 1_000_000
"""Places of one text at most."""

_FIRST_BATCH, _BATCH = 8, 64
"""Texts read at once: few at first, so that the first places are there at once."""
_STAR = re.compile(r"[^\w\s*]*\*")
"""What says behind a word that it may go on; a quote may stand between."""


class Places(NamedTuple):
    """Where the words stand in one text.

    Attributes:
        article: Its row, as the catalogue has it.
        text: Its text.
        places: ``[start, end)`` in it, in order.
        done: So many texts were looked through by then.
        total: Of so many.
    """

    article: Article
    text: str
    places: Sequence[tuple[int, int]]
    done: int
    total: int


class Portion(NamedTuple):
    """The lines of a concordance that one text has.

    Attributes:
        lines: In the order of the text; there may be none.
        done: So many texts were looked through by then.
        total: Of so many.
        more: There are more lines than were wanted: these are the last.
    """

    lines: Sequence[Line]
    done: int
    total: int
    more: bool = False


class Spots(NamedTuple):
    """Passages of one text that are to be highlighted.

    Attributes:
        article: The article's id.
        text: SHA-256 of the text that the passages count in.
        ranges: ``[start, end)``, in order; none of them is highlighted.
    """

    article: str
    text: str
    ranges: tuple[tuple[int, int], ...]


class ToMark(NamedTuple):
    """All that a query finds, to be highlighted (``Library.mark_spots``).

    Attributes:
        spots: By article, the newest first.
        known: So many more places are highlights already.
        more: There are more places than were wanted.
    """

    spots: tuple[Spots, ...] = ()
    known: int = 0
    more: bool = False

    @property
    def places(self) -> int:
        """How many passages are to be highlighted."""
        return sum(len(each.ranges) for each in self.spots)


def never() -> bool:
    """The answer to "was this cancelled?" of a caller that never cancels."""
    return False


class Everywhere:
    """Looks through the texts of one library.

    Args:
        catalogue: Has the texts.
        asking: Says which articles answer.
    """

    def __init__(self, catalogue: Catalogue, asking: Asking) -> None:
        self._catalogue = catalogue
        self._asking = asking

    def places(
        self, query: str, *, within: str = "", article: str = "", literal: bool = False,
        cancelled: Cancelled = never,
    ) -> Iterator[Places]:  # fmt: skip
        """Every article that answers, newest first, with where the words of the query stand.

        Where they stand in notes or in the title only, there are no places.

        Args:
            query: What is looked for.
            within: Only in articles that answer this query, too; ``""``: in all.
            article: Only in the article of this id; ``""``: in all.
            literal: Words are whole ones unless a ``*`` follows: nobody is still typing. Where
                nothing but words is asked for, they are meant as they are, one after the other.
            cancelled: Asked now and then; once it says yes, that was all.

        Raises:
            UsageError: a query cannot be read.
        """
        asked = self._asking.parsed(query)
        if literal:
            from store.search.texts import concordance  # noqa: PLC0415 - only when asked for

            query = concordance.literal(query)
            asked = _whole(self._asking.parsed(query), query)
        return self._places(asked, query, within, article, cancelled)

    def concordance(
        self, query: str, *, within: str = "", limit: int = LINES, cancelled: Cancelled = never
    ) -> Iterator[Portion]:
        """Every place of the words of a query with what stands around it, article by article.

        Args:
            query: What is looked for, literally (see ``places``).
            within: As ``cancelled``, as for ``places``.
            limit: Lines at most.
            cancelled: Likewise.

        Raises:
            UsageError: a query cannot be read.
        """
        from store.search.texts.concordance import lines_of  # noqa: PLC0415 - only when asked for

        left = limit
        for found in self.places(query, within=within, literal=True, cancelled=cancelled):
            article, places = found.article, found.places
            lines = tuple(lines_of(article.id, article.title, found.text, places[:left]))
            left -= len(lines)
            more = len(places) > len(lines)
            yield Portion(lines, found.done, found.total, more)
            if more:
                return

    def to_mark(
        self, query: str, *, within: str = "", article: str = "", literal: bool = False,
        sentences: bool = False, limit: int = MARKS, cancelled: Cancelled = never,
        progress: Progress | None = None,
    ) -> ToMark:  # fmt: skip
        """All places of the words of a query that are not highlighted yet, for ``mark_spots``.

        Args:
            query: As the next three, as for ``places``.
            within: Likewise.
            article: Likewise.
            literal: Likewise.
            sentences: Not the words themselves, but the sentences that they stand in.
            limit: Passages at most.
            cancelled: As for ``places``.
            progress: Told how many texts of how many are looked through.

        Raises:
            UsageError: a query cannot be read.
        """
        from store.text.bounds import sentences_around, snap  # noqa: PLC0415 - only when asked for

        spots: list[Spots] = []
        known = length = 0
        for each in self.places(
            query, within=within, article=article, literal=literal, cancelled=cancelled
        ):
            if progress is not None:
                progress(each.done, each.total, "texts")
            if not each.places:
                continue
            around = sentences_around(each.text, each.places) if sentences else each.places
            ranges = dict.fromkeys(snap(each.text, *one) for one in around)
            marked = {
                (mark.anchor.start, mark.anchor.end)
                for _, mark in self._catalogue.highlights(each.article.id)
                if mark.anchor.state != "unplaced"
            }
            new = [one for one in ranges if one not in marked and one[0] < one[1]]
            known += len(marked.intersection(ranges))
            length += sum(end - start for start, end in new)
            kept = new[:limit]
            limit -= len(kept)
            if kept:
                sha = sha256(each.text.encode()).hexdigest()
                spots.append(Spots(each.article.id, sha, tuple(kept)))
            if len(kept) < len(new) or length > _MOST_TEXT:
                return ToMark(tuple(spots), known, more=True)
        return ToMark(tuple(spots), known)

    def _places(
        self, asked: Query, line: str, within: str, only: str, cancelled: Cancelled
    ) -> Iterator[Places]:
        from store.search.texts.matching import places  # noqa: PLC0415 - only when something is asked

        articles = self._asking.articles(line) if asked.root is not None else []
        if within.strip():
            inside = self._asking.matching(within)
            articles = [article for article in articles if article.id in inside]
        if only:
            articles = [article for article in articles if article.id == only]
        languages = self._asking.languages()
        at = 0
        while at < len(articles) and not cancelled():
            batch = articles[at : at + (_BATCH if at else _FIRST_BATCH)]
            texts = self._catalogue.texts([article.id for article in batch])
            for done, article in enumerate(batch, at + 1):
                if cancelled():
                    return
                text = texts.get(article.id)
                if text is not None:
                    there = places(text, asked, languages=languages, most=_MOST_PLACES)
                    yield Places(article, text, there, done, len(articles))
            at += len(batch)


def _whole(query: Query, line: str) -> Query:
    """``query`` with words as long as they were typed, but for those that a ``*`` follows."""
    from store.search.language.nodes import (  # noqa: PLC0415 - only when something is asked
        Leaf,
        Near,
        Words,
        changed,
    )

    def word(leaf: Words) -> Words:
        goes_on = leaf.prefix and _STAR.match(line, leaf.at[1]) is not None
        return replace(leaf, prefix=goes_on)

    def whole(leaf: Leaf) -> Leaf:
        if isinstance(leaf, Words):
            return word(leaf)
        if isinstance(leaf, Near):
            return replace(leaf, left=word(leaf.left), right=word(leaf.right))
        return leaf

    return query if query.root is None else replace(query, root=changed(query.root, whole))
