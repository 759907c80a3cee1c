"""The side panel's rows and notes, without a screen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from store.model import Anchor, Article, Highlight
from store.text.markdown import parse
from tui.drafts import BETWEEN, Drafts
from tui.note_lines import MOST_LINES, BitLine, as_typed, is_markdown, note_lines
from tui.outline import OutlineEntry, section_at
from tui.panel_rows import QUOTE_LINES, Row, first_line, height, lines, rows_of

TEXTS = st.text(
    st.sampled_from("abcde fgh ij  \n—“”é漢字かな👩\u200d🚀e\u0301*_`#->|\t"), max_size=240
)


def laid_out(note: str, width: int) -> list[BitLine]:
    return note_lines(as_typed(note), width)


def words(row: Row, width: int, *, unfolded: bool) -> list[str]:
    return [
        "".join(bit.text for bit in line) for line in lines(row, width, laid_out, unfolded=unfolded)
    ]


def highlight(quote: str, note: str = "", tags: tuple[str, ...] = ()) -> Highlight:
    return Highlight("h1", Anchor(0, len(quote), quote), tags=tags, note=note)


@given(TEXTS, TEXTS, st.integers(8, 50), st.booleans())
def test_a_height_is_the_number_of_lines(quote: str, note: str, width: int, unfolded: bool) -> None:
    row = Row("highlights", "highlight", highlight(quote, note, ("a", "b/c")), 0, 9, "h1")
    made = lines(row, width, laid_out, unfolded=unfolded)
    assert height(row, width, laid_out, unfolded=unfolded) == len(made)


@settings(deadline=None)
@given(TEXTS, st.integers(6, 50))
def test_no_line_of_a_note_is_wider_than_asked_for(note: str, width: int) -> None:
    for document in (as_typed(note), parse(note)):
        for line in note_lines(document, width):
            assert cell_len("".join(bit.text for bit in line)) <= width


@settings(deadline=None)
@given(TEXTS)
@example(" \ta")
def test_what_is_no_markdown_reads_the_same_parsed(note: str) -> None:
    if not is_markdown(note):
        typed, parsed = as_typed(unicodedata.normalize("NFC", note)), parse(note)
        assert typed.text.split() == parsed.text.split()
        assert {block.kind for block in parsed.blocks} <= {"paragraph"}


@pytest.mark.parametrize(
    "note",
    ["**x**", "_x_", "a `b`", "# x", "- x", "1. x", "> x", "[a](b)", "x\n---", "a\n===", "    x",
     "| a |", "a  \nb", "&amp;", "~~x~~", "::: furniture", "\\*x", "+ x", "12) x"],
)  # fmt: skip
def test_what_may_be_markdown_is_parsed(note: str) -> None:
    assert is_markdown(note)


def test_a_note_is_set_as_an_article_is() -> None:
    note = parse("See **this**, *that* and `it`.\n\n- one\n  - two\n\n> said\n\n```\nx  = 1\n```")
    found = note_lines(note, 30)
    text = ["".join(bit.text for bit in line) for line in found]
    assert text == [
        "See this, that and it.",
        "",
        " • one",
        "    ◦ two",
        "",
        "│ said",
        "",
        "  x  = 1",
    ]
    roles = {bit.text: (bit.roles, bit.upright) for bit in found[0]}
    assert roles["this"] == (("note", "strong"), False)
    assert roles["that"] == (("note",), True)
    assert roles["it"] == (("note", "code"), True)


def test_an_endless_note_is_cut() -> None:
    assert len(note_lines(parse("- x\n" * 3000), 30)) == MOST_LINES + 1
    assert len(note_lines(parse("```\n" + "x\n" * 90_000 + "```"), 30)) == MOST_LINES + 1


@pytest.mark.parametrize(
    ("note", "line"),
    [("\n\n## A head\nmore", "A head"), ("> - quoted", "quoted"), ("1. one", "one"),
     ("**bold** start", "bold start"), ("---", "---"),
     ("2 * 3 * 4", "2 * 3 * 4"), ("*a* `b`", "a b"), ("- [ ] ask [him](http://x.y)!", "☐ ask him!"),
     ("[x] done", "☑ done"), ("![a *b*](c.png)", "a b"), ("[a](b c)", "[a](b c)")],
)  # fmt: skip
def test_the_first_line_of_a_note(note: str, line: str) -> None:
    assert first_line(note) == line


def test_only_what_is_unfolded_is_whole() -> None:
    tags = tuple(f"tag{n}" for n in range(12))
    row = Row("highlights", "highlight", highlight("word " * 90, "one\n\ntwo", tags), 0, 9, "h1")
    folded, whole = words(row, 30, unfolded=False), words(row, 30, unfolded=True)
    assert len(folded) == QUOTE_LINES + 2
    assert folded[-1] == "  » one"
    assert whole[-3:] == ["  » one", "    ", "    two"] or whole[-1].strip() == "two"
    long = OutlineEntry("a heading that is far longer than the panel is wide", 4, 2)
    heading = Row("contents", "heading", long, 4, 4, depth=1)
    assert words(heading, 20, unfolded=False) == ["  a heading that is…"]
    assert " ".join(line.strip() for line in words(heading, 20, unfolded=True)) == long.text


def test_the_rows_of_an_article() -> None:
    article = Article("a1", "Title", note="mine", tags=("x",))
    lost = Highlight("h2", Anchor(5, 9, "gone", state="unplaced"))
    check = Highlight("h3", Anchor(6, 9, "maybe", state="check"))
    outline = (OutlineEntry("One", 0, 2), OutlineEntry("Two", 50, 3))
    rows = rows_of(article, [highlight("kept"), check, lost], outline)
    assert [row.kind for row in rows] == [
        "about", "note", "head", "highlight", "head", "highlight", "head", "highlight", "head",
        "heading", "heading",
    ]  # fmt: skip
    assert [row.tail for row in rows if row.kind == "head"] == ["1", "1", "1", ""]
    assert [row.is_lost for row in rows if row.highlight] == [False, True, True]
    assert [row.depth for row in rows[-2:]] == [0, 1]
    some = rows_of(article, [highlight("kept"), lost], outline, lambda h: h.id == "h2")
    assert [row.tail for row in some if row.kind == "head"] == ["0 of 1", "1 of 1", ""]
    assert rows_of(Article("a1", ""), (), ())[-1].kind == "hint"
    assert [section_at(outline, at) for at in (0, 49, 50, 999)] == [0, 0, 1, 1]
    assert section_at(outline[1:], 0) == -1


def test_a_draft_is_offered_until_it_is_saved() -> None:
    drafts = Drafts()
    assert drafts.offer("a", "h", "note") == "note"
    drafts.keep("a", "h", "typed", "note")
    assert drafts.offer("a", "h", "note") == "typed"
    assert drafts.offer("a", "h", "theirs") == f"theirs{BETWEEN}typed"
    assert drafts.offer("a", "h", "typed") == "typed"
    assert drafts.offer("a", "h", "") == "typed"
    assert drafts.offer("a", "", "note") == "note"
    drafts.drop("a", "h")
    assert drafts.offer("a", "h", "note") == "note"
