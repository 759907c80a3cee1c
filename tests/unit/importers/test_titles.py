from __future__ import annotations

import pytest

from store.importers.titles import fallback_title, name_as_title, shortened
from store.text.markdown import parse


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("The ferry crosses at two. Nobody sleeps.", "The ferry crosses at two."),
        ("## A heading\n\nThe text.", "The text."),
        ("::: furniture\n\nShare\n\n:::\n\n::: caption\n\nA quay.\n\n:::\n\nText.", "Text."),
        ("- item one\n- item two", "item one"),
        ("...\n\nWords here", "Words here"),
        ("```\ncode\n```", "some file"),
        ("", "some file"),
    ],
)
def test_the_first_sentence_or_the_name(markdown: str, expected: str) -> None:
    assert fallback_title(parse(markdown), "some_file.txt") == expected


def test_long_ones_are_cut_at_a_word() -> None:
    title = fallback_title(parse("word, " * 40), "x")
    assert len(title) <= 80
    assert title.endswith("word…")
    assert len(shortened("字" * 200)) == 80


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("the-salt_road.html", "the salt road"),
        (".txt", ".txt"),
        ("v1.2 notes and so on", "v1.2 notes and so on"),
        ("", ""),
    ],
)
def test_names_as_titles(name: str, expected: str) -> None:
    assert name_as_title(name) == expected
    assert fallback_title(parse(""), name) == (expected or "untitled")
