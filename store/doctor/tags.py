"""Checks of tags: those that a person may take for the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from store.codebook import FILE
from store.codebook_shelf import CodebookShelf
from store.conflicts import resolve_markers
from store.doctor.highlights import has_marks
from store.doctor.model import Finding, Patient, note, problem, some
from store.errors import StoreError
from store.text.fold import fold


def codebook(patient: Patient) -> Iterator[Finding]:
    """The codebook that cannot be read, or that a later version wrote."""
    shelf, path = CodebookShelf(patient.folders.library), patient.folders.library / FILE
    try:
        shelf.get()
        newer = shelf.is_newer()
    except StoreError as error:
        hint = f"; {error.hint}" if error.hint else ""
        yield problem(
            "unreadable", f"{patient.told(path, error)}{hint}",
            repair="merge the sides that git left in it (as it is now it is kept in the trash)",
            mend=partial(resolve_markers, path, patient.folders.trash) if has_marks(path) else None,
        )  # fmt: skip
        return
    if newer:
        yield note("newer", f"{FILE} was written by a later postil; it can be read, not changed")


def alike(patient: Patient) -> Iterator[Finding]:
    """Tags that differ by case alone are merged by ``--fix``; by accents and dashes, only told."""
    counts = dict(patient.catalogue.tags())
    by_case = _groups(list(counts), str.casefold)
    for names in by_case:
        kept = max(names, key=lambda name: (counts[name], name.islower(), name))
        others = [name for name in names if name != kept]
        yield note(
            "tags",
            f"the tags {some(others)} and {kept} differ by case alone",
            repair=f"merge them into {kept}, which is used most; undo takes that back",
            mend=partial(patient.merge_tags, others, kept),
        )
    one_each = {name.casefold(): name for name in sorted(counts, key=counts.__getitem__)}
    for names in _groups(list(one_each.values()), _bare):
        first, *others = sorted(names, key=lambda name: (-counts[name], name))
        for name in others:
            yield note(
                "tags",
                f"the tags {name} and {first} look alike; if they mean the same: "
                f"postil tag merge {name} --into {first}",
            )


def _groups(names: list[str], key: Callable[[str], str]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(key(name), []).append(name)
    return [group for group in groups.values() if len(group) > 1]


def _bare(tag: str) -> str:
    """A tag without case, accents and what parts its words."""
    return fold(tag).replace("-", "").replace("_", "")
