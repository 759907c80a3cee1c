"""The search screen's keys and the query language as groups of the help, from their tables."""

from __future__ import annotations

from store.search.language.manual import SECTIONS
from tui.screens.help import Group, Row
from tui.searching.keys import KEYS, key_shown


def language_groups(about: str = "") -> list[Group]:
    """What can be asked: an example, what it finds, and below it the values that it may have.

    Args:
        about: What the titles of the groups begin with.
    """
    return [
        Group(
            f"{about}{section.title.lower()}" if about else section.title,
            tuple(Row(rule.typed, rule.finds, ", ".join(rule.values)) for rule in section.rules),
        )
        for section in SECTIONS
    ]


def search_groups() -> list[Group]:
    """The keys of the search screen, then what can be asked."""
    rows = tuple(Row(" or ".join(map(key_shown, key.keys)), key.title, key.help) for key in KEYS)
    return [Group("Keys", rows), *language_groups()]
