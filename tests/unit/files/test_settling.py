"""Highlights go to the present text from the text that each is in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.anchoring import find_quote, make_anchor
from store.model import Anchor, Annotations, Highlight, State
from store.settling import Settled, is_settled, settle, settled

FIRST = (
    "The harbour master wrote down every ship that came in before the storm.\n\n"
    "Nobody asked him to do so. His daughter sold the books by weight.\n\n"
    "A baker bought the last of them and wrapped his loaves in it."
)
SECOND = "A line that is new.\n\n" + FIRST.replace("His daughter sold the books by weight.", "")


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def mark(text: str, quote: str, name: str = "one") -> Highlight:
    return Highlight(name, make_anchor(text, sha(text), *find_quote(text, quote)[0]))


def on(text: str, *highlights: Highlight) -> Annotations:
    return Annotations("k1", highlights=highlights, text_sha256=sha(text), text_length=len(text))


def moved(
    annotations: Annotations, text: str, kept: Mapping[str, str] | None = None
) -> Annotations:
    texts = kept or {}
    after = settle(annotations, text, sha(text), texts.get)
    assert after.text_sha256 == sha(text)
    assert all(h.anchor.text == sha(text) or h.anchor.state == "unplaced" for h in after.highlights)
    assert settle(after, text, sha(text), texts.get) == after, "doing it again changes nothing"
    return after


TEXTS = {sha(FIRST): FIRST, sha(SECOND): SECOND}


def test_what_is_in_place_is_left_alone() -> None:
    one, two = mark(FIRST, "every ship"), mark(FIRST, "A baker bought", "two")
    after = moved(on(FIRST, two, one), FIRST)
    assert after.highlights == (one, two), "in document order"
    assert after.highlights[0] is one


def test_each_goes_from_the_text_it_is_in() -> None:
    gone = mark(FIRST, "His daughter sold the books by weight.", "gone")
    stays = mark(FIRST, "A baker bought the last of them", "stays")
    second = moved(on(FIRST, gone, stays), SECOND, TEXTS)
    lost = second.highlight("gone")
    assert lost is not None
    assert lost.anchor.state == "unplaced"
    assert (lost.anchor.text, lost.anchor.start) == (sha(FIRST), gone.anchor.start)
    assert lost.anchor.near is not None
    there = second.highlight("stays")
    assert there is not None
    assert (there.anchor.state, there.anchor.text) == ("placed", sha(SECOND))
    assert moved(second, FIRST, TEXTS).highlights == (gone, stays), "an older version is back"
    third = "Another one.\n\n" + FIRST
    back = moved(second, third, TEXTS)
    assert [h.anchor.state for h in back.highlights] == ["placed", "placed"]


def test_what_was_lost_does_not_take_the_place_of_what_is_there() -> None:
    text = "The lamp was out. It rained.\n\nThe gulls were gone.\n\nThe lamp was out. It snowed."
    first = mark(text, "The lamp was out.")
    place = find_quote(text, "The lamp was out.")[1]
    second = replace(first, id="two", anchor=make_anchor(text, sha(text), *place))
    new = text.replace("The lamp was out. It rained.\n\n", "")
    after = moved(on(text, first, second), new, {sha(text): text})
    assert after.highlight("two") is not None
    assert {h.id: h.anchor.state for h in after.highlights} == {"one": "unplaced", "two": "placed"}
    newer = new + "\n\nIt rained."
    again = moved(after, newer, {sha(text): text, sha(new): new})
    assert {h.id: h.anchor.state for h in again.highlights} == {"one": "unplaced", "two": "placed"}


def test_without_the_old_text_quotes_are_looked_for() -> None:
    after = moved(on(FIRST, mark(FIRST, "A baker bought the last of them")), SECOND)
    assert after.highlights[0].anchor.state == "placed"


def test_an_anchor_that_lies_is_not_believed() -> None:
    honest = mark(FIRST, "Nobody asked him to do so.")
    for change in ({"start": 0, "end": 5}, {"end": 10**6}, {"end": 10**6, "state": "check"}):
        lying = replace(honest, anchor=honest.anchor._replace(**change))  # type: ignore[arg-type]
        assert moved(on(FIRST, lying), FIRST, TEXTS).highlights == (honest,)


def test_one_that_its_user_took_off_its_place_stays_off() -> None:
    off = mark(FIRST, "Nobody asked him to do so.")
    off = replace(off, anchor=off.anchor._replace(end=off.anchor.start, state="unplaced", near=3))
    assert moved(on(FIRST, off), FIRST, TEXTS).highlights == (off,)


def test_what_was_not_found_is_looked_for_in_each_other_text() -> None:
    lost = mark(FIRST, "A baker bought the last of them")
    lost = replace(lost, anchor=lost.anchor._replace(state="unplaced", near=7))
    there = on(SECOND, lost)
    asked: list[str] = []

    def old_text(name: str) -> str | None:
        asked.append(name)
        return TEXTS.get(name)

    assert settle(there, SECOND, sha(SECOND), old_text) == there
    assert not asked, "it was looked for there"
    third = SECOND + "\n\nA line at the end."
    (back,) = settle(there, third, sha(third), old_text).highlights
    assert asked == [sha(FIRST)]
    assert (back.anchor.state, back.anchor.text) == ("placed", sha(third))
    undone = settle(there, SECOND, sha(SECOND), old_text, on(SECOND))
    assert undone.highlights[0].anchor.state == "placed", "it was not there before"


def test_what_an_edit_brings_in_from_another_text_is_not_settled() -> None:
    here = mark(SECOND, "A baker bought")
    lost = replace(mark(FIRST, "His daughter", "lost"), note="a note")
    lost = replace(lost, anchor=lost.anchor._replace(state="unplaced", near=4))
    there = on(SECOND, here, lost)
    for edited in (
        replace(there, highlights=(here,)),
        replace(there, highlights=(here, replace(lost, note="another"))),
        replace(there, highlights=(here, mark(SECOND, "A line", "new"), lost)),
    ):
        assert is_settled(edited, sha(SECOND), there)
    for back in (lost, mark(FIRST, "His daughter", "back")):
        assert not is_settled(
            replace(there, highlights=(here, back)), sha(SECOND), on(SECOND, here)
        )


def test_how_it_is_said() -> None:
    states: list[State] = ["placed"] * 41 + ["moved"] * 3 + ["check", "unplaced"]
    after = [Highlight(str(n), Anchor(0, 1, "q", state=s)) for n, s in enumerate(states)]
    assert settled(after).words == "41 kept, 3 moved, 1 to check, 1 unplaced"
    assert settled(after) == Settled(41, 3, 1, 1, news=5)
    assert settled(after, after).news == 0
    before = [replace(h, anchor=h.anchor._replace(state="check")) for h in after]
    assert settled(after, before).news == 45, "all but the one to check, those that came back too"
    assert settled([]).words == "0 kept"
    assert Settled(2, 0, 0, 1).words == "2 kept, 1 unplaced"
    assert Settled(0, 1, 0, 0).words == "0 kept, 1 moved"


sentences = st.lists(
    st.sampled_from(["The lamp was out.", "It rained.", "A baker came by.", "\n\nNobody asked."]),
    min_size=1,
    max_size=12,
).map(" ".join)


@pytest.mark.parametrize("is_kept", [True, False])
@settings(max_examples=60, deadline=None)
@given(st.lists(sentences, min_size=2, max_size=4), st.data())
def test_nothing_is_painted_on_other_words(
    is_kept: bool, texts: list[str], data: st.DataObject
) -> None:
    kept = {sha(text): text for text in texts} if is_kept else {}
    found = []
    for number in range(3):
        start = data.draw(st.integers(0, len(texts[0]) - 1))
        anchor = make_anchor(texts[0], sha(texts[0]), start, start + data.draw(st.integers(1, 40)))
        if anchor.start < anchor.end:
            found.append(Highlight(f"h{number}", anchor))
    there = moved(on(texts[0], *found), texts[0], kept)
    for text in texts[1:]:
        there = settle(there, text, sha(text), kept.get)
        assert len(there.highlights) == len(found)
        for highlight in there.highlights:
            anchor = highlight.anchor
            if anchor.state == "placed":
                words = text[anchor.start : anchor.end].casefold().split()
                assert words == highlight.quote.casefold().split()
            elif anchor.state == "unplaced":
                assert 0 <= (anchor.near or 0) <= len(text)
