"""Every example of docs/search.md, asked of a small library: what it finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pytest

from store.catalogue import Catalogue
from store.facts import CatalogueFacts, Snapshot
from store.model import Anchor, Annotations, Article, Highlight, Place
from store.search.found import Found
from store.search.index import SearchIndex
from store.search.language.manual import SECTIONS
from store.search.language.parser import parse
from store.search.writing.update import Entry

TODAY = date(2026, 5, 20)  # a Wednesday


def mark(key: str, quote: str, created: str, **more: object) -> Highlight:
    return Highlight(key, Anchor(0, len(quote), quote), created=f"{created}T12:00:00Z", **more)  # type: ignore[arg-type]


def marks(*quotes: str, created: str) -> tuple[Highlight, ...]:
    return tuple(mark(f"{quote[:4]}{n}", quote, created) for n, quote in enumerate(quotes))


LIGHTS, SALT, STUDY, PRESS = "lights", "salt", "study", "press"
TEXTS = {
    LIGHTS: "When the lamps went out along the northern quays, the town kept its own time.\n\n"
    "The keeper’s ledgers, which nobody had read for a century, name every ship.",
    SALT: "The toll\nhouse kept the tally. A cartographer, Élodie, drew every ford in C++.",
    STUDY: "我们在北京大学学习。地图在第二页。",
    PRESS: "An e-mail came from example.org/lights, and a lamp went out in town.",
}
ARTICLES = (
    Article(
        LIGHTS, "Harbour lights", "Ada Moor", "https://www.example.org/lights", "2024-05-12",
        "2024-01-31T12:00:00Z", "en", 1500,
    ),
    Article(
        SALT, "The salt road", "Jo Quint", "/home/ada/papers/salt.md", "3 March 2021",
        "2026-05-18T12:00:00Z", "de", 800,
    ),
    Article(STUDY, "大学", "", "", "", "2026-05-12T12:00:00Z", "zh", 20),
    Article(PRESS, "A letter", "", "", "", "2026-05-20T12:00:00Z", "en", 2000),
    Article("old", "An old tale", "", "https://tales.example.org/1", "", "2022-08-01T12:00:00Z",
            "en", 999),
)  # fmt: skip
NOTES = (
    Annotations(
        LIGHTS, status="reading", tags=("history/coast",), note="Compare it with the salt road",
        place=Place(0, at="2026-05-20T11:00:00Z"),
        highlights=(
            mark("led", "The keeper’s ledgers", "2026-05-13", color="green", tags=("source",)),
        ),
    ),
    Annotations(
        SALT, tags=("history",), highlights=marks("toll", "house", "tally", "ford",
                                                  created="2026-05-19"),
    ),
    Annotations(STUDY, status="done", starred=True),
    Annotations("old", archived=True, note="too old"),
)  # fmt: skip
EVERY = {LIGHTS, SALT, STUDY, PRESS, "old"}

FINDS: dict[str, set[str]] = {
    "salt toll": {SALT},
    "lamp town": {LIGHTS, PRESS},
    "Lamps": {LIGHTS},
    '"toll house"': {SALT},
    "harb* lamps": {LIGHTS},
    "elodie": {SALT},
    "e-mail": {PRESS},
    "example.org/lights": {LIGHTS, PRESS},
    "大学": {STUDY},
    "kepeer~2": {LIGHTS},
    "ledgers NEAR/5 read": {LIGHTS},
    "/l[ae]dgers?/": {LIGHTS},
    "salt AND road": {SALT, LIGHTS},
    "salt OR lamps": {SALT, LIGHTS, PRESS},
    "salt -lamps": {SALT},
    "salt NOT lamps": {SALT},
    "(salt OR lamps) town": {LIGHTS, PRESS},
    "title:(salt OR harbour)": {SALT, LIGHTS},
    "-tag:history": {STUDY, PRESS, "old"},
    "*": EVERY,
    "title:harbour": {LIGHTS},
    'text:"toll house"': {SALT},
    "author:moor": {LIGHTS},
    "source:papers": {SALT},
    "site:example.org": {LIGHTS, "old"},
    "tag:history": {SALT, LIGHTS},
    "note:compare": {LIGHTS},
    "quote:ledgers": {LIGHTS},
    "color:green": {LIGHTS},
    "status:reading": {LIGHTS},
    "lang:de": {SALT},
    "is:unread": {SALT, PRESS, "old"},
    "has:highlight": {SALT, LIGHTS},
    "in:highlights": {SALT, LIGHTS},
    "added:2w..": {SALT, STUDY, PRESS},
    "published:2024": {LIGHTS},
    "read:today": {LIGHTS},
    'marked:"last week"': {LIGHTS},
    "words:>1000": {LIGHTS, PRESS},
    "highlights:>3": {SALT},
    "sort:newest": EVERY,
    "added:2024": {LIGHTS},
    "added:2024-01": {LIGHTS},
    "added:2024-01-31": {LIGHTS},
    "added:2024-01..2024-06": {LIGHTS},
    "added:..2023": {"old"},
    "added:3d": {SALT, PRESS},
    "added:2w..1w": {STUDY},
    "added:today": {PRESS},
    "added:last week": {STUDY},
    "added:monday": {SALT},
    "added:>=2024": EVERY - {"old"},
    "words:500..2k": {SALT, LIGHTS, PRESS, "old"},
    "highlights:3..": {SALT},
    "highlights:0": {STUDY, PRESS, "old"},
}


class World(NamedTuple):
    index: SearchIndex
    facts: Snapshot

    def ask(self, line: str) -> Found:
        return self.index.search(parse(line, TODAY), texts=texts, facts=self.facts)


def texts(ids: Sequence[str]) -> Mapping[str, str]:
    return {key: TEXTS.get(key, "Once upon a time.") for key in ids}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("rules")
    catalogue, index = Catalogue(folder / "catalogue.sqlite"), SearchIndex(folder / "index")
    noted = {each.article: each for each in NOTES}
    for article in ARTICLES:
        catalogue.put_article(article, texts([article.id])[article.id], "", "")
        if article.id in noted:
            catalogue.put_marks(noted[article.id], article.id, None)
    entries = [
        Entry.of(
            article._replace(tags=noted[article.id].tags, note=noted[article.id].note)
            if article.id in noted
            else article,
            texts([article.id])[article.id],
            noted[article.id].highlights if article.id in noted else (),
            "1",
        )
        for article in ARTICLES
    ]
    assert index.update(entries)
    yield World(index, CatalogueFacts(catalogue).now())
    index.close()
    catalogue.close()


def test_every_example_is_here() -> None:
    assert list(FINDS) == list(dict.fromkeys(r.typed for s in SECTIONS for r in s.rules))


@pytest.mark.parametrize(("line", "found"), list(FINDS.items()), ids=list(FINDS))
def test_what_an_example_finds(world: World, line: str, found: set[str]) -> None:
    answer = world.ask(line)
    assert {hit.id for hit in answer.hits} == found
    assert answer.articles == len(found)
    assert found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("lamps x OR lamps -x", {LIGHTS, PRESS}),
        ("lamps -zinc", {LIGHTS, PRESS}),
        ('"lamps"', {LIGHTS}),
        ("Lamps -zinc", {LIGHTS}),
        ("email -zinc", {PRESS}),
        ('"e mail"', {PRESS}),
        ("c++", {SALT}),
        ("c# -zinc", set()),
        ("Élodie", {SALT}),
        ("example.org -zinc", {LIGHTS, PRESS, "old"}),
        ("keeper's", {LIGHTS}),
        ("quays lamps", {LIGHTS}),
        ("title:lamps", set()),
        # for highlights: their own words and tags; what is said of the article holds for all
        ("ledgers in:highlights", {LIGHTS}),
        ("lamps in:highlights", set()),
        ("tag:source in:highlights", {LIGHTS}),
        ("tag:history in:highlights", set()),
        ("site:example.org in:highlights", {LIGHTS}),
        ("title:harbour in:highlights", {LIGHTS}),
        ("is:unread in:highlights", {SALT}),
        ("marked:last week in:highlights", {LIGHTS}),
        ("color:green ledgers", {LIGHTS}),
        ("color:green toll", set()),
        ("-color:green in:highlights", {SALT}),
    ],
)
def test_what_the_page_says_besides(world: World, line: str, found: set[str]) -> None:
    answer = world.ask(line)
    assert answer.articles == len(found)
    if found:
        assert {hit.id for hit in answer.hits} == found


def test_the_order_of_the_answers(world: World) -> None:
    def order(sort: str) -> list[str]:
        return list(dict.fromkeys(hit.id for hit in world.ask(f"sort:{sort}").hits))

    assert order("newest") == [PRESS, SALT, STUDY, LIGHTS, "old"]
    assert order("oldest") == order("newest")[::-1]
    assert order("longest") == [PRESS, LIGHTS, "old", SALT, STUDY]
    assert order("title") == [PRESS, "old", LIGHTS, SALT, STUDY]
