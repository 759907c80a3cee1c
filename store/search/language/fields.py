"""The fields of the query language, as one table.

The parser, its messages, the help, ``docs/search.md`` and completion are made from it.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, get_args

from store.model import COLORS, STATUSES
from store.search.language.nodes import Inside, Sort

Kind = Literal["words", "tag", "site", "lang", "choice", "day", "number", "order", "inside"]
"""What a value is: words that are looked for, the name of a tag, a host, a language, one of
``values``, a day, a number; ``order`` and ``inside`` say how to answer, not what to find."""


class Field(NamedTuple):
    """One field.

    Attributes:
        name: What stands before the colon.
        finds: What it finds, in plain words.
        example: A query with it.
        values: What may follow, where only that may.
        also: Other names for it, which other programs taught fingers.
        meant: Other words for ``values``, likewise.
    """

    name: str
    kind: Kind
    finds: str
    example: str
    values: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    meant: tuple[tuple[str, str], ...] = ()

    def value(self, typed: str) -> str:
        """The one of ``values`` that ``typed`` is, or another word for; ``""``: none."""
        wanted = typed.casefold()
        return wanted if wanted in self.values else dict(self.meant).get(wanted, "")

    def beginning(self, typed: str) -> tuple[str, ...]:
        """Those of ``values`` that begin so."""
        wanted = typed.casefold()
        return tuple(value for value in self.values if value.startswith(wanted))


FIELDS = (
    Field("title", "words", "words in the title", "title:harbour", also=("subject",)),
    Field("text", "words", "words in the text", 'text:"toll house"', also=("body",)),
    Field("author", "words", "words in the author's name", "author:moor", also=("from",)),
    Field(
        "source", "words", "words in the address or path it came from", "source:papers",
        also=("url",),
    ),
    Field(
        "site", "site", "articles of a site, and of what is below it", "site:example.org",
        also=("domain",),
    ),
    Field(
        "tag", "tag", "a tag, or one nested in it: tag:coast finds coast/north", "tag:history",
        also=("tags", "label"),
    ),
    Field("note", "words", "words in your notes", "note:compare", also=("notes",)),
    Field("quote", "words", "words in highlighted passages", "quote:ledgers"),
    Field(
        "color", "choice", "highlights of that colour", "color:green", values=COLORS,
        also=("colour",), meant=(("grey", "gray"),),
    ),
    Field("status", "choice", "how far it was read", "status:reading", values=tuple(STATUSES)),
    Field(
        "lang", "lang", "articles in a language, by its code", "lang:de",
        also=("language",),
    ),
    Field(
        "is", "choice", "what you say of an article", "is:unread",
        values=(*STATUSES, "starred", "archived"),
        meant=(("read", "done"), ("finished", "done"), ("star", "starred"),
               ("archive", "archived")),
    ),
    Field(
        "has", "choice", "what has that; unplaced: a highlight without a place", "has:highlight",
        values=("highlight", "note", "tag", "unplaced"),
        meant=(("highlights", "highlight"), ("notes", "note"), ("tags", "tag"),
               ("label", "tag"), ("labels", "tag")),
    ),
    Field(
        "in", "inside", "only articles, or only highlights", "in:highlights",
        values=tuple(value for value in get_args(Inside) if value),
        meant=(("article", "articles"), ("highlight", "highlights")),
    ),
    Field("added", "day", "when it came into the library", "added:2w..", also=("saved", "date")),
    Field("published", "day", "when its source says it was published", "published:2024"),
    Field("read", "day", "when you read in it last", "read:today"),
    Field(
        "marked", "day", "when a highlight was made", 'marked:"last week"'
    ),
    Field("words", "number", "how long the text is", "words:>1000"),
    Field("highlights", "number", "how many highlights an article has", "highlights:>3"),
    Field(
        "sort", "order", "the order of the answers", "sort:newest", values=get_args(Sort),
        meant=(("best", "relevance"), ("added", "newest")),
    ),
)  # fmt: skip
"""All of them, in the order in which people are told of them."""

BY_NAME = {name: field for field in FIELDS for name in (field.name, *field.also)}
"""Fields by every name they have."""

PREFIX = re.compile(r"([A-Za-z]+):(?!:|//)")
"""A name and its colon, at the start of a clause."""


_OTHER_WORDS = frozenset({"tile", "titled", "stats", "word", "swords"})
"""Names that are near a field's, and words of their own."""


def close_to(name: str) -> str:
    """The field that is meant by a name with one slip; ``""``: none.

    Two letters changed places, or, in a name of five letters and more, one was left out or put in.
    A letter instead of another is no slip: ``node:`` is not ``note:``.
    """
    typed = name.casefold()
    if typed in BY_NAME or typed in _OTHER_WORDS:
        return ""
    swapped = {
        typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :] for at in range(len(typed) - 1)
    }
    shorter = set(_one_less(typed))
    for field in FIELDS:
        known = field.name
        longer = len(known) > 4
        if (len(known) > 2 and known in swapped) or (longer and known in shorter):
            return known
        if longer and typed in _one_less(known):
            return known
    return ""


def _one_less(word: str) -> list[str]:
    """``word`` without one of its letters; the first stays."""
    return [word[:at] + word[at + 1 :] for at in range(1, len(word))]
