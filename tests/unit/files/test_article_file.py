from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.article_file import ArticleFile, parse, render
from store.errors import DamagedFileError
from store.ids import is_id
from store.text.clean import clean_line

WHOLE = ArticleFile(
    id="k7f3q9x2mv",
    title="Harbour lights: a story",
    author="Ada Moor",
    source="https://example.org/harbour",
    published="12 May 2024",
    added="2026-01-02T03:04:05Z",
    language="en",
    importer="html",
    original="9c1f0e" + "ab" * 29,
    extra={"aliases": ["Harbour"], "rating": 5},
    markdown="# Harbour lights\n\nWhen the lamps went out.\n",
)


def test_what_the_file_looks_like() -> None:
    assert render(WHOLE).decode() == (
        "---\nid: k7f3q9x2mv\ntitle: 'Harbour lights: a story'\nauthor: Ada Moor\n"
        "source: https://example.org/harbour\npublished: '12 May 2024'\n"
        f"added: '2026-01-02T03:04:05Z'\nlanguage: en\nimporter: html\n"
        f"original: '{WHOLE.original}'\n"
        "aliases:\n- Harbour\nrating: 5\n---\n\n# Harbour lights\n\nWhen the lamps went out.\n"
    )


lines = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(clean_line)
bodies = st.lists(
    st.sampled_from(["---", "# x", "", "    code", "text", "...", "id: x"]) | lines, max_size=6
).map(lambda found: "\n".join(found).strip("\n"))


@settings(max_examples=80, deadline=None)
@given(lines.filter(bool), lines, lines, bodies)
def test_what_is_written_comes_back(title: str, author: str, extra: str, body: str) -> None:
    markdown = f"{body}\n" if body else ""
    file = ArticleFile("abc", title, author, extra={"x": extra} if extra else {}, markdown=markdown)
    assert parse(render(file), "x.md") == file


def test_a_file_by_hand_needs_nothing() -> None:
    plain = parse(b"# My *own* title #\r\n\r\nText.\r\n", "my-note.md")
    assert plain.title == "My *own* title"
    assert plain.markdown == "# My *own* title #\n\nText.\n"
    assert is_id(plain.id)
    assert parse(b"changed", "my-note.md").id == plain.id != parse(b"", "other.md").id
    assert parse(b"", "my-note.md").title == "my-note"
    assert parse(b"---\n---\nText", "my-note.md").markdown == "Text\n"


def test_foreign_front_matter_is_read_and_kept() -> None:
    data = b"""---
created: 2026-01-02
title: 2024
author:
- Ada
- Ben
tags: [a, b]
id: Not An Id
---
Text
"""
    file = parse(data, "x.md")
    assert (file.title, file.author) == ("2024", "Ada, Ben")
    assert is_id(file.id)
    assert file.extra == {"created": "2026-01-02", "tags": ["a", "b"]}
    again = parse(render(file), "x.md")
    assert again == file
    front = render(file).decode().split("---\n")[1]
    assert [line.split(":")[0] for line in front.splitlines() if not line.startswith("-")] == [
        "created", "id", "title", "author", "tags",
    ]  # fmt: skip


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert parse(b"---\n\nA text.\n\n---\n", "x.md").markdown == "---\n\nA text.\n\n---\n"


def test_hostile_titles_are_cleaned() -> None:
    assert parse(b'---\ntitle: "a\\e[31mb\\nc"\n---\n', "x.md").title == "ab c"


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"---\ntitle: a: b\n---\n", 2, "quotes"),
        (b"---\nid: x\nid: y\n---\n", 3, "twice"),
        (b"---\ntitle: {a: b}\n---\n", None, "title in its front matter is not a text"),
        (b"text\n\xff", 2, "not UTF-8"),
    ],
)
def test_damage_is_said_with_its_line(data: bytes, line: int | None, words: str) -> None:
    with pytest.raises(DamagedFileError, match=words) as caught:
        parse(data, "x.md")
    assert caught.value.line == line


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=80).map(lambda rubbish: b"---\n" + rubbish + b"\n---\ntext"))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        file = parse(data, "x.md")
    except DamagedFileError:
        return
    assert parse(render(file), "x.md") == file
