"""Checks of what is kept about acts: the journal, acts cut short, the trash, saved searches."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from store import moves
from store.doctor.highlights import broken
from store.doctor.model import Finding, Patient, counted, note, problem
from store.errors import PostilError
from store.saved_searches import FILE, SearchFile
from store.search.language.parser import parse
from store.times import days_between, now


def unfinished(patient: Patient) -> Iterator[Finding]:
    """An act on files that a crash has cut short."""
    if not patient.acting.is_cut_short():
        return
    act = patient.acting.unfinished()
    if act is None:
        yield note(
            "unfinished", "unfinished.json does not say which act was cut short",
            repair="remove it", mend=patient.settle,
        )  # fmt: skip
    else:
        yield problem(
            "unfinished", f"an act was cut short by a crash: {act.title}",
            repair="finish it; undo takes it back", mend=patient.settle,
        )  # fmt: skip


def journal(patient: Patient) -> Iterator[Finding]:
    """Lines of the undo journal that cannot be read."""
    bad = patient.acting.unreadable_lines()
    if bad:
        yield note(
            "journal",
            f"the undo journal has {counted(len(bad), 'line')} that cannot be read and are "
            f"passed by ({bad[0]})",
            repair="write it anew without them",
            mend=patient.acting.mend_journal,
        )


def old_trash(patient: Patient) -> Iterator[Finding]:
    """What has lain in the trash for longer than it is kept."""
    at, folder = now(), patient.folders.trash
    old = [
        each for each in moves.list_trash(folder) if days_between(each.at, at) >= moves.KEPT_DAYS
    ]
    if old:
        yield note(
            "trash",
            f"the trash has {counted(len(old), 'file')} older than {moves.KEPT_DAYS} days",
            repair="remove what is that old, as every start of postil does",
            mend=partial(moves.sweep_trash, folder, at),
        )


def searches(patient: Patient) -> Iterator[Finding]:
    """Saved searches that cannot be read or asked."""
    file = SearchFile(patient.folders.library)
    try:
        saved = file.all()
    except PostilError as error:
        hint = f"; {error.hint}" if error.hint else ""
        yield broken(patient, file.path, f"{error.message}{hint}")
        return
    for search in saved:
        try:
            parse(search.query, whole=True)
        except PostilError as error:
            yield problem("search", f"{FILE}: {search.name!r} cannot be asked: {error.message}")
