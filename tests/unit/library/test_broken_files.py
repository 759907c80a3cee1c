"""Files that hold what they should not: told with file, line and column, set aside on a word."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from store import annotation_file
from store.errors import ConflictError, DamagedFileError, NotFoundError, PostilError, StoreError
from store.folders import Folders
from store.history import History
from store.library import Library
from store.model import Annotations, Article, Place

DEEP = b"a: " + b"[" * 40_000
ENDLESS = b"k0: &k0 [x, x]\n" + b"".join(
    b"k%d: &k%d [*k%d, *k%d]\n" % (each + 1, each + 1, each, each) for each in range(25)
)
BROKEN = {
    "binary": (bytes(range(256)), r"line \d+"),
    "not-utf8": (b"schema: 1\narticle:\n  id: caf\xe9\n", "line 3: bytes that are not UTF-8"),
    "nul": (b"schema: 1\nnote: a\0b\n", "line 2: a control character"),
    "deep": (DEEP, "line 1, column .*deep"),
    "two-documents": (b"schema: 1\n---\nschema: 1\n", "line 2, column 1: two documents"),
    "twice": (b"schema: 1\nnote: a\nnote: b\n", "line 3, column 1: the key 'note' is there twice"),
    "tab": (b"schema: 1\narticle:\n\tid: x\n", "line 3, column 1: a character that cannot begin"),
    "conflict": (b"a: 1\n<<<<<<< HEAD\nb: a\n=======\nb: b\n>>>>>>> x\n", "line 2: .*git"),
    "quote": (b"schema: 1\nnote: 'never closed\n", r"line \d, column \d+: a quotation mark"),
    "a-list": (b"- 1\n- 2\n", "not"),
    "a-word": (b"hello\n", "not"),
    "empty": (b"", "not"),
    "python": (b"!!python/object/apply:os.system ['true']\n", "line 1, column 1: a value"),
    "python-inside": (b"schema: 1\nnote: !!python/name:os.system\n", "line 2, column 7: a value"),
    "no-article": (b"schema: 1\n", "article"),
    "bad-id": (b"schema: 1\narticle:\n  id: ../../etc/passwd\n", "no id that can be one"),
    "endless": (ENDLESS, "unfold without end"),
}  # fmt: skip


def find_set_aside(folders: Folders) -> list[Path]:
    return sorted(folders.annotations.glob("*.yaml.bad-*"))


def titled(library: Library, word: str) -> Article:
    return next(article for article in library.articles() if word in article.title)


@pytest.fixture
def noted(shelf: Library) -> Article:
    """An article with two highlights, a note, tags and a place."""
    orchard = titled(shelf, "orchard")
    text = shelf.document(orchard.id).text
    for words in ("always higher", "a pear that had died"):
        start = text.index(words)
        shelf.mark(orchard.id, start, start + len(words), tags=["kept"], note=f"on {words}")
    shelf.delete_highlight(orchard.id, shelf.mark(orchard.id, 0, 3).id)
    shelf.edit_article(orchard.id, tags=["mine"], note="All of it.", starred=True)
    shelf.save_place(orchard.id, Place(40, "the widow", 12), "reading")
    return orchard


def parsed(data: bytes, name: str) -> Annotations | str:
    """What a file holds, or why it cannot be read."""
    try:
        return annotation_file.parse(data, name)
    except DamagedFileError as error:
        return error.message


def annotation_path(library: Library) -> Path:
    (path,) = library.folders.annotations.glob("*.yaml")
    return path


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_broken_is_told_and_never_written_over(
    kind: str, shelf: Library, noted: Article
) -> None:
    data, said = BROKEN[kind]
    path = annotation_path(shelf)
    path.write_bytes(data)
    shelf.refresh()
    with pytest.raises(DamagedFileError, match=said) as caught:
        shelf.annotations(noted.id)
    assert caught.value.message.startswith(path.name)
    assert "\n" not in caught.value.message
    assert caught.value.hint
    for act in (
        lambda: shelf.mark(noted.id, 0, 5),
        lambda: shelf.edit_article(noted.id, note="x", since=noted),
        lambda: shelf.edit_articles([noted.id], add_tags=["x"]),
        lambda: shelf.rename_tag("kept", "x"),
        lambda: shelf.save_place(noted.id, Place(1)),
        shelf.undo,
    ):
        with pytest.raises(PostilError):
            act()
    assert path.read_bytes() == data
    # The article is read, listed and found as before.
    assert "counted her trees twice" in shelf.document(noted.id).text
    assert titled(shelf, "orchard").highlights == 2
    shelf.update_index()
    assert shelf.search("widow").hits[0].id == noted.id
    assert any(path.name in problem.what for problem in shelf.doctor())
    assert path.read_bytes() == data


def test_a_file_that_ends_anywhere_is_whole_or_told(shelf: Library, noted: Article) -> None:
    path = annotation_path(shelf)
    whole = path.read_bytes()
    for size in range(len(whole)):
        found = parsed(whole[:size], path.name)
        if isinstance(found, str):
            assert path.name in found
            assert "\n" not in found
        else:
            # Cut where it still reads as a whole: what went is kept before it is written over.
            assert noted.id.startswith(found.article)


def test_highlights_that_go_without_a_trace_are_kept(
    shelf: Library, noted: Article, folders: Folders
) -> None:
    path = annotation_path(shelf)
    whole = path.read_bytes()
    cut = whole[: whole.index(b"annotations:")]
    path.write_bytes(cut)
    shelf.mark(noted.id, 0, 3)
    (kept,) = folders.trash.glob("*.yaml")
    assert annotation_file.load(kept) == annotation_file.parse(whole, path.name)
    shelf.mark(noted.id, 4, 9)
    assert len(list(folders.trash.glob("*.yaml"))) == 1


def test_no_bytes_at_all_raise_anything_else(shelf: Library, noted: Article) -> None:
    whole = annotation_path(shelf).read_bytes()
    dice = random.Random(4)
    for _ in range(1500):
        data = bytearray(whole)
        for _ in range(dice.randrange(1, 6)):
            at = dice.randrange(len(data))
            data[at : at + dice.choice((0, 1, 4))] = dice.choice(
                (
                    b"\n",
                    b"- ",
                    b": ",
                    b"\t",
                    b"\0",
                    b"{",
                    b"*x",
                    b"&x ",
                    b"!!a ",
                    b"'",
                    b"\xff",
                    b"|",
                )
            )
        found = parsed(bytes(data), "a.yaml")
        assert not isinstance(found, str) or found.startswith("a.yaml")


def test_a_bad_item_takes_no_other_along(shelf: Library, noted: Article) -> None:
    path = annotation_path(shelf)
    dice = random.Random(4)
    values = (
        "[]",
        "{}",
        "12",
        "null",
        "true",
        "'x'",
        "[[a]]",
        "{a: {b: c}}",
        "2026-01-01",
        "~",
        "-1",
    )
    fields = (
        "id",
        "quote",
        "color",
        "style",
        "tags",
        "note",
        "created",
        "updated",
        "anchor",
        "odd",
    )
    for _ in range(150):
        chosen = dice.sample(fields, dice.randrange(1, 5))
        item = "\n  ".join(f"{name}: {dice.choice(values)}" for name in chosen)
        text = path.read_text().replace("annotations:\n", f"annotations:\n- {item}\n", 1)
        found = annotation_file.parse(text.encode(), path.name)
        quotes = [mark.quote for mark in found.highlights]
        assert {"always higher", "a pear that had died"} <= set(quotes)
        assert len(quotes) + len(found.unreadable) == 3
        again = annotation_file.parse(annotation_file.render(found), path.name)
        assert sorted(mark.quote for mark in again.highlights) == sorted(quotes)


# -- set aside ---------------------------------------------------------------------------------


def test_set_aside_brings_back_what_was_read_last(shelf: Library, noted: Article) -> None:
    path = annotation_path(shelf)
    before = shelf.annotations(noted.id)
    path.write_bytes(b"\xff broken")
    shelf.refresh()
    broken = shelf.broken(noted.id)
    assert broken is not None
    assert broken.last == before
    done = shelf.set_aside(noted.id)
    assert done.path.read_bytes() == b"\xff broken"
    assert done.highlights == 2
    assert shelf.annotations(noted.id) == before
    assert find_set_aside(shelf.folders) == [done.path]
    shelf.mark(noted.id, 0, 3)
    shelf.refresh()
    shelf.reindex()
    assert len(shelf.annotations(noted.id).highlights) == 3
    assert find_set_aside(shelf.folders) == [done.path]
    assert not any(problem.code == "unreadable" for problem in shelf.doctor())


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "lists-only"])
def test_set_aside_after_a_restart(
    kept: bool, shelf: Library, noted: Article, folders: Folders
) -> None:
    before = shelf.annotations(noted.id)
    path = annotation_path(shelf)
    shelf.close()
    for each in (folders.cache / "annotations").iterdir():
        if not kept:
            each.write_bytes(b'{"of": [2], garbage')
    path.write_bytes(b"- what\n")
    with Library.open(folders) as library:
        assert library.set_aside(noted.id).highlights == 2
        found = library.annotations(noted.id)
    assert found.highlights == before.highlights
    assert (found.note, found.tags, found.starred, found.status) == (
        "All of it.", ("mine",), True, "reading",
    )  # fmt: skip
    assert (found.place, found.deleted) == ((before.place, before.deleted) if kept else (None, ()))


def test_the_lists_go_before_an_older_copy(
    shelf: Library, noted: Article, folders: Folders
) -> None:
    shelf.close()  # keeps a copy
    with Library.open(folders) as library:
        mark = library.annotations(noted.id).highlights[0]
        library.edit_highlight(noted.id, mark.id, note="newer")
        library._annotations._unkept.clear()  # as one that is killed
    path = next(folders.annotations.glob("*.yaml"))
    path.write_bytes(b"{")
    with Library.open(folders) as library:
        library.set_aside(noted.id)
        found = library.annotations(noted.id)
    assert found.highlights[0].note == "newer"
    assert found.place is not None
    assert len(found.deleted) == 1


def test_of_what_nothing_is_known_nothing_comes_back(
    shelf: Library, noted: Article, folders: Folders
) -> None:
    path = annotation_path(shelf)
    path.write_bytes(b"{")
    cache = folders.cache.with_name("another")
    with Library.open(folders._replace(cache=cache)) as library:
        broken = library.broken(noted.id)
        assert broken is not None
        assert broken.last is None
        assert library.set_aside(noted.id).highlights == 0
        assert library.annotations(noted.id).highlights == ()
        library.mark(noted.id, 0, 3)
        assert library.refresh() == frozenset()
    assert len(find_set_aside(folders)) == 1


def test_what_can_be_read_is_not_set_aside(shelf: Library, noted: Article) -> None:
    assert shelf.broken(noted.id) is None
    with pytest.raises(ConflictError, match="can be read"):
        shelf.set_aside(noted.id)
    with pytest.raises(NotFoundError, match="is not there"):
        shelf.set_aside(titled(shelf, "ferry").id)
    assert find_set_aside(shelf.folders) == []


def test_several_that_are_set_aside_stay(shelf: Library, noted: Article) -> None:
    path = annotation_path(shelf)
    for data in (b"{1", b"{2", b"{3"):
        path.write_bytes(data)
        shelf.set_aside(noted.id)
    assert {each.read_bytes() for each in find_set_aside(shelf.folders)} == {b"{1", b"{2", b"{3"}
    assert len(shelf.annotations(noted.id).highlights) == 2


def test_a_newer_file_can_be_read_and_not_written(shelf: Library, noted: Article) -> None:
    path = annotation_path(shelf)
    path.write_bytes(path.read_bytes().replace(b"schema: 1", b"schema: 7\nodd: [1, 2]"))
    before = path.read_bytes()
    shelf.refresh()
    assert len(shelf.annotations(noted.id).highlights) == 2
    with pytest.raises(StoreError, match="were written by a later postil"):
        shelf.mark(noted.id, 0, 3)
    with pytest.raises(StoreError, match="were written by a later postil"):
        shelf.undo()
    with pytest.raises(ConflictError):
        shelf.set_aside(noted.id)
    assert path.read_bytes() == before


# -- all other files ---------------------------------------------------------------------------

GARBAGE = (b"", b"\0", b"\xff\xfe", b"{", b"[1, 2", b"null", b"[]", b"{}", bytes(range(256)) * 8)


@pytest.mark.parametrize("data", GARBAGE)
def test_garbage_in_the_cache_costs_nothing(
    data: bytes, shelf: Library, noted: Article, folders: Folders
) -> None:
    shelf.update_index()
    before, text = shelf.annotations(noted.id), shelf.document(noted.id)
    shelf.close()
    for path in folders.cache.rglob("*"):
        if path.is_file():
            path.write_bytes(data)
    with Library.open(folders) as library:
        assert library.annotations(noted.id) == before
        assert library.document(noted.id) == text
        library.update_index()
        assert library.search("widow").hits
        library.mark(noted.id, 0, 3)


@pytest.mark.parametrize("data", GARBAGE)
def test_garbage_in_the_journal_costs_its_line(
    data: bytes, shelf: Library, noted: Article, folders: Folders
) -> None:
    path = folders.state / "history.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-1], data + b"\n", lines[-1], data, lines[-1][:40]]))
    assert shelf.undo() is not None
    shelf.mark(noted.id, 4, 7)
    assert shelf.undo() == "highlight"
    history = History(path)
    history.undoable()
    assert all("skipped" in problem for problem in history.problems)


@pytest.mark.parametrize("data", GARBAGE)
def test_a_garbled_unfinished_act_is_kept_and_in_no_way(
    data: bytes, shelf: Library, noted: Article, folders: Folders
) -> None:
    (folders.state / "unfinished.json").write_bytes(data)
    before = shelf.annotations(noted.id)
    shelf.refresh()
    assert shelf.annotations(noted.id) == before
    assert not (folders.state / "unfinished.json").exists()
    assert [each.read_bytes() for each in folders.state.glob("unfinished.json.bad-*")] == [data]
    assert shelf.edit_articles([article.id for article in shelf.articles()], add_tags=["b"]) == 2


@pytest.mark.parametrize("data", GARBAGE)
def test_garbage_in_an_article_or_in_the_searches_is_told(
    data: bytes, shelf: Library, noted: Article, folders: Folders
) -> None:
    path = folders.articles / noted.file
    path.write_bytes(data)
    (folders.library / "lists.yaml").write_bytes(data)
    shelf.refresh()
    assert titled(shelf, "orchard") == titled(shelf, "orchard")
    assert any(noted.file in problem.what for problem in shelf.doctor())
    assert path.read_bytes() == data
    if data.strip() not in {b"", b"null", b"{}"}:
        with pytest.raises(DamagedFileError, match=r"^lists.yaml, line"):
            shelf.save_search("a", "b")
        assert (folders.library / "lists.yaml").read_bytes() == data
    assert len(shelf.annotations(titled(shelf, "ferry").id).highlights) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="SQLite's file is in use there")
def test_a_catalogue_that_another_holds_is_told_in_a_line(
    shelf: Library, noted: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.database._BUSY_SECONDS", 0.05)
    with (
        Library(shelf.folders) as other,
        other._catalogue.transaction(),
        Library(shelf.folders) as library,
    ):
        library.mark(noted.id, 0, 3)  # saved, and listed later
        with pytest.raises(StoreError, match="locked"):
            library._catalogue.clear()
    assert len(shelf.annotations(noted.id).highlights) == 3
