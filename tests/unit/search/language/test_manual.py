"""Every example of the help and of docs/search.md: what it asks."""

from __future__ import annotations

from datetime import date

import pytest

from store.errors import QueryError
from store.search.language.fields import BY_NAME, FIELDS, Field, close_to
from store.search.language.manual import SECTIONS
from store.search.language.parser import parse
from tests.unit.search.language.shown import shown

TODAY = date(2026, 5, 20)  # a Wednesday
RULES = [rule for section in SECTIONS for rule in section.rules]
ASKED = {
    "salt toll": "salt & toll*",
    "lamp town": "lamp & town*",
    "Lamps": "=lamps*",
    '"toll house"': '="toll house"',
    "harb* lamps": "harb* & lamps*",
    "elodie": "elodie*",
    "e-mail": "‹e-mail›*",
    "example.org/lights": "‹example.org/lights›*",
    "大学": '"大 学"',
    "kepeer~2": "kepeer~2",
    "ledgers NEAR/5 read": "ledgers <5> read*",
    "/l[ae]dgers?/": "/l[ae]dgers?/i",
    "salt AND road": "salt & road*",
    "salt OR lamps": "salt | lamps*",
    "salt -lamps": "salt & !lamps",
    "salt NOT lamps": "salt & !lamps",
    "(salt OR lamps) town": "(salt | lamps) & town*",
    "title:(salt OR harbour)": "title:salt | title:harbour",
    "-tag:history": "!#history",
    "*": "*",
    "title:harbour": "title:harbour*",
    'text:"toll house"': 'text:="toll house"',
    "author:moor": "author:moor*",
    "source:papers": "source:papers*",
    "site:example.org": "site=example.org*",
    "tag:history": "#history",
    "note:compare": "note:compare*",
    "quote:ledgers": "quote:ledgers*",
    "color:green": "color=green",
    "status:reading": "status=reading",
    "lang:de": "lang=de",
    "is:unread": "is=unread",
    "has:highlight": "has=highlight",
    "in:highlights": "* in=highlights",
    "added:2w..": "added[2026-05-06,)",
    "published:2024": "published[2024-01-01,2025-01-01)",
    "read:today": "read[2026-05-20,2026-05-21)",
    'marked:"last week"': "marked[2026-05-11,2026-05-18)",
    "words:>1000": "words[1001,)",
    "highlights:>3": "highlights[4,)",
    "sort:newest": "* sort=newest",
    "added:2024": "added[2024-01-01,2025-01-01)",
    "added:2024-01": "added[2024-01-01,2024-02-01)",
    "added:2024-01-31": "added[2024-01-31,2024-02-01)",
    "added:2024-01..2024-06": "added[2024-01-01,2024-07-01)",
    "added:..2023": "added[,2024-01-01)",
    "added:3d": "added[2026-05-17,)",
    "added:2w..1w": "added[2026-05-06,2026-05-14)",
    "added:today": "added[2026-05-20,2026-05-21)",
    "added:last week": "added[2026-05-11,2026-05-18)",
    "added:monday": "added[2026-05-18,2026-05-19)",
    "added:>=2024": "added[2024-01-01,)",
    "words:500..2k": "words[500,2001)",
    "highlights:3..": "highlights[3,)",
    "highlights:0": "highlights[0,1)",
}


def test_every_example_asks_what_it_should() -> None:
    assert {rule.typed: shown(parse(rule.typed, TODAY)) for rule in RULES} == ASKED


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_has_an_example_and_is_in_the_help(field: Field) -> None:
    assert field.name in field.example
    assert parse(field.example, TODAY).notices == ()
    assert any(rule.typed == field.example for rule in RULES)


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, f in BY_NAME.items() for value in f.values]
)
def test_every_value_under_every_name(name: str, value: str) -> None:
    query = parse(f"{name}:{value} x", TODAY)
    assert query == parse(f"{BY_NAME[name].name}:{value.upper()} x", TODAY)
    if name != "sort" or value != "relevance":  # which is how it is anyway
        assert value in shown(query)


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [(field.name, typed, meant) for field in FIELDS for typed, meant in field.meant],
)
def test_other_words_for_values(field: str, typed: str, meant: str) -> None:
    assert parse(f"{field}:{typed} x", TODAY) == parse(f"{field}:{meant} x", TODAY)


def test_names_are_one_field_each() -> None:
    names = [name for field in FIELDS for name in (field.name, *field.also)]
    assert len(names) == len(set(names)) == len(BY_NAME)
    for name in names:
        assert close_to(name) == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("titel", "title"), ("titlle", "title"), ("TITEL", "title"), ("auhtor", "author"),
        ("autor", "author"), ("higlights", "highlights"), ("quotee", "quote"), ("ntoe", "note"),
        ("colro", "color"), ("wrods", "words"), ("sotr", "sort"),
        # words that people write before a colon
        ("node", ""), ("bag", ""), ("test", ""), ("quota", ""), ("code", ""), ("http", ""),
        ("https", ""), ("foo", ""), ("st", ""), ("pint", ""), ("hash", ""), ("short", ""),
        ("tile", ""), ("stats", ""), ("note", ""),
    ],
)  # fmt: skip
def test_slips_are_noticed_and_other_words_are_not(typed: str, meant: str) -> None:
    assert close_to(typed) == meant
    line = f"{typed}:salt x"
    if meant:
        with pytest.raises(QueryError, match=f"did you mean {meant}:"):
            parse(line, TODAY)
    elif typed != "note":
        assert shown(parse(line, TODAY)) == f"‹{typed}:salt› & x*"
