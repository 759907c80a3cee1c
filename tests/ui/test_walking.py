"""``n`` and ``N`` through all hits of a search, and what takes them over."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from store.library import Library
from store.model import Hit
from store.search.found import Found
from tests.ui.conftest import kiln_id
from tests.ui.harness import Session, reading
from tui.screens.search import SearchScreen


def titles(library: Library) -> dict[str, str]:
    return {article.title: article.id for article in library.articles()}


@pytest.fixture
async def lamps(library: Library) -> AsyncIterator[Session]:
    """A reader on four articles: with three lamps, with one, with one in the title alone, none."""
    three = "One lamp burned.\n\nNo light here. Then a lamp, and another lamp, burned.\n\nEnd."
    texts = {
        "Three": three,
        "Single": "Nothing in this sentence. The lamp of the toll house.",
        "The lamp register": "Nobody has read it.",
        "Other": "Salt and candles.",
    }
    for day, (title, text) in enumerate(texts.items(), 1):
        head = (
            f"---\nid: lampaaaaa{'abcd'[day - 1]}\ntitle: {title}\nadded: '2024-05-0{day}'\n---\n\n"
        )
        path = library.folders.articles / f"{day}.md"
        path.write_text(f"{head}# {title}\n\n{text}\n", encoding="utf-8")
    library.refresh()
    library.update_index()
    async with reading(library, (120, 30)) as session:
        yield session


def in_order(session: Session, monkeypatch: pytest.MonkeyPatch, *wanted: str) -> None:
    """Let the articles of these titles be found, in this order."""
    library = session.main.desk.library
    known = titles(library)
    hits = []
    for title in wanted:
        text = library.document(known[title]).text
        start = text.find(" lamp") if title != "The lamp register" else -1
        at = (start, start + 5) if start >= 0 else (0, 0)
        why = ("title",) if start < 0 else ("text",)
        hits.append(Hit(known[title], title, 1.0, "lamp", *at, why=why))

    def search(line: str, *, limit: int, shown: int | None, cancelled: Callable[[], bool]) -> Found:
        return Found(tuple(hits[:limit]), len(hits))

    monkeypatch.setattr(library, "search", search)


def standing(session: Session) -> tuple[str, str]:
    """The title of the open article and what has the focus in it."""
    opened = session.main.desk.opened
    assert opened is not None
    focus = session.main.reader.focus_range
    return opened.article.title, opened.document.text[focus.start : focus.end]


def current(session: Session) -> int:
    """The offset of the match that the search stands on; -1: on none."""
    reader = session.main.reader
    index = reader._layers.current
    return -1 if index is None or index < 0 else reader._matches[index][0]


async def test_through_all_places_and_then_through_all_articles(
    lamps: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_order(lamps, monkeypatch, "Three", "The lamp register", "Single")
    await lamps.keys("s", *"lamp", "enter")
    assert standing(lamps) == ("Three", "One lamp burned.")
    assert lamps.message == "1 of 3 in this article · article 1 of 3"
    assert len(lamps.main.reader._matches) == 3
    await lamps.keys("n")
    first = current(lamps)
    sentence = standing(lamps)
    assert sentence[1].startswith("Then a lamp")
    await lamps.keys("n")
    assert standing(lamps) == sentence, "two places of one sentence"
    assert current(lamps) > first
    assert lamps.message == "3 of 3 in this article · article 1 of 3"
    await lamps.keys("n")
    assert standing(lamps)[0] == "The lamp register"
    assert lamps.message == "1 of 1 in this article · article 2 of 3"
    await lamps.keys("n")
    assert standing(lamps) == ("Single", "The lamp of the toll house.")
    await lamps.keys("n")
    assert standing(lamps)[0] == "Three"
    assert lamps.message == "once round · 1 of 3 in this article · article 1 of 3"
    await lamps.keys("N")
    assert standing(lamps)[0] == "Single"
    await lamps.keys("N", "N")
    assert lamps.message == "3 of 3 in this article · article 1 of 3"
    assert current(lamps) > first


async def test_an_article_in_whose_text_nothing_is_takes_one_step(
    lamps: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_order(lamps, monkeypatch, "Three", "Other", "Single")
    await lamps.keys("s", *"lamp", "enter")
    await lamps.keys("3", "n")
    assert standing(lamps)[0] == "Three", "digits are colours in the reader"
    await lamps.keys("u")
    await lamps.keys("n", "n")
    assert standing(lamps)[0] == "Other"
    assert lamps.message == "found by title · article 2 of 3"
    await lamps.keys("n")
    assert standing(lamps) == ("Single", "The lamp of the toll house.")
    await lamps.keys("N")
    assert standing(lamps)[0] == "Other"
    await lamps.keys("N")
    assert lamps.message == "3 of 3 in this article · article 1 of 3"


async def test_keys_that_come_before_the_article_are_not_lost(
    lamps: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_order(lamps, monkeypatch, "Single", "Three")
    monkeypatch.setattr("tui.desk._PATIENCE", 0.0)
    await lamps.keys("s", *"lamp", "enter")
    await lamps.app._press_keys(["n", "n", "n"])
    await lamps.settle()
    assert lamps.message == "3 of 3 in this article · article 2 of 2"
    await lamps.app._press_keys(["N", "N", "N"])
    await lamps.settle()
    assert lamps.message == "1 of 1 in this article · article 1 of 2"


async def test_from_where_one_has_read_on(lamps: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    in_order(lamps, monkeypatch, "Three", "Single")
    await lamps.keys("s", *"lamp", "enter")
    await lamps.keys("G")
    await lamps.keys("N")
    assert lamps.message == "3 of 3 in this article · article 1 of 2"
    await lamps.keys("g", "g", "n")
    assert lamps.message == "1 of 3 in this article · article 1 of 2"
    await lamps.keys("G", "n")
    assert standing(lamps)[0] == "Single"


async def test_from_another_article(lamps: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    in_order(lamps, monkeypatch, "Three", "Single")
    library = lamps.main.desk.library
    known = titles(library)
    await lamps.keys("s", *"lamp", "enter")
    lamps.main.desk.open(known["Other"])
    await lamps.settle()
    await lamps.keys("n")
    assert standing(lamps)[0] == "Single"
    lamps.main.desk.open(known["Three"])
    await lamps.settle()
    await lamps.keys("n")
    assert lamps.message == "1 of 3 in this article · article 1 of 2"
    lamps.main.desk.open(known["Other"])
    await lamps.settle()
    await lamps.keys("N")
    assert lamps.message == "3 of 3 in this article · article 1 of 2"


async def test_an_article_that_is_gone_is_left_out(
    lamps: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_order(lamps, monkeypatch, "Single", "The lamp register", "Three")
    library = lamps.main.desk.library
    await lamps.keys("s", *"lamp", "enter")
    library.delete_articles([titles(library)["The lamp register"]])
    await lamps.keys("n")
    assert standing(lamps)[0] == "Three"
    assert lamps.message.endswith("article 2 of 3")
    await lamps.keys("u", "N")
    assert standing(lamps)[0] == "Single"


async def test_going_back_an_article_that_is_gone_is_left_out_too(
    lamps: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_order(lamps, monkeypatch, "Single", "The lamp register", "Three")
    library = lamps.main.desk.library
    await lamps.keys("s", *"lamp", "down", "down", "enter")
    library.delete_articles([titles(library)["The lamp register"]])
    await lamps.keys("N")
    assert standing(lamps)[0] == "Single"


async def test_hits_that_were_not_asked_for_yet_are(
    lamps: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_order(lamps, monkeypatch, "Single", "The lamp register", "Three")
    monkeypatch.setattr("tui.screens.search.FIRST", 1)
    await lamps.keys("s", *"lamp", "enter")
    assert lamps.message == "1 of 1 in this article · article 1 of 3"
    await lamps.keys("n")
    assert lamps.message == "1 of 1 in this article · article 2 of 3"
    await lamps.keys("s")
    screen = lamps.app.screen
    assert isinstance(screen, SearchScreen)
    assert len(screen.sheet.hits.rows) == 3
    assert screen.sheet.hits.cursor == 1, "where one is now"


async def test_a_highlight_found_by_its_note_is_a_stop(
    lamps: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = lamps.main.desk.library
    key = titles(library)["Single"]
    text = library.document(key).text
    start = text.index("Nothing")
    mark = library.mark(key, start, start + 24, note="like a lamp")
    hits = (
        Hit(key, "Single", 2.0, "Nothing", start, start + 24, "highlight", mark.id, why=("note",)),
    )
    monkeypatch.setattr(library, "search", lambda *_, **__: Found(hits, 1, 1))
    await lamps.keys("s", *"lamp", "enter")
    assert standing(lamps) == ("Single", "Nothing in this sentence")
    assert lamps.main.reader.focus_range.kind == "highlight"
    assert lamps.message == "1 of 2 in this article · article 1 of 1"
    await lamps.keys("n")
    assert standing(lamps)[1] == "The lamp of the toll house."
    await lamps.keys("n")
    assert lamps.main.reader.focus_range.kind == "highlight"


async def test_words_looked_for_in_the_article_take_n_over_until_they_are_cleared(
    lamps: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_order(lamps, monkeypatch, "Three", "Single")
    await lamps.keys("s", *"lamp", "enter")
    await lamps.keys("slash", *"burned", "enter")
    assert lamps.message.startswith("burned: ")
    await lamps.keys("n", "n", "n")
    assert standing(lamps) == ("Three", "burned")
    await lamps.keys("escape", "escape")
    assert lamps.message.endswith("article 1 of 2"), "the search is back"
    assert len(lamps.main.reader._matches) == 3
    await lamps.keys("slash", *"burned", "escape")
    assert len(lamps.main.reader._matches) == 3, "it was only tried"
    await lamps.keys("n", "n", "n")
    assert standing(lamps)[0] == "Single"
    await lamps.keys("escape")
    assert lamps.main.place == "reader"
    assert not lamps.main.reader.has_matches
    await lamps.keys("n")
    assert "nothing to find" in lamps.message
    await lamps.keys("escape")
    assert lamps.main.place == "list"


async def test_the_text_may_change_meanwhile(
    lamps: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_order(lamps, monkeypatch, "Three", "Single")
    library = lamps.main.desk.library
    await lamps.keys("s", *"lamp", "enter")
    await lamps.keys("n")
    path = library.folders.articles / "1.md"
    path.write_text(path.read_text("utf-8").replace("No light here.", "A lamp."), "utf-8")
    lamps.main.desk.outside.refresh()
    await lamps.settle()
    await lamps.keys("n")
    assert "of 4 in this article · article 1 of 2" in lamps.message


async def test_all_places_of_a_search_can_be_highlighted(
    lamps: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_order(lamps, monkeypatch, "Three", "Single")
    await lamps.keys("s", *"lamp", "enter")
    await lamps.keys("ampersand")
    assert [h.quote for h in lamps.highlights] == ["lamp"] * 3


async def test_a_slip_leads_to_the_places_of_what_was_meant(desk_library: Library) -> None:
    async with reading(desk_library) as session:
        await session.keys("s", *"kettel")
        assert "nothing just so" in session.screen_text()
        assert "shown is kettle, 1 article" in session.screen_text()
        await session.keys("enter")
        assert session.message == "1 of 1 in this article · article 1 of 1"
        assert "kettle" in standing(session)[1]
        assert desk_library.search_history() == ["kettle"]


async def test_on_a_small_screen_it_is_said_in_fewer_words(
    desk_library: Library,
) -> None:
    async with reading(desk_library, (40, 12), article_id=kiln_id(desk_library)) as session:
        await session.keys("s", *"kettle", "enter")
        assert session.message == "1 of 1 · article 1 of 1"
        assert "kettle" in standing(session)[1]
