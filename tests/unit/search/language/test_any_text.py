"""Whatever is typed: a query, or an error that points at its place."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.errors import QueryError
from store.search.language.fields import BY_NAME
from store.search.language.nodes import (
    And,
    Fact,
    Near,
    Node,
    Not,
    Or,
    Query,
    Range,
    Regex,
    Tag,
    Words,
    leaves,
)  # fmt: skip
from store.search.language.parser import DEEPEST, FARTHEST, LONGEST, MOST, parse
from store.search.words.compounds import compound

TODAY = date(2026, 5, 20)

SIGNS = (
    '( ) " - -- * ~ ~2 ~9 / \\ [ AND OR NOT NEAR NEAR/5 NEAR/ NEAR/0 near/3 salt Road é e\u0301'
    " 北京 C++ U.S. 2024 2024-01 2w .. last week monday ago today > <= 1k 1000 un unread # a/b …"
    " “ ” ： ß İ \x00"
)
PIECES = st.sampled_from([
    *(f"{name}:" for name in BY_NAME), *SIGNS.split(), *(" ", "  ", "\u3000", "\n") * 5,
    "9" * 30, "x" * 70,
])  # fmt: skip
LINES = st.text(max_size=40) | st.lists(PIECES, max_size=14).map("".join)


def tried(line: str) -> Query | QueryError:
    try:
        return parse(line, TODAY)
    except QueryError as error:
        return error


def checked(query: Query, line: str) -> None:
    """What has to hold for the tree of any line."""
    assert query.line == line
    if query.root is not None:
        _node(query.root, line)


def _node(node: Node, line: str) -> None:
    if isinstance(node, And | Or):
        assert len(node.parts) != 1
        assert node.parts or isinstance(node, And), "nothing but * has no parts"
        assert not any(type(part) is type(node) for part in node.parts), "it is flat"
        for part in node.parts:
            _node(part, line)
        return
    if isinstance(node, Not):
        _node(node.part, line)
        return
    start, end = node.at
    assert 0 <= start < end <= len(line)
    assert isinstance(node, Words | Near | Regex | Tag | Fact | Range)
    if isinstance(node, Near):
        assert 1 <= node.distance <= FARTHEST
        assert node.left.where == node.right.where
        _node(node.left, line)
        _node(node.right, line)
    elif isinstance(node, Words):
        assert node.words
        assert all(compound(word).words == (word,) for word in node.words)
        assert node.typed == unicodedata.normalize("NFC", line[start:end])
        assert len(node.marks) in {0, len(node.words) - 1}
        assert not node.edits or len(node.words) == 1
    elif isinstance(node, Tag):
        assert node.paths[0]
    elif isinstance(node, Range):
        assert node.low is not None or node.high is not None
        if node.low is not None and node.high is not None:
            assert str(node.low) < str(node.high) or node.low < node.high  # type: ignore[operator]


@settings(max_examples=600, deadline=None)
@given(LINES)
@example('title:"')
@example("-(")
@example("((((")
@example("NOT NOT")
@example("a NEAR NEAR/5 b")
@example('"a"~5 "a b c"~0 ""~3 "a"*')
@example("/(/ /[[]/ /a{99999999999}/")
@example("added:9999-12-31 added:9999 added:99999y added:>9999 words:<0")
@example("in:articles OR -in:highlights")
def test_any_line_is_a_query_or_an_error_with_its_place(line: str) -> None:
    read = tried(line)
    if isinstance(read, QueryError):
        assert 0 <= read.start <= read.end <= len(line)
        assert read.message
        assert "\n" not in read.message
    else:
        checked(read, line)
        assert len(list(leaves(read.root))) <= 2 * MOST


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "Z")), max_size=60))
def test_prose_is_no_error(text: str) -> None:
    """Without a slash, a colon or a tilde no text can be wrong."""
    plain = "".join(c for c in text if c not in "/:：~")
    query = parse(plain, TODAY)
    assert (query.root is None) or query.notices == ()


@settings(max_examples=200, deadline=None)
@given(LINES)
def test_blanks_at_the_end_change_nothing(line: str) -> None:
    read = tried(line.rstrip())
    if isinstance(read, Query):
        assert tried(f"{line.rstrip()}  ") == read


ALTERNATIVES = " OR ".join("abcdefghijklmnop")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x" * (LONGEST + 1), "characters"),
        ("x " * (MOST + 1), "conditions"),
        ("x " + "学。" * MOST, "conditions"),
        ("(" * (DEEPEST + 1) + "x", "parentheses"),
        (f"({ALTERNATIVES}) NEAR/3 ({ALTERNATIVES})", "conditions"),
    ],
)
def test_what_is_too_much_is_one_clear_error(line: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        parse(line, TODAY)


@pytest.mark.parametrize("line", ["x " * MOST, "(" * DEEPEST + "x", "x" * LONGEST])
def test_what_is_just_not_too_much(line: str) -> None:
    assert parse(line, TODAY).root is not None
