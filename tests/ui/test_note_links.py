"""``o`` in the side panel: the links of a note."""

from __future__ import annotations

import webbrowser

import pytest

from store.library import Library
from tests.ui.harness import Session, drives, reading
from tui.screens.picker import Picker


class Browser(webbrowser.BaseBrowser):
    """Keeps what it was asked to open."""

    def __init__(self) -> None:
        super().__init__("test")
        self.opened: list[str] = []

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        self.opened.append(url)
        return True


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    made = Browser()
    monkeypatch.setattr(webbrowser, "get", lambda using=None: made)
    return made


async def in_panel(reader: Session, note: str) -> None:
    """The panel's cursor is on a highlight of the second paragraph with that note."""
    await reader.keys("j", "j", "h")
    opened = reader.main.desk.need_open()
    reader.main.desk.library.edit_highlight(opened.article.id, reader.highlights[0].id, note=note)
    reader.main.desk.changes.reload_all()
    await reader.keys("tab")
    selected = reader.main.panel.selected
    assert selected is not None
    assert selected.highlight == reader.highlights[0].id


@drives("note.link")
async def test_a_page_is_opened_after_its_host_was_shown(reader: Session, browser: Browser) -> None:
    await in_panel(reader, "see [the recipes](https://example.org/ash?x=1)")
    await reader.keys("o")
    assert reader.message.startswith("example.org · enter opens")
    await reader.keys("enter")
    assert browser.opened == ["https://example.org/ash?x=1"]
    await reader.keys("o", "tab", "enter")
    assert browser.opened == ["https://example.org/ash?x=1"], "another place: not asked any more"


async def test_a_highlight_is_gone_to_by_its_id(reader: Session, browser: Browser) -> None:
    library = reader.main.desk.library
    other = next(a for a in library.articles() if "ferry" in a.title)
    start = library.document(other.id).text.index("The purser")
    mark = library.mark(other.id, start, start + 26)
    await in_panel(reader, f"as in ^{mark.id}, or ^nowhere, or <https://example.org/>")
    await reader.keys("o")
    assert isinstance(reader.app.screen, Picker)
    assert "The purser keeps a kettle." in reader.screen_text()
    await reader.keys("enter")
    opened = reader.main.desk.need_open()
    assert opened.article.id == other.id
    assert reader.main.place == "reader"
    assert reader.main.reader.focus_range.start == start
    assert browser.opened == []


async def test_hostile_and_missing_links_are_told(reader: Session, browser: Browser) -> None:
    await in_panel(reader, "no link here, ^nowhere")
    await reader.keys("o")
    assert "no link in a note here" in reader.message
    library, article = reader.main.desk.library, reader.main.desk.need_open().article
    for note, said in (
        ("[a](https://google.com@evil.example/)", "evil.example, not google.com"),
        ("[a](#firing-9)", "has no place #firing-9"),
    ):
        library.edit_highlight(article.id, reader.highlights[0].id, note=note)
        reader.main.desk.changes.reload_all()
        await reader.keys("o")
        assert said in reader.message
        await reader.keys("escape")
    assert browser.opened == []


async def test_the_article_s_own_note_has_links(desk_library: Library, browser: Browser) -> None:
    article = next(a for a in desk_library.articles() if "kiln" in a.title)
    desk_library.edit_article(article.id, note="https://example.org/clay")
    async with reading(desk_library, article_id=article.id) as reader:
        await reader.keys("tab", "g", "g", "o", "enter")
        assert browser.opened == ["https://example.org/clay"]
