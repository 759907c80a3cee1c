"""What a tree of a query holds for, by looking at every article and every highlight.

Where what is right is a matter of taste (a form of a word in an article of another language, a
joined spelling that is still being typed), the scan says ``PERHAPS``: either answer is good.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from whoosh.lang import has_stemmer, stemmer_for_language

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
from tests.unit.search.plain.library import Article, Mark
from tests.unit.search.plain.texts import Token, is_alone, is_special, marks_of, simple, tokens_of

OF_HIGHLIGHTS = ("color", "marked")
"""Facts of a highlight; all others are of the article."""

_JOINTS = ("-", "'")

NO, PERHAPS, YES = 0, 1, 2
"""Whether something holds; ``PERHAPS``: either answer is good."""

Place = tuple[int, int, int]
"""Tokens ``[start, end)`` of a text, and how sure it is."""


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
            return YES * any(_is_in(tag, node.paths) for tag in _tags(article, mark))
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
        tokens = tokens_of(text)
        if isinstance(leaf, Near):
            yield from self._near(leaf, text, language)
        elif is_special(leaf.words[0]):
            yield from _specials(leaf, tokens, simple(text))
        elif len(leaf.words) > 1:
            for at in range(len(tokens)):
                if stands_at(leaf, tokens, at):
                    yield at, at + len(leaf.words), YES
                yield from _joined(leaf, tokens[at], at)
        else:
            word = _word(leaf, self.languages)
            for at, token in enumerate(tokens):
                verdict = word.verdict(token, language)
                if verdict:
                    yield at, at + 1, verdict
                if token.gap in _JOINTS:
                    yield from _parted(leaf, tokens, at - 1)

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


def stands_at(leaf: Words, tokens: Sequence[Token], at: int) -> bool:
    """Whether several words stand there as they were typed."""
    if tokens[at].word != leaf.words[0]:
        return False
    part = tokens[at : at + len(leaf.words)]
    if len(part) < len(leaf.words):
        return False
    for place in range(1, len(part)):
        token, word = part[place], leaf.words[place]
        last = place == len(part) - 1
        if token.word != word and not (leaf.prefix and last and token.word.startswith(word)):
            return False
        mark = leaf.marks[place - 1] if leaf.marks else ""
        if not _fits(leaf.words[place - 1], mark, word, token.gap):
            return False
    return True


def _fits(before: str, mark: str, after: str, gap: str) -> bool:
    """Whether the right thing stands between two words."""
    if is_alone(before) and is_alone(after):
        return not gap.strip()
    return not mark or gap == mark


class _Word:
    """One word that is asked for."""

    def __init__(self, leaf: Words, languages: Collection[str]) -> None:
        self._leaf = leaf
        (self._word,) = leaf.words
        typed = (leaf.typed or self._word).lower()
        every = {*languages}
        self._stems = {each: {stem(typed, each), stem(self._word, each)} - {""} for each in every}
        self._languages = languages
        self._known: dict[tuple[str, str, str], int] = {}

    def verdict(self, token: Token, language: str) -> int:
        """Whether a word of a text is that word, or a form of it."""
        key = (token.word, token.spelled, language)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._find(token, language)
        return found

    def _find(self, token: Token, language: str) -> int:
        if token.word == self._word:
            return YES
        if self._leaf.prefix and token.word.startswith(self._word):
            return YES
        if self._leaf.edits:
            most = allowed(self._word, self._leaf.edits)
            return YES * (edits(self._word, token.word) <= most)
        if self._leaf.exact:
            return NO
        if stem(token.spelled, language) in self._stems[language]:
            return YES
        return PERHAPS * any(
            not self._stems[each].isdisjoint(
                {token.word, stem(token.spelled, each), stem(token.word, each)}
            )
            for each in self._languages
        )


_word = lru_cache(maxsize=500)(_Word)


def _joined(leaf: Words, token: Token, at: int) -> Iterator[Place]:
    """Where two words stand as one: ``email`` for ``e-mail``."""
    if not leaf.exact and len(leaf.marks) == 1 and leaf.marks[0] in _JOINTS:
        joined = "".join(leaf.words)
        if token.word == joined:
            yield at, at + 1, YES
        elif leaf.prefix and token.word.startswith(joined):
            yield at, at + 1, PERHAPS


def _parted(leaf: Words, tokens: Sequence[Token], at: int) -> Iterator[Place]:
    """Where a word stands as two: ``e-mail`` for ``email``."""
    (word,) = leaf.words
    if leaf.exact or leaf.edits:
        return
    joined = tokens[at].word + tokens[at + 1].word
    if len(tokens[at].word) < len(word):
        if joined == word:
            yield at, at + 2, YES
        elif leaf.prefix and joined.startswith(word):
            yield at, at + 2, PERHAPS


def _specials(leaf: Words, tokens: Sequence[Token], folded: str) -> Iterator[Place]:
    """Where a word with a mark before or behind it stands, and no letter beside the mark.

    With more marks there (``#tag#tag``, ``c+++``) either answer is good.
    """
    (special,) = leaf.words
    for number, token in enumerate(tokens):
        start, end = token.at, token.to
        if special[0].isalnum():
            stop = end + marks_of(special)[1]
            here, beside = token.word + folded[end:stop], folded[stop : stop + 1]
        else:
            start -= 1
            here, beside = (
                folded[max(0, start) : end],
                folded[start - 1 : start] if start > 0 else "",
            )
        if here == special or (leaf.prefix and folded.startswith(special, max(0, start))):
            after = folded[end : end + 1] if not special[0].isalnum() else beside
            if beside.isalnum() and not is_alone(beside):
                if leaf.prefix and special[0].isalnum():
                    yield number, number + 1, PERHAPS  # on its way to "c#us"
            elif beside.isalnum() or beside in {*"+#%._"} or after in {*"+#%"} or here != special:
                yield number, number + 1, PERHAPS
            else:
                yield number, number + 1, YES


@lru_cache(maxsize=50_000)
def stem(spelled: str, language: str) -> str:
    """The stem of a word, folded; ``""`` if it has none. English where no language is told."""
    code = (language or "en").split("-")[0]
    if not has_stemmer(code) or not 3 <= len(spelled) <= 40 or not spelled.isalpha():
        return ""
    return simple(_stemmer(code)(spelled))


_stemmer = lru_cache(stemmer_for_language)


def allowed(word: str, asked: int) -> int:
    """How many letters may differ."""
    return 0 if len(word) < 4 else min(asked, 1) if len(word) < 7 else asked


@lru_cache(maxsize=50_000)
def edits(one: str, other: str) -> int:
    """Letters put in, left out, replaced, and neighbours swapped: the least that makes both one."""
    if abs(len(one) - len(other)) > 2:
        return 3
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            if not i or not j:
                rows[i][j] = i + j
                continue
            change = one[i - 1] != other[j - 1]
            least = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change)
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                least = min(least, rows[i - 2][j - 2] + 1)
            rows[i][j] = least
    return rows[-1][-1]


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


def _is_in(tag: str, paths: Collection[str]) -> bool:
    folded = simple(tag)
    return any(folded == path or folded.startswith(f"{path}/") for path in paths)


# what the catalogue knows


def fact_holds(fact: Fact, article: Article, mark: Mark | None) -> bool:
    """Whether a fact holds: of a highlight the colour, the rest is its article's."""
    name, value = fact.name, fact.value
    if name == "color":
        marks = article.marks if mark is None else (mark,)
        return any(each.color == value for each in marks)
    if name == "has":
        return {
            "highlight": bool(article.marks),
            "note": bool(article.note) or any(each.note for each in article.marks),
            "tag": any(_tags(article, None)),
            "unplaced": any(each.unplaced for each in article.marks),
        }[value]
    if name == "lang":
        return article.language == value or article.language.casefold().startswith(f"{value}-")
    if name == "site":
        host = article.source.partition("://")[2].partition("/")[0]
        return bool(host) and (
            f".{value[:-1]}" in f".{host}" if value.endswith("*") else f".{value}." in f".{host}."
        )
    return {"starred": article.starred, "archived": article.archived}.get(
        value, article.status == value
    )


def range_holds(asked: Range, article: Article, mark: Mark | None) -> bool:
    """Whether a day or a number is in a range."""
    if asked.name == "marked":
        marks = article.marks if mark is None else (mark,)
        return any(_between(each.made, asked) for each in marks)
    if asked.name == "highlights":
        return _between(len(article.marks), asked)
    value = getattr(article, asked.name)
    return value != "" and _between(value, asked)


def _between(value: str | int, asked: Range) -> bool:
    low, high = asked.low, asked.high
    return (low is None or value >= low) and (high is None or value < high)  # type: ignore[operator]
