"""What a tree of a query holds for, by looking at every article and every highlight.

Where what is right is a matter of taste (a form of a word in an article of another language, a
joined spelling that is still being typed), the scan says ``PERHAPS``: either answer is good.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from store.search.language.nodes import (
    And,
    Fact,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Query,
    Range,
    Regex,
    Tag,
    Words,
)
from tests.unit.search.plain.facts import OF_HIGHLIGHTS, fact_holds, range_holds
from tests.unit.search.plain.library import Article, Mark
from tests.unit.search.plain.texts import simple
from tests.unit.search.plain.words import NO, PERHAPS, YES, Place, places_of


class Right:
    """What is right for one query.

    Attributes:
        articles: How sure it is that an article answers, by the ids of those that may.
        marks: The same of highlights.
    """

    def __init__(self, articles: Mapping[str, Article], query: Query) -> None:
        view = View(frozenset(each.language for each in articles.values()))
        root = query.root
        if root is None:
            raise ValueError("nothing is asked")
        every = articles.values()
        self.articles = _possible({each.id: view.holds(root, each, None) for each in every})
        of_highlights = query.inside == "highlights" or (
            not query.inside and any(map(_is_of_highlights, _asked(root)))
        )
        found = {
            (each.id, mark.id): min(
                view.holds(root, each, mark),
                YES if query.inside else self.articles.get(each.id, NO),
            )
            for each in every
            for mark in each.marks
            if of_highlights
        }
        self.marks = _possible({mark: sure for (_, mark), sure in found.items()})
        if query.inside == "highlights":
            self.articles = {}
            for (article, _), sure in found.items():
                self.articles[article] = max(sure, self.articles.get(article, NO))
            self.articles = _possible(self.articles)


def sure(verdicts: Mapping[str, int]) -> set[str]:
    """Those that have to be found."""
    return {name for name, verdict in verdicts.items() if verdict == YES}


def _possible(verdicts: Mapping[str, int]) -> dict[str, int]:
    return {name: verdict for name, verdict in verdicts.items() if verdict}


def _asked(node: Node) -> Iterator[Leaf]:
    """The leaves that are not below a ``Not``."""
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from _asked(part)
    elif not isinstance(node, Not):
        yield node


def _is_of_highlights(leaf: Leaf) -> bool:
    """Whether it can hold for a highlight and not for its article."""
    if isinstance(leaf, Fact | Range):
        return leaf.name in OF_HIGHLIGHTS
    return isinstance(leaf, Tag) or _where(leaf) in ("", "note", "quote")


@dataclass(frozen=True)
class View:
    """How articles are looked at.

    Attributes:
        languages: Of the library.
    """

    languages: frozenset[str]

    def holds(self, node: Node, article: Article, mark: Mark | None) -> int:
        """Whether it holds for an article (``mark`` is ``None``) or for one of its highlights."""
        if isinstance(node, And):
            return min((self.holds(part, article, mark) for part in node.parts), default=YES)
        if isinstance(node, Or):
            return max(self.holds(part, article, mark) for part in node.parts)
        if isinstance(node, Not):
            return YES - self.holds(node.part, article, mark)
        if isinstance(node, Fact):
            return YES * fact_holds(node, article, mark)
        if isinstance(node, Range):
            return YES * range_holds(node, article, mark)
        if isinstance(node, Tag):
            return YES * any(
                _is_in(tag, node.paths, prefix=node.prefix) for tag in _tags(article, mark)
            )
        texts = list(_texts(node, article, mark))
        if isinstance(node, Regex):
            flags = re.MULTILINE | (re.IGNORECASE if node.ignore_case else 0)
            return YES * any(
                found[0] for text in texts for found in re.finditer(node.pattern, text, flags)
            )
        best = NO
        for text in texts:
            for _, _, verdict in self.places(node, text, article.language):
                best = max(best, verdict)
                if best == YES:
                    return best
        if best == NO and isinstance(node, Near):
            best = self._nearly(node, texts, article.language)
        return best

    def _nearly(self, leaf: Near, texts: Sequence[str], language: str) -> int:
        """Of words with marks, perhaps those near each other have none, and others have."""
        sides = (leaf.left, leaf.right)
        bare = replace(leaf, left=_bare(leaf.left), right=_bare(leaf.right))
        if bare == leaf or not all(
            any(True for text in texts for _ in self.places(side, text, language)) for side in sides
        ):
            return NO
        return PERHAPS * any(True for text in texts for _ in self.places(bare, text, language))

    def places(self, leaf: Words | Near, text: str, language: str) -> Iterator[Place]:
        """Where it stands in a text of an article in that language."""
        if isinstance(leaf, Near):
            yield from self._near(leaf, text, language)
        else:
            yield from places_of(leaf, text, language, self.languages)

    def _near(self, leaf: Near, text: str, language: str) -> Iterator[Place]:
        left, right = (list(self.places(side, text, language)) for side in (leaf.left, leaf.right))
        for one, other in ((left, right), (right, left)):
            for a in one:
                for b in other:
                    if 0 <= b[0] - a[1] < leaf.distance:
                        verdict = min(a[2], b[2])
                        yield a[0], a[1], verdict
                        yield b[0], b[1], verdict


def _bare(leaf: Words) -> Words:
    """The same words without marks."""
    words = tuple(word.strip("#@$€£.+%") for word in leaf.words)
    return replace(leaf, words=words, marks=())


def _where(leaf: Words | Near | Regex) -> str:
    return leaf.left.where if isinstance(leaf, Near) else leaf.where


def _texts(leaf: Words | Near | Regex, article: Article, mark: Mark | None) -> Iterator[str]:
    """What a leaf is looked for in. Of a highlight, without a field, only what is its own."""
    where = _where(leaf)
    own = {"title": article.title, "text": article.text, "author": article.author,
           "source": article.source}  # fmt: skip
    for name, text in own.items():
        if where == name or (not where and mark is None):
            yield text
    if where in ("", "note") and mark is None:
        yield article.note
    if not where and mark is None:
        yield from article.tags
    for each in article.marks if mark is None else (mark,):
        if where in ("", "quote"):
            yield each.quote
        if where in ("", "note"):
            yield each.note
        if not where:
            yield from each.tags


def _tags(article: Article, mark: Mark | None) -> Iterator[str]:
    if mark is not None:
        yield from mark.tags
        return
    yield from article.tags
    for each in article.marks:
        yield from each.tags


def _is_in(tag: str, paths: Collection[str], *, prefix: bool) -> bool:
    folded = simple(tag)
    if prefix:
        return any(folded.startswith(path) for path in paths)
    return any(folded == path or folded.startswith(f"{path}/") for path in paths)
