"""Articles that take a while to open, and the ways back from where one jumped."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from store.errors import NotFoundError
from store.library import Library
from store.text.document import Document
from tests.ui.conftest import kiln_id
from tests.ui.harness import Session, reading
from tui.desk import OPENING
from tui.screens.search import SearchScreen


def id_of(library: Library, title: str) -> str:
    return next(a.id for a in library.articles() if a.title == title)


def open_title(session: Session) -> str:
    opened = session.main.desk.opened
    return opened.article.title if opened is not None else ""


@pytest.fixture
def slow(desk_library: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The long article cannot be read until the event is set."""
    ready, slow_id, document = threading.Event(), kiln_id(desk_library), desk_library.document

    def read(article_id: str) -> Document:
        if article_id == slow_id:
            assert ready.wait(20)
        return document(article_id)

    monkeypatch.setattr(desk_library, "document", read)
    yield ready
    ready.set()


async def test_a_slow_article_says_so_and_arrives(
    desk_library: Library, slow: threading.Event
) -> None:
    async with reading(desk_library) as session:
        session.main.desk.open(kiln_id(desk_library))
        assert session.message == OPENING
        assert session.main.desk.opened is None
        slow.set()
        await session.settle()
        assert open_title(session) == "The kiln at the bend"
        assert session.main.place == "reader"
        assert session.message == ""


async def test_another_article_takes_its_place(
    desk_library: Library, slow: threading.Event
) -> None:
    async with reading(desk_library) as session:
        session.main.desk.open(kiln_id(desk_library))
        session.main.desk.open(id_of(desk_library, "The orchard ledger"))
        assert open_title(session) == "The orchard ledger"
        slow.set()
        await session.settle()
        assert open_title(session) == "The orchard ledger"


async def test_a_question_keeps_its_field_when_an_article_arrives(
    desk_library: Library, slow: threading.Event
) -> None:
    async with reading(desk_library) as session:
        session.main.desk.open(kiln_id(desk_library))
        with session.app.batch_update():
            await session.app._press_keys(["slash"])
        slow.set()
        await session.type("ferry")
        assert session.main.prompt.text == "ferry"
        assert open_title(session) == "The kiln at the bend"


async def test_what_cannot_be_read_is_said(
    desk_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(desk_library, article_id=kiln_id(desk_library)) as session:

        def gone(article_id: str) -> Document:
            raise NotFoundError(f"no article {article_id}")

        monkeypatch.setattr(desk_library, "document", gone)
        await session.keys("J")
        assert "no article" in session.message
        assert open_title(session) == "The kiln at the bend"
        monkeypatch.undo()
        await session.keys("J")
        assert open_title(session) != "The kiln at the bend"


async def test_the_way_back_leads_to_the_article_before(reader: Session) -> None:
    await reader.keys("space", "j")
    before = reader.main.desk.here
    await reader.keys("s")
    await reader.type("kettle")
    await reader.keys("enter")
    assert open_title(reader) == "Notes from the night ferry"
    focus = reader.main.reader.focus_range
    text = reader.main.reader.document.text[focus.start : focus.end]
    assert (focus.kind, text) == ("sentence", "The purser keeps a kettle.")
    await reader.keys("apostrophe", "apostrophe")
    assert reader.main.desk.here == before


async def test_the_way_back_from_a_match(reader: Session) -> None:
    await reader.keys("j", "j")
    before = reader.main.desk.here
    await reader.keys("slash")
    await reader.type("Firing 5")
    await reader.keys("escape")
    assert reader.main.desk.here == before
    await reader.keys("slash")
    await reader.type("Firing 5")
    await reader.keys("enter")
    assert reader.main.desk.here != before
    await reader.keys("apostrophe", "apostrophe")
    assert reader.main.desk.here == before


async def test_a_search_that_was_left_is_not_asked_again(reader: Session) -> None:
    await reader.keys("s")
    screen = reader.app.screen
    assert isinstance(screen, SearchScreen)
    await reader.keys("escape")
    screen.search_again()
    await reader.settle()
    assert reader.message == ""
