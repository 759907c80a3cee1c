from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import annotation_file
from store.annotation_records import document_order
from store.errors import StoreError
from store.merging import merge
from store.model import COLORS, STATUSES, Anchor, Annotations, Highlight, Place, Tombstone

TEXTS = ("1" * 64, "2" * 64)


def at(minute: int) -> str:
    return f"2026-03-01T10:{minute:02}:00Z"


def marked(key: str, note: str = "", modified: int = 0, **more: object) -> Highlight:
    anchor = Anchor(5, 9, "quay", "the ", " was", text=TEXTS[0])
    return replace(
        Highlight(key, anchor, note=note, created=at(0), modified=at(modified)),
        **more,  # type: ignore[arg-type]
    )


def holding(*highlights: Highlight, **more: object) -> Annotations:
    return replace(
        Annotations("abc", "Quays", text_sha256=TEXTS[0], text_length=90),
        highlights=tuple(sorted(highlights, key=document_order)),
        **more,  # type: ignore[arg-type]
    )


def merged(base: Annotations | None, one: Annotations, other: Annotations) -> Annotations:
    """The merge, after a look at what must hold of every one."""
    whole = merge(base, one, other)
    data = annotation_file.render(whole)
    assert annotation_file.render(merge(base, other, one)) == data
    assert annotation_file.parse(data, "x.yaml") == whole
    for side in (one, other, whole):
        assert annotation_file.render(merge(base, whole, side)) == data
        assert annotation_file.render(merge(base, side, whole)) == data
    return whole


# -- random edits on two devices ---------------------------------------------------------------


class Device:
    """Somebody's copy of the annotations, edited at random; every word written is a new one."""

    def __init__(self, start: Annotations, chance: random.Random, name: str) -> None:
        self.now = start
        self._chance = chance
        self._words = (f"{name}{number}" for number in itertools.count())

    def edit(self) -> None:
        chance = self._chance
        self.time = at(chance.randrange(1, 20))
        edits: list[Callable[[], None]] = [
            self._add, self._add, self._renote, self._renote, self._tag, self._untag, self._delete,
            self._recolour, self._move, self._rebound, self._article,
        ]  # fmt: skip
        chance.choice(edits)()

    def _word(self) -> str:
        return next(self._words)

    def _add(self) -> None:
        start = self._chance.randrange(80)
        anchor = Anchor(start, start + 4, self._word(), text=self.now.text_sha256)
        made = Highlight(
            f"h{self._word()}", anchor, note=self._word(), tags=(self._word(),),
            created=self.time, modified=self.time,
        )  # fmt: skip
        self._put([*self.now.highlights, made])

    def _change(self, change: Callable[[Highlight], Highlight]) -> None:
        if self.now.highlights:
            chosen = self._chance.choice(self.now.highlights)
            changed = replace(change(chosen), modified=max(self.time, chosen.modified))
            self._put([changed if h is chosen else h for h in self.now.highlights])

    def _put(self, highlights: list[Highlight]) -> None:
        ordered = tuple(sorted(highlights, key=document_order))
        self.now = replace(self.now, highlights=ordered)

    def _renote(self) -> None:
        more = self._chance.choice(["", "{} and "])
        self._change(lambda h: replace(h, note=more.format(h.note) + self._word()))

    def _tag(self) -> None:
        self._change(lambda h: replace(h, tags=(self._word(), *h.tags)))
        self.now = replace(self.now, tags=(*self.now.tags, self._word()))

    def _untag(self) -> None:
        self._change(lambda h: replace(h, tags=h.tags[1:]))
        self.now = replace(self.now, tags=self.now.tags[1:])

    def _recolour(self) -> None:
        self._change(lambda h: replace(h, color=self._chance.choice(COLORS), style="underline"))

    def _rebound(self) -> None:
        self._change(lambda h: replace(h, anchor=h.anchor._replace(quote=self._word())))

    def _move(self) -> None:
        """The text has changed: all is anchored anew."""
        sha = self._chance.choice(TEXTS)
        moved = [
            replace(h, anchor=h.anchor._replace(start=h.anchor.start + 1, end=99, text=sha))
            for h in self.now.highlights
        ]
        self.now = replace(self.now, text_sha256=sha, text_length=int(sha[:2]))
        self._put(moved)

    def _delete(self) -> None:
        if self.now.highlights:
            gone = self._chance.choice(self.now.highlights)
            graves = (*self.now.deleted, Tombstone(gone.id, max(self.time, gone.modified), gone))
            self.now = replace(self.now, deleted=tuple(sorted(graves, key=lambda t: t.id)))
            self._put([h for h in self.now.highlights if h is not gone])

    def _article(self) -> None:
        self.now = replace(
            self.now,
            note=self._word(),
            starred=self._chance.random() < 0.5,
            status=self._chance.choice(STATUSES),
            place=Place(self._chance.randrange(80), "q", 5, self.time),
        )


def two_devices(seed: int) -> tuple[Annotations, Annotations, Annotations]:
    """A base, and what became of it on two devices."""
    chance = random.Random(seed)
    start = Device(holding(), chance, "base")
    for _ in range(chance.randrange(8)):
        start.edit()
    sides = [Device(start.now, chance, name) for name in ("one", "two")]
    for side in sides:
        for _ in range(chance.randrange(9)):
            side.edit()
    return start.now, sides[0].now, sides[1].now


def lost(base: Annotations, side: Annotations, whole: Annotations) -> Iterator[str]:
    """What was made on one side and is not in the whole."""
    old = {h.id: h for h in base.highlights}
    there: dict[str, Highlight] = {t.id: t.was for t in whole.deleted if t.was is not None}
    there |= {h.id: h for h in whole.highlights}
    for highlight in side.highlights:
        before = old.get(highlight.id, Highlight(highlight.id, Anchor(0, 0, "")))
        now = there.get(highlight.id)
        if now is None:
            yield f"highlight {highlight.id}"
            continue
        if highlight.note != before.note and highlight.note not in now.note:
            yield f"note {highlight.note!r} in {now.note!r}"
        yield from (f"tag {tag}" for tag in {*highlight.tags} - {*before.tags} - {*now.tags})
    yield from (f"tag {tag}" for tag in {*side.tags} - {*base.tags} - {*whole.tags})
    if side.note != base.note and side.note not in whole.note:
        yield f"note {side.note!r}"


@settings(max_examples=1200, deadline=None)
@given(st.integers(0, 2**40), st.booleans())
def test_nothing_that_was_made_on_two_devices_is_lost(seed: int, known: bool) -> None:
    base, one, other = two_devices(seed)
    whole = merged(base if known else None, one, other)
    for side in (one, other):
        assert list(lost(base, side, whole)) == []
    living, dead = ({x.id for x in side} for side in (whole.highlights, whole.deleted))
    assert not living & dead
    assert living | dead == {x.id for s in (one, other) for x in (*s.highlights, *s.deleted)}
    graves = {t.id: t.at for side in (one, other) for t in side.deleted}
    edits = {h.id: h.modified for side in (one, other) for h in side.highlights}
    for key, died in graves.items():
        assert (key in living) == (edits.get(key, "") > died), key


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**40))
def test_it_is_all_the_same_in_which_order_three_copies_come(seed: int) -> None:
    """Without deletions and changes of the text, which only the copies in hand can tell of."""
    base, one, other = two_devices(seed)
    third = Device(base, random.Random(seed), "three")
    for _ in range(4):
        third.edit()
    sides = []
    for side in (one, other, third.now):
        stay = [
            replace(h, anchor=h.anchor._replace(start=1, end=5, text=TEXTS[0]), note=h.note[:4])
            for h in side.highlights
        ]
        sides.append(holding(*stay, tags=side.tags, starred=side.starred, place=side.place))
    results = {
        annotation_file.render(merge(None, merge(None, x, y), z))
        for x, y, z in itertools.permutations(sides)
    }
    assert len(results) == 1


# -- rule by rule ------------------------------------------------------------------------------


def test_a_note_changed_on_both_sides_is_kept_twice_the_newest_first() -> None:
    base = holding(marked("k", "as it was"))
    one = holding(marked("k", "what the keeper says", 5))
    other = holding(marked("k", "what the pilot says", 7))
    (both,) = merged(base, one, other).highlights
    assert both.note == (
        "what the pilot says\n\n*Also noted (2026-03-01T10:05:00Z):*\n\nwhat the keeper says"
    )
    third = holding(marked("k", "what the harbour says", 6))
    three = merged(None, holding(both), third)
    assert three == merged(None, one, merged(None, third, other))
    assert [line for line in three.highlights[0].note.split("\n\n") if line[0] == "w"] == [
        "what the pilot says", "what the harbour says", "what the keeper says",
    ]  # fmt: skip


def test_a_note_that_was_gone_on_with_stands_for_both() -> None:
    one, other = (
        holding(marked("k", "see the ledger")),
        holding(marked("k", "see the ledger, p. 4", 2)),
    )
    assert merged(None, one, other).highlights[0].note == "see the ledger, p. 4"
    # A part of a word is no part of a note.
    one, other = holding(marked("k", "no")), holding(marked("k", "nobody knows", 2))
    assert "*Also noted" in merged(None, one, other).highlights[0].note


def test_a_version_that_was_settled_on_one_side_does_not_come_back() -> None:
    both = "mine\n\n*Also noted (2026-03-01T10:05:00Z):*\n\nyours"
    base = holding(marked("k", both, 6))
    settled = holding(marked("k", "mine", 8))
    assert merged(base, settled, base) == settled
    edited = holding(marked("k", both.replace("mine", "mine, though"), 9))
    assert merged(base, settled, edited).highlights[0].note == "mine, though"


def test_tags_are_a_set_and_keep_an_order_that_somebody_made() -> None:
    base, one, other = (holding(tags=tags) for tags in (("b", "a"), ("b", "a", "c"), ("a",)))
    assert merged(base, one, other).tags == ("a", "c")
    assert merged(None, one, other).tags == ("b", "a", "c")
    assert merged(base, one, holding(tags=("b", "a", "d"))).tags == ("b", "a", "c", "d")


def test_of_two_changes_of_one_value_the_later_stays() -> None:
    base = holding(marked("k"))
    one, other = (holding(marked("k", "", m, color=c)) for m, c in ((3, "green"), (2, "pink")))
    assert merged(base, one, other).highlights[0].color == "green"
    assert merged(base, base, other).highlights[0].color == "pink"
    plain, lined = marked("k", "", 5), marked("k", "", 4, style="underline")
    assert merged(None, holding(plain), holding(lined)).highlights[0].style == "fill"


def test_an_edit_outlives_an_older_deletion_and_no_newer_one() -> None:
    whole = marked("k", "first", 2)
    for minute, lives in ((4, True), (6, False), (5, False)):
        edited = holding(marked("k", "edited", 5))
        deleted = holding(deleted=(Tombstone("k", at(minute), whole),))
        result = merged(holding(whole), edited, deleted)
        assert bool(result.highlights) == lives, minute
        assert bool(result.deleted) != lives
        if not lives:
            assert result.deleted[0].was is not None
            assert "edited" in result.deleted[0].was.note


def test_an_edit_that_outlives_a_deletion_gets_what_was_written_before_it() -> None:
    known = marked("k", "first", 1, tags=("a", "b"))
    edited = holding(replace(known, tags=("a",), modified=at(9)))
    noted = replace(known, note="first\n\nsecond", tags=("a", "b", "c"), modified=at(3))
    deleted = holding(deleted=(Tombstone("k", at(4), noted),))
    for base, tags in ((holding(known), {"a", "c"}), (None, {"a", "b", "c"})):
        (alive,) = merged(base, edited, deleted).highlights
        assert alive.note == "first\n\nsecond"
        assert set(alive.tags) == tags


def test_an_untouched_highlight_stays_deleted_whatever_the_clocks_say() -> None:
    whole = marked("k", "first", 30)
    moved = replace(whole, anchor=whole.anchor._replace(start=6, text=TEXTS[1]))
    deleted = holding(deleted=(Tombstone("k", at(1), whole),))
    assert merged(holding(whole), holding(moved), deleted).highlights == ()
    back = holding(replace(whole, modified=at(0)))
    assert merged(deleted, back, deleted).highlights == back.highlights


def test_lines_taken_out_by_hand_stay_out_where_the_base_is_known() -> None:
    base = holding(marked("k", "first"), marked("m"))
    by_hand = holding(marked("m"))
    result = merged(base, by_hand, base)
    assert [h.id for h in result.highlights] == ["m"]
    assert [t.was for t in result.deleted] == [marked("k", "first")]
    assert len(merged(None, by_hand, base).highlights) == 2


def test_a_passage_bounded_anew_comes_with_its_anchor() -> None:
    old = marked("k")
    wider = replace(old, anchor=Anchor(1, 12, "the quay was", text=TEXTS[0]), modified=at(3))
    noted = replace(old, note="later", modified=at(9))
    for base in (holding(old), None):
        (result,) = merged(base, holding(wider), holding(noted)).highlights
        assert result.note == "later"
        assert result.anchor == (wider.anchor if base else noted.anchor)


def test_the_anchor_in_the_text_that_stays_is_taken() -> None:
    old = marked("k")
    moved = replace(old, anchor=old.anchor._replace(start=50, end=54, text=TEXTS[1]))
    stale = holding(replace(old, note="x", modified=at(2)))
    fresh = holding(moved, text_sha256=TEXTS[1], place=Place(1, at=at(30)))
    result = merged(None, stale, fresh)
    assert result.text_sha256 == TEXTS[1]
    assert result.highlights[0].anchor == moved.anchor
    assert result.highlights[0].note == "x"


def test_the_status_goes_with_the_newest_place() -> None:
    one = holding(status="done", place=Place(9, "a", 100, at(3)))
    other = holding(status="reading", place=Place(4, "b", 40, at(5)), starred=True)
    result = merged(None, one, other)
    assert (result.status, result.place, result.starred) == ("reading", other.place, True)
    assert merged(None, holding(status="done"), holding()).status == "done"


def test_what_this_version_does_not_know_is_kept_from_both() -> None:
    start = annotation_file.render(holding(marked("k"))).decode()
    one = start.replace("status: unread", "status: later\nmood: calm\nrank:\n  a: 1").encode()
    other = start.replace("color: yellow", "color: zinc\n  weight: 3").replace(
        "status: unread", "status: unread\nrank:\n  b: 2"
    )
    sides = [annotation_file.parse(data, "x") for data in (one, other.encode())]
    text = annotation_file.render(merged(None, *sides)).decode()
    for line in ("status: later", "mood: calm", "  a: 1", "  b: 2", "color: zinc", "  weight: 3"):
        assert f"{line}\n" in text, line


def test_unreadable_items_of_both_stay() -> None:
    one, other = (holding(unreadable=(text,)) for text in ("qoute: a\n", "qoute: b\n"))
    assert merged(None, one, other).unreadable == ("qoute: a\n", "qoute: b\n")


def test_equal_items_that_are_spelled_differently_give_the_same_bytes() -> None:
    data = annotation_file.render(holding(marked("k"), marked("m")))
    spelled = data.replace(b"color: yellow", b'color: "yellow"  # by hand', 1)
    sides = annotation_file.parse(data, "x"), annotation_file.parse(spelled, "x")
    assert sides[0] == sides[1]
    assert annotation_file.render(merge(None, *sides)) == data
    assert annotation_file.render(merge(None, sides[1], sides[0])) == data


def test_what_may_not_be_merged_is_refused() -> None:
    with pytest.raises(StoreError, match="two articles"):
        merge(None, holding(), Annotations("other"))
    with pytest.raises(StoreError, match="later postil"):
        merge(None, holding(), holding(extra={"schema": 2}))
