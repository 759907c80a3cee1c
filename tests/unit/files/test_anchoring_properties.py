"""Re-anchoring over texts that are made up: what holds for every edit."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.anchoring import Anchor, candidates, make_anchor, reanchor
from store.text.bounds import snap
from store.text.fold import fold

SCRIPTS = {
    name: tuple(words.split())
    for name, words in {
        "latin": (
            "harbour lamp ledger keeper winter quay candle tide anchor pilot fog toll bell rope "
            "salt north window letter market stone river copper garden empty quiet early silver "
            "broken carries counts hides follows answers burns gathers leaves mends opens reads "
            "sends turns slowly seldom never twice again beyond under between without against"
        ),
        "cyrillic": (
            "гавань лампа книга зима причал свеча прилив якорь туман колокол верёвка соль север "
            "окно письмо рынок камень река медь сад тихо рано редко снова"
        ),
        "other": (
            "orchard plough saddle barley meadow tractor hedge fence cattle wheat shepherd wool "
            "thresh sow reap milk churn graze shear plant soil rain drought never twice under "
            "between without again slowly"
        ),
        "emoji": "lamp 👩‍👩‍👧 quay 🇫🇷 tide e\u0301tude 👍🏽 fog bell naïve salt rope toll",
    }.items()
}
WRITTEN = ["latin", "cyrillic", "emoji", "han"]
HAN = "港灯塔静海照北町船待人税帐钟雾冬潮石河铜园空早银破燃收开读送转慢少再外下间对向"


def sentence(rng: random.Random, script: str = "latin") -> str:
    if script == "han":
        return "".join(rng.choice(HAN) for _ in range(rng.randint(8, 30))) + "。"
    words = [rng.choice(SCRIPTS[script]) for _ in range(rng.randint(6, 16))]
    return " ".join(words).capitalize() + "."


def paragraphs(seed: int, count: int = 8, script: str = "latin") -> list[list[str]]:
    """Paragraphs of sentences, no two of which are alike."""
    rng = random.Random(seed)
    return [[sentence(rng, script) for _ in range(rng.randint(1, 5))] for _ in range(count)]


def joined(made: Sequence[Sequence[str]]) -> str:
    gap = " " if not made or "。" not in "".join(made[0]) else ""
    return "\n\n".join(gap.join(each) for each in made if each)


def mark(text: str, passage: str) -> Anchor:
    start = text.index(passage)
    return make_anchor(text, "", start, start + len(passage))


def reads(text: str, anchor: Anchor) -> str | None:
    return None if anchor.state == "unplaced" else text[anchor.start : anchor.end]


def plain(text: str) -> str:
    return " ".join(fold(text).split())


def checked(old: str | None, new: str, anchors: Sequence[Anchor]) -> list[Anchor]:
    """What ``reanchor`` gives, after looking at all that must hold of it whatever the texts."""
    result = reanchor(old, new, anchors)
    assert [each.quote for each in result] == [each.quote for each in anchors]
    for before, after in zip(anchors, result, strict=True):
        assert after.state in {"placed", "moved", "check", "unplaced"}
        if after.state == "unplaced":
            assert after[:5] == before[:5]
            assert after.near is not None
            assert 0 <= after.near <= len(new)
            continue
        assert 0 <= after.start < after.end <= len(new)
        assert snap(new, after.start, after.end) == (after.start, after.end)
        assert new.endswith(after.prefix, 0, after.start)
        assert new.startswith(after.suffix, after.end)
        if after.state == "placed":
            assert plain(new[after.start : after.end]) == plain(after.quote)
    assert reanchor(old, new, anchors) == result
    assert reanchor(new, new, result) == result
    return result


any_text = st.text(alphabet="ab .\n’-é\u0301👩\u200d👧🇫🇷港灯ก่", max_size=120)


@settings(max_examples=150, deadline=None)
@given(
    any_text, any_text, st.lists(st.tuples(st.integers(0, 120), st.integers(1, 60)), max_size=6),
    st.sampled_from(["old", "none", "swapped"]),
)  # fmt: skip
def test_whatever_the_texts(old: str, new: str, ranges: list[tuple[int, int]], known: str) -> None:
    anchors = [make_anchor(old, "", start, start + length) for start, length in ranges]
    anchors = [anchor for anchor in anchors if anchor.start < anchor.end]
    checked({"old": old, "none": None, "swapped": new}[known], new, anchors)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(WRITTEN), st.data())
def test_in_the_same_text_all_stays(seed: int, script: str, data: st.DataObject) -> None:
    text = joined(paragraphs(seed, 5, script))
    starts = data.draw(st.lists(st.integers(0, len(text) - 1), max_size=8))
    anchors = [make_anchor(text, "", start, start + 25) for start in starts]
    anchors = [anchor for anchor in anchors if anchor.start < anchor.end]
    assert checked(text, text, anchors) == anchors


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(WRITTEN), st.booleans(), st.data())
def test_what_is_inserted_before_shifts_exactly(
    seed: int, script: str, has_old: bool, data: st.DataObject
) -> None:
    made = paragraphs(seed, 6, script)
    text = joined(made)
    before = sentence(random.Random(seed + 1), script) + "\n\n"
    start = data.draw(st.integers(0, len(text) - 30))
    anchor = make_anchor(text, "", start, start + 30)
    (after,) = checked(text if has_old else None, before + text, [anchor])
    assert after.state == "placed"
    assert (after.start - len(before), after.end - len(before)) == (anchor.start, anchor.end)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(WRITTEN), st.booleans())
def test_what_is_deleted_is_unplaced_where_it_was(seed: int, script: str, has_old: bool) -> None:
    made = paragraphs(seed, 7, script)
    rng = random.Random(seed)
    text = joined(made)
    at = rng.randrange(1, 6)
    nth = rng.randrange(len(made[at]))
    passage = made[at].pop(nth)
    anchors = [mark(text, made[at - 1][-1]), mark(text, passage), mark(text, made[at + 1][0])]
    new = joined(made)
    first, gone, last = checked(text if has_old else None, new, anchors)
    assert gone.state == "unplaced"
    assert (reads(new, first), reads(new, last)) == (first.quote, last.quote)
    assert first.end <= (gone.near or 0) <= last.start
    # It is tried again, and is back when its words are.
    again = checked(new, text, [first, gone, last])
    assert [(each.start, each.end, each.state) for each in again] == [
        (each.start, each.end, "placed") for each in anchors
    ]


def edited(made: list[list[str]], rng: random.Random, script: str = "latin") -> None:
    """One edit by sentences or paragraphs, in place."""
    act = rng.choice(["insert", "delete", "move", "paragraph", "join", "split"])
    at = rng.randrange(len(made))
    if act == "insert":
        made[at].insert(rng.randint(0, len(made[at])), sentence(rng, script))
    elif act == "delete" and len(made[at]) > 1:
        made[at].pop(rng.randrange(len(made[at])))
    elif act == "move":
        made.insert(rng.randrange(len(made)), made.pop(at))
    elif act == "paragraph":
        made.insert(at, [sentence(rng, script), sentence(rng, script)])
    elif act == "join" and at:
        made[at - 1 : at + 1] = [made[at - 1] + made[at]]
    elif act == "split" and len(made[at]) > 1:
        made[at : at + 1] = [made[at][:1], made[at][1:]]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["latin", "cyrillic", "han"]))
def test_a_chain_of_edits_does_not_drift(seed: int, script: str) -> None:
    rng = random.Random(-seed - 1)
    made = paragraphs(seed, 8, script)
    text = joined(made)
    passages = [rng.choice(each) for each in made]
    anchors = [mark(text, passage) for passage in passages]
    first = anchors
    for _ in range(12):
        edited(made, rng, script)
        new = joined(made)
        anchors = checked(text, new, anchors)
        text = new
        for passage, anchor in zip(passages, anchors, strict=True):
            assert reads(text, anchor) == (passage if passage in text else None)
    # And back at once: as if nothing had been.
    begin = joined(paragraphs(seed, 8, script))
    back = reanchor(text, begin, anchors)
    assert [(each.start, each.end) for each in back] == [(each.start, each.end) for each in first]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.booleans())
def test_a_text_replaced_wholly_keeps_nothing(seed: int, has_old: bool) -> None:
    text = joined(paragraphs(seed, 8))
    new = joined(paragraphs(seed + 1, 8, "other"))
    rng = random.Random(seed)
    anchors = []
    for length in (40, 80, 200):
        start = rng.randrange(len(text) - length)
        anchors.append(make_anchor(text, "", start, start + length))
    result = checked(text if has_old else None, new, anchors)
    assert {anchor.state for anchor in result} == {"unplaced"}
    back = reanchor(new, text, result)
    assert [(each.start, each.end, each.state) for each in back] == [
        (each.start, each.end, "placed") for each in anchors
    ]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_a_reworded_sentence_is_followed(seed: int) -> None:
    rng = random.Random(seed)
    made = paragraphs(seed, 6)
    text = joined(made)
    at = rng.randrange(6)
    words = made[at][0].split()
    words[rng.randrange(1, len(words) - 1)] = "lighthouse"
    anchor = mark(text, made[at][0])
    made[at][0] = " ".join(words)
    new = joined(made)
    (after,) = checked(text, new, [anchor])
    assert (after.state, reads(new, after)) == ("moved", made[at][0])
    (back,) = checked(new, text, [after])
    assert (back.start, back.end, back.state) == (anchor.start, anchor.end, "placed")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The keeper", "Every keeper"),
        ("on the table.", "on the shelf."),
        ("left the ledger", "left the old ledger"),
    ],
)
def test_a_passage_keeps_its_ends(before: str, after: str) -> None:
    passage = "The keeper of the northern light left the ledger open on the table."
    text = f"Nobody came that night.\n\n{passage} Then the fog rose.\n\nIt stayed for a week."
    anchor = mark(text, passage)
    new = text.replace(before, after)
    (found,) = checked(text, new, [anchor])
    assert (found.state, reads(new, found)) == ("moved", passage.replace(before, after))


def test_what_is_moved_is_followed_on_and_back() -> None:
    steps = [
        "The keeper of the northern light left the ledger open on the table.",
        "The keeper of the northern light left the old ledger open on the table.",
        "The keeper of the northern light left the old ledger open upon a table.",
        "The keeper of the northern light had left the old ledger open upon a table.",
    ]
    around = joined(paragraphs(31, 2)), joined(paragraphs(32, 2))
    texts = ["\n\n".join((around[0], each, around[1])) for each in steps]
    anchors = [first] = [mark(texts[0], steps[0])]
    for old, new, step in zip(texts, texts[1:], steps[1:], strict=False):
        anchors = checked(old, new, anchors)
        assert (anchors[0].state, reads(new, anchors[0])) == ("moved", step)
        assert anchors[0].quote == steps[0]
    (back,) = checked(texts[-1], texts[0], anchors)
    assert (back.state, back.start, back.end) == ("placed", first.start, first.end)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 3))
def test_of_lookalikes_only_the_own_one_counts(seed: int, deleted: int) -> None:
    rng = random.Random(-seed - 1)
    made = paragraphs(seed, 9)
    shared = [sentence(rng), sentence(rng)]
    for nth in range(4):
        made[2 * nth + 1] = [*shared, f"That was said {nth} times before this one."]
    text = joined(made)
    places = [text.index(shared[0])]
    while len(places) < 4:
        places.append(text.index(shared[0], places[-1] + 1))
    anchors = [make_anchor(text, "", start, start + len(shared[0])) for start in places]
    del made[2 * deleted + 1]
    new = joined(made)
    result = checked(text, new, anchors)
    assert [anchor.state == "unplaced" for anchor in result] == [n == deleted for n in range(4)]
    starts = [anchor.start for anchor in result if anchor.state != "unplaced"]
    assert starts == sorted(starts)
    assert len(set(starts)) == 3


def test_paragraphs_that_change_places() -> None:
    made = paragraphs(5, 6)
    text = joined(made)
    anchors = [mark(text, each[0]) for each in made]
    made[1], made[4] = made[4], made[1]
    new = joined(made)
    for old in (text, None):
        assert [reads(new, each) for each in checked(old, new, anchors)] == [
            each.quote for each in anchors
        ]


def test_other_line_breaks_quotes_and_dashes_read_the_same() -> None:
    text = (
        "The keeper’s “night book” – thin as it was – held every name. "
        "Nobody had asked for it… until the pilots’ guild did.\n\nThe rest is lost."
    )
    anchor = mark(text, text[: text.index("\n\n")])
    new = (
        'The keeper\'s "night book" - thin\nas it was - held every name. Nobody\n'
        "had asked for it... until the pilots' guild did.\n\nThe rest is lost."
    )
    for old in (text, None):
        (after,) = checked(old, new, [anchor])
        assert after.state == "placed"
        assert reads(new, after) == new[: new.index("\n\n")]


@pytest.mark.parametrize("has_old", [True, False])
def test_empty_texts_and_anchors_over_all(has_old: bool) -> None:
    text = joined(paragraphs(3, 4))
    whole = make_anchor(text, "", 0, len(text))
    (gone,) = checked(text if has_old else None, "", [whole])
    assert (gone.state, gone.near) == ("unplaced", 0)
    (back,) = checked("" if has_old else None, text, [gone])
    assert (back.state, back.start, back.end) == ("placed", 0, len(text))
    assert checked(text, text + "\n\nAnd more.", []) == []
    (after,) = checked(text if has_old else None, "Preface.\n\n" + text, [whole])
    assert (after.state, after.start) == ("placed", 10)
    nothing = Anchor(start=0, end=0, quote="", prefix="", suffix="", state="placed")
    assert reanchor("", text, [nothing])[0].state == "unplaced"


def test_identical_and_overlapping_anchors_stay_so() -> None:
    made = paragraphs(8, 5)
    text = joined(made)
    inner = mark(text, made[2][0])
    outer = make_anchor(text, "", inner.start - 40, inner.end + 40)
    new = joined([[sentence(random.Random(1))], *made])
    result = checked(text, new, [inner, outer, inner, outer])
    assert result[:2] == result[2:]
    shift = len(new) - len(text)
    assert [(each.start - shift, each.end - shift) for each in result[:2]] == [
        (inner.start, inner.end),
        (outer.start, outer.end),
    ]


def test_what_is_taken_is_not_given_again() -> None:
    made = paragraphs(9, 5)
    text = joined(made)
    anchor = mark(text, made[3][0])
    assert reanchor(None, text, [anchor])[0].state == "placed"
    taken = reanchor(None, text, [anchor], taken=[(anchor.start, anchor.end)])
    assert taken[0].state == "unplaced"


def test_half_a_word_stays_half_a_word() -> None:
    text = "The lighthouses of the northern coast were never lit in summer."
    anchor = make_anchor(text, "", 9, 36)  # "houses of the northern coas"
    assert anchor.quote == "houses of the northern coas"
    for old in (text, None):
        (after,) = checked(old, "Preface. " + text, [anchor])
        assert (after.start, after.end, after.state) == (18, 45, "placed")


# -- what to choose from --------------------------------------------------------------------------


def test_candidates_are_the_quote_s_places_the_nearest_context_first() -> None:
    made = paragraphs(11, 6)
    made[1].append(made[4][0])
    text = joined(made)
    second = text.rindex(made[4][0])
    anchor = make_anchor(text, "", second, second + len(made[4][0]))
    found = candidates(text, anchor)
    assert (found[0].start, found[0].end) == (anchor.start, anchor.end)
    assert found[0].score == 1.0
    assert text[found[1].start : found[1].end] == anchor.quote
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_candidates_are_what_is_alike_and_else_the_sentence_at_the_place() -> None:
    made = paragraphs(12, 6)
    text = joined(made)
    anchor = mark(text, made[3][0])
    words = made[3][0].split()
    words[2:4] = ["lighthouse"]
    made[3][0] = " ".join(words)
    new = joined(made)
    assert new[candidates(new, anchor)[0].start :].startswith(made[3][0][:20])
    other = joined(paragraphs(13, 6))
    (only,) = candidates(other, anchor._replace(quote="Zyx wvu.", near=30, state="unplaced"))
    assert only.start <= 30 < only.end
    assert candidates("", anchor) == []
    assert candidates("  \n\n ", anchor) == []


@settings(max_examples=100, deadline=None)
@given(any_text, any_text, st.integers(0, 200), st.integers(1, 5))
def test_candidates_are_whole_and_in_range(text: str, quote: str, near: int, limit: int) -> None:
    found = candidates(text, Anchor(0, 5, quote, near=near), limit)
    assert len(found) <= limit
    for each in found:
        assert 0 <= each.start < each.end <= len(text)
        assert 0 <= each.score <= 1
        assert snap(text, each.start, each.end) == (each.start, each.end)


def test_a_candidate_is_what_stands_in_its_stead() -> None:
    old = "The mill took coin and flour in turns, but never promises from the parish.\n\nNo more."
    new = old.replace("coin and flour in turns", "a tenth of everything")
    anchor = mark(old, "coin and flour in turns")._replace(state="unplaced", near=14)
    first, *rest = candidates(new, anchor)
    assert new[first.start : first.end] == "a tenth of everything"
    assert not any(first.start < each.end and each.start < first.end for each in rest)


MANY = 100_000
HOSTILE = {
    "blank lines": "\n" * MANY,
    "one letter": "a" * MANY,
    "marks": "e" + "\u0301" * MANY,
    "joiners": "👩\u200d" * MANY,
    "flags": "\U0001f1e9" * MANY,
    "one word": "tide " * MANY,
    "one paragraph": "The keeper of the lamp was away again.\n\n" * (MANY // 20),
    "many words": " ".join(f"w{index}" for index in range(MANY)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_no_time(name: str) -> None:
    text = HOSTILE[name]
    quotes = [text[:40], text[len(text) // 2 :][:40], text]
    anchors = [Anchor(text.index(quote), len(quote), quote) for quote in quotes]
    begun = time.process_time()
    for old, new in ((text, text + "\n\nx"), (None, text[:-50] + "x"), (None, "x" + text[::-1])):
        assert [each.quote for each in reanchor(old, new, anchors)] == quotes
    assert time.process_time() - begun < 5


def test_a_mark_that_stands_alone_is_not_found_in_blanks() -> None:
    for old in ("\u0301", " ", None):
        assert reanchor(old, " ", [Anchor(0, 1, "\u0301")])[0].state == "unplaced"


def test_one_that_is_unplaced_in_the_same_text_says_where_it_would_be() -> None:
    for near, told in ((None, 4), (2, 2), (-3, 0), (10**20, 7)):
        lost = Anchor(4, 6, "gone", state="unplaced", near=near)
        assert reanchor("a text.", "a text.", [lost]) == [lost._replace(near=told)]
