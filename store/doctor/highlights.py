"""Checks of the files of annotations: against the articles, the texts, and each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from store import annotation_file, files
from store.annotations_edit import HIGHLIGHT, Change, highlight_to_json
from store.article_shelf import KIND as ARTICLE
from store.conflicts import find_copies, resolve_markers
from store.doctor.model import Finding, Patient, counted, note, problem, some
from store.errors import StoreError
from store.ids import new_id
from store.model import Annotations, Highlight
from store.moves import list_trash

PLACE = "place its highlights anew, each where its words are or as unplaced"
_BATCH = 200


def unreadable(patient: Patient) -> Iterator[Finding]:
    """Files of annotations that cannot be read, and items of readable ones that cannot."""
    for path, error in patient.survey.errors.items():
        if path.parent == patient.folders.annotations:
            article = patient.catalogue.article_of("annotations", path.name)
            if has_marks(path):
                yield broken(patient, path, patient.told(path, error), article)
                continue
            aside = patient.set_aside
            yield problem(
                "unreadable", patient.told(path, error), article=article,
                repair="set the file aside, whole, and go on with what was read of it last",
                mend=partial(aside, article) if aside is not None and article else None,
            )  # fmt: skip
    for name, facts in patient.survey.notes.items():
        many = len(facts.annotations.unreadable)
        if many:
            was = "was" if many == 1 else "were"
            yield problem(
                "unreadable",
                f"annotations/{name}: {counted(many, 'item')} {was} not understood; kept there "
                "under 'unreadable': correct them in an editor",
                article=facts.annotations.article,
            )


def has_marks(path: Path) -> bool:
    """Whether git has left the marks of a conflict in a file."""
    try:
        data = files.read_bytes(path, annotation_file.SIZE_LIMIT)
    except StoreError:
        return False
    return all(re.search(marks, data, re.MULTILINE) for marks in (rb"^<{7} ", rb"^>{7} "))


def broken(patient: Patient, path: Path, what: str, article: str = "") -> Finding:
    """A file that cannot be read, and that can be mended if it was git that broke it."""
    mend = partial(resolve_markers, path, patient.folders.trash)
    return problem(
        "unreadable", what, article=article,
        repair="merge the sides that git left in it (as it is now it is kept in the trash)",
        mend=mend if has_marks(path) else None,
    )  # fmt: skip


def newer(patient: Patient) -> Iterator[Finding]:
    """Files that a later version of postil wrote."""
    for name, facts in patient.survey.notes.items():
        if annotation_file.is_newer(facts.annotations):
            yield note(
                "newer",
                f"annotations/{name} was written by a later postil; it can be read, not changed",
                article=facts.annotations.article,
            )


def without_article(patient: Patient) -> Iterator[Finding]:
    """Annotations whose article is not here."""
    here = patient.survey.articles_by_id()
    unread = {
        patient.catalogue.article_of(ARTICLE, path.name)
        for path in patient.survey.errors
        if path.parent == patient.folders.articles
    }
    for name, facts in patient.survey.notes.items():
        article = facts.annotations.article
        if article in here or article in unread:
            continue
        trashed = any(f"-{article}." in each.was for each in list_trash(patient.folders.trash))
        hint = f": postil trash restore {article}" if trashed else " until it comes back"
        yield problem(
            "no-article",
            f"annotations/{name} belongs to article {article}, which is not here; "
            f"the annotations are kept{hint}",
        )


def copies(patient: Patient) -> Iterator[Finding]:
    """Conflict copies that were not merged: of annotations, and of what stands beside them."""
    folders = patient.folders
    for article, (first, *others) in patient.survey.notes_by_article().items():
        for copy in others:
            what = f"annotates the same article as {first}, and is passed by"
            yield _copy(patient, folders.annotations / copy, what, article)
    for name, others in find_copies(folders.library).items():
        for copy in others:
            yield _copy(patient, folders.library / copy, f"is a conflict copy of {name}", "")


def _copy(patient: Patient, path: Path, what: str, article: str) -> Finding:
    why = patient.left_copies().get(path, "")
    return problem(
        "conflict-copy",
        f"{patient.name(path)} {what}{f'; it cannot be merged: {why}' if why else ''}",
        article=article,
        repair="merge the two, and keep the copy in the trash",
        mend=None if why else patient.merge_copies,
    )


def reading_places(patient: Patient) -> Iterator[Finding]:
    """Where one stopped reading, which must be in the text."""
    lengths = {article.id: article.length for article in patient.catalogue.articles()}
    for name, facts in patient.survey.notes.items():
        article, place = facts.annotations.article, facts.annotations.place
        end = lengths.get(article)
        if place is None or end is None or place.offset <= end:
            continue
        yield note(
            "place", f"annotations/{name}: the reading place is past the end of the text",
            article=article, repair="put it at the end",
            mend=partial(_stop_at, patient, article, end),
        )  # fmt: skip


def _stop_at(patient: Patient, article: str, end: int) -> None:
    """Put the reading place of an article at the end of its text, if it is past it."""

    def stop(now: Annotations) -> Annotations:
        past = now.place is not None and now.place.offset > end
        return replace(now, place=now.place._replace(offset=end)) if past and now.place else now

    patient.annotations.update(article, stop)


# -- ids ---------------------------------------------------------------------------------------


def same_highlight(patient: Patient) -> Iterator[Finding]:
    """The same id for two highlights: in one file, or in two articles."""
    first_in: dict[str, str] = {}
    for name, facts in patient.survey.notes.items():
        article = facts.annotations.article
        if facts.twice:
            yield problem(
                "same-highlight",
                f"annotations/{name} has {counted(len(facts.twice), 'id')} twice: "
                f"{some(list(facts.twice))}",
                article=article,
                repair="give the later highlight of each id one of its own",
                mend=partial(patient.annotations.write_anew, name),
            )
        for highlight in facts.annotations.highlights:
            other = first_in.setdefault(highlight.id, article)
            if other != article:
                yield problem(
                    "same-highlight",
                    f"annotations/{name} has a highlight with the id {highlight.id}, which one of "
                    f"article {other} has, too",
                    article=article,
                    repair="give it an id of its own; undo takes that back",
                    mend=partial(_renumber, patient, article, highlight.id),
                )


def _renumber(patient: Patient, article: str, highlight_id: str) -> None:
    present = patient.annotations.get(article).highlight(highlight_id)
    if present is None:
        return
    other = replace(present, id=new_id())
    changes = [
        Change(article, f"{HIGHLIGHT}{highlight_id}", highlight_to_json(present), None),
        Change(article, f"{HIGHLIGHT}{other.id}", None, highlight_to_json(other)),
    ]
    patient.acting.act("new id for a highlight", changes)


def deleted_and_here(patient: Patient) -> Iterator[Finding]:
    """Highlights that are here and noted as deleted: a merge would not know what to believe."""
    for name, facts in patient.survey.notes.items():
        here = {highlight.id for highlight in facts.annotations.highlights}
        both = [grave.id for grave in facts.annotations.deleted if grave.id in here]
        if both:
            yield problem(
                "deleted-and-here",
                f"annotations/{name} has {counted(len(both), 'highlight')} that it notes as "
                f"deleted, too: {some(both)}",
                article=facts.annotations.article,
                repair="take the note of the deletion away; the highlight stays",
                mend=partial(_keep, patient, facts.annotations.article, frozenset(both)),
            )


def _keep(patient: Patient, article: str, ids: frozenset[str]) -> None:
    def edit(present: Annotations) -> Annotations:
        left = tuple(grave for grave in present.deleted if grave.id not in ids)
        return replace(present, deleted=left)

    patient.annotations.update(article, edit)


# -- places ------------------------------------------------------------------------------------


def places(patient: Patient) -> Iterator[Finding]:
    """Highlights against the text they are on."""
    noted = [f.annotations for f in patient.survey.notes.values() if f.annotations.highlights]
    listed = {article.id: article for article in patient.catalogue.articles()}
    noted = [each for each in noted if each.article in listed]
    for low in range(0, len(noted), _BATCH):
        batch = noted[low : low + _BATCH]
        texts = patient.catalogue.texts([each.article for each in batch])
        for each in batch:
            article = listed[each.article]
            mend = partial(patient.annotations.get, article.id)
            if each.text_sha256 != article.text_sha256:
                yield note(
                    "old-text",
                    f"the text of {article.title!r} has changed, and its highlights have not "
                    "moved with it yet; opening it does that",
                    article=article.id, repair=PLACE, mend=mend,
                )  # fmt: skip
                continue
            wrong = [h.id for h in each.highlights if is_impossible(h, texts[article.id])]
            if wrong:
                yield problem(
                    "anchor",
                    f"{counted(len(wrong), 'highlight')} in {article.title!r} cannot be where "
                    f"the file says: {some(wrong)}",
                    article=article.id, repair=PLACE, mend=mend,
                )  # fmt: skip


def is_impossible(highlight: Highlight, text: str) -> bool:
    """Whether an anchor is outside of the text, or says that it is placed where other words are."""
    anchor = highlight.anchor
    if anchor.state not in {"placed", "moved"}:
        return False
    if not 0 <= anchor.start < anchor.end <= len(text):
        return True
    found = text[anchor.start : anchor.end]
    return (
        anchor.state == "placed" and found != anchor.quote and _plain(found) != _plain(anchor.quote)
    )


def _plain(text: str) -> str:
    from store.text.fold import fold  # noqa: PLC0415 - hardly ever needed

    return " ".join(fold(text).split())


def lost(patient: Patient) -> Iterator[Finding]:
    """Highlights that have lost their place, or may have."""
    titles = {article.id: article.title for article in patient.catalogue.articles()}
    for facts in patient.survey.notes.values():
        noted = facts.annotations
        states = [highlight.anchor.state for highlight in noted.highlights]
        for state, words in (("unplaced", "lost the place"), ("check", "a place to check")):
            many = states.count(state)  # type: ignore[arg-type]  # one of the states
            if many and noted.article in titles:
                has = "has" if many == 1 else "have"
                yield note(
                    state,
                    f"{counted(many, 'highlight')} {has} {words} in {titles[noted.article]!r}; "
                    "kept, listed and exported: g u in the reader settles it",
                    article=noted.article,
                )
