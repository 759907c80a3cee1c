"""Checks of the files of articles, each against the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from store import article_file, files, moves
from store.article_shelf import SIZE_LIMIT
from store.doctor.model import Finding, Patient, problem
from store.ids import derived_id
from store.times import now


def unreadable(patient: Patient) -> Iterator[Finding]:
    """Files of articles that cannot be read."""
    for path, error in patient.survey.errors.items():
        if path.parent == patient.folders.articles:
            article = patient.catalogue.article_of("article", path.name)
            hint = f"; {error.hint}" if error.hint else ""
            yield problem("unreadable", f"{patient.told(path, error)}{hint}", article=article)


def same_id(patient: Patient) -> Iterator[Finding]:
    """Two files that say they are the same article: only the first is listed."""
    survey = patient.survey
    for article_id, (first, *copies) in survey.articles_by_id().items():
        for copy in copies:
            what = f"articles/{copy} has the same id {article_id} as {first}, and is passed by"
            if survey.articles[copy].content == survey.articles[first].content:
                yield problem(
                    "same-id", f"{what}; it says the same", article=article_id,
                    repair="move the copy to the trash", mend=partial(_discard, patient, copy),
                )  # fmt: skip
            elif not survey.articles[copy].has_id:
                yield problem("same-id", f"{what}; rename it", article=article_id)
            else:
                yield problem(
                    "same-id", f"{what}; it says something else", article=article_id,
                    repair="make it an article of its own, with a new id (as it is now it is kept "
                    "in the trash)",
                    mend=partial(_part, patient, copy),
                )  # fmt: skip


def _discard(patient: Patient, name: str) -> None:
    path = patient.folders.articles / name
    files.make_private_folder(patient.folders.trash)
    with files.locked(path):
        moves.move(path, patient.folders.trash / moves.trash_name(name, now()))


def _part(patient: Patient, name: str) -> None:
    """Give the article in a file an id that no other has."""
    path = patient.folders.articles / name
    with files.locked(path):
        data, stamp = files.read_stamped(path, SIZE_LIMIT)
        parsed = article_file.parse(data, name)
        salt = 0
        while (free := derived_id(data, salt)) in patient.survey.articles_by_id():
            salt += 1
        files.keep_copy(path, data, patient.folders.trash)
        # The bytes that the other came from are kept under that one's id.
        apart = replace(parsed, id=free, origin="", importer="", original="")
        files.write_atomic(path, article_file.render(apart), since=stamp)
