"""export, doctor, reindex, themes, config, read, demo."""

from __future__ import annotations

import json
import os
import stat
import time
from pathlib import Path

import pytest

from store import old_texts
from store.folders import Folders
from store.hashing import sha256
from store.library import Library
from tests.unit.cli.conftest import Postil
from tui import launch
from tui.cli import demo


@pytest.fixture
def marked(shelf: Library) -> Library:
    for article in shelf.articles():
        shelf.mark(article.id, 0, 12, tags=["idea"])
    return shelf


def test_export_to_stdout(postil: Postil, marked: Library) -> None:
    assert "#idea" in postil("export").out
    data = postil("export", "--format", "json").json
    assert data == postil("export", "--json").json
    assert len(data["highlights"]) == 2
    assert len(postil("export", "kettle", "--json").json["articles"]) == 1
    assert postil("export", "--format", "csv", "--output", "-").out.count("\n") >= 3
    assert postil("export", "--format", "clay").code in (2, 3)


def test_an_export_leaves_out_what_cannot_be_read(
    postil: Postil, marked: Library, tmp_path: Path
) -> None:
    ferry, orchard = sorted(marked.folders.annotations.iterdir())
    for form in (["--format", "csv"], ["--json"], ["--output", f"{tmp_path / 'out'}/"]):
        assert postil("export", *form).code == 0
    whole = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    ferry.write_bytes(b"schema: 1\nnote: [\n")
    for form in (["--format", "csv"], ["--json"], ["--output", f"{tmp_path / 'out'}/"]):
        ran = postil("export", *form)
        assert ran.code == 1
        assert "left out: Notes from the night ferry" in ran.err
        assert ran.err.count(ferry.name) == 1, "what is wrong is said once"
        assert not ran.out or "orchard" in ran.out
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == whole
    assert orchard.is_file()


def test_an_export_is_for_others_unless_its_user_says_no(
    postil: Postil, marked: Library, tmp_path: Path
) -> None:
    for mask, mode in ((0o022, 0o644), (0o077, 0o600)):
        before = os.umask(mask)
        try:
            assert postil("export", "--output", str(tmp_path / f"{mask}.md")).code == 0
        finally:
            os.umask(before)
        assert stat.S_IMODE((tmp_path / f"{mask}.md").stat().st_mode) == mode


def test_what_cannot_be_read_is_said_by_each_command(postil: Postil, marked: Library) -> None:
    ferry, _ = sorted(marked.folders.annotations.iterdir())
    ferry.write_bytes(b"schema: 1\n\tnote: x\n")
    for args in (["list"], ["highlights"], ["search", "kettle"], ["tag", "list"]):
        ran = postil(*args)
        assert ran.code == 0
        assert ran.out
        assert f"{ferry.name}, line 2, column 1" in ran.err
        assert "postil doctor" in ran.err
    article = next(a for a in marked.articles() if "ferry" in a.title)
    ran = postil("status", article.id, "done")
    assert ran.code == 1
    assert ran.err.count(ferry.name) == 1
    for name in "abcd":
        (ferry.parent / f"{name}.yaml").write_bytes(b"[")
    assert "2 more cannot be read" in postil("list").err


def test_doctor_removes_old_texts_that_nothing_needs(
    postil: Postil, marked: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_texts.keep(marked.folders.texts, sha := sha256(b"old").hexdigest(), "old")
    stray = marked.folders.texts / f"{sha}.txt.gz"
    assert postil("doctor").code == 0
    later = time.time_ns() + 91 * 86_400 * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: later)
    assert "1 old text that nothing needs any more" in postil("doctor").out
    postil("doctor", "--fix")
    assert not stray.exists()
    assert len(list(marked.folders.texts.iterdir())) == 2
    assert postil("doctor").code == 0


def test_export_lists_its_formats(postil: Postil) -> None:
    names = [item["name"] for item in postil("export", "--list", "--json").json]
    assert {"markdown", "json", "csv"} <= set(names)
    assert [row[0] for row in postil("export", "--list").rows] == names


def test_export_to_a_folder_is_updated_in_place(
    postil: Postil, marked: Library, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ran = postil("export", "--output", f"{out}/")
    assert ran.out == ""
    assert "2 files, 2 written" in ran.err
    files = {path: path.stat().st_ino for path in out.iterdir()}
    assert {path.suffix for path in files} == {".md"}
    assert "0 written, 2 up to date" in postil("export", "--output", str(out)).err
    assert {path: path.stat().st_ino for path in out.iterdir()} == files
    marked.edit_article(marked.articles()[0].id, note="new")
    assert "1 written, 1 up to date" in postil("export", "--output", str(out)).err


def test_export_to_a_file(postil: Postil, marked: Library, tmp_path: Path) -> None:
    path = tmp_path / "all.json"
    assert "written" in postil("export", "--json", "--output", str(path)).err
    assert len(json.loads(path.read_text(encoding="utf-8"))["highlights"]) == 2
    assert "up to date" in postil("export", "--json", "--output", str(path)).err
    assert postil("export", "--output", str(tmp_path / "no" / "folder.md")).code == 1
    assert postil("export", "--output", f"{path}/").code == 1


def test_doctor(postil: Postil, shelf: Library) -> None:
    ran = postil("doctor")
    assert (ran.code, ran.out) == (0, "")
    assert "nothing is wrong" in ran.err
    path = next(shelf.folders.annotations.iterdir(), shelf.folders.annotations / "stray-abc.yaml")
    path.write_text("[broken\n", encoding="utf-8")
    ran = postil("doctor", "--json")
    assert ran.code == 1
    keys = {"code", "what", "repair", "article", "severity", "repaired"}
    assert all(set(each) == keys for each in ran.json)
    assert {each["code"] for each in ran.json} == {"unreadable"}
    assert postil("doctor", "--fix").code == 1
    path.unlink()
    assert postil("doctor").code == 0


def test_doctor_parts_what_must_be_seen_to_from_what_is_worth_knowing(
    postil: Postil, shelf: Library
) -> None:
    first, second = shelf.articles()
    shelf.edit_article(first.id, tags=["Coast"])
    shelf.edit_article(second.id, tags=["coast", "cöast"])
    ran = postil("doctor")
    assert ran.code == 0
    assert [row[:2] for row in ran.rows] == [["note", "tags"], ["note", "tags"]]
    before = postil("tag", "list").out
    ran = postil("doctor", "--fix", "--dry-run")
    assert [row[0] for row in ran.rows] == ["would repair"]
    assert "nothing was changed; 1 more that only you can settle" in ran.err
    assert postil("tag", "list").out == before
    ran = postil("doctor", "--fix")
    assert (ran.code, [row[0] for row in ran.rows]) == (0, ["repaired", "note"])
    assert "Coast" not in postil("tag", "list").out
    assert postil("undo").code == 0
    assert postil("tag", "list").out == before
    shelf.folders.articles.chmod(0o755)
    assert postil("doctor").code == 1
    assert [each["repaired"] for each in postil("doctor", "--dry-run", "--json").json] == [
        False, False,
    ]  # fmt: skip
    assert postil("doctor", "--fix").code == 0
    assert postil("doctor").code == 0


def test_doctor_on_a_terminal(
    postil: Postil, shelf: Library, terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    shelf.folders.articles.chmod(0o755)
    ran = postil("doctor")
    assert (
        "✗ articles can be read by others\n  --fix: make it readable by its owner only" in ran.out
    )
    assert "--dry-run shows" in ran.err
    assert "✓ articles can be read" in postil("doctor", "--fix").out


def test_reindex(postil: Postil, shelf: Library) -> None:
    assert postil("reindex", "--json").json == {"articles": 2}
    assert postil("reindex").err == "2 articles\n"
    assert len(postil("list").rows) == 2


def test_themes(postil: Postil, folders: Folders) -> None:
    assert {"paper", "ink", "contrast", "mono"} <= {row[0] for row in postil("themes").rows}
    assert [row[:2] for row in postil("themes").rows if row[1]] == [["ink", "in use"]]
    folders.config.mkdir(parents=True)
    (folders.config / "config.yaml").write_text("theme: contrast\n", encoding="utf-8")
    used = [item["name"] for item in postil("themes", "--json").json if item["used"]]
    assert used == ["contrast"]


def test_a_broken_theme_is_said(postil: Postil, folders: Folders) -> None:
    (folders.config / "themes").mkdir(parents=True)
    (folders.config / "themes" / "mine.yaml").write_text("title: [\n", encoding="utf-8")
    ran = postil("themes")
    assert ran.code == 2
    assert "mine" in ran.err
    assert {"paper", "ink"} <= {row[0] for row in ran.rows}


def test_config_names_keys_and_a_theme_that_cannot_be_used(
    postil: Postil, folders: Folders
) -> None:
    folders.config.mkdir(parents=True)
    text = "theme: papper\nkeys: {block.nxt: j, export: G}\n"
    (folders.config / "config.yaml").write_text(text, encoding="utf-8")
    ran = postil("config")
    assert ran.code == 2
    for words in ("block.nxt is no command", "export: G is the same as G", "papper"):
        assert words in ran.err
    assert "papper" in ran.out


def test_config_lists_the_commands_and_their_keys(postil: Postil, folders: Folders) -> None:
    folders.config.mkdir(parents=True)
    (folders.config / "config.yaml").write_text("keys: {copy: Y}\n", encoding="utf-8")
    assert "copy\tY\tCopy the focus\n" in postil("config", "keys").out
    found = {each["command"]: each for each in postil("config", "keys", "--json").json}
    assert found["copy"]["keys"] == ["Y"]
    assert "list" in found["undo"]["where"]


def test_config(postil: Postil, folders: Folders) -> None:
    shown = postil("config", "--json").json
    assert shown["folders"]["library"] == str(folders.library)
    assert shown["settings"]["measure"] == 72
    assert postil("config", "path").out == f"{folders.config / 'config.yaml'}\n"
    assert "path" in postil("config", "path", "--json").json
    folders.config.mkdir(parents=True)
    (folders.config / "config.yaml").write_text(
        "measure: 60\nkeys:\n  nothing: x\nwidht: 3\n", encoding="utf-8"
    )
    ran = postil("config")
    assert ran.code == 2
    assert ["measure", "60"] in [row[:2] for row in ran.rows]
    assert "widht" in ran.err


def test_library_is_taken_before_and_after_a_command(postil: Postil, tmp_path: Path) -> None:
    other = str(tmp_path / "other")
    for args in (
        ["--library", other, "config", "--json"],
        ["config", "--json", "--library", other],
    ):
        assert postil(*args).json["folders"]["library"] == other
    assert postil("--library", "", "config").code == 2


class Opened:
    """Stands where the app is, and remembers how it was opened."""

    def __init__(self) -> None:
        self.calls: list[tuple[Folders, str | None, str | None, str | None]] = []
        self.titles: list[str] = []

    def __call__(
        self, library: Library, article: str | None, at: str | None, theme: str | None
    ) -> int:
        self.calls.append((library.folders, article, at, theme))
        self.titles = [found.title for found in library.articles()]
        return 0


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    stand_in = Opened()
    for module in (launch, demo):
        monkeypatch.setattr(module, "run_app", stand_in)
        monkeypatch.setattr(module, "need_terminal", lambda: None)
    return stand_in


def test_the_reader_needs_a_terminal(postil: Postil) -> None:
    for args in ([], ["read"], ["demo"]):
        ran = postil(*args)
        assert ran.code == 1
        assert "needs a terminal" in ran.err


def test_postil_alone_fills_an_empty_library(postil: Postil, opened: Opened) -> None:
    assert postil().code == 0
    assert len(opened.titles) > 1
    assert postil().code == 0
    assert len(opened.calls) == 2


def test_read_resolves_what_it_is_given(postil: Postil, opened: Opened, marked: Library) -> None:
    article, mark = marked.highlights()[0]
    assert postil("read", article.id[:7], "--theme", "paper").code == 0
    assert opened.calls[-1][1:] == (article.id, None, "paper")
    assert postil("read", "--at", mark.id).code == 0
    assert opened.calls[-1][1:3] == (article.id, mark.id)
    other = next(a.id for a in marked.articles() if a.id != article.id)
    assert postil("read", other, "--at", mark.id).code == 2
    assert postil("read", "zzz").code == 3
    assert postil("read", "--theme", "nope").code == 2
    assert len(opened.calls) == 2


def test_demo_leaves_nothing_behind(postil: Postil, opened: Opened, folders: Folders) -> None:
    assert postil("demo").code == 0
    used = opened.calls[0][0]
    assert used.config == folders.config
    assert len(opened.titles) > 1
    assert not used.library.exists()
    assert not folders.library.exists()
