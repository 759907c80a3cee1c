"""Saved searches and what a query says of articles as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import ConflictError, DamagedFileError, NotFoundError, UsageError
from store.library import Library
from store.model import Article
from store.saved_searches import FILE, SavedSearch, SavedSearches, SearchFile


def titled(library: Library, word: str) -> Article:
    return next(article for article in library.articles() if word in article.title)


class Searches(SavedSearches):
    """The acts on a file without a library: they are made, and not recorded."""

    def __init__(self, folder: Path) -> None:
        file = SearchFile(folder)
        super().__init__(file, lambda _, changes: [file.apply(change) for change in changes])
        self.all = file.all


def test_searches_are_kept_in_their_order(tmp_path: Path) -> None:
    searches = Searches(tmp_path)
    assert searches.all() == []
    searches.save("To read", "is:unread")
    searches.save("Coast", "tag:coast -is:archived")
    searches.save("2024", '"salt road" tide')
    searches.save("Coast", "tag:coast")
    assert searches.all() == [
        SavedSearch("To read", "is:unread"),
        SavedSearch("Coast", "tag:coast"),
        SavedSearch("2024", '"salt road" tide'),
    ]
    searches.rename("Coast", "The coast")
    searches.delete("To read")
    assert [search.name for search in Searches(tmp_path).all()] == ["The coast", "2024"]
    with pytest.raises(ConflictError):
        searches.rename("2024", "The coast")
    for job in (lambda: searches.delete("Coast"), lambda: searches.rename("x", "y")):
        with pytest.raises(NotFoundError):
            job()
    for name in ("The coast", "2024"):
        searches.delete(name)
    assert searches.all() == []


@pytest.mark.parametrize(
    ("name", "query"),
    [("", "x"), (" \n", "x"), ("x", " "), ("x", "is:new"), ("x" * 101, "y"), ("x", "y" * 2000)],
)
def test_what_is_no_search_is_not_saved(tmp_path: Path, name: str, query: str) -> None:
    with pytest.raises(UsageError):
        Searches(tmp_path).save(name, query)
    assert not (tmp_path / FILE).exists()


def test_what_the_user_wrote_beside_them_stays(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text(
        "# my lists\n\nto read: is:unread   # every morning\n\nodd:\n  nested: [1, 2]\n"
        "long: >\n  salt\n  road\n# the last\nyear: 2024"
    )
    searches = Searches(tmp_path)
    assert [tuple(search) for search in searches.all()] == [
        ("to read", "is:unread"), ("long", "salt road"), ("year", "2024"),
    ]  # fmt: skip
    searches.save("new", "tide")
    searches.save("long", "salt")
    searches.delete("to read")
    assert path.read_text() == (
        "# my lists\n\n\nodd:\n  nested: [1, 2]\nlong: salt\n# the last\nyear: 2024\nnew: tide\n"
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [("a: [x\n", 2), ("- a\n- b\n", 1), ("a: x\na: y\n", 2), ("a: x\nb c\n", 3)],
)
def test_a_broken_file_is_said_and_not_written_over(
    shelf: Library, content: str, line: int
) -> None:
    path = shelf.folders.library / FILE
    path.write_text(content)
    for job in (
        shelf.saved_searches,
        lambda: shelf.save_search("a", "b"),
        lambda: shelf.delete_search("a"),
    ):
        with pytest.raises(DamagedFileError) as caught:
            job()
        assert caught.value.line in {line, line - 1}
    assert path.read_text() == content
    assert [p.code for p in shelf.doctor() if FILE in p.what] == ["unreadable"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["save", "save", "delete", "rename"]),
            st.text(min_size=1, max_size=12),
            st.text(min_size=1, max_size=12),
        ),
        max_size=8,
    )
)
def test_the_file_says_what_a_dict_says(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("searches")
    searches = Searches(folder)
    (folder / FILE).write_text("# kept\nfirst: one\n")
    model = {"first": "one"}
    for verb, name, value in steps:
        try:
            if verb == "save":
                searches.save(name, value)
            elif verb == "delete":
                searches.delete(name)
            else:
                searches.rename(name, value)
        except (UsageError, NotFoundError, ConflictError):
            continue
        found = dict(searches.all())
        if verb == "save":
            assert set(found) - set(model) <= {" ".join(name.split()), *found}
            assert len(found) - len(model) in {0, 1}
        elif verb == "delete":
            assert len(found) == len(model) - 1
        else:
            assert list(found.values()) == list(model.values())
        model = found
    assert (folder / FILE).read_text().startswith("# kept\n")


def test_queries_for_what_an_article_is(shelf: Library) -> None:
    ferry, orchard = titled(shelf, "ferry"), titled(shelf, "orchard")
    shelf.edit_article(ferry.id, status="reading", starred=True, tags=["river/night"])
    shelf.edit_article(orchard.id, archived=True)
    shelf.mark(orchard.id, 0, 5, tags=["River"])
    expected = {
        "": {ferry.id, orchard.id},
        "is:unread": {orchard.id},
        "is:reading is:starred": {ferry.id},
        "-is:archived": {ferry.id},
        "is:ARCHIVED": {orchard.id},
        "is:done": set(),
        "is:st": {ferry.id},
        "tag:river": {ferry.id, orchard.id},
        "tag:river is:unread": {orchard.id},
        "-tag:river/night": {orchard.id},
    }
    # Nothing is indexed yet: what the catalogue knows is answered without.
    counts = shelf.counts([*expected, "is:new", "added:never"])
    assert counts == [*(len(ids) for ids in expected.values()), -1, -1]
    shelf.update_index()
    for query, ids in expected.items():
        assert {article.id for article in shelf.articles(query)} == ids, query
    assert [a.id for a in shelf.articles("is:unread the")] == [orchard.id]
    assert shelf.articles("is:done the") == []
    assert {hit.id for hit in shelf.search("the is:starred").hits} == {ferry.id}
    assert {hit.id for hit in shelf.search("is:starred").hits} == {ferry.id}
    assert [a.id for a, _ in shelf.highlights("is:unread")] == [orchard.id]
    assert shelf.counts(["the", "the is:starred", "-the"]) == [2, 1, 0]
    with pytest.raises(UsageError, match="there is no is:new"):
        shelf.articles("tea is:new")
    shelf.articles("what it is: nothing")  # no state is asked for
