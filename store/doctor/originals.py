"""The check of what articles came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from store import files
from store.article_shelf import KIND as ARTICLE
from store.article_shelf import SIZE_LIMIT
from store.doctor import looking
from store.doctor.model import Finding, Patient, counted, note, some
from store.errors import StoreError
from store.hashing import sha256

_ORIGINAL = re.compile(r"([0-9a-z-]+)-([0-9a-f]{8})\.[0-9a-z]+", re.ASCII)


def originals(patient: Patient) -> Iterator[Finding]:
    """The kept originals against the articles that name them, and each against its own hash."""
    folder = patient.folders.originals
    names = sorted(entry.name for entry in files.list_folder(folder, ""))
    known: dict[str, list[str]] = {}
    for name in names:
        found = _ORIGINAL.fullmatch(name)
        if found:
            known.setdefault(f"{found[1]}-{found[2]}", []).append(name)
    missing, damaged = [], []
    here = {patient.catalogue.article_of(ARTICLE, path.name) for path in patient.survey.errors}
    for name, facts in patient.survey.articles.items():
        here.add(facts.id)
        if not facts.original or not facts.importer:
            continue
        kept = known.get(f"{facts.id}-{facts.original[:8]}", [])
        if not kept:
            missing.append(name)
        elif not any(_hash(folder / each) == facts.original for each in kept):
            damaged.append(name)
    for articles, words in ((missing, "is not kept"), (damaged, "is not what it was")):
        if articles:
            yield note(
                "original",
                f"what {counted(len(articles), 'article')} came from {words} ({some(articles)}); "
                "the text is here, its pictures may not be: add the source again",
            )
    trashed = " ".join(looking.list_names(patient.folders.trash))
    stray = [
        name
        for name in names
        if (found := _ORIGINAL.fullmatch(name)) is None
        or (found[1] not in here and f"-{found[1]}." not in trashed)
    ]
    if stray:
        yield note(
            "original",
            f"originals has {counted(len(stray), 'file')} of no article that is here or in the "
            f"trash ({some(stray)}); remove them if you like",
        )


def _hash(path: Path) -> str:
    try:
        return sha256(files.read_bytes(path, SIZE_LIMIT)).hexdigest()
    except StoreError:
        return ""
