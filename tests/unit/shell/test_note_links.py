"""The links of a note."""

from __future__ import annotations

import pytest
from hypothesis import given

from store.text.markdown import parse
from tests.unit.text.strategies import texts
from tui.note_links import NoteLink, may_have_links, note_links

BOOK = NoteLink("the book", url="https://example.org/a")
ONE = NoteLink("^k7f3q9x2mv", highlight="k7f3q9x2mv")


@pytest.mark.parametrize(
    ("note", "links"),
    [
        ("^k7f3q9x2mv, in [the book](https://example.org/a)", [ONE, BOOK]),
        ("(see ^k7f3q9x2mv) and ^k7f3q9x2mv.", [ONE]),
        ("<https://example.org/b>", [NoteLink(*2 * ("https://example.org/b",))]),
        ("https://example.org/b.", [NoteLink(*2 * ("https://example.org/b",))]),
        ("(https://example.org/b)", [NoteLink(*2 * ("https://example.org/b",))]),
        ("https://example.org/b_(c)", [NoteLink(*2 * ("https://example.org/b_(c)",))]),
        ("`^k7f3q9x2mv` x^2 2^k7f3q9x2mv ^^a ^A", []),
        ("```\n^k7f3q9x2mv https://example.org\n```", []),
        ("[^1]\n\n[^1]: a footnote", []),
    ],
)
def test_links(note: str, links: list[NoteLink]) -> None:
    assert note_links(parse(note)) == links
    assert may_have_links(note) or not links


@given(texts)
def test_any_note_has_its_links_once(note: str) -> None:
    found = note_links(parse(note))
    assert len({(link.url, link.highlight) for link in found}) == len(found)
    assert all(bool(link.url) != bool(link.highlight) for link in found)
