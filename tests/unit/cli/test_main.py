"""The one place where errors become words and exit codes."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from store.errors import ConflictError, DamagedFileError, NotFoundError, PostilError, UsageError
from tui import main as entry
from tui.cli.options import Session
from tui.report import LIMIT, LOG, report

Fails = Callable[[BaseException], int]


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch) -> Fails:
    """Runs a command that fails so; the exit code."""

    def run(error: BaseException) -> int:
        def broken(self: Session) -> object:
            raise error

        monkeypatch.setattr(Session, "open", broken)
        return entry.main(["reindex"])

    return run


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (PostilError("it failed", hint="do this"), 1, "postil: it failed\n  do this\n"),
        (UsageError("no"), 2, "postil: no\n"),
        (NotFoundError("gone"), 3, "postil: gone\n"),
        (
            ConflictError("two", candidates=("one", "other"), hint="choose"),
            4,
            "postil: two\n  one\n  other\n  choose\n",
        ),
        (
            DamagedFileError("bad \x1b[31mkey", path=Path("/l/a.yaml"), line=3),
            1,
            "postil: bad key (/l/a.yaml:3)\n",
        ),
        (OSError(errno.ENOSPC, "No space left on device"), 1, "postil: No space left on device\n"),
        (PermissionError(errno.EACCES, "denied", "/f"), 1, "postil: denied: /f\n"),
    ],
)
def test_errors_become_words(
    fails: Fails, capsys: pytest.CaptureFixture[str], error: Exception, code: int, said: str
) -> None:
    assert fails(error) == code
    captured = capsys.readouterr()
    assert captured.err == said
    assert captured.out == ""


def test_a_bug_is_a_short_report_and_a_log(
    fails: Fails, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert fails(KeyError("secret words")) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "secret" not in said, "what the user reads is not for a report"
    assert "KeyError in tui/cli/reindex.py:" in said
    log = Path(said.rsplit("full: ", 1)[1].strip())
    assert log.is_relative_to(tmp_path / "state")
    assert "Traceback" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_an_interrupt(fails: Fails, capsys: pytest.CaptureFixture[str]) -> None:
    assert fails(KeyboardInterrupt()) == 130
    assert "interrupted" in capsys.readouterr().err


def test_wrong_usage_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    for args, said in (
        (["lst"], "postil: No such command 'lst'. Did you mean 'list'? See postil --help\n"),
        (["tag"], "postil: Missing command. See postil tag --help\n"),
        (
            ["list", "--status"],
            "postil: Option '--status' requires an argument. See postil list --help\n",
        ),
        (["undo", "--nope"], "postil: No such option '--nope'. See postil undo --help\n"),
        (["search"], "postil: Missing argument 'QUERY...'. See postil search --help\n"),
    ):
        assert entry.main(args) == 2
        captured = capsys.readouterr()
        assert captured.err == said
        assert captured.out == ""


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("postil ")
    assert entry.main(["--help"]) == 0
    assert "search" in capsys.readouterr().out


def test_the_log_starts_anew_when_it_is_large(tmp_path: Path) -> None:
    log = tmp_path / LOG
    log.write_bytes(b"x" * (LIMIT + 1))
    report(ValueError("v"), "postil list", tmp_path)
    assert log.stat().st_size < LIMIT
    assert (tmp_path / "postil.log.1").stat().st_size > LIMIT


def test_a_log_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    lines = report(ValueError("v"), "postil list", tmp_path / "file")
    assert "there is no log" in lines[-1]
