"""Checks of what articles came from, and of the old texts that anchors need."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from store import annotation_file, files
from store.article_shelf import SIZE_LIMIT
from store.doctor.model import Finding, Patient, counted, note, some
from store.errors import StoreError
from store.hashing import sha256
from store.model import Annotations

_ORIGINAL = re.compile(r"([0-9a-z-]+)-([0-9a-f]{8})\.[0-9a-z]+", re.ASCII)
_OLD_TEXT = re.compile(r"([0-9a-f]{64})\.txt\.gz", re.ASCII)
_LARGEST_TEXT = 400_000_000


def originals(patient: Patient) -> Iterator[Finding]:
    """The kept originals against the articles that name them, and each against its own hash."""
    folder = patient.folders.originals
    names = sorted(entry.name for entry in files.list_folder(folder, ""))
    known: dict[str, list[str]] = {}
    for name in names:
        found = _ORIGINAL.fullmatch(name)
        if found:
            known.setdefault(f"{found[1]}-{found[2]}", []).append(name)
    missing, damaged, here = [], [], set()
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
    trashed = " ".join(files.list_names(patient.folders.trash))
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


def old_texts(patient: Patient) -> Iterator[Finding]:
    """The kept old texts against the anchors that are in them, and each against its own hash."""
    folder = patient.folders.library / "texts"
    listed = [e.name for e in files.list_folder(folder, ".gz") if _OLD_TEXT.fullmatch(e.name)]
    if not listed:
        return
    needed = {text for noted in _all_notes(patient) for text in _texts_of(noted)}
    for name in sorted(listed):
        path, sha = folder / name, name.partition(".")[0]
        remove = partial(path.unlink, missing_ok=True)
        if sha not in needed:
            yield note(
                "old-text", f"texts/{name} is an old text that no highlight needs any more",
                repair="remove it", mend=remove,
            )  # fmt: skip
        elif _hash_of_text(path) != sha:
            yield note(
                "old-text",
                f"texts/{name} is damaged; its highlights are found by their words alone",
                repair="remove it", mend=remove,
            )  # fmt: skip


def _all_notes(patient: Patient) -> Iterator[Annotations]:
    """What all files of annotations say, those in the trash too: they may come back."""
    for facts in patient.survey.notes.values():
        yield facts.annotations
    for entry in files.list_folder(patient.folders.trash, ".yaml"):
        try:
            yield annotation_file.load(patient.folders.trash / entry.name)
        except StoreError:
            continue  # what cannot be read names no text


def _texts_of(noted: Annotations) -> Iterator[str]:
    yield noted.text_sha256
    for highlight in noted.highlights:
        yield highlight.anchor.text
    for grave in noted.deleted:
        if grave.was is not None:
            yield grave.was.anchor.text


def _hash_of_text(path: Path) -> str:
    try:
        packed = files.read_bytes(path, SIZE_LIMIT)
        return sha256(zlib.decompressobj(31).decompress(packed, _LARGEST_TEXT)).hexdigest()
    except (StoreError, zlib.error):
        return ""
