"""What the panes show before a write is saved; choices narrowed; words completed."""

from __future__ import annotations

from store.model import Anchor, Annotations, Highlight
from store.text.markdown import parse
from tui import edits
from tui.item import Item
from tui.matches import places
from tui.screens.picker import narrow, wrap_ranges

DOCUMENT = parse("One lamp burned. Two lamps went out. Three were sold.\n\nA last one stayed.\n")
TEXT = DOCUMENT.text


def span(quote: str) -> tuple[int, int]:
    start = TEXT.index(quote)
    return start, start + len(quote)


def test_a_provisional_highlight_is_trimmed() -> None:
    start, end = span(" Two lamps went out. ")
    made = edits.provisional(DOCUMENT, start, end, "new-1", color="blue", tags=("a",))
    assert made is not None
    assert made.quote == "Two lamps went out."
    assert (made.color, made.tags) == ("blue", ("a",))
    assert edits.provisional(DOCUMENT, start, start + 1, "new-2", color="blue") is None


def test_grows_by_a_sentence_and_over_the_end_of_a_block() -> None:
    start, end = span("One lamp burned.")
    for quote in (
        "One lamp burned. Two lamps went out.",
        "One lamp burned. Two lamps went out. Three were sold.",
    ):
        grown = edits.grown(DOCUMENT, start, end)
        assert grown is not None
        start, end = grown
        assert TEXT[start:end] == quote
    grown = edits.grown(DOCUMENT, start, end)
    assert grown == (0, len(TEXT))
    assert edits.grown(DOCUMENT, *grown) is None


def test_shrinks_by_a_sentence_down_to_one() -> None:
    start, end = 0, len(TEXT)
    for quote in ("Three were sold.", "Two lamps went out.", "One lamp burned."):
        shrunk = edits.shrunk(DOCUMENT, start, end)
        assert shrunk is not None
        start, end = shrunk
        assert TEXT[start:end].endswith(quote)
    assert edits.shrunk(DOCUMENT, start, end) is None


def test_a_part_of_a_sentence_grows_to_its_end() -> None:
    grown = edits.grown(DOCUMENT, *span("lamps"))
    assert grown is not None
    assert TEXT[slice(*grown)] == "lamps went out."


def test_highlights_stay_in_document_order() -> None:
    def at(key: str, start: int) -> Highlight:
        return Highlight(key, Anchor(start, start + 3, "q"))

    annotations = edits.with_highlights(Annotations("a"), [at("b", 9), at("a", 2)])
    assert [h.id for h in annotations.highlights] == ["a", "b"]
    assert edits.without(annotations.highlights, "a") == [at("b", 9)]


def test_narrowing_finds_every_word_and_starts_come_first() -> None:
    items = [
        Item("Next page"),
        Item("The café"),
        Item("Page down", tail="space"),
        Item("x", also="page.up"),
    ]
    assert narrow(items, "page") == [2, 0, 3]
    assert narrow(items, "CAFE") == [1]
    assert narrow(items, "page next") == [0]
    assert narrow(items, "") == [0, 1, 2, 3]


def test_wrapped_ranges_cover_the_text() -> None:
    text = "one two three four"
    assert [text[a:b].strip() for a, b in wrap_ranges(text, 9, 3)] == ["one two", "three", "four"]
    assert len(wrap_ranges(text, 4, 2)) == 2


def test_places_of_a_search() -> None:
    text = "The salt road. Salted fish; SALT-road tolls. Café saltire."
    found = [text[a:b] for a, b in places(text, "salt", ["en"])]
    assert found == ["salt", "Salted", "SALT", "saltire"]
    assert [text[a:b] for a, b in places(text, '"salt road"', ["en"])] == ["salt road", "SALT-road"]
    assert [text[a:b] for a, b in places(text, "cafe tag:x -fish tolls", ["en"])] == [
        "tolls",
        "Café",
    ]
    assert places(text, '""', ["en"]) == []


def highlight(quote: str) -> Highlight:
    start, end = span(quote)
    return Highlight(quote[:4], Anchor(start, end, quote))


def test_what_touches_is_found_from_one_to_the_next() -> None:
    one, two = highlight("One lamp burned."), highlight("Two lamps went out.")
    inside, apart = highlight("lamps"), highlight("A last one stayed.")
    found = edits.touching(TEXT, [apart, inside, two, one], [one])
    assert [h.quote for h in found] == [one.quote, two.quote, inside.quote]
    assert edits.touching(TEXT, [apart, one], [apart]) == [apart]


def test_cuts_around_the_focus_or_into_sentences() -> None:
    whole = highlight("One lamp burned. Two lamps went out. Three were sold.")
    start, end = span("Two lamps went out.")
    assert edits.cuts(DOCUMENT, whole, start, end) == [start, end]
    starts = [span("Two")[0], span("Three")[0]]
    assert edits.cuts(DOCUMENT, whole, 0, len(TEXT)) == starts
