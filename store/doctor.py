"""The doctor: holds the files against the catalogue and the index, and says what is wrong.

The files are the truth. What ``--fix`` does is safe: it rebuilds what is derived, removes
temporary files and old texts that nothing needs, and tightens permissions; it never touches an
article or an annotation.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from store import annotation_file, article_file, files, old_texts
from store.annotation_shelf import KIND as ANNOTATIONS
from store.article_shelf import KIND as ARTICLE
from store.article_shelf import SIZE_LIMIT
from store.errors import PostilError, StoreError
from store.indexing import stale
from store.model import Problem
from store.saved_searches import FILE, SavedSearches
from store.search.query import parse
from store.text.clean import clean_line

if TYPE_CHECKING:
    from store.catalogue import Catalogue
    from store.folders import Folders
    from store.search.index import SearchIndex

REBUILD = "rebuild the catalogue and the index from the files"
REINDEX = "bring the search index up to date"
TIGHTEN = "make it readable by its owner only"
SWEEP = "remove it"
SWEEP_TEXTS = "remove those texts"


def examine(folders: Folders, catalogue: Catalogue, index: SearchIndex) -> list[Problem]:
    """Every problem there is, the files' first."""
    return [
        *_unreadable(catalogue),
        *_unreadable_items(folders, catalogue),
        *_searches(folders),
        *_misnamed(folders),
        *_strays(folders, catalogue),
        *_catalogue_drift(folders, catalogue),
        *_unplaced(catalogue),
        *_index_drift(index, catalogue),
        *_leftovers(folders),
        *_old_texts(folders),
        *_permissions(folders),
    ]


def repair(folders: Folders, problems: list[Problem]) -> set[str]:
    """Mend what is wrong with the folders; the repairs that the problems ask for, all together."""
    wanted = {problem.repair for problem in problems}
    for folder in _own_folders(folders):
        files.sweep_temps(folder)
        if TIGHTEN in wanted:
            folder.chmod(0o700)
    if SWEEP_TEXTS in wanted:
        old_texts.sweep(folders)
    return wanted


def _unreadable(catalogue: Catalogue) -> Iterator[Problem]:
    for kind, folder in ((ARTICLE, "articles"), (ANNOTATIONS, "annotations")):
        for file in catalogue.files(kind).values():
            if file.error:
                yield Problem("unreadable", f"{folder}/{file.name}: {file.error}")


def _unreadable_items(folders: Folders, catalogue: Catalogue) -> Iterator[Problem]:
    for file in catalogue.files(ANNOTATIONS).values():
        try:
            count = len(annotation_file.load(folders.annotations / file.name).unreadable)
        except PostilError:
            continue  # told above
        if count:
            what = "1 item was" if count == 1 else f"{count} items were"
            yield Problem(
                "unreadable",
                f"annotations/{file.name}: {what} not understood; kept there under 'unreadable'",
                article=file.article,
            )


def _searches(folders: Folders) -> Iterator[Problem]:
    try:
        saved = SavedSearches(folders.library).all()
    except PostilError as error:
        yield Problem("unreadable", error.message)
        return
    for search in saved:
        try:
            parse(search.query)
        except PostilError as error:
            yield Problem("search", f"{FILE}: {search.name!r} cannot be asked: {error.message}")


def _misnamed(folders: Folders) -> Iterator[Problem]:
    for folder in (folders.articles, folders.annotations):
        for path in files.find_misnamed(folder):
            shown = clean_line(
                path.name.encode("utf-8", "surrogateescape").decode(errors="replace")
            )
            yield Problem(
                "name",
                f"{folder.name}/{shown} has a name that is not UTF-8, and is passed by; rename it",
            )


def _strays(folders: Folders, catalogue: Catalogue) -> Iterator[Problem]:
    articles = {article.id for article in catalogue.articles()}
    for file in catalogue.files(ANNOTATIONS).values():
        if not file.error and file.article not in articles:
            yield Problem(
                "no-article",
                f"annotations/{file.name} belongs to article {file.article}, which is not here; "
                "the annotations are kept",
            )
    for article in catalogue.articles():
        if not (folders.articles / article.file).exists():
            yield Problem("gone", f"articles/{article.file} is gone", REBUILD, article.id)


def _catalogue_drift(folders: Folders, catalogue: Catalogue) -> Iterator[Problem]:
    """Articles whose file says something else than the catalogue, though time and size agree."""
    for article in catalogue.articles():
        path = folders.articles / article.file
        try:
            parsed = article_file.parse(files.read_bytes(path, SIZE_LIMIT), path.name)
        except PostilError:
            continue  # told above, as unreadable or gone
        if (parsed.id, parsed.title) != (article.id, article.title):
            yield Problem(
                "catalogue",
                f"the catalogue is out of date for articles/{article.file}",
                REBUILD,
                article.id,
            )


def _unplaced(catalogue: Catalogue) -> Iterator[Problem]:
    counts: dict[str, int] = {}
    for article_id, highlight in catalogue.highlights():
        if highlight.anchor.state in {"unplaced", "check"}:
            counts[article_id] = counts.get(article_id, 0) + 1
    for article in catalogue.articles(counts):
        many = counts[article.id]
        noun = "highlight has" if many == 1 else "highlights have"
        yield Problem(
            "unplaced",
            f"{many} {noun} lost the place in {article.title!r}; kept, listed and exported",
            article=article.id,
        )


def _index_drift(index: SearchIndex, catalogue: Catalogue) -> Iterator[Problem]:
    fresh, gone = stale(index, catalogue)
    if fresh:
        what = f"the search index is behind on {len(fresh)} of the articles"
        yield Problem("index", what, REINDEX)
    if gone:
        what = f"the search index still has {len(gone)} articles that are gone"
        yield Problem("index", what, REINDEX)


def _leftovers(folders: Folders) -> Iterator[Problem]:
    for folder in _own_folders(folders):
        for path in sorted(files.find_temps(folder)):
            yield Problem(
                "leftover", f"{_name(folders, path)} was left by an interrupted write", SWEEP
            )


def _old_texts(folders: Folders) -> Iterator[Problem]:
    try:
        many = len(old_texts.unneeded(folders))
    except StoreError as error:
        yield Problem("unreadable", error.message)
        return
    if many:
        texts = "1 old text is" if many == 1 else f"{many} old texts are"
        yield Problem("texts", f"{texts} needed by no highlight any more", SWEEP_TEXTS)


def _permissions(folders: Folders) -> Iterator[Problem]:
    for folder in _own_folders(folders):
        if stat.S_IMODE(folder.stat().st_mode) & 0o077:
            yield Problem("permissions", f"{_name(folders, folder)} can be read by others", TIGHTEN)


def _own_folders(folders: Folders) -> list[Path]:
    own = [
        folders.articles, folders.annotations, folders.originals, folders.texts, folders.trash,
        folders.cache, folders.state,
    ]  # fmt: skip
    return [folder for folder in own if folder.is_dir()]


def _name(folders: Folders, path: Path) -> str:
    inside = path.is_relative_to(folders.library)
    return str(path.relative_to(folders.library) if inside else path)
