"""Progress: nothing in the first second, nothing where nobody sees it, gone at the end."""

from __future__ import annotations

import io

import pytest

from tui.cli.cells import width
from tui.cli.progress import Bar, picture, progress


def test_a_short_job_shows_nothing() -> None:
    stream, now = io.StringIO(), [0.0]
    bar = Bar(stream, clock=lambda: now[0])
    bar(1, 10, "articles")
    now[0] = 0.9
    bar(9, 10, "articles")
    bar.clear()
    assert stream.getvalue() == ""


def test_a_long_job_shows_a_bar_and_clears_it() -> None:
    stream, now = io.StringIO(), [0.0]
    bar = Bar(stream, clock=lambda: now[0])
    now[0] = 1.5
    bar(5, 10, "articles")
    shown = stream.getvalue()
    assert "5/10 articles" in shown
    now[0] = 1.55
    bar(6, 10, "articles")
    assert stream.getvalue() == shown, "at most ten pictures a second"
    bar.clear()
    assert stream.getvalue().endswith(" \r")


@pytest.mark.parametrize(("done", "total"), [(0, 0), (7, 0), (0, 10), (10, 10), (12, 10)])
def test_a_picture_is_as_wide_as_asked(done: int, total: int) -> None:
    assert width(picture(done, total, "articles", 60)) == 60


def test_without_a_terminal_there_is_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    with progress() as report:
        assert report is None
    assert stream.getvalue() == ""


def test_beside_lines_on_a_terminal_there_is_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setattr("sys.stdout", Terminal())
    with progress(beside_output=True) as report:
        assert report is None
    with progress() as report:
        assert report is not None
