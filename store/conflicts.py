"""Conflict copies: what a sync program puts beside a file that was changed in two places.

Syncthing, Dropbox, Nextcloud, iCloud and Google Drive each have names of their own for them, so
articles and annotations are told by the id inside, whatever the file is called. A copy is merged
into the file that stays, and moved to the trash once that is on disk; a crash in between is made
good by the next look, since merging again changes nothing. A copy that cannot be read, or that a
later version wrote, stays where it is, and ``doctor`` tells of it.

There is no base here: what this device wrote last is not what both came from. Where two devices
have changed a file, the loser's last version *is* the copy, and to take it for the base would undo
what was done there. So copies are merged two-way, with tombstones; only git knows the base.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from store import annotation_file, article_file, files, merge_files, merging, moves
from store.annotation_shelf import AnnotationShelf
from store.annotation_store import update_annotations
from store.article_file import ArticleFile
from store.article_shelf import SIZE_LIMIT, ArticleShelf
from store.errors import ConflictError, DamagedFileError, PostilError
from store.files import Stamp
from store.folders import Folders
from store.model import Annotations
from store.text.clean import clean_line
from store.times import now

_NOTHING = "it had nothing new"
_TOLD = ("title", "author", "source", "published", "language")
"""What an article's file says that a person may have written there."""

# name.sync-conflict-20260101-120000-ABCDEFG, name (… conflicted copy …), name_conflict-…,
# name (case conflict), name (1), name 2
_COPY = re.compile(
    r"(?P<stem>.+?)(?:\.sync-conflict-[0-9]{8}-[0-9]{6}-[0-9A-Z]+| \([^()]*conflict[^()]*\)"
    r"|_conflict-[0-9-]+| \([0-9]{1,3}\)| [0-9]{1,3})",
    re.IGNORECASE,
)

Merge = Callable[[str, Path, Path], tuple[str, str]]


class Merged(NamedTuple):
    """A conflict copy that was merged.

    Attributes:
        article: Whose; ``""`` for a file that is of no article.
        line: What was done, for people.
    """

    article: str
    line: str


class _Left(NamedTuple):
    """A copy that could not be merged, both files being as they were; ``why`` is for people."""

    stamps: tuple[Stamp | None, Stamp | None] | None
    why: str


class ConflictCopies:
    """Merges the conflict copies of one library. Safe beside other processes."""

    def __init__(
        self,
        folders: Folders,
        articles: ArticleShelf,
        annotations: AnnotationShelf,
    ) -> None:
        self._folders = folders
        self._articles = articles
        self._annotations = annotations
        self._left: dict[Path, _Left] = {}

    def merge(self) -> list[Merged]:
        """Merge what can be merged of what the shelves' last ``refresh`` found twice."""
        merged = []
        for shelf, folder, merge in (
            (self._articles, self._folders.articles, self._merge_article),
            (self._annotations, self._folders.annotations, self._merge_annotations),
        ):
            for article_id, names in shelf.twins().items():
                stays, *copies = sorted(names, key=lambda name: _rank(name, article_id))
                for copy in copies:
                    merged += self._try(merge, article_id, folder / stays, folder / copy)
        library = self._folders.library
        for name, copies in find_copies(library).items():
            for copy in copies:
                merged += self._try(self._merge_by_key, "", library / name, library / copy)
        return merged

    def left(self) -> dict[Path, str]:
        """The copies that are there and could not be merged, and why not, for people."""
        return {copy: left.why for copy, left in self._left.items() if copy.exists()}

    def _try(self, merge: Merge, article_id: str, path: Path, copy: Path) -> list[Merged]:
        """Merge a copy, unless it was tried in vain and both files are as they were then."""
        stamps = files.find_stamp(path), files.find_stamp(copy)
        left = self._left.get(copy)
        if None in stamps or (left is not None and left.stamps == stamps):
            return []
        try:
            name, what = merge(article_id, path, copy)
        except PostilError as error:
            # What the system refuses, it may allow the next time.
            settled = isinstance(error, ConflictError | DamagedFileError)
            self._left[copy] = _Left(stamps if settled else None, error.message)
            return []
        line = f"merged a conflict copy of {clean_line(name)}: {what}"
        return [Merged(article_id, line)]

    # -- annotations ---------------------------------------------------------------------------

    def _merge_annotations(self, article_id: str, path: Path, copy: Path) -> tuple[str, str]:
        seen: list[Annotations] = []
        with files.locked(copy):
            data, stamp = files.read_stamped(copy, annotation_file.SIZE_LIMIT)
            theirs = self._annotations.settled(annotation_file.parse(data, copy.name))

            def take_in(present: Annotations) -> Annotations:
                if not present.article == theirs.article == article_id:
                    raise ConflictError(f"{path.name} is of another article by now")
                seen.append(present)
                return merging.merge(None, self._annotations.settled(present), theirs)

            _, merged = update_annotations(path, take_in, None)
            self._throw_away(copy, stamp)
        self._annotations.drop(copy.name)
        self._annotations.take_in(path.name)
        return merged.title or article_id, _came_along(seen[-1], merged)

    # -- articles ------------------------------------------------------------------------------

    def _merge_article(self, article_id: str, path: Path, copy: Path) -> tuple[str, str]:
        """An article's copy goes if it says nothing else; else it is left to a person."""
        with files.locked(copy), files.locked(path):
            data, stamp = files.read_stamped(copy, SIZE_LIMIT)
            theirs = article_file.parse(data, copy.name)
            ours = article_file.parse(files.read_bytes(path, SIZE_LIMIT), path.name)
            if not ours.id == theirs.id == article_id or not _says_all(ours, theirs):
                raise ConflictError(f"{copy.name} says something else than {path.name}")
            self._throw_away(copy, stamp)
        self._articles.drop(copy.name)
        self._articles.take_in(path.name)
        return ours.title, "its text is the same"

    # -- saved searches, the codebook ----------------------------------------------------------

    def _merge_by_key(self, _: str, path: Path, copy: Path) -> tuple[str, str]:
        with files.locked(copy), files.locked(path):
            theirs, stamp = files.read_stamped(copy, merge_files.SIZE_LIMIT)
            ours, since = files.read_stamped(path, merge_files.SIZE_LIMIT)
            merged = merge_files.merge_bytes(path.name, b"", ours, theirs)
            if merged != ours:
                files.write_atomic(path, merged, since=since)
            self._throw_away(copy, stamp)
        return path.name, _NOTHING if merged == ours else "what is new came along"

    # -- inside --------------------------------------------------------------------------------

    def _throw_away(self, copy: Path, stamp: Stamp) -> None:
        """Move a copy to the trash, if it is still what was merged."""
        if files.find_stamp(copy) != stamp:
            raise ConflictError(f"{copy.name} was changed just now")
        files.make_private_folder(self._folders.trash, inside=self._folders.library)
        moves.move(copy, self._folders.trash / moves.trash_name(copy.name, now()))


def find_copies(library: Path) -> dict[str, list[str]]:
    """The conflict copies of the files that hold keys and values, by the file's name.

    They bear no id, so they are told by their names. A copy of a file that is not there is none.

    Raises:
        StoreError: the folder cannot be read.
    """
    names = sorted(entry.name for entry in files.list_folder(library, ".yaml"))
    found: dict[str, list[str]] = {}
    for name in names:
        match = _COPY.fullmatch(name.removesuffix(".yaml"))
        of = f"{match['stem']}.yaml" if match else ""
        if of in merge_files.BY_KEY and of in names:
            found.setdefault(of, []).append(name)
    return found


def resolve_markers(path: Path, trash: Path) -> None:
    """Merge the sides of a file in which git has left the marks of a conflict.

    What the file held, marks and all, is kept in the folder ``trash`` first.

    Args:
        path: A file of annotations, or another one that ``merge_files`` knows, in its place.
        trash: The trash of the library.

    Raises:
        StoreError: there are no such marks, a side of it cannot be read, or the file cannot be
            written; it is left as it is.
    """
    with files.locked(path):
        data, stamp = files.read_stamped(path, merge_files.SIZE_LIMIT)
        base, one, other = merge_files.split_markers(data)
        merged = merge_files.merge_bytes(f"{path.parent.name}/{path.name}", base, one, other)
        files.keep_copy(path, data, trash)
        files.write_atomic(path, merged, since=stamp)


def _rank(name: str, article_id: str) -> tuple[bool, int, str]:
    """Of two files of one article the first stays: that with our own name, or the shorter one.

    Whatever copies a file, by hand or as a conflict of a sync, makes its name longer.
    """
    own = Path(name).stem.endswith(article_id)
    return not own, len(name), name


def _says_all(ours: ArticleFile, theirs: ArticleFile) -> bool:
    """Whether nothing that a person may have written in ``theirs`` is missing in ``ours``.

    When and where from it was added is each device's own, and no loss.
    """
    told = all(getattr(theirs, key) in {"", getattr(ours, key)} for key in _TOLD)
    extra = all(ours.extra.get(key) == value for key, value in theirs.extra.items())
    return told and extra and ours.markdown == theirs.markdown


def _came_along(before: Annotations, after: Annotations) -> str:
    new = len({h.id for h in after.highlights} - {h.id for h in before.highlights})
    if new:
        return f"{new} highlight{'' if new == 1 else 's'} came along"
    return _NOTHING if after == before else "what is new came along"
