"""The trash of a library: what lies in it, brought back, thrown away for good.

What a file is follows from what it holds, and from the time in its name: an article and its
annotations that were deleted together bear the same one. Names and content may be anybody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Literal, NamedTuple

from store import annotation_file, article_file, files, moves
from store.acting import Acting
from store.annotations_edit import Change
from store.article_file import ArticleFile
from store.article_shelf import KIND, SIZE_LIMIT
from store.catalogue import Catalogue
from store.deleting import Deleting
from store.errors import ConflictError, NotFoundError, StoreError, UsageError
from store.folders import Folders
from store.model import Annotations
from store.moves import InTrash
from store.rewriting import Rewriting
from store.text.clean import clean_line
from store.times import days_between, now

Kind = Literal["article", "version", "annotations", "unreadable"]
"""A deleted article; an article's file as it was before an update; annotations without their
article, such as a conflict copy that was merged; what cannot be read."""


class Trashed(NamedTuple):
    """Something in the trash.

    Attributes:
        name: Of its file there, as it is shown; of an article, its Markdown.
        kind: What it is.
        article: The id of the article; ``""`` if it cannot be read.
        title: Of the article.
        at: When it came there.
        days: Since then.
        highlights: How many go with it.
        size: Bytes of its files.
        files: Their names: the article's, then that of its annotations.
    """

    name: str
    kind: Kind
    article: str
    title: str
    at: str
    days: int
    highlights: int
    size: int
    files: tuple[str, ...]

    @property
    def days_left(self) -> int:
        """Until it goes for good."""
        return max(0, moves.KEPT_DAYS - self.days)

    @property
    def key(self) -> str:
        """What ``restore`` finds it by: of a deleted article its id, else what ends its name."""
        return self.article if self.kind == "article" else _token(self.name)


class Trash:
    """The trash of one library. Safe from any thread."""

    def __init__(
        self,
        folders: Folders,
        catalogue: Catalogue,
        deleting: Deleting,
        rewriting: Rewriting,
        acting: Acting,
    ) -> None:
        self._folders = folders
        self._catalogue = catalogue
        self._deleting = deleting
        self._rewriting = rewriting
        self._acting = acting

    def all(self) -> list[Trashed]:
        """Everything in it that was put there by postil, the latest first.

        Raises:
            StoreError: the folder cannot be read.
        """
        found = moves.list_trash(self._folders.trash)
        articles = [(each, self._article(each)) for each in found if each.name.endswith(".md")]
        notes: dict[str, list[tuple[InTrash, Annotations | None]]] = {}
        for each in found:
            if each.name.endswith(".yaml"):
                notes.setdefault(each.at, []).append((each, self._notes(each)))
        result = sorted(
            [*self._articles(articles, notes), *self._lone(notes)],
            key=lambda each: (each.at, each.kind == "article", each.name),
            reverse=True,
        )
        return _older_as_versions(result)

    def restore(self, wanted: Sequence[str]) -> list[Trashed]:
        """Bring back, as one act, what ``wanted`` names: ids of articles, keys, names of files.

        A deleted article comes back with its annotations. Of an earlier version the text becomes
        the article's; title and source stay, and the highlights move with their words.

        Raises:
            ConflictError: an id could be several; or an article is here again and was annotated
                since. Nothing is brought back.
            NotFoundError: something is not in the trash.
            UsageError: something is neither an article nor a version of one.
        """
        present = self.all()
        chosen = list(dict.fromkeys(_find(present, each) for each in wanted))
        changes = [self._change(each) for each in chosen]
        if changes:
            self._acting.act(_title(chosen), changes)
        return chosen

    def empty(self, older_than: int = 0) -> int:
        """Remove for good what came there ``older_than`` days ago or before. No act: no undo.

        Returns:
            How many files were removed.

        Raises:
            StoreError: some cannot be removed.
        """
        folder, at = self._folders.trash, now()
        if not folder.is_dir():
            return 0
        with files.locked(self._folders.articles):  # a deletion is under way there, or an undo
            gone = moves.sweep_trash(folder, at, older_than)
        left = [e for e in moves.list_trash(folder) if days_between(e.at, at) >= older_than]
        for each in left:
            files.remove(folder / each.name)  # says why not
        return gone + len(left)

    # -- what there is -------------------------------------------------------------------------

    def _article(self, found: InTrash) -> ArticleFile | None:
        try:
            data = files.read_bytes(self._folders.trash / found.name, SIZE_LIMIT)
            return article_file.parse(data, found.was)
        except StoreError:
            return None

    def _notes(self, found: InTrash) -> Annotations | None:
        try:
            return annotation_file.load(self._folders.trash / found.name)
        except StoreError:
            return None

    def _articles(
        self,
        articles: Sequence[tuple[InTrash, ArticleFile | None]],
        notes: Mapping[str, list[tuple[InTrash, Annotations | None]]],
    ) -> Iterator[Trashed]:
        """One for each article's file; the notes that go with it are taken out of ``notes``."""
        for file, article in articles:
            together = notes.get(file.at, [])
            pair = next((note for note in together if _belong(file, article, *note)), None)
            if pair is not None:
                together.remove(pair)
            here = article and self._catalogue.file_of(KIND, article.id) is not None
            kind: Kind = "article" if article else "unreadable"
            if here and pair is None:
                kind = "version"
            marks = len(pair[1].highlights) if pair and pair[1] else 0
            yield _trashed(
                [file, *([pair[0]] if pair else [])], kind, article.id if article else "",
                article.title if article else "", marks,
            )  # fmt: skip

    @staticmethod
    def _lone(notes: Mapping[str, list[tuple[InTrash, Annotations | None]]]) -> Iterator[Trashed]:
        for file, note in chain.from_iterable(notes.values()):
            if note is None:
                yield _trashed([file], "unreadable", "", "", 0)
            else:
                marks = len(note.highlights)
                yield _trashed([file], "annotations", note.article, note.title, marks)

    # -- bringing back -------------------------------------------------------------------------

    def _change(self, item: Trashed) -> Change:
        if item.kind == "article":
            notes = item.files[1] if len(item.files) > 1 else ""
            here = self._catalogue.file_of(KIND, item.article) is not None
            return self._deleting.return_of(item.article, "" if here else item.name, notes)
        if item.kind == "version":
            if self._catalogue.file_of(KIND, item.article) is None:
                raise NotFoundError(
                    f"the article {item.title} is not here, whose earlier version this is",
                    hint=f"bring it back first: postil trash restore {item.article}",
                )
            before = self._rewriting.source(item.article)
            after = article_file.body(
                files.read_bytes(self._folders.trash / item.name, SIZE_LIMIT), item.name
            )
            return self._rewriting.change(item.article, before, after)
        if item.kind == "annotations":
            raise UsageError(
                f"{item.name} holds annotations without their article",
                hint="they were merged into those that are here; open the file to look at them",
            )
        raise UsageError(f"{item.name} cannot be read", hint="open it in an editor")


def _belong(
    file: InTrash, article: ArticleFile | None, notes: InTrash, annotations: Annotations | None
) -> bool:
    """Whether an article and annotations were deleted together."""
    if file.at != notes.at:
        return False
    if article is None or annotations is None:
        return Path(file.was).stem == Path(notes.was).stem
    return article.id == annotations.article


def _trashed(
    found: Sequence[InTrash], kind: Kind, article: str, title: str, highlights: int
) -> Trashed:
    first = found[0]
    days = days_between(first.at, now())
    return Trashed(
        first.name, kind, article, title or clean_line(Path(first.was).stem), first.at, days,
        highlights, sum(each.size for each in found), tuple(each.name for each in found),
    )  # fmt: skip


def _older_as_versions(found: Sequence[Trashed]) -> list[Trashed]:
    """``found``, latest first, with only the last file of a deleted article taken for it.

    One that has annotations of its own is a deleted article at any rate.
    """
    seen: set[str] = set()
    result = []
    for each in found:
        again = each.kind == "article" and each.article in seen and len(each.files) == 1
        result.append(each._replace(kind="version") if again else each)
        if each.kind == "article":
            seen.add(each.article)
    return result


def _find(present: Sequence[Trashed], wanted: str) -> Trashed:
    """What an id, the beginning of one, a key or a file's name means."""
    named = next(
        (each for each in present if wanted in {*each.files, *map(_token, each.files)}), None
    )
    if named is not None:
        return named
    matching = [each for each in present if wanted and each.article.startswith(wanted)]
    deleted = [each for each in matching if each.kind == "article"]
    ids = {each.article for each in deleted}
    if len(ids) > 1 and wanted not in ids:
        raise ConflictError(
            f"{wanted!r} could be several articles",
            hint="type more of the id",
            candidates=tuple(f"{each.article}  {each.title}" for each in deleted),
        )
    if deleted:
        return next((each for each in deleted if each.article == wanted), deleted[0])
    if matching:
        raise NotFoundError(
            f"{wanted!r} is not deleted; earlier versions of it are in the trash",
            hint="name the one that is wanted: postil trash shows them",
        )
    raise NotFoundError(f"there is no {wanted!r} in the trash", hint="postil trash shows it")


def _token(name: str) -> str:
    """What tells a file in the trash from all others: what stands after the time in its name."""
    return Path(name).stem.rpartition("-")[2]


def _title(chosen: Sequence[Trashed]) -> str:
    if len(chosen) > 1:
        return f"return of {len(chosen)} from the trash"
    what = "an article" if chosen[0].kind == "article" else "an earlier version"
    return f"return of {what} from the trash"
