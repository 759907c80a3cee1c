from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from store import times
from store.ids import derived_id, is_id, new_id

OURS = re.compile(r"[a-hjkmnp-tv-z][0-9a-hjkmnp-tv-z]{9}")


def test_new_ids_are_ours_and_differ() -> None:
    ids = {new_id() for _ in range(500)}
    assert len(ids) == 500
    assert all(OURS.fullmatch(one) and is_id(one) for one in ids)


@settings(max_examples=50, deadline=None)
@given(st.binary())
def test_derived_ids_follow_from_the_data(data: bytes) -> None:
    assert OURS.fullmatch(derived_id(data))
    assert derived_id(data) == derived_id(data)
    assert derived_id(data) != derived_id(data, 1) != derived_id(data + b"x")


def test_a_derived_id_is_the_same_for_ever() -> None:
    assert derived_id(b"harbour") == "sk0v0eky5z"


def test_what_can_be_an_id() -> None:
    assert all(is_id(text) for text in ("a", "3f9a2c71", "my-note-2", "x" * 40))
    wrong = ("", "A", "-a", "a-", "a--b", "a/b", "..", "a.b", "é", "٣", "a b", "a\n", "x" * 41)
    assert not any(is_id(text) for text in wrong)


def test_times_sort_as_text() -> None:
    now = times.now()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", now)
    assert times.days_before("2026-03-01T10:00:00Z", 90) == "2025-12-01T10:00:00Z" < now
    assert times.days_before("yesterday", 90) == ""
    assert times.days_before("0001-01-01T00:00:00Z", 90) == ""
    assert times.for_file_name("2026-03-01T10:00:00Z") == "20260301T100000Z"
