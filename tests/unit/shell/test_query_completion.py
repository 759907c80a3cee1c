"""What a query could become while it is typed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import QueryError
from store.model import COLORS, Article
from store.search.language.fields import FIELDS, Field
from store.search.language.parser import parse
from store.tags import Tag
from tui.completion import SHOWN, completed
from tui.query_completion import Known, Names, QueryCompleter, complete, known

TAGS = [Tag("coast", 2, 9), Tag("coast/north", 7, 7), Tag("idea", 1, 1, aliases=("thought",))]
ARTICLES = [
    Article("a", "A", "Ada Moor", "https://www.example.org/a", language="en"),
    Article("b", "B", "Ada Moor", "https://blog.example.org/b", language="de"),
    Article("c", "C", "Élodie", "https://salt.test/c", language="en"),
    Article("d", "D", 'Jo "Salt" Moorfield', "/home/jo/d.md"),
]
LIBRARY = known(
    TAGS, ARTICLES, [("Toll houses", 'title:toll "toll house"'), ("later", "is:unread")]
)


def wrong_at(line: str) -> int:
    """Where a line is wrong; -1 if it is not."""
    try:
        parse(line)
    except QueryError as error:
        return error.start
    return -1


def words(line: str, library: Known = LIBRARY) -> list[str]:
    """The whole lines that are offered."""
    found = complete(line, len(line), library)
    return [line[: each.start] + each.word + line[each.end :] for each in found]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("ti", ["title:"]),
        ("TI", ["title:"]),
        ("salt -ti", ["salt -title:"]),
        ("(ti", ["(title:"]),
        ("te", ["text:"]),
        ("dom", ["site:"]),
        ("t", []),
        ("", []),
        ("salt ", []),
        ("zz", []),
        ("is:", ["is:unread", "is:reading", "is:done", "is:starred", "is:archived"]),
        ("is:UN", ["is:unread"]),
        ("-is:a", ["-is:archived"]),
        ("is:unread", []),
        ("has:(h", ["has:(highlight"]),
        ("colour:p", ["colour:pink", "colour:purple"]),
        ("in:", ["in:articles", "in:highlights"]),
        ("sort:n", ["sort:newest"]),
        ("status:r", ["status:reading"]),
        ("tag:co", ["tag:coast", "tag:coast/north"]),
        ("kiln -tag:#nor", ["kiln -tag:coast/north"]),
        ("tag:tho", ["tag:idea"]),
        ("vintage:nor", []),
        ("author:mo", ['author:"Ada Moor"', 'author:"Jo  Salt  Moorfield"']),
        ('author:"ada m', ['author:"Ada Moor"']),
        ("author:elo", ["author:Élodie"]),
        ('author:"Ada Moor"', []),
        ("site:", ["site:blog.example.org", "site:example.org", "site:salt.test"]),
        ("site:exa", ["site:example.org", "site:blog.example.org"]),
        ("lang:", ["lang:en", "lang:de"]),
        ("added:last w", []),
        ("added:l", ["added:last week", "added:last month", "added:last year"]),
        ("words:", ["words:<500", "words:>1000", "words:>5000"]),
        ("highlights:>", ["highlights:>0", "highlights:>3"]),
        ("title:sa", []),
        ("tol", ['title:toll "toll house"']),
        ("hou", ['title:toll "toll house"']),
        ("salt tol", []),
        ('"ti', []),
        ("x tag:north sea", []),
    ],
)
def test_what_is_offered(line: str, offered: list[str]) -> None:
    assert words(line)[: len(offered) + 1] == offered


def test_what_is_offered_is_explained() -> None:
    (title,) = complete("ti", 2, LIBRARY)
    assert title.says == "words in the title"
    author, _ = complete("author:mo", 9, LIBRARY)
    assert author.says == "2 articles"
    (site,) = complete("site:salt", 9, LIBRARY)
    assert site.says == "1 article"
    saved = complete("toll", 4, LIBRARY)[-1]
    assert (saved.word, saved.says) == ('title:toll "toll house"', "Toll houses")
    (tag,) = complete("tag:thou", 8, LIBRARY)
    assert (tag.tag, tag.alias) == (TAGS[2], "thought")


def test_in_the_midst_of_a_line() -> None:
    line = "is:un salt"
    (found,) = complete(line, 5, LIBRARY)
    assert line[: found.start] + found.word + line[found.end :] == "is:unread salt"
    assert complete(line, len(line), LIBRARY) == []


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_and_every_value_is_offered_by_its_beginning(field: Field) -> None:
    if len(field.name) > 2:
        assert f"{field.name}:" in words(field.name[:-1])
    for value in field.values:
        assert f"{field.name}:{value}" in words(f"{field.name}:{value[:-1]}")


def test_all_colours_are_offered() -> None:
    assert words("color:") == [f"color:{color}" for color in COLORS]


def test_as_the_prompt_asks() -> None:
    completer = QueryCompleter()
    assert [each.word for each in completer("ti")] == ["title:"]
    assert completer("author:mo") == []
    completer.take(LIBRARY)
    for line, whole in [
        ('x author:"ada m', 'x author:"Ada Moor"'),
        ("x (tag:nor", "x (tag:coast/north"),
        ("x -ti", "x -title:"),
        ("tol", 'title:toll "toll house"'),
    ]:
        assert completed(line, completer(line)[0].word) == whole
    assert completer("tag:nor")[0].tag == TAGS[1]


@given(st.text(max_size=20) | st.sampled_from(["tag:", "author:", "is:", "site:", "ti", "added:"]))
def test_any_line(line: str) -> None:
    for cursor in range(len(line) + 1):
        for each in complete(line, cursor, LIBRARY):
            assert 0 <= each.start <= each.end == cursor
            assert each.word
            assert wrong_at(line[: each.start] + each.word) < each.start


@given(
    st.lists(st.sampled_from(["Ada Moor", "Moor Ada", "Adam", "Jo"])),
    st.sampled_from(["ad", "moo", "o"]),
)
def test_names_in_order(used: list[str], typed: str) -> None:
    found = Names(used).find(typed)
    assert {name for name, _ in found} == {name for name in used if typed in name.lower()}
    assert all(used.count(name) == times for name, times in found)
    begin = [name.lower().startswith(typed) for name, _ in found]
    assert begin == sorted(begin, reverse=True)


def test_ten_thousand_authors() -> None:
    rng = random.Random(7)
    syllables = ["Ka", "Lo", "Mi", "Ru", "Te", "So"]
    names = Names(f"{''.join(rng.choices(syllables, k=4))} {n}" for n in range(10_000))
    assert [len(names.find(typed)) for typed in ("k", "ka", "mil", "9999", "zq")] == [
        SHOWN, SHOWN, SHOWN, 1, 0
    ]  # fmt: skip
