"""What people are told of the query language is what the tables say."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.search.language.fields import FIELDS, Field
from store.search.language.manual import SECTIONS
from store.search.language.parser import parse
from tui.cli.search import command
from tui.language_help import language_groups
from tui.screens.help import help_lines
from tui.searchdocs import document

ROOT = Path(__file__).resolve().parents[2]


def test_the_docs_are_current() -> None:
    written = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
    assert written == document(), "run: python -m tui.searchdocs > docs/search.md"


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_is_told(field: Field) -> None:
    page = document()
    assert f"| `{field.example}` | {field.finds} |" in page
    for name in (*field.also, *field.values, *(typed for typed, _ in field.meant)):
        assert name in page, name
    assert f" {field.name}:" in (command.help or "")


def test_the_examples_of_the_readme_are_queries() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = readme.partition("## Searching")[2].split("```")[1]
    lines = [line for line in block.splitlines() if line]
    assert len(lines) > 5
    for line in lines:
        typed = line[:35].rstrip() if line[33:35] == "  " else line
        query = parse(typed, whole=True)
        assert query.root is not None
        assert query.notices == ()


def test_every_rule_is_told() -> None:
    page = document()
    for section in SECTIONS:
        assert f"## {section.title}\n" in page
        for rule in section.rules:
            assert f"| `{rule.typed}` |" in page


@pytest.mark.parametrize("width", [36, 76, 116])
def test_the_help_shows_every_rule_at_any_width(width: int) -> None:
    shown = "\n".join(
        "".join(text for text, _ in line) for line in help_lines(language_groups(), width)
    )
    for section in SECTIONS:
        assert f" {section.title}" in shown
        for rule in section.rules:
            assert rule.typed in shown
            assert rule.finds.split()[0] in shown
            assert all(value in shown for value in rule.values)
