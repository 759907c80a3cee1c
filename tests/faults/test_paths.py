"""What comes from outside never leads out of the library, and nothing in a library is run."""

from __future__ import annotations

import json
import os
import pickle
import sys
from pathlib import Path

import pytest

from store.errors import NotFoundError, PostilError, StoreError
from store.library import Library
from store.names import is_file_name, name_beside
from tests.faults.acts import article
from tests.faults.world import World, state

posix = pytest.mark.skipif(sys.platform == "win32", reason="symbolic links, and names of all kinds")
SECRET = b"not yours\n"


@pytest.fixture
def secret(world: World) -> Path:
    """A file outside the library, and its folder."""
    path = world.root / "outside" / "secret.md"
    path.parent.mkdir()
    path.write_bytes(SECRET)
    return path


def untouched(secret: Path) -> bool:
    return secret.read_bytes() == SECRET and list(secret.parent.iterdir()) == [secret]


@posix
def test_links_are_not_followed(world: World, secret: Path) -> None:
    folders = world.folders
    with world.opened() as library:
        one = article(library, "One")
    notes = next(folders.annotations.glob("one*"))
    original = next(folders.originals.iterdir())
    for path in (notes, original, folders.library / "lists.yaml"):
        path.unlink()
        path.symlink_to(secret)
    for path in (folders.articles / "planted.md", folders.annotations / "planted.yaml"):
        path.symlink_to(secret)
    folders.trash.mkdir(mode=0o700)
    (folders.trash / "a.20200101T000000Z-abcdef.md").symlink_to(secret)
    with world.opened() as library:
        assert len(library.articles()) == 3
        assert "not yours" not in library.markdown(one.id)
        for act in (
            lambda: library.annotations(one.id),
            lambda: library.mark(one.id, 0, 3),
            lambda: library.save_search("a", "b"),
            library.saved_searches,
            lambda: library.set_aside(one.id),
        ):
            with pytest.raises(StoreError, match="symbolic link"):
                act()
        library.delete_articles([one.id])
        library.undo()
        library.undo()
        assert not library.search("yours").hits
    assert untouched(secret)


@posix
@pytest.mark.parametrize("name", ["articles", "annotations", "originals", "trash"])
def test_a_folder_that_leads_out_is_refused(name: str, world: World, secret: Path) -> None:
    folder = world.folders.library / name
    if folder.exists():
        folder.rename(world.root / "old")
    folder.symlink_to(secret.parent)
    with pytest.raises(StoreError, match=f"{name} is a symbolic link"):
        Library(world.folders)
    assert untouched(secret)


@pytest.mark.parametrize(
    "name", ["../outside/secret.md", "/etc/passwd", "..", ".", "", "a\0b", "a/b"]
)
@pytest.mark.parametrize("where", ["history.jsonl", "unfinished.json"])
def test_names_from_the_state_folder_are_names(
    name: str, where: str, world: World, secret: Path
) -> None:
    with world.opened() as library:
        one = article(library, "One")
        before = state(library)
    here = {"trash": False, "article": one.file, "annotations": "a.yaml"}
    there = {"trash": True, "article": name, "annotations": name}
    path = world.folders.state / where
    for old, new in ((here, there), (there, here)):
        change = {"article": one.id, "key": "files", "before": old, "after": new}
        act = {"id": "x123456789", "at": "2026-01-01T00:00:00Z", "title": "t", "changes": [change]}
        entry = act if where == "unfinished.json" else {"act": act}
        path.write_text(json.dumps(entry) + "\n")
        with world.opened() as library:
            if where == "history.jsonl":
                with pytest.raises(PostilError):
                    library.undo()
            assert state(library) == before
    assert untouched(secret)


@pytest.mark.parametrize(
    "said", ["../../outside/secret", "/etc/passwd", "con", "a\\b", "x" * 5000, "."]
)
def test_what_a_front_matter_says_is_no_path(said: str, world: World, secret: Path) -> None:
    text = f"---\nid: {json.dumps(said)}\ntitle: {json.dumps(said)}\noriginal: {json.dumps(said)}\n"
    text += f"importer: {json.dumps(said)}\norigin: {json.dumps(said)}\n---\n\n# Planted words\n"
    (world.folders.articles / "planted.md").write_text(text)
    with world.opened() as library:
        (planted,) = [each for each in library.articles() if each.file == "planted.md"]
        assert planted.id != said or said == "con"
        library.mark(planted.id, 0, 7)
        assert library.picture(planted.id, 0) is None
        library.delete_articles([planted.id])
        library.undo()
        assert len(library.annotations(planted.id).highlights) == 1
    assert untouched(secret)


@posix
@pytest.mark.parametrize(
    "stem",
    ["CON", "nul.txt", "com1", "-rf", "two\nlines", "a:b", "trailing.", "x" * 250, "ü" * 120,
     "\U0001f5ff" * 60, 'q"<>|?*', "$(id)", "a\\b", "\x1b[31m", "\u202eabc"],
)  # fmt: skip
def test_names_of_all_kinds(stem: str, world: World) -> None:
    (world.folders.articles / f"{stem}.md").write_text("# Strange name\n\nAnd plain words.\n")
    with world.opened() as library:
        strange = article(library, "Strange")
        library.mark(strange.id, 0, 7)
        block = library.document(strange.id).blocks[-1]
        library.set_kind(strange.id, block.start, block.end, "caption")
        library.delete_articles([strange.id])
        library.undo()
        library.edit_article(strange.id, note="n")
        (notes,) = [
            path.name
            for path in world.folders.annotations.iterdir()
            if strange.id in path.read_text()
        ]
        assert len(os.fsencode(notes)) < 200
        assert not set(notes) & set('\n\x1b:"<>|?*\\')
        assert notes.split(".")[0].casefold() not in {"con", "nul", "com1"}
    with world.opened() as library:
        assert library.article(strange.id).note == "n"
        assert not world.strays()


@posix
def test_articles_whose_names_clash_elsewhere_have_notes_of_their_own(world: World) -> None:
    names = ["Tide.md", "tide.md", "TIDE.md", "e\u0301tude.md", "\u00e9tude.md"]
    for number, name in enumerate(names):
        (world.folders.articles / name).write_text(f"# Tide {number}\n\nWords.\n")
    with world.opened() as library:
        added = [each for each in library.articles() if each.title.startswith("Tide")]
        for each in added:
            library.mark(each.id, 0, 4, note=each.title)
        assert [library.annotations(each.id).highlights[0].note for each in added] == [
            each.title for each in added
        ]
        notes = [path.name for path in world.folders.annotations.iterdir()]
    assert len({name.casefold() for name in notes}) == len(notes)


def test_a_name_beside_is_plain_where_it_can_be() -> None:
    assert name_beside("one-lamp-a123456789", "One", "a123456789") == "one-lamp-a123456789"
    assert name_beside("my note", "", "a1") == "my note"
    assert name_beside("My note", "", "a1") == "My note-a1"
    assert name_beside("nul", "Nothing", "a1") == "nothing-a1"
    assert is_file_name("a b.md")
    assert not any(is_file_name(name) for name in ("", ".", "..", "a/b", "a\0b"))


class Planted:
    """Runs when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return (Path.touch, (Path(os.environ["POSTIL_STATE"]).with_name("planted"),))


def ran() -> bool:
    """Whether a ``Planted`` was unpickled."""
    return Path(os.environ["POSTIL_STATE"]).with_name("planted").exists()


def test_nothing_in_a_library_is_run(
    world: World,
) -> None:
    evil = pickle.dumps(Planted())
    yaml = b"!!python/object/apply:os.putenv ['POSTIL_PLANTED', '1']\n"
    library, index = world.folders.library, world.folders.library / "index"
    index.mkdir()
    for name in ("_texts_1.toc", "_MAIN_1.toc", "version"):
        (index / name).write_bytes(evil)
        (library / name).write_bytes(evil)
    (library / "annotations" / "planted.yaml").write_bytes(yaml)
    (library / "articles" / "planted.md").write_bytes(b"---\nid: " + yaml + b"---\n\nText.\n")
    (library / "lists.yaml").write_bytes(b"a: " + yaml)
    for name in ("conftest.py", "sitecustomize.py", ".env", "config.yaml"):
        (library / name).write_bytes(b"import os; os.putenv('POSTIL_PLANTED', '1')\n")
    with world.opened() as opened:
        opened.update_index()
        opened.reindex()
        opened.doctor(fix=True)
        opened.search("text")
        with pytest.raises(StoreError, match="a value of the kind"):
            opened.saved_searches()
        with pytest.raises(NotFoundError):
            opened.article("planted")
    assert not ran()
    pickle.loads(evil)
    assert ran()  # so it would have been noticed


@posix
def test_an_index_of_somebody_else_is_not_opened(
    world: World,
) -> None:
    with world.opened() as library:
        library.update_index()
    folder = world.folders.cache / "index"
    for path in folder.iterdir():
        path.write_bytes(pickle.dumps(Planted()))
    if os.getuid() == 0:
        os.chown(folder, 12345, -1)
    else:
        folder.chmod(0o777)
    with world.opened() as library:
        library.update_index()
        assert library.search("keeper").hits
    assert not ran()
    assert folder.stat().st_uid == os.getuid()
