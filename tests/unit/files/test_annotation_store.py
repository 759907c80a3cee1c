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
from store.errors import ChangedMeanwhileError, ConflictError, DamagedFileError, StoreError
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


def test_processes_keep_each_others_edits(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    code = """
        import sys
        from dataclasses import replace
        from pathlib import Path
        from store.annotation_store import update_annotations
        path, known = Path(sys.argv[1]), None
        for number in range(50):
            tag = f"{sys.argv[2]}{number}"
            known = update_annotations(
                path, lambda now: replace(now, article="abc", tags=(*now.tags, tag)), known
            )
        """
    workers = [
        subprocess.Popen([sys.executable, "-c", textwrap.dedent(code), str(path), name])
        for name in "abcd"
    ]
    assert [worker.wait(60) for worker in workers] == [0] * 4
    tags = annotation_file.load(path).tags
    assert len(tags) == 200
    assert sorted(tags) == sorted(f"{name}{number}" for name in "abcd" for number in range(50))


def put(path: Path, note: str) -> None:
    """Write as a program does that knows no locks of ours: a file beside it, then a rename."""
    beside = path.with_name("beside")
    beside.write_bytes(annotation_file.render(Annotations("abc", note=note)))
    beside.replace(path)


@pytest.mark.parametrize("there", [True, False])
def test_what_comes_between_reading_and_writing_is_edited_in_its_turn(
    tmp_path: Path, there: bool
) -> None:
    path = tmp_path / "x.yaml"
    known = update_annotations(path, noted("a"), None) if there else None
    seen = []

    def edit(present: Annotations) -> Annotations:
        seen.append(present.note)
        if len(seen) < 3:
            put(path, f"theirs {len(seen)} ")
        return noted("b")(present)

    stamp, present = update_annotations(path, edit, known)
    assert seen == ["a" if there else "", "theirs 1 ", "theirs 2 "]
    assert present.note == "theirs 2 b"
    assert annotation_file.load(path) == present
    assert files.stamp(path) == stamp
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.yaml"]


def test_a_file_that_changes_all_the_time_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    seen = []

    def edit(present: Annotations) -> Annotations:
        seen.append(present.note)
        put(path, f"theirs {len(seen)}")
        return noted("b")(present)

    with pytest.raises(ChangedMeanwhileError, match="another program"):
        update_annotations(path, edit, None)
    assert annotation_file.load(path).note == f"theirs {len(seen)}"
    path.unlink()
    with pytest.raises(ChangedMeanwhileError):
        files.write_atomic(path, b"x", since=files.Stamp(1, 1, 1))
    assert list(tmp_path.iterdir()) == []


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
