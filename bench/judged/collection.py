"""Reads the judged set: ``*.txt`` beside this module holds the articles, ``queries.txt`` the rest.

An article begins with ``== name``; then come lines ``field: value``, a blank line, the text. A
``mark:`` is ``quote || note || tags``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from store.model import Anchor, Highlight
from store.search.entry import Entry

_FOLDER = Path(__file__).parent
_QUERIES = _FOLDER / "queries.txt"
_FIELD = re.compile(r"(?P<name>[a-z]+): (?P<value>.*)")


@dataclass(frozen=True, slots=True)
class Judged:
    """One query.

    Attributes:
        line: What is typed.
        want: What its person wants, in words.
        grades: 1 to 3 by the name of an article; 0 for all others.
    """

    line: str
    want: str
    grades: Mapping[str, int]


def articles() -> list[Entry]:
    """All articles, as the index takes them."""
    files = sorted(each for each in _FOLDER.glob("*.txt") if each != _QUERIES)
    return [entry for file in files for entry in _entries(file.read_text("utf-8"))]


def queries() -> list[Judged]:
    """All queries.

    Raises:
        ValueError: One names an article that is not there.
    """
    known = {entry.id for entry in articles()}
    found = []
    for block in _QUERIES.read_text("utf-8").split("\n\n")[1:]:
        head, *lines = block.strip().splitlines()
        line, want = head.split(" | ")
        grades = {name: int(grade) for grade, *names in map(str.split, lines) for name in names}
        if not grades or not known.issuperset(grades):
            raise ValueError(f"{line}: no article is called {grades.keys() - known}")
        found.append(Judged(line, want, grades))
    return found


def _entries(source: str) -> Iterator[Entry]:
    for article in re.split(r"^== ", source, flags=re.MULTILINE)[1:]:
        head, _, text = article.partition("\n\n")
        name, *lines = head.splitlines()
        fields = dict(_field(line) for line in lines)
        marks = [fields["mark"]] if "mark" in fields else []
        yield Entry(
            id=name,
            title=fields["title"],
            text=text.strip(),
            version="1",
            author=fields["author"],
            added=fields["added"],
            tags=_tags(fields.get("tags", "")),
            note=fields.get("note", ""),
            language=fields.get("language", ""),
            highlights=[_highlight(name, text.strip(), mark) for mark in marks],
        )


def _field(line: str) -> tuple[str, str]:
    found = _FIELD.fullmatch(line)
    if found is None:
        raise ValueError(f"not a field: {line}")
    return found["name"], found["value"]


def _tags(listed: str) -> tuple[str, ...]:
    return tuple(tag.strip() for tag in listed.split(",") if tag.strip())


def _highlight(name: str, text: str, mark: str) -> Highlight:
    quote, note, tags = mark.split(" || ")
    start = " ".join(text.split("\n")).index(quote)
    return Highlight(
        f"h-{name}", Anchor(start, start + len(quote), quote), note=note, tags=_tags(tags)
    )
