"""What a check gets to look at, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from store.acting import Acting
from store.annotation_shelf import AnnotationShelf
from store.catalogue import Catalogue
from store.doctor.survey import Survey
from store.errors import PostilError
from store.folders import Folders
from store.model import Problem, Severity
from store.text.clean import clean_line

if TYPE_CHECKING:
    from store.search.index import SearchIndex

Mend = Callable[[], object]
"""A repair. It may be asked for by several findings and is made once."""


class Patient(NamedTuple):
    """A library that is examined.

    Attributes:
        folders: Where it is.
        survey: What its files say, each read once.
        catalogue: What is listed.
        annotations: By which annotations are changed.
        acting: By which what its user would do is done, so that it can be undone.
        open_index: Opens the search index.
        merge_tags: Makes tags another one in the whole library, as acts.
        reindex: Makes anew what is derived from the files.
        update_index: Brings the search index in step.
        settle: Ends an act that was cut short.
        merge_copies: Merges the conflict copies that can be merged.
        left_copies: Those that were tried and cannot be, and why not.
        set_aside: Puts the file of an article's annotations, which cannot be read, out of the
            way, whole, and what was read of it last in its place.
    """

    folders: Folders
    survey: Survey
    catalogue: Catalogue
    annotations: AnnotationShelf
    acting: Acting
    open_index: Callable[[], SearchIndex]
    merge_tags: Callable[[Sequence[str], str], object]
    reindex: Mend
    update_index: Mend
    settle: Mend
    merge_copies: Mend
    left_copies: Callable[[], Mapping[Path, str]]
    set_aside: Callable[[str], object] | None = None

    def name(self, path: Path) -> str:
        """A path as it is told: within the library, or whole."""
        inside = path.is_relative_to(self.folders.library)
        return str(path.relative_to(self.folders.library) if inside else path)

    def told(self, path: Path, error: PostilError) -> str:
        """What is wrong with a file, with its name within the library once."""
        said = error.message.removeprefix(path.name)
        return self.name(path) + (f": {said}" if said == error.message else said)

    def shown(self, path: Path) -> str:
        """``name`` of a path that may be called anything, for people."""
        told = self.name(path).encode("utf-8", "surrogateescape").decode(errors="replace")
        return clean_line(told)


class Finding(NamedTuple):
    """Something that is wrong, and what ``--fix`` does about it."""

    problem: Problem
    mend: Mend | None = None


class Check(NamedTuple):
    """One check.

    Attributes:
        codes: What its problems may be called.
        looks_at: What is held against what, for people.
        run: Finds what is wrong; changes nothing.
    """

    codes: tuple[str, ...]
    looks_at: str
    run: Callable[[Patient], Iterator[Finding]]


def problem(
    code: str, what: str, *, article: str = "", repair: str = "", mend: Mend | None = None
) -> Finding:
    """Something wrong that its user must see to, unless it is repaired."""
    return _finding(code, what, "problem", article, repair, mend)


def note(
    code: str, what: str, *, article: str = "", repair: str = "", mend: Mend | None = None
) -> Finding:
    """Something worth knowing that does no harm."""
    return _finding(code, what, "note", article, repair, mend)


def _finding(
    code: str, what: str, severity: Severity, article: str, repair: str, mend: Mend | None
) -> Finding:
    said = repair if mend is not None else ""
    return Finding(Problem(code, what, said, article, severity), mend)


def counted(many: int, one: str, several: str = "") -> str:
    """``1 file``, ``3 files``."""
    return f"{many:,} {one if many == 1 else several or f'{one}s'}"


def some(names: list[str]) -> str:
    """The first of ``names`` and how many more there are."""
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3:,} more" if len(names) > 3 else shown
