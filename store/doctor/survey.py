"""The survey: what the files of a library say now, each read once and held for all checks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from store import annotation_file, article_file, files, yaml_files
from store.article_shelf import SIZE_LIMIT
from store.catalogue import originals_first
from store.documents import digest_of
from store.errors import PostilError, StoreError
from store.folders import Folders
from store.hashing import sha256
from store.model import Annotations

Progress = Callable[[int, int, str], None]

_ID = re.compile(rb"\bid: *['\"]?([0-9a-z-]+)")


class ArticleFacts(NamedTuple):
    """An article's file without its text.

    Attributes:
        has_id: The file says its id; else that follows from the file's name.
        markdown: The hash of its Markdown.
        content: SHA-256 of the whole file.
    """

    id: str
    title: str
    author: str
    source: str
    importer: str
    original: str
    has_id: bool
    markdown: str
    content: str


class NoteFacts(NamedTuple):
    """A file of annotations.

    Attributes:
        annotations: What it says.
        twice: The ids that more than one of its highlights has.
    """

    annotations: Annotations
    twice: tuple[str, ...]


class Survey(NamedTuple):
    """What the files say, by their names; an original before its copies.

    Attributes:
        articles: The files of articles that can be read.
        notes: The files of annotations that can be read.
        errors: What is wrong with the others, by path.
    """

    articles: dict[str, ArticleFacts]
    notes: dict[str, NoteFacts]
    errors: dict[Path, StoreError]

    def articles_by_id(self) -> dict[str, list[str]]:
        """The names of the files of each article."""
        found: dict[str, list[str]] = {}
        for name, facts in self.articles.items():
            found.setdefault(facts.id, []).append(name)
        return found

    def notes_by_article(self) -> dict[str, list[str]]:
        """The names of the files of annotations of each article."""
        found: dict[str, list[str]] = {}
        for name, facts in self.notes.items():
            found.setdefault(facts.annotations.article, []).append(name)
        return found


def survey(
    folders: Folders,
    progress: Progress | None = None,
    listed_as: Callable[[str], str] = lambda _: "",
) -> Survey:
    """Read the files of articles and of annotations.

    Args:
        folders: Where they are.
        progress: Told of each file.
        listed_as: The id of the article that a file held when it was listed; ``""``: none.

    Raises:
        StoreError: a folder cannot be read.
    """
    found = Survey({}, {}, {})
    articles = _listed(folders.articles, ".md")
    notes = _listed(folders.annotations, ".yaml")
    total = len(articles) + len(notes)
    for at, path in enumerate((*articles, *notes)):
        if progress is not None:
            progress(at, total, f"reading {path.name}")
        try:
            if path.parent == folders.articles:
                facts = _article(path)
                was = listed_as(path.name)
                if was and was != facts.id and not facts.has_id:
                    raise article_file.lost_id(path.name, was)
                found.articles[path.name] = facts
            else:
                found.notes[path.name] = _notes(path)
        except StoreError as error:
            found.errors[path] = error
    return found


def _listed(folder: Path, suffix: str) -> list[Path]:
    entries = {entry.name: entry for entry in files.list_folder(folder, suffix)}
    return [folder / name for name, _ in sorted(entries.items(), key=originals_first)]


def _article(path: Path) -> ArticleFacts:
    data = files.read_bytes(path, SIZE_LIMIT)
    parsed = article_file.parse(data, path.name)
    return ArticleFacts(
        parsed.id, parsed.title, parsed.author, parsed.source, parsed.importer, parsed.original,
        parsed.id != article_file.parse(b"", path.name).id,
        digest_of(parsed.markdown), sha256(data).hexdigest(),
    )  # fmt: skip


def _notes(path: Path) -> NoteFacts:
    data = files.read_bytes(path, annotation_file.SIZE_LIMIT)
    parsed = annotation_file.parse(data, path.name)
    counts = Counter(_ID.findall(data))
    suspect = any(many > 1 for many in counts.values())
    return NoteFacts(parsed, _twice(data, path.name) if suspect else ())


def _twice(data: bytes, name: str) -> tuple[str, ...]:
    """The ids that more than one item of the file has."""
    try:
        items = yaml_files.loads(data, name).get("annotations") or []
    except PostilError:
        return ()
    ids = Counter(item.get("id") for item in items if isinstance(item, dict))
    return tuple(key for key, many in ids.items() if many > 1 and isinstance(key, str))
