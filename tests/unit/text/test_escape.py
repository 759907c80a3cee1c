from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.text import escape
from store.text.clean import clean_text, fold_blanks
from store.text.markdown import parse
from tests.unit.text.strategies import lines, texts

ANY = settings(max_examples=100, deadline=None)


def plain(text: str) -> str:
    return fold_blanks(clean_text(text))


def plain_lines(text: str) -> list[str]:
    return [line for line in map(fold_blanks, clean_text(text).split("\n")) if line]


def text_blocks(markdown: str) -> list[tuple[str, str]]:
    document = parse(markdown)
    return [(block.kind, document.block_text(block)) for block in document.blocks]


@ANY
@given(lines)
@example("snake_case __init__ _a_ *b* 2 * 3 **")
@example("1. not a list")
@example("AT&T &amp; &#27; a<b <b> <!-- x")
@example("Hello! ![no](x) [^1] [^1]: x")
@example("::: furniture")
@example("--|--")
@example("#")
@example("a\\")
def test_a_line_comes_back_as_one_paragraph(line: str) -> None:
    expected = plain(line)
    source = escape.escape_line(line)
    assert "\n" not in source
    assert text_blocks(source) == ([("paragraph", expected)] if expected else [])


@ANY
@given(texts)
def test_the_lines_of_a_paragraph_come_back(text: str) -> None:
    expected = plain_lines(text)
    assert text_blocks(escape.paragraph(text)) == (
        [("paragraph", "\n".join(expected))] if expected else []
    )


@ANY
@given(texts)
def test_the_lines_of_a_quote_come_back(text: str) -> None:
    expected = plain_lines(text)
    assert text_blocks(escape.quote(text)) == ([("quote", "\n".join(expected))] if expected else [])


@ANY
@given(lines, st.integers(-1, 8))
@example("a #", 2)
@example("#", 2)
@example("a ##", 2)
@example("a\\#", 2)
def test_a_heading_comes_back(line: str, level: int) -> None:
    document = parse(escape.heading(line, level))
    assert document.text == plain(line)
    if document.blocks:
        assert document.blocks[0].kind == ("title" if level <= 1 else "heading")
        assert document.blocks[0].level == min(max(level, 1), 6)


@ANY
@given(texts, st.none() | st.integers(-5, 2_000_000_000), st.integers(-1, 20))
@example("[x] no task", None, 1)
def test_a_list_item_comes_back(text: str, number: int | None, depth: int) -> None:
    document = parse(escape.list_item(text, number=number, depth=depth))
    expected = plain_lines(text)
    if not expected:
        assert not document.blocks
        return
    (block,) = document.blocks
    assert (block.kind, block.level) == ("list_item", min(max(depth, 1), 12))
    assert block.task is None
    if number is None or 0 <= number <= 999_999_999:
        assert block.number == number
        assert document.text == "\n".join(expected)
    else:
        assert document.text == f"{number}. " + "\n".join(expected)


@ANY
@given(texts)
def test_code_comes_back(text: str) -> None:
    document = parse(escape.code(text, "py"))
    expected = clean_text(text).strip("\n").expandtabs(4)
    assert document.text == (expected if expected.strip() else "")


ITEMS = st.lists(st.tuples(lines, st.none() | st.integers(0, 2000), st.integers(1, 6)), max_size=8)


@ANY
@given(ITEMS)
@example([("a", None, 1), ("b", 5, 2), ("c", 100, 2), ("d", None, 3), ("e", 7, 1)])
def test_a_whole_list_comes_back(items: list[tuple[str, int | None, int]]) -> None:
    document = parse(escape.list_items(items))
    expected = []
    depth = 0
    for text, _, wanted in items:
        if kept := plain_lines(text):
            depth = min(wanted, depth + 1)
            expected.append(("\n".join(kept), depth))
    found = [(document.block_text(block), block.level) for block in document.blocks]
    assert found == expected


BLOCK = st.one_of(
    st.builds(escape.paragraph, texts),
    st.builds(escape.heading, lines, st.integers(1, 6)),
    st.builds(escape.quote, texts),
    st.builds(escape.code, texts),
    st.tuples(texts, st.none() | st.integers(0, 99), st.integers(1, 4)).map(
        lambda t: escape.list_item(t[0], number=t[1], depth=t[2])
    ),
)


@ANY
@given(st.lists(st.tuples(BLOCK, st.none() | st.sampled_from(escape.CONTAINERS)), max_size=6))
def test_blocks_joined_by_a_blank_line_stay_apart(
    parts: list[tuple[str, str | None]],
) -> None:
    sources = [escape.fenced(kind, source) if kind else source for source, kind in parts]
    alone = [parse(source).text for source in sources]
    joined = parse("\n\n".join(source for source in sources if source))
    assert joined.text == "\n\n".join(text for text in alone if text)


@ANY
@given(lines.map(plain), lines.map(plain))
def test_inline_text_stands_beside_other_markdown(before: str, after: str) -> None:
    source = f"x{escape.escape_inline(before)} **bold** {escape.escape_inline(after)}y"
    assert parse(source).text == plain(f"x{before} bold {after}y")


def test_links_and_images() -> None:
    markdown = escape.link(escape.escape_inline("a]b"), "https://a.b/c d<e>")
    document = parse(markdown + " " + escape.image("x*y*", "data:1") + escape.image("", "/z"))
    assert document.text == "a]b x*y*image"
    assert [(span.kind, span.value) for span in document.spans] == [
        ("link", "https://a.b/c%20d%3Ce%3E"),
        ("image", ""),
        ("image", "/z"),
    ]
    assert escape.link("a", "javascript:alert(1)") == "a"


def test_containers_nest_and_hold_colons() -> None:
    inner = escape.fenced("caption", "text\n\n```\n:::\n```")
    document = parse(escape.fenced("furniture", inner) + "\n\nafter")
    assert [(block.kind, block.folded) for block in document.blocks] == [
        ("caption", False),
        ("caption", False),
        ("paragraph", False),
    ]
    assert document.text == "text\n\n:::\n\nafter"
    assert escape.fenced("byline", "\n") == ""
    with pytest.raises(ValueError, match="no such container"):
        escape.fenced("aside", "x")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("snake_case and 2 * 3 = 6", "snake_case and 2 * 3 = 6"),
        ("AT&T, a < b, R & D, ~5 km!", "AT&T, a < b, R & D, ~5 km!"),
        ("Costs $5 (about 4.50) - 1. no list", "Costs $5 (about 4.50) - 1. no list"),
        ("1984 was", "1984 was"),
        ("- dash", "\\- dash"),
        ("1. one", "1\\. one"),
    ],
)
def test_what_means_nothing_is_left_as_typed(text: str, source: str) -> None:
    assert escape.escape_line(text) == source
