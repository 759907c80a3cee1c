"""Caret mode, driven by its keys: every command of it, over blocks and screens."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.harness import Session, drives
from tui.commands import BY_ID
from tui.screens.help import HelpScreen
from tui.screens.note import NoteScreen
from tui.widgets.reader import Focus, Reader
from tui.widgets.reader_caret import ReaderCaret

FIRST = "The kiln at the bend of the road was fired four times a year."
SECOND = "Each firing took a night and the whole of the day after it."
THIRD = "Potters slept in turns on sacks of clay."
NAMES = {
    "}": "right_curly_bracket", "{": "left_curly_bracket", ")": "right_parenthesis",
    "(": "left_parenthesis", "]": "right_square_bracket", "[": "left_square_bracket",
    "$": "dollar_sign", "^": "circumflex_accent", ";": "semicolon", ",": "comma", "/": "slash",
    "*": "asterisk", ">": "greater_than_sign", "<": "less_than_sign", "#": "number_sign",
    ".": "full_stop", '"': "quotation_mark", "?": "question_mark", ":": "colon",
}  # fmt: skip


async def press(reader: Session, keys: str) -> None:
    """Press keys parted by blanks."""
    await reader.keys(*(NAMES.get(key, key) for key in keys.split()))


def caret_of(reader: Session) -> ReaderCaret:
    caret = reader.main.reader.caret
    assert caret is not None
    return caret


def chosen(reader: Session) -> str:
    """The text in focus: what is selected, or the sentence at the caret."""
    focus = reader.main.reader.focus_range
    return reader.main.reader.document.text[focus.start : focus.end]


def ahead(reader: Session, length: int = 24) -> str:
    """The text from the caret on."""
    at = caret_of(reader).state.at
    return reader.main.reader.document.text[at : at + length]


def quotes(reader: Session) -> list[str]:
    return [highlight.quote for highlight in reader.highlights]


@pytest.fixture
async def free(reader: Session) -> None:
    """The caret at the beginning of the first paragraph, nothing selected."""
    await press(reader, "j j v v")


# Beginning and leaving


@drives("caret.start", "caret.select", "caret.other_end", "caret.leave", "caret.take")
async def test_begins_at_the_focus_and_leaves_it_behind(reader: Session) -> None:
    await press(reader, "j j v")
    assert reader.main.keys_in == "caret"
    assert chosen(reader) == "T"
    assert "caret · 1 word" in reader.screen_text()
    await press(reader, "w w")
    assert chosen(reader) == "The kiln a"
    await press(reader, "o left left")
    assert chosen(reader).endswith("1\n\nThe kiln a"), "the other end, over the gap"
    await press(reader, "v")
    assert reader.main.reader.focus_range.kind == "sentence"
    assert chosen(reader) == "Firing 1"
    await press(reader, "o")
    assert "nothing is selected — v selects" in reader.message
    await press(reader, "2 w v e enter")
    assert reader.main.keys_in == "reader"
    assert reader.main.reader.focus_range.kind == "selection"
    assert chosen(reader) == "The"
    await press(reader, "t")
    await reader.type("clay")
    await reader.keys("enter")
    assert quotes(reader) == ["The"]
    await press(reader, "v } escape")
    assert reader.main.keys_in == "reader"
    assert reader.main.reader.focus_range.kind == "sentence"
    assert chosen(reader) == "Nobody spoke of the colour before the door was opened."
    assert reader.main.place == "reader", "only the second one leaves the reader"


@drives("caret.start_blocks", "caret.select_blocks")
async def test_selects_whole_paragraphs(reader: Session) -> None:
    await press(reader, "j j V")
    assert chosen(reader).startswith(FIRST)
    assert chosen(reader).endswith("opened.")
    await press(reader, "2 }")
    assert "caret · 3 paragraphs" in reader.screen_text()
    await press(reader, "V")
    assert chosen(reader).endswith("\n\nP"), "the same by characters"
    await press(reader, "V h")
    assert len(quotes(reader)) == 1
    assert quotes(reader)[0].count("\n\n") == 2


async def test_begins_with_what_the_mouse_has_selected(reader: Session) -> None:
    widget = reader.main.reader
    start = widget.document.text.index("bend of the road")
    widget.focus_passage(start, start + 4, "selection")
    await press(reader, "v e e")
    assert chosen(reader) == "bend of the"
    await press(reader, "o b")
    assert chosen(reader) == "the bend of the"


async def test_begins_on_the_screen_when_the_focus_begins_above_it(reader: Session) -> None:
    widget = reader.main.reader
    text = widget.document.text
    widget.focus_passage(0, len(text), "highlight")
    widget.scroll_to_offset(text.index("Firing 3"))
    await press(reader, "v")
    assert caret_of(reader).state.at == text.index("Firing 3")
    await press(reader, "escape")
    widget.focus_passage(0, 3, "block")
    widget.scroll_by_lines(0)
    assert widget.focus_range == Focus("block", 0, 3)


# Motions


@drives(
    "caret.left", "caret.right", "caret.word", "caret.word_back", "caret.word_end",
    "caret.word_end_back", "caret.big_word", "caret.big_word_back", "caret.big_word_end",
)  # fmt: skip
async def test_characters_and_words(reader: Session, free: None) -> None:
    for keys, there in (
        ("3 right", " kiln at"), ("left", "e kiln"), ("w", "kiln at"), ("2 w", "the bend"),
        ("b", "at the"), ("e", "t the bend"), ("g e", "n at"), ("1 3 w", "Each firing"),
        ("g e", "r. Each"), ("B", "year."), ("W", "Each"), ("g e E", ". Each"),
    ):  # fmt: skip
        await press(reader, keys)
        assert ahead(reader).startswith(there), keys


@drives(
    "caret.down", "caret.up", "caret.line_start", "caret.line_text", "caret.line_end",
    "caret.screen_top", "caret.screen_middle", "caret.screen_bottom",
)  # fmt: skip
async def test_lines(reader: Session, free: None) -> None:
    await press(reader, "$")
    end = caret_of(reader).state.at
    await press(reader, "j")
    assert caret_of(reader).state.at > end
    await press(reader, "up 0")
    assert ahead(reader).startswith("The kiln")
    await press(reader, "1 0 right j k")
    assert ahead(reader).startswith("t the bend"), "the column is kept"
    await press(reader, "end home ^ k")
    assert ahead(reader).startswith("Firing 1\n\nTh"), "blank lines are no stops"
    await press(reader, "L")
    low = caret_of(reader).state.at
    await press(reader, "H")
    assert ahead(reader).startswith("The kiln at the bend\n"), "the title"
    await press(reader, "M")
    assert 0 < caret_of(reader).state.at < low


@drives(
    "caret.sentence", "caret.sentence_back", "caret.paragraph", "caret.paragraph_back",
    "caret.section", "caret.section_back", "caret.top", "caret.end",
)  # fmt: skip
async def test_sentences_paragraphs_sections(reader: Session, free: None) -> None:
    for keys, there in (
        (")", "Each"), ("2 )", "Nobody"), ("(", "Potters"), ("}", "Each firing"), ("{", "The kiln"),
        ("] ]", "Firing 2"), ("[ [", "Firing 1"), ("g g", "The kiln at the bend\n"),
        ("3 }", "Each"),
    ):  # fmt: skip
        await press(reader, keys)
        assert ahead(reader).startswith(there), keys
    await press(reader, "G")
    assert caret_of(reader).state.at == len(reader.main.reader.document.text) - 1
    assert reader.main.reader.progress == 100


async def test_while_selecting_they_are_taken_whole(reader: Session) -> None:
    await press(reader, "j j v )")
    assert chosen(reader) == FIRST
    await press(reader, ")")
    assert chosen(reader) == f"{FIRST} {SECOND}"
    await press(reader, "( }")
    assert chosen(reader).endswith("opened.")
    await press(reader, "] ]")
    assert chosen(reader).endswith("lids without pots")


@drives("caret.page_down", "caret.page_up", "caret.half_down", "caret.half_up")
async def test_pages_take_the_caret_along(reader: Session, free: None) -> None:
    view = reader.main.reader.view
    assert view is not None
    for there, back in (("space", "pageup"), ("pagedown", "pageup"), ("ctrl+d", "ctrl+u")):
        await press(reader, there)
        first, last = view.range
        assert view.number > 0
        assert first <= caret_of(reader).state.at < last
        await press(reader, f"{back} {back}")
        assert view.number == 0
    await press(reader, "9 ctrl+d")
    assert reader.main.reader.progress == 100


@drives(
    "caret.find_character", "caret.till_character", "caret.find_character_back",
    "caret.till_character_back", "caret.find_again", "caret.find_again_back",
)  # fmt: skip
async def test_finds_characters(reader: Session, free: None) -> None:
    for keys, there in (
        ("f b", "bend"), ("t b", "obody"), ("F b", "bend"), ("2 f space", " the road"),
        ("T b", "end of"), (", ,", " before"), (";", "ody spoke"),
    ):  # fmt: skip
        await press(reader, keys)
        assert ahead(reader).startswith(there), keys
    await press(reader, "f ü")
    assert "no ü after it in this paragraph" in reader.message
    assert ahead(reader).startswith("ody spoke")


async def test_no_character_to_find_again(reader: Session, free: None) -> None:
    await press(reader, ";")
    assert "no character to find again" in reader.message


@drives("caret.find", "caret.find_next", "caret.find_previous", "caret.find_word")
async def test_finds_words(reader: Session, free: None) -> None:
    await press(reader, "n")
    assert "nothing to find — / asks for words" in reader.message
    await press(reader, "v /")
    await reader.type("vine")
    assert chosen(reader).endswith("Ash from v"), "it goes there while one types"
    assert "1 of 5" in reader.screen_text()
    await reader.keys("escape")
    assert chosen(reader) == "T"
    assert reader.main.keys_in == "caret"
    await press(reader, "/")
    await reader.type("vine wood")
    await press(reader, "enter n n")
    assert "3 of 5" in reader.message
    await press(reader, "4 N")
    assert "4 of 5" in reader.message, "round the ends"
    await press(reader, "w *")
    assert "wood: 5 of 5" in reader.message
    await press(reader, "/")
    await reader.type("zebra")
    await press(reader, "enter")
    assert "zebra is not in this article" in reader.message
    assert ahead(reader).startswith("wood ran")
    await press(reader, "* escape n")
    assert chosen(reader) == "wood", "the reader goes on with it"


async def test_an_empty_search_leaves_all_as_it_was(reader: Session, free: None) -> None:
    await press(reader, "/ enter")
    assert ahead(reader).startswith("The kiln")
    assert reader.main.keys_in == "caret"


# Objects


@drives(
    "caret.inside_word", "caret.around_word", "caret.inside_sentence", "caret.around_sentence",
    "caret.inside_paragraph", "caret.around_paragraph",
)  # fmt: skip
async def test_text_objects(reader: Session, free: None) -> None:
    await press(reader, "5 w")
    for keys, found in (
        ("i w", "of"), ("i w", "of the"), ("v a w", "the "), ("a w", "the road "),
        ("i s", FIRST), ("i s", f"{FIRST} {SECOND}"), ("v 2 a s", f"{SECOND} {THIRD} "),
    ):  # fmt: skip
        await press(reader, keys)
        assert chosen(reader) == found, keys
    await press(reader, "i p")
    assert chosen(reader).startswith(FIRST)
    assert chosen(reader).count("\n\n") == 0
    await press(reader, "i p a p")
    assert chosen(reader).count("\n\n") == 2


@drives("caret.inside_quote", "caret.around_quote")
async def test_quoted_passages(reader: Session, sources: Path) -> None:
    (sources / "b-said.md").write_text("# Said\n\n“Come,” she said “at noon”.\n", encoding="utf-8")
    (added,) = list(reader.main.desk.library.add([str(sources / "b-said.md")]))
    reader.main.desk.open(added.article.id)
    await reader.settle()
    await press(reader, 'j v i "')
    assert chosen(reader) == "Come,"
    await press(reader, 'v a "')
    assert chosen(reader) == "“Come,”"
    await press(reader, 'v 2 w i "')
    assert "no quoted passage around here" in reader.message
    await press(reader, 'w i " h')
    assert quotes(reader) == ["at noon"]


@drives("caret.grow", "caret.shrink")
async def test_grows_and_shrinks_by_words(reader: Session, free: None) -> None:
    await press(reader, "w 3 >")
    assert chosen(reader) == "kiln at the"
    await press(reader, "<")
    assert chosen(reader) == "kiln at"
    await press(reader, "o >")
    assert chosen(reader) == "The kiln at"
    await press(reader, "2 <")
    assert chosen(reader) == "at"


# Verbs


async def test_marks_a_passage_over_two_paragraphs_in_four_keys(reader: Session) -> None:
    await press(reader, "j j")
    await press(reader, "v 2 } h")
    (quote,) = quotes(reader)
    assert quote.startswith(FIRST)
    assert quote.count("\n\n") == 1
    assert reader.main.keys_in == "reader"
    assert reader.main.reader.focus_range.kind == "highlight"
    assert chosen(reader) == quote
    await press(reader, "5")
    assert [h.color for h in reader.highlights] == ["orange"], "the focus rests on it"


@drives("caret.color")
async def test_colours_by_number(reader: Session, free: None) -> None:
    await press(reader, "i w c 9")
    assert "no colour 9 — colours are 1 to 8" in reader.message
    await press(reader, "c x c 3")
    assert [(h.quote, h.color) for h in reader.highlights] == [("The", "blue")]
    await press(reader, "v c 4")
    assert [(h.quote, h.color) for h in reader.highlights] == [("T", "pink"), ("The", "blue")]


@drives("caret.tag")
async def test_tags(reader: Session, free: None) -> None:
    await press(reader, "i w #")
    await reader.keys("escape")
    assert reader.main.keys_in == "caret", "a question that is not answered changes nothing"
    assert chosen(reader) == "The"
    await press(reader, "#")
    await reader.type("craft")
    await press(reader, "enter")
    assert [(h.quote, h.tags) for h in reader.highlights] == [("The", ("craft",))]
    assert reader.main.keys_in == "reader"
    assert reader.main.reader.focus_range.kind == "highlight"
    await press(reader, "v i w #")
    await reader.type("fire")
    await press(reader, "enter")
    assert [h.tags for h in reader.highlights] == [("craft", "fire")], "it was one already"
    await press(reader, "v i s #")
    await reader.type("year")
    await press(reader, "enter")
    assert quotes(reader) == ["The", FIRST], "one that lies under it is left alone"


@drives("caret.note")
async def test_notes(reader: Session, free: None) -> None:
    await press(reader, "i s A")
    assert isinstance(reader.app.screen, NoteScreen)
    await reader.type("count")
    await press(reader, "ctrl+s")
    assert [(h.quote, h.note) for h in reader.highlights] == [(FIRST, "count")]
    assert reader.main.keys_in == "reader"
    await press(reader, "v i s A escape")
    assert reader.app.screen is reader.main
    assert len(reader.highlights) == 1


async def test_copies_repeats_deletes_undoes(reader: Session, free: None) -> None:
    await press(reader, "i w y")
    assert reader.app.clipboard == "The"
    assert reader.main.keys_in == "reader"
    assert chosen(reader) == "The"
    await press(reader, "v c 2 j v i w .")
    assert [(h.quote, h.color) for h in reader.highlights] == [
        ("The", "green"),
        ("Each", "green"),
    ]
    await press(reader, "v d")
    assert quotes(reader) == ["The"]
    assert reader.main.keys_in == "caret"
    await press(reader, "u")
    assert len(reader.highlights) == 2
    await press(reader, "u ctrl+r")
    assert reader.main.keys_in == "caret"
    await press(reader, "escape v v h")
    assert SECOND in quotes(reader), "free, verbs act on the sentence"


async def test_help_palette_and_hostile_keys(reader: Session, free: None) -> None:
    await press(reader, "?")
    assert isinstance(reader.app.screen, HelpScreen)
    assert "in caret mode" in reader.screen_text()
    assert "Over words" in reader.screen_text()
    await press(reader, "escape :")
    await reader.type("top of the article")
    await press(reader, "enter")
    assert ahead(reader).startswith("The kiln at the bend\n")
    await press(reader, "1 2 escape x r ctrl+x 5 ü g x")
    assert reader.main.keys_in == "caret"
    assert ahead(reader).startswith("The kiln at the bend\n")


# What else happens meanwhile


async def test_another_article_ends_it(reader: Session, free: None) -> None:
    await press(reader, "escape")
    await press(reader, "v")
    reader.main.run_command(BY_ID["article.next"])
    await reader.settle()
    assert reader.main.keys_in == "reader"
    assert reader.main.reader.caret is None


async def test_another_pane_leaves_it_there(reader: Session, free: None) -> None:
    await press(reader, "v e tab")
    assert reader.main.keys_in == "panel"
    await press(reader, "shift+tab w")
    assert chosen(reader) == "The k"


async def test_a_new_width_keeps_the_caret_in_the_text(reader: Session, free: None) -> None:
    await press(reader, "v 9 w")
    before = chosen(reader)
    await reader.pilot.resize_terminal(70, 20)
    await reader.settle()
    assert chosen(reader) == before
    await press(reader, "j z k")
    assert chosen(reader) == before


async def test_the_mouse_puts_the_caret_and_selects(reader: Session, free: None) -> None:
    widget = reader.main.reader

    def cell(text: str) -> tuple[int, int]:
        for y in range(widget.size.height):
            line = widget.render_line(y).text
            if text in line:
                return line.index(text), y
        raise AssertionError(text)

    await reader.pilot.click(Reader, offset=cell("bend of the road"))
    assert ahead(reader).startswith("bend of")
    assert not caret_of(reader).state.selecting
    await press(reader, "v")
    x, y = cell("bend of the road")
    await reader.pilot.click(Reader, offset=(x + 6, y))
    assert chosen(reader) == "bend of"
    assert "caret · 2 words" in reader.screen_text()
    await reader.pilot.mouse_down(Reader, offset=(x + 8, y))
    await reader.pilot.hover(Reader, offset=(x + 10, y))
    await reader.pilot.mouse_up(Reader, offset=(x + 10, y))
    assert chosen(reader) == "the"
    await press(reader, "w")
    assert chosen(reader) == "the r"
    await reader.pilot.click(Reader, offset=cell("bend of the road"), times=2)
    assert chosen(reader) == "bend"
    await reader.pilot.click(Reader, offset=(widget.size.width - 3, y))
    assert chosen(reader).startswith("bend of the road"), "beside the text, the line's end"
