"""Tags in the reader: completed while they are typed; the list of them and its keys."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from store.codebook import Entry
from store.library import Library
from tests.ui.conftest import kiln_id
from tests.ui.harness import Session, reading
from tui.screens.picker import Picker
from tui.widgets.status_line import Kind


@pytest.fixture
def tagged(desk_library: Library) -> Library:
    """Three articles; tags on all of them, and a highlight with two."""
    kiln = kiln_id(desk_library)
    for article in desk_library.articles():
        tags = ["craft/fire", "craft"] if article.id == kiln else ["water"]
        desk_library.edit_article(article.id, tags=tags)
    desk_library.mark(kiln, 0, 8, tags=["clay", "craft/fire"])
    desk_library.edit_tag("craft", description="Work of hands", color="green")
    desk_library.edit_tag("water", aliases=["aqua"])
    return desk_library


@pytest.fixture
async def tags(tagged: Library) -> AsyncIterator[Session]:
    async with reading(tagged, article_id=kiln_id(tagged)) as session:
        yield session


def offered(session: Session) -> list[str]:
    return [each.word for each in session.main.prompt._offered.items]


def names(session: Session) -> list[str]:
    return [tag.name for tag in session.main.desk.library.tag_tree()]


async def pick(session: Session, name: str) -> None:
    """Show the tags and put the cursor on one."""
    if not isinstance(session.app.screen, Picker):
        await session.keys("g", "t")
    picker = session.app.screen
    assert isinstance(picker, Picker)
    picker._rows.move_cursor(names(session).index(name))
    await session.settle()


async def test_an_empty_prompt_offers_what_was_used_last_here(tags: Session) -> None:
    await tags.keys("j", "j", "t")
    assert offered(tags) == ["clay", "craft/fire", "craft", "water"]
    assert "#craft  Work of hands" in tags.screen_text()
    await tags.type("wa")
    assert offered(tags) == ["water"]
    await tags.keys("tab", "enter")
    assert ("water",) in [mark.tags for mark in tags.highlights]


async def test_the_arrows_choose_and_enter_takes(tags: Session) -> None:
    await tags.keys("j", "j", "t")
    await tags.type("cr")
    assert offered(tags) == ["craft/fire", "craft"]
    await tags.keys("down", "down", "enter")
    assert tags.main.prompt.text == "craft "
    assert "craft" not in offered(tags)
    await tags.type("aq")
    assert "#water = aqua" in tags.screen_text()
    await tags.keys("down", "right")
    assert tags.main.prompt.text == "craft water "
    await tags.keys("enter")
    assert ("craft", "water") in [mark.tags for mark in tags.highlights]


async def test_tab_goes_through_them_and_around(tags: Session) -> None:
    await tags.keys("j", "j", "t")
    await tags.type("cr")
    texts = []
    for key in ("tab", "tab", "tab", "shift+tab"):
        await tags.keys(key)
        texts.append(tags.main.prompt.text)
    assert texts == ["craft/fire", "craft", "craft/fire", "craft"]
    await tags.type(" cl")
    assert offered(tags) == ["clay"]
    await tags.keys("up", "down", "escape")
    assert not tags.main.prompt.asking
    assert not tags.main.prompt._offered.display


async def test_keys_that_come_faster_than_messages(tags: Session) -> None:
    await tags.keys("j", "j", "t")
    await tags.app._press_keys(["w", "a", "tab", "space", "c", "l", "down", "right", "x"])
    await tags.settle()
    assert tags.main.prompt.text == "water clay x"


async def test_a_click_takes_a_word(tags: Session) -> None:
    await tags.keys("j", "j", "t")
    region = tags.main.prompt._offered.region
    await tags.pilot.click(offset=(4, region.y + 3))
    await tags.settle()
    assert tags.main.prompt.text == "water "
    assert tags.main.prompt._field.has_focus


async def test_a_minus_takes_away_what_is_there(tags: Session) -> None:
    await tags.keys(["]", "]"][0], "h", "t")
    assert tags.main.prompt.text == "clay craft/fire "
    await tags.type("-")
    assert offered(tags) == []
    await tags.type("clay")
    await tags.keys("enter")
    assert tags.highlights[0].tags == ("craft/fire",)


async def test_several_articles(tagged: Library) -> None:
    async with reading(tagged) as session:
        await session.keys("V", "t")
        await session.type("-")
        assert offered(session) == ["-water", "-craft/fire", "-craft"]
        await session.keys("tab")
        await session.type(" Clay AQUA/x")
        await session.keys("enter")
        assert session.message == "3 articles: #clay #water/x -water"
        found = {tag for article in tagged.articles() for tag in article.tags}
        assert found == {"craft/fire", "craft", "clay", "water/x"}


async def test_a_tag_in_a_search(tagged: Library) -> None:
    async with reading(tagged) as session:
        await session.keys("slash")
        await session.type("the")
        assert offered(session) == []
        await session.keys("escape", "slash")
        await session.type("tag:aq")
        assert offered(session) == ["tag:water"]
        await session.keys("tab", "enter")
        assert len(session.main.articles.articles) == 2
        assert session.main.prompt.text == "tag:water"


async def test_fields_and_their_values_in_a_search(tagged: Library) -> None:
    async with reading(tagged) as session:
        await session.keys("slash")
        await session.type("ti")
        assert offered(session) == ["title:"]
        assert "title:  words in the title" in session.screen_text()
        await session.keys("down", "enter")
        assert session.main.prompt.text == "title:", "a value follows at once, without a blank"
        await session.keys("escape", "slash")
        await session.type("is:")
        assert offered(session)[:2] == ["is:unread", "is:reading"]
        await session.keys("tab", "tab")
        assert session.main.prompt.text == "is:reading"
        await session.keys("tab")
        assert session.main.prompt.text == "is:done"
        await session.keys("escape")


async def test_tags_wear_their_colours(tags: Session) -> None:
    look = tags.main.look
    green = look.mark("green", look.style("panel", "tag"))[1]
    strips = tags.app.screen._compositor.render_strips()
    signs = [
        (segment.text, segment.style)
        for strip in strips for segment in strip
        if segment.text.strip() == "#"
    ]  # fmt: skip
    assert any(style is not None and style.color == green.color for _, style in signs)
    path = tags.main.desk.library.folders.library / "tags.yaml"
    path.write_text("tags:\n  craft: x\n oops: y\n")
    tags.main.desk.outside.refresh()
    await tags.settle()
    assert "tags.yaml, line 3" in tags.message
    await tags.keys("j")
    tags.main.desk.outside.refresh()
    await tags.settle()
    assert tags.message == "", "said once"


async def test_the_list_of_tags(tags: Session) -> None:
    await tags.keys("g", "t")
    shown = tags.screen_text()
    for words in ("craft  Work of hands", "  fire", "r rename", "m merge", "d delete", "/ find"):
        assert words in shown
    await tags.keys("slash")
    await tags.type("fire")
    assert "craft/fire" in tags.screen_text()
    picker = tags.app.screen
    assert isinstance(picker, Picker)
    assert [item.title for item in picker._rows.items] == ["fire"]
    await tags.keys("escape")
    assert isinstance(tags.app.screen, Picker)
    await tags.keys("slash")
    await tags.type("aqua")
    await tags.keys("enter")
    assert tags.main.listing.view.of.query == "tag:water"


async def test_renaming_and_undoing_there(tags: Session) -> None:
    await pick(tags, "craft")
    await tags.keys("r")
    assert tags.main.prompt.text == "craft"
    tags.main.prompt._field.value = ""
    await tags.type("work")
    await tags.keys("enter")
    assert tags.message == "#craft is #work now: 1 article and 1 highlight"
    assert isinstance(tags.app.screen, Picker)
    assert "work/fire" in names(tags)
    assert tags.main.desk.library.codebook().entry("work").color == "green"
    await tags.keys("u")
    assert tags.message == "undone: renaming of #craft"
    assert names(tags) == ["craft", "craft/fire", "water", "clay"]
    await tags.keys("ctrl+r")
    assert tags.message == "done again: renaming of #craft"
    assert "work/fire" in names(tags)
    await tags.keys("ctrl+r")
    assert tags.message == "there is nothing to do again"
    await tags.keys("u", "r", "escape")
    assert isinstance(tags.app.screen, Picker), "back where one was"


async def test_a_long_act_says_how_far_it_is(
    tags: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.controllers.tags._PAUSE", -1.0)
    said: list[str] = []
    say = tags.main.desk.say

    def spy(message: str, kind: Kind = "muted") -> None:
        said.append(message)
        say(message, kind)

    monkeypatch.setattr(tags.main.desk, "say", spy)
    await pick(tags, "water")
    await tags.keys("d", "1")
    assert "deleting #water … 1 of 2 articles read" in said
    assert said[-1] == "#water is deleted: 2 articles"


async def test_a_name_that_is_taken_may_be_merged(tags: Session) -> None:
    await pick(tags, "clay")
    await tags.keys("r")
    tags.main.prompt._field.value = "water"
    await tags.keys("enter")
    assert "There is a tag #water" in tags.screen_text()
    await tags.keys("2")
    assert "clay" in names(tags)
    await pick(tags, "clay")
    await tags.keys("m")
    await tags.type("aq")
    await tags.keys("tab", "enter")
    assert tags.message == "#clay is #water now, and another name of it: 1 highlight"
    assert "clay" not in names(tags)
    assert tags.main.desk.library.codebook().entry("water").aliases == ("aqua", "clay")


async def test_deleting_asks(tags: Session) -> None:
    await pick(tags, "craft")
    await tags.keys("d")
    assert "it and those nested in it: 2 uses" in tags.screen_text()
    await tags.keys("3")
    assert "craft" in names(tags)
    await pick(tags, "craft")
    await tags.keys("d", "2")
    assert tags.message == "#craft is deleted: 1 article"
    assert names(tags) == ["craft", "craft/fire", "water", "clay"], "still above one"
    await pick(tags, "craft")
    await tags.keys("d", "1")
    assert names(tags) == ["water", "clay"]
    await pick(tags, "clay")
    await tags.keys("d")
    assert "delete it: 1 use" in tags.screen_text()
    await tags.keys("1")
    assert names(tags) == ["water"]


async def test_saying_what_a_tag_is(tags: Session) -> None:
    library = tags.main.desk.library
    await pick(tags, "clay")
    await tags.keys("e")
    await tags.type("Earth")
    await tags.keys("enter", "c", "3", "A")
    await tags.type("loam, adobe")
    await tags.keys("enter")
    assert library.codebook().entry("clay") == Entry("Earth", "blue", ("loam", "adobe"))
    await tags.keys("A")
    await tags.type(" water")
    await tags.keys("enter")
    assert "water is a tag of its own" in tags.message
    await tags.keys("c", "9")
    assert library.codebook().entry("clay").color == ""
    await tags.keys("c", "escape", "escape", "u")
    assert library.codebook().entry("clay").color == "blue"


async def test_the_highlights_of_a_tag(tags: Session) -> None:
    await pick(tags, "craft")
    await tags.keys("h")
    assert "Highlights with #craft" in tags.screen_text()
    await tags.keys("escape")
    await pick(tags, "water")
    await tags.keys("h")
    assert tags.message == "no highlight has #water"
