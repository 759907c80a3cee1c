from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from store.errors import StoreError
from store.search.commits import version
from store.search.commits.folder import IndexFolder
from store.search.found import Found
from store.search.index import SearchIndex
from store.search.language.parser import parse
from store.search.words import analysis
from store.search.writing import update
from store.search.writing.update import Entry
from tests.unit.search.library import ENTRIES, LEDGERS, filled, find, ids, texts


@pytest.fixture(name="index")
def _index(tmp_path: Path) -> SearchIndex:
    return filled(tmp_path / "index")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("salt", ["salt"]),
        ("lam", ["lights"]),
        ("quays keeper", ["lights"]),
        ("elodie", ["salt"]),
        ("NAÏVE carto", ["salt"]),
        ("toll", ["lights", "salt"]),  # in a note, which weighs more, and in a text
        ("keeper group", ["lights"]),  # one word in the text, the other in the article's note
        ("ada lamps", ["lights"]),
        ("example lights", ["lights"]),
        ('"toll house"', ["salt"]),
        ('"house toll"', []),
        ('"northern quays the town"', ["lights"]),
        ('"toll rolls"', ["lights"]),
        ('"harbour lights"', ["lights"]),
        ('"salt roa"', []),
        ('"salt roa', ["salt"]),
        ("tag:coast", ["lights"]),
        ("tag:coast/north", ["lights"]),
        ("tag:source", ["lights"]),
        ("tag:paper", []),
        ("tag:coas", []),
        ("keeper's", ["lights"]),
        ("c++", ["salt"]),
        ("the -toll", []),
        ("the -tally", ["lights"]),
        ("-the", ["study"]),
        ('-"salt road"', ["study", "lights"]),
        ("-tag:history", ["salt", "study"]),
        ("京", ["study"]),
        ("大学", ["study"]),
        ("学大", []),
        ("们在北", ["study"]),
        ("大学学习。地图", ["study"]),
        ('"我们在北京大学学习。地图在第二页。"', ["study"]),
        ("nothing", []),
        ("", []),
    ],
)
def test_finds(index: SearchIndex, line: str, expected: list[str]) -> None:
    assert ids(index, line) == expected
    assert index.rebuilt == 0


def test_a_title_stands_before_a_text_and_the_newer_before_the_older(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "i")
    index.update(
        [
            Entry("old", "One", "fog fog fog", "1", added="2020"),
            Entry("new", "Two", "fog fog fog", "1", added="2021"),
            Entry("titled", "Fog", "nothing", "1", added="2019"),
        ]
    )
    gave = index.search(parse("fog"), texts=lambda ids: dict.fromkeys(ids, "fog")).hits
    assert [hit.id for hit in gave] == ["titled", "new", "old"]


def test_the_highlight_follows_its_article(index: SearchIndex) -> None:
    article, highlight = find(index, "keeper")
    assert (article.kind, highlight.kind) == ("article", "highlight")
    assert (highlight.id, highlight.highlight) == ("lights", "h1")
    assert (highlight.start, highlight.end) == (78, 98)
    assert [highlight.snippet[a:b] for a, b in highlight.matches] == ["keeper"]
    assert texts(["lights"])["lights"][article.start : article.end].startswith("When the lamps")


def test_an_article_is_no_hit_for_what_stands_in_a_highlight_alone(index: SearchIndex) -> None:
    assert [hit.kind for hit in find(index, "rolls")] == ["highlight"]
    assert [hit.kind for hit in find(index, "tag:history")] == ["article"]


def test_a_highlight_needs_all_words_itself(index: SearchIndex) -> None:
    assert [hit.kind for hit in find(index, "keeper quays")] == ["article"]
    assert [hit.kind for hit in find(index, "ledgers rolls")] == ["article", "highlight"]
    assert [hit.kind for hit in find(index, "tag:source")] == ["highlight"]


def test_only_what_changed_is_written(index: SearchIndex) -> None:
    before = {path.name for path in index.folder.glob("texts_*.pst")}
    tagged = replace(ENTRIES[0], tags=("fresh",), version="2")
    assert index.update([tagged])
    assert {path.name for path in index.folder.glob("texts_*.pst")} == before
    assert ids(index, "tag:fresh") == ["lights"]
    assert ids(index, "tag:history") == []
    assert ids(index, "tag:source") == ["lights"]
    assert index.state() == {"lights": "2", "salt": "1", "study": "1"}


def test_a_tag_or_a_note_takes_no_text_apart(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    folded = analysis.folded
    monkeypatch.setattr(analysis, "folded", lambda text: taken.append(text) or folded(text))
    noted = replace(ENTRIES[0], tags=("fresh", "history"), note="salty", version="2")
    assert index.update([noted])
    assert sorted(taken) == ["", "fresh", "history", "salty"]
    taken.clear()
    mark = replace(LEDGERS, note="changed")
    assert index.update([replace(noted, highlights=(mark,), version="3")])
    assert sorted(taken) == sorted(
        ["", "fresh", "history", "salty", mark.quote, "changed", *mark.tags]
    )
    assert ids(index, "salty") == ids(index, "changed") == ids(index, "tag:fresh") == ["lights"]


def test_a_changed_text_replaces_the_old_one(index: SearchIndex) -> None:
    index.update([replace(ENTRIES[1], text="Only fog.", version="2")])
    hits = index.search(parse("fog"), texts=lambda ids: {"salt": "Only fog."}).hits
    assert [(hit.id, hit.snippet) for hit in hits] == [("salt", "Only fog.")]
    assert ids(index, "tally") == []


def test_deleting(index: SearchIndex) -> None:
    assert index.update([], ["lights", "never there"])
    assert ids(index, "keeper") == []
    assert set(index.state()) == {"salt", "study"}
    assert index.update([replace(ENTRIES[0], highlights=())])
    assert [hit.kind for hit in find(index, "keeper")] == ["article"]


def test_an_article_without_a_text_is_no_hit(index: SearchIndex) -> None:
    assert index.search(parse("toll"), texts=lambda ids: {}).hits == ()


def test_errors_of_the_callers_functions_are_theirs(index: SearchIndex) -> None:
    def broken(ids: Sequence[str]) -> dict[str, str]:
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        index.search(parse("toll"), texts=broken)
    with pytest.raises(ZeroDivisionError):
        index.update(Entry(str(1 // n), "", "", "") for n in (1, 0))
    assert index.rebuilt == 0
    assert len(index.state()) == 3


def test_limit_and_cancelling(index: SearchIndex) -> None:
    assert len(find(index, "t", limit=1)) == 1
    assert index.search(parse("t"), texts=texts, cancelled=lambda: True) == Found()


def test_progress_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.search.writing.update.BATCH", 2)
    told: list[tuple[int, int]] = []
    index = SearchIndex(tmp_path / "i")
    index.update(ENTRIES, progress=lambda done, total, what: told.append((done, total)), total=3)
    assert told == [(2, 3), (3, 3)]
    assert ids(index, "toll") == ["lights", "salt"]


def test_another_object_sees_commits(index: SearchIndex) -> None:
    other = SearchIndex(index.folder)
    assert len(other.state()) == 3
    index.update([Entry("x", "Pilots", "fog", "1")])
    assert other.state()["x"] == "1"
    assert other.rebuilt == 0


def test_many_small_commits_stay_few_segments(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "i")
    entries = [Entry(f"n{n}", f"Number {n}", f"fog number w{n}", "1") for n in range(60)]
    for n, entry in enumerate(entries):
        index.update([entry], [f"n{n - 20}"] if n % 3 == 0 else [])
    assert len(list(index.folder.glob("texts_*.trm"))) < 16
    gone = {f"n{n - 20}" for n in range(0, 60, 3)}
    left = {entry.id for entry in entries} - gone
    assert set(index.state()) == left
    found = index.search(parse("fog"), limit=100, texts=lambda ids: dict.fromkeys(ids, "fog"))
    assert {hit.id for hit in found.hits} == left
    for entry in entries:
        query = parse(f'"w{entry.id[1:]}"')
        found = index.search(query, texts=lambda ids: dict.fromkeys(ids, "x"))
        assert [hit.id for hit in found.hits] == ([entry.id] if entry.id in left else [])
    assert index.rebuilt == 0


def test_an_update_beside_another_waits_or_says_so(index: SearchIndex) -> None:
    other = SearchIndex(index.folder)
    late = Entry("late", "Late", "fog", "1")
    with ExitStack() as held:
        held.enter_context(IndexFolder(index.folder).writing())
        assert not other.update([late], wait=0.0)
        assert "late" not in other.state()
        timer = threading.Timer(0.05, held.pop_all().close)
        timer.start()
        assert other.update([late], wait=10.0)
        timer.join()
    assert "late" in index.state()


def test_two_threads_write_and_one_reads(index: SearchIndex) -> None:
    done: list[bool] = []

    def write(name: str) -> None:
        mine = SearchIndex(index.folder)
        done.extend(mine.update([Entry(f"{name}{n}", "", "fog", "1")], wait=20) for n in range(6))

    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert ids(index, "tally") == ["salt"]
    for thread in threads:
        thread.join()
    assert done == [True] * 12
    assert len(index.state()) == 15
    assert index.rebuilt == 0


def test_a_crash_before_the_end_leaves_everything_as_it_was(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(path.name for path in index.folder.iterdir())
    real = update._Writer.commit

    def commit(self: update._Writer, folder: IndexFolder) -> object:
        if self._part.indexname == "notes":
            raise KeyboardInterrupt
        return real(self, folder)

    monkeypatch.setattr(update._Writer, "commit", commit)
    fresh = [Entry("new", "New", "fog", "1"), replace(ENTRIES[1], text="fog", version="2")]
    with pytest.raises(KeyboardInterrupt):
        index.update(fresh)
    monkeypatch.undo()
    assert sorted(path.name for path in index.folder.iterdir()) == before
    assert index.state() == {"lights": "1", "salt": "1", "study": "1"}
    assert index.update(fresh)
    assert index.state()["salt"] == "2"
    assert index.rebuilt == 0


def _damage(folder: Path, pattern: str, how: str) -> None:
    for path in folder.glob(pattern):
        data = path.read_bytes()
        if how == "missing":
            path.unlink()
        else:
            new = {"empty": b"", "cut": data[: len(data) // 2], "noise": os.urandom(len(data))}[how]
            path.write_bytes(new)


@pytest.mark.parametrize("how", ["missing", "empty", "cut", "noise"])
@pytest.mark.parametrize(
    "pattern", ["contents", "texts*.trm", "texts*.pst", "notes*.trm", "texts*.row", "texts*.seq"]
)
def test_a_damaged_index_is_replaced(tmp_path: Path, pattern: str, how: str) -> None:
    filled(tmp_path / "index").close()
    _damage(tmp_path / "index", pattern, how)
    index = SearchIndex(tmp_path / "index")
    for line in ("toll", "toll house", '"toll house"', "tag:coast", "keeper"):
        find(index, line)
    assert index.check() == (index.rebuilt == 1)
    assert (index.state(), index.rebuilt) == ({}, 1)
    assert index.update(ENTRIES)
    assert len(index.state()) == 3
    assert ids(index, "toll") == ["lights", "salt"]


def test_another_version_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path / "index").close()
    monkeypatch.setattr(version, "VERSION", version.VERSION + 1)
    index = SearchIndex(tmp_path / "index")
    assert index.state() == {}
    assert index.rebuilt == 1


@pytest.mark.skipif(os.name != "posix", reason="owner and mode are of POSIX")
def test_an_index_that_others_may_have_written_is_never_read(tmp_path: Path) -> None:
    filled(tmp_path / "open").close()
    (tmp_path / "open").chmod(0o755)
    assert SearchIndex(tmp_path / "open").state() == {}
    assert stat.S_IMODE((tmp_path / "open").stat().st_mode) == 0o700
    filled(tmp_path / "real").close()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    linked = SearchIndex(tmp_path / "link")
    assert linked.state() == {}
    assert not (tmp_path / "link").is_symlink()
    assert len(SearchIndex(tmp_path / "real").state()) == 3


@pytest.mark.skipif(os.name != "posix", reason="owner and mode are of POSIX")
def test_the_files_of_somebody_else_are_never_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path / "index").close()
    other = os.getuid() + 1
    monkeypatch.setattr("os.getuid", lambda: other)
    with pytest.raises(StoreError, match="cannot be kept from other users"):  # what is made anew
        SearchIndex(tmp_path / "index").state()
    monkeypatch.undo()
    assert SearchIndex(tmp_path / "index").state() == {}


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="search index"):
        SearchIndex(tmp_path / "file" / "index").state()


def test_several_that_find_no_index_make_one_after_the_other(tmp_path: Path) -> None:
    begin = threading.Barrier(4)

    def make(_: int) -> dict[str, str]:
        index = SearchIndex(tmp_path / "away" / "index")
        begin.wait()
        index.clear()
        return index.state()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(make, range(4))) == [{}] * 4
    assert [path.name for path in (tmp_path / "away").iterdir()] == ["index"]


def test_an_index_that_is_taken_away_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(IndexFolder, "begin", lambda self: None)
    with pytest.raises(StoreError, match="taken away while it was made"):
        SearchIndex(tmp_path / "index").open()


def test_a_file_in_place_of_the_folder_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("")
    assert SearchIndex(tmp_path / "index").state() == {}


def test_clear_and_close(index: SearchIndex) -> None:
    index.close()
    assert len(index.state()) == 3
    index.clear()
    assert index.state() == {}
    assert LEDGERS.quote


def test_odd_values_do_no_harm(tmp_path: Path) -> None:
    odd = "a\x1eb\x1fc\ud800"
    index = SearchIndex(tmp_path / "i")
    entry = Entry("odd", odd, odd, "1", author=odd, added=odd, tags=(odd, "", "/"), note=odd)
    assert index.update([entry])
    found = index.search(parse("b"), texts=lambda ids: {"odd": odd})
    assert [hit.id for hit in found.hits] == ["odd"]
    assert index.state() == {"odd": "1"}


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells how much is in memory")
def test_what_was_read_need_not_stay_in_memory(tmp_path: Path) -> None:
    def pages() -> int:
        """Kilobytes of the index's files that are in this process's memory."""
        found, ours = 0, False
        for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
            if "-" in line.split(" ", 1)[0]:  # the addresses of a part, and the file that it maps
                ours = str(tmp_path) in line
            elif ours and line.startswith("Rss:"):
                found += int(line.split()[1])
        return found

    index = SearchIndex(tmp_path / "i")
    entries = [
        Entry(f"n{n}", f"Number {n}", " ".join(f"w{n * 90 + k}" for k in range(90)), "1")
        for n in range(60)
    ]
    index.update(entries)
    texts = {entry.id: entry.text for entry in entries}

    def hits() -> list[str]:
        found = index.search(parse("w5*"), texts=lambda ids: {key: texts[key] for key in ids})
        return [hit.id for hit in found.hits]

    before = hits()
    read = pages()
    assert read > 0
    index.rest()
    assert pages() < read
    assert hits() == before
    index.close()
    index.rest()
