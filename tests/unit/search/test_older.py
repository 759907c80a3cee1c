"""A segment that is made of older ones has what they had, byte for byte where that can be told."""

from __future__ import annotations

import random
from array import array
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.model import Anchor, Highlight
from store.search.commits.contents import without
from store.search.commits.folder import IndexFolder
from store.search.entry import Entry
from store.search.files.postings import CROWD, Postings, pack, weight, width_of
from store.search.files.storage import MappedStorage
from store.search.index import SearchIndex
from store.search.segment import older
from store.search.segment.joining import NOTHING, join, join_rare
from store.search.segment.parts import described
from store.search.writing import merging
from tests.unit.search.test_bulk import _known

SIZE = 400
LISTS = st.lists(
    st.tuples(
        st.dictionaries(st.integers(0, SIZE - 1), st.sampled_from([1, 1, 1, 2, 255]), min_size=1),
        st.sets(st.integers(0, SIZE - 1)),
    ),
    min_size=1,
    max_size=4,
)


def _dense(dice: random.Random, part: float) -> dict[int, int]:
    counts = {n: dice.choice((1, 2, 3)) for n in range(SIZE) if dice.random() < part}
    return counts or {0: 1}


def _joined(
    lists: list[tuple[dict[int, int], set[int]]], *, wide: bool, countable: bool
) -> tuple[bytes, list[int]]:
    """What ``join`` gives is what ``pack`` gives for all postings; the documents."""
    width = 4 if wide else 2
    lengths = [1 + n % 7 for n in range(SIZE * len(lists))] if countable else []
    sources, postings, first = [], [], 0
    for counts, deleted in lists:
        packed = array("I", [n << 8 | counts[n] for n in sorted(counts)])
        data = pack(packed, 2, countable=countable, lengths=lengths)
        left = [n for n in range(SIZE) if n not in deleted]
        numbers = {n: first + place for place, n in enumerate(left)}
        documents = range(first, first + SIZE) if not deleted else [
            numbers.get(n, -1) for n in range(SIZE)
        ]  # fmt: skip
        sources.append((Postings(memoryview(data), wide=False), documents))
        postings += [numbers[n] << 8 | counts[n] for n in sorted(counts) if n in numbers]
        first += len(left)
    found = join(sources, width, countable=countable, lengths=lengths)
    if not postings:
        assert found == NOTHING
        return b"", []
    expected = [each >> 8 for each in postings]
    assert found.many == len(postings)
    if countable:
        assert found.weight == weight(postings)
    if found.found:
        assert [n for n in range(first) if found.found >> n & 1] == expected
    else:
        assert list(found.numbers) == expected
    assert found.data == pack(postings, width, countable=countable, lengths=lengths)
    return found.data, expected


@settings(max_examples=150, deadline=None)
@given(LISTS, st.booleans(), st.booleans())
def test_lists_are_joined_as_if_they_were_packed_anew(
    lists: list[tuple[dict[int, int], set[int]]], wide: bool, countable: bool
) -> None:
    _joined(lists, wide=wide, countable=countable)


@pytest.mark.parametrize("deleting", [0.0, 0.02, 0.5])
@pytest.mark.parametrize("part", [0.02, 0.1, 0.9])
@pytest.mark.parametrize("wide", [False, True])
def test_long_lists_are_joined_as_if_they_were_packed_anew(
    part: float, deleting: float, wide: bool
) -> None:
    dice = random.Random(f"{part} {deleting}")
    lists = [
        (_dense(dice, part), {n for n in range(SIZE) if dice.random() < deleting})
        for _ in range(4)
    ]  # fmt: skip
    data, documents = _joined(lists, wide=wide, countable=True)
    assert bool(Postings(memoryview(data), wide=wide).champions) == (len(documents) > CROWD)
    _joined(lists, wide=wide, countable=False)


@given(st.sets(st.integers(0, 60), max_size=20), st.integers(0, 3))
def test_rare_terms_are_joined_likewise(documents: set[int], deleted: int) -> None:
    numbers = [-1] * deleted + sorted(documents)
    if not numbers:
        return
    found = join_rare(numbers, 2)
    assert found.many == found.weight == len(documents)
    if documents:
        packed = [n << 8 | 1 for n in sorted(documents)]
        assert found.data == pack(packed, 2, countable=True)
        assert [n for n in range(61) if found.found >> n & 1] in ([], sorted(documents))


WORDS = [
    "fog", "fogs", "harbour", "harbours", "walked", "walking", "walks", "naïve", "café", "Straße",
    "Häuser", "e-mail", "wood-smoke", "C++", "北京大学", "学习。地图", "salt", "road", "and", "a",
]  # fmt: skip


def _entry(dice: random.Random, n: int) -> Entry:
    words = [*dice.choices(WORDS, k=dice.randrange(1, 60)), f"w{n}", f"b{n % 5}ead{n % 60}"]
    marks = [
        Highlight(f"h{n}x{each}", Anchor(0, 3, dice.choice(WORDS)), note=dice.choice(WORDS))
        for each in range(dice.randrange(3))
    ]
    return Entry(
        f"a{n}", dice.choice(WORDS), " ".join(words), "1", author=dice.choice(WORDS),
        tags=(f"t{n % 3}",), note="a note", highlights=tuple(marks),
        language=dice.choice(("", "en", "de", "zh")),
    )  # fmt: skip


@pytest.mark.parametrize("portion", [1, 7, 4_096])
@pytest.mark.parametrize("deleting", [0.0, 0.05, 0.6])
def test_a_merged_segment_has_what_its_sources_have(
    portion: int, deleting: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(older, "_PORTION", portion)
    monkeypatch.setattr(merging, "FEW", 100)
    dice = random.Random(f"{portion} {deleting}")
    entries = [_entry(dice, n) for n in range(90)]
    index = SearchIndex(tmp_path / "index")
    for low in range(0, 90, 15):
        assert index.update(entries[low : low + 15])
    gone = [each.id for each in entries if dice.random() < deleting]
    assert index.update([replace(entries[3], text="nothing else")] if deleting else [], gone)
    before = _known(index)
    folder = IndexFolder(index.folder)
    with folder.writing():
        contents = folder.read()[1]
        for part, segments in contents.parts.items():
            storage = MappedStorage(index.folder)
            merged = described(folder, part, *merging.merge(part, segments, storage, storage))
            contents = contents.merged(part, (merged,))
        folder.commit(contents)
    assert len(index._keeper.fresh().view.texts.leaves) == 1
    assert _known(index) == before
    alone = SearchIndex(tmp_path / "alone")
    left = [each for each in entries if each.id in index.state()]
    changed = [replace(each, text="nothing else") if deleting and each.id == "a3" else each
               for each in left]  # fmt: skip
    assert alone.update(changed, processes=1)
    assert _known(alone) == _known(index)


def test_numbers_take_more_room_in_a_larger_segment(tmp_path: Path) -> None:
    """Sources of 2 bytes a number, and a new segment of 4."""
    assert width_of(65_536) == 2
    counts = {n: 1 + n % 2 for n in range(0, SIZE, 3)}
    data, documents = _joined([(counts, set()), (counts, {0, 1})], wide=True, countable=True)
    assert list(Postings(memoryview(data), wide=True).numbers) == documents


def test_deleted_documents_have_no_numbers(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    assert index.update([Entry(f"a{n}", "", f"word{n}", "1") for n in range(5)])
    contents = IndexFolder(index.folder).read()[1]
    segments = without(contents.parts["texts"], range(5))
    target = tmp_path / "target"
    target.mkdir()
    name, count = merging.merge(
        "texts", segments, MappedStorage(index.folder), MappedStorage(target)
    )
    assert name
    assert count == 0
