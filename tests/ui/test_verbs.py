"""The verbs on highlights that are more than one key's work: styles, merging, splitting."""

from __future__ import annotations

from tests.ui.harness import Session, drives
from tui.screens.picker import Picker


def quotes(reader: Session) -> list[str]:
    return [highlight.quote for highlight in reader.highlights]


@drives("style", "style.fill", "style.underline", "style.strike", "style.margin")
async def test_styles(reader: Session) -> None:
    await reader.keys("j", "j", "S", "2")
    (made,) = reader.highlights
    assert (made.color, made.style) == ("yellow", "underline")
    assert "underlined" in reader.message
    for style, words in (("strike", "struck"), ("margin", "margin"), ("fill", "filled")):
        await reader.keys("colon")
        await reader.type(words)
        await reader.keys("enter")
        assert [h.style for h in reader.highlights] == [style]
    await reader.keys("colon")
    await reader.type("underlined")
    await reader.keys("enter", "j", "3")
    assert [(h.color, h.style) for h in reader.highlights] == [
        ("yellow", "underline"), ("blue", "underline"),
    ]  # fmt: skip
    await reader.keys("j", "full_stop")
    assert reader.highlights[-1].style == "underline"


@drives("merge")
async def test_neighbours_become_one(reader: Session) -> None:
    await reader.keys("j", "j", "right_parenthesis", "h", "right_parenthesis", "h")
    first, second = quotes(reader)
    await reader.keys("g", "m")
    assert quotes(reader) == [f"{first} {second}"]
    assert reader.main.reader.focus_range.kind == "highlight"
    await reader.keys("g", "m")
    assert "nothing to merge" in reader.message
    await reader.keys("u")
    assert quotes(reader) == [first, second]


@drives("split")
async def test_a_highlight_is_split_around_the_focus_or_into_sentences(reader: Session) -> None:
    await reader.keys("j", "j", "h")
    (whole,) = quotes(reader)
    await reader.keys("right_parenthesis", "right_parenthesis", "g", "s")
    assert len(quotes(reader)) == 3
    assert " ".join(quotes(reader)) == whole
    await reader.keys("u")
    await reader.keys("k", "j", "g", "s")
    assert len(quotes(reader)) == 4
    await reader.keys("d", "1")
    assert len(quotes(reader)) == 3


@drives("find.mark_all")
async def test_all_matches_are_one_act(reader: Session) -> None:
    await reader.keys("ampersand")
    assert "no matches" in reader.message
    await reader.keys("slash")
    await reader.type("vine wood")
    await reader.keys("enter", "4", "ampersand")
    assert quotes(reader) == ["vine wood"] * 5
    assert {h.color for h in reader.highlights} == {"pink"}
    assert "4 matches highlighted" in reader.message
    await reader.keys("ampersand")
    assert "already" in reader.message
    await reader.keys("u")
    assert len(quotes(reader)) == 1


@drives("find.mark_all_sentences")
async def test_the_sentences_of_all_matches_are_one_act(reader: Session) -> None:
    await reader.keys("slash")
    await reader.type("ash from")
    await reader.keys("enter", "colon")
    await reader.type("sentences of all matches")
    await reader.keys("enter")
    green = "Ash from vine wood ran green, and ash from bracken ran grey."
    assert quotes(reader) == [green] * 5, "each once, though two matches stand in it"
    await reader.keys("u")
    assert quotes(reader) == []


async def test_very_many_matches_are_asked_about(reader: Session) -> None:
    await reader.keys("slash")
    await reader.type("e")
    await reader.keys("enter", "ampersand")
    assert isinstance(reader.app.screen, Picker)
    await reader.keys("2")
    assert quotes(reader) == []
    await reader.keys("ampersand", "1")
    assert len(quotes(reader)) > 100
