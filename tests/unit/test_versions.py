"""When two texts of one source are one article."""

from __future__ import annotations

import pytest

from store.text.markdown import parse
from store.versions import is_page, is_version_of


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://example.org/a", True),
        ("HTTP://example.org/?p=5", True),
        ("https://example.org/", False),
        ("https://example.org", False),
        ("https://example.org/#top", False),
        ("https:///x", False),
        ("a book", False),
        ("/home/me/a.html", False),
        ("", False),
    ],
)
def test_a_page_is_more_than_a_site(source: str, *, expected: bool) -> None:
    assert is_page(source) is expected


def test_a_text_with_a_part_reworded_is_a_later_version() -> None:
    old = parse("The ferry crosses at two, and nobody is ever on it.\n\nStill it crosses.")
    new = parse("The ferry crosses at two, and nobody is ever on it.\n\nIt has stopped.")
    assert is_version_of(new, old)
    assert is_version_of(old, parse("Still it crosses."))
    assert not is_version_of(parse("Quinces want a wall and a long autumn."), old)


def test_what_stands_around_the_text_does_not_count() -> None:
    around = "\n\n::: furniture\nShare this with all your friends and leave a comment below\n:::"
    one, other = parse(f"One is about tides.{around}"), parse(f"Other things are here.{around}")
    assert not is_version_of(one, other)
    assert not is_version_of(parse(""), parse("Anything at all."))
    assert is_version_of(parse("第一句话很短。"), parse("第一句话很短。第二句。"))
