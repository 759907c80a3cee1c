"""A library with its folders on the disk: kept, put back, looked at, and held against its files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from store.errors import DamagedFileError
from store.folders import Folders
from store.library import Library
from tests.faults.acts import Act
from tests.faults.points import Points, nothing

State = dict[str, Any]
BROKEN = "broken"
"""What an article has in a state whose annotations cannot be read."""
_STRAYS = (".tmp", ".lock")


class Kept(NamedTuple):
    """A file as it was."""

    path: Path
    data: bytes
    mtime_ns: int


class World:
    """All folders of a library below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folders = Folders(root / "library", root / "cache", root / "config", root / "state")
        self._kept: list[Kept] = []

    @contextmanager
    def opened(self) -> Iterator[Library]:
        """The library as a new start finds it."""
        with Library.open(self.folders) as library:
            yield library

    def keep(self) -> None:
        """Remember every file as it is now."""
        self._kept = [
            Kept(path, path.read_bytes(), path.stat().st_mtime_ns) for path in self.files()
        ]

    def ends(self, act: Act) -> tuple[State, State, list[str]]:
        """The state before an act and after it, and the points that it passes.

        What was before is kept.
        """
        with self.opened() as library:
            act.ready(library)
            before = state(library)
        self.keep()
        points = Points(nothing, -1)
        with points.laid():
            points.armed = act.at_start
            with self.opened() as library:
                points.armed = True
                act.do(library)
                points.armed = False
                after = state(library)
        return before, after, points.passed

    def put_back(self) -> None:
        """Make the folders as they were when they were kept."""
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)
        for path, data, mtime_ns in self._kept:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_bytes(data)
            os.utime(path, ns=(mtime_ns, mtime_ns))

    def files(self) -> list[Path]:
        """Every file there is."""
        return [path for folder in self.folders for path in folder.rglob("*") if path.is_file()]

    def strays(self) -> list[Path]:
        """What a write that was cut short has left."""
        return [
            path
            for path in self.files()
            if path.name.endswith(_STRAYS) or path.name == "unfinished.json"
        ]

    @contextmanager
    def opened_afresh(self) -> Iterator[Library]:
        """The library as its files alone tell it: with a new cache."""
        cache = self.root / "fresh"
        try:
            with Library.open(self.folders._replace(cache=cache)) as library:
                yield library
        finally:
            shutil.rmtree(cache)


def state(library: Library) -> State:
    """What a user has: of each article its text and what was made of it, and the searches.

    Ids and times of highlights are left out: they differ from run to run.
    """
    found: State = {
        article.title: (library.markdown(article.id), _made(library, article.id))
        for article in library.articles()
    }
    deleted = any(each.kind == "article" for each in library.trash())
    codebook = dict(library.codebook().entries)
    found[""] = (tuple(library.saved_searches()), codebook, deleted)
    return found


def between(before: State, found: State, after: State) -> bool:
    """Whether each article is as it was or as it was to be."""
    titles = before.keys() | found.keys() | after.keys()
    return all(found.get(title) in (before.get(title), after.get(title)) for title in titles)


def _made(library: Library, article_id: str) -> tuple[Any, ...]:
    try:
        annotations = library.annotations(article_id)
    except DamagedFileError:
        return (BROKEN,)
    marks = sorted(
        (*h.anchor[:3], h.anchor.state, h.color, h.style, h.tags, h.note)
        for h in annotations.highlights
    )
    return (
        annotations.status, annotations.starred, annotations.archived, annotations.tags,
        annotations.note, annotations.place and annotations.place[:3], tuple(marks),
        len(annotations.unreadable),
    )  # fmt: skip


def listed(library: Library) -> tuple[Any, ...]:
    """What the catalogue says."""
    marks = [(article.id, mark) for article, mark in library.highlights()]
    return library.articles(), marks, library.tags()
