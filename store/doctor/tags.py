"""Checks of tags: those that a person may take for the same, and what the codebook says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from store.codebook import FILE, is_newer, tags_in
from store.codebook_shelf import CodebookShelf
from store.doctor.highlights import broken
from store.doctor.model import Finding, Patient, counted, note, some
from store.errors import PostilError
from store.model import COLORS
from store.text.clean import clean_line
from store.text.fold import fold


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


def codebook(patient: Patient) -> Iterator[Finding]:
    """The codebook: whether it can be read, what in it is passed by, and what has two names."""
    path = patient.folders.library / FILE
    shelf = CodebookShelf(patient.folders.library)
    try:
        book, raw = shelf.get(), shelf.raw()
    except PostilError as error:
        hint = f"; {error.hint}" if error.hint else ""
        yield broken(patient, path, f"{patient.told(path, error)}{hint}")
        return
    if is_newer(raw):
        yield note("newer", f"{FILE} was written by a later postil; it can be read, not changed")
    for name, entry in tags_in(raw).items():
        color = entry.get("color") if isinstance(entry, dict) else None
        if color is not None and color not in COLORS:
            yield note(
                "codebook",
                f"{FILE}: {clean_line(str(color), 40)!r} is no colour (#{clean_line(str(name))}); "
                f"one of: {', '.join(COLORS)}",
            )
    for tag, many in patient.catalogue.tags():
        if (main := book.main(tag)) != tag:
            yield note(
                "codebook",
                f"{tag} is another name of #{main}, and a tag of its own on "
                f"{counted(many, 'article or highlight', 'articles and highlights')}",
                repair=f"make it #{main}; undo takes that back",
                mend=partial(patient.merge_tags, [tag], main),
            )


def _groups(names: list[str], key: Callable[[str], str]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(key(name), []).append(name)
    return [group for group in groups.values() if len(group) > 1]


def _bare(tag: str) -> str:
    """A tag without case, accents and what parts its words."""
    return fold(tag).replace("-", "").replace("_", "")
