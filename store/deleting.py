"""Deleting: the files of an article moved to the trash, and back.

An article's Markdown and its annotations go; the bytes it came from stay in ``originals/``, which
are named by content and may be wanted again. What is in the trash is kept for 90 days.

A deletion is a change of the key ``FILES``, whose values say where the files are. Making it again
where it is made already does nothing, so that one that a crash has cut short can be finished.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, NamedTuple

from store import annotation_file, article_file, files, moves
from store.annotation_shelf import KIND as ANNOTATIONS
from store.annotation_shelf import AnnotationShelf
from store.annotations_edit import Change
from store.article_shelf import KIND as ARTICLE
from store.article_shelf import SIZE_LIMIT, ArticleShelf
from store.catalogue import Catalogue
from store.errors import ConflictError, NotFoundError, StoreError
from store.folders import Folders
from store.names import is_file_name
from store.times import now

FILES = "files"
"""The key of the change that deletes an article."""


class Whereabouts(NamedTuple):
    """Where the files of an article are.

    Attributes:
        trash: Whether they are in the trash.
        article: The name of the Markdown file there; ``""``: only the annotations are moved.
        annotations: The name of the annotation file there, if there is one.
    """

    trash: bool
    article: str
    annotations: str

    def to_json(self) -> dict[str, Any]:
        """As the journal holds it."""
        return self._asdict()


class Deleting:
    """Moves articles of one library to the trash and back. Safe from any thread."""

    def __init__(
        self,
        folders: Folders,
        catalogue: Catalogue,
        articles: ArticleShelf,
        annotations: AnnotationShelf,
    ) -> None:
        self._folders = folders
        self._catalogue = catalogue
        self._articles = articles
        self._annotations = annotations

    def change(self, article_id: str) -> Change:
        """The change that deletes an article.

        Raises:
            NotFoundError: there is none.
        """
        name = self._catalogue.file_of(ARTICLE, article_id)
        if name is None:
            raise NotFoundError(f"no article {article_id}", hint="postil list shows the ids")
        at = now()
        here = Whereabouts(
            trash=False, article=name, annotations=self._annotations.path(article_id).name
        )
        there = Whereabouts(
            trash=True,
            article=moves.trash_name(here.article, at),
            annotations=moves.trash_name(here.annotations, at),
        )
        return Change(article_id, FILES, here.to_json(), there.to_json())

    @staticmethod
    def return_of(article_id: str, article: str, annotations: str) -> Change:
        """The change that brings an article back from the trash.

        Args:
            article_id: The article.
            article: The name of its file in the trash, as ``moves.trash_name`` gives them;
                ``""``: it is here, and only its annotations come back.
            annotations: That of its annotations; ``""``: there are none.
        """
        stem, at = Path(moves.name_before(article or annotations)).stem, now()
        there = Whereabouts(
            trash=True,
            article=article,
            annotations=annotations or moves.trash_name(f"{stem}.yaml", at),
        )
        name = f"{stem}.md" if article else ""
        here = Whereabouts(trash=False, article=name, annotations=f"{stem}.yaml")
        return Change(article_id, FILES, there.to_json(), here.to_json())

    def apply(self, change: Change) -> None:
        """Move an article's files where ``change.after`` says; both or none.

        Raises:
            ConflictError: it was added again since, and annotated; nothing is moved.
            NotFoundError: the trash does not have it any more.
            StoreError: a file cannot be moved.
        """
        before, after = _read(change.before), _read(change.after)
        files.make_private_folder(self._folders.trash, inside=self._folders.library)
        if after.trash:
            self._delete(change.article, before, after)
        elif before.trash:
            self._restore(change.article, before, after)

    def _delete(self, article_id: str, before: Whereabouts, after: Whereabouts) -> None:
        # The files may have other names by now: brought back while theirs were taken.
        name = self._catalogue.file_of(ARTICLE, article_id) if after.article else None
        notes = self._catalogue.file_of(ANNOTATIONS, article_id)
        article_path = self._folders.articles / (name or before.article or before.annotations)
        notes_path = self._folders.annotations / (notes or before.annotations)
        article_there = self._there(after.article or after.annotations)
        with files.locked(article_path), files.locked(notes_path):
            # The article first: without it nobody writes annotations.
            if name or (after.article and _article_of(article_path) == article_id):
                _move_if_there(article_path, article_there)
            try:
                if notes or _annotated_by(notes_path) == article_id:
                    _move_if_there(notes_path, self._there(after.annotations))
            except StoreError:
                with contextlib.suppress(StoreError):
                    _move_if_there(article_there, article_path)
                raise
            with self._catalogue.transaction():
                if name:
                    self._articles.drop(name)
                if notes:
                    self._annotations.drop(notes)

    def _there(self, name: str) -> Path:
        """Where a file goes in the trash: as ``name``, or as another one where that is taken.

        It is where the article was added again before an undo, so that it stayed in the trash.
        """
        path = self._folders.trash / name
        return (
            path.with_name(moves.trash_name(moves.name_before(name), now()))
            if path.exists()
            else path
        )

    def _restore(self, article_id: str, before: Whereabouts, after: Whereabouts) -> None:
        article_there = self._folders.trash / before.article
        notes_there = self._folders.trash / before.annotations
        here = self._find(ARTICLE, self._folders.articles, article_id)
        if not here and not (before.article and article_there.exists()):
            raise NotFoundError(
                f"{before.article or article_id} is not in the trash any more",
                hint=f"what is deleted is kept there for {moves.KEPT_DAYS} days",
            )
        notes = self._find(ANNOTATIONS, self._folders.annotations, article_id)
        if notes_there.exists() and not _both_names(notes_there, notes):
            if notes:
                raise ConflictError(
                    "the article was added again and annotated since",
                    hint=f"what was noted before stays in trash/{before.annotations}",
                )
            self._bring_back(notes_there, self._folders.annotations, after.annotations)
        # Added again meanwhile, it is here, and what was noted on it is back; its id follows
        # from its text, so the older file says the same.
        if not _both_names(article_there, here) and not here:
            self._bring_back(article_there, self._folders.articles, after.article)

    def _find(self, kind: str, folder: Path, article_id: str) -> Path | None:
        name = self._catalogue.file_of(kind, article_id)
        return folder / name if name is not None and (folder / name).exists() else None

    def _bring_back(self, source: Path, folder: Path, wanted: str) -> None:
        target = folder / wanted
        # A crash may have left it at both places, and the catalogue not know of it yet.
        if not (target.exists() and source.exists() and target.samefile(source)):
            target = folder / moves.free_name(folder, wanted)
        with files.locked(target):
            moves.move(source, target)
        shelf = self._articles if folder == self._folders.articles else self._annotations
        shelf.take_in(target.name)


def _move_if_there(source: Path, target: Path) -> None:
    if source.exists():
        moves.move(source, target)


def _both_names(there: Path, here: Path | None) -> bool:
    """Whether a crash left a file at both places; then it is taken away from ``there``."""
    if here is None or not there.exists() or not there.samefile(here):
        return False
    files.remove(there)
    return True


def _article_of(path: Path) -> str:
    """The id of the article in a file; ``""`` if there is none to be read."""
    try:
        return article_file.parse(files.read_bytes(path, SIZE_LIMIT), path.name).id
    except StoreError:
        return ""


def _annotated_by(path: Path) -> str:
    """The id of the article that a file annotates; ``""`` if there is none to be read."""
    try:
        return annotation_file.load(path).article
    except StoreError:
        return ""


def _read(value: object) -> Whereabouts:
    """The whereabouts that the journal holds; names only, never paths."""
    if isinstance(value, dict):
        trash, names = value.get("trash"), (value.get("article"), value.get("annotations"))
        if (
            isinstance(trash, bool)
            and all(isinstance(name, str) and (not name or is_file_name(name)) for name in names)
            and names[1]
        ):
            return Whereabouts(trash, str(names[0]), str(names[1]))
    raise StoreError(f"this does not say where the files of an article are: {value!r}")
