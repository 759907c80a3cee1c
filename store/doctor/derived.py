"""Checks of what is derived: the catalogue and the search index, against the files."""

from __future__ import annotations

from collections.abc import Iterator

from store.annotation_shelf import KIND as ANNOTATIONS
from store.doctor.model import Finding, Patient, counted, note, problem, some
from store.indexing import stale
from store.model import Annotations, Article, Highlight

REBUILD = "make the catalogue and the index anew from the files"
REINDEX = "bring the search index up to date"


def catalogue(patient: Patient) -> Iterator[Finding]:
    """The catalogue against the files: what it lists, titles, texts, marks, highlights."""
    listed = {article.id: article for article in patient.catalogue.articles()}
    by_id = patient.survey.articles_by_id()
    unread = {path.name for path in patient.survey.errors}
    gone = [a.file for key, a in listed.items() if key not in by_id and a.file not in unread]
    missing = [names[0] for key, names in by_id.items() if key not in listed]
    notes, markdowns = _notes(patient), patient.catalogue.markdowns()
    highlights: dict[str, list[Highlight]] = {}
    for article_id, highlight in patient.catalogue.highlights():
        highlights.setdefault(article_id, []).append(highlight)
    # Of a file that is broken the lists hold what was read of it last.
    broken = {
        patient.catalogue.article_of(ANNOTATIONS, path.name) for path in patient.survey.errors
    }
    behind = [
        article.file
        for article in listed.values()
        if article.file in patient.survey.articles
        and article.id not in broken
        and not (
            _says(patient, article, markdowns[article.id])
            and _marks(article, notes.get(article.id), highlights.get(article.id, []))
        )
    ]
    for names, words in (
        (gone, "has {} that are gone"),
        (missing, "misses {}"),
        (behind, "is out of date for {}"),
    ):
        if names:
            told = f"{counted(len(names), 'article')} ({some(sorted(names))})"
            yield problem(
                "catalogue", f"the catalogue {words.format(told)}", repair=REBUILD,
                mend=patient.reindex,
            )  # fmt: skip


def _notes(patient: Patient) -> dict[str, Annotations]:
    """By article, what the file says that is listed: of an original and its copies, one is."""
    known = patient.catalogue.files(ANNOTATIONS).values()
    listed = {file.article: file.name for file in known if not file.error}
    found: dict[str, Annotations] = {}
    for name, facts in patient.survey.notes.items():
        article = facts.annotations.article
        if listed.get(article, name) == name:
            found.setdefault(article, facts.annotations)
    return found


def _says(patient: Patient, article: Article, markdown: str) -> bool:
    """Whether the row says what the article's file says."""
    facts = patient.survey.articles[article.file]
    return (facts.id, facts.title, facts.author, facts.source, facts.markdown) == (
        article.id, article.title, article.author, article.source, markdown,
    )  # fmt: skip


def _marks(article: Article, noted: Annotations | None, listed: list[Highlight]) -> bool:
    """Whether the row and the listed highlights say what the file of annotations says."""
    noted = noted or Annotations(article.id)
    same = (
        noted.status, noted.starred, noted.archived, noted.tags, noted.note,
        noted.place.progress if noted.place else 0, len(noted.highlights),
    ) == (
        article.status, article.starred, article.archived, article.tags, article.note,
        article.progress, article.highlights,
    )  # fmt: skip
    return same and sorted(map(_row, noted.highlights)) == sorted(map(_row, listed))


def _row(highlight: Highlight) -> tuple[object, ...]:
    anchor = highlight.anchor
    return (
        highlight.id, anchor.start, anchor.end, anchor.state, highlight.quote, highlight.color,
        highlight.style, highlight.tags, highlight.note, highlight.created, highlight.modified,
    )  # fmt: skip


def index(patient: Patient) -> Iterator[Finding]:
    """The search index: its bytes, and what it has of the catalogue.

    Being behind is no fault: a search catches up.
    """
    wrong = patient.open_index().wrong()
    if wrong:
        what = f"the search index is damaged: {wrong}"
        yield problem("index", what, repair=REINDEX, mend=patient.update_index)
        return
    fresh, gone = stale(patient.open_index(), patient.catalogue)
    for many, words in (
        (len(fresh), "is behind on {}"),
        (len(gone), "still has {} that are gone"),
    ):
        if many:
            yield note(
                "index", f"the search index {words.format(counted(many, 'article'))}",
                repair=REINDEX, mend=patient.update_index,
            )  # fmt: skip
