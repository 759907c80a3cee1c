from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotations_edit import (
    Change,
    apply_change,
    apply_changes,
    fill_in,
    highlight_from_json,
    highlight_to_json,
)
from store.errors import ConflictError, StoreError
from store.model import Anchor, Annotations, Highlight, Tombstone

AT = "2026-06-01T00:00:00Z"
ONE = Highlight("one", Anchor(10, 21, "first words", "before ", " after", text="sha"), tags=("a",))
TWO = Highlight("two", Anchor(40, 52, "second words", text="sha"))
PRESENT = Annotations("abc", highlights=(ONE, TWO), tags=("x",), note="n")


def about(before: Highlight | None, after: Highlight | None) -> Change:
    one = before or after
    assert one is not None
    values = [None if h is None else highlight_to_json(h) for h in (before, after)]
    return Change("abc", f"highlight:{one.id}", *values)


def test_highlights_go_through_json() -> None:
    whole = replace(ONE, note="x\ny", color="red", style="margin", extra={"votes": [1]})
    assert highlight_from_json(json.loads(json.dumps(highlight_to_json(whole)))) == whole
    for wrong in (None, [], {}, {"quote": "x"}, {"id": "a"}):
        with pytest.raises(ValueError):  # noqa: PT011 - any text will do
            highlight_from_json(wrong)


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        ("status", "unread", "done"),
        ("starred", False, True),
        ("archived", False, True),
        ("tags", ["x"], ["x", "y/z"]),
        ("note", "n", ""),
    ],
)
def test_a_value_is_set_and_taken_back(key: str, before: Any, after: Any) -> None:
    change = Change("abc", key, before, after)
    changed = apply_change(PRESENT, change, AT)
    value = getattr(changed, key)
    assert (list(value) if isinstance(value, tuple) else value) == after
    assert apply_change(changed, change, AT) is changed
    assert apply_change(changed, change.undone(), AT) == PRESENT


def test_what_was_changed_elsewhere_is_not_lost() -> None:
    with pytest.raises(ConflictError):
        apply_change(PRESENT, Change("abc", "note", "another", "mine"), AT)
    with pytest.raises(ConflictError):
        apply_change(PRESENT, about(replace(ONE, note="other"), replace(ONE, note="mine")), AT)
    with pytest.raises(ConflictError):
        apply_change(PRESENT, about(replace(ONE, note="other"), None), AT)
    with pytest.raises(ConflictError):
        apply_change(PRESENT, about(None, replace(ONE, note="other")), AT)


@pytest.mark.parametrize(
    "change",
    [
        Change("abc", "title", "", "x"),
        Change("abc", "status", "unread", "lost"),
        Change("abc", "starred", False, "yes"),
        Change("abc", "tags", ["x"], [1]),
        Change("abc", "note", "n", None),
        Change("abc", "highlight:one", None, {"id": "one"}),
        Change("abc", "highlight:two", highlight_to_json(ONE), None),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(change: Change) -> None:
    with pytest.raises(StoreError):
        apply_change(PRESENT, change, AT)


def test_highlights_come_in_document_order() -> None:
    new = replace(TWO, id="new", anchor=TWO.anchor._replace(end=50))
    changed = apply_change(PRESENT, about(None, new), AT)
    assert [h.id for h in changed.highlights] == ["one", "new", "two"]
    assert changed.highlights[1].modified == AT


def test_deleting_leaves_a_tombstone_and_bringing_back_removes_it() -> None:
    change = about(ONE, None)
    deleted = apply_change(PRESENT, change, AT)
    assert deleted.highlights == (TWO,)
    assert deleted.deleted == (Tombstone("one", AT, ONE),)
    assert apply_change(deleted, change, AT) is deleted
    back = apply_change(deleted, change.undone(), AT)
    assert back == replace(PRESENT, highlights=(replace(ONE, modified=AT), TWO))


def test_old_tombstones_keep_only_their_id() -> None:
    old = Tombstone("old", "2026-01-01T00:00:00Z", TWO)
    young = Tombstone("young", "2026-05-01T00:00:00Z", TWO)
    odd = Tombstone("odd", "some day", TWO)
    present = replace(PRESENT, deleted=(old, young, odd))
    deleted = apply_change(present, about(ONE, None), AT).deleted
    assert {t.id: t.was is not None for t in deleted} == {
        "old": False, "young": True, "odd": True, "one": True,
    }  # fmt: skip


def test_undo_leaves_a_highlight_where_it_has_moved_since() -> None:
    change = about(ONE, replace(ONE, color="red"))
    moved = replace(ONE, color="red", anchor=Anchor(110, 121, "first words", text="newer"))
    back = apply_change(replace(PRESENT, highlights=(moved,)), change.undone(), AT)
    assert back.highlights == (replace(moved, color="yellow", modified=AT),)


def test_new_bounds_and_their_undo() -> None:
    longer = replace(ONE, anchor=ONE.anchor._replace(quote="first words more", end=26))
    change = about(ONE, longer)
    changed = apply_change(PRESENT, change, AT)
    assert changed.highlights[0] == replace(longer, modified=AT)
    back = apply_change(changed, change.undone(), AT)
    assert back.highlights[0] == replace(ONE, modified=AT)


def test_unknown_keys_of_a_highlight_survive_a_change() -> None:
    known = replace(ONE, extra={"votes": 3})
    present = replace(PRESENT, highlights=(known, TWO))
    changed = apply_change(present, about(ONE, replace(ONE, note="mine")), AT)
    assert changed.highlights[0].extra == {"votes": 3}


def test_times_that_were_left_out_by_hand() -> None:
    filled = fill_in(PRESENT, AT)
    assert [(h.created, h.modified) for h in filled.highlights] == [(AT, AT)] * 2
    assert fill_in(filled, "later") is filled


THREE = Highlight("three", Anchor(5, 8, "new", text="sha"))
CHANGES = [
    about(None, THREE), about(THREE, None), about(ONE, None), about(None, ONE),
    about(TWO, replace(TWO, color="red")), about(replace(TWO, color="red"), TWO),
    Change("abc", "tags:one", ["a"], ["b"]), Change("abc", "tags:one", ["b"], ["a"]),
    Change("abc", "note", "n", "m"), Change("abc", "note", "m", "n"),
    Change("abc", "starred", False, True),
]  # fmt: skip


@given(st.lists(st.sampled_from(CHANGES), max_size=12))
def test_many_changes_at_once_are_those_one_after_the_other(changes: list[Change]) -> None:
    singly: Annotations | None = PRESENT
    for change in changes:
        try:
            singly = apply_changes(singly, (change,), AT) if singly else None
        except ConflictError:
            singly = None
    if singly is None:
        with pytest.raises(ConflictError):
            apply_changes(PRESENT, changes, AT)
    else:
        assert apply_changes(PRESENT, changes, AT) == singly


def test_nothing_changed_is_the_same_object() -> None:
    assert apply_changes(PRESENT, (), AT) is PRESENT
    assert apply_changes(PRESENT, (about(None, ONE), about(THREE, None)), AT) is PRESENT
