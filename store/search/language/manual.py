"""What can be asked, as tables of examples: the help and ``docs/search.md`` are made from them."""

from __future__ import annotations

from typing import NamedTuple

from store.search.language.fields import FIELDS


class Rule(NamedTuple):
    """One thing that can be asked.

    Attributes:
        typed: A query that shows it.
        finds: What it finds, in plain words.
        values: What else may stand behind the colon, where only that may.
    """

    typed: str
    finds: str
    values: tuple[str, ...] = ()


class Section(NamedTuple):
    """Rules that belong together.

    Attributes:
        prose: What the docs say before the table.
    """

    title: str
    rules: tuple[Rule, ...]
    prose: str = ""


WORDS = Section(
    "Words",
    (
        Rule("salt toll", "both words, wherever they stand; the last may be the beginning of one"),
        Rule("lamp town", "other forms of a word too (lamps), below it"),
        Rule("Lamps", "a capital: this word only, no other form"),
        Rule('"toll house"', "these words in this order, over line ends, emphasis and punctuation"),
        Rule("harb* lamps", "any word that begins so"),
        Rule("elodie", "accents, capitals and ligatures do not matter: Élodie is found"),
        Rule("e-mail", "what is typed together is found as it is typed; so are C++, U.S., 12:30"),
        Rule("example.org/lights", "an address, or any part of it"),
        Rule("大学", "characters that follow each other, where no blanks are written"),
        Rule("kepeer~2", "a word in which up to two letters differ; word~ allows one"),
        Rule("ledgers NEAR/5 read", "at most 5 words apart, in either order; NEAR alone: 10"),
        Rule("/l[ae]dgers?/", "a regular expression, for a limited time; a capital in it counts"),
    ),
    "Words are looked for in titles, texts, authors, sources, tags, notes and highlights. What\n"
    "reads exactly as typed comes first.",
)
TOGETHER = Section(
    "Together",
    (
        Rule("salt AND road", "both; as without AND"),
        Rule("salt OR lamps", "at least one"),
        Rule("salt -lamps", "the first, but not the second"),
        Rule("salt NOT lamps", "the same"),
        Rule("(salt OR lamps) town", "parentheses say what belongs together"),
        Rule("title:(salt OR harbour)", "a field for all that is in parentheses"),
        Rule("-tag:history", "a field that must not hold"),
        Rule("*", "everything"),
    ),
    "What binds tightest comes first: `-`, `NEAR`, `NOT`, `AND` (or a blank), `OR`. So `a OR b c`\n"
    "is `a OR (b c)`, as in notmuch. Operators are written in capitals: `or` is a word.",
)
IN_FIELDS = Section(
    "Fields",
    tuple(Rule(field.example, field.finds, field.values) for field in FIELDS),
    'A field is its name, a colon and, without a blank, a value: a word, `"several words"`, or\n'
    "parentheses. `sort:` and `in:` go for the whole search, wherever they stand.\n"
    "A tag is named whole, or with a star: `tag:hist*` finds all tags that begin so.",
)
DATES = Section(
    "Days",
    (
        Rule("added:2024", "in that year"),
        Rule("added:2024-01", "in that month"),
        Rule("added:2024-01-31", "on that day"),
        Rule("added:2024-01..2024-06", "from January to the end of June"),
        Rule("added:..2023", "up to the end of 2023"),
        Rule("added:2w..", "since two weeks ago; d, w, m and y are days, weeks, months and years"),
        Rule("added:3d", "the same: so long ago, alone, means since then"),
        Rule("added:2w..1w", "from the day two weeks ago to the day one week ago"),
        Rule("added:today", "or yesterday"),
        Rule("added:last week", "Monday to Sunday; or this week, this month, last year …"),
        Rule("added:monday", "the last one; or march: the last one that has begun"),
        Rule("added:>=2024", "that year or later; >, < and <= likewise"),
    ),
    "`added:`, `published:`, `read:` and `marked:` take days, in your time zone.",
)
NUMBERS = Section(
    "Numbers",
    (
        Rule("words:>1000", "more than a thousand"),
        Rule("words:500..2k", "from 500 to 2,000"),
        Rule("highlights:3..", "three or more"),
        Rule("highlights:0", "exactly so many"),
    ),
    "`words:` and `highlights:` take numbers.",
)

SECTIONS = (WORDS, TOGETHER, IN_FIELDS, DATES, NUMBERS)
"""All of them, in order."""
