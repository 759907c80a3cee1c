"""Tags as names: what nests, what a renaming makes of them, what is counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.codebook import Codebook, Entry
from store.tags import above, as_known, by_case, is_in, moved, retagged, tree

names = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map("/".join)


@pytest.mark.parametrize(
    ("tag", "moves", "becomes"),
    [
        ("a", {"a": "b"}, "b"),
        ("a/x", {"a": "b"}, "b/x"),
        ("ab", {"a": "b"}, "ab"),
        ("a/x/y", {"a": "b", "a/x": "c"}, "c/y"),
        ("a", {"a": "a/b"}, "a/b"),
        ("a/b", {"a": "a/b"}, "a/b"),
        ("a/b/c", {"a": "a/b"}, "a/b/c"),
        ("a/x", {"a": "a/b"}, "a/b/x"),
        ("a/x", {"a": ""}, ""),
        ("a/b/x", {"a/b": "a"}, "a/x"),
    ],
)
def test_moved(tag: str, moves: dict[str, str], becomes: str) -> None:
    assert moved(tag, moves) == becomes


@given(st.lists(names, unique=True), names, names)
def test_a_renaming_keeps_what_is_elsewhere(tags: list[str], old: str, new: str) -> None:
    after = retagged(tags, {old: new})
    assert len(set(after)) == len(after)
    apart = [tag for tag in tags if not is_in(tag, old) and not is_in(tag, new)]
    assert [tag for tag in after if tag in apart] == apart, "the others stay, in their order"
    if not is_in(new, old) and not is_in(old, new):
        assert not any(is_in(tag, old) for tag in after)
    assert all(is_in(moved(tag, {old: new}), new) for tag in tags if is_in(tag, old))


@given(st.lists(names, unique=True), names)
def test_taking_away(tags: list[str], gone: str) -> None:
    assert retagged(tags, {gone: ""}) == tuple(t for t in tags if not is_in(t, gone))
    assert retagged(tags, {gone: ""}, nested=False) == tuple(t for t in tags if t != gone)
    assert retagged(tags, add=[gone], remove=[gone]) == tuple(t for t in tags if t != gone)
    assert set(retagged(tags, add=[gone])) == {*tags, gone}


def test_above() -> None:
    assert above("a/bc/d") == ("a", "a/bc")
    assert above("a") == ()


def test_the_case_that_is_known() -> None:
    known = by_case(["coast/North", "Coast", "reading"])
    assert as_known("COAST", known) == "Coast"
    assert as_known("Coast/north", known) == "coast/North"
    assert as_known("READING/x/Y", known) == "reading/x/Y"
    assert as_known("New", known) == "New"


def test_the_tree_counts_things_not_tags() -> None:
    codebook = Codebook({"sea": Entry("Salt", "blue", ("ocean",)), "unused/one": Entry("later")})
    items = [
        ("sea", "sea/north"),
        ("sea/north",),
        ("ocean",),
        ("air",),
        ("air",),
        ("air",),
        ("air",),
    ]
    found = [(tag.name, tag.own, tag.total, tag.depth) for tag in tree(items, codebook)]
    assert found == [
        ("air", 4, 4, 0), ("sea", 2, 3, 0), ("sea/north", 2, 2, 1),
        ("unused", 0, 0, 0), ("unused/one", 0, 0, 1),
    ]  # fmt: skip
    north = tree(items, codebook)[2]
    assert (north.color, north.description, north.aliases) == ("blue", "", ())


@given(st.lists(st.lists(names, max_size=3, unique=True)))
def test_parents_come_first_and_count_no_less(items: list[list[str]]) -> None:
    tags = tree(items, Codebook())
    place = {tag.name: number for number, tag in enumerate(tags)}
    for tag in tags:
        assert tag.own == sum(tag.name in item for item in items)
        assert tag.total == sum(any(is_in(each, tag.name) for each in item) for item in items)
        for part in above(tag.name):
            assert place[part] < place[tag.name]
            assert all(is_in(other.name, part) for other in tags[place[part] : place[tag.name]])
