"""Checks of the old texts that highlights are anchored in: who needs them, are they whole."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from store import files, old_texts
from store.doctor.model import Finding, Patient, counted, note


def kept_texts(patient: Patient) -> Iterator[Finding]:
    """The kept texts against all that names them, and each against its own hash."""
    folders = patient.folders
    unneeded = old_texts.unneeded(folders)
    if unneeded:
        yield note(
            "texts", f"texts has {counted(len(unneeded), 'old text')} that nothing needs any more",
            repair="remove what nothing needs", mend=partial(old_texts.sweep, folders),
        )  # fmt: skip
    for path in old_texts.strays(folders.texts):
        is_text = old_texts.is_text(path)
        yield note(
            "texts",
            f"{patient.shown(path)} "
            + ("is a text under a name that is not its own, as a conflict copy is" if is_text
               else "is no text that postil keeps; remove it if you like"),
            repair="keep it under its own name, once",
            mend=partial(old_texts.take_in, path) if is_text else None,
        )  # fmt: skip
    for path in old_texts.damaged(folders.texts):
        yield note(
            "texts",
            f"texts/{path.name} is damaged; its highlights are found by their words alone",
            repair="remove it", mend=partial(files.remove, path),
        )  # fmt: skip
