"""A theme comes from the cache only while the files it was made of are the same."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from themes.load import load as read
from themes.theme import ThemeError
from tui import kept_theme


def test_it_is_read_once_and_equal(tmp_path: Path) -> None:
    first = kept_theme.load("ink", None, tmp_path)
    assert first == read("ink", None)
    with patch("themes.load.load", side_effect=AssertionError):
        assert kept_theme.load("ink", None, tmp_path) == first
    assert kept_theme.load("paper", None, tmp_path) == read("paper", None)


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    own = tmp_path / "themes"
    own.mkdir()
    path = own / "mine.yaml"
    path.write_text("title: Mine\nextends: ink\n", encoding="utf-8")
    assert kept_theme.load("mine", own, tmp_path).title == "Mine"
    path.write_text("title: Mine too\nextends: ink\n", encoding="utf-8")
    assert kept_theme.load("mine", own, tmp_path).title == "Mine too"
    path.write_text("title: [", encoding="utf-8")
    with pytest.raises(ThemeError):
        kept_theme.load("mine", own, tmp_path)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"stamp": null}', b"\xff", b"null"])
def test_a_damaged_cache_does_no_harm(tmp_path: Path, content: bytes) -> None:
    kept_theme.load("ink", None, tmp_path)
    (tmp_path / "theme.json").write_bytes(content)
    assert kept_theme.load("ink", None, tmp_path) == read("ink", None)


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    assert kept_theme.load("ink", None, tmp_path / "none") == read("ink", None)
