"""``postil sync-setup`` and ``postil merge-file``, by themselves and called by git."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from store import annotation_file
from store.library import Library
from store.sync_setup import DRIVER
from tests.unit.cli.conftest import Postil

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")


def test_setting_up_adds_what_is_missing_and_nothing_else(library: Library, postil: Postil) -> None:
    home = library.folders.library
    (home / ".gitignore").write_bytes(b"# my own\n*.bak\n/trash/")
    ran = postil("sync-setup")
    assert ran.code == 0
    assert [row[:2] for row in ran.rows] == [
        [".gitattributes", "6"], [".gitignore", "4"], [".stignore", "4"],
    ]  # fmt: skip
    assert "merge.postil.driver" in ran.err
    assert f"git -C {home} init" in ran.err
    ignored = (home / ".gitignore").read_text()
    assert ignored.startswith("# my own\n*.bak\n/trash/\n# postil\n.*.tmp\n")
    assert ignored.count("/trash/") == 1
    before = {path.name: path.read_bytes() for path in home.glob(".[gs]*")}
    assert [row[:2] for row in postil("sync-setup").rows] == [
        [".gitattributes", "0"], [".gitignore", "0"], [".stignore", "0"],
    ]  # fmt: skip
    assert {path.name: path.read_bytes() for path in home.glob(".[gs]*")} == before


def test_setting_up_for_one_program_leaves_the_other(library: Library, postil: Postil) -> None:
    home = library.folders.library
    found = postil("sync-setup", "--syncthing", "--json").json
    assert [each["file"] for each in found["files"]] == [".stignore"]
    assert found["run"] == []
    assert not (home / ".gitattributes").exists()
    found = postil("sync-setup", "--git", "--json").json
    assert len(found["run"]) == 3
    (home / ".stignore").write_bytes(b"\xff\xfe")
    ran = postil("sync-setup")
    assert (ran.code, "not UTF-8" in ran.err) == (1, True)


def test_setting_up_is_shown_on_a_terminal(
    library: Library, postil: Postil, terminal: None
) -> None:
    assert ".stignore: 4 lines added" in postil("sync-setup", "--syncthing").out
    assert "as it should be" in postil("sync-setup", "--syncthing").out


def test_a_command_says_which_conflict_copy_it_has_merged(shelf: Library, postil: Postil) -> None:
    key = shelf.articles()[0].id
    shelf.mark(key, 0, 3)
    (path,) = shelf.folders.annotations.iterdir()
    path.with_name(f"{path.stem} 2.yaml").write_bytes(path.read_bytes())
    ran = postil("list", "--json")
    assert ran.err.startswith("merged a conflict copy of ")
    assert ran.err.endswith(": it had nothing new\n")
    assert len(ran.json) == 2
    assert postil("list").err == ""


def test_merging_files_by_hand(tmp_path: Path, postil: Postil) -> None:
    base, ours, theirs = (tmp_path / name for name in "abc")
    ours.write_bytes(b"quays: harbour\n")
    theirs.write_bytes(b"salt: road\n")
    ran = postil("merge-file", str(base), str(ours), str(theirs), "lists.yaml")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert sorted(ours.read_text().splitlines()) == ["quays: harbour", "salt: road"]
    before = ours.read_bytes()
    ran = postil("merge-file", str(base), str(ours), str(theirs), "articles/salt.md")
    assert (ran.code, "articles/salt.md is not merged" in ran.err) == (1, True)
    theirs.write_bytes(b"a: [")
    ran = postil("merge-file", str(base), str(ours), str(theirs))
    assert (ran.code, "theirs, line 2" in ran.err) == (1, True)
    assert ours.read_bytes() == before


def test_merging_loads_little(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).write_bytes(f"{name}: x\n".encode())
    code = "import sys; from tui.main import main; main(); print(*sys.modules)"
    args = [sys.executable, "-c", code, "merge-file", *(str(tmp_path / name) for name in "abc")]
    run = subprocess.run(args, capture_output=True, text=True, check=True)
    tops = {name.partition(".")[0] for name in run.stdout.split()}
    assert not tops & {"textual", "rich", "whoosh", "sqlite3", "markdown_it", "lxml"}
    assert "yaml" in tops


class Git:
    """A library in git, in a world of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._env = dict(os.environ) | {
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(home),
            "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
        }  # fmt: skip

    def __call__(self, *args: str, code: int = 0) -> str:
        run = subprocess.run(
            ["git", *args],
            cwd=self.home,
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == code, run.stdout + run.stderr
        return run.stdout + run.stderr


@needs_git
def test_git_merges_what_two_branches_marked(shelf: Library, postil: Postil) -> None:
    home = shelf.folders.library
    assert postil("sync-setup", "--git").code == 0
    git = Git(home)
    git("init", "-q", "-b", "main")
    driver = DRIVER.replace("postil", f"{sys.executable} -m tui.main", 1)
    git("config", "merge.postil.driver", driver)
    key = next(article.id for article in shelf.articles() if "orchard" in article.title)
    shelf.mark(key, 0, 3, note="before")
    git("add", "-A")
    git("commit", "-qm", "start")
    assert git("status", "--porcelain", "--ignored") == ""
    (path,) = home.glob("annotations/*.yaml")
    for branch, start in (("one", 4), ("two", 12)):
        git("checkout", "-q", "-b", branch, "main")
        with Library.open(shelf.folders) as library:
            (first, *_) = library.annotations(key).highlights
            library.mark(key, start, start + 6, note=branch)
            library.edit_highlight(key, first.id, tags=[branch])
            library.save_search(branch, "is:unread")
        git("add", "-A")
        git("commit", "-qm", branch)
    results = []
    for ours, theirs in (("one", "two"), ("two", "one")):
        git("checkout", "-q", "-b", f"{ours}-merged", ours)
        said = git("merge", "-q", "--no-edit", theirs)
        assert "CONFLICT" not in said
        results.append((path.read_bytes(), (home / "lists.yaml").read_bytes()))
    assert results[0] == results[1]
    merged = annotation_file.load(path)
    assert {h.note for h in merged.highlights} == {"before", "one", "two"}
    assert set(merged.highlights[0].tags) == {"one", "two"}
    assert {search.name for search in shelf.saved_searches()} == {"one", "two"}


@needs_git
def test_git_is_told_of_what_cannot_be_merged(shelf: Library, postil: Postil) -> None:
    home = shelf.folders.library
    postil("sync-setup", "--git")
    git = Git(home)
    git("init", "-q", "-b", "main")
    git(
        "config",
        "merge.postil.driver",
        DRIVER.replace("postil", f"{sys.executable} -m tui.main", 1),
    )
    lists = home / "lists.yaml"
    for branch, text in (("main", "a: b\n"), ("one", "a: c\n"), ("two", "a: [\n")):
        if branch != "main":
            git("checkout", "-q", "-b", branch, "main")
        lists.write_text(text)
        git("add", "-A")
        git("commit", "-qm", branch)
    git("checkout", "-q", "one")
    said = git("merge", "two", code=1)
    assert "CONFLICT" in said
    assert "theirs, line 2" in said
    assert lists.read_text() == "a: c\n"
