"""Labels on the screen: sentences, words and links chosen by typing."""

from __future__ import annotations

import webbrowser
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.library import Library
from store.text.document import Document, Span
from tests.ui.harness import Session, drives, reading
from themes.load import builtin, load
from tui.controllers.following import tell
from tui.controllers.label_mode import LabelMode
from tui.links import read
from tui.widgets.reader import Focus

BELL = """\
---
title: The bell buoy
source: https://harbour.example/bell
---

# The bell buoy

The [buoy](https://example.org/buoy?x=1) rang all night. See [what was lost](#what-was-lost), or
[nothing](#nowhere), or [the same](https://harbour.example/bell#what-was-lost).

A [trap](https://google.com@evil.example/login), a [look-alike](https://аррӏе.com/), and
[a letter](mailto:ada@example.org). Nobody [knew](https://-x-/).

東京の港では、昔の灯台が今も光っています。 A family 👨\u200d👩\u200d👧 waits.

## What was lost

Last words. They are short.
"""


@pytest.fixture
async def reader(library: Library, tmp_path: Path) -> AsyncIterator[Session]:
    """A reader of 120 x 40 with an article of a dozen sentences."""
    (tmp_path / "bell.md").write_text(BELL, encoding="utf-8")
    (added,) = library.add([str(tmp_path / "bell.md")])
    assert added.article is not None
    async with reading(library, article_id=added.article.id) as session:
        yield session


@pytest.fixture
async def long_reader(library: Library, tmp_path: Path) -> AsyncIterator[Session]:
    """A reader of 160 x 45 with 200 paragraphs of short sentences."""
    paragraphs = [
        f"Lamp {n} is lit. The keeper of lamp {n} climbs. Oil is poured into lamp {n}."
        for n in range(200)
    ]
    (tmp_path / "lamps.md").write_text("# Lamps\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
    (added,) = library.add([str(tmp_path / "lamps.md")])
    assert added.article is not None
    async with reading(library, size=(160, 45), article_id=added.article.id) as session:
        yield session


def mode(reader: Session) -> LabelMode:
    labelling = reader.main.controllers.labelling
    made: LabelMode = labelling._made
    return made


def labels(reader: Session) -> dict[str, str]:
    """What has a label, and its letters; of what reads the same, the first."""
    text = reader.main.reader.document.text
    found: dict[str, str] = {}
    for target, label in zip(mode(reader)._targets, mode(reader)._typing.labels, strict=True):
        found.setdefault(text[target.start : target.end], label)
    return found


def focused(reader: Session) -> tuple[str, str]:
    focus = reader.main.reader.focus_range
    return focus.kind, reader.main.reader.document.text[focus.start : focus.end]


def shown(reader: Session) -> list[str]:
    return reader.screen_text().splitlines()


def row_of(reader: Session, words: str) -> int:
    return next(row for row, line in enumerate(shown(reader)) if words in line)


# Sentences


@drives("focus.label")
async def test_any_sentence_is_highlighted_with_three_keys(reader: Session) -> None:
    await reader.keys("f")
    wanted = labels(reader)
    assert 8 < len(wanted) <= 26
    await reader.keys("escape")
    for number, (sentence, label) in enumerate(wanted.items(), 1):
        keys = ["f", *label, "h"]
        assert len(keys) == 3
        await reader.keys(*keys)
        assert focused(reader)[1] == sentence
        assert sentence in {highlight.quote for highlight in reader.highlights}
        assert len(reader.highlights) == number
    assert reader.main.taker is None


async def test_on_a_full_screen_any_sentence_is_highlighted_with_four_keys(
    long_reader: Session,
) -> None:
    reader = long_reader
    await reader.keys("space", "f")
    wanted = labels(reader)
    assert len(wanted) > 26
    assert max(map(len, wanted.values())) == 2
    assert [len(label) for label in wanted.values()] == sorted(map(len, wanted.values()))
    await reader.keys("escape")
    top = reader.main.reader.top_offset
    sentences = list(wanted)
    for sentence in (sentences[0], sentences[25], sentences[-1]):
        keys = ["f", *wanted[sentence], "h"]
        assert len(keys) <= 4
        await reader.keys(*keys)
        assert sentence in {highlight.quote for highlight in reader.highlights}
        assert reader.main.reader.top_offset == top


async def test_typing_narrows_and_backspace_takes_back(long_reader: Session) -> None:
    reader = long_reader
    await reader.keys("f")
    all_labels = mode(reader)._typing.left
    prefix = mode(reader)._typing.labels[-1][0]
    before = shown(reader)
    await reader.keys(prefix)
    assert len(mode(reader)._typing.left) < len(all_labels)
    assert all(len(text) == 1 for _, text in mode(reader)._typing.left)
    assert shown(reader) != before
    assert f"{prefix}…" in reader.message
    await reader.keys("backspace")
    assert mode(reader)._typing.left == all_labels
    assert shown(reader) == before
    await reader.keys("backspace")
    assert reader.main.taker is not None


async def test_a_letter_that_no_label_has_changes_nothing(reader: Session) -> None:
    await reader.keys("f")
    before = shown(reader)[:-1]
    last = mode(reader)._typing.labels[-1]
    assert last != "m"
    await reader.keys("m")
    assert "no label goes on with m" in reader.message
    assert shown(reader)[:-1] == before
    await reader.keys("1", "slash", "enter")
    assert "no label has enter" in reader.message
    assert reader.highlights == ()
    assert reader.main.taker is not None


async def test_escape_leaves_everything_as_it_was(reader: Session) -> None:
    before, focus = shown(reader), focused(reader)
    await reader.keys("f")
    assert "type the letters of a sentence" in reader.message
    assert shown(reader) != before
    await reader.keys("escape")
    assert shown(reader) == before
    assert focused(reader) == focus
    assert reader.message == ""
    assert reader.main.taker is None
    await reader.keys("h")
    assert len(reader.highlights) == 1


async def test_escape_keeps_a_selection_that_was_there(reader: Session) -> None:
    start = reader.main.reader.document.text.index("Last")
    reader.main.reader.focus_passage(start, start + 4, "selection")
    await reader.keys("f", "escape")
    assert focused(reader) == ("selection", "Last")
    await reader.keys("escape")
    assert focused(reader)[0] == "block"


async def test_a_sentence_at_the_edge_does_not_scroll(long_reader: Session) -> None:
    reader = long_reader
    for sentence in (0, -1):
        await reader.keys("space", "down", "f")
        top, label = reader.main.reader.top_offset, mode(reader)._typing.labels[sentence]
        target = mode(reader)._targets[sentence]
        await reader.keys(*label)
        assert reader.main.reader.focus_range == Focus("sentence", target.start, target.end)
        assert reader.main.reader.top_offset == top


@pytest.mark.parametrize("key", ["down", "space", "ctrl+d", "pagedown", "end"])
async def test_scrolling_labels_what_is_on_the_screen_then(long_reader: Session, key: str) -> None:
    reader = long_reader
    await reader.keys("space", "f", "m")
    assert mode(reader)._typing.typed == "m"
    before = mode(reader)._targets
    await reader.keys(key)
    assert mode(reader)._targets != before
    assert mode(reader)._typing.typed == ""
    assert "type the letters" in reader.message
    low, high = reader.main.reader.visible_range
    assert all(target.end > low and target.start < high for target in mode(reader)._targets)
    last = mode(reader)._targets[-1]
    await reader.keys(*mode(reader)._typing.labels[-1])
    assert reader.main.reader.focus_range == Focus("sentence", last.start, last.end)


async def test_the_wheel_and_a_new_size_make_the_labels_anew(long_reader: Session) -> None:
    reader = long_reader
    await reader.keys("f")
    before = mode(reader)._targets
    reader.main.reader.scroll_by_lines(3)
    await reader.settle()
    moved = mode(reader)._targets
    assert moved != before
    await reader.pilot.resize_terminal(60, 20)
    await reader.settle()
    assert len(mode(reader)._targets) < len(moved)
    sentence, label = list(labels(reader).items())[-1]
    await reader.keys(*label)
    assert focused(reader) == ("sentence", sentence)


async def test_the_mouse_takes_the_labels_away(reader: Session) -> None:
    before = shown(reader)
    await reader.keys("f")
    await reader.pilot.mouse_down(reader.main.reader, offset=(5, 5))
    await reader.pilot.mouse_up(reader.main.reader, offset=(5, 5))
    await reader.settle()
    assert reader.main.taker is None
    assert not reader.main.reader.labels_shown
    assert reader.message == ""
    assert [line[30:60] for line in shown(reader)[:-1]] == [line[30:60] for line in before[:-1]]


async def test_another_pane_or_article_takes_the_labels_away(reader: Session) -> None:
    await reader.keys("f", "tab")
    assert reader.main.place != "reader"
    assert reader.main.taker is None
    reader.main.focus_place("reader")
    await reader.keys("f")
    reader.main.articles.focus()
    await reader.settle()
    assert reader.main.taker is None
    reader.main.focus_place("reader")
    await reader.keys("f")
    reader.main.reader.show(Document("", ()))
    await reader.settle()
    assert reader.main.taker is None
    await reader.keys("f")
    assert "there is no sentence on the screen" in reader.message


@pytest.mark.parametrize("theme", builtin())
@pytest.mark.parametrize("key", ["f", "F"])
async def test_labels_lie_over_the_text_in_every_theme(
    reader: Session, theme: str, key: str
) -> None:
    reader.main.set_theme(load(theme, None))
    before = shown(reader)
    await reader.keys(key)
    for was, now in zip(before[:-1], shown(reader)[:-1], strict=True):
        if was.isascii():
            assert len(now) == len(was)
            changed = sum(a != b for a, b in zip(was, now, strict=True))
            assert changed < len(was) // 2


async def test_labels_from_the_palette(reader: Session) -> None:
    await reader.keys("colon")
    await reader.type("sentence on the screen")
    await reader.keys("enter")
    assert reader.main.reader.labels_shown
    sentence, label = list(labels(reader).items())[3]
    await reader.keys(*label)
    assert focused(reader) == ("sentence", sentence)


# Words


@drives("select.words")
async def test_two_words_select_what_is_between_them(reader: Session) -> None:
    await reader.keys("F")
    assert "first word" in reader.message
    await reader.keys(*labels(reader)["night"])
    assert focused(reader) == ("selection", "night")
    assert "last word" in reader.message
    assert next(iter(labels(reader))) == "night"
    await reader.keys(*labels(reader)["trap"])
    kind, text = focused(reader)
    assert kind == "selection"
    assert text.startswith("night. See what")
    assert text.endswith("the same.\n\nA trap")
    assert reader.main.taker is None
    await reader.keys("h")
    assert [highlight.quote for highlight in reader.highlights] == [text]


async def test_one_word_is_selected_by_its_label_twice(reader: Session) -> None:
    await reader.keys("F", *"a", *"a")
    assert focused(reader) == ("selection", "The")


async def test_escape_goes_back_to_the_first_word_and_then_out(reader: Session) -> None:
    before = reader.main.reader.focus_range
    await reader.keys("F", *"s")
    assert focused(reader) == ("selection", "bell")
    assert "esc goes back" in reader.message
    await reader.keys("escape")
    assert "first word" in reader.message
    assert reader.main.reader.focus_range == before
    await reader.keys("s", "backspace")
    assert "first word" in reader.message
    await reader.keys("escape")
    assert reader.main.taker is None
    assert reader.main.reader.focus_range == before


async def test_the_last_word_may_be_on_another_screen(long_reader: Session) -> None:
    reader = long_reader
    await reader.keys("F", "a", "space")
    start = reader.main.reader.focus_range.start
    label, target = mode(reader)._typing.labels[-1], mode(reader)._targets[-1]
    await reader.keys(*label)
    assert reader.main.reader.focus_range == Focus("selection", start, target.end)


async def test_another_article_ends_the_choice_of_words(reader: Session) -> None:
    await reader.keys("F", "d")
    assert focused(reader) == ("selection", "buoy")
    reader.main.desk.opened.moved = False  # type: ignore[union-attr]
    reader.main.reader.show(Document("x", ()))
    await reader.settle()
    assert reader.main.taker is None
    assert reader.main.reader.focus_range == Focus("block", 0, 0)


async def test_above_the_first_word_there_is_nothing_to_choose(long_reader: Session) -> None:
    reader = long_reader
    await reader.keys("space", "space", "F", "a", "home")
    assert "the first word is below" in reader.message
    await reader.keys("a")
    assert "no label goes on with a" in reader.message
    await reader.keys("escape")
    assert "first word" in reader.message
    assert mode(reader)._targets


async def test_giving_up_by_the_mouse_gives_the_focus_back(reader: Session) -> None:
    before = reader.main.reader.focus_range
    await reader.keys("F", "s", "tab")
    assert reader.main.reader.focus_range == before
    assert reader.main.taker is None


# Links


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


@drives("link.open")
async def test_a_link_is_opened_after_its_host_was_shown(reader: Session, browser: Browser) -> None:
    await reader.keys("o")
    assert list(labels(reader))[:3] == ["buoy", "what was lost", "nothing"]
    await reader.keys(*labels(reader)["buoy"])
    assert reader.message.startswith("example.org · enter opens")
    assert browser.opened == []
    await reader.keys("enter")
    assert browser.opened == ["https://example.org/buoy?x=1"]
    assert "handed to the browser" in reader.message
    assert reader.main.taker is None


async def open_link(reader: Session, words: str) -> None:
    await reader.keys("o")
    await reader.keys(*labels(reader)[words])


async def test_y_copies_the_address_and_anything_else_leaves(
    reader: Session, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr(reader.app, "copy_to_clipboard", copied.append)
    await open_link(reader, "buoy")
    await reader.keys("y")
    assert copied == ["https://example.org/buoy?x=1"]
    before, focus = shown(reader)[:-1], focused(reader)
    for key in ("escape", "h", "space", "j"):
        await open_link(reader, "buoy")
        await reader.keys(key)
        assert reader.main.taker is None
        assert reader.message == ""
        assert shown(reader)[:-1] == before
        assert focused(reader) == focus
    assert browser.opened == []
    assert reader.highlights == ()


async def test_the_question_stays_while_the_screen_moves(reader: Session, browser: Browser) -> None:
    await reader.pilot.resize_terminal(90, 14)
    await open_link(reader, "buoy")
    reader.main.reader.scroll_by_lines(1)
    await reader.settle()
    assert row_of(reader, "auoy") == 3
    await reader.pilot.resize_terminal(70, 14)
    await reader.settle()
    assert not reader.main.reader.labels_shown
    await reader.keys("enter")
    assert browser.opened == ["https://example.org/buoy?x=1"]


async def test_the_real_host_is_told(reader: Session) -> None:
    await open_link(reader, "trap")
    assert reader.message.startswith("evil.example, not google.com ·")
    await reader.keys("escape")
    await open_link(reader, "look-alike")
    assert reader.message.startswith("xn--80ak6aa92e.com (аррӏе.com) ·")
    await reader.keys("escape")
    await open_link(reader, "a letter")
    assert reader.message.startswith("a mail to ada@example.org ·")


async def test_the_end_of_a_long_host_and_the_keys_are_always_seen(reader: Session) -> None:
    host = "accounts.google.com." + "a" * 60 + "." + "b" * 60 + ".evil.example"
    show_links(reader, f"https://{host}/")
    await reader.settle()
    await reader.pilot.resize_terminal(80, 24)
    await open_link(reader, "lamp")
    line = shown(reader)[-1]
    assert "bbb.evil.example · enter opens · y copies" in line


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("https://example.org/a", "example.org"),
        ("https://google.com@evil.example/", "evil.example"),
        ("https://аррӏе.com/", "xn--80ak6aa92e.com"),
        ("https://" + "a" * 60 + ".evil.example/", ".evil.example"),
    ],
)
def test_the_host_and_the_keys_fit_every_screen(url: str, first: str, width: int) -> None:
    line = tell(read(url), width)[:width]
    assert first.removeprefix(".")[-10:] in line.partition(" · ")[0]
    assert "enter opens · y copies" in line


def show_links(reader: Session, *urls: str) -> None:
    """Show a text of links that no import would let through."""
    text = " ".join(["lamp", "quay", "toll"][: len(urls)])
    spans = tuple(Span("link", at * 5, at * 5 + 4, url) for at, url in enumerate(urls))
    blocks = reader.main.reader.document.blocks
    paragraph = next(block for block in blocks if block.kind == "paragraph")
    reader.main.reader.show(Document(text, (paragraph._replace(start=0, end=len(text)),), spans))


async def test_other_schemes_are_refused_in_words(reader: Session, browser: Browser) -> None:
    show_links(
        reader, "javascript:alert(1)", "file:///etc/passwd", "https://a.example/\x1b]0;x\x07y"
    )
    await reader.settle()
    for words, said in (("lamp", "javascript: is not opened"), ("quay", "file: is not opened")):
        await open_link(reader, words)
        assert said in reader.message
        assert reader.main.taker is None
    await open_link(reader, "toll")
    assert "\x1b" not in reader.message
    assert "a.example" in reader.message
    await reader.keys("enter")
    assert browser.opened == ["https://a.example/%1B]0;x%07y"]


async def test_a_malformed_address_is_refused(reader: Session, browser: Browser) -> None:
    await open_link(reader, "knew")
    assert "malformed" in reader.message
    assert reader.main.taker is None


@pytest.mark.parametrize("words", ["what was lost", "the same"])
async def test_a_link_into_the_article_jumps_there(reader: Session, words: str) -> None:
    await open_link(reader, words)
    assert focused(reader) == ("block", "What was lost")
    assert reader.main.taker is None
    await reader.keys("apostrophe", "apostrophe")
    assert focused(reader) != ("block", "What was lost")


async def test_a_place_that_is_not_there_is_said(reader: Session) -> None:
    await open_link(reader, "nothing")
    assert "this article has no place #nowhere" in reader.message


async def test_without_a_browser_that_is_said(
    reader: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(using: str | None = None) -> webbrowser.BaseBrowser:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    await open_link(reader, "buoy")
    await reader.keys("enter")
    assert "there is no browser here" in reader.message


async def test_a_browser_of_its_own_window_says_nothing_here(
    reader: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.BackgroundBrowser("lantern"))
    monkeypatch.setattr("tui.browser._start", started.append)
    await open_link(reader, "buoy")
    await reader.keys("enter")
    assert started == [["lantern", "https://example.org/buoy?x=1"]]


async def test_a_browser_that_is_not_there_is_said(
    reader: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.BackgroundBrowser("/no/lantern"))
    await open_link(reader, "buoy")
    await reader.keys("enter")
    assert "/no/lantern did not start" in reader.message


async def test_a_text_browser_gets_the_terminal(
    reader: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("w3m"))
    monkeypatch.setattr("tui.browser.subprocess.call", ran.append)
    await open_link(reader, "buoy")
    await reader.keys("enter")
    assert ran == [["w3m", "https://example.org/buoy?x=1"]]
    assert reader.message == ""


async def test_an_article_without_links(long_reader: Session) -> None:
    await long_reader.keys("o")
    assert "there is no link on the screen" in long_reader.message
    assert long_reader.main.taker is None
