"""The query language as groups of the help, from its tables."""

from __future__ import annotations

from store.search.language.manual import SECTIONS
from tui.screens.help import Group, Row


def language_groups() -> list[Group]:
    """What can be asked: an example, what it finds, and below it the values that it may have."""
    return [
        Group(
            section.title,
            tuple(Row(rule.typed, rule.finds, ", ".join(rule.values)) for rule in section.rules),
        )
        for section in SECTIONS
    ]
