from __future__ import annotations

import pytest

from store.importers import markdown, registry
from store.importers.model import Imported, Source


def read(text: str) -> Imported:
    (imported,) = markdown.read(Source("note.md", text.encode(), "/notes/note.md"))
    return imported


def test_known_keys_are_understood_and_the_rest_is_kept() -> None:
    found = read(
        "---\nTitle: The salt road\nauthors: [Ada Moor, Ole Brandt]\ndate: 2024-05-12\n"
        "url: https://shore.example/salt\nlang: en\ntags:\n  - '#history'\n  - coast/north\n"
        "  - history\nrating: 4\nnested: {a: [1, two]}\nadded: yesterday\nempty:\n---\n\nBody.\n"
    )
    assert (found.title, found.author) == ("The salt road", "Ada Moor, Ole Brandt")
    assert (found.published, found.source) == ("2024-05-12", "https://shore.example/salt")
    assert found.language == "en"
    assert found.extra == {
        "rating": 4,
        "nested": {"a": [1, "two"]},
        "source-added": "yesterday",
        "tags": ["history", "coast/north"],
    }
    assert found.markdown == "Body.\n"


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("tags: salt road", ["salt", "road"]),
        ("tags: salt, wet road", ["salt", "wet-road"]),
        ("keywords: [a, 'b c']", ["a", "b-c"]),
        ("tags: []", None),
    ],
)
def test_tags_in_all_their_forms(line: str, tags: list[str] | None) -> None:
    assert read(f"---\n{line}\n---\nBody.\n").extra.get("tags") == tags


def test_what_is_no_yaml_is_read_line_by_line() -> None:
    found = read("---\ntitle: On kettles: a report\nauthor: 'Ada'\n\tbad\n---\nBody.\n")
    assert (found.title, found.author) == ("On kettles: a report", "Ada")


def test_without_front_matter_the_first_heading_is_the_title() -> None:
    assert read("\ufeff# The *salt* road\n\nBody.\n").title == "The salt road"
    assert read("Body.\n\n# Later\n").title == ""
    assert read("Body.\n").source == "/notes/note.md"


def test_the_body_is_kept_but_for_what_is_unsafe() -> None:
    body = "# A\n\n* one  \n  two\n\n\ttab\n\n<b>x</b> [[link]] &#27;\n"
    assert read(body + "\x1b[31mred\r\n").markdown == body + "red\n"


def test_front_matter_is_cleaned() -> None:
    found = read('---\ntitle: "a\\x1b[31mb"\n"k\\x07ey": ["\\u202ex"]\n---\nBody.\n')
    assert found.title == "ab"
    assert found.extra == {"key": ["x"]}


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.md", b"plain", "markdown"),
        ("a.txt", b"# Head\n\n**bold**", "text"),
        ("a.html", b"plain", "html"),
        ("a.txt", b"<!DOCTYPE html><p>x", "html"),
        ("stdin", b"plain words", "text"),
        ("stdin", b"# Head\n\n[a](b)", "markdown"),
        ("stdin", b"---\ntitle: x\n---\n", "markdown"),
        ("stdin", b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- c -->\n<html>", "html"),
        ("stdin", b"<p>a<p>b<p>c<div><span>d</span></div>", "html"),
        ("README", b"words", "text"),
    ],
)
def test_the_right_importer_is_chosen(name: str, data: bytes, expected: str) -> None:
    assert registry.choose(Source(name, data)).name == expected
