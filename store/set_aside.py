"""Annotation files that cannot be read: what was read of one last, and how it is set aside.

A file that is set aside stays in ``annotations/`` under a name that nothing reads and nothing
sweeps, ``<name>.yaml.bad-<time>``, until its owner takes it away. In its place comes what was read
of it last: kept in memory or in the cache folder, or what the catalogue has in its lists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from store import anchoring, annotation_file, files, moves, times
from store.annotation_shelf import AnnotationShelf
from store.catalogue import Catalogue
from store.errors import ConflictError, DamagedFileError, NotFoundError, PostilError
from store.folders import Folders
from store.model import Annotations, Article, Highlight
from store.text.document import Document


class Broken(NamedTuple):
    """An annotation file that cannot be read.

    Attributes:
        error: Where and why.
        last: What was read of it last; ``None``: nothing is known of it.
    """

    error: DamagedFileError
    last: Annotations | None


class SetAside(NamedTuple):
    """What became of a file that could not be read.

    Attributes:
        path: Where it is now.
        highlights: How many came back from what was read last.
    """

    path: Path
    highlights: int


class SettingAside:
    """Looks after the annotation files of one library that cannot be read."""

    def __init__(
        self,
        folders: Folders,
        catalogue: Catalogue,
        annotations: AnnotationShelf,
        article: Callable[[str], Article],
        document: Callable[[str], Document],
    ) -> None:
        self._folders = folders
        self._catalogue = catalogue
        self._annotations = annotations
        self._article = article
        self._document = document

    def broken(self, article_id: str) -> Broken | None:
        """What is wrong with the annotation file of an article; ``None``: it can be read.

        Raises:
            NotFoundError: there is no such article.
            StoreError: the system does not let it be read.
        """
        path = self._annotations.path(article_id)
        if files.find_stamp(path) is None:
            return None
        try:
            annotation_file.load(path)
        except DamagedFileError as error:
            return Broken(error, self._last(article_id))
        return None

    def set_aside(self, article_id: str) -> SetAside:
        """Set the annotation file of an article aside, and go on with what was read of it last.

        Raises:
            ConflictError: it can be read.
            NotFoundError: there is no such article, or no such file.
            StoreError: a file cannot be written. The old one is in its place or set aside.
        """
        path = self._annotations.path(article_id)
        with files.locked(path):
            stamp = files.find_stamp(path)
            if stamp is None:
                raise NotFoundError(f"{path.name} is not there, so it cannot be set aside")
            found = self.broken(article_id)
            if found is None:
                raise ConflictError(f"{path.name} can be read", hint="nothing was changed")
            name = f"{path.name}.bad-{times.for_file_name(times.now())}"
            aside = moves.second_name(path, name)
            if found.last is None:
                files.remove(path)
            else:
                files.write_atomic(path, annotation_file.render(found.last), since=stamp)
        if found.last is None:
            self._annotations.drop(path.name)
            return SetAside(aside, 0)
        self._annotations.take_in(path.name)
        return SetAside(aside, len(self._annotations.get(article_id).highlights))

    # -- what was read last --------------------------------------------------------------------

    def _last(self, article_id: str) -> Annotations | None:
        """The newest of what is known: a whole copy, or what the lists say over an older one."""
        whole = self._annotations.last_read(article_id)
        if whole is not None:
            return whole
        older = self._annotations.older_copy(article_id)
        return self._listed(article_id, older) if self._catalogue.stamp_of(article_id) else older

    def _listed(self, article_id: str, older: Annotations | None) -> Annotations:
        """What the catalogue says, with what it does not hold from an older copy."""
        article = self._article(article_id)
        known = {mark.id: mark for mark in older.highlights} if older else {}
        try:
            document = self._document(article_id)
        except PostilError:
            document = None
        highlights = tuple(
            _whole(listed, known.get(listed.id), document)
            for _, listed in self._catalogue.highlights(article_id)
        )
        here = {mark.id for mark in highlights}
        base = older or Annotations(article_id, article.title, article.source)
        return replace(
            base, status=article.status, starred=article.starred, archived=article.archived,
            tags=article.tags, note=article.note, highlights=highlights,
            deleted=tuple(grave for grave in base.deleted if grave.id not in here),
            text_sha256="",
        )  # fmt: skip


def _whole(listed: Highlight, older: Highlight | None, document: Document | None) -> Highlight:
    """A highlight of the catalogue's lists with the anchor that those do not hold."""
    start, end = listed.anchor.start, listed.anchor.end
    if older is not None and older.quote == listed.quote:
        return replace(listed, anchor=older.anchor, extra=older.extra)
    if document is not None and document.text[start:end] == listed.quote:
        anchor = anchoring.make_anchor(document.text, document.sha256, start, end)
        return replace(listed, anchor=anchor)
    return listed
