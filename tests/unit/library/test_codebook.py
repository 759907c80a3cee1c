"""The codebook: read, changed line by line, merged; what its aliases mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import yaml_files
from store.codebook import Codebook, Entry, codebook, tags_in, with_entry, with_moves
from store.codebook_text import read, replaced, rewritten
from store.errors import DamagedFileError
from store.merge_files import merge_codebook

PATH = Path("tags.yaml")
BY_HAND = """\
# what I call things
schema: 1
owner: Ada
tags:
    # the sky
    weather:
        color: blue
        aliases: [wetter, meteo]   # from the old days
        since: 2019

    weather/storms: "Wind above nine"

    "#To read": {description: Later, color: mauve}
    # and no more
also: kept
"""


def book(text: str) -> Codebook:
    return codebook(tags_in(read(text.encode(), PATH)))


def test_it_is_read_as_a_person_writes_it() -> None:
    assert dict(book(BY_HAND).entries) == {
        "weather": Entry("", "blue", ("wetter", "meteo")),
        "weather/storms": Entry("Wind above nine"),
        "To-read": Entry("Later"),
    }
    assert book("").entries == {}
    assert book("tags:\n").entries == {}


def test_what_is_hostile_is_cleaned() -> None:
    found = book(
        'tags:\n  "a\\e[31m b": {description: "x\\e]0;y\\a", color: 7, aliases: [[1], 5, "#q"]}\n'
        '  ",": {color: red}\n  n: [1]\n  12: {aliases: one}\n  "#n": again\n'
    ).entries
    assert len(found) == 3
    assert all(name.isprintable() and "/" not in name for name in found)
    assert all(e.description.isprintable() and e.color == "" for e in found.values())
    assert found["12"].aliases == ("one",)
    assert found["n"] == Entry()


@pytest.mark.parametrize(
    ("text", "line"),
    [("tags: [a]\n", 1), ("- a\n", 1), ("tags:\n  a: b\n c: d\n", 3), ("a: \x00", 1)],
)
def test_what_is_no_codebook_is_said_with_its_line(text: str, line: int) -> None:
    with pytest.raises(DamagedFileError, match=r"tags\.yaml") as caught:
        read(text.encode(), PATH)
    assert caught.value.line in {line, line - 1, line + 1}


def test_what_an_alias_means() -> None:
    found = book(BY_HAND)
    assert found.main("Wetter") == "weather"
    assert found.main("meteo/fog/sea") == "weather/fog/sea"
    assert found.main("weather") == "weather"
    assert found.main("other/wetter") == "other/wetter"
    assert found.settled(["wetter", "x", "weather"]) == ("weather", "x")
    assert found.spellings("wetter") == ("weather", "wetter", "meteo")
    assert found.spellings("weather/fog") == ("weather/fog", "wetter/fog", "meteo/fog")
    assert found.color("weather/fog/sea") == "blue"
    assert found.color("weatherman") == ""


def test_a_name_is_no_alias_and_the_first_claim_holds() -> None:
    found = book("tags:\n  a: {aliases: [b, c]}\n  b: {aliases: [c, a]}\n")
    assert [found.main(name) for name in "abc"] == ["a", "b", "a"]


names = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map("/".join)
entries = st.dictionaries(
    names,
    st.fixed_dictionaries(
        {},
        optional={
            "description": st.sampled_from(["one", "two\nlines", "one more", "  "]),
            "color": st.sampled_from(["red", "blue", "none"]),
            "aliases": st.lists(names, max_size=3, unique=True),
            "own": st.one_of(st.integers(0, 3), st.booleans(), st.none()),
        },
    ),
    max_size=5,
)


@given(entries, names)
def test_main_names_are_settled(tags: dict[str, Any], tag: str) -> None:
    found = codebook(tags)
    main = found.main(tag)
    assert found.main(main) == main
    if not any("/" in alias for entry in found.entries.values() for alias in entry.aliases):
        assert tag in found.spellings(main), "an alias of an alias apart"


@given(entries, entries, st.booleans())
def test_the_text_says_what_the_values_say(
    tags: dict[str, Any], put: dict[str, Any], deep: bool
) -> None:
    indent = "      " if deep else "  "
    body = yaml_files.dumps(tags) if tags else ""
    text = "# mine\ntags:\n" + "".join(f"{indent}{line}\n" for line in body.splitlines())
    gone = list(tags)[:2]
    put = {key: value for key, value in put.items() if key not in gone}
    data = rewritten((text + "rest: 1\n").encode(), gone, put, PATH)
    raw = read(data, PATH)
    assert list(tags_in(raw).items()) == list(replaced(tags, gone, put).items())
    assert raw["rest"] == 1
    if tags:
        assert data.startswith(b"# mine\n")


def test_changing_an_entry_leaves_the_other_lines() -> None:
    tags = tags_in(read(BY_HAND.encode(), PATH))
    after = with_moves(
        with_entry(tags, "weather", Entry("Sky", "red", ("wetter",))), {"weather": "sky"}
    )
    gone = [key for key in tags if key not in after]
    put = {key: value for key, value in after.items() if tags.get(key) != value}
    assert (
        rewritten(BY_HAND.encode(), gone, put, PATH).decode()
        == """\
# what I call things
schema: 1
owner: Ada
tags:
    # the sky
    sky:
      color: red
      aliases:
      - wetter
      since: 2019
      description: Sky

    sky/storms: Wind above nine

    "#To read": {description: Later, color: mauve}
    # and no more
also: kept
"""
    )


def test_a_file_without_entries_keeps_its_comments() -> None:
    tags = {"sea": {"color": "blue"}}
    for empty in (b"# mine\ntags:\n", b"# mine\ntags:\n  # none yet\n"):
        data = rewritten(empty, [], tags, PATH)
        assert data.startswith(b"# mine\ntags:\n")
        assert tags_in(read(data, PATH)) == tags
        assert rewritten(data, ["sea"], {}, PATH).startswith(b"# mine\ntags:\n")


def test_a_new_file() -> None:
    tags = with_entry({}, "sea", Entry("Salt water", "blue", ("ocean",)))
    assert rewritten(b"", [], tags, PATH).decode() == (
        "schema: 1\ntags:\n  sea:\n    description: Salt water\n    color: blue\n"
        "    aliases:\n    - ocean\n"
    )


def test_entries_are_joined() -> None:
    tags = {
        "a": {"description": "A", "aliases": ["x"], "own": 1},
        "#b": {"color": "red", "aliases": ["y", "a"]},
        "a/n": {"color": "blue"},
    }
    assert with_moves(tags, {"a": "b"}, old_names=True) == {
        "#b": {"own": 1, "color": "red", "aliases": ["y", "a", "x"], "description": "A"},
        "b/n": {"color": "blue"},
    }
    assert with_moves(tags, {"a": "b"}, aliases=False)["#b"]["aliases"] == ["y", "a"]
    assert with_moves(tags, {"a": ""}) == {"#b": tags["#b"]}
    assert with_moves(tags, {"a": ""}, nested=False) == {"#b": tags["#b"], "a/n": tags["a/n"]}
    assert with_moves({}, {"a": "b"}, old_names=True) == {"b": {"aliases": ["a"]}}
    assert with_moves({"a": {"aliases": ["b", "c"]}}, {"a": "b"}) == {"b": {"aliases": ["c"]}}


@given(entries, entries, entries)
def test_what_was_added_in_two_places_is_there_after_merging(
    base: dict[str, Any], one: dict[str, Any], other: dict[str, Any]
) -> None:
    sides = [{"schema": 1, "tags": tags} for tags in (base, one, other)]
    merged = merge_codebook(*sides)
    assert merged == merge_codebook(sides[0], sides[2], sides[1])
    found = codebook(tags_in(merged)).entries
    assert (one.keys() | other.keys()) - base.keys() <= found.keys()
