"""Completion of a query: fields, their values, tags, authors, sites, saved searches. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from store.model import Article
from store.search.language.fields import BY_NAME, FIELDS, Field
from store.search.language.sites import host_of
from store.tags import Tag
from store.text.fold import fold
from tui.completion import SHOWN, Suggestion, Vocabulary, last_word
from tui.counting import counted

_FIELD_FROM = 2
"""Letters from which a word is taken for the beginning of a field, too."""

_ASKED = re.compile(r"([(]*-?)([A-Za-z]+):([(]*)(.*)", re.DOTALL)
_BEGUN = re.compile(r"([(]*-?)([A-Za-z]+)")
_BARE = re.compile(r"[\w.@-]+")
_DAYS = (
    "today", "yesterday", "this week", "last week", "this month", "last month", "this year",
    "last year", "2w..", "3m..",
)  # fmt: skip
_NUMBERS = {"words": ("<500", ">1000", ">5000"), "highlights": (">0", ">3", "0")}


class Names:
    """Names that can be completed, those used most first.

    Args:
        used: As often as each is used; ``""`` is no name.
    """

    def __init__(self, used: Iterable[str] = ()) -> None:
        counted = Counter(name for name in used if name)
        ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        self._names = [(fold(name), name, times) for name, times in ranked]

    def find(self, typed: str) -> list[tuple[str, int]]:
        """Names and how often each is used, at most ``SHOWN``.

        Those that begin so come first, then those of which a word does, then those that have it
        inside.
        """
        wanted = fold(typed).strip()
        begin: list[tuple[str, int]] = []
        word: list[tuple[str, int]] = []
        inside: list[tuple[str, int]] = []
        for folded, name, times in self._names:
            at = folded.find(wanted)
            if at < 0 or folded == wanted:
                continue
            kind = begin if not at else inside if folded[at - 1].isalnum() else word
            if len(kind) < SHOWN:
                kind.append((name, times))
            elif kind is begin:
                break  # they are in order, and no others are better
        return [*begin, *word, *inside][:SHOWN]


class Known(NamedTuple):
    """What a library has that can be named in a query.

    Attributes:
        searches: Saved ones: name and query.
    """

    tags: Vocabulary = Vocabulary()
    authors: Names = Names()
    sites: Names = Names()
    languages: Names = Names()
    searches: Sequence[tuple[str, str]] = ()


def known(
    tags: Sequence[Tag], articles: Sequence[Article], searches: Sequence[tuple[str, str]] = ()
) -> Known:
    """What can be named; a tenth of a second for ten thousand articles."""
    return Known(
        Vocabulary(tags),
        Names(article.author for article in articles),
        Names(host_of(article.source) for article in articles),
        Names(article.language.casefold() for article in articles),
        searches,
    )


class Completion(NamedTuple):
    """What a part of a line could become.

    Attributes:
        start: Where that part begins, in code points of the line.
        end: Where it ends.
        word: What takes its place.
        says: What it means, in a few words.
        tag: The tag that it names, if it does.
        alias: The other name of the tag that was typed.
    """

    start: int
    end: int
    word: str
    says: str = ""
    tag: Tag | None = None
    alias: str = ""


def complete(line: str, cursor: int, library: Known) -> list[Completion]:
    """What the word before the cursor could become, the likeliest first.

    Args:
        line: What is typed.
        cursor: In code points.
        library: What can be named.
    """
    start = last_word(line[:cursor])
    typed = line[start:cursor]
    asked = _ASKED.fullmatch(typed)
    field = BY_NAME.get(asked[2].casefold()) if asked else None
    if asked and field is not None:
        begin = start + asked.start(4)
        return [Completion(begin, cursor, *each) for each in _values(field, asked[4], library)]
    begun = _BEGUN.fullmatch(typed)
    if begun is None or len(begun[2]) < _FIELD_FROM:
        return []
    begin = start + begun.start(2)
    found = [Completion(begin, cursor, *value) for value in _fields(begun[2].casefold())]
    if not line[:start].strip() and not begun[1]:
        found += [Completion(begin, cursor, *value) for value in _searches(begun[2], library)]
    return found[:SHOWN]


class _Value(NamedTuple):
    word: str
    says: str = ""
    tag: Tag | None = None
    alias: str = ""


def _fields(typed: str) -> Iterator[_Value]:
    """Fields that begin so, then those that another name for begins so."""
    own = [field for field in FIELDS if field.name.startswith(typed)]
    others = [f for f in FIELDS if f not in own and any(n.startswith(typed) for n in f.also)]
    return (_Value(f"{field.name}:", field.finds) for field in (*own, *others))


def _searches(typed: str, library: Known) -> Iterator[_Value]:
    """Saved searches whose names have a word that begins so."""
    wanted = f" {fold(typed)}"
    return (_Value(query, name) for name, query in library.searches if wanted in f" {fold(name)}")


def _choices(field: Field, typed: str) -> Iterable[_Value]:
    begun = field.beginning(typed)
    return () if begun == (typed.casefold(),) else map(_Value, begun)


def _tags(typed: str, tags: Vocabulary) -> Iterable[_Value]:
    found = tags.find(typed.removeprefix("#")) if '"' not in typed else ()
    return (_Value(each.word, "", each.tag, each.alias) for each in found)


def _names(typed: str, names: Names) -> Iterator[_Value]:
    """Names of the library, in quotes where they have more than letters."""
    if not (typed.endswith('"') and len(typed) > 1):
        for name, times in names.find(typed.removeprefix('"')):
            plain = name.replace('"', " ")
            word = plain if _BARE.fullmatch(plain) else f'"{plain}"'
            yield _Value(word, counted(times, "article"))


def _values(field: Field, typed: str, library: Known) -> Iterable[_Value]:
    """What the beginning of a value could become."""
    if field.kind == "tag":
        return _tags(typed, library.tags)
    if field.values:
        return _choices(field, typed)
    names = {"author": library.authors, "site": library.sites, "lang": library.languages}
    if field.name in names:
        return _names(typed, names[field.name])
    examples = _DAYS if field.kind == "day" else _NUMBERS.get(field.name, ())
    return (_Value(each) for each in examples if each.startswith(typed) and each != typed)


class QueryCompleter:
    """Completes the end of a query."""

    def __init__(self) -> None:
        self._known = Known()

    def take(self, library: Known) -> None:
        """Know what the library has; until then only fields and their values are offered."""
        self._known = library

    def __call__(self, text: str) -> list[Suggestion]:
        """What the last word of ``text`` could become."""
        start = last_word(text)
        return [
            Suggestion(text[start : each.start] + each.word, each.tag, each.alias, each.says)
            for each in complete(text, len(text), self._known)
        ]
