from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import annotation_file, yaml_files
from store.annotation_file import is_newer, load, parse, render
from store.annotation_records import document_order
from store.errors import DamagedFileError, StoreError
from store.ids import is_id
from store.model import (
    COLORS,
    STATES,
    STATUSES,
    STYLES,
    Anchor,
    Annotations,
    Highlight,
    Place,
    Tombstone,
)
from store.text.clean import clean_line, clean_tag, clean_text

SHA = "9c1f0e" + "ab" * 29
OLD_SHA = "51ab77" + "cd" * 29
FIRST = Highlight(
    id="k7f3q9x2mv",
    anchor=Anchor(
        512,
        541,
        "Nobody reads the small print.",
        "people click through the dialog. ",
        " A study from 2019\n\nfound that",
        text=SHA,
    ),
    tags=("privacy", "to-read"),
    note="Compare with the other article.\n\n- first point 😀",
    created="2026-01-02T03:04:05Z",
    modified="2026-01-05T10:00:00Z",
)
SECOND = Highlight(
    id="v5h1c7w3np",
    anchor=Anchor(1190, 1218, "“This” sentence: was taken out", "", "", "unplaced", 1204, OLD_SHA),
    color="red",
    style="underline",
    created="2026-01-02T03:07:00Z",
    modified="2026-01-02T03:07:00Z",
)
WHOLE = Annotations(
    article="3f9a2c71",
    title='Privacy: what "no logs" means',
    source="https://example.org/a",
    status="reading",
    starred=True,
    tags=("law/eu", "2026"),
    note="no",
    place=Place(480, "Nobody reads", 37, "2026-01-05T10:00:00Z"),
    text_sha256=SHA,
    text_length=18234,
    highlights=(FIRST, SECOND),
    deleted=(
        Tombstone("z8r4k2b6yh", "2026-01-03T00:00:00Z", replace(FIRST, id="z8r4k2b6yh", note="")),
        Tombstone("c1c1c1c1c1", "2025-01-03T00:00:00Z"),
    ),
    unreadable=("id: x\nqoute: oh\n",),
)
GOLDEN = Path(__file__).parent / "golden.yaml"


@pytest.fixture(autouse=True)
def _no_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test starts with nothing read or written before."""
    monkeypatch.setattr(annotation_file, "_pieces", annotation_file._Pieces())


def with_items(*items: str, more: str = "") -> bytes:
    body = "".join(items)
    return f"article:\n  id: abc\n{more}annotations:\n{body}".encode()


def test_golden_bytes() -> None:
    assert render(WHOLE) == GOLDEN.read_bytes()
    assert parse(GOLDEN.read_bytes(), "golden.yaml") == WHOLE
    assert load(GOLDEN) == WHOLE


# -- any values -----------------------------------------------------------------------------------

ids = st.text("abcdefghjkmnpqrstvwxyz0123456789", min_size=1, max_size=10)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(clean_text)
lines = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(clean_line)
tag_lists = st.lists(lines.map(clean_tag).filter(bool), max_size=3, unique=True).map(tuple)
offsets = st.integers(0, 10**6)
anchors = st.builds(
    lambda start, length, *rest: Anchor(start, start + length, *rest),
    offsets, offsets, texts.filter(str.strip), texts, texts, st.sampled_from(STATES),
    st.none() | offsets, st.just(SHA),
)  # fmt: skip
extras = st.just({}) | st.dictionaries(
    lines.map("x-{}".format), texts | st.integers(-9, 9) | st.lists(texts, max_size=2), max_size=2
)
highlights = st.builds(
    Highlight, ids, anchors, st.sampled_from(COLORS),
    st.sampled_from(STYLES), tag_lists, texts, lines, lines, extras,
)  # fmt: skip
highlight_lists = st.lists(highlights, max_size=4, unique_by=lambda h: h.id).map(
    lambda found: tuple(sorted(found, key=document_order))
)
annotations = st.builds(
    Annotations, ids, lines, lines, st.sampled_from(STATUSES), st.booleans(), st.booleans(),
    tag_lists, texts, st.none() | st.builds(Place, offsets, texts, st.integers(0, 100), lines),
    st.just(SHA), offsets, highlight_lists,
    st.lists(st.builds(Tombstone, ids, lines), max_size=2).map(tuple),
    st.lists(texts, max_size=2).map(tuple), extras,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(annotations)
def test_what_is_written_comes_back(value: Annotations) -> None:
    data = render(value)
    again = parse(data, "x.yaml")
    assert again == value
    assert render(again) == data


@settings(max_examples=60, deadline=None)
@given(annotations, st.binary(max_size=30), st.data())
def test_a_file_with_any_damage_is_read_or_refused(
    value: Annotations, rubbish: bytes, data: st.DataObject
) -> None:
    whole = render(value)
    at = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.integers(0, 40))
    damaged = whole[:at] + rubbish + whole[at + cut :]
    try:
        found = parse(damaged, "x.yaml")
    except DamagedFileError:
        return
    if not is_newer(found):
        assert parse(render(found), "x.yaml") == found


# -- written by hand ------------------------------------------------------------------------------


def test_a_quote_is_enough() -> None:
    data = with_items("- quote: 2024\n", "- quote: once\n- quote: once\n", more="status: done\n")
    found = parse(data, "x.yaml")
    assert [h.quote for h in found.highlights] != []
    assert {h.quote for h in found.highlights} == {"2024", "once"}
    assert all(is_id(h.id) and h.anchor == Anchor(0, 0, h.quote) for h in found.highlights)
    assert len({h.id for h in found.highlights}) == 3
    assert parse(data, "x.yaml") == found  # the same ids each time
    assert found.status == "done"
    assert parse(render(found), "x.yaml") == found


def test_what_people_may_well_write() -> None:
    data = with_items(
        "- quote: one\n  tags: '#To read, law/eu'\n  note: 5\n",
        "- quote: two\n  tags: [2026, no, no]\n  anchor: {prefix: before}\n",
        more="starred: yes\ntags:\nnote: ~\n",
    )
    found = parse(data, "x.yaml")
    by_quote = {h.quote: h for h in found.highlights}
    assert found.starred is True
    assert by_quote["one"].tags == ("To-read", "law/eu")
    assert by_quote["one"].note == "5"
    assert by_quote["two"].tags == ("2026", "no")
    assert by_quote["two"].anchor == Anchor(0, 0, "two", prefix="before")


def test_names_of_states_that_were_in_use_before() -> None:
    data = with_items(
        *(
            f"- id: {name}\n  quote: x\n  anchor: {{state: {name}, start: 1, end: 2, text: a}}\n"
            for name in ("ok", "changed", "orphan", "placed")
        )
    )
    found = {h.id: h.anchor.state for h in parse(data, "x.yaml").highlights}
    assert found == {
        "ok": "placed",
        "changed": "moved",
        "orphan": "unplaced",
        "placed": "placed",
    }


@pytest.mark.parametrize(
    "anchor", ["x", "[1]", "{start: 5, end: 2, state: placed}", "{start: -1, end: 2}",
               "{start: a, end: 2, state: placed}", "{start: 1, end: 2, state: nowhere, text: a}"],
)  # fmt: skip
def test_an_anchor_that_cannot_be_is_none(anchor: str) -> None:
    (found,) = parse(with_items(f"- id: a\n  quote: x\n  anchor: {anchor}\n"), "x").highlights
    assert found.anchor == Anchor(0, 0, "x")


def test_hostile_text_is_cleaned() -> None:
    data = with_items('- id: a\n  quote: "a\\e[31mb"\n  note: "\\u202ex"\n  tags: ["\\e[1m"]\n')
    (found,) = parse(data, "x").highlights
    assert (found.quote, found.note, found.tags) == ("ab", "x", ())


def test_one_bad_item_takes_no_other_along() -> None:
    bad = [
        "- qoute: a typing error\n  note: mine\n",
        "- just words\n",
        "- [a, list]\n",
        "- \n",
        "- quote: x\n  tags: {a: b}\n",
        "- quote: {a: b}\n",
    ]
    data = with_items(bad[0], "- id: good\n  quote: fine\n", *bad[1:])
    data += b"deleted:\n- no id\n- id: gone\n  at: '2026'\n  was: odd\n"
    found = parse(data, "x.yaml")
    assert [h.id for h in found.highlights] == ["good"]
    assert found.unreadable[0] == "qoute: a typing error\nnote: mine\n"
    assert len(found.unreadable) == len(bad) + 1
    assert [(t.id, t.was, t.extra) for t in found.deleted] == [("gone", None, {"was": "odd"})]
    again = parse(render(found), "x.yaml")
    assert again == found
    assert "a typing error" in render(again).decode()


def test_the_same_item_twice_is_one_and_a_twin_id_gets_its_own() -> None:
    item = "- id: a\n  quote: x\n"
    found = parse(with_items(item, item, "- id: a\n  quote: y\n"), "x.yaml").highlights
    assert sorted(h.quote for h in found) == ["x", "y"]
    assert len({h.id for h in found}) == 2


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "keys and values"),
        ("- a\n", "keys and values"),
        ("schema: one\narticle: {id: a}\n", "schema"),
        ("status: done\n", "article"),
        ("article: {id: ../../etc}\n", "no id that can be one"),
        ("article: {id: a}\nannotations: {a: b}\n", "annotations is not a list"),
        ("article: {id: a}\ntags: {a: b}\n", "tags"),
        ("article: {id: a}\nstarred: maybe\n", "starred"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(source: str, words: str) -> None:
    with pytest.raises(DamagedFileError, match=words) as caught:
        parse(source.encode(), "x.yaml")
    assert caught.value.path == Path("x.yaml")


# -- what this version does not know --------------------------------------------------------------

FOREIGN = b"""\
before: everything
schema: 1
article:
  id: abc
  title: T
  doi: doi:10.1/x
status: paused
mood:
- calm
text:
  sha256: ''
  length: 5
  encoding: utf-8
annotations:
- id: a
  shape: round
  quote: x
  color: teal
  votes: 3
  anchor:
    state: placed
    start: 1
    end: 2
    page: 7
    prefix: ''
    suffix: ''
    text: a
  last: '1'
after: all
"""


def test_unknown_keys_stay_where_they_were() -> None:
    found = parse(FOREIGN, "x.yaml")
    assert found.status == "unread"
    assert found.highlights[0].color == "yellow"
    assert render(found) == FOREIGN
    (mark,) = found.highlights
    changed = replace(found, status="done", highlights=(replace(mark, note="new", color="blue"),))
    expected = FOREIGN.replace(b"status: paused", b"status: done").replace(b"teal", b"blue")
    expected = expected.replace(b"  votes: 3\n", b"  votes: 3\n  note: new\n")
    assert sorted(render(changed).splitlines()) == sorted(expected.splitlines())
    again = parse(render(changed), "x.yaml")
    assert (again.status, again.highlights[0].color) == ("done", "blue")


def test_a_later_schema_is_read_and_never_written() -> None:
    found = parse(FOREIGN.replace(b"schema: 1", b"schema: 2"), "x.yaml")
    assert is_newer(found)
    assert found.highlights[0].quote == "x"
    with pytest.raises(StoreError, match="later postil"):
        render(found)


# -- what is written back as it was ---------------------------------------------------------------


def test_what_was_not_changed_keeps_its_comments_and_form() -> None:
    item = "- id: a   # mine\n  quote: 'x'\n  color: yellow\n  # before the anchor\n"
    found = parse(with_items(item), "x.yaml")
    assert item in render(replace(found, note="new")).decode()


def test_an_item_that_was_not_read_as_it_stands_is_written_anew() -> None:
    found = parse(with_items("- id: a\n  quote: x\n  tags: b, c\n"), "x.yaml")
    assert "tags:\n  - b\n  - c\n" in render(found).decode()


def test_only_new_items_are_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    found = parse(render(WHOLE), "x.yaml")
    annotation_file._pieces = annotation_file._Pieces()
    found = parse(render(found), "x.yaml")
    written: list[Any] = []
    dumps = yaml_files.dumps
    monkeypatch.setattr(yaml_files, "dumps", lambda v: written.append(v) or dumps(v))
    new = replace(FIRST, id="new1", anchor=FIRST.anchor._replace(quote="new words"))
    render(replace(found, highlights=(*found.highlights, new)))
    assert [v[0]["id"] for v in written if isinstance(v, list)][:1] == ["new1"]
    assert sum(isinstance(v, list) and "quote" in v[0] for v in written) == 1


def test_pieces_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotation_file, "_PIECES_KEPT", 3)
    many = tuple(replace(FIRST, id=f"h{n}") for n in range(6))
    value = replace(WHOLE, highlights=many)
    assert parse(render(value), "x.yaml") == value
    assert len(annotation_file._pieces._found) == 3


def test_what_would_not_come_back_is_not_written() -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        render(replace(WHOLE, note="\ud800"))
    bad = replace(FIRST, anchor=FIRST.anchor._replace(quote="\udfff"))
    with pytest.raises(StoreError, match="cannot be written"):
        render(replace(WHOLE, highlights=(bad,)))
    with pytest.raises(StoreError, match="cannot be written"):
        render(replace(WHOLE, extra={"x": 1.5}))
