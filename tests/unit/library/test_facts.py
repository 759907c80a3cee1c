"""Facts, against a plain look at the articles and highlights themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import compress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.catalogue import Catalogue
from store.columns import NONE, Kinds, Numbers
from store.facts import CatalogueFacts, Snapshot
from store.model import COLORS, STATES, STATUSES, Anchor, Annotations, Article, Highlight, Place
from store.said_dates import first_day, moment, start_of
from store.search.language.nodes import Fact, Range, Tag
from store.tags import is_in
from store.text.fold import fold

ZONE = timedelta(hours=5, minutes=30)
FIRST = datetime(2024, 2, 26, 18, 0, tzinfo=UTC)
DAYS = [str(date(2024, 2, 20) + timedelta(days=n)) for n in range(20)]


@pytest.fixture(autouse=True)
def in_a_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Five and a half hours ahead of UTC: a day begins at 18:30 there."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone is the system's")
    monkeypatch.setenv("TZ", "UTC-05:30")
    time.tzset()
    first_day.cache_clear()
    yield
    monkeypatch.undo()
    time.tzset()
    first_day.cache_clear()


@contextmanager
def a_catalogue(folder: Path) -> Iterator[Catalogue]:
    folder.mkdir(exist_ok=True)
    for path in folder.glob("catalogue.sqlite*"):
        path.unlink()
    opened = Catalogue(folder / "catalogue.sqlite")
    try:
        yield opened
    finally:
        opened.close()


# -- one article with all that is told of it ---------------------------------------------------

times = st.integers(0, 12 * 24).map(lambda n: f"{FIRST + timedelta(hours=n):%Y-%m-%dT%H:%M:%SZ}")
said = st.one_of(
    times, times.map(lambda t: t[:10]),
    st.sampled_from(["", "2024", "2024-03", "3 March 2024", "last Tuesday", "03.03.2024"]),
)  # fmt: skip
tags = st.lists(st.sampled_from(["a", "a/b", "A/b/c", "ab", "b"]), max_size=2, unique=True)
notes = st.sampled_from(["", "look again"])
highlights = st.builds(
    Highlight,
    id=st.uuids().map(lambda u: f"h{u.hex[:9]}"),
    anchor=st.sampled_from(STATES).map(lambda state: Anchor(0, 4, "text", state=state)),
    color=st.sampled_from(COLORS[:3]),
    tags=tags.map(tuple),
    note=notes,
    created=st.one_of(times, st.just("")),
)
one = st.tuples(
    st.fixed_dictionaries(
        {
            "title": st.sampled_from(["Été", "ete", "Zinc", "axle", " "]),
            "source": st.sampled_from(
                [
                    "",
                    "/home/x/notes.org",
                    "https://www.example.org/a",
                    "http://deep.example.org:80/b",
                ]
            ),
            "published": said,
            "added": said,
            "language": st.sampled_from(["", "en", "en-GB", "EN_us", "enm", "de"]),
            "words": st.integers(0, 5),
        }
    ).map(lambda values: Article("", **values)),
    st.builds(
        Annotations,
        article=st.just(""),
        status=st.sampled_from(STATUSES),
        starred=st.booleans(),
        archived=st.booleans(),
        tags=tags.map(tuple),
        note=notes,
        place=st.one_of(st.none(), times.map(lambda at: Place(0, at=at))),
        highlights=st.lists(highlights, max_size=3, unique_by=lambda h: h.id).map(tuple),
    ),
)
days = st.one_of(st.none(), st.sampled_from(DAYS))
counts = st.one_of(st.none(), st.integers(0, 6))
leaves = st.one_of(
    st.builds(Fact, st.just("is"), st.sampled_from([*STATUSES, "starred", "archived"])),
    st.builds(Fact, st.just("status"), st.sampled_from(STATUSES)),
    st.builds(Fact, st.just("has"), st.sampled_from(["highlight", "note", "tag", "unplaced"])),
    st.builds(Fact, st.just("color"), st.sampled_from(COLORS[:4])),
    st.builds(Fact, st.just("lang"), st.sampled_from(["en", "en-gb", "de", "fr"])),
    st.builds(
        Fact,
        st.just("site"),
        st.sampled_from(
            [
                "example.org",
                "deep.example.org",
                "org",
                "example",
                "xample",
                "exam*",
                "xam*",
                "deep.e*",
            ]
        ),
    ),
    st.builds(Range, st.sampled_from(["added", "published", "read", "marked"]), days, days),
    st.builds(Range, st.sampled_from(["words", "highlights"]), counts, counts),
    st.builds(Tag, st.lists(st.sampled_from(["a", "a/b", "b", "c"]), min_size=1).map(tuple)),
)

World = dict[str, tuple[Article, Annotations]]


def put(catalogue: Catalogue, key: str, what: tuple[Article, Annotations], world: World) -> None:
    article, notes = what
    article = article._replace(id=key, title=f"{article.title}{key}" if article.title else "")
    notes = replace(notes, article=key)
    world[key] = article, notes
    catalogue.put_article(article, "text", "", "")
    catalogue.put_marks(notes, key, None)


# -- what should hold, by looking --------------------------------------------------------------


def day_of(time: str) -> date | None:
    """The day of a moment in UTC in our zone."""
    try:
        return (datetime.fromisoformat(time).replace(tzinfo=None) + ZONE).date()
    except ValueError:
        return None


def said_day(text: str) -> date | None:
    known = {"2024": date(2024, 1, 1), "2024-03": date(2024, 3, 1)}
    known |= dict.fromkeys(("3 March 2024", "03.03.2024"), date(2024, 3, 3))
    if len(text) == 10 and text[4] == "-":
        return date.fromisoformat(text)
    return known.get(text) or day_of(text)


def within(value: date | int | None, leaf: Range) -> bool:
    if value is None:
        return False
    here = str(value) if isinstance(value, date) else value
    low = leaf.low is None or leaf.low <= here  # type: ignore[operator]  # of the same kind
    return low and (leaf.high is None or here < leaf.high)  # type: ignore[operator]


def of_article(leaf: Fact | Range | Tag, article: Article, notes: Annotations) -> bool | None:
    """Whether it holds for the article by itself; ``None``: only highlights can tell."""
    if isinstance(leaf, Tag):
        return any(is_in(fold(tag), path) for tag in notes.tags for path in leaf.paths)
    if isinstance(leaf, Range):
        values: dict[str, Callable[[], date | int | None]] = {
            "words": lambda: article.words,
            "highlights": lambda: len(notes.highlights),
            "added": lambda: said_day(article.added),
            "published": lambda: said_day(article.published),
            "read": lambda: day_of(notes.place.at) if notes.place else None,
        }
        return within(values[leaf.name](), leaf) if leaf.name in values else None
    if leaf.name in {"is", "status"}:
        if leaf.value in {"starred", "archived"}:
            return bool(getattr(notes, leaf.value))
        return notes.status == leaf.value
    if leaf.name == "lang":
        spoken = article.language.lower().replace("_", "-")
        return spoken == leaf.value or spoken.startswith(f"{leaf.value}-")
    if leaf.name == "site":
        names = {"https://www.example.org/a": "example.org"}
        host = names.get(article.source, "deep.example.org" if "deep" in article.source else "")
        found = {
            "": [],
            "example.org": ["example.org", "org", "example", "exam*"],
            "deep.example.org": [
                "example.org", "deep.example.org", "org", "example", "exam*", "deep.e*"
            ],
        }  # fmt: skip
        return leaf.value in found[host]
    has = {"highlight": bool(notes.highlights), "note": bool(notes.note), "tag": bool(notes.tags)}
    return has.get(leaf.value) if leaf.name == "has" else None


def of_highlight(leaf: Fact | Range | Tag, highlight: Highlight) -> bool | None:
    """The same for a highlight; ``None``: it is a fact of its article."""
    if isinstance(leaf, Tag):
        return any(is_in(fold(tag), path) for tag in highlight.tags for path in leaf.paths)
    if isinstance(leaf, Range):
        return within(day_of(highlight.created), leaf) if leaf.name == "marked" else None
    if leaf.name == "color":
        return highlight.color == leaf.value
    has = {
        "note": bool(highlight.note), "tag": bool(highlight.tags),
        "unplaced": highlight.anchor.state == "unplaced",
    }  # fmt: skip
    return has.get(leaf.value) if leaf.name == "has" else None


def check(facts: Snapshot, leaf: Fact | Range | Tag, world: World) -> None:
    articles: set[str] = set()
    marks: set[tuple[str, str]] = set()
    own = True
    for key, (article, notes) in world.items():
        if of_article(leaf, article, notes):
            articles.add(key)
        for highlight in notes.highlights:
            holds = of_highlight(leaf, highlight)
            own = own and holds is None
            if holds:
                marks.add((key, highlight.id))
                articles.add(key)
    held = facts.holding(leaf)
    found = list(compress(facts.ids, held.articles))
    assert set(found) == articles, leaf
    assert len(found) == len(articles)
    if held.highlights is None:
        assert own, leaf
        everywhere = {(k, h.id) for k in articles for h in world[k][1].highlights}
        assert set(facts.highlights_in(facts.highlights_of(facts.where(leaf)[0]))) == everywhere
    else:
        assert set(held.highlights) == {highlight for _, highlight in marks}
        assert set(facts.highlights_in(facts.where(leaf)[1] or 0)) == marks


@settings(deadline=None, max_examples=60)
@given(
    before=st.lists(one, max_size=6), after=st.lists(one, max_size=4),
    gone=st.sets(st.integers(0, 5)), asked=st.lists(leaves, min_size=1, max_size=12),
)  # fmt: skip
def test_facts_say_what_the_articles_say(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[tuple[Article, Annotations]],
    after: list[tuple[Article, Annotations]],
    gone: set[int],
    asked: list[Fact | Range | Tag],
) -> None:
    world: World = {}
    with a_catalogue(tmp_path_factory.getbasetemp() / "facts") as catalogue:
        for number, what in enumerate(before):
            put(catalogue, f"a{number}", what, world)
        known = CatalogueFacts(catalogue)
        first, were = known.now(), dict(world)
        for leaf in asked:
            check(first, leaf, were)
        for number in gone & set(range(len(before))):
            del world[f"a{number}"]
            catalogue.forget_article(f"a{number}")  # its annotations outlive it
        for number, what in enumerate(after, 3):
            put(catalogue, f"a{number}", what, world)
        now = known.now()
        assert (now.version == first.version) == (not after and were == world)
        for leaf in asked:
            check(now, leaf, world)
            check(first, leaf, were)
        assert len(now) == len(world)
        assert all(key in now for key in world)
        assert set(now.articles_in(now.everything)) == set(world)
        newest = [article.id for article in catalogue.articles()]
        told = {key: article for key, (article, _) in world.items()}
        orders: dict[str, Callable[[str], object]] = {
            "newest": lambda _: 0,
            "oldest": lambda key: told[key].added,
            "longest": lambda key: -told[key].words,
            "title": lambda key: (not told[key].title.strip(), fold(told[key].title).strip()),
        }
        for sort, of in orders.items():
            assert list(now.order(sort)) == sorted(newest, key=of)  # type: ignore[arg-type, type-var]


# -- changes -----------------------------------------------------------------------------------


def starred(facts: Snapshot) -> list[str]:
    """The ids of the articles that have a star."""
    return list(compress(facts.ids, facts.holding(Fact("is", "starred")).articles))


def test_what_another_process_writes_is_seen(tmp_path: Path) -> None:
    with a_catalogue(tmp_path) as ours:
        theirs = Catalogue(tmp_path / "catalogue.sqlite")
        known = CatalogueFacts(ours)
        assert len(known.now()) == 0
        theirs.put_article(Article("a", "One", added="2024-03-01T00:00:00Z"), "text", "", "")
        before = known.now()
        assert "a" in before
        assert known.now() is before, "nothing has changed"
        theirs.put_marks(Annotations("a", starred=True), "1", None)
        assert starred(known.now()) == ["a"]
        theirs.forget_article("a")
        assert starred(known.now()) == []
        assert "a" in before, "a snapshot stays as it is"
        theirs.close()


def test_a_catalogue_that_is_made_anew_is_read_anew(tmp_path: Path) -> None:
    with a_catalogue(tmp_path) as catalogue:
        known = CatalogueFacts(catalogue)
        catalogue.put_article(Article("a", "One"), "text", "", "")
        first = known.now()
        catalogue.start_over()
        catalogue.put_article(Article("b", "Two"), "text", "", "")
        second = known.now()
        assert first.version.change == second.version.change
        assert first.version != second.version
        assert ("a" in second, "b" in second) == (False, True)
        assert list(second.order("newest")) == ["b"]


def test_many_changes_of_one_article_leave_no_heap_of_dead_rows(tmp_path: Path) -> None:
    with a_catalogue(tmp_path) as catalogue:
        known = CatalogueFacts(catalogue)
        catalogue.put_article(Article("a", "One"), "text", "", "")
        mark = Highlight("h", Anchor(0, 4, "text"))
        for number in range(2_200):
            notes = Annotations("a", starred=number % 2 == 0, highlights=(mark,))
            catalogue.put_marks(notes, str(number), None)
            facts = known.now()
            held = facts.holding(Fact("color", "yellow"))
            assert list(compress(facts.ids, held.articles)) == ["a"]
            assert held.highlights == ["h"]
        assert len(facts._articles.ids) < 1_100
        assert starred(facts) == []


# -- columns and dates -------------------------------------------------------------------------


@given(st.lists(st.integers(-5, 5) | st.just(NONE)), st.lists(st.integers(-5, 5)), counts, counts)
def test_numbers_between_bounds(
    first: list[int], more: list[int], low: int | None, high: int | None
) -> None:
    column = Numbers(first)
    for rows, numbers in ((first, column), (first + more, column.joined(Numbers(more)))):
        wanted = [
            n != NONE and (low is None or low <= n) and (high is None or n < high) for n in rows
        ]
        for _ in range(2):
            assert list(numbers.between(low, high)) == wanted
        column.between(None, None)  # from here on it has an order that is kept up


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abcd")))
def test_kinds_where_something_holds(first: list[str], more: list[str]) -> None:
    column = Kinds(first).joined(Kinds(more))
    assert list(column.where("b".__le__)) == [kind >= "b" for kind in first + more]
    assert list(Kinds(first).where("d".__eq__)) == [False] * len(first)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024", "2024-01-01"), ("2024-05", "2024-05-01"), ("2024-05-12", "2024-05-12"),
        ("2024-05-12T20:30:00Z", "2024-05-13"), ("2024-05-12T20:30:00", "2024-05-12"),
        ("2024-05-12T02:00:00+09:00", "2024-05-11"), ("12 May 2024", "2024-05-12"),
        ("May 12th, 2024", "2024-05-12"), ("Dec. 2019", "2019-12-01"),
        ("Sun, 12 May 2024 10:00:00 GMT", "2024-05-12"), ("12. Mai 2024", "2024-05-12"),
        ("12 de mayo de 2024", "2024-05-12"), ("1er août 2023", "2023-08-01"),
        ("12.05.2024", "2024-05-12"), ("13/04/2024", "2024-04-13"), ("04/13/2024", "2024-04-13"),
        ("03/04/2024", "2024-03-04"), ("2024年5月12日", "2024-05-12"), ("c. 1998", "1998-01-01"),
        ("2023-24", "2023-01-01"), ("31 April 2024", "2024-01-01"), ("9999-12-31", "9999-12-31"),
        ("0001-01-01T00:00:00Z", "0001-01-01"), ("9999-12-31T23:00:00Z", "9999-12-31"),
        ("3 days ago", ""), ("yesterday", ""), ("", ""), ("0000", ""), ("20:24", ""),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(text: str, day: str) -> None:
    found = first_day(text)
    assert (date.fromordinal(found).isoformat() if found else "") == day


@given(st.text(max_size=40))
def test_no_date_is_too_strange(text: str) -> None:
    found = first_day(text)
    assert found is None or start_of(found) <= start_of(date.max.toordinal())


def test_moments_and_the_days_they_are_on() -> None:
    day = date(2024, 3, 1).toordinal()
    assert start_of(day) == moment("2024-02-29T18:30:00Z") == moment("2024-03-01")
    assert moment("March 2024") == start_of(day)
    assert moment("whenever") is None
    assert start_of(1) < start_of(date.max.toordinal())
