from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from store import annotation_file, annotation_store, files
from store.annotation_store import update_annotations
from store.errors import ConflictError, DamagedFileError, StoreError
from store.files import NO_FILE
from store.model import Annotations


def noted(note: str) -> Callable[[Annotations], Annotations]:
    return lambda present: replace(present, article="abc", note=present.note + note)


def test_the_first_edit_makes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    stamp, written = update_annotations(path, noted("a"), None)
    assert written.note == "a"
    assert annotation_file.load(path) == written
    assert files.stamp(path) == stamp


def test_no_change_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    stamp, present = update_annotations(path, lambda present: present, None)
    assert (stamp, present.article) == (NO_FILE, "")
    assert list(tmp_path.iterdir()) == []
    known = update_annotations(path, noted("a"), None)
    assert update_annotations(path, replace, known) == known  # an equal copy


def test_what_is_known_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.yaml"
    known = update_annotations(path, noted("a"), None)
    monkeypatch.setattr(files, "read_stamped", None)
    _, present = update_annotations(path, noted("b"), known)
    assert present.note == "ab"


def test_an_edit_is_made_to_what_is_really_there(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    stale = update_annotations(path, noted("a"), None)
    update_annotations(path, noted("b"), stale)
    _, present = update_annotations(path, noted("c"), stale)
    assert present.note == "abc"
    path.unlink()
    _, present = update_annotations(path, noted("d"), stale)
    assert present.note == "d"


@pytest.mark.parametrize("data", [b"", b"a: [", b"\xff\xfe", b"article: {id: abc}\ntags: {}\n"])
def test_a_damaged_file_is_never_written_over(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.yaml"
    known = update_annotations(path, noted("a"), None)
    path.write_bytes(data)
    for before in (known, None):
        with pytest.raises(DamagedFileError):
            update_annotations(path, noted("b"), before)
    assert path.read_bytes() == data
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.yaml"]


def test_a_later_schema_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    data = b"schema: 2\narticle: {id: abc}\n"
    path.write_bytes(data)
    with pytest.raises(StoreError, match="later postil"):
        update_annotations(path, noted("b"), None)
    with pytest.raises(StoreError, match="later postil"):
        update_annotations(path, lambda present: Annotations("abc", note="b"), None)
    assert path.read_bytes() == data


def test_what_an_edit_raises_passes_through_and_lets_the_lock_go(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"

    def refuse(present: Annotations) -> Annotations:
        raise ConflictError("no")

    with pytest.raises(ConflictError):
        update_annotations(path, refuse, None)
    with pytest.raises(StoreError, match="no article"):
        update_annotations(path, lambda present: replace(present, note="x"), None)
    assert list(tmp_path.iterdir()) == []


def test_two_processes_keep_each_others_edits(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    code = """
        import sys
        from dataclasses import replace
        from pathlib import Path
        from store.annotation_store import update_annotations
        path, known = Path(sys.argv[1]), None
        for number in range(25):
            tag = f"{sys.argv[2]}{number}"
            known = update_annotations(
                path, lambda now: replace(now, article="abc", tags=(*now.tags, tag)), known
            )
        """
    workers = [
        subprocess.Popen([sys.executable, "-c", textwrap.dedent(code), str(path), name])
        for name in "ab"
    ]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    tags = annotation_file.load(path).tags
    assert sorted(tags) == sorted(f"{name}{number}" for name in "ab" for number in range(25))


def test_the_lock_is_held_during_the_edit(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"

    def edit(present: Annotations) -> Annotations:
        with (
            pytest.raises(StoreError, match="another process"),
            files.locked(path, seconds=0),
        ):
            pass
        return replace(present, article="abc")

    assert annotation_store.update_annotations(path, edit, None)[1].article == "abc"
