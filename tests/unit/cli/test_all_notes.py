"""note --all, --print and --apply: all annotations of an article as one text."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library
from store.model import Highlight
from tests.editors import editor
from tests.unit.cli.conftest import Postil

KETTLE = "The purser keeps a kettle."
TWO = "The ferry crosses at two."


@pytest.fixture
def ferry(postil: Postil, shelf: Library) -> str:
    """The id of an article with two highlights."""
    article = next(a.id for a in shelf.articles() if "ferry" in a.title)
    shelf.mark(article, *_place(shelf, article, TWO))
    shelf.mark(article, *_place(shelf, article, KETTLE), color="blue", note="warm")
    return article


def _place(library: Library, article: str, words: str) -> tuple[int, int]:
    start = library.document(article).text.index(words)
    return start, start + len(words)


def _marks(library: Library, article: str) -> tuple[Highlight, ...]:
    return library.annotations(article).highlights


def test_a_script_edits_what_is_printed(
    postil: Postil, shelf: Library, ferry: str, tmp_path: Path
) -> None:
    text = postil("note", ferry, "--print").out
    assert f"> {KETTLE}\n\nwarm\n" in text
    assert postil("note", ferry[:6], "--print", "--json").json == {"article": ferry, "text": text}
    assert postil("note", ferry, "--all", "--print").out == text
    assert postil("note", ferry, "--all", "words").code == 2
    two, kettle = _marks(shelf, ferry)
    text = text.replace("warm", "*hot*").replace("## @yellow", "## @delete")
    text = text.replace("## @blue", "## @pink #rope\n> every rope that was thrown\n\n## @blue")
    file = tmp_path / "edited.md"
    file.write_text(text, encoding="utf-8")
    ran = postil("note", ferry, "--apply", str(file), "--json")
    assert ran.json == {"article": ferry, "changed": 1, "added": 1, "deleted": 1}
    found = _marks(shelf, ferry)
    assert [(h.quote, h.color, h.tags, h.note) for h in found] == [
        (KETTLE, "blue", (), "*hot*"),
        ("every rope that was thrown", "pink", ("rope",), ""),
    ]
    assert found[0].id == kettle.id
    assert postil("undo").out == "undone: edit of all notes\n"
    assert _marks(shelf, ferry) == (two, kettle)


def test_what_is_unclear_is_exit_2_with_its_line(
    postil: Postil, shelf: Library, ferry: str, tmp_path: Path
) -> None:
    text = postil("note", ferry, "--print").out.replace("warm", "cold")
    text = text.replace("## @yellow", "## @yelow")
    number = next(i for i, line in enumerate(text.split("\n"), 1) if "@yelow" in line)
    file = tmp_path / "edited.md"
    file.write_text(text, encoding="utf-8")
    ran = postil("note", ferry, "--apply", str(file))
    assert (ran.code, ran.out) == (2, "")
    assert f"there is no colour 'yelow' ({file}:{number})" in ran.err
    ran = postil("note", ferry, "--apply", "-", stdin=text.encode())
    assert f"(stdin:{number})" in ran.err
    assert _marks(shelf, ferry)[1].note == "warm", "nothing is applied"
    assert postil("note", ferry, "--apply", "-", stdin=b"\xff\xfe").code == 2
    assert postil("note", ferry, "--apply", "-").code == 2
    assert postil("note", ferry, "--apply", str(tmp_path / "none.md")).code == 1
    assert postil("note", ferry, "--apply", "-", "--all").code == 2


def test_what_was_changed_elsewhere_is_exit_4(postil: Postil, shelf: Library, ferry: str) -> None:
    text = postil("note", ferry, "--print").out
    two, kettle = _marks(shelf, ferry)
    shelf.edit_highlight(ferry, kettle.id, note="theirs")
    mine = text.replace("warm", "mine").encode()
    ran = postil("note", ferry, "--apply", "-", stdin=mine)
    assert (ran.code, ran.out) == (4, "")
    assert f"  the highlight “{KETTLE}”" in ran.err
    other = text.replace("## @yellow", "## @red").encode()
    assert postil("note", ferry, "--apply", "-", stdin=other).out == "1 changed\n"
    assert [(h.color, h.note) for h in _marks(shelf, ferry)] == [("red", ""), ("blue", "theirs")]
    assert postil("note", two.id, "--apply", "-", stdin=other).out == "nothing has changed\n"


def test_the_editor_opens_it(
    postil: Postil, shelf: Library, ferry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, "text = text.replace('warm', 'cold')"))
    assert postil("note", ferry, "--all").out == "1 changed\n"
    assert _marks(shelf, ferry)[1].note == "cold"
    ran = postil("note", _marks(shelf, ferry)[0].id, "--all", "--json")
    assert ran.json == {"article": ferry, "changed": 0, "added": 0, "deleted": 0}
    name = shelf.article(ferry).file
    assert (tmp_path / "opened").read_text(encoding="utf-8") == f"0o600 {name}\n0o600 {name}"


def test_the_editor_opens_again_while_it_is_unclear(
    postil: Postil, shelf: Library, ferry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = "text = text.replace('## @blue', '## @bleu').replace('warm', 'cold')"
    right = "assert 'no colour' in text; text = text.replace('## @bleu', '## @red')"
    monkeypatch.setenv("EDITOR", editor(tmp_path, wrong, right))
    assert postil("note", ferry, "--all").out == "1 changed\n"
    kettle = _marks(shelf, ferry)[1]
    assert (kettle.color, kettle.note) == ("red", "cold")


def test_what_was_left_unclear_is_kept(
    postil: Postil, shelf: Library, ferry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = "text = text.replace('## @blue', '## @bleu').replace('warm', 'cold')"
    (tmp_path / "a").mkdir()
    monkeypatch.setenv("EDITOR", editor(tmp_path / "a", wrong, "pass"))
    ran = postil("note", ferry, "--all")
    assert ran.code == 2
    path, number = ran.err.split("(")[1].split(")")[0].rsplit(":", 1)
    assert (
        Path(path).read_text(encoding="utf-8").split("\n")[int(number) - 1].startswith("## @bleu")
    )
    assert len((tmp_path / "a" / "opened").read_text(encoding="utf-8").splitlines()) == 2
    assert _marks(shelf, ferry)[1].note == "warm"


def test_what_was_written_on_top_of_anothers_is_kept(
    postil: Postil, shelf: Library, ferry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kettle = _marks(shelf, ferry)[1]

    def edit(app: None, text: str, *_: object, **__: object) -> str:
        shelf.edit_highlight(ferry, kettle.id, note="theirs")
        return text.replace("warm", "an hour of work")

    monkeypatch.setattr("tui.cli.all_notes.edit_text", edit)
    ran = postil("note", ferry, "--all")
    assert ran.code == 4
    kept = Path(ran.err.split("what you wrote is in ")[1].strip())
    assert "an hour of work" in kept.read_text(encoding="utf-8")
    assert _marks(shelf, ferry)[1].note == "theirs"
