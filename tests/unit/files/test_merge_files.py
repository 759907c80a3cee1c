from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import annotation_file, yaml_files
from store.errors import StoreError
from store.merge_files import merge_bytes, merge_file, split_markers
from store.model import Anchor, Annotations, Highlight

NOTES = "annotations/quays-abc.yaml"


def notes(*ids: str, article: str = "abc") -> bytes:
    marks = tuple(Highlight(key, Anchor(0, 4, f"quay {key}", text="1")) for key in ids)
    return annotation_file.render(Annotations(article, "Quays", highlights=marks))


def both(name: str, base: bytes, one: bytes, other: bytes) -> str:
    """The merge, which is the same from both sides and whatever is merged again."""
    merged = merge_bytes(name, base, one, other)
    assert merge_bytes(name, base, other, one) == merged
    assert merge_bytes(name, base, merged, one) == merged
    assert merge_bytes(name, base, other, merged) == merged
    return merged.decode()


def test_annotations_are_merged_by_id() -> None:
    merged = both(NOTES, notes("k"), notes("k", "m"), notes("k", "n")).encode()
    assert {h.id for h in annotation_file.parse(merged, "x").highlights} == {"k", "m", "n"}
    assert both("", b"", notes("k"), notes("m")).count("- id: ") == 2


def test_a_base_that_cannot_be_read_is_none() -> None:
    assert both(NOTES, b"a: [", notes("k"), notes("k", "m")).count("- id: ") == 2
    # It would mean that k was deleted.
    assert both(NOTES, notes("k", "m"), notes("m"), notes("k", "m")).count("was:") == 1


def test_saved_searches_keep_both_and_what_stands_around_them() -> None:
    base = b"# mine\nto read: is:unread\n"
    one, other = base + b"quays: harbour\n", base + b"\n# new\nsalt: road\n"
    merged = both("lists.yaml", base, one, other)
    assert merged.startswith(base.decode())
    assert {line for line in merged.splitlines() if ":" in line} == {
        "to read: is:unread", "quays: harbour", "salt: road",
    }  # fmt: skip
    assert both("lists.yaml", base, one, b"# mine\n") == "# mine\nquays: harbour\n"


def test_a_search_changed_on_both_sides_is_kept_twice() -> None:
    merged = both("lists.yaml", b"a: one\n", b"a: two\n", b"a: three\n")
    assert merged == "a: two\na (other): three\n"
    assert both("", b"a: one\n", b"a: two\n", b"a: one\n") == "a: two\n"
    assert both("lists.yaml", b"a: one\nb: x\n", b"b: x\n", b"a: one\nb: x\n") == "b: x\n"


def test_a_codebook_is_merged_by_tag_and_key() -> None:
    head = b"schema: 1\ntags:\n"
    base = head + b"  history:\n    color: blue\n    aliases:\n    - past\n"
    one = base + b"    description: What was.\n  salt: From the sea.\n"
    other = base.replace(b"blue", b"red").replace(b"- past\n", b"- past\n    - old\n") + (
        b"    description: Before us.\n  salt:\n    description: From the mine.\n"
    )
    merged = yaml_files.loads(both("tags.yaml", base, one, other).encode(), "tags.yaml")["tags"]
    assert merged["history"]["color"] == "red"
    assert merged["history"]["aliases"] == ["past", "old"]
    for tag, words in (("history", ("was", "us")), ("salt", ("sea", "mine"))):
        assert all(f"{word}." in merged[tag]["description"] for word in words)
    merged = yaml_files.loads(both("", b"", head + b"  a: x\n", head + b"  b:\n").encode(), "x")
    assert merged == {"schema": 1, "tags": {"a": "x", "b": None}}


_texts = st.sampled_from(["", "a", "b", "a and b", "c"])
_entries = st.one_of(
    st.none(),
    _texts,
    st.fixed_dictionaries(
        {},
        optional={
            "description": _texts,
            "color": _texts,
            "aliases": st.lists(_texts, max_size=3, unique=True),
            "more": st.dictionaries(_texts, st.integers(0, 2), max_size=2),
        },
    ),
)
_codebooks = st.dictionaries(_texts, _entries, max_size=4).map(lambda tags: {"tags": tags})
_searches = st.dictionaries(_texts, _texts, max_size=4)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.tuples(st.just("tags.yaml"), _codebooks, _codebooks, _codebooks),
        st.tuples(st.just("lists.yaml"), _searches, _searches, _searches),
    )
)
def test_any_keys_and_values_are_merged_alike_from_both_sides(
    found: tuple[str, dict[str, object], dict[str, object], dict[str, object]],
) -> None:
    name, *sides = found
    base, one, other = (yaml_files.dumps(side).encode() for side in sides)
    for known in (base, b""):
        merged = both(name, known, one, other)
    if name == "lists.yaml":
        queries = {value for side in sides[1:] for value in side.values()}
        assert queries <= {*yaml_files.loads(merged.encode(), name).values()}


@pytest.mark.parametrize(
    ("name", "one", "other", "why"),
    [
        ("articles/a.md", b"a", b"b", "articles/a.md is not merged"),
        ("config.yaml", b"a: b", b"a: c", "config.yaml is not merged"),
        ("", b"a: b\nc: {d: e}", b"a: c", "a file of this kind is not merged"),
        ("tags.yaml", b"schema: 1\n", b"schema: 2\n", "later postil"),
        ("", b"- a", b"- b", "ours: it does not hold keys"),
        ("lists.yaml", b"a: b", b"a: [", "theirs, line 2"),
        (NOTES, notes("k"), b"a: b: c\n", "theirs, line 1"),
        (NOTES, notes("k"), notes("k", article="other"), "two articles"),
        (NOTES, notes("k"), notes("m").replace(b"schema: 1", b"schema: 2"), "later postil"),
    ],
)
def test_what_is_not_merged_is_refused(name: str, one: bytes, other: bytes, why: str) -> None:
    with pytest.raises(StoreError, match=why):
        merge_bytes(name, b"", one, other)


def test_a_file_is_written_only_when_it_is_merged(tmp_path: Path) -> None:
    base, ours, theirs = (tmp_path / name for name in ("base", "ours", "theirs"))
    base.write_bytes(b"")
    ours.write_bytes(notes("k"))
    theirs.write_bytes(notes("m") + b"\n<<<<<<< x\n")
    with pytest.raises(StoreError, match="theirs, line"):
        merge_file(base, ours, theirs)
    assert ours.read_bytes() == notes("k")
    theirs.write_bytes(notes("m"))
    base.unlink()
    merge_file(base, ours, theirs, NOTES)
    assert ours.read_bytes().count(b"- id: ") == 2
    assert {path.name for path in tmp_path.iterdir()} == {"ours", "theirs"}


def test_the_marks_of_a_conflict_are_taken_apart() -> None:
    plain = (
        b"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> feature\nd\n<<<<<<< HEAD\n=======\ne\n>>>>>>> x"
    )
    assert split_markers(plain) == (b"", b"a\nb\nd\n", b"a\nc\nd\ne\n")
    diff3 = b"a\r\n<<<<<<< x\r\nb\r\n||||||| 1f\r\nz\r\n=======\r\n>>>>>>> y\r\n"
    assert split_markers(diff3) == (b"a\r\nz\r\n", b"a\r\nb\r\n", b"a\r\n")


@pytest.mark.parametrize(
    "data",
    [
        b"", b"a\n=======\nb\n", b"<<<<<<< x\na\n", b"<<<<<<< x\n<<<<<<< y\n=======\n>>>>>>> y\n",
        b"<<<<<<< x\n=======\n=======\n>>>>>>> y\n", b">>>>>>> y\n", b"  <<<<<<< x\n",
    ],
)  # fmt: skip
def test_marks_that_do_not_fit_together_are_refused(data: bytes) -> None:
    with pytest.raises(StoreError, match="conflict"):
        split_markers(data)
