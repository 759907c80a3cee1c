"""Where one is in a text, carried over to a later version of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.text.document import Document
from tui.carrying import carried

TIDE = "The tide tables hung beside the door, a year to the page."
ROPE = "Rope was bought by weight and paid for by the fathom."
BUOY = "Every buoy on the north side had a name of its own."


def document(*paragraphs: str) -> Document:
    return Document("\n\n".join(paragraphs), ())


words = st.lists(st.sampled_from([TIDE, ROPE, BUOY, "Salt.", "\U0001f9c2 e\u0301"]), max_size=8)


@given(words, words, words, st.data())
def test_around_one_edit_every_place_keeps_its_words(
    before: list[str], old: list[str], after: list[str], data: st.DataObject
) -> None:
    new = data.draw(words)
    one, other = document(*before, *old, *after), document(*before, *new, *after)
    head = len("\n\n".join(before))
    tail = len(one.text) - len("\n\n".join(after))
    for low, high in ((0, head), (tail, len(one.text))):
        start = data.draw(st.integers(low, high))
        end = data.draw(st.integers(start, high))
        ((first, last),) = carried(one, other, [(start, end)])
        if start or end:
            assert other.text[first:last] == one.text[start:end]


def test_where_the_same_is_said_again_and_again() -> None:
    one, other = document(*[TIDE] * 7), document(*[TIDE] * 6)
    start, end = len(TIDE) + 2, len(other.text) + 1
    ((first, last),) = carried(one, other, [(start, end)])
    assert other.text[first:last] == one.text[start:end]


@given(words, words, st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=4))
def test_whatever_was_changed_a_place_is_in_the_text(
    old: list[str], new: list[str], pairs: list[tuple[int, int]]
) -> None:
    one, other = document(*old), document(*new)
    length = len(one.text)
    ranges = [(min(a, b, length), min(max(a, b), length)) for a, b in pairs]
    found = carried(one, other, ranges)
    assert len(found) == len(ranges)
    assert all(0 <= start <= end <= len(other.text) for start, end in found)


def test_a_place_between_two_edits_is_found_by_its_words() -> None:
    old = document(TIDE, ROPE, BUOY)
    new = document(f"New. {TIDE}", ROPE, BUOY[:-1] + ", too.")
    start = old.text.index(ROPE)
    (there, top) = carried(old, new, [(start, start + len(ROPE)), (start + 5, start + 5)])
    assert new.text[slice(*there)] == ROPE
    assert top == (there[0] + 5, there[0] + 5)


def test_what_is_gone_is_where_it_would_be() -> None:
    old, new = document(TIDE, ROPE, BUOY), document(TIDE + " ", "Hemp.", BUOY)
    start = old.text.index(ROPE)
    ((low, high),) = carried(old, new, [(start, start + len(ROPE))])
    assert low == high or "Hemp" in new.text[low:high]
    assert len(TIDE) - 10 <= low <= new.text.index(BUOY) + 10


def test_the_very_top_stays_the_top() -> None:
    assert carried(document(TIDE), document(ROPE, TIDE), [(0, 0)]) == [(0, 0)]
