"""Where words stand in a text, one token after the other: as typed, and in other forms."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from whoosh.lang import has_stemmer, stemmer_for_language

from store.search.language.nodes import Words
from tests.unit.search.plain.texts import Token, is_alone, is_special, marks_of, simple, tokens_of

_JOINTS = ("-", "'")

NO, PERHAPS, YES = 0, 1, 2
"""Whether something holds; ``PERHAPS``: either answer is good."""

Place = tuple[int, int, int]
"""Tokens ``[start, end)`` of a text, and how sure it is."""


def places_of(leaf: Words, text: str, language: str, languages: frozenset[str]) -> Iterator[Place]:
    """Where words stand in a text of an article in that language, of a library with those."""
    tokens = tokens_of(text)
    if is_special(leaf.words[0]):
        yield from _specials(leaf, tokens, simple(text))
    elif len(leaf.words) > 1:
        for at in range(len(tokens)):
            if _stands_at(leaf, tokens, at):
                yield at, at + len(leaf.words), YES
            yield from _joined(leaf, tokens[at], at)
    else:
        word = _word(leaf, languages)
        for at, token in enumerate(tokens):
            verdict = word.verdict(token, language)
            if verdict:
                yield at, at + 1, verdict
            if token.gap in _JOINTS:
                yield from _parted(leaf, tokens, at - 1)


def _stands_at(leaf: Words, tokens: Sequence[Token], at: int) -> bool:
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
    """Where several words stand as one: ``email`` for ``e-mail``."""
    if not leaf.exact and leaf.marks and all(mark in _JOINTS for mark in leaf.marks):
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
