"""The list of articles: sorted, grouped, narrowed, selected, acted on; and the lists above it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.errors import StoreError
from store.library import Library
from store.model import Article
from tests.ui.conftest import kiln_id
from tests.ui.harness import Session, drives, reading
from tests.ui.test_screens import HOSTILE, SIZES, resize
from tui.listing import GroupHead
from tui.screens.picker import Picker

FERRY, KILN, ORCHARD = "Notes from the night ferry", "The kiln at the bend", "The orchard ledger"


@pytest.fixture
async def listed(desk_library: Library) -> AsyncIterator[Session]:
    """A reader of 120 x 40, in the list of three articles; nothing is open."""
    async with reading(desk_library) as session:
        yield session


def titles(session: Session) -> list[str]:
    return [article.title for article in session.main.articles.articles]


def rows(session: Session) -> list[str]:
    return [
        f"[{row.name}]" if isinstance(row, GroupHead) else row.title
        for row in session.main.articles.rows
    ]


def under_cursor(session: Session) -> str:
    selected = session.main.articles.selected
    return selected.title if selected is not None else ""


def head(session: Session, lines: int = 9) -> list[str]:
    width = session.main.head.size.width
    return [line[:width].rstrip() for line in session.screen_text().split("\n")[:lines]]


def by_title(library: Library) -> dict[str, Article]:
    return {article.title: article for article in library.articles()}


def tagged(library: Library, **tags: list[str]) -> None:
    ids = {"ferry": FERRY, "kiln": KILN, "orchard": ORCHARD}
    for name, given in tags.items():
        library.edit_article(by_title(library)[ids[name]].id, tags=given)


# -- order -------------------------------------------------------------------------------------


@drives("list.sort")
async def test_sorts(reader: Session) -> None:
    await reader.keys("shift+tab", "o")
    assert isinstance(reader.app.screen, Picker)
    await reader.keys("6")
    assert titles(reader)[0] == KILN
    assert under_cursor(reader) == KILN
    assert "longest first" in "\n".join(head(reader))
    await reader.keys("o", "5")
    assert titles(reader)[-1] == KILN
    assert under_cursor(reader) == KILN, "the cursor stays on its article"
    await reader.keys("o", "1")
    assert titles(reader) == [FERRY, KILN, ORCHARD]
    assert "first" not in "\n".join(head(reader))


@drives("list.group", "list.group_next", "list.group_previous")
async def test_groups(reader: Session) -> None:
    library = reader.main.desk.library
    tagged(library, ferry=["water", "craft"], kiln=["craft", "fire/clay"])
    await reader.keys("shift+tab")
    await reader.keys(*["right_square_bracket"] * 2)
    assert "there are no groups" in reader.message
    await reader.keys("O", "2")
    reader.main.desk.changes.reload_all()
    await reader.settle()
    assert rows(reader) == [
        "[#craft]", FERRY, KILN, "[#fire/clay]", KILN, "[#water]", FERRY, "[no tags]", ORCHARD,
    ]  # fmt: skip
    assert titles(reader) == [FERRY, KILN, ORCHARD]
    await reader.keys("g", "g")
    assert reader.main.articles.cursor == 1
    await reader.keys(*["right_square_bracket"] * 2)
    assert (under_cursor(reader), reader.main.articles.cursor) == (KILN, 4)
    await reader.keys("2", *["right_square_bracket"] * 2)
    assert under_cursor(reader) == ORCHARD
    await reader.keys(*["right_square_bracket"] * 2)
    assert "last group" in reader.message
    await reader.keys(*["left_square_bracket"] * 2)
    assert (under_cursor(reader), reader.main.articles.cursor) == (FERRY, 6)
    await reader.keys("k", "k", *["left_square_bracket"] * 2)
    assert reader.main.articles.cursor == 1
    await reader.keys(*["left_square_bracket"] * 2)
    assert "first group" in reader.message
    await reader.keys("O", "4")
    assert rows(reader) == ["[unread]", FERRY, KILN, ORCHARD]
    await reader.keys("r")
    assert rows(reader) == ["[unread]", KILN, ORCHARD, "[done]", FERRY]
    assert under_cursor(reader) == KILN, "the cursor goes on to the next"


async def test_the_order_is_kept_over_a_restart(desk_library: Library) -> None:
    async with reading(desk_library) as session:
        await session.keys("o", "6", "O", "4")
        assert rows(session) == ["[unread]", KILN, ORCHARD, FERRY]
        await session.keys("ctrl+q")
    async with reading(desk_library) as session:
        assert rows(session) == ["[unread]", KILN, ORCHARD, FERRY]
        assert not (desk_library.folders.config / "config.yaml").exists()


async def test_walking_through_groups_with_j_and_k(desk_library: Library) -> None:
    tagged(desk_library, ferry=["a", "b"], orchard=["b"])
    async with reading(desk_library) as session:
        await session.keys("O", "2", "enter")
        seen = []
        for _ in range(4):
            opened = session.main.desk.opened
            assert opened is not None
            seen.append(opened.article.title)
            await session.keys("J")
        assert seen == [FERRY, FERRY, ORCHARD, KILN]
        assert "last article" in session.message
        await session.keys("K")
        assert under_cursor(session) == ORCHARD


async def test_the_head_of_a_group_is_seen_when_its_first_article_is(
    desk_library: Library,
) -> None:
    tagged(desk_library, ferry=["a"], kiln=["b"], orchard=["c"])
    async with reading(desk_library, (60, 12)) as session:
        await session.keys("O", "2", "G", "k", "k")
        assert "#a" in session.screen_text()
        await session.keys("j", "j", "k")
        assert "#b" in session.screen_text()


async def test_authors_are_said_where_they_decide_the_order(
    desk_library: Library, sources: Path
) -> None:
    (sources / "salt.md").write_text(
        "---\nauthor: Wanda Brine\ntags: [sea]\n---\n\n# Salt\n\nA road of salt.\n",
        encoding="utf-8",
    )
    assert [added.outcome for added in desk_library.add([str(sources / "salt.md")])]
    async with reading(desk_library) as session:
        assert "Wanda" not in session.screen_text()
        await session.keys("o", "4")
        assert titles(session)[0] == "Salt"
        assert "Wanda" in session.screen_text()


async def test_what_was_read_last_stands_first(listed: Session) -> None:
    await listed.keys("o", "9", "j", "enter", "G", "q")
    assert titles(listed) == [FERRY, KILN, ORCHARD], "nothing moves while one reads"
    await listed.keys("J", "o", "9")
    assert titles(listed) == [KILN, FERRY, ORCHARD]


# -- narrowing ---------------------------------------------------------------------------------


async def test_the_list_narrows_while_one_types(listed: Session) -> None:
    await listed.keys("j", "slash")
    await listed.type("ferr")
    assert titles(listed) == [FERRY]
    assert listed.screen_text().split("\n")[-2].rstrip().endswith("1 of 3")
    await listed.keys("escape")
    assert titles(listed) == [FERRY, KILN, ORCHARD]
    assert under_cursor(listed) == KILN, "back where one was"
    assert listed.message == ""
    await listed.keys("slash")
    await listed.type("kettle")
    await listed.keys("enter")
    assert "3" not in head(listed)[0].replace("1 of 3", "")
    assert listed.screen_text().split("\n")[-1].startswith(" 1 article · inbox · kettle")
    await listed.keys("enter")
    opened = listed.main.desk.opened
    assert opened is not None
    assert opened.article.title == FERRY


async def test_what_cannot_be_read_yet_is_said_beside_it(listed: Session) -> None:
    await listed.keys("slash")
    await listed.type("is:new")
    assert "there is no is:new" in listed.screen_text()
    await listed.keys("enter")
    assert "there is no is:new" in listed.message
    await listed.keys("escape", "slash")
    assert titles(listed) == [FERRY, KILN, ORCHARD]
    await listed.type("zebra")
    await listed.keys("enter")
    assert titles(listed) == []
    assert "nothing found" in listed.screen_text()
    for key in ("j", "G", "enter", "t", "r", "d", "v", "V", "x", "J"):
        await listed.keys(key)
        assert listed.app.screen is listed.main
    await listed.keys("escape")
    assert len(titles(listed)) == 3


async def test_a_filter_stays_in_its_list(desk_library: Library) -> None:
    articles = by_title(desk_library)
    desk_library.edit_article(articles[FERRY].id, archived=True)
    async with reading(desk_library) as session:
        await session.keys("slash")
        await session.type("the")
        await session.keys("enter")
        assert titles(session) == [KILN, ORCHARD]
        await session.keys("escape", "g", "5", "slash")
        await session.type("the")
        await session.keys("enter")
        assert titles(session) == [FERRY, KILN, ORCHARD]
        await session.keys("escape")
        assert session.main.listing.view.of.name == "all"
        await session.keys("escape")
        assert session.main.listing.view.of.name == "inbox"
        assert session.app.is_running


# -- selecting ---------------------------------------------------------------------------------


@drives("list.select", "list.select_all")
async def test_selects_and_acts_once(reader: Session) -> None:
    library = reader.main.desk.library
    await reader.keys("shift+tab", "g", "g", "v", "v")
    assert under_cursor(reader) == ORCHARD
    assert "2 selected" in "\n".join(head(reader))
    assert reader.screen_text().count("✓") == 2
    await reader.keys("asterisk")
    assert "2 articles: starred" in reader.message
    assert [a.starred for a in library.articles()] == [True, True, False]
    await reader.keys("u")
    assert [a.starred for a in library.articles()] == [False] * 3, "one act"
    await reader.keys("r")
    assert [a.status for a in library.articles()] == ["done", "done", "unread"]
    await reader.keys("r")
    assert [a.status for a in library.articles()] == ["unread"] * 3
    await reader.keys("t")
    await reader.type("craft fire/clay")
    await reader.keys("enter", "t")
    await reader.type("fire -craft")
    await reader.keys("enter")
    assert [a.tags for a in library.articles()] == [("fire/clay", "fire")] * 2 + [()]
    await reader.keys("u")
    await reader.keys("t", "enter")
    assert "as they were" in reader.message
    assert [a.tags for a in library.articles()] == [("craft", "fire/clay")] * 2 + [()]
    await reader.keys("V")
    assert "3 selected" in "\n".join(head(reader))
    await reader.keys("V")
    assert "selected" not in "\n".join(head(reader))
    await reader.keys("g", "g", "2", "v", "escape")
    assert "selected" not in reader.screen_text()
    assert reader.app.is_running


async def test_the_open_article_follows_what_is_done_to_several(reader: Session) -> None:
    await reader.keys("shift+tab", "V", "t")
    await reader.type("craft")
    await reader.keys("enter", "r")
    opened = reader.main.desk.opened
    assert opened is not None
    assert (opened.article.tags, opened.annotations.status) == (("craft",), "done")
    assert "#craft" in reader.screen_text()
    await reader.keys("tab", "G", "ctrl+q")
    assert {a.status for a in reader.main.desk.library.articles()} == {"done"}


async def test_an_article_in_two_groups_is_selected_once(listed: Session) -> None:
    tagged(listed.main.desk.library, ferry=["a", "b"])
    listed.main.desk.changes.reload_all()
    await listed.keys("O", "2", "g", "g", "2", "v")
    assert [article.title for article in listed.main.listing.chosen] == [FERRY]


async def test_what_the_index_learns_while_one_types_is_listed(listed: Session) -> None:
    await listed.keys("a")
    await listed.type("zebra")
    await listed.keys("ctrl+s", "slash")
    await listed.type("zebra")
    assert titles(listed) == [FERRY]


async def test_only_what_is_listed_is_acted_on(listed: Session) -> None:
    library = listed.main.desk.library
    await listed.keys("V", "slash")
    await listed.type("ferry")
    await listed.keys("enter")
    assert "1 selected" in "\n".join(head(listed))
    await listed.keys("asterisk")
    assert [a.title for a in library.articles() if a.starred] == [FERRY]
    await listed.keys("escape", "escape")
    assert "selected" not in listed.screen_text()


async def test_archived_articles_leave_the_inbox(listed: Session) -> None:
    library = listed.main.desk.library
    await listed.keys("j", "e")
    assert titles(listed) == [FERRY, ORCHARD]
    assert under_cursor(listed) == ORCHARD
    await listed.keys("e")
    assert under_cursor(listed) == FERRY
    await listed.keys("u")
    assert titles(listed) == [FERRY, ORCHARD]
    assert under_cursor(listed) == FERRY
    assert [a.archived for a in library.articles()] == [False, True, False]
    await listed.keys("V", "e")
    assert titles(listed) == []
    assert "no articles in inbox" in listed.screen_text()
    assert "inbox: no articles here" in listed.screen_text()
    await listed.keys("g", "4")
    assert titles(listed) == [FERRY, KILN, ORCHARD]
    await listed.keys("V", "e", "q")
    assert titles(listed) == [FERRY, KILN, ORCHARD]


async def test_archiving_while_one_reads_goes_on_to_the_next(listed: Session) -> None:
    await listed.keys("j", "enter", "e", "K")
    opened = listed.main.desk.opened
    assert opened is not None
    assert opened.article.title == FERRY
    await listed.keys("e", "J")
    assert listed.main.desk.opened.article.title == ORCHARD  # type: ignore[union-attr]


async def test_a_write_that_fails_brings_the_rows_back(
    listed: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    library = listed.main.desk.library
    for name in ("edit_articles", "delete_articles", "edit_article"):
        monkeypatch.setattr(library, name, full)
    for keys in (("e",), ("d",), ("V", "e"), ("V", "V", "d", "1")):
        await listed.keys(*keys)
        assert listed.message == "the disk is full", keys
        assert titles(listed) == [FERRY, KILN, ORCHARD], keys


async def test_exports_what_is_selected(listed: Session, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    await listed.keys("v", "v", "x")
    await listed.type("json")
    await listed.keys("enter", "ctrl+u")
    await listed.type(str(out))
    await listed.keys("enter")
    text = out.read_text(encoding="utf-8")
    assert FERRY in text
    assert KILN in text
    assert ORCHARD not in text


# -- deleting ----------------------------------------------------------------------------------


@drives("list.delete")
async def test_deletes(reader: Session) -> None:
    library = reader.main.desk.library
    await reader.keys("shift+tab", "g", "g", "d")
    assert titles(reader) == [KILN, ORCHARD]
    assert "in the trash; u brings it back" in reader.message
    assert [a.title for a in library.articles()] == [KILN, ORCHARD]
    await reader.keys("V", "d")
    assert isinstance(reader.app.screen, Picker)
    await reader.keys("2")
    assert len(library.articles()) == 2
    await reader.keys("d", "1")
    assert library.articles() == []
    assert titles(reader) == []
    await reader.keys("u", "u")
    assert titles(reader) == [FERRY, KILN, ORCHARD]


async def test_saving_and_deleting_a_search_can_be_undone(reader: Session) -> None:
    library, listing = reader.main.desk.library, reader.main.listing
    await reader.keys("shift+tab", "slash")
    await reader.type("kil")
    await reader.keys("enter", "L")
    await reader.type("clay")
    await reader.keys("enter")
    saved = library.saved_searches()
    assert [search.name for search in saved] == ["clay"]
    await reader.keys("u")
    assert library.saved_searches() == []
    assert listing.saved == ()
    await reader.keys("ctrl+r")
    assert library.saved_searches() == saved
    assert [smart.name for smart in listing.saved] == ["clay"]


@drives("go.trash")
async def test_deleted_articles_come_back(reader: Session) -> None:
    library = reader.main.desk.library
    await reader.keys("shift+tab", "g", "d")
    assert "nothing in the trash" in reader.message
    await reader.keys("g", "g", "d", "d")
    assert titles(reader) == [ORCHARD]
    assert library.undo() == "deletion of an article"
    await reader.keys("g", "d")
    assert isinstance(reader.app.screen, Picker)
    shown = reader.screen_text()
    assert FERRY in shown
    assert "deleted today" in shown
    await reader.keys("enter")
    assert titles(reader) == [FERRY, KILN, ORCHARD]
    assert "back from the trash" in reader.message
    await reader.keys("u")
    assert [article.title for article in library.articles()] == [KILN, ORCHARD]


async def test_what_cannot_come_back_is_said(desk_library: Library) -> None:
    async with reading(desk_library) as session:
        await session.keys("d", "g", "d")
        for path in desk_library.folders.trash.iterdir():
            path.unlink()
        await session.keys("enter")
        assert "in the trash" in session.message
        assert len(desk_library.articles()) == 2


async def test_the_reader_lets_go_of_a_deleted_article(desk_library: Library) -> None:
    article_id = kiln_id(desk_library)
    async with reading(desk_library, article_id=article_id) as session:
        await session.keys("j", "j", "h", "space", "space")
        top = session.main.reader.top_offset
        assert top > 0
        await session.keys("shift+tab", "d")
        assert session.main.desk.opened is None
        assert session.main.desk.wanted == ""
        assert not session.main.reader.display
        assert "opens the article" in session.screen_text()
        assert "Highlights" not in session.screen_text()
        files = [*desk_library.folders.annotations.iterdir()]
        await session.keys("tab", "z", "J", "K", "apostrophe", "n")
        assert session.app.is_running
        assert [*desk_library.folders.annotations.iterdir()] == files, "nothing is written after"
        await session.keys("shift+tab", "u", "ctrl+q")
    annotations = desk_library.annotations(article_id)
    assert annotations.place is not None
    assert annotations.place.offset == top, "where one was is saved before it goes"
    assert len(annotations.highlights) == 1


async def test_leaving_after_a_deletion_writes_nothing(desk_library: Library) -> None:
    article_id = kiln_id(desk_library)
    async with reading(desk_library, article_id=article_id) as session:
        await session.keys("space", "shift+tab")
        await session.pilot.press("d", "ctrl+q")
    assert session.main.desk.queue.lost == []
    assert article_id not in {a.id for a in desk_library.articles()}
    assert not [p for p in desk_library.folders.annotations.iterdir() if article_id in p.name]


# -- lists -------------------------------------------------------------------------------------


@drives("list.lists", "list.save", *(f"list.jump_{number}" for number in range(1, 10)))
async def test_lists(reader: Session) -> None:
    library = reader.main.desk.library
    await reader.keys("shift+tab", "g", "g", "asterisk", "j", "r", "j", "e")
    found = []
    for number in range(1, 6):
        await reader.keys("g", str(number))
        found.append(titles(reader))
    assert found == [[FERRY, KILN], [FERRY], [FERRY], [ORCHARD], [FERRY, KILN, ORCHARD]]
    for number in range(6, 10):
        await reader.keys("g", str(number))
        assert f"there is no list {number}" in reader.message
    await reader.keys("L")
    assert "this is a list already" in reader.message
    await reader.keys("g", "1", "slash")
    await reader.type("kil")
    await reader.keys("enter", "L")
    await reader.type("firing  of clay")
    await reader.keys("enter")
    assert [*library.saved_searches()] == [("firing of clay", "-is:archived kil")]
    assert titles(reader) == [KILN]
    assert reader.main.listing.view.query == ""
    await reader.keys("g", "1")
    await reader.keys("g", "6")
    assert titles(reader) == [KILN]
    await reader.keys("l")
    screen = reader.screen_text()
    assert isinstance(reader.app.screen, Picker)
    for said in ("Inbox", "2 g 1", "Starred", "1 g 3", "firing of clay", "1 g 6"):
        assert said in screen, said
    await reader.keys("2")
    assert titles(reader) == [FERRY]
    await reader.keys("l", "d")
    assert "always there" in reader.message
    await reader.keys("g", "6", "l", "d", "1")
    assert library.saved_searches() == []
    assert reader.main.listing.view.of.name == "inbox"
    assert "firing of clay" not in "\n".join(head(reader))


async def test_a_saved_search_can_be_replaced(desk_library: Library) -> None:
    desk_library.save_search("craft", "kiln")
    async with reading(desk_library) as session:
        await session.keys("slash")
        await session.type("ferry")
        await session.keys("enter", "L")
        await session.type("Inbox")
        await session.keys("enter")
        assert "postil's own" in session.message
        await session.keys("L")
        await session.type("craft")
        await session.keys("enter", "2")
        assert [*desk_library.saved_searches()] == [("craft", "kiln")]
        await session.keys("L")
        await session.type("craft")
        await session.keys("enter", "1")
        assert [*desk_library.saved_searches()] == [("craft", "-is:archived ferry")]
        await session.keys("slash", "L", "escape", "L", "escape")
        assert session.app.is_running


async def test_saved_searches_that_change_on_disk(desk_library: Library) -> None:
    desk_library.save_search("craft", "kiln")
    async with reading(desk_library) as session:
        await session.keys("g", "6")
        assert titles(session) == [KILN]
        desk_library.save_search("craft", "ferry")
        session.main.desk.changes.reload_all()
        await session.settle()
        assert titles(session) == [FERRY]
        (desk_library.folders.library / "lists.yaml").write_text("- not a list\n", encoding="utf-8")
        session.main.desk.changes.reload_all()
        await session.settle()
        assert "lists.yaml" in session.message
        await session.keys("j")
        session.main.desk.changes.reload_all()
        await session.settle()
        assert session.message == "", "said once"


async def test_a_tag_lists_its_articles_the_archived_too(desk_library: Library) -> None:
    tagged(desk_library, ferry=["water"], kiln=["fire"])
    desk_library.edit_article(by_title(desk_library)[FERRY].id, archived=True)
    async with reading(desk_library) as session:
        await session.keys("g", "t")
        await session.type("/water")
        await session.keys("enter")
        assert titles(session) == [FERRY]
        assert "#water" in head(session)[3] + head(session)[5]
        await session.keys("escape")
        assert titles(session) == [KILN, ORCHARD]


async def test_a_click_on_a_list_goes_there(desk_library: Library) -> None:
    desk_library.edit_article(by_title(desk_library)[FERRY].id, starred=True)
    async with reading(desk_library, (120, 40), article_id=kiln_id(desk_library)) as session:
        assert [line.split()[:2] for line in head(session, 5)] == [
            ["1", "Inbox"], ["2", "Unread"], ["3", "Starred"], ["4", "Archive"], ["5", "All"],
        ]  # fmt: skip
        await session.pilot.click("#head", offset=(4, 2))
        await session.settle()
        assert titles(session) == [FERRY]
        assert session.main.place == "list"


# -- what the head says ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "lines"), [((160, 45), 6), ((100, 30), 5), ((80, 24), 2), ((60, 20), 2), ((40, 12), 1)]
)
async def test_the_head_fits_the_screen(
    desk_library: Library, size: tuple[int, int], lines: int
) -> None:
    desk_library.edit_article(by_title(desk_library)[FERRY].id, status="done")
    async with reading(desk_library, size) as session:
        assert session.main.head.size.height == lines
        assert head(session)[0].endswith("Inbox" + head(session)[0].partition("Inbox")[2])
        assert "2 unread · 3" in head(session)[0]
        await session.keys("v", "o", "3")
        said = "\n".join(head(session, lines))
        assert "1 selected" in said
        assert ("by title" in said) == (lines > 1)
        await session.keys("slash")
        await session.type("ferry")
        await session.keys("enter", "escape")
        said = "\n".join(head(session, lines))
        assert "ferry" in said
        assert "1 of 3" in said
        await session.keys("g", "4")
        assert "Archive" in "\n".join(head(session, lines))


async def test_a_resize_changes_the_head(desk_library: Library) -> None:
    async with reading(desk_library, (160, 45)) as session:
        for size in (*SIZES, *reversed(SIZES)):
            await resize(session, *size)
            assert session.app.is_running
            assert "Inbox" in session.screen_text()


async def test_counts_follow_what_is_done(desk_library: Library) -> None:
    desk_library.save_search("of water", "tag:water")
    async with reading(desk_library, (160, 45)) as session:
        assert [line.split()[-1] for line in head(session, 6)] == [
            "unread",
            "3",
            "0",
            "0",
            "3",
            "0",
        ]
        await session.keys("asterisk", "t")
        await session.type("water")
        await session.keys("enter", "j", "e", "r")
        said = [line.split()[-1] for line in head(session, 6)]
        assert said == ["2", "1", "1", "1", "3", "1"]
        await session.keys("u", "u")
        assert [line.split()[-1] for line in head(session, 6)][3] == "0"


# -- many, hostile, none -----------------------------------------------------------------------


def made_up(count: int) -> list[Article]:
    tags = ("clay", "fire/kiln", "fire", "to-read", "water")
    return [
        Article(
            f"m{number:05}",
            f"{HOSTILE[number % len(HOSTILE)]} {number}",
            author=HOSTILE[number % 3],
            source=f"https://h{number % 50}.example/{number}",
            added="2024-01-01T00:00:00Z",
            words=number % 977 * 10,
            status=("unread", "reading", "done")[number % 3],  # type: ignore[arg-type]
            archived=number % 10 == 9,
            progress=number % 101,
            tags=tags[number % 5 : number % 5 + number % 3],
        )
        for number in range(count)
    ]


async def test_ten_thousand_articles(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    many = made_up(10_000)
    monkeypatch.setattr(library, "articles", lambda query="": many)
    async with reading(library, (100, 30)) as session:
        widget = session.main.articles
        assert len(widget.articles) == 9000
        for keys in (("G",), ("o", "3"), ("O", "2"), ("o", "5"), ("O", "3"), ("V",), ("g", "g")):
            await session.keys(*keys)
            assert len(session.main.articles.articles) == 9000
            assert len(widget._strips) < 400, "only rows on the screen are painted"
        assert "9000 selected" in session.screen_text()
        text = session.screen_text()
        assert not set(text) & {chr(c) for c in (*range(10), *range(11, 32), 0x7F, 0x9B)}
        assert "\u202e" not in text
        await session.keys("v", "v", "escape", "g", "4")
        assert len(session.main.articles.articles) == 1000


async def test_hostile_names_of_lists_and_tags(library: Library, sources: Path) -> None:
    assert [added.outcome for added in library.add([str(sources)])]
    for number, text in enumerate(HOSTILE[:3]):
        library.save_search(f"{text}{number}", "tag:[/red]")
    library.edit_articles(
        [article.id for article in library.articles()], add_tags=["[bold]x[/]", "[@click=app.quit]"]
    )
    async with reading(library, (160, 45)) as session:
        for keys in (("O", "2"), ("l",), ("escape", "g", "7"), ("l", "d"), ("2", "L", "escape")):
            await session.keys(*keys)
            assert session.app.is_running, keys
            text = session.screen_text()
            assert not set(text) & {chr(c) for c in (*range(10), *range(11, 32), 0x7F, 0x9B)}, keys
            assert "\u202e" not in text, keys


@pytest.mark.parametrize("size", [(160, 45), (40, 12)])
async def test_an_empty_library(library: Library, size: tuple[int, int]) -> None:
    async with reading(library, size) as session:
        assert "postil add FILE" in session.screen_text()
        for keys in (
            ("v",), ("V",), ("d",), ("e",), ("o", "3"), ("O", "2"), ("l", "4"), ("g", "1"), ("L",),
            ("slash", "x", "enter"), ("escape",), ("t",), ("x",), ("J",), ("K",), ("g", "g"),
        ):  # fmt: skip
            await session.keys(*keys)
            assert session.app.screen is session.main, keys
        assert "postil add FILE" in session.screen_text()


async def test_what_changes_elsewhere_keeps_cursor_selection_and_order(
    desk_library: Library, sources: Path
) -> None:
    async with reading(desk_library, (100, 30)) as session:
        await session.keys("o", "3", "O", "4", "v")
        assert under_cursor(session) == KILN
        (sources / "salt.md").write_text("# A road of salt\n\nSalt.\n", encoding="utf-8")
        assert [added.outcome for added in desk_library.add([str(sources / "salt.md")])]
        session.main.desk.changes.reload_all()
        await session.settle()
        assert rows(session) == ["[unread]", "A road of salt", FERRY, KILN, ORCHARD]
        assert under_cursor(session) == KILN
        assert [article.title for article in session.main.listing.chosen] == [FERRY]
        desk_library.delete_articles([by_title(desk_library)[KILN].id])
        session.main.desk.changes.reload_all()
        await session.settle()
        assert under_cursor(session) == ORCHARD


async def test_a_list_read_before_a_write_is_read_again(
    listed: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is answered while something is being written may not have it."""
    library, listing = listed.main.desk.library, listed.main.listing
    stale = library.articles()
    monkeypatch.setattr(library, "articles", lambda query="": stale)
    listing.reload()
    listed.main.desk.changes.article(stale[0], "archived", archived=True)
    monkeypatch.undo()
    await listed.settle()
    assert titles(listed) == [KILN, ORCHARD]
