"""The concordance in the reader: of the words here, sorted by keys, opened and gone back to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from textual import events

from store.errors import UsageError
from store.everywhere import Portion
from store.library import Library
from store.search.texts.concordance import Gathered, Line
from tests.ui.harness import Session, drives, reading
from tui.controllers.concordance import words_over
from tui.screens.concordance import ConcordanceScreen, Kept


def screen_of(session: Session) -> ConcordanceScreen:
    screen = session.app.screen
    assert isinstance(screen, ConcordanceScreen)
    return screen


def rights(session: Session) -> list[str]:
    return [line.right.split()[0] for line in screen_of(session)._list._taken]


def focus_text(session: Session) -> str:
    focus = session.main.reader.focus_range
    return session.main.reader.document.text[focus.start : focus.end]


async def asked(session: Session, words: str) -> None:
    await session.keys("g", "k")
    await session.type(words)
    await session.keys("enter")


@drives("concordance", "concordance.again")
async def test_from_words_to_the_text_and_back(reader: Session) -> None:
    await asked(reader, "purser")
    assert rights(reader) == ["keeps"]
    await reader.keys("enter")
    assert focus_text(reader) == "The purser keeps a kettle."
    assert reader.main.desk.opened is not None
    assert "ferry" in reader.main.desk.opened.article.title
    await reader.keys("g", "K")
    assert rights(reader) == ["keeps"]
    await reader.keys("escape")
    assert reader.app.screen is reader.main
    assert "ferry" in reader.main.desk.opened.article.title, "leaving opens nothing"


async def test_lines_are_sorted_by_keys(reader: Session) -> None:
    await asked(reader, "who")
    screen = screen_of(reader)
    text = reader.screen_text()
    assert "1 of 3 lines · by the words after it" in text
    assert rights(reader) == ["boards", "boards", "read"]
    for key, said in (
        ("l", "before it"), ("2", "2L,3L,4L"), ("r", "after it"), ("5", "5R"),
        ("a", "by article"), ("w", "by the word itself"), ("o", "as found"),
    ):  # fmt: skip
        await reader.keys(key)
        assert said in reader.screen_text(), key
        lines = screen._list._taken
        assert list(lines) == screen._found.in_order(screen._order), key


async def test_the_cursor_stays_on_its_line(reader: Session) -> None:
    await asked(reader, "the")
    await reader.keys("G")
    line = screen_of(reader)._list.chosen
    await reader.keys("l")
    assert screen_of(reader)._list.chosen == line
    assert screen_of(reader)._list.cursor > 0
    await reader.keys("enter")
    assert line is not None
    assert reader.main.desk.opened is not None
    assert reader.main.desk.opened.article.id == line.article
    focus = reader.main.reader.focus_range
    assert focus.start <= line.start < focus.end
    await reader.keys("g", "K")
    assert screen_of(reader)._list.chosen == line
    assert screen_of(reader)._order == "left"


async def test_n_walks_through_the_places_of_the_article(reader: Session) -> None:
    await asked(reader, "boards")
    await reader.keys("enter")
    first = reader.main.reader.focus_range
    await reader.keys("n")
    assert focus_text(reader) == "boards"
    assert reader.main.reader.focus_range != first
    assert "boards: 2 of 2" in reader.message


async def test_of_the_word_under_the_caret_and_of_a_selection(reader: Session) -> None:
    await reader.keys("j", "j", "v", "v", "w", "g", "k")
    assert screen_of(reader)._query == "kiln"
    assert "kiln" in reader.screen_text()
    await reader.keys("escape")
    assert reader.main.in_caret, "the caret is where it was"
    await reader.keys("v", "e", "w", "e", "g", "k")
    assert screen_of(reader)._query == "kiln at"
    await reader.keys("escape", "enter", "g", "k")
    assert screen_of(reader)._query == "kiln at", "a selection in focus, too"


async def test_other_words_are_asked_for(reader: Session) -> None:
    await asked(reader, "kettle")
    await reader.keys("/", "end", "backspace", "backspace", "asterisk", "enter")
    assert screen_of(reader)._query == "kett*"
    assert rights(reader) == ["."]
    await reader.keys("/", "x", "escape")
    assert isinstance(reader.app.screen, ConcordanceScreen)
    await reader.keys("q")
    assert reader.app.screen is reader.main


@pytest.mark.parametrize(
    ("query", "said"), [("zebra", "nothing"), ("is:new", "there is no is:new")]
)
async def test_what_is_not_there_or_wrong_is_said(reader: Session, query: str, said: str) -> None:
    await asked(reader, query)
    assert said in reader.screen_text()
    await reader.keys("enter", "l", "2")
    assert isinstance(reader.app.screen, ConcordanceScreen), "there is nothing to open"


async def test_there_is_none_to_go_back_to(reader: Session) -> None:
    await reader.keys("g", "K")
    assert "no concordance" in reader.message


async def test_a_text_that_changed_meanwhile(reader: Session) -> None:
    await asked(reader, "kettle")
    screen_of(reader)
    library = reader.main.desk.library
    ferry = next(a for a in library.articles() if "ferry" in a.title)
    path = library.folders.articles / ferry.file
    text = path.read_text("utf-8")
    path.write_text(text.replace("a kettle", "no lamp"), "utf-8")
    await reader.keys("enter")
    assert "the text has changed since" in reader.message


@pytest.mark.parametrize("size", [(160, 45), (100, 30), (80, 24), (40, 12)])
async def test_keywords_make_a_column_at_any_size(
    desk_library: Library, sources: Path, size: tuple[int, int]
) -> None:
    (sources / "wide.md").write_text(
        "# 窯\n\n窯の火は強い。 the kiln 窯 مضاء [bold]kiln[/]\n", "utf-8"
    )
    assert [each.outcome for each in desk_library.add([str(sources / "wide.md")])] == ["added"]
    async with reading(desk_library, size=size) as session:
        await asked(session, "kiln")
        screen = screen_of(session)
        rows = [
            screen._list.render_line(y)
            for y in range(min(screen._list.count, screen._list.size.height))
        ]
        assert {row.cell_length for row in rows} == {screen._list.size.width}
        at = set()
        for row in rows:
            cells = 0
            for segment in row:
                if segment.text == "kiln":
                    at.add(cells)
                    break
                cells += segment.cell_length
        assert len(at) == 1


# -- while lines come ------------------------------------------------------------------------------


def line_of(number: int, right: str) -> Line:
    return Line("a", "A", number, number + 1, f"left {number} ", "k", f" {right}")


class Slow:
    """Gives one portion, then waits to be let on."""

    def __init__(self) -> None:
        self.go_on = Event()
        self.asked: list[str] = []
        self.cancelled: list[bool] = []

    def __call__(self, query: str, cancelled: Callable[[], bool]) -> Iterator[Portion]:
        self.asked.append(query)
        if query == "wrong":
            raise UsageError("this is wrong")
        yield Portion((line_of(1, "b"), line_of(2, "a")), 1, 3)
        if query == "slow":
            assert self.go_on.wait(20)
        self.cancelled.append(cancelled())
        yield Portion((line_of(3, "0"),), 2, 3, more=True)


async def shown(session: Session, slow: Slow, kept: Kept) -> ConcordanceScreen:
    screen = ConcordanceScreen(slow, session.main.look, kept)
    session.app.push_screen(screen)
    await session._flush()
    return screen


async def until(session: Session, done: Callable[[], bool]) -> None:
    for _ in range(2000):
        if done():
            return
        await session._flush(rounds=1)
    raise AssertionError("it never came")


async def test_the_first_lines_are_there_while_more_come(reader: Session) -> None:
    slow = Slow()
    screen = await shown(reader, slow, Kept("slow", Gathered()))
    await until(reader, lambda: screen._list.count == 2)
    assert [line.right for line in screen._list._taken] == [" a", " b"]
    assert "1 of 3 texts" in reader.screen_text()
    screen.on_key(_key("o"))
    assert screen._order == "none", "another order is wanted meanwhile"
    slow.go_on.set()
    await reader.settle()
    assert [line.start for line in screen._list._taken] == [1, 2, 3]
    assert "3 lines and more" in reader.screen_text()
    assert slow.asked == ["slow"], "sorting asks nothing again"


async def test_the_cursor_is_where_the_last_key_put_it_when_lines_come(reader: Session) -> None:
    slow = Slow()
    screen = await shown(reader, slow, Kept("slow", Gathered()))
    await until(reader, lambda: screen._list.count == 2)
    screen.on_key(_key("j"))  # what follows from it is not handled yet when the next lines come
    line = screen._list.chosen
    lines = screen._found.in_order("none")
    screen.on_concordance_screen_came(screen.Came(1, lines, "none", 1, "", last=False))
    assert screen._list.chosen == line
    screen.on_key(_key("g"))
    screen.on_concordance_screen_came(screen.Came(1, lines, "none", 1, "", last=False))
    assert screen._list.cursor == 0, "at the top it stays at the top"
    slow.go_on.set()
    await reader.settle()


async def test_leaving_stops_it_and_going_back_asks_again(reader: Session) -> None:
    slow = Slow()
    screen = await shown(reader, slow, Kept("slow", Gathered()))
    await until(reader, lambda: screen._list.count == 2)
    left: list[Kept] = []
    screen.dismiss = lambda chosen: left.append(chosen.kept)  # type: ignore[method-assign,union-attr,misc]
    screen.on_key(_key("q"))
    assert not left[0].whole
    screen.workers.cancel_all()
    slow.go_on.set()
    await reader.settle()
    assert slow.cancelled == [True]
    screen = await shown(reader, slow, left[0]._replace(query="quick"))
    await until(reader, lambda: screen._list.count == 3)
    assert slow.asked == ["slow", "quick"]


async def test_an_older_answer_is_dropped(reader: Session) -> None:
    slow = Slow()
    screen = await shown(reader, slow, Kept("slow", Gathered()))
    await until(reader, lambda: screen._list.count == 2)
    screen.query_one("Input").value = "wrong"  # type: ignore[attr-defined]
    await screen.query_one("Input").action_submit()  # type: ignore[attr-defined]
    await until(reader, lambda: screen._said == "this is wrong")
    slow.go_on.set()
    await reader.settle()
    assert screen._said == "this is wrong"
    assert screen._list.count == 0


def _key(name: str) -> events.Key:
    return events.Key(name, name if len(name) == 1 else None)


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("the old lamp went", 8, 9, "lamp"),
        ("the old lamp went", 5, 10, "old lamp"),
        ("the old lamp went", 3, 4, ""),
        ("state-of-the-art", 1, 2, '"state-of-the-art"'),
        ("he said “the lamp” twice", 8, 24, '"the lamp” twice"'),
        ("灯台守", 1, 2, "台"),
        ("one two three four five six seven", 0, 33, ""),
        ("a\nlamp", 0, 6, "a lamp"),
        ('the "lamp" OR', 4, 13, '"lamp OR"'),
        ("", 0, 0, ""),
    ],
)
def test_words_over_a_passage(text: str, start: int, end: int, words: str) -> None:
    assert words_over(text, start, end) == words
