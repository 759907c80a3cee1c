"""Very many articles, by several processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from store.model import Anchor, Highlight
from store.search.files.storage import MappedStorage
from store.search.index import SearchIndex
from store.search.writing import bulk
from store.search.writing.update import Entry

NUMBER = 40


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MANY", 10)
    monkeypatch.setattr(bulk, "FIRST_BATCH", 4)
    monkeypatch.setattr(bulk, "BATCH", 7)


def _left(folder: Path) -> list[Path]:
    """What workers have left."""
    return list(folder.parent.glob(".*work-*"))


def _entry(n: int, version: str = "1") -> Entry:
    marks = (Highlight(f"h{n}", Anchor(0, 3, f"Quote {n}"), tags=(f"t{n % 3}",)),) if n % 2 else ()
    text = f"Fog number w{n} café wood{n % 5}-smoke, 北京。\ud800 {version}"
    return Entry(f"a{n}", f"Title {n}", text, version, highlights=marks, note=f"note {n}",
                 language=("", "de", "zh")[n % 3])  # fmt: skip


def _known(index: SearchIndex) -> dict[str, list[str]]:
    """All that can be told of every article, whatever its number is."""
    view = index._keeper.fresh().view
    found: dict[str, list[str]] = {}
    for shelf in (view.texts, view.notes):
        for field in sorted({name for leaf in shelf.leaves.values() for name in leaf.lexicons}):
            if field[-1] in "*=":
                continue
            for term in shelf.terms(field):
                sets = shelf.having(field.rstrip("+"), term)
                ids = [shelf.rows[n][0] for n in range(shelf.size) if sets >> n & 1]
                found[f"{field} {term}"] = sorted(ids)
        for leaf in shelf.leaves.values():
            for key, words in leaf.all_forms():
                found.setdefault(key, [])
                found[key] = sorted({*found[key], *words})
        for number in range(shelf.size):
            if shelf.live >> number & 1:
                row = shelf.rows[number]
                found[f"row {row[0]} {row[1]} {len(row)}"] = [*row]
    return {term: ids for term, ids in found.items() if ids}


@pytest.fixture(name="alone")
def _alone(tmp_path: Path) -> SearchIndex:
    index = SearchIndex(tmp_path / "alone")
    assert index.update([_entry(n) for n in range(NUMBER)], processes=1)
    return index


def test_several_processes_write_what_one_does(tmp_path: Path, alone: SearchIndex) -> None:
    index = SearchIndex(tmp_path / "index")
    told: list[tuple[int, int]] = []
    found: list[int] = []

    def progress(done: int, total: int, _: str) -> None:
        told.append((done, total))
        found.append(len(SearchIndex(index.folder).state()))

    entries = (_entry(n) for n in range(NUMBER))
    assert index.update(entries, progress=progress, total=NUMBER, processes=2)
    assert told[-1] == (NUMBER, NUMBER)
    assert index.state() == alone.state() == {f"a{n}": "1" for n in range(NUMBER)}
    assert _known(index) == _known(alone)
    assert len(index._keeper.fresh().view.texts.leaves) > 2
    assert index.rebuilt == 0
    assert not _left(index.folder)


def test_it_replaces_and_removes(tmp_path: Path, alone: SearchIndex) -> None:
    index = SearchIndex(tmp_path / "index")
    assert index.update([_entry(n) for n in range(NUMBER)], processes=2)
    changed = [_entry(n, "2") for n in range(5, NUMBER)]
    assert index.update(changed, ["a0", "a1"], processes=2)
    assert alone.update(changed, ["a0", "a1"], processes=1)
    assert index.state() == alone.state()
    assert _known(index) == _known(alone)
    tagged = [replace(entry, version="3", tags=("new",)) for entry in changed]
    texts = set(index.folder.glob("texts_*"))
    assert index.update(tagged, processes=2)
    assert set(index.folder.glob("texts_*.pst")) <= texts
    assert index._keeper.fresh().view.notes.having("tags", "new").bit_count() == len(tagged)


def test_of_an_article_that_comes_twice_the_last_counts(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    twice = [*(_entry(n) for n in range(20)), *(_entry(n, "2") for n in range(3))]
    assert index.update(twice, processes=2)
    expected = {f"a{n}": "2" if n < 3 else "1" for n in range(20)}
    assert index.state() == expected
    assert index._keeper.fresh().view.texts.live.bit_count() == 20


def test_what_a_lost_process_had_is_due_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = bulk._start

    def remembered(place: Path) -> subprocess.Popen[bytes]:
        started.append(start(place))
        return started[-1]

    monkeypatch.setattr(bulk, "_start", remembered)
    index = SearchIndex(tmp_path / "index")

    def entries() -> Iterator[Entry]:
        for n in range(NUMBER):
            if n == 30:
                for process in started:
                    process.kill()
                    process.wait()
            yield _entry(n)

    assert not index.update(entries(), processes=2)
    missing = {f"a{n}" for n in range(NUMBER)} - set(index.state())
    assert "a30" in missing
    assert index.update([_entry(n) for n in range(NUMBER)], processes=2)
    assert index.state() == {f"a{n}": "1" for n in range(NUMBER)}
    assert index.rebuilt == 0
    assert all(process.poll() is not None for process in started)


def test_where_no_process_can_be_started_one_does_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    index = SearchIndex(tmp_path / "index")
    assert index.update([_entry(n) for n in range(NUMBER)], processes=2)
    assert len(index.state()) == NUMBER


def test_a_program_that_is_no_worker_harms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_MODULE", "this")
    index = SearchIndex(tmp_path / "index")
    assert not index.update([_entry(n) for n in range(NUMBER)], processes=2)
    assert index.update([_entry(n) for n in range(NUMBER)], processes=1)
    assert len(index.state()) == NUMBER
    assert index.rebuilt == 0


def test_an_error_of_the_callers_ends_the_processes(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")

    def entries() -> Iterator[Entry]:
        yield from (_entry(n) for n in range(20))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        index.update(entries(), processes=2)
    assert not _left(index.folder)
    assert index.rebuilt == 0
    assert index.update([_entry(n) for n in range(20)], processes=2)
    assert len(index.state()) == 20


def test_few_articles_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "Bulk", None)
    index = SearchIndex(tmp_path / "index")
    assert index.update([_entry(n) for n in range(9)], processes=2)
    assert len(index.state()) == 9


def test_a_worker_writes_files_for_its_user_alone(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    assert index.update([_entry(n) for n in range(NUMBER)], processes=2)
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in index.folder.glob("texts_*")} == {0o600}


_KILLED = """
import os, signal, sys
from pathlib import Path
from store.search.writing import bulk
from store.search.index import SearchIndex
from tests.unit.search.test_bulk import _entry
bulk.MANY, bulk.FIRST_BATCH, bulk.BATCH = 10, 4, 7
def entries():
    for n in range(40):
        if n == 35:
            os.kill(os.getpid(), signal.SIGKILL)
        yield _entry(n)
SearchIndex(Path(sys.argv[1])).update(entries(), processes=2)
"""


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL")
def test_after_a_kill_the_rest_is_due_and_nothing_lies_about(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(folder)], check=False, stderr=subprocess.PIPE
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert _left(folder)
    index = SearchIndex(folder)
    there = index.state()
    assert not _left(folder)
    assert set(there) <= {f"a{n}" for n in range(35)}
    assert index.update([_entry(n) for n in range(NUMBER)], processes=1)
    assert index.state() == {f"a{n}": "1" for n in range(NUMBER)}
    assert not _left(folder)
    assert index.rebuilt == 0


def test_nothing_is_left_in_the_temporary_files_of_whoosh(alone: SearchIndex) -> None:
    names = set(MappedStorage(alone.folder).list())
    assert not [name for name in names if name.endswith(".tmp")]
