"""The built-in articles say what is true, and show what the reader can do."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
import yaml

from store import annotation_file
from store.text.document import Document
from store.text.markdown import parse, split_front_matter
from store.welcome.articles import WELCOME, welcome_articles
from tui.commands import COMMANDS
from tui.keymap import build

ARTICLES = dict(welcome_articles())
CHORDS = {
    key.removesuffix(" <letter>").removesuffix(" <character>")
    for command in COMMANDS
    for key in command.keys
}


def document(name: str) -> Document:
    return parse(split_front_matter(ARTICLES[name])[1])


def code_spans(name: str, kinds: tuple[str, ...] = ("table",)) -> set[str]:
    doc = document(name)
    return {
        doc.text[span.start : span.end]
        for block in doc.blocks
        if block.kind in kinds
        for span in doc.spans_of(block)
        if span.kind == "code"
    }


def code_block(name: str, language: str) -> str:
    doc = document(name)
    return next(doc.block_text(b) for b in doc.blocks if b.label == language)


def test_all_files_of_the_folder_are_listed() -> None:
    found = {entry.name for entry in files("store.welcome").iterdir() if entry.name.endswith(".md")}
    assert found == {f"{name}.md" for name in WELCOME}
    assert tuple(ARTICLES) == WELCOME


@pytest.mark.parametrize("name", WELCOME)
def test_an_article_is_whole(name: str) -> None:
    front, _ = split_front_matter(ARTICLES[name])
    matter = yaml.safe_load(front)
    doc = document(name)
    assert doc.blocks[0].kind == "title"
    assert doc.block_text(doc.blocks[0]) == matter["title"]
    assert matter["author"]
    assert matter["language"] == "en"
    assert 400 < len(doc.text.split()) < 1100


@pytest.mark.parametrize("name", WELCOME)
def test_headings_go_down_one_level_at_a_time(name: str) -> None:
    levels = [b.level for b in document(name).blocks if b.kind == "heading"]
    assert levels
    assert all(b - a <= 1 for a, b in zip([1, *levels], levels, strict=False))


def test_the_welcome_shows_what_the_reader_can_do() -> None:
    doc = document("welcome")
    kinds = {block.kind for block in doc.blocks}
    assert kinds >= {"heading", "list_item", "quote", "table", "code", "furniture"}
    assert {span.kind for span in doc.spans} >= {"code", "emphasis", "footnote", "cell"}
    assert any(block.level == 2 for block in doc.blocks if block.kind == "list_item")
    assert {block.task for block in doc.blocks} == {None, True, False}
    assert any(block.ordered for block in doc.blocks)


def test_the_keys_page_names_every_key_and_no_other() -> None:
    digits = {"2", "3", "4", "5", "6", "7"}
    lists = {f"g {number}" for number in range(2, 9)}
    assert code_spans("keys") == CHORDS - digits - lists - {"<letter>", "<character>"}


def test_the_welcome_names_only_keys_that_exist() -> None:
    kinds = ("table", "paragraph", "list_item")
    words = {"idea", "to-read", "coast/north", "coast", "margin", "ledger", "first"}
    assert code_spans("welcome", kinds) - words <= CHORDS


def test_the_keys_in_the_example_can_be_bound() -> None:
    keys = yaml.safe_load(code_block("keys", "yaml"))["keys"]
    overrides = {name: [key] if isinstance(key, str) else key for name, key in keys.items()}
    assert build(overrides).problems == ()


def test_the_annotation_in_the_example_is_one() -> None:
    item = code_block("files", "yaml")
    source = f"schema: 1\narticle:\n  id: a1\n  title: x\n{item}\n"
    annotations = annotation_file.parse(source.encode(), "example.yaml")
    (highlight,) = annotations.highlights
    assert annotations.unreadable == ()
    text = document("harbour-lights").text
    anchor = highlight.anchor
    assert text[anchor.start : anchor.end] == highlight.quote
    assert text[: anchor.start].endswith(anchor.prefix)
    assert text[anchor.end :].startswith(anchor.suffix)
    assert highlight.tags == ("idea", "to-read")


def test_nothing_is_promised_that_is_not_there() -> None:
    for name, source in ARTICLES.items():
        assert not re.search(r"https?://|\bRSS\b|\bfeeds?\b", source), name
