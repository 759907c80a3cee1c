from __future__ import annotations

import io
import os
import threading
from pathlib import Path

import pytest

from store.errors import SourceError
from store.importers.model import Source
from store.importers.walk import sources


def names(paths: list[str]) -> list[str]:
    return [item.name if isinstance(item, Source) else item.message for item in sources(paths)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "texts"
    (root / "b").mkdir(parents=True)
    (root / ".hidden").mkdir()
    for name in ("b/two.md", "c.TXT", "a.html", "picture.png", ".secret.txt", ".hidden/x.txt"):
        (root / name).write_text("words", encoding="utf-8")
    return root


def test_a_folder_is_walked_in_order(folder: Path) -> None:
    assert names([str(folder)]) == ["a.html", "c.TXT", "two.md"]
    assert names([str(folder)]) == names([str(folder)])


def test_a_named_file_is_always_tried(folder: Path) -> None:
    (found,) = sources([str(folder / "picture.png")])
    assert found == Source("picture.png", b"words", str(folder / "picture.png"))


def test_a_relative_path_is_made_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "b")
    (found,) = sources(["../b/./two.md"])
    assert isinstance(found, Source)
    assert found.origin == str(folder / "b" / "two.md")


def test_links_are_not_followed_out(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "private.txt").write_text("secret", encoding="utf-8")
    (folder / "d.txt").symlink_to(outside / "private.txt")
    (folder / "e").symlink_to(outside)
    (folder / "f.txt").symlink_to(folder / "f.txt")
    (folder / "g.txt").symlink_to(folder / "c.TXT")
    (folder / "b" / "loop").symlink_to(folder)
    assert names([str(folder)]) == ["a.html", "c.TXT", "g.txt", "two.md"]
    assert names([str(folder / "d.txt")]) == ["d.txt"]


def test_one_bad_source_does_not_stop_the_rest(folder: Path) -> None:
    found = list(
        sources([str(folder / "no.txt"), "https://shore.example/x", "a\0b", str(folder / "c.TXT")])
    )
    assert [type(item) for item in found] == [SourceError, SourceError, SourceError, Source]
    messages = [item.message for item in found if isinstance(item, SourceError)]
    assert "no such file" in messages[0]
    assert "fetching is not there yet" in messages[1]
    assert not any("\n" in message for message in messages)


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    (message,) = names([str(tmp_path)])
    assert "nothing to read" in message


def test_standard_input() -> None:
    assert list(sources(["-"], io.BytesIO(b"words"))) == [Source("stdin", b"words")]
    (refused,) = sources(["-"])
    assert isinstance(refused, SourceError)


def test_what_is_too_large_is_not_read_whole(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    (refused,) = sources([str(large)])
    assert isinstance(refused, SourceError)
    assert "20 MB" in refused.message
    (refused,) = sources(["-"], io.BytesIO(bytes(20_000_001)))
    assert isinstance(refused, SourceError)


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_hostile_names_are_harmless(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/na\x1b[31mme\xff\n.txt"
    with open(raw, "wb") as file:  # noqa: PTH123 - a name that is no text
        file.write(b"words")
    (found,) = sources([str(tmp_path)])
    assert isinstance(found, Source)
    assert found.data == b"words"
    for text in (found.name, found.origin, found.label):
        assert "\x1b" not in text
        assert "\n" not in text
        text.encode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="no named pipes there")
def test_a_named_pipe_is_read_to_its_end_and_never_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    (nothing,) = sources([str(pipe)])
    assert isinstance(nothing, Source)
    assert nothing.data == b""
    keep = os.open(pipe, os.O_RDWR)  # so that the writer need not wait for the reader
    os.write(keep, b"words")
    closing = threading.Timer(0.05, os.close, [keep])
    closing.start()
    (found,) = sources([str(pipe)])
    closing.join()
    assert isinstance(found, Source)
    assert found.data == b"words"
