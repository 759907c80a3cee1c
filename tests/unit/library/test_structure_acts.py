"""The structure of an article changed on disk, undone, and kept from what others do."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import files
from store.errors import ConflictError, NotFoundError, StoreError, UsageError
from store.folders import Folders
from store.history import Change
from store.library import Library
from store.model import Article
from store.rewriting import Rewriting


class Crash(BaseException):
    """What ends a process in the middle of things; nobody catches it."""


def orchard(library: Library) -> Article:
    return next(article for article in library.articles() if "orchard" in article.title)


def kind_of(library: Library, words: str) -> str:
    document = library.document(orchard(library).id)
    return document.blocks[document.block_index(document.text.index(words))].kind


def make(library: Library, words: str, kind: str, **options: object) -> None:
    at = library.document(orchard(library).id).text.index(words)
    library.set_kind(orchard(library).id, at, at, kind, **options)  # type: ignore[arg-type]


def path_of(library: Library) -> Path:
    return library.folders.articles / orchard(library).file


def test_a_block_changes_and_highlights_stay(shelf: Library, folders: Folders) -> None:
    article = orchard(shelf)
    text = shelf.document(article.id).text
    start = text.index("Neighbours who read it")
    mark = shelf.mark(article.id, start, start + 10)
    before = path_of(shelf).read_bytes()
    make(shelf, "Neighbours", "furniture", text=shelf.document(article.id).sha256)
    assert kind_of(shelf, "Neighbours") == "furniture"
    assert shelf.document(article.id).text == text
    assert shelf.annotations(article.id).highlights == (mark,)
    assert shelf.article(article.id).words < article.words
    with Library.open(folders) as again:
        assert kind_of(again, "Neighbours") == "furniture"
        assert again.undo() == "change to furniture"
        assert path_of(again).read_bytes() == before
        assert again.redo() == "change to furniture"
        assert again.undo() == "change to furniture"
    assert kind_of(shelf, "Neighbours") == "paragraph"
    assert shelf.undo() == "highlight"


def test_several_blocks_are_one_act(shelf: Library) -> None:
    article = orchard(shelf)
    text = shelf.document(article.id).text
    start, end = text.index("saplings"), text.index("meant to plant")
    document = shelf.set_kind(article.id, start, end, "paragraph")
    assert document == shelf.document(article.id)
    assert shelf.undo() == "change of 3 blocks to paragraphs"
    assert kind_of(shelf, "saplings") == "list_item"


def test_what_is_so_already_is_no_act(shelf: Library) -> None:
    before = path_of(shelf).read_bytes()
    make(shelf, "Neighbours", "paragraph")
    assert path_of(shelf).read_bytes() == before
    assert shelf.undo() is None


def test_front_matter_and_line_ends_stay(shelf: Library) -> None:
    path = path_of(shelf)
    front, _, body = path.read_text().partition("---\n\n")
    front = front.replace("title: ", "title:   ") + "mine: [1,   2]\n"
    whole = (front + "---\n\n\n" + body).replace("\n", "\r\n").encode()
    path.write_bytes(whole)
    shelf.refresh()
    make(shelf, "Neighbours", "caption")
    head = whole[: whole.index(b"\r\n\r\n\r\n") + 6]
    assert path.read_bytes().startswith(head)
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")
    assert shelf.undo() == "change to a caption"
    assert path.read_bytes() == whole


def test_what_an_editor_did_since_is_not_lost(shelf: Library) -> None:
    make(shelf, "Neighbours", "heading")
    path = path_of(shelf)
    path.write_text(path.read_text() + "\nA line of my own.\n")
    edited = path.read_bytes()
    with pytest.raises(ConflictError, match="changed since"):
        shelf.undo()
    assert path.read_bytes() == edited
    # What stands above the Markdown may change: it is another thing.
    make(shelf, "A line of my own", "caption")
    path.write_text(path.read_text().replace("title: The orchard", "title: An orchard"))
    shelf.refresh()
    assert shelf.undo() == "change to a caption"
    assert orchard(shelf).title.startswith("An orchard")


def test_offsets_of_another_text_and_articles_that_are_gone(shelf: Library) -> None:
    article = orchard(shelf)
    with pytest.raises(ConflictError, match="changed on disk"):
        make(shelf, "Neighbours", "heading", text="0" * 64)
    with pytest.raises(UsageError):
        make(shelf, "Neighbours", "sonnet")
    shelf.delete_articles([article.id])
    with pytest.raises(NotFoundError):
        shelf.set_kind(article.id, 0, 1, "heading")


def test_a_file_that_changes_at_the_last_moment_is_left(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = path_of(shelf)
    change = Rewriting.change

    def late(article_id: str, before: str, after: str) -> Change:
        path.write_text(path.read_text() + "\nA line of my own.\n")
        return change(article_id, before, after)

    with monkeypatch.context() as patch:
        patch.setattr(Rewriting, "change", staticmethod(late))
        with pytest.raises(ConflictError, match="changed since"):
            make(shelf, "Neighbours", "heading")
    assert path.read_text().endswith("\nA line of my own.\n")
    assert not (shelf.folders.state / "unfinished.json").exists()
    assert shelf.undo() is None


def test_a_full_disk_changes_nothing(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path_of(shelf).read_bytes()
    write = files.write_atomic

    def full(path: Path, data: bytes, **options: bool) -> files.Stamp:
        if path.suffix == ".md":
            raise StoreError("the disk is full")
        return write(path, data, **options)

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_atomic", full)
        with pytest.raises(StoreError, match="full"):
            make(shelf, "Neighbours", "heading")
    assert path_of(shelf).read_bytes() == before
    assert shelf.undo() is None


def test_a_crash_before_the_journal_can_be_undone(
    shelf: Library, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path_of(shelf).read_bytes()

    def crash(_: object) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(shelf._acting._history, "record", crash)
        with pytest.raises(Crash):
            make(shelf, "Neighbours", "heading")
    with Library.open(folders) as again:
        assert kind_of(again, "Neighbours") == "heading"
        assert again.undo() == "change to a heading"
        assert path_of(again).read_bytes() == before
