"""The texts that highlights are anchored in: kept, believed only by their hash, swept late."""

from __future__ import annotations

import gzip
import hashlib
import os
import stat
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import files, old_texts
from store.errors import StoreError
from store.folders import Folders

TEXT = "The lamps went out.\n\nThe town kept its own time. 🕯️\n"
DAY = 86_400


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def aged(path: Path, days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the file had come here so long ago: time goes on, since nobody can set its ctime."""
    now = time.time_ns() + days * DAY * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: now)
    assert path.exists()


def test_a_text_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    assert old_texts.find(folder, sha(TEXT)) is None
    assert not old_texts.is_kept(folder, sha(TEXT))
    old_texts.keep(folder, sha(TEXT), TEXT)
    assert old_texts.is_kept(folder, sha(TEXT))
    assert old_texts.find(folder, sha(TEXT)) == TEXT
    (path,) = folder.iterdir()
    assert path.name == f"{sha(TEXT)}.txt.gz"
    assert gzip.decompress(path.read_bytes()).decode() == TEXT
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_bytes_depend_on_the_text_alone(tmp_path: Path) -> None:
    old_texts.keep(tmp_path / "a", sha(TEXT), TEXT)
    data = (tmp_path / "a" / f"{sha(TEXT)}.txt.gz").read_bytes()
    assert data[:10] == b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # no flags, no time, no system
    old_texts.keep(tmp_path / "b", sha(TEXT), TEXT)
    assert (tmp_path / "b" / f"{sha(TEXT)}.txt.gz").read_bytes() == data


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(tmp_path: Path, text: str) -> None:
    old_texts.keep(tmp_path, sha(text), text)
    assert old_texts.find(tmp_path, sha(text)) == text


def test_what_is_there_is_not_written_again(tmp_path: Path) -> None:
    old_texts.keep(tmp_path, sha(TEXT), TEXT)
    path = tmp_path / f"{sha(TEXT)}.txt.gz"
    before = files.stamp(path)
    old_texts.keep(tmp_path, sha(TEXT), TEXT)
    assert files.stamp(path) == before


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no gzip",
        gzip.compress(b"another text"),
        gzip.compress(TEXT.encode())[:-9],
        gzip.compress(b"\xff\xfe"),
        gzip.compress(bytes(200_000_000), 1),
    ],
    ids=["empty", "not gzip", "wrong hash", "cut", "not UTF-8", "a bomb"],
)
def test_what_is_not_the_text_is_as_good_as_absent(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / f"{sha(TEXT)}.txt.gz"
    path.write_bytes(data)
    assert old_texts.find(tmp_path, sha(TEXT)) is None
    assert not old_texts.is_kept(tmp_path, sha(TEXT))
    old_texts.keep(tmp_path, sha(TEXT), TEXT)
    assert old_texts.find(tmp_path, sha(TEXT)) == TEXT, "written anew"
    path.write_bytes(data)
    assert not old_texts.is_kept(tmp_path, sha(TEXT)), "damaged since"


def test_a_name_from_a_file_never_leads_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "secret.txt.gz").write_bytes(gzip.compress(b"secret"))
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("../secret", str(tmp_path / "secret"), "", "A" * 64, sha(TEXT) + "\n"):
        assert old_texts.find(folder, name) is None
        assert not old_texts.is_kept(folder, name)
    (folder / f"{sha('secret')}.txt.gz").symlink_to(tmp_path / "secret.txt.gz")
    assert old_texts.find(folder, sha("secret")) is None


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "texts").write_text("a file is in the way")
    with pytest.raises(StoreError):
        old_texts.keep(tmp_path / "texts", sha(TEXT), TEXT)
    assert old_texts.find(tmp_path / "texts", sha(TEXT)) is None


# -- sweeping -------------------------------------------------------------------------------------


@pytest.fixture
def kept(folders: Folders) -> Path:
    for folder in (folders.annotations, folders.trash, folders.state):
        folder.mkdir(parents=True)
    old_texts.keep(folders.texts, sha(TEXT), TEXT)
    return folders.texts / f"{sha(TEXT)}.txt.gz"


def test_a_text_that_nothing_needs_goes_after_ninety_days(
    folders: Folders, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert old_texts.sweep(folders) == 0
    aged(kept, old_texts.KEPT_DAYS - 1, monkeypatch)
    assert old_texts.unneeded(folders) == []
    aged(kept, 2, monkeypatch)
    (folders.texts / "notes.txt.gz").write_bytes(b"not ours")
    os.utime(folders.texts / "notes.txt.gz", (0, 0))
    assert old_texts.unneeded(folders) == [kept]
    assert old_texts.sweep(folders) == 1
    assert [path.name for path in folders.texts.iterdir()] == ["notes.txt.gz"]


@pytest.mark.parametrize(
    "where",
    ["library/annotations/a-x.yaml", "library/annotations/a-x.sync-conflict-1.yaml",
     "library/annotations/a-x.bad", "library/trash/a.20260101T000000Z-00ff00.yaml",
     "state/history.jsonl"],
)  # fmt: skip
def test_a_text_that_anything_names_stays(
    folders: Folders, kept: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    naming = folders.library.parent / where
    naming.write_bytes(b"\xff: [broken\n  text: '" + sha(TEXT).encode() + b"'\n")
    aged(kept, 1000, monkeypatch)
    assert old_texts.unneeded(folders) == []
    assert old_texts.sweep(folders) == 0
    naming.unlink()
    assert old_texts.sweep(folders) == 1


def test_what_came_by_a_sync_today_is_young(
    folders: Folders, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(kept, (0, 0))  # it has the time that it had on the other machine
    assert old_texts.unneeded(folders) == []
    aged(kept, 1000, monkeypatch)
    assert old_texts.unneeded(folders) == [kept]


def test_one_that_is_used_again_is_young(
    folders: Folders, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(kept, (0, 0))
    assert not old_texts.is_kept(folders.texts, sha(TEXT))
    old_texts.keep(folders.texts, sha(TEXT), TEXT)
    assert old_texts.is_kept(folders.texts, sha(TEXT))
    assert kept.stat().st_mtime > time.time() - DAY
