"""What is being typed, completed: the likeliest tags first."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from store.model import Anchor, Annotations, Highlight
from store.tags import Tag
from tui.completion import (
    SHOWN,
    TagCompleter,
    Vocabulary,
    completed,
    used_last,
)

TAGS = [
    Tag("coast", 2, 9), Tag("coast/north", 7, 7), Tag("north", 3, 3), Tag("art", 5, 5),
    Tag("history/north-sea", 1, 1), Tag("Économie", 4, 4, aliases=("argent",)),
]  # fmt: skip


def words(typed: str, recent: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> list[str]:
    return [each.word for each in Vocabulary(TAGS, recent).find(typed, without)]


def test_the_likeliest_come_first() -> None:
    assert words("co") == ["coast", "coast/north", "Économie"]
    assert words("nor") == ["north", "coast/north", "history/north-sea"]
    assert words("oas") == ["coast", "coast/north"]
    assert words("ECO") == ["Économie"]
    assert words("hnse") == ["history/north-sea"], "its letters in this order"
    assert words("north") == ["coast/north", "history/north-sea"], "it is typed already"
    assert words("zzz") == []
    assert words("co", recent=("coast/north",)) == ["coast/north", "coast", "Économie"]
    assert words("co", without=("coast",)) == ["coast/north", "Économie"]


def test_nothing_typed_offers_the_last_and_the_most_used() -> None:
    assert words("")[:3] == ["coast/north", "art", "Économie"]
    assert words("", recent=("history/north-sea", "coast"))[:3] == [
        "history/north-sea", "coast", "coast/north"
    ]  # fmt: skip
    assert words("", without=("coast/north", "art"))[:2] == ["Économie", "north"]


def test_another_name_of_a_tag_finds_it() -> None:
    (found,) = Vocabulary(TAGS).find("arg")
    assert (found.word, found.alias) == ("Économie", "argent")
    assert [each.alias for each in Vocabulary(TAGS).find("argent")] == ["argent"]


def test_several_tags_and_those_to_take_away() -> None:
    completer = TagCompleter(["art"])
    assert completer("co") == []
    completer.take(TAGS)
    assert [each.word for each in completer("coast #NOR")] == [
        "north", "coast/north", "history/north-sea"
    ]  # fmt: skip
    assert [each.word for each in completer("art, a")][:2] == ["Économie", "coast"]
    assert [each.word for each in completer("coast -")] == ["-art"]
    assert [each.word for each in completer("-a")] == ["-art"]
    assert [each.word for each in completer("-co")] == []
    anything = TagCompleter()
    anything.take(TAGS)
    assert [each.word for each in anything("art -coast/")] == ["-coast/north"]


def test_the_last_word_is_replaced() -> None:
    assert completed("", "a") == "a"
    assert completed("b co", "coast") == "b coast"
    assert completed("b ", "coast") == "b coast"
    assert completed('b author:"Ada Mo', "x") == "b x", "blanks in quotes are part of it"
    assert completed('b author:"Ada Moor"', "x") == "b x"
    assert completed('"a b" c', "x") == '"a b" x'


def test_what_was_used_last_here() -> None:
    def mark(modified: str, *tags: str) -> Highlight:
        return Highlight(modified, Anchor(0, 1, "x"), tags=tags, modified=modified)

    noted = Annotations(
        "a", tags=("own", "old"), highlights=(mark("1", "old"), mark("2", "b", "c"))
    )
    assert used_last(noted, ("now", "b")) == ["now", "b", "c", "old", "own"]
    assert used_last(None) == []


names = st.lists(st.sampled_from("ab"), min_size=1, max_size=3).map("/".join)


@given(st.dictionaries(names, st.integers(1, 5), max_size=12), st.sampled_from(["a", "b", "a/"]))
def test_what_is_offered_fits_and_is_in_order(uses: dict[str, int], typed: str) -> None:
    found = Vocabulary([Tag(name, count, count) for name, count in uses.items()]).find(typed)
    assert len(found) == min(SHOWN, sum(typed in name and name != typed for name in uses))
    assert len({each.word for each in found}) == len(found)
    classes = [
        0 if each.word.startswith(typed) else 1 if f"/{typed}" in each.word else 2 for each in found
    ]
    assert classes == sorted(classes)
    for kind in (0, 1, 2):
        counts = [each.tag.total for each, its in zip(found, classes, strict=True) if its == kind]
        assert counts == sorted(counts, reverse=True)


def test_ten_thousand_tags() -> None:
    rng = random.Random(7)
    syllables = ["ka", "lo", "mi", "ru", "te", "so"]
    tags = [
        Tag("".join(rng.choices(syllables, k=4)) + f"/{number}", number, number)
        for number in range(10_000)
    ]
    vocabulary = Vocabulary(tags)
    assert [len(vocabulary.find(typed)) for typed in ("k", "ka", "mil", "9999", "zq")] == [
        SHOWN, SHOWN, SHOWN, 1, 0
    ]  # fmt: skip
