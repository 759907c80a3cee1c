"""Annotations come back from the cache as from their file, and from the file when it changed."""

from __future__ import annotations

import pytest

from store import annotation_file, kept_annotations
from store.files import Stamp, stamp
from store.folders import Folders
from store.library import Library
from store.model import Anchor, Annotations, Highlight, Place, Tombstone

MARK = Highlight(
    "k2", Anchor(3, 7, "quay \ud800", "the ", " was", "check", 4, "ab"), "blue", "underline",
    ("a/b", "c"), "mine", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z",
)  # fmt: skip
SOME = Annotations(
    "k1", "Title", "https://e.org", "reading", True, False, ("x",), "note\nmore",
    Place(4, "the quay", 12, "2026-01-02T00:00:00Z"), "ab", 99, (MARK,),
    (Tombstone("k3", "2026-01-03T00:00:00Z", MARK), Tombstone("k4", "2026-01-03T00:00:00Z")),
)  # fmt: skip
STAMP = Stamp(1, 2, 3)


@pytest.mark.parametrize("annotations", [SOME, Annotations("k1")])
def test_they_come_back(folders: Folders, annotations: Annotations) -> None:
    path = folders.cache / "annotations" / "k1.json"
    assert kept_annotations.load(path, STAMP) is None
    kept_annotations.keep(path, STAMP, annotations)
    assert kept_annotations.load(path, STAMP) == annotations
    assert kept_annotations.load(path, STAMP._replace(size=3)) is None


def test_what_is_damaged_or_unknown_is_not_kept(folders: Folders) -> None:
    path = folders.cache / "annotations" / "k1.json"
    kept_annotations.keep(path, STAMP, SOME)
    whole = path.read_bytes()
    for cut in (0, 1, 30, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:cut])
        assert kept_annotations.load(path, STAMP) is None
    path.unlink()
    for extra in ({"extra": {"mood": 1}}, {"unreadable": ("x",)}):
        kept_annotations.keep(path, STAMP, Annotations("k1", **extra))  # type: ignore[arg-type]
    assert not path.exists()


def marked(library: Library, monkeypatch: pytest.MonkeyPatch) -> tuple[str, list[bytes]]:
    """An article with a mark, and the annotation files that are parsed from now on."""
    article = library.articles()[0].id
    library.mark(article, 0, 5, tags=["quay"], note="mine")
    library.close()
    parsed: list[bytes] = []
    parse = annotation_file.parse

    def spy(data: bytes, name: str) -> Annotations:
        parsed.append(data)
        return parse(data, name)

    monkeypatch.setattr(annotation_file, "parse", spy)
    return article, parsed


def test_the_next_start_reads_no_yaml(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    article, parsed = marked(shelf, monkeypatch)
    with Library(shelf.folders) as again:
        found = again.annotations(article)
        assert (found.highlights[0].note, found.highlights[0].tags) == ("mine", ("quay",))
        assert not parsed
        again.mark(article, 6, 9)
        assert len(again.annotations(article).highlights) == 2
    with Library(shelf.folders) as third:
        assert len(third.annotations(article).highlights) == 2


def test_a_file_changed_by_hand_is_read(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    article, parsed = marked(shelf, monkeypatch)
    (path,) = shelf.folders.annotations.iterdir()
    before = stamp(path)
    path.write_text(path.read_text("utf-8").replace("mine", "yours"), "utf-8")
    assert stamp(path) != before
    with Library(shelf.folders) as again:
        assert again.annotations(article).highlights[0].note == "yours"
        assert len(parsed) == 1
    with Library(shelf.folders) as third:
        assert third.annotations(article).highlights[0].note == "yours"
        assert len(parsed) == 1
