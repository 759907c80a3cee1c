"""How far the index is behind: told by what has changed, and by nothing that may be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import in_step
from store.folders import Folders
from store.indexing import Behind, Lag
from store.library import Library
from store.model import Article
from store.search.index import SearchIndex
from tests.conftest import FERRY


def titled(library: Library, word: str) -> Article:
    return next(article for article in library.articles() if word in article.title)


@pytest.fixture
def known(shelf: Library) -> Library:
    """A library whose index is in step, and open."""
    shelf.update_index()
    assert shelf.behind() == Behind()
    return shelf


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows with every look at all that is indexed."""
    looks: list[int] = []
    state = SearchIndex.state

    def counted(self: SearchIndex) -> dict[str, str]:
        looks.append(len(looks))
        return state(self)

    monkeypatch.setattr(SearchIndex, "state", counted)
    return looks


@pytest.fixture
def other(known: Library) -> Iterator[Library]:
    """Another process's hold of the same library."""
    with Library(known.folders) as opened:
        yield opened


def test_what_is_done_here_is_told_without_looking_at_everything(
    known: Library, looked: list[int]
) -> None:
    orchard, ferry = titled(known, "orchard"), titled(known, "ferry")
    known.mark(orchard.id, 0, 5)
    assert known.behind() == Behind(fresh=frozenset({orchard.id}))
    known.edit_article(ferry.id, starred=True)
    known.delete_articles([orchard.id])
    assert known.behind() == Behind(frozenset({ferry.id}), frozenset({orchard.id}))
    known.undo()
    assert known.behind() == Behind(frozenset({ferry.id, orchard.id}))
    assert known.update_index() == 2
    assert known.behind() == Behind()
    assert known.update_index() == 0
    known.mark(ferry.id, 0, 5)
    assert known.update_index() == 1
    assert not looked


def test_what_changes_while_it_is_taken_in_is_behind_afterwards(
    known: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    orchard, ferry = titled(known, "orchard"), titled(known, "ferry")
    known.mark(orchard.id, 0, 5)
    update = SearchIndex.update

    def beside(self: SearchIndex, *args: object, **options: object) -> bool:
        written = update(self, *args, **options)  # type: ignore[arg-type]
        known.edit_article(ferry.id, note="meanwhile")
        return written

    monkeypatch.setattr(SearchIndex, "update", beside)
    known.update_index()
    monkeypatch.undo()
    assert known.behind() == Behind(frozenset({ferry.id}))
    assert not in_step.is_known(known.folders.cache / "index", known._catalogue)
    known.update_index()
    assert in_step.is_known(known.folders.cache / "index", known._catalogue)


def test_what_another_process_does_is_seen(known: Library, other: Library) -> None:
    orchard = titled(known, "orchard")
    other.mark(orchard.id, 0, 5)
    assert known.behind() == Behind(frozenset({orchard.id}))
    other.update_index()
    assert known.behind() == Behind()
    known.mark(orchard.id, 8, 12)
    assert other.behind() == Behind(frozenset({orchard.id}))


def test_what_another_process_writes_between_is_not_taken_for_ours(
    known: Library, other: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    orchard, ferry = titled(known, "orchard"), titled(known, "ferry")
    known.mark(orchard.id, 0, 5)
    update = SearchIndex.update

    def beaten(self: SearchIndex, *args: object, **options: object) -> bool:
        written = update(self, *args, **options)  # type: ignore[arg-type]
        monkeypatch.setattr(SearchIndex, "update", update)
        other._upkeep.open_index().update([], [ferry.id])  # it knows of no ferry
        return written

    monkeypatch.setattr(SearchIndex, "update", beaten)
    known.update_index()
    assert known.behind() == Behind(frozenset({ferry.id}))
    assert known.update_index() == 1
    assert known.behind() == Behind()


def test_an_index_that_was_replaced_lacks_all(known: Library) -> None:
    ids = frozenset(article.id for article in known.articles())
    other = SearchIndex(known.folders.cache / "index")
    other.clear()
    assert known.behind() == Behind(ids)
    known.update_index()
    assert known.behind() == Behind()
    known._upkeep.open_index().clear()
    assert known.behind() == Behind(ids)


def test_a_catalogue_that_was_made_anew_is_compared_whole(
    known: Library, looked: list[int], sources: Path
) -> None:
    ids = frozenset(article.id for article in known.articles())
    known._catalogue.start_over()
    assert known.behind() == Behind(gone=ids)
    assert looked
    known.refresh()
    assert known.behind() == Behind(ids), "it may be as it was: that is found when it is written"
    known.update_index()
    assert known.behind() == Behind()
    (sources / "third.md").write_text(FERRY.replace("kettle", "lantern"), encoding="utf-8")
    (added,) = known.add([str(sources / "third.md")])
    assert added.article is not None
    assert known.behind() == Behind(frozenset({added.article.id}))


def test_the_numbers_of_lost_changes_are_not_taken_for_theirs(
    known: Library, folders: Folders
) -> None:
    """A power cut takes the last changes of the catalogue away; later ones get their numbers."""
    path = folders.cache / "catalogue.sqlite"
    orchard, ferry = titled(known, "orchard"), titled(known, "ferry")
    known._catalogue._connect().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    old = path.read_bytes()
    known.mark(orchard.id, 0, 5)
    known.update_index()
    number = known._catalogue.version().change
    known.close()
    for each in path.parent.glob("catalogue.sqlite*"):
        each.unlink()
    path.write_bytes(old)
    next(folders.annotations.iterdir()).unlink()
    with Library(folders) as again:
        again.edit_article(ferry.id, note="another")
        assert again._catalogue.version().change == number
        assert ferry.id in again.behind().fresh


def test_a_lag_forgets_what_it_believed(known: Library, looked: list[int]) -> None:
    folder = known.folders.cache / "index"
    lag = Lag(known._catalogue, folder)
    index = known._upkeep.open_index()
    assert lag.behind(index) == Behind()
    assert not looked, "the note says so"
    lag.forget()
    assert not in_step.is_known(folder, known._catalogue)
    assert lag.behind(index) == Behind()
    assert len(looked) == 1


@pytest.mark.parametrize(("times", "behind"), [(1, 0), (99, 1)])
def test_what_is_said_to_be_whole_is(
    times: int, behind: int, known: Library, other: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process brings the index in step between the answer and the look at what it lacks."""
    orchard = titled(known, "orchard")
    search = SearchIndex.search
    words: list[str] = []

    def outrun(self: SearchIndex, *args: object, **options: object) -> object:
        found = search(self, *args, **options)  # type: ignore[arg-type]
        if len(words) < times:
            words.append(f"quince{len(words)}")
            other.edit_article(orchard.id, note=f"quince {words[-1]}")
            other.update_index()
        return found

    monkeypatch.setattr(SearchIndex, "search", outrun)
    found = known.search("quince")
    assert found.behind == behind
    assert bool(found.hits) or behind
