"""The list of articles: every order total, every article in exactly its groups, the cursor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.model import STATUSES, Article
from store.text.fold import fold
from tui import kept_list
from tui.controllers.notes import read_tag_changes
from tui.listing import (
    BUILT_IN,
    GROUPS,
    SORTS,
    Group,
    GroupHead,
    SmartList,
    Sort,
    View,
    arranged,
    belonging,
    count_unread,
    find_row,
    grouped,
    holds,
    ordered,
    replaced,
    source_of,
    standing,
    step_aside,
)
from tui.widgets.article_list import counts

_WORDS = st.sampled_from(["", "Äpfel", "apfel", "Kiln", "kiln", "[bold]x[/]", "\u202eevil", "漢字"])
_TAGS = st.lists(st.sampled_from(["clay", "Clay", "fire", "fire/kiln", "to-read"]), unique=True)
_SOURCES = st.sampled_from(
    ["", "https://www.Kiln.example/a?b", "http://u@kiln.example:80#x", "/home/x/notes/a.md",
     "/home/y/notes/b.md", "file:///srv/texts/c.md", "stdin", "https://", "://", "a/b"]
)  # fmt: skip


@st.composite
def libraries(draw: st.DrawFn) -> list[Article]:
    """Articles in the library's order: newest first, then by title and id."""
    count = draw(st.integers(0, 12))
    articles = [
        Article(
            f"a{number}",
            draw(_WORDS),
            author=draw(_WORDS),
            source=draw(_SOURCES),
            added=f"2024-05-0{draw(st.integers(1, 3))}T00:00:00Z",
            words=draw(st.integers(0, 3)) * 100,
            status=draw(st.sampled_from(STATUSES)),
            starred=draw(st.booleans()),
            archived=draw(st.booleans()),
            progress=draw(st.sampled_from([0, 40, 100])),
            tags=tuple(draw(_TAGS)),
            highlights=draw(st.integers(0, 2)),
            read_at=draw(st.sampled_from(["", "20240101", "20240102"])),
        )
        for number in range(count)
    ]
    articles.sort(key=lambda a: (a.title, a.id))
    return sorted(articles, key=lambda a: a.added, reverse=True)


_sorts = st.sampled_from(list(SORTS))
_groups = st.sampled_from(list(GROUPS))


# -- order -------------------------------------------------------------------------------------


@given(libraries(), _sorts)
def test_sorting_keeps_every_article_and_sorts_the_same_twice(
    articles: list[Article], sort: Sort
) -> None:
    once = ordered(articles, sort)
    assert sorted(a.id for a in once) == sorted(a.id for a in articles)
    assert list(ordered(list(once), sort)) == list(once)


@given(libraries(), _sorts)
def test_equal_articles_stay_newest_first(articles: list[Article], sort: Sort) -> None:
    keys = {
        "newest": lambda a: 0,
        "oldest": lambda a: a.added,
        "title": lambda a: (not fold(a.title), fold(a.title)),
        "author": lambda a: (not fold(a.author), fold(a.author)),
        "shortest": lambda a: a.words,
        "longest": lambda a: -a.words,
        "progress": lambda a: -(100 if a.status == "done" else a.progress),
        "highlights": lambda a: -a.highlights,
        "read": lambda a: -int(a.read_at or 0),
    }
    place = {article.id: number for number, article in enumerate(articles)}
    found = [(keys[sort](article), place[article.id]) for article in ordered(articles, sort)]
    assert found == sorted(found)


def test_titles_are_compared_without_case_and_accents_and_the_untitled_come_last() -> None:
    articles = [Article(title, title) for title in ("", "Zebra", "Öl", "oak", "Ostrich")]
    assert [a.title for a in ordered(articles, "title")] == ["oak", "Öl", "Ostrich", "Zebra", ""]


def test_the_librarys_order_costs_nothing() -> None:
    articles = [Article("a", "A"), Article("b", "B")]
    assert ordered(articles, "newest") is articles
    assert grouped(articles, "none") is articles


# -- groups ------------------------------------------------------------------------------------


def _wanted_groups(article: Article, group: Group) -> list[str]:
    if group == "tag":
        return [f"#{tag}" for tag in article.tags] or ["no tags"]
    if group == "status":
        return [{"unread": "unread", "reading": "being read", "done": "done"}[article.status]]
    return [source_of(article) or "no source"]


@given(libraries(), _sorts, _groups)
def test_every_article_is_in_exactly_its_groups(
    articles: list[Article], sort: Sort, group: Group
) -> None:
    in_order = ordered(articles, sort)
    rows = grouped(in_order, group)
    if group == "none":
        assert rows is in_order
        return
    assert not rows or isinstance(rows[0], GroupHead)
    inside: dict[str, list[Article]] = {}
    heads: list[GroupHead] = []
    for row in rows:
        if isinstance(row, GroupHead):
            heads.append(row)
            inside[row.name] = []
        else:
            inside[heads[-1].name].append(row)
    assert len(inside) == len(heads), "two groups have one name"
    for head in heads:
        members = inside[head.name]
        assert members, "an empty group"
        assert (head.size, head.unread) == (len(members), count_unread(members))
        assert members == [a for a in in_order if a in members], "another order than the list's"
    if group != "source":
        for article in articles:
            mine = [name for name, members in inside.items() if article in members]
            assert sorted(mine) == sorted(_wanted_groups(article, group))
    else:
        by_source: dict[str, set[str]] = {}
        for name, members in inside.items():
            assert len({source_of(article) for article in members}) == 1
            by_source.setdefault(source_of(members[0]), set()).add(name)
        assert all(len(names) == 1 for names in by_source.values())
        assert sum(head.size for head in heads) == len(articles)


def test_groups_stand_in_an_order_that_can_be_foreseen() -> None:
    articles = [
        Article("a", "A", tags=("sea", "Coast/north"), status="done", source="https://b.example/1"),
        Article("b", "B", status="reading", source="/home/ada/notes/x.md"),
        Article("c", "C", tags=("coast",), source="https://www.a.example/2"),
    ]
    names = {
        group: [row.name for row in grouped(articles, group) if isinstance(row, GroupHead)]
        for group in GROUPS
    }
    assert names["tag"] == ["#coast", "#Coast/north", "#sea", "no tags"]
    assert names["status"] == ["unread", "being read", "done"]
    assert names["source"] == ["notes/", "a.example", "b.example"]


def test_folders_of_one_name_are_told_apart() -> None:
    sources = ["/x/notes/a.md", "/y/notes/b.md", "/y/texts/c.md", "/p/q/r/d.md", "/p2/q/r/e.md"]
    articles = [Article(source, "", source=source) for source in sources]
    heads = [row.name for row in grouped(articles, "source") if isinstance(row, GroupHead)]
    assert sorted(heads) == sorted(["x/notes/", "y/notes/", "texts/", "/p/q/r/", "/p2/q/r/"])


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("https://www.Kiln.example/a/b?c=d/e", "kiln.example"),
        ("https://kiln.example?x=/y", "kiln.example"),
        ("https://ada:pw@kiln.example:8080/a", "kiln.example:8080"),
        ("file:///srv/texts/c.md", "/srv/texts"),
        ("/home/ada/notes/x.md", "/home/ada/notes"),
        ("stdin", ""),
        ("", ""),
    ],
)
def test_where_an_article_came_from(source: str, found: str) -> None:
    assert source_of(Article("a", "", source=source)) == found


@given(libraries(), _sorts, _groups, st.data())
def test_new_values_in_place_are_those_of_new_rows(
    articles: list[Article], sort: Sort, group: Group, data: st.DataObject
) -> None:
    if not articles or group == "status":
        return
    old = data.draw(st.sampled_from(articles))
    new = old._replace(status=data.draw(st.sampled_from(STATUSES)), note="new")
    in_order = ordered(articles, sort)
    there = [new if row.id == new.id else row for row in in_order]
    assert replaced(grouped(in_order, group), new) == list(grouped(there, group))


# -- lists -------------------------------------------------------------------------------------


@given(libraries())
def test_built_in_lists_hold_what_their_queries_say(articles: list[Article]) -> None:
    def answers(article: Article, word: str) -> bool:
        state = word.removeprefix("-").removeprefix("is:")
        told = {"archived": article.archived, "starred": article.starred}
        return told.get(state, article.status == state) != word.startswith("-")

    for smart in BUILT_IN:
        wanted = [a for a in articles if all(answers(a, word) for word in smart.query.split())]
        assert belonging(articles, smart) == wanted
        assert [a for a in articles if holds(smart, a)] == wanted
    assert belonging(articles, SmartList("coast", "tag:coast")) == articles


def test_what_is_listed_as_one_query() -> None:
    assert View(query="salt ro").asked == "-is:archived salt ro"
    assert View(of=SmartList("coast", "tag:coast")).asked == "tag:coast"
    assert View(of=BUILT_IN[-1], query="salt").asked == "salt"
    assert View().decidable
    assert not View(query="x").decidable


def test_the_order_in_words() -> None:
    assert View().order_in_words == ""
    assert View(sort="title", group="tag").order_in_words == "by title · tag groups"


@given(libraries(), _sorts, _groups, st.sets(st.integers(0, 11)))
def test_a_view_is_arranged_of_what_it_is_given(
    articles: list[Article], sort: Sort, group: Group, numbers: set[int]
) -> None:
    ids = {f"a{number}" for number in numbers}
    view = View(sort=sort, group=group)
    found = arranged(view, articles, ids, library_is_empty=False)
    assert {a.id for a in found.articles} == ids & {a.id for a in articles}
    assert found.rows == grouped(ordered(found.articles, sort), group)
    every = arranged(view, articles, None, library_is_empty=False)
    assert every.articles is every.base
    gone = every.mapped(lambda a: None if a.id in ids else a)
    assert [a.id for a in gone.ordered] == [a.id for a in every.ordered if a.id not in ids]
    assert gone.articles is gone.base


# -- the cursor --------------------------------------------------------------------------------


@given(libraries(), _groups, st.data())
def test_the_cursor_is_found_again(
    articles: list[Article], group: Group, data: st.DataObject
) -> None:
    rows = grouped(articles, group)
    if not rows:
        assert find_row(rows, standing(rows, 0)) is None
        return
    cursor = data.draw(st.integers(0, len(rows) - 1))
    where = standing(rows, cursor)
    if isinstance(rows[cursor], GroupHead):
        assert where is None
        return
    assert find_row(rows, where) == cursor
    assert where is not None
    other = grouped(articles, data.draw(_groups))
    there = find_row(other, where)
    assert there is not None
    row = other[there]
    assert not isinstance(row, GroupHead)
    assert row.id == where[1]


@given(libraries(), _groups, st.data())
def test_the_cursor_steps_to_the_next_row_that_is_left(
    articles: list[Article], group: Group, data: st.DataObject
) -> None:
    rows = grouped(articles, group)
    places = [i for i, row in enumerate(rows) if not isinstance(row, GroupHead)]
    if not places:
        return
    cursor = data.draw(st.sampled_from(places))
    gone = data.draw(st.sets(st.sampled_from([a.id for a in articles])))
    after = grouped([a for a in articles if a.id not in gone], group)
    where = step_aside(rows, cursor, after)
    left = [i for i in places if rows[i].id not in gone]  # type: ignore[union-attr]
    if not left:
        assert where == 0
        return
    wanted = next((i for i in left if i >= cursor), left[-1])
    assert standing(after, where) == standing(rows, wanted)


def test_the_cursor_stays_where_the_name_of_its_group_gets_shorter() -> None:
    mine, other = (Article(f"a{x}", "Kiln", source=f"/home/{x}/notes/{x}.md") for x in ("x", "y"))
    rows, after = grouped([mine, other], "source"), grouped([mine], "source")
    assert [rows[0].name, after[0].name] == ["x/notes/", "notes/"]  # type: ignore[union-attr]
    assert step_aside(rows, 1, after) == 1


# -- words -------------------------------------------------------------------------------------


def test_counts_in_words() -> None:
    assert counts(12, 5, 20) == "5 unread · 12"
    assert counts(12, 5, 8) == "5● 12"
    assert counts(12, 5, 3) == "12"
    assert counts(12, 12, 20) == "12 unread"
    assert counts(12, 0, 20) == "12"
    assert counts(0, 0, 20) == "0"


def test_tags_to_add_and_to_remove() -> None:
    assert read_tag_changes("clay -draft, fire/kiln") == (("clay", "fire/kiln"), ("draft",))
    assert read_tag_changes("clay -clay") == ((), ("clay",))
    assert read_tag_changes(" - ") == ((), ())


# -- what is kept ------------------------------------------------------------------------------


def test_order_and_names_are_kept(tmp_path: Path) -> None:
    assert kept_list.load(tmp_path) == kept_list.Kept()
    saved = (SmartList("coast", "tag:coast"), SmartList("[b]", "x"))
    kept_list.save(tmp_path, "title", "tag", saved)
    assert kept_list.load(tmp_path) == kept_list.Kept("title", "tag", saved)


@pytest.mark.parametrize(
    "content",
    [
        "", "[]", "{}", "null", '{"sort": "title"}', "\xff",
        json.dumps({"sort": ["x"], "group": "tag", "saved": []}),
        json.dumps({"sort": "title", "group": "tag", "saved": [["only a name"]]}),
        json.dumps({"sort": "title", "group": "tag", "saved": 3}),
    ],
)  # fmt: skip
def test_what_was_kept_and_cannot_be_read_is_as_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "list.json").write_text(content, encoding="latin-1")
    assert kept_list.load(tmp_path) == kept_list.Kept()


def test_an_order_that_is_not_known_is_the_usual_one(tmp_path: Path) -> None:
    content = {"sort": "colour", "group": "moon", "saved": []}
    (tmp_path / "list.json").write_text(json.dumps(content), encoding="utf-8")
    assert kept_list.load(tmp_path) == kept_list.Kept()
