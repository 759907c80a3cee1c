"""A library that is worth walking through, and a reader on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.library import Library
from tests.ui.harness import Session, reading

KILN = [
    "The kiln at the bend of the road was fired four times a year.",
    "Each firing took a night and the whole of the day after it.",
    "Potters slept in turns on sacks of clay.",
    "Nobody spoke of the colour before the door was opened.",
]
GLAZE = [
    "A glaze is a bet against the fire.",
    "Ash from vine wood ran green, and ash from bracken ran grey.",
    "The old recipes were counted in handfuls.",
]


def long_article() -> str:
    """Five sections of six paragraphs, a list, a quote."""
    parts = ["# The kiln at the bend", ""]
    for section in range(1, 6):
        parts += [f"## Firing {section}", ""]
        for paragraph in range(6):
            turned = KILN[paragraph % 4 :] + KILN[: paragraph % 4]
            parts += [" ".join(turned), ""]
        parts += [" ".join(GLAZE), "", "- shards for the path", "- lids without pots", ""]
    return "\n".join(parts)


@pytest.fixture
def desk_library(library: Library, sources: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Three articles of one moment, so listed by title; the long one stands in the middle."""
    monkeypatch.setattr("store.adding.now", lambda: "2024-05-01T12:00:00Z")
    (sources / "a-kiln.md").write_text(long_article(), encoding="utf-8")
    outcomes = {added.outcome for added in library.add([str(sources)])}
    assert outcomes == {"added"}
    library.update_index()
    return library


def kiln_id(library: Library) -> str:
    """The id of the long article."""
    return next(a.id for a in library.articles() if a.title == "The kiln at the bend")


@pytest.fixture
async def reader(desk_library: Library) -> AsyncIterator[Session]:
    """A reader of 120 x 40 with the long article open."""
    async with reading(desk_library, article_id=kiln_id(desk_library)) as session:
        yield session
