"""Acts and edits elsewhere in any order: no highlight is lost, none stands on other words."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from store.anchoring import reads_as
from store.errors import ConflictError, UsageError
from store.folders import Folders
from store.library import Library
from store.model import Highlight

_WORDS = ["lamp", "harbour", "ship", "storm", "baker", "loaf", "tide", "kettle", "ferry", "river"]
_STEPS = 40


def paragraph(chance: random.Random) -> str:
    sentences = [
        " ".join(chance.choice(_WORDS) for _ in range(chance.randint(3, 9))).capitalize()
        for _ in range(chance.randint(1, 4))
    ]
    return ". ".join(sentences) + "."


class Desk:
    """A library with one article, what its user does to it, and what another program does."""

    def __init__(self, folders: Folders, source: Path, chance: random.Random) -> None:
        self.folders = folders
        self.chance = chance
        source.write_text("# A\n\n" + "\n\n".join(paragraph(chance) for _ in range(8)), "utf-8")
        self.library = Library.open(folders)
        (added,) = self.library.add([str(source)])
        assert added.article is not None
        self.id = added.article.id
        self.quotes: dict[str, str] = {}

    def highlight(self) -> Highlight:
        found = self.library.annotations(self.id).highlights
        if not found:
            raise UsageError("there is none yet")
        return self.chance.choice(found)

    def passage(self) -> tuple[int, int]:
        start = self.chance.randrange(len(self.library.document(self.id).text) - 1)
        return start, start + self.chance.randint(2, 60)

    def mark(self) -> None:
        self.library.mark(self.id, *self.passage())

    def delete(self) -> None:
        self.library.delete_highlight(self.id, self.highlight().id)

    def unplace(self) -> None:
        self.library.unplace_highlight(self.id, self.highlight().id)

    def place(self) -> None:
        self.library.place_highlight(self.id, self.highlight().id, *self.passage())

    def keep(self) -> None:
        self.library.keep_place(self.id, self.highlight().id)

    def undo(self) -> None:
        self.library.undo()

    def redo(self) -> None:
        self.library.redo()

    def edit(self) -> None:
        path = next(self.folders.articles.glob("*.md"))
        head, line, body = path.read_text("utf-8").partition("\n---\n")
        parts = body.strip().split("\n\n")
        at = self.chance.randrange(1, len(parts))
        match self.chance.randrange(4):
            case 0:
                parts.insert(at, paragraph(self.chance))
            case 1 if len(parts) > 3:
                del parts[at]
            case 2:
                parts.insert(at, parts.pop())
            case _:
                words = parts[at].split()
                words[self.chance.randrange(len(words))] = self.chance.choice(_WORDS)
                parts[at] = " ".join(words)
        path.write_text(head + line + "\n\n".join(parts) + "\n", "utf-8")

    def restart(self) -> None:
        self.library.close()
        if self.chance.random() < 0.5:
            shutil.rmtree(self.folders.cache)
        self.library = Library.open(self.folders)

    def check(self) -> None:
        self.library.refresh()
        document = self.library.document(self.id)
        for highlight in self.library.annotations(self.id).highlights:
            anchor = highlight.anchor
            assert self.quotes.setdefault(highlight.id, highlight.quote) == highlight.quote
            assert (self.folders.texts / f"{anchor.text}.txt.gz").exists()
            if anchor.state == "unplaced":
                assert anchor.near is not None
                assert 0 <= anchor.near <= len(document.text)
                continue
            assert anchor.text == document.sha256
            assert 0 <= anchor.start < anchor.end <= len(document.text)
            there = document.text[anchor.start : anchor.end]
            assert anchor.state != "placed" or reads_as(there, anchor.quote)


@pytest.mark.parametrize("seed", range(4))
def test_acts_and_edits_in_any_order(folders: Folders, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    desk = Desk(folders, tmp_path / "a.md", chance)
    steps: list[Callable[[], None]] = [
        *[desk.mark] * 6, *[desk.edit] * 4, *[desk.place] * 2, *[desk.undo] * 2, desk.unplace,
        desk.keep, desk.delete, desk.redo, desk.restart,
    ]  # fmt: skip
    for _ in range(_STEPS):
        try:
            chance.choice(steps)()
        except (ConflictError, UsageError):
            continue  # what cannot be done just now is refused
        desk.check()
    expected = desk.library.annotations(desk.id)
    desk.library.close()
    other = folders._replace(cache=tmp_path / "another-cache")
    with Library.open(other) as again:
        assert again.annotations(desk.id) == expected, "from the files alone, the same"
