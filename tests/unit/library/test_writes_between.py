"""Another program writes a file between our reading of it and our writing: neither is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store import files
from store.errors import ChangedMeanwhileError, ConflictError
from store.library import Library
from store.model import Article

Between = Callable[[Path, str], None]
THEIRS = "\nA line of theirs.\n"


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> Between:
    """Plans one write of another program, which knows no lock of ours, to a file."""
    planned: dict[Path, str] = {}
    write = files._write_temp

    def write_temp(temp: Path, path: Path, *rest: Any, **options: Any) -> files.Stamp:
        stamp = write(temp, path, *rest, **options)
        if path in planned:
            theirs = path.with_name("theirs.part")
            theirs.write_text(planned.pop(path), encoding="utf-8")
            theirs.replace(path)
        return stamp

    monkeypatch.setattr(files, "_write_temp", write_temp)
    return planned.__setitem__


def orchard(library: Library) -> Article:
    return next(article for article in library.articles() if "orchard" in article.title)


@pytest.mark.parametrize("there", [True, False])
def test_saved_searches_that_were_changed_stay(
    shelf: Library, between: Between, there: bool
) -> None:
    if there:
        shelf.save_search("Trees", "tag:trees")
    between(shelf.folders.library / "lists.yaml", "Theirs: tag:coast\n")
    with pytest.raises(ConflictError, match="changed since"):
        shelf.save_search("Mine", "tag:mine")
    assert [search.name for search in shelf.saved_searches()] == ["Theirs"]
    shelf.save_search("Mine", "tag:mine")
    assert [search.name for search in shelf.saved_searches()] == ["Theirs", "Mine"]


def test_what_is_said_of_other_tags_meanwhile_comes_along(shelf: Library, between: Between) -> None:
    shelf.edit_tag("river", description="It runs")
    text = (shelf.folders.library / "tags.yaml").read_text(encoding="utf-8")
    between(shelf.folders.library / "tags.yaml", text.replace("river", "coast"))
    shelf.edit_tag("trees", color="green")
    entries = shelf.codebook().entries
    assert sorted(entries) == ["coast", "trees"]
    assert entries["coast"].description == "It runs"


def test_markdown_that_was_edited_is_not_rewritten(shelf: Library, between: Between) -> None:
    article = orchard(shelf)
    path = shelf.folders.articles / article.file
    theirs = path.read_text(encoding="utf-8") + THEIRS
    between(path, theirs)
    start = shelf.document(article.id).blocks[-1].start
    with pytest.raises(ConflictError, match="changed since"):
        shelf.set_kind(article.id, start, start + 1, "heading")
    assert path.read_text(encoding="utf-8") == theirs
    assert shelf.undo() is None


def test_what_an_update_replaces_is_kept_however_late_it_came(
    shelf: Library, sources: Path, between: Between
) -> None:
    path = shelf.folders.articles / orchard(shelf).file
    source = sources / "orchard.md"
    theirs = path.read_text(encoding="utf-8") + THEIRS
    between(path, theirs)
    source.write_text(source.read_text(encoding="utf-8") + "\nA line more.\n", encoding="utf-8")
    (added,) = shelf.add([str(source)])
    assert added.outcome == "updated"
    assert "A line more." in shelf.markdown(orchard(shelf).id)
    assert theirs in [kept.read_text(encoding="utf-8") for kept in shelf.folders.trash.iterdir()]


def test_a_file_that_was_mended_is_not_set_aside(shelf: Library, between: Between) -> None:
    key = orchard(shelf).id
    shelf.mark(key, 0, 10, note="mine")
    path = next(shelf.folders.annotations.iterdir())
    whole = path.read_text(encoding="utf-8")
    path.write_text("annotations: [\n", encoding="utf-8")
    between(path, whole.replace("mine", "mended"))
    with pytest.raises(ChangedMeanwhileError):
        shelf.set_aside(key)
    assert [mark.note for mark in shelf.annotations(key).highlights] == ["mended"]
