"""All that is derived is made anew from the files alone: every output is as it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from store.folders import Folders
from store.library import Library
from tests.unit.cli.conftest import Postil

ASKED = (
    ("list",), ("list", "tag:river"), ("highlights",), ("highlights", "kettle"), ("tag", "list"),
    ("search", "ferry"), ("search", "the second count"), ("search", "samovar"), ("trash",),
    ("export", "--format", "json"),
)  # fmt: skip


@pytest.fixture
def lived_in(shelf: Library, sources: Path) -> Library:
    """Articles with all kinds of marks; one is deleted, one has an earlier version."""
    (sources / "walk.md").write_text("# The walk\n\nIt went round the lake twice.\n", "utf-8")
    list(shelf.add([str(sources / "walk.md")]))
    ids = {article.title.split()[-1]: article.id for article in shelf.articles()}
    shelf.mark(ids["ferry"], 30, 60, tags=["river/night"], note="a samovar")
    shelf.mark(ids["ferry"], 40, 80, color="blue", style="underline")
    shelf.mark(ids["ledger"], 0, 20)
    text = (sources / "orchard.md").read_text("utf-8")
    (sources / "orchard.md").write_text(text.replace("The orchard ledger", "Ledgers"), "utf-8")
    list(shelf.add([str(sources / "orchard.md")]))
    shelf.edit_article(ids["ferry"], status="reading", starred=True, tags=["river"], note="slow")
    shelf.mark(ids["walk"], 0, 8)
    shelf.delete_articles([ids["walk"]])
    shelf.save_search("Coast", "tag:river")
    shelf.update_index()
    shelf.close()
    return shelf


def delete(folders: Folders) -> None:
    for folder in (folders.cache, folders.state):
        shutil.rmtree(folder)


def fill_with_garbage(folders: Folders) -> None:
    for folder in (folders.cache, folders.state):
        for path in folder.rglob("*"):
            if path.is_file():
                path.write_bytes(b"\x00garbage \xff" * 40)
    (folders.state / "unfinished.json").write_bytes(b'{"id": [')


def fill_in_other_places(folders: Folders) -> None:
    """What parses and says something wrong, as far as that can be told."""
    for path in (folders.cache / "annotations").glob("*.json"):
        path.write_text("{}")
    for path in (folders.cache / "index").iterdir():
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    (folders.state / "history.jsonl").write_text('{"act": {"id": "x"}}\n[]\n')
    (folders.cache / "catalogue.sqlite").write_bytes(b"")


def outputs(postil: Postil) -> dict[tuple[str, ...], object]:
    found: dict[tuple[str, ...], object] = {args: postil(*args, "--json").json for args in ASKED}
    for record in postil("list", "--json").json:
        args = ("show", record["id"], "--format", "json")
        found[args] = postil(*args).json
    return found


@pytest.mark.parametrize("harm", [delete, fill_with_garbage, fill_in_other_places])
@pytest.mark.parametrize("command", [("doctor", "--fix"), ("reindex",)])
def test_everything_is_as_it_was(
    postil: Postil,
    lived_in: Library,
    folders: Folders,
    harm: Callable[[Folders], None],
    command: tuple[str, ...],
) -> None:
    before = outputs(postil)
    assert before["search", "samovar"]
    own = {path: path.read_bytes() for path in folders.library.rglob("*") if path.is_file()}
    harm(folders)
    assert postil(*command).code == 0
    assert outputs(postil) == before
    assert {path: path.read_bytes() for path in own} == own
    assert postil("doctor").code == 0
