"""``config.yaml``: read strictly, never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.config import SETTINGS, Config, load
from tui.layout.typesetting import Typesetting

FULL = """\
theme: paper
measure: 64
words_per_minute: 300
editor: nano -w
paragraphs: indented
spacing: 2
line_spacing: 2
justify: true
keys:
  block.next: n n
  export: [ctrl+e, x]
  help: []
  highlight.yellow: 9
"""


def write(folder: Path, text: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    data = text.encode() if isinstance(text, str) else text
    (folder / "config.yaml").write_bytes(data)
    return folder


def test_no_file_is_no_error(tmp_path: Path) -> None:
    assert load(tmp_path / "nowhere") == (Config(), ())


def test_every_setting_is_read(tmp_path: Path) -> None:
    config, errors = load(write(tmp_path, FULL))
    assert errors == ()
    assert (config.theme, config.measure, config.words_per_minute) == ("paper", 64, 300)
    assert config.editor == "nano -w"
    assert config.typesetting == Typesetting(justify=True, spacing=2, line_spacing=2, indented=True)
    assert config.keys == {
        "block.next": ("n n",), "export": ("ctrl+e", "x"), "help": (), "highlight.yellow": ("9",),
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "keys:\n"])
def test_an_empty_file_is_the_defaults(tmp_path: Path, text: str) -> None:
    assert load(write(tmp_path, text)) == (Config(), ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("measure: wide\n", "measure must be a number from 40 to 140"),
        ("measure: 4000\n", "measure must be a number from 40 to 140"),
        ("meassure: 80\n", "meassure is no setting; do you mean measure?"),
        ("hints: 3\n", "hints must be true or false"),
        ("zzz: 1\n", "zzz is no setting; there are theme"),
        ("justify: perhaps\n", "justify must be true or false"),
        ("paragraphs: wide\n", "paragraphs must be spaced or indented"),
        ("spacing: 9\n", "spacing must be a number from 0 to 4"),
        ("line_spacing: 3\n", "line_spacing must be a number from 1 to 2"),
        ("theme: [a]\n", "theme must be a text"),
        ("keys: j\n", "keys must be lines of the form"),
        ("keys:\n  top: {a: b}\n", "keys of top must be a key, a list of keys, or []"),
        ("- a\n", "it must hold lines of the form"),
        ("theme: [\n", "config.yaml"),
        (b"\xff\xfe\x00bad", "config.yaml"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_holds(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    config, errors = load(write(tmp_path, text))
    assert len(errors) == 1
    assert said in errors[0].message
    assert errors[0].hint
    assert errors[0].exit_code == 2
    assert config == Config()


def test_one_bad_setting_leaves_the_others(tmp_path: Path) -> None:
    config, errors = load(write(tmp_path, "measure: no\ntheme: ink\n"))
    assert config.theme == "ink"
    assert len(errors) == 1


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").mkdir()
    config, errors = load(tmp_path)
    assert config == Config()
    assert len(errors) == 1


def test_settings_have_help() -> None:
    assert {setting.name for setting in SETTINGS} == set(Config._fields)
    assert all(setting.help for setting in SETTINGS)


@pytest.mark.parametrize(("said", "wanted"), [("false", False), ("no", False), ("on", True)])
def test_first_steps_are_turned_on_and_off(tmp_path: Path, said: str, wanted: bool) -> None:
    config, errors = load(write(tmp_path, f"hints: {said}\n"))
    assert errors == ()
    assert config.hints is wanted
