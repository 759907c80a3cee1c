"""Code gets its colours from the language that is named, exactly where its words stand."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.text.document import Block, Document
from tests.unit.layout.texts import join, texts
from tui.layout.code_tokens import LONGEST, LONGEST_LINE, TOKENS, CodeTokens, tokenise
from tui.layout.paint import InlineSpans, Layers, flatten

CODE = """\
# the keeper's tally
def toll(length):
    return "due " + str(length * 3)
"""


def document(code: str = CODE, label: str = "python") -> Document:
    return join([(Block("paragraph", 0, 0), "Before."), (Block("code", 0, 0, label=label), code)])


def known(doc: Document) -> Layers:
    tokens = CodeTokens(doc)
    layers = Layers(code=tokens)
    block = doc.blocks[1]
    assert all(s.token is None for s in flatten(block.start, block.end, layers, InlineSpans(doc)))
    assert list(tokens.wanted) == [1]
    assert tokens.take(tokens.job()()) == [(block.start, block.end)]
    assert not tokens.wanted
    return layers


def test_words_of_code_have_the_role_of_what_they_are() -> None:
    doc = document()
    block = doc.blocks[1]
    found = {
        doc.text[s.start : s.end]: s.token
        for s in flatten(block.start, block.end, known(doc), InlineSpans(doc))
    }
    assert found["# the keeper's tally"] == "code_comment"
    assert found["def"] == found["return"] == "code_keyword"
    assert found["toll"] == "code_name"
    assert found['"due "'] == "code_string"
    assert found["3"] == "code_number"


def test_a_line_in_the_middle_knows_the_tokens_over_it() -> None:
    doc = document("'''one\ntwo\nthree'''")
    at = doc.text.index("two")
    segments = flatten(at, at + 3, known(doc), InlineSpans(doc))
    assert [(s.start, s.end, s.token) for s in segments] == [(at, at + 3, "code_string")]


@pytest.mark.parametrize("label", ["", "no-such-language", "text"])
def test_the_language_is_never_guessed(label: str) -> None:
    assert not tokenise(CODE, label).tokens


def test_names_of_languages_are_told_in_any_case() -> None:
    for label in ("Python", "py", "JavaScript", "js", "c++", "sh", "yaml", "rust", "diff"):
        assert tokenise('x: "1" // 2 # 3\n+ 4 class y', label), label
    assert tokenise(CODE, "Python") == tokenise(CODE, "python")


def test_what_is_too_long_stays_plain() -> None:
    assert not tokenise("x = 1\n" * (LONGEST // 6 + 1), "python").tokens
    assert not tokenise("x = 1" + " " * LONGEST_LINE, "python").tokens


@settings(max_examples=60, deadline=None)
@given(texts, st.sampled_from(["python", "javascript", "html", "c", "bash", "yaml", "diff"]))
def test_tokens_are_in_order_and_inside_whatever_the_text(code: str, language: str) -> None:
    found = tokenise(code, language)
    position = 0
    for start, end, token in zip(*found, strict=True):
        assert position <= start < end <= len(code)
        assert token in TOKENS
        position = end


def test_nothing_is_asked_about_what_is_no_code() -> None:
    tokens = CodeTokens(document(label=""))
    assert list(tokens.over(0, 5)) == []
    assert list(tokens.over(12, 20)) == []
    assert not tokens.wanted


def test_pygments_waits_for_code() -> None:
    script = "import sys, tui.widgets.reader; sys.exit('pygments.lexers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
