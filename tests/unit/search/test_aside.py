"""Large merges beside everything else: nobody waits, nothing is lost, nothing lies about."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from store.search.commits.contents import Segment
from store.search.commits.folder import IndexFolder
from store.search.index import SearchIndex
from store.search.writing import bulk, merging, update
from tests.unit.search.test_bulk import NUMBER, _entry, _known

Hook = Callable[[], object]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MANY", 10)
    monkeypatch.setattr(bulk, "FIRST_BATCH", 4)
    monkeypatch.setattr(bulk, "BATCH", 7)


@pytest.fixture(name="index")
def _index(tmp_path: Path) -> Iterator[SearchIndex]:
    """An index of several segments after a bulk import."""
    index = SearchIndex(tmp_path / "index")
    assert index.update([_entry(n) for n in range(NUMBER)], processes=2)
    assert index.is_untidy
    yield index
    assert not left(index)
    assert not IndexFolder(index.folder).leftovers(IndexFolder(index.folder).read()[1])
    index.close()


@pytest.fixture(name="alone")
def _alone(tmp_path: Path) -> SearchIndex:
    """The same articles, in one segment from the first."""
    index = SearchIndex(tmp_path / "alone")
    assert index.update([_entry(n) for n in range(NUMBER)], processes=1)
    return index


def left(index: SearchIndex) -> list[Path]:
    """What lies beside an index."""
    return list(index.folder.parent.glob(".index*"))


def names(index: SearchIndex, part: str = "texts") -> list[str]:
    """The segments that are there now, whoever wrote them."""
    return [each.name for each in IndexFolder(index.folder).read()[1].parts[part]]


@pytest.fixture(name="meanwhile")
def _meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Hook], list[int]]:
    """Lets something be done while segments are merged; how many documents they had."""
    merge = bulk.Merger.merge

    def hooked(hook: Hook) -> list[int]:
        merged: list[int] = []

        def merge_then(self: Any, folder: Path, part: str, segments: Any) -> tuple[str, int]:
            found = merge(self, folder, part, segments)
            merged.append(sum(map(merging.living, segments)))
            if len(merged) == 1:
                hook()
            return found

        monkeypatch.setattr(bulk.Merger, "merge", merge_then)
        return merged

    return hooked


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception, *, elsewhere: bool = True) -> None:
    """Merges fail here, and in other processes."""

    def fail(*_: object) -> tuple[str, int]:
        raise error

    monkeypatch.setattr(merging, "merge", fail)
    if elsewhere:
        monkeypatch.setattr(bulk, "_MODULE", "this")


def test_after_a_bulk_import_there_is_one_segment(index: SearchIndex, alone: SearchIndex) -> None:
    assert len(names(index)) > 2
    generation = index.generation
    assert index.merge()
    assert len(names(index)) == len(names(index, "notes")) == 1
    assert not index.is_untidy
    assert index.written == index.generation == generation
    assert _known(index) == _known(alone)
    assert index.rebuilt == 0


def test_of_what_is_written_later_nothing_is_merged_with_it(index: SearchIndex) -> None:
    assert index.merge()
    (large,) = names(index)
    assert index.update([_entry(n) for n in range(100, 108)])
    assert not index.is_untidy
    assert large in names(index)


def test_articles_are_deleted_and_written_while_segments_are_merged(
    index: SearchIndex, alone: SearchIndex, meanwhile: Callable[[Hook], list[int]]
) -> None:
    gone, changed = ["a0", "a11", "a39"], [_entry(5, "2"), _entry(38, "2"), _entry(77)]
    other = SearchIndex(index.folder)
    seen: list[object] = []

    def change() -> None:
        assert other.update(changed, gone, wait=0.0)
        seen.append(index.state())

    merged = meanwhile(change)
    assert index.merge()
    assert alone.update(changed, gone)
    assert seen == [alone.state()]
    assert merged[0] == NUMBER
    assert index.state() == alone.state()
    assert _known(index) == _known(alone)
    assert _known(SearchIndex(index.folder)) == _known(alone)
    assert index.rebuilt == other.rebuilt == 0
    assert other.written == other.generation == index.generation != index.written


def test_a_segment_goes_meanwhile_with_its_last_document(
    index: SearchIndex, alone: SearchIndex, meanwhile: Callable[[Hook], list[int]]
) -> None:
    """As when one article is tagged again and again."""
    assert index.update([_entry(99)])
    last = names(index)[-1]
    other = SearchIndex(index.folder)
    merged = meanwhile(lambda: other.update([_entry(99, "2")]))
    assert index.merge()
    assert merged[0] == NUMBER + 1
    assert last not in names(index)
    assert len(names(index)) == 2
    assert alone.update([_entry(99, "2")])
    assert _known(index) == _known(alone)


def test_a_segment_that_goes_before_it_is_read_is_held(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert index.update([_entry(99)])
    other = SearchIndex(index.folder)
    start, merged = bulk._start, []

    def changed(place: Path) -> subprocess.Popen[bytes]:
        if not merged:
            assert other.update([_entry(99, "2")])
        merged.append(place)
        return start(place)

    monkeypatch.setattr(bulk, "_start", changed)
    assert index.merge()
    assert len(merged) == 2, "one merge for texts, one for notes"
    assert len(names(index)) == 2
    assert index.state()["a99"] == "2"


def test_all_of_it_is_deleted_meanwhile(
    index: SearchIndex, meanwhile: Callable[[Hook], list[int]]
) -> None:
    """All segments go with their last document: what was made is thrown away."""
    other = SearchIndex(index.folder)
    meanwhile(lambda: other.update([_entry(99)], [f"a{n}" for n in range(NUMBER)]))
    assert index.merge()
    assert index.state() == {"a99": "1"}
    assert len(names(index)) == 1


def test_the_index_is_made_anew_meanwhile(
    index: SearchIndex, meanwhile: Callable[[Hook], list[int]]
) -> None:
    other = SearchIndex(index.folder)

    def anew() -> None:
        other.clear()
        assert other.update([_entry(n, "2") for n in range(3)])

    meanwhile(anew)
    assert index.merge()
    assert index.state() == {f"a{n}": "2" for n in range(3)}
    assert index.rebuilt == 0


def test_only_one_merges_at_a_time(
    index: SearchIndex, alone: SearchIndex, meanwhile: Callable[[Hook], list[int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(merging, "FEW", 3)
    other = SearchIndex(index.folder)
    entries = [_entry(n) for n in range(100, 109)]

    def rival() -> None:
        before = names(index)
        assert other.is_untidy
        assert other.merge()
        for entry in entries:  # small segments are left to who merges, too
            assert other.update([entry], wait=0.0)
        assert names(index)[: len(before)] == before
        assert len(names(index)) == len(before) + len(entries)

    meanwhile(rival)
    assert index.merge()
    assert len(names(index)) < 3
    assert alone.update(entries)
    assert _known(index) == _known(alone)


def test_what_comes_while_segments_are_merged_is_not_merged_one_by_one(
    index: SearchIndex, meanwhile: Callable[[Hook], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a merge would not end as long as there are updates."""
    others = SearchIndex(index.folder)
    here: list[int] = []
    merge = merging.merge

    def come() -> None:
        assert all(others.update([_entry(n)]) for n in range(100, 103))

    def counted(*given: Any) -> tuple[str, int]:
        here.append(1)
        return merge(*given)

    monkeypatch.setattr(merging, "merge", counted)
    meanwhile(come)
    assert index.merge()
    assert len(names(index)) == 4
    assert not here


def test_a_workshop_is_not_swept_while_it_is_used(
    index: SearchIndex, meanwhile: Callable[[Hook], list[int]]
) -> None:
    found: list[int] = []

    def others() -> None:
        SearchIndex(index.folder).open()
        assert SearchIndex(index.folder).update([_entry(99)])
        found.append(len(IndexFolder(index.folder).workshops()))

    meanwhile(others)
    assert index.merge()
    assert found == [1]
    assert "a99" in index.state()
    assert len(names(index)) == 2


@pytest.mark.parametrize("how", ["open", "update", "merge"])
def test_a_workshop_of_one_that_was_killed_is_swept(index: SearchIndex, how: str) -> None:
    place = IndexFolder(index.folder).workshop("-merge-")
    (place / "texts_abc.trm").write_bytes(b"half of it")
    if how == "open":
        SearchIndex(index.folder).open()
    elif how == "update":
        assert index.update([_entry(1, "2")])
    else:
        assert index.merge()
    assert not place.exists()


def test_while_another_writes_for_long_nothing_is_begun(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.search.writing.aside._MOMENT", 0.01)
    before = names(index)
    with IndexFolder(index.folder).writing():
        assert index.merge()
        assert not IndexFolder(index.folder).workshops()
    assert names(index) == before
    assert index.merge()
    assert len(names(index)) == 1


def test_where_no_process_can_be_started_one_does_it(
    index: SearchIndex, alone: SearchIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    assert index.merge()
    assert len(names(index)) == 1
    assert _known(index) == _known(alone)


def test_a_program_that_is_no_worker_harms_nothing(
    index: SearchIndex, alone: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_MODULE", "this")
    assert index.merge()
    assert len(names(index)) == 1
    assert _known(index) == _known(alone)


def test_what_is_too_much_for_one_process_is_left(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that was killed for its memory is not followed by this one."""
    monkeypatch.setattr(bulk, "_MODULE", "this")
    monkeypatch.setattr(update, "BATCH", 20)
    monkeypatch.setattr(bulk, "MANY", 15)
    before = names(index)
    assert index.merge()
    assert 1 < len(names(index)) < len(before)
    assert not index.is_untidy, "or it would be tried again and again"
    assert len(index.state()) == NUMBER
    monkeypatch.undo()
    assert SearchIndex(index.folder).is_untidy == (len(names(index)) >= merging.FEW)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE, errno.EIO])
def test_a_merge_that_the_system_refuses_costs_nothing(
    number: int, index: SearchIndex, alone: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = names(index)
    failing(monkeypatch, OSError(number, os.strerror(number)))
    assert index.merge()
    assert names(index) == before
    assert index.update([_entry(1, "2")])
    monkeypatch.undo()
    assert index.is_untidy
    assert index.merge()
    assert alone.update([_entry(1, "2")])
    assert _known(index) == _known(alone)
    assert index.rebuilt == 0


def test_a_fault_of_ours_is_said(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        index.merge()
    assert len(index.state()) == NUMBER
    assert index.rebuilt == 0


def _rot(index: SearchIndex, name: str) -> None:
    """A byte of a segment is another one, and nothing tells."""
    path = index.folder / f"texts_{name}.seq"
    about = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    os.utime(path, ns=(about.st_mtime_ns, about.st_mtime_ns))


def test_damage_is_found_before_it_spreads(index: SearchIndex) -> None:
    _rot(index, names(index)[0])
    assert not index.merge()
    assert index.rebuilt == 1
    assert index.state() == {}


def test_damage_of_small_segments_is_found_before_it_spreads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "FEW", 3)
    index = SearchIndex(tmp_path / "index")
    assert all(index.update([_entry(n)]) for n in range(2))
    _rot(index, names(index)[0])
    assert not index.update([_entry(2)])
    assert index.rebuilt == 1
    assert index.state() == {}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.ENOMEM])
def test_an_update_whose_merge_fails_has_succeeded(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "FEW", 3)
    failing(monkeypatch, OSError(number, os.strerror(number)), elsewhere=False)
    index = SearchIndex(tmp_path / "index")
    for n in range(5):
        assert index.update([_entry(n)])
    assert len(names(index)) == 5
    assert index.written == index.generation
    monkeypatch.undo()
    monkeypatch.setattr(merging, "FEW", 3)
    assert index.update([_entry(5)])
    assert len(names(index)) == 1
    assert len(index.state()) == 6


def test_who_leaves_does_not_wait_for_a_merge(
    index: SearchIndex, meanwhile: Callable[[Hook], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = names(index)
    started = bulk._start

    def stopped(place: Path) -> subprocess.Popen[bytes]:
        process = started(place)
        index.stop_merging()
        return process

    monkeypatch.setattr(bulk, "_start", stopped)
    monkeypatch.setattr(merging, "merge", None)  # nor is it done here
    assert index.merge()
    assert names(index) == before
    assert not index.is_untidy
    assert index.update([_entry(1, "2")])


def test_a_merge_that_goes_on_is_ended(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    before = names(index)
    merge = bulk.Merger.merge

    def stopped(self: bulk.Merger, folder: Path, part: str, segments: Any) -> tuple[str, int]:
        index.stop_merging()
        return merge(self, folder, part, segments)

    monkeypatch.setattr(bulk.Merger, "merge", stopped)
    assert index.merge()
    assert names(index) == before


def test_nothing_is_merged_that_nobody_merged_yet(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    index.stop_merging()
    assert index.update([_entry(n) for n in range(NUMBER)], processes=2)
    assert not index.is_untidy


_KILLED = """
import os, signal, sys
from pathlib import Path
from store.search.writing import bulk
from store.search.index import SearchIndex
bulk.MANY = 10
merge = bulk.Merger.merge
def killed(self, folder, part, segments):
    merge(self, folder, part, segments)
    os.kill(os.getpid(), signal.SIGKILL)
bulk.Merger.merge = killed
index = SearchIndex(Path(sys.argv[1]))
index._many = True
index.merge()
"""


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL")
def test_after_a_kill_it_is_merged_by_another(index: SearchIndex, alone: SearchIndex) -> None:
    before = names(index)
    command = [sys.executable, "-c", _KILLED, str(index.folder)]
    assert subprocess.run(command, check=False).returncode < 0
    assert IndexFolder(index.folder).workshops()
    assert names(index) == before
    assert index.merge()
    assert len(names(index)) == 1
    assert _known(index) == _known(alone)


_TWO = """
import sys
from pathlib import Path
from store.search.writing import bulk, merging
from store.search.index import SearchIndex
from tests.unit.search.test_bulk import _entry
bulk.MANY, merging.FEW = 10, 3
index = SearchIndex(Path(sys.argv[1]))
for round in range(3):
    for n in range(int(sys.argv[2]), int(sys.argv[3])):
        assert index.update([_entry(n, str(round))], wait=30.0)
        assert index.merge()
assert index.rebuilt == 0
"""


def test_two_processes_write_and_merge_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    rivals = [
        subprocess.Popen([sys.executable, "-c", _TWO, str(folder), str(low), str(low + 10)])
        for low in (0, 10)
    ]
    assert [each.wait() for each in rivals] == [0, 0]
    index = SearchIndex(folder)
    alone = SearchIndex(tmp_path / "alone")
    assert alone.update([_entry(n, "2") for n in range(20)])
    index.merge()
    assert _known(index) == _known(alone)
    assert not left(index)
    assert index._keeper.folder.wrong(index._keeper.fresh().contents.files(), whole=True) == ""


def test_a_merged_segment_that_is_merged_again(index: SearchIndex, alone: SearchIndex) -> None:
    """Numbers of a merged segment are those of its own documents."""
    assert index.merge()
    gone = [f"a{n}" for n in range(0, NUMBER, 3)]
    assert index.update([], gone)
    assert index.update([_entry(n) for n in range(50, 65)], processes=2)
    index.merge()
    assert alone.update([_entry(n) for n in range(50, 65)], gone, processes=1)
    assert _known(index) == _known(alone)
    texts: tuple[Segment, ...] = index._keeper.fresh().contents.parts["texts"]
    assert len(texts) == 1
