"""What a search and a change may not do, counted: timings are benches, these are contracts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from store.model import Anchor, Highlight
from store.search.entry import Entry
from store.search.index import SearchIndex
from store.search.language.parser import parse
from store.search.segment.leaf import Leaf
from store.search.words import analysis

SENTENCES = (
    "The keeper of the light wrote down every ship.",
    "Harbours close when the fog comes in from the sea.",
    "A road of salt leads over the hill to the old mill.",
)


def entry(number: int) -> Entry:
    text = " ".join(SENTENCES[(number + each) % 3] for each in range(40))
    return Entry(f"a{number}", f"Harbour {number}", text, "1", author="Ada Moor")


class World:
    """An index of some articles, and the texts that were asked for."""

    def __init__(self, folder: Path) -> None:
        self.entries = [entry(number) for number in range(30)]
        self.read: Counter[str] = Counter()
        self.index = SearchIndex(folder)
        self.index.update(self.entries[:20])
        self.index.update(self.entries[20:])

    def texts(self, ids: Sequence[str]) -> Mapping[str, str]:
        self.read.update(ids)
        return {each: self.entries[int(each[1:])].text for each in ids}

    def search(self, line: str, *, limit: int = 50) -> list[str]:
        found = self.index.search(parse(line), limit=limit, texts=self.texts)
        return [hit.id for hit in found.hits]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "index")


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All texts that are taken apart into words."""
    found: list[str] = []
    whole: Callable[[str], tuple[list[str], list[str]]] = analysis.broken_words

    def spy(text: str) -> tuple[list[str], list[str]]:
        found.append(text)
        return whole(text)

    monkeypatch.setattr(analysis, "broken_words", spy)
    return found


def test_what_is_noted_on_an_article_never_tokenises_its_text(
    world: World, analysed: list[str]
) -> None:
    first = world.entries[3]
    mark = Highlight("h1", Anchor(0, 10, first.text[:10]), note="compare", tags=("later",))
    changed = [
        replace(first, version="2", tags=("coast/north",)),
        replace(first, version="3", tags=("coast/north",), note="read again"),
        replace(first, version="4", highlights=(mark,)),
        replace(first, version="5", highlights=(replace(mark, tags=("idea",)),)),
        replace(first, version="6"),
    ]
    for each in changed:
        assert world.index.update([each])
    assert sum(map(len, analysed)) < 100
    assert world.index.state()[first.id] == "6"
    world.index.update([replace(first, version="7", text=first.text + " More.")])
    assert sum(map(len, analysed)) > len(first.text)  # this one does


def test_what_is_there_already_is_not_written_again(world: World, analysed: list[str]) -> None:
    before = {each.name for each in world.index.folder.iterdir()}
    assert world.index.update(world.entries)
    assert not analysed
    assert {each.name for each in world.index.folder.iterdir()} == before


def test_no_list_of_a_word_is_read_twice_while_one_types(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: Counter[tuple[int, str, str]] = Counter()
    whole = Leaf._read

    def spy(leaf: Leaf, name: str, term: str) -> object:
        found = whole(leaf, name, term)
        read[id(leaf), name, term] += found is not None
        return found

    monkeypatch.setattr(Leaf, "_read", spy)
    phrase = "keeper light harb"
    for end in range(1, len(phrase) + 1):
        world.search(phrase[:end])
    assert read.total() > 5
    assert max(read.values()) == 1
    assert len(set(world.search(phrase, limit=500))) == len(world.entries)


@pytest.mark.parametrize(
    "line",
    ['"keeper of the light"', "keeper -salt", "road NEAR/3 salt", "harbour OR fog", "keepers",
     "keper~ ", "title:harbour text:fog", "salt-road", "Keeper "],
)  # fmt: skip
def test_no_text_is_read_to_find_out_what_answers(world: World, line: str) -> None:
    world.index.matching(parse(line), texts=world.texts)
    assert not world.read
    assert world.search(line, limit=0) == []
    assert not world.read


def test_texts_are_read_of_what_is_shown_and_once_while_one_types(world: World) -> None:
    phrase = "keeper light harb"
    for end in range(1, len(phrase) + 1):
        world.search(phrase[:end], limit=3)
        assert len(world.read) <= 3 * end
    assert max(world.read.values()) == 1


def test_a_search_that_nobody_waits_for_reads_no_text(world: World) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 1

    found = world.index.search(parse("keeper light"), texts=world.texts, cancelled=cancelled)
    assert (found.hits, found.articles) == ((), 0)
    assert not world.read
    assert asked > 1
