"""``g E``: all annotations of an article in $EDITOR."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.model import Highlight
from tests.editors import editor
from tests.ui.harness import Session, drives


@pytest.fixture
async def marked(reader: Session) -> tuple[Highlight, ...]:
    """Two highlights in the open article; the focus is on the second."""
    await reader.keys("j", "j", "right_parenthesis", "h", "right_parenthesis", "3")
    assert [h.color for h in reader.highlights] == ["yellow", "blue"]
    return reader.highlights


def kept_in(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


@drives("notes.editor")
async def test_edits_all_notes_as_one_act(
    reader: Session,
    marked: tuple[Highlight, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = """
text = text.replace("## @yellow", "## @delete").replace("@article unread", "@article done #clay")
text = text.replace("## @blue", "## @red margin #fire/kiln")
head, end = text.split("\\n<!-- ^", 1)
text = head + "of mine\\n\\n## @pink\\n> Firing 3\\n\\n<!-- ^" + end
"""
    monkeypatch.setenv("EDITOR", editor(tmp_path, script))
    await reader.keys("g", "E")
    assert reader.message == "2 changed, 1 added, 1 deleted; u takes it back"
    found = {h.color: h for h in reader.highlights}
    assert found.keys() == {"red", "pink"}
    assert (found["red"].id, found["red"].note) == (marked[1].id, "of mine")
    assert (found["red"].style, found["red"].tags) == ("margin", ("fire/kiln",))
    assert "fire/kiln" in reader.screen_text(), "the panel shows it"
    opened = reader.main.desk.opened
    assert opened is not None
    assert (opened.article.status, opened.article.tags) == ("done", ("clay",))
    await reader.keys("u")
    assert [(h.id, h.color) for h in reader.highlights] == [(h.id, h.color) for h in marked]
    assert opened.annotations.status == "unread"


async def test_opens_again_while_it_is_unclear(
    reader: Session,
    marked: tuple[Highlight, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = "text = text.replace('## @yellow', '## @yelow')"
    right = "assert 'no colour' in text; text = text.replace('## @yelow', '## @green')"
    monkeypatch.setenv("EDITOR", editor(tmp_path, wrong, right))
    await reader.keys("g", "E")
    await reader.settle()  # what the second time has led to
    assert reader.message == "1 changed; u takes it back"
    assert [h.color for h in reader.highlights] == ["green", "blue"]


async def test_what_is_left_unclear_is_kept(
    reader: Session,
    marked: tuple[Highlight, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = "text = text.replace('## @yellow', '## @yelow')"
    monkeypatch.setenv("EDITOR", editor(tmp_path, wrong, "pass"))
    await reader.keys("g", "E")
    await reader.settle()
    assert reader.message.endswith(" — there is no colour 'yelow'")
    path, number = reader.message.split("it is in ")[1].split(" ")[0].rsplit(":", 1)
    assert kept_in(path).split("\n")[int(number) - 1].startswith("## @yelow")
    assert reader.highlights == marked


async def test_what_was_changed_elsewhere_stays(
    reader: Session,
    marked: tuple[Highlight, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library, opened = reader.main.desk.library, reader.main.desk.opened
    assert opened is not None
    article_id = opened.article.id

    def edit(app: object, text: str, *_: object, **__: object) -> str:
        library.edit_highlight(article_id, marked[0].id, note="theirs")
        return text.replace("## @yellow", "## @red")

    monkeypatch.setattr("tui.controllers.all_notes.edit_text", edit)
    await reader.keys("g", "E")
    assert " — changed elsewhere, too: the highlight “The kiln at the bend" in reader.message
    assert "## @red" in kept_in(reader.message.split("yours is in ")[1].split(" ")[0])
    assert [(h.color, h.note) for h in reader.highlights] == [("yellow", "theirs"), ("blue", "")]
    assert "theirs" in reader.screen_text(), "what is there now is shown"


async def test_works_in_the_list_and_tells_what_fails(
    reader: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "EDITOR", editor(tmp_path, "text = text.replace('unread', 'unread starred')")
    )
    await reader.keys("shift+tab", "j", "g", "E")
    article = reader.main.articles.selected
    assert article is not None
    assert article.starred
    assert article.id != reader.main.desk.need_open().article.id
    monkeypatch.setenv("EDITOR", editor(tmp_path, "text = ''"))
    await reader.keys("g", "E")
    assert reader.message == "the notes are as they were"
    monkeypatch.setenv("EDITOR", "no-such-editor-anywhere")
    await reader.keys("g", "E")
    assert "did not start" in reader.message
