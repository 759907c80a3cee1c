"""Completion: the words that what is being typed could become, the likeliest first. Pure.

Ten thousand tags are gone through in a few thousandths of a second, so it is done at every key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from store.model import Annotations
from store.tags import Tag
from store.text.fold import fold

SHOWN = 6
"""How many are offered."""

_OFFERED_FIRST = 3
_FUZZY_FROM = 2


class Suggestion(NamedTuple):
    """One word that is offered.

    Attributes:
        word: What takes the place of the last word typed.
        tag: The tag that it names; ``None``: it names none.
        alias: Other than ``""``: the name of the tag that was typed.
        says: What it means, in a few words.
    """

    word: str
    tag: Tag | None = None
    alias: str = ""
    says: str = ""


Completer = Callable[[str], Sequence[Suggestion]]
"""Gives what the last word of a text could become."""


class Vocabulary:
    """Tags that can be completed.

    Args:
        tags: Any, in any order.
        recent: Names of tags that were used last here, the last one first.
    """

    def __init__(self, tags: Iterable[Tag] = (), recent: Sequence[str] = ()) -> None:
        place = {name: number for number, name in enumerate(recent)}
        last = len(place)
        ranked = sorted(tags, key=lambda tag: (place.get(tag.name, last), -tag.total, tag.name))
        self._recent = [tag for tag in ranked if tag.name in place]
        self._used = sorted(ranked, key=lambda tag: -tag.own)
        self._names = [(fold(tag.name), tag, "") for tag in ranked]
        self._names += [(fold(alias), tag, alias) for tag in ranked for alias in tag.aliases]

    def find(self, typed: str, without: Iterable[str] = ()) -> list[Suggestion]:
        """The tags that ``typed`` could become, at most ``SHOWN``.

        Those that begin so come first, then those of which a part between two ``/`` does, those
        that have it inside, and those that have its letters in this order. Among those the ones
        used last here lead, then the most used.

        Args:
            typed: The beginning of a name; nothing: some of the tags used last here and the most
                used ones are offered.
            without: Names that are not offered.
        """
        gone = frozenset(without)
        wanted = fold(typed)
        if not wanted:
            few = [tag for tag in self._recent if tag.name not in gone][:_OFFERED_FIRST]
            tags = dict.fromkeys((*few, *self._used[: SHOWN + len(gone) + len(few)]))
            offered = [tag for tag in tags if tag.name not in gone and tag.own]
            return [Suggestion(tag.name, tag) for tag in offered[:SHOWN]]
        classes: tuple[list[Suggestion], ...] = ([], [], [])
        part = f"/{wanted}"
        for name, tag, alias in self._names:
            at = name.find(wanted)
            if at < 0 or tag.name in gone or (name == wanted and not alias):
                continue
            kind = classes[0 if not at else 1 if part in name else 2]
            if len(kind) < SHOWN:
                kind.append(Suggestion(tag.name, tag, alias))
            elif not at:
                break  # they are in order, and no others are better
        found = _first_of_each(each for some in classes for each in some)
        if len(found) < SHOWN and len(wanted) >= _FUZZY_FROM:
            letters = re.compile(".*?".join(map(re.escape, wanted)))
            fuzzy = (
                Suggestion(tag.name, tag, alias)
                for name, tag, alias in self._names
                if letters.search(name) and tag.name not in gone and name != wanted
            )
            found = _first_of_each((*found, *fuzzy))
        return found


def _first_of_each(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    found: dict[str, Suggestion] = {}
    for each in suggestions:
        found.setdefault(each.word, each)
        if len(found) == SHOWN:
            break
    return list(found.values())


class TagCompleter:
    """Completes the last of several tags; after a minus, those that can be taken away.

    Args:
        removable: The tags that are there; none: any may be taken away.
    """

    def __init__(self, removable: Sequence[str] = ()) -> None:
        self._removable = removable
        self._known = self._present = Vocabulary()

    def take(self, tags: Sequence[Tag], recent: Sequence[str] = ()) -> None:
        """Know the tags of the library; until then nothing is offered."""
        self._known = Vocabulary(tags, recent)
        wanted = frozenset(self._removable)
        self._present = Vocabulary([tag for tag in tags if tag.name in wanted], self._removable)

    def __call__(self, text: str) -> list[Suggestion]:
        """What the last word of ``text`` could become; tags that stand there are left out."""
        *before, last = text.replace(",", " ").split(" ")
        typed = {word.lstrip("-#") for word in before}
        if not last.startswith("-"):
            return self._known.find(last.lstrip("#"), typed)
        vocabulary = self._present if self._removable else self._known
        return _after("-", vocabulary.find(last[1:].lstrip("#"), typed))


def _after(start: str, suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    return [each._replace(word=f"{start}{each.word}") for each in suggestions]


def last_word(text: str) -> int:
    """Where the last word of a text begins; blanks between quotes are part of one."""
    if text.count('"') % 2:
        start = text.rindex('"')
        return text.rfind(" ", 0, start) + 1
    closed = re.search(r'[^ "]*"[^"]*"\Z', text)
    return closed.start() if closed else text.rfind(" ") + 1


def completed(text: str, word: str) -> str:
    """``text`` with ``word`` in place of its last word."""
    return text[: last_word(text)] + word


def used_last(annotations: Annotations | None, tags: Sequence[str] = ()) -> list[str]:
    """The tags that were used last in an article, the last one first.

    Args:
        annotations: Of the article; ``None``: there is none.
        tags: Those given last of all.
    """
    marks = annotations.highlights if annotations is not None else ()
    by_time = sorted(marks, key=lambda mark: mark.modified, reverse=True)
    own = annotations.tags if annotations is not None else ()
    return list(dict.fromkeys((*tags, *(tag for mark in by_time for tag in mark.tags), *own)))
