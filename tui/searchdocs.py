"""Writes ``docs/search.md`` from the tables of the query language.

``python -m tui.searchdocs > docs/search.md``; a test compares the two.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from store.search.language import clauses, fields, parser
from store.search.language.manual import SECTIONS

_HEAD = """\
# Searching

Written by `python -m tui.searchdocs`; the tables in `store/search/language/` are the only source.

One language, in the search screen (`s`), in the list (`/`), in saved searches, and on the command
line: `postil search`, `list`, `highlights`, `export`. In the search screen `?` shows it. Put `--`
before a query that begins with `-` there, and single quotes around one with signs of the shell:

```sh
postil search 'title:(salt OR "toll house") -tag:done added:2w..'
```

"""

_TAIL = """\
## While you type

The last word is always taken for the beginning of one, unless it is in quotes, a mark follows
it, or it must not occur. What is not finished at the end of the line asks for nothing yet:
`tag:`, `salt AND`, a lone `-`, `added:20`. A quote or a parenthesis that is open there need not
be closed, and the beginning of a value is enough: `is:un`. A site may be typed by and by, too.

No text is an error because it looks like a query. A name that is no field is text (`foo:bar`,
`12:30`, `https://…`), unless it is a slip of one: `titel:` is asked about. A blank behind the
colon makes a field's name a word (`note: buy salt`), which is said. An operator with nothing
before it is a word (`OR gate`), a parenthesis inside a word is text (`f(x)`), a sign without
letters (`:)`, `--`) asks for nothing.

What is wrong is said with its place and the reason, while the last good answer stays.

## Which forms of a word are found

A word is found in other forms, too, by the languages of your library: `road` finds `roads`.
They come after the word itself. A capital in it, or quotes, switch that off: `Road`, `"road"`.
A word with hyphens or apostrophes is found written together, too (`state-of-the-art`:
`stateoftheart`), and one that is written together with one of them: `email`, `e-mail`.

## Articles and highlights

An article is an answer when everything holds for it: for its own words, or for those of its
highlights. A highlight is an answer when everything holds for it alone: words and tags have to
stand in its own quote, note and tags; what is said of the article (`is:`, `site:`, `added:`,
words in a field of the article's) holds for all its highlights.

"""


def document() -> str:
    """The page, in Markdown."""
    return "".join([_HEAD, *_sections(), _TAIL, *_values(), *_others(), _LIMITS])


def _sections() -> Iterator[str]:
    for section in SECTIONS:
        yield f"## {section.title}\n\n{section.prose}\n\n"
        yield _table(("type", "finds"), ((f"`{rule.typed}`", rule.finds) for rule in section.rules))


def _values() -> Iterator[str]:
    """What may follow the fields that take only a few words."""
    yield "## Values\n\n"
    rows = ((f"`{f.name}:`", ", ".join(f"`{value}`" for value in f.values)) for f in fields.FIELDS)
    yield _table(("field", "values"), (row for row in rows if row[1]))


def _others() -> Iterator[str]:
    """What other programs taught fingers."""
    yield "## Also understood\n\n"
    rows = [
        (f"`{field.name}:`", ", ".join(f"`{other}:`" for other in field.also))
        for field in fields.FIELDS
        if field.also
    ]
    rows += [
        (f"`{field.name}:{value}`", ", ".join(
            f"`{field.name}:{typed}`" for typed, meant in field.meant if meant == value))
        for field in fields.FIELDS
        for value in dict.fromkeys(meant for _, meant in field.meant)
    ]  # fmt: skip
    rows += [
        ("`AND`, `OR`", "`&&`, `||`"),
        ("`salt NEAR/5 road`", '`"salt road"~5`'),
        ("`2024..`", "`2024..*`"),
        ("`has:tag`, `has:note`", "`tag:*`, `note:*`"),
        ("`tag:history`", "`tag:#history`"),
    ]
    yield _table(("instead of", "also"), rows)


_LIMITS = f"""\
## Limits

A search has at most {parser.LONGEST:,} characters, {parser.MOST} conditions and
{parser.DEEPEST} parentheses in each other; `NEAR` counts up to {parser.FARTHEST:,} words,
and `~` up to {clauses.MOST_EDITS} letters.
"""


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads)]
    lines += [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
