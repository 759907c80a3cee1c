from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import files
from store.errors import StoreError
from store.leftovers import find_left, sweep
from store.locks import try_lock

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions, links and signals")


def run_python(code: str, *arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_a_write_is_whole_private_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    stamp = files.write_atomic(path, b"one")
    assert path.read_bytes() == b"one"
    assert stamp == files.stamp(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.yaml"]


@posix
def test_a_file_keeps_the_permissions_it_has(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    files.write_atomic(path, b"one")
    path.chmod(0o644)
    files.write_atomic(path, b"two")
    assert path.stat().st_mode & 0o777 == 0o644


def test_every_write_has_a_later_stamp_whatever_the_clock_does(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    first = files.write_atomic(path, b"one")
    future = first.mtime_ns + 10**12
    os.utime(path, ns=(future, future))
    second = files.write_atomic(path, b"two")
    third = files.write_atomic(path, b"six")
    assert future < second.mtime_ns < third.mtime_ns
    assert files.stamp(path) == third


@posix
def test_a_symbolic_link_is_neither_read_nor_written_through(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"not yours")
    link = tmp_path / "a.md"
    link.symlink_to(secret)
    with pytest.raises(StoreError, match="symbolic link"):
        files.read_bytes(link, 100)
    assert files.list_folder(tmp_path, ".md") == []
    files.write_atomic(link, b"new")
    assert secret.read_bytes() == b"not yours"
    assert not link.is_symlink()


@posix
def test_a_named_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(StoreError, match="not a regular file"):
        files.read_bytes(tmp_path / "a.md", 100)
    assert files.list_folder(tmp_path, ".md") == []


def test_reading_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b"x" * 101)
    with pytest.raises(StoreError, match="larger than 100 bytes"):
        files.read_bytes(tmp_path / "big", 100)
    with pytest.raises(StoreError, match=r"cannot read none: it is not there"):
        files.read_bytes(tmp_path / "none", 100)
    with pytest.raises(StoreError, match="not there"):
        files.stamp(tmp_path / "none")
    assert files.find_stamp(tmp_path / "none") is None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EACCES, "permission denied"),
    ],
)
def test_a_failed_write_leaves_the_old_file_and_no_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    path = tmp_path / "a.yaml"
    files.write_atomic(path, b"old")

    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreError, match=f"cannot write a.yaml: {words}") as caught:
        files.write_atomic(path, b"new")
    assert caught.value.path == path
    assert caught.value.hint
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.yaml"]


def test_a_vanished_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gone" / "a.yaml"
    with pytest.raises(StoreError, match=r"the folder .*gone is not there"):
        files.write_atomic(path, b"x")
    with pytest.raises(StoreError, match=r"the folder .*gone is not there"), files.locked(path):
        pass
    assert files.list_folder(tmp_path / "gone", ".md") == []
    assert sweep(tmp_path / "gone") == 0


def test_a_folder_lists_its_own_files_only(tmp_path: Path) -> None:
    for name in ("b.md", "a.md", ".hidden.md", "c.txt"):
        (tmp_path / name).write_bytes(b"12")
    (tmp_path / "folder.md").mkdir()
    listed = files.list_folder(tmp_path, ".md")
    assert sorted(entry.name for entry in listed) == ["a.md", "b.md"]
    assert {entry.size for entry in listed} == {2}
    assert all(entry.mtime_ns == files.stamp(tmp_path / entry.name).mtime_ns for entry in listed)


def test_private_folders(tmp_path: Path) -> None:
    files.make_private_folder(tmp_path / "one" / "two")
    files.make_private_folder(tmp_path / "one" / "two")
    if sys.platform != "win32":
        assert (tmp_path / "one").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "one" / "two").stat().st_mode & 0o777 == 0o700
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError):
        files.make_private_folder(tmp_path / "file")
    with pytest.raises(StoreError):
        files.make_private_folder(tmp_path / "file" / "below")


def test_a_kept_copy_replaces_no_other(tmp_path: Path) -> None:
    copies = [
        files.keep_copy(tmp_path / "a.md", content, tmp_path / "trash")
        for content in (b"one", b"two")
    ]
    assert [copy.read_bytes() for copy in copies] == [b"one", b"two"]
    assert all(copy.name.startswith("a.") and copy.suffix == ".md" for copy in copies)


def test_a_line_is_added_after_a_broken_one(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    files.append_line(path, b"one")
    with path.open("ab") as file:
        file.write(b"brok")
    files.append_line(path, b"two")
    assert path.read_bytes() == b"one\nbrok\ntwo\n"


# -- locks and crashes ----------------------------------------------------------------------------


def test_a_lock_is_not_shared_between_threads_and_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    inside = 0
    worst = 0

    def work() -> None:
        nonlocal inside, worst
        for _ in range(20):
            with files.locked(path):
                inside += 1
                worst = max(worst, inside)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert worst == 1
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_is_held_is_waited_for_and_then_said(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    holder = run_python(
        """
        import sys
        from pathlib import Path
        from store import files
        with files.locked(Path(sys.argv[1])):
            print("held", flush=True)
            sys.stdin.readline()
        """,
        path,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == b"held"
    with pytest.raises(StoreError, match="another process"), files.locked(path, seconds=0.02):
        pass
    assert find_left(tmp_path) == []
    assert sweep(tmp_path) == 0
    holder.communicate(b"\n")
    with files.locked(path, seconds=5):
        pass


def test_two_processes_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "list"
    files.write_atomic(path, b"")
    code = """
        import sys
        from pathlib import Path
        from store import files
        path = Path(sys.argv[1])
        sys.stdin.readline()
        for number in range(40):
            with files.locked(path):
                data = files.read_bytes(path, 10**6)
                files.write_atomic(path, data + f"{sys.argv[2]}{number}\\n".encode(), durable=False)
        """
    workers = [run_python(code, path, name) for name in "ab"]
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write(b"\n")
        worker.stdin.flush()
    for worker in workers:
        worker.communicate(timeout=60)
        assert worker.returncode == 0
    lines = path.read_text().split()
    assert sorted(lines) == sorted(f"{name}{number}" for name in "ab" for number in range(40))
    assert [entry.name for entry in tmp_path.iterdir()] == ["list"]


@posix
def test_kill_9_leaves_a_whole_file_and_only_what_a_sweep_removes(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    contents = {bytes([letter]) * 200_000 for letter in b"xy"}
    files.write_atomic(path, b"x" * 200_000)
    code = """
        import itertools, sys
        from pathlib import Path
        from store import files
        path = Path(sys.argv[1])
        for turn in itertools.count():
            with files.locked(path):
                files.write_atomic(path, b"xy"[turn % 2: turn % 2 + 1] * 200_000)
            if turn % 4 == 0:
                print("go", flush=True)
        """
    for turn in range(5):
        writer = run_python(code, path)
        assert writer.stdout is not None
        for _ in range(turn + 1):
            writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        assert path.read_bytes() in contents
    sweep(tmp_path)
    with files.locked(path, seconds=1):  # a lock file that was left is no lock
        files.write_atomic(path, b"new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.yaml"]


@posix
def test_a_sweep_leaves_what_is_being_written(tmp_path: Path) -> None:
    living = tmp_path / ".a.yaml.0123abcd.tmp"
    dead = tmp_path / ".b.yaml.0123abcd.tmp"
    other = tmp_path / "mine.tmp"
    for path in (living, dead, other):
        path.write_bytes(b"x")
    with living.open("r+b") as file:
        assert try_lock(file.fileno())
        assert find_left(tmp_path) == [dead]
        assert sweep(tmp_path) == 1
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [living.name, other.name]


@posix
def test_a_temporary_file_that_was_swept_away_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    write = files._write_temp
    turns = []

    def swept(temp: Path, *arguments: object, **named: object) -> files.Stamp:
        stamp = write(temp, *arguments, **named)  # type: ignore[arg-type]
        turns.append(temp)
        if len(turns) < 3:
            temp.unlink()
        return stamp

    monkeypatch.setattr(files, "_write_temp", swept)
    assert files.write_atomic(path, b"x") == files.stamp(path)
    assert len(turns) == 3


# -- names ----------------------------------------------------------------------------------------


def test_names_say_what_is_inside() -> None:
    assert files.safe_name("Härbour Lights: a *story*", "k7f3q9x2mv") == (
        "harbour-lights-a-story-k7f3q9x2mv"
    )
    assert files.safe_name("港の灯", "k7f3q9x2mv") == "article-k7f3q9x2mv"
    assert files.safe_name("CON", "k7f3q9x2mv") == "con-k7f3q9x2mv"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_names_are_safe(title: str) -> None:
    name = files.safe_name(title, "k7f3q9x2mv")
    slug = name.removesuffix("-k7f3q9x2mv")
    assert 0 < len(slug) <= 60
    assert all(c in "abcdefghijklmnopqrstuvwxyz0123456789-" for c in slug)
    assert not slug.startswith("-")
    assert not slug.endswith("-")
