"""All places that match, in the whole library: asked for first, highlighted as one act."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from store.errors import UsageError
from store.everywhere import Spots, ToMark
from store.library import Library
from tests.ui.conftest import kiln_id
from tests.ui.harness import Session, drives, reading
from tui.screens.mark_all import MarkAllScreen, Plan


def dialog(session: Session) -> MarkAllScreen:
    screen = session.app.screen
    assert isinstance(screen, MarkAllScreen)
    return screen


def marks(session: Session) -> list[tuple[str, str, tuple[str, ...]]]:
    found = session.main.desk.library.highlights()
    return [(mark.quote, mark.color, mark.tags) for _, mark in found]


async def asked(session: Session, words: str) -> None:
    await session.keys("g", "&")
    await session.type(words)
    await session.keys("enter")


@drives("search.mark_all")
async def test_it_says_how_many_and_highlights_them_as_one_act(reader: Session) -> None:
    await asked(reader, "who")
    assert "3 places in 2 articles" in reader.screen_text()
    assert marks(reader) == []
    await reader.keys("enter")
    assert marks(reader) == [("who", "yellow", ())] * 3
    assert reader.message == "3 places highlighted; u takes all back"
    await reader.keys("u")
    assert marks(reader) == []
    assert "undone: 3 highlights in 2 articles" in reader.message
    await reader.keys("ctrl+r")
    assert len(marks(reader)) == 3


async def test_sentences_a_colour_and_tags(reader: Session) -> None:
    await asked(reader, "kettle")
    await reader.keys("s", "3", "t")
    assert reader.main.prompt.asking
    await reader.type("tea warm")
    await reader.keys("enter")
    text = reader.screen_text()
    assert "1 sentence in 1 article" in text
    assert "blue  #tea #warm" in text
    await reader.keys("enter")
    assert marks(reader) == [("The purser keeps a kettle.", "blue", ("tea", "warm"))]
    assert reader.main.desk.last_mark.color == "blue"


async def test_tags_that_are_not_given_after_all(reader: Session) -> None:
    await asked(reader, "kettle")
    await reader.keys("5", "t", "x", "escape")
    assert dialog(reader).plan == Plan("kettle", literal=True, color="orange")
    await reader.keys("escape")
    assert reader.app.screen is reader.main
    assert reader.message == "nothing was highlighted"
    assert marks(reader) == []


async def test_what_is_marked_already_is_said_and_shown_in_the_open_article(
    reader: Session,
) -> None:
    await asked(reader, "bracken")
    await reader.keys("enter")
    assert len(reader.highlights) == 5
    assert reader.main.desk.opened is not None
    assert len(reader.main.desk.opened.annotations.highlights) == 5, "the reader shows them"
    await asked(reader, "bracken")
    text = reader.screen_text()
    assert "nothing to highlight  5 are highlighted already" in text
    await reader.keys("enter")
    assert dialog(reader).is_current, "there is nothing to do"


async def test_from_the_concordance_whole_words_only(reader: Session) -> None:
    await reader.keys("g", "k")
    await reader.type("read")
    await reader.keys("enter", "&")
    assert dialog(reader).plan.literal
    assert "1 place in 1 article" in reader.screen_text()
    await reader.keys("enter")
    assert [quote for quote, _, _ in marks(reader)] == ["read"]


async def test_the_words_that_were_found_last_are_offered(reader: Session) -> None:
    await reader.keys("/")
    await reader.type("glaze")
    await reader.keys("enter", "g", "&")
    assert reader.main.prompt.text == "glaze"


@pytest.mark.parametrize("query", ["tag:", "zebra", "tag:nothing"])
async def test_what_cannot_be_marked_is_said(reader: Session, query: str) -> None:
    await asked(reader, query)
    text = reader.screen_text()
    assert "nothing to highlight" in text or "tag is missing" in text
    await reader.keys("enter")
    assert dialog(reader).is_current
    await reader.keys("escape")


async def test_an_article_that_changed_since_is_left_out(reader: Session) -> None:
    await asked(reader, "who")
    library = reader.main.desk.library
    ferry = next(a for a in library.articles() if "ferry" in a.title)
    path = library.folders.articles / ferry.file
    path.write_text(path.read_text("utf-8").replace("kettle", "lamp"), "utf-8")
    await reader.keys("enter")
    assert "left out: 1 changed since" in reader.message
    assert len(marks(reader)) == 1


async def test_all_articles_that_answer_are_tagged_as_one_act(reader: Session) -> None:
    controller = reader.main.controllers.marking_all
    controller.tag('"who"')
    await reader.settle()
    assert reader.main.prompt.asking
    await reader.type("people")
    await reader.keys("enter")
    library = reader.main.desk.library
    assert {a.title for a in library.articles("tag:people")} == {
        "The orchard ledger", "Notes from the night ferry"
    }  # fmt: skip
    await reader.keys("u")
    assert library.articles("tag:people") == []
    controller.tag("zebra")
    await reader.settle()
    assert "no article answers" in reader.message


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 12)])
async def test_it_fits_any_screen(desk_library: Library, size: tuple[int, int]) -> None:
    async with reading(desk_library, size=size, article_id=kiln_id(desk_library)) as session:
        await asked(session, "who")
        text = session.screen_text()
        assert "3 places in 2 articles" in text
        assert "esc back" in text or size[0] == 40
        assert "yellow" in text


class Slow:
    """Counts when it is let on."""

    def __init__(self) -> None:
        self.go_on = Event()
        self.plans: list[Plan] = []

    def __call__(
        self, plan: Plan, cancelled: Callable[[], bool], tell: Callable[[int, int, str], None]
    ) -> ToMark:
        self.plans.append(plan)
        if plan.query == "wrong":
            raise UsageError("this is wrong")
        if not plan.sentences:
            assert self.go_on.wait(20)
        return ToMark((Spots("a", "sha", ((0, 1), (2, 3))),), 0, more=plan.sentences)


async def test_an_older_count_is_dropped_and_enter_waits_for_the_number(reader: Session) -> None:
    slow = Slow()
    screen = MarkAllScreen(slow, Plan("x"), reader.main.look)
    reader.app.push_screen(screen)
    await reader._flush()
    assert "counting …" in reader.screen_text()
    with_enter = ["enter", "s"]
    for key in with_enter:
        await reader.app._press_keys([key])
    for _ in range(2000):
        if screen.found is not None:
            break
        await reader._flush(rounds=1)
    assert "the first 2 sentences in 1 article" in reader.screen_text()
    slow.go_on.set()
    await reader.settle()
    assert "the first 2 sentences in 1 article" in reader.screen_text()
    assert [plan.sentences for plan in slow.plans] == [False, True]
    assert screen.is_current


async def test_a_wrong_search_is_said(reader: Session) -> None:
    reader.app.push_screen(MarkAllScreen(Slow(), Plan("wrong"), reader.main.look))
    await reader.settle()
    assert "this is wrong" in reader.screen_text()
    await reader.keys("enter", "q")
    assert reader.app.screen is reader.main


async def test_hostile_words_are_harmless(library: Library, sources: Path) -> None:
    (sources / "odd.md").write_text("# [bold]x[/]\n\n[red]one[/] two\n", encoding="utf-8")
    list(library.add([str(sources / "odd.md")]))
    async with reading(library) as session:
        await asked(session, "[red]one[/]")
        assert "match [red]one[/]" in session.screen_text()
        await session.keys("enter")
        assert session.app.is_running
