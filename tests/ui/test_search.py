"""The search screen: what it shows while one types, and what its keys do."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from threading import Event

import pytest
from textual.geometry import Region

from store.errors import QueryError
from store.library import Library
from store.model import Hit
from store.search.found import Found, Instead
from tests.ui.conftest import kiln_id
from tests.ui.harness import Session, reading
from tui.screens.concordance import ConcordanceScreen
from tui.screens.help import HelpScreen
from tui.screens.mark_all import MarkAllScreen
from tui.screens.search import SearchScreen

Answering = Callable[[str, int], Found]


ROOM = 8
"""Articles with a passage that can be seen at once on thirty lines."""


@pytest.fixture
async def plain(desk_library: Library) -> AsyncIterator[Session]:
    """A reader on three articles, none open."""
    async with reading(desk_library, (100, 30)) as session:
        yield session


def screen_of(session: Session) -> SearchScreen:
    screen = session.app.screen
    assert isinstance(screen, SearchScreen)
    return screen


def shown(session: Session) -> list[str]:
    """The ids of the hits that are listed, in order."""
    return [row.hit.id for row in screen_of(session).sheet.hits.rows]


def answered_by(monkeypatch: pytest.MonkeyPatch, library: Library, answer: Answering) -> list[str]:
    """Let ``answer`` answer; the lines that were asked, in order."""
    asked: list[str] = []

    def search(line: str, *, limit: int, shown: int | None, cancelled: Callable[[], bool]) -> Found:
        asked.append(line)
        return answer(line, limit)

    monkeypatch.setattr(library, "search", search)
    return asked


def hits_of(library: Library, count: int = 3, per_article: int = 1) -> tuple[Hit, ...]:
    """So many articles, each with so many hits that lie in its text."""
    return tuple(
        Hit(article.id, article.title, 1.0, f"passage {number}", number * 9, number * 9 + 5)
        for article in library.articles()[:count]
        for number in range(per_article)
    )


# -- while one types ------------------------------------------------------------------------------


async def test_articles_and_their_passages_are_shown(plain: Session) -> None:
    await plain.keys("s", *"kettle")
    text = plain.screen_text()
    assert "Notes from the night ferry" in text
    assert "kettle" in text.partition("Notes from")[2]
    assert "1 article" in text


async def test_nothing_found_is_said(plain: Session) -> None:
    await plain.keys("s", *"zebra")
    assert "nothing found" in plain.screen_text()
    assert "0 articles" in plain.screen_text()
    await plain.keys("enter", "down", "tab", "shift+tab", "ctrl+y")
    assert shown(plain) == []
    assert screen_of(plain).is_current


async def test_of_a_wrong_query_nothing_but_the_reason_is_said(plain: Session) -> None:
    await plain.keys("s", *"zebra")
    assert "nothing found" in plain.screen_text()
    await plain.keys("home", *"titel:")
    assert "there is no field titel:" in plain.screen_text()
    assert "nothing found" not in plain.screen_text()


async def test_the_beginning_of_a_condition_finds_neither_much_nor_nothing(plain: Session) -> None:
    await plain.keys("s", *"tag:")
    text = plain.screen_text()
    assert "nothing asked for yet" in text
    assert "nothing found" not in text
    assert "0 articles" not in text


async def test_a_slow_search_blocks_no_key_and_shows_nothing_out_of_order(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = plain.main.desk.library
    first, second = library.articles()[:2]
    go_on, begun, told = Event(), Event(), []

    def search(line: str, *, limit: int, shown: int | None, cancelled: Callable[[], bool]) -> Found:
        if line == "k":
            begun.set()
            assert go_on.wait(30)
            told.append(cancelled())
            return Found((Hit(first.id, first.title, 1.0, "late", 0, 0),), 1)
        return Found((Hit(second.id, second.title, 1.0, "wanted", 0, 0),), 1)

    monkeypatch.setattr(library, "search", search)
    press = plain.app._press_keys
    await press(["s"])
    await plain.pilot._wait_for_screen()
    await press(["k"])
    await plain._flush()
    assert begun.wait(30)
    await press([*"ettle", "left", "backspace"])
    await plain._flush()
    assert screen_of(plain).sheet.field.value == "kettle"[:-2] + "e"
    assert not go_on.is_set()
    go_on.set()
    await plain.settle()
    assert told == [True]
    assert "wanted" in plain.screen_text()
    assert shown(plain) == [second.id]


def heads_after(
    library: Library, monkeypatch: pytest.MonkeyPatch, whole: Sequence[Hit]
) -> list[int | None]:
    """Let ``whole`` be found, all after the first one as heads at first; what was asked for."""
    asked: list[int | None] = []

    def search(line: str, *, limit: int, shown: int | None, cancelled: Callable[[], bool]) -> Found:
        asked.append(shown)
        if shown is None:
            return Found(tuple(whole), len(whole))
        heads = [Hit(hit.id, hit.title, hit.score, "", 0, 0) for hit in whole[1:]]
        return Found((whole[0], *heads), len(whole), heads=len(heads))

    monkeypatch.setattr(library, "search", search)
    return asked


async def test_in_a_pause_the_passages_that_are_not_seen_at_once_are_looked_for(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = plain.main.desk.library
    asked = heads_after(library, monkeypatch, hits_of(library))
    await plain.keys("s", "k", "down")
    screen = screen_of(plain)
    assert asked == [screen.sheet.room]
    assert "passage 0" in plain.screen_text()
    assert screen.answer is not None
    screen._complete(screen.answer)  # what its timer does
    await plain.settle()
    assert asked == [screen.sheet.room, None]
    assert [row.hit.snippet for row in screen.sheet.hits.rows] == ["passage 0"] * 3
    chosen = screen.sheet.hits.chosen
    assert chosen is not None
    assert chosen.hit.id == hits_of(library)[1].id


@pytest.mark.parametrize(("lines", "articles"), [(24, 6), (30, ROOM), (36, 7), (60, 13)])
async def test_as_many_passages_are_asked_for_as_are_seen(
    desk_library: Library, monkeypatch: pytest.MonkeyPatch, lines: int, articles: int
) -> None:
    asked = heads_after(desk_library, monkeypatch, hits_of(desk_library))
    async with reading(desk_library, (100, lines)) as session:
        await session.keys("s", "k")
        assert asked == [articles]


async def test_enter_on_a_head_waits_for_its_passage(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = plain.main.desk.library
    whole = hits_of(library)
    text = library.document(whole[1].id).text
    at = text.rindex(" t") + 1
    assert "." in text[:at]
    second = whole[1]._replace(start=at, end=at + 3)
    asked = heads_after(library, monkeypatch, (whole[0], second, whole[2]))
    await plain.keys("s", "t", "down", "enter")
    assert asked == [ROOM, None]
    opened = plain.main.desk.opened
    assert opened is not None
    assert opened.article.id == second.id
    assert plain.main.reader.focus_range.start <= at < plain.main.reader.focus_range.end


async def test_the_way_through_all_hits_knows_what_the_heads_lacked(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = plain.main.desk.library
    asked = heads_after(library, monkeypatch, hits_of(library))
    await plain.keys("s", "k", "enter")
    assert asked == [ROOM, None]
    await plain.keys("s")
    answer = screen_of(plain).answer
    assert answer is not None
    assert not answer.found.heads


async def test_enter_waits_for_the_answer_to_what_is_typed(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = plain.main.desk.library
    first, second = library.articles()[:2]

    def answer(line: str, limit: int) -> Found:
        article = second if line == "lamp" else first
        return Found((Hit(article.id, article.title, 1.0, "found", 0, 0),), 1)

    answered_by(monkeypatch, library, answer)
    await plain.keys("s", "l")
    await plain.app._press_keys([*"amp", "enter"])
    await plain.settle()
    opened = plain.main.desk.opened
    assert opened is not None
    assert opened.article.id == second.id


async def test_moving_on_before_the_answer_is_there(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = plain.main.desk.library
    go_on = Event()

    def answer(line: str, limit: int) -> Found:
        assert go_on.wait(30)
        return Found(hits_of(library), 3)

    answered_by(monkeypatch, library, answer)
    await plain.app._press_keys(["s"])
    await plain.pilot._wait_for_screen()
    await plain.app._press_keys(["k", "down", "down", "up", "down", "enter"])
    go_on.set()
    await plain.settle()
    opened = plain.main.desk.opened
    assert opened is not None
    assert opened.article.id == hits_of(library)[2].id


async def test_a_wrong_query_is_explained_and_the_last_hits_stay(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = plain.main.desk.library

    def answer(line: str, limit: int) -> Found:
        if "colour:" in line:
            at = line.index("colour:")
            raise QueryError("there is no field colour", at, at + 6, hint="color:")
        return Found(hits_of(library), 3)

    answered_by(monkeypatch, library, answer)
    await plain.keys("s", *"kiln")
    before = shown(plain)
    await plain.type(" colour:green")
    assert "╰ there is no field colour — color:" in plain.screen_text()
    sheet = screen_of(plain).sheet
    assert shown(plain) == before
    assert sheet.hits.dimmed
    assert sheet._colours.wrong == (5, 11)
    assert "3 articles" in plain.screen_text()
    await plain.keys("enter")
    assert screen_of(plain).is_current, "these hits answer something else"
    await plain.keys(*["backspace"] * 13)
    assert not sheet.hits.dimmed
    assert "no field" not in plain.screen_text()
    assert sheet._colours.wrong is None


async def test_hits_come_back_when_what_was_on_its_way_to_be_wrong_had_none(
    plain: Session,
) -> None:
    await plain.keys("s", *"kettle")
    before = shown(plain)
    await plain.keys("space", *"titel")
    assert shown(plain) == []
    await plain.keys("colon", "x")
    assert shown(plain) == before
    assert screen_of(plain).sheet.hits.dimmed
    await plain.keys("backspace", "backspace")
    assert shown(plain) == []


async def test_what_was_meant_can_be_taken(plain: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    library = plain.main.desk.library

    def answer(line: str, limit: int) -> Found:
        if line == "kettle":
            return Found(hits_of(library), 3)
        few = hits_of(library, 1) if line == "ketle" else ()
        return Found(few, len(few), 0, (Instead("kettle", (("ketle", "kettle"),), 3),))

    answered_by(monkeypatch, library, answer)
    await plain.keys("s", *"ketl")
    assert "did you mean kettle? 3 articles   tab takes it" in plain.screen_text()
    await plain.keys("e")
    assert "ctrl+y takes it" in plain.screen_text()
    await plain.keys("ctrl+y")
    assert screen_of(plain).sheet.field.value == "kettle"
    assert len(shown(plain)) == 3
    await plain.keys("backspace", "backspace", "backspace", "l")
    await plain.keys("tab")
    assert screen_of(plain).sheet.field.value == "kettle"


async def test_it_asks_again_while_articles_are_being_indexed(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = plain.main.desk.library
    behind = [412, 3, 0]

    def answer(line: str, limit: int) -> Found:
        left = behind.pop(0)
        return Found(hits_of(library, 3 if not left else 1), 3, behind=left)

    monkeypatch.setattr("tui.searching.again.SOON", 0.001)
    asked = answered_by(monkeypatch, library, answer)
    await plain.keys("s", "k")
    for _ in range(1000):
        await plain.pilot.pause()
        await plain.settle()
        if not behind:
            break
    assert asked == ["k", "k", "k"]
    assert len(shown(plain)) == 3
    assert "being indexed" not in plain.screen_text()


async def test_an_index_that_turns_out_to_be_damaged_is_made_anew(plain: Session) -> None:
    library = plain.main.desk.library
    await plain.keys("s")
    await plain.settle()
    (library.folders.cache / "index" / "contents").write_bytes(b"noise")
    await plain.keys(*"kettle")
    for _ in range(1000):
        await plain.pilot.pause()
        await plain.settle()
        if shown(plain):
            break
    assert shown(plain)
    assert library._upkeep.open_index().rebuilt == 1


async def test_more_hits_are_asked_for_at_the_end_of_those_known(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = plain.main.desk.library
    limits = []
    (article,) = library.articles()[:1]

    def answer(line: str, limit: int) -> Found:
        limits.append(limit)
        many = [Hit(f"{n:010}", f"Article {n}", 1.0, "here", 0, 0) for n in range(min(limit, 70))]
        return Found((*many,), 70)

    answered_by(monkeypatch, library, answer)
    await plain.keys("s", "k")
    await plain.keys(*["pagedown"] * 12)
    assert limits == [50, 200]
    assert len(shown(plain)) == 70
    assert article.id not in shown(plain)
    chosen = screen_of(plain).sheet.hits.chosen
    assert chosen is not None
    assert int(chosen.hit.id) >= 49


# -- folding, moving ------------------------------------------------------------------------------


async def test_hits_of_one_article_fold_under_it(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = plain.main.desk.library
    answered_by(monkeypatch, library, lambda _, __: Found(hits_of(library, 2, 3), 2))
    first, second = (article.id for article in library.articles()[:2])
    await plain.keys("s", "k")
    assert shown(plain) == [first, second]
    assert "+2 more" in plain.screen_text()
    assert "tab unfold" in plain.screen_text()
    await plain.keys("tab")
    assert shown(plain) == [first] * 3 + [second]
    assert "passage 2" in plain.screen_text()
    assert "tab fold" in plain.screen_text()
    await plain.keys("down", "down", "tab")
    assert shown(plain) == [first, second]
    hits = screen_of(plain).sheet.hits
    assert hits.cursor == 0
    await plain.keys("down", "right")
    assert shown(plain) == [first] + [second] * 3
    await plain.keys("right")
    assert shown(plain) == [first] + [second] * 3, "it only unfolds"
    await plain.keys("shift+tab")
    assert shown(plain) == [first] * 3 + [second] * 3
    await plain.keys("shift+tab")
    assert shown(plain) == [first, second]
    assert hits.chosen is not None
    assert hits.chosen.hit.id == second


async def test_the_cursor_stays_on_its_hit_while_better_ones_come(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = plain.main.desk.library
    known = hits_of(library)
    asked = answered_by(
        monkeypatch, library,
        lambda line, _: Found(known if len(asked) < 2 else known[::-1], 3),
    )  # fmt: skip
    await plain.keys("s", "k")
    await plain.keys("down", "down")
    screen = screen_of(plain)
    screen.search_again()
    await plain.settle()
    assert screen.sheet.hits.cursor == 0
    assert screen.sheet.hits.chosen is not None
    assert screen.sheet.hits.chosen.hit == known[2]
    await plain.keys("i")
    assert screen.sheet.hits.chosen.hit == known[2], "what is first is chosen"


# -- the last search, earlier ones, saved ones ----------------------------------------------------


async def test_the_last_search_is_shown_as_it_was_left(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = plain.main.desk.library
    answered_by(monkeypatch, library, lambda _, __: Found(hits_of(library, 3, 2), 3))
    await plain.keys("s", "k")
    await plain.keys("down", "tab", "down")
    before = shown(plain)
    await plain.keys("escape")
    assert plain.app.screen is plain.main
    await plain.keys("s")
    screen = screen_of(plain)
    assert screen.sheet.field.value == "k"
    assert shown(plain) == before
    assert screen.sheet.hits.cursor == 2
    await plain.keys("x")
    assert screen.sheet.field.value == "x", "it can be typed over"


async def test_earlier_and_saved_searches_are_offered(plain: Session) -> None:
    library = plain.main.desk.library
    library.save_search("Night", "ferry")
    await plain.keys("s", *"kettle", "enter")
    await plain.keys("s")
    await plain.keys("ctrl+u")
    text = plain.screen_text()
    assert "Earlier searches" in text
    assert "Night  ferry" in text
    assert text.index("kettle") < text.index("Saved searches") < text.index("Night  ferry")
    await plain.keys("down", "enter")
    screen = screen_of(plain)
    assert screen.sheet.field.value == "ferry"
    assert len(shown(plain)) == 1
    await plain.keys("ctrl+r")
    assert "Saved searches" in plain.screen_text()
    assert "kettle" not in plain.screen_text().partition("ferry")[2]
    await plain.keys("escape")
    assert len(shown(plain)) == 1
    assert "Saved searches" not in plain.screen_text()


async def test_a_search_is_saved_under_a_name(plain: Session) -> None:
    library = plain.main.desk.library
    await plain.keys("s", "ctrl+s")
    assert "no search to save" in plain.screen_text()
    await plain.keys(*"ferry", "ctrl+s")
    assert "Save ferry as" in plain.screen_text()
    await plain.keys(*"Night", "enter")
    assert "saved as Night" in plain.screen_text()
    assert [*library.saved_searches()] == [("Night", "ferry")]
    await plain.keys("ctrl+r")
    assert "Night" in plain.screen_text().partition("Saved searches")[2]
    await plain.keys("ctrl+u")
    assert "Night" in plain.screen_text().partition("Saved searches")[2]
    await plain.keys(*"ferry", "x", "ctrl+s", *"Night", "enter")
    assert "enter once more puts this in its place" in plain.screen_text()
    assert [*library.saved_searches()] == [("Night", "ferry")]
    await plain.keys("enter")
    assert [*library.saved_searches()] == [("Night", "ferryx")]
    await plain.keys("ctrl+s", *"all", "enter")
    assert "a list of postil's own" in plain.screen_text()
    await plain.keys("escape")
    assert screen_of(plain).sheet.field.has_focus
    assert not screen_of(plain).sheet.name_field.display


async def test_the_articles_that_answer_become_the_list(plain: Session) -> None:
    await plain.keys("s", *"kettle", "ctrl+l")
    assert plain.app.screen is plain.main
    assert plain.main.place == "list"
    assert [a.title for a in plain.main.articles.articles] == ["Notes from the night ferry"]
    assert plain.main.listing.view.query == "kettle"


async def test_all_that_was_found_is_highlighted_or_tagged(plain: Session) -> None:
    library = plain.main.desk.library
    await plain.keys("s", *"purser", "ctrl+g")
    assert isinstance(plain.app.screen, MarkAllScreen)
    await plain.keys("enter")
    (pair,) = library.highlights()
    assert pair[1].quote == "purser"
    await plain.keys("s", "ctrl+t")
    await plain.keys(*"water", "enter")
    assert [article.tags for article in library.articles("purser")] == [("water",)]
    assert library.search_history() == ["purser"]


async def test_tags_are_completed(plain: Session) -> None:
    library = plain.main.desk.library
    library.edit_article(kiln_id(library), tags=("craft/clay",))
    await plain.keys("s", *"tag", "colon", *"cl")
    assert "craft/clay" in plain.screen_text()
    await plain.keys("tab")
    assert screen_of(plain).sheet.field.value == "tag:craft/clay"
    assert shown(plain) == [kiln_id(library)]
    await plain.keys("home", *"tag", "colon", *"cl", "tab", "space")
    assert screen_of(plain).sheet.field.value == "tag:craft/clay tag:craft/clay"
    await plain.keys("end", "space", *"tag", "colon", "escape")
    assert screen_of(plain).is_current


# -- help, an empty library, what is pasted -------------------------------------------------------


async def test_its_keys_are_in_the_help(plain: Session) -> None:
    await plain.keys("s", "question_mark")
    assert isinstance(plain.app.screen, HelpScreen)
    assert "Show every hit of the article" in plain.screen_text()
    await plain.keys("escape", *"why", "question_mark")
    assert screen_of(plain).sheet.field.value == "why?"
    await plain.keys("f1")
    assert isinstance(plain.app.screen, HelpScreen)
    await plain.keys("f1", "escape")
    assert plain.app.screen is plain.main


async def test_an_empty_library_says_what_to_do(library: Library) -> None:
    async with reading(library, (100, 30)) as session:
        await session.keys("s")
        assert "postil add FILE brings one in" in session.screen_text()
        await session.keys("enter", "down", "ctrl+r", "ctrl+l", "x")
        assert "nothing found" in session.screen_text()


async def test_what_is_hostile_is_harmless(plain: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    library = plain.main.desk.library
    bad = Hit("gone", "[bold]T\x1b[2Jitle\x07", 1.0, "a [red]word[/red] \x1b]0;x\x07 b", 0, 9,
              "highlight", "alsogone", ((3, 7), (19, 400), (-4, 2)), ("note",), 3)  # fmt: skip
    answered_by(monkeypatch, library, lambda _, __: Found((bad,), 1, 1, notices=("[b]\x1b[2J",)))
    await plain.keys("s", "k")
    text = plain.screen_text()
    assert "[bold]T␛[2Jitle␇" in text
    assert "a [red]word[/red] ␛]0;x␇ b" in text
    assert "[b]␛[2J" in text
    assert not any(ord(character) < 32 for character in text.replace("\n", ""))
    await plain.keys("enter")
    assert "no article" in plain.message


async def test_the_places_in_a_text_are_counted_when_nothing_is_typed_for_a_moment(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.search._QUIET", 0.001)
    await plain.keys("s", *"clay")
    for _ in range(1000):
        await plain.pilot.pause()
        await plain.settle()
        if " places" in plain.screen_text():
            break
    assert "30 places" in plain.screen_text()
    answer = screen_of(plain).answer
    assert answer is not None
    assert answer.places == {kiln_id(plain.main.desk.library): 30}


async def test_a_click_goes_to_a_hit_and_a_second_one_opens_it(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = plain.main.desk.library
    known = hits_of(library)
    answered_by(monkeypatch, library, lambda _, __: Found(known, 3))
    await plain.keys("s", "k")
    sheet = screen_of(plain).sheet
    await plain.pilot.click(sheet.hits, offset=(5, 2))
    await plain.settle()
    assert sheet.hits.cursor == 1
    assert sheet.field.has_focus
    await plain.pilot.click(sheet.hits, offset=(5, 3))
    await plain.settle()
    opened = plain.main.desk.opened
    assert opened is not None
    assert opened.article.id == known[1].id


async def test_a_bug_is_a_line_and_not_the_end(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(line: str, limit: int) -> Found:
        raise ZeroDivisionError

    answered_by(monkeypatch, plain.main.desk.library, answer)
    await plain.keys("s", "k")
    assert "a bug in postil (ZeroDivisionError)" in plain.screen_text()


# -- what is done with all of them ----------------------------------------------------------------


async def test_all_places_are_highlighted_after_a_question(plain: Session) -> None:
    await plain.keys("s", *"kettle", "ctrl+g")
    assert "1 place in 1 article" in plain.screen_text()
    await plain.keys("enter")
    marks = [mark.quote for _, mark in plain.main.desk.library.highlights()]
    assert marks == ["kettle"]
    await plain.keys("u")
    assert plain.main.desk.library.highlights() == []


async def test_all_articles_are_tagged_as_one_act(plain: Session) -> None:
    library = plain.main.desk.library
    await plain.keys("s", *'"who"', "ctrl+t")
    assert plain.main.prompt.asking
    await plain.keys(*"people", "enter")
    assert len(library.articles("tag:people")) == 2
    await plain.keys("u")
    assert library.articles("tag:people") == []


async def test_a_concordance_of_what_is_typed(plain: Session) -> None:
    await plain.keys("s", *"kettle", "ctrl+o")
    screen = plain.app.screen
    assert isinstance(screen, ConcordanceScreen)
    assert "1 of 1 line" in plain.screen_text()
    assert "The purser keeps a" in plain.screen_text()


async def test_nothing_found_has_nothing_to_do_all_of(plain: Session) -> None:
    await plain.keys("s", *"zebra", "ctrl+g", "ctrl+t", "ctrl+o", "ctrl+l")
    assert screen_of(plain).is_current


async def test_what_lies_behind_is_not_painted_at_every_key(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plain.keys("s", "k")
    screen = screen_of(plain)
    whole: list[tuple[object, ...]] = []
    refresh = screen.refresh

    def spy(*regions: Region, **rest: bool) -> object:
        whole.append(regions)
        return refresh(*regions, **rest)

    monkeypatch.setattr(screen, "refresh", spy)
    plain.main.refresh()  # once, that is shown
    plain.main._on_timer_update()  # its own timer's, whenever that would have come
    assert whole
    whole.clear()
    for key in (*"ettle", "down"):
        await plain.keys(key)
        plain.main._on_timer_update()
    assert whole == []
