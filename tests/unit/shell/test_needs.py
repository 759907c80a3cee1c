"""When a command works, what palette and menu make of it."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.model import COLORS
from tui.commands import BY_ID, COMMANDS, PLACES, Need, Place
from tui.keymap import build
from tui.menu import menu_rows, put_inside
from tui.needs import NEEDS, State, where_it_works, works
from tui.palette import entries, narrow

FULL = State(**dict.fromkeys(State._fields, True))
READING = State(chosen=True, open=True, passage=True)
states = st.builds(State, **dict.fromkeys(State._fields, st.booleans()))


def test_every_need_has_its_rule() -> None:
    assert set(NEEDS) == set(get_args(Need))


def test_with_nothing_there_only_what_needs_nothing_works() -> None:
    for place in PLACES:
        working = {c.id for c in COMMANDS if works(c, place, State())}
        assert working == (
            {c.id for c in COMMANDS if place == "list" in c.places and not c.needs}
            if place == "list"
            else set()
        )


def test_with_everything_there_every_command_works_where_its_keys_do() -> None:
    for command in COMMANDS:
        for place in PLACES:
            assert works(command, place, FULL) == (place in command.places), command.id


@given(states, st.sampled_from(PLACES))
def test_more_never_makes_less(state: State, place: Place) -> None:
    for field in State._fields:
        more = state._replace(**{field: True})
        for command in COMMANDS:
            assert works(command, place, state) <= works(command, place, more), command.id


def test_the_same_need_asks_for_other_things_in_other_places() -> None:
    delete = BY_ID["delete"]
    assert works(delete, "reader", READING._replace(under=True))
    assert not works(delete, "panel", READING._replace(under=True, row=True))
    assert works(delete, "panel", READING._replace(row=True, row_highlight=True))


def test_a_command_of_another_pane_is_run_there() -> None:
    assert where_it_works(BY_ID["block.next"], "list", READING) == "reader"
    assert where_it_works(BY_ID["block.next"], "list", State(chosen=True)) is None
    assert where_it_works(BY_ID["open"], "reader", READING) == "list"
    assert where_it_works(BY_ID["row.next"], "reader", READING._replace(row=True)) == "list"
    assert where_it_works(BY_ID["theme"], "caret", READING) == "caret"
    assert where_it_works(BY_ID["block.next"], "caret", READING) is None


# -- the palette -------------------------------------------------------------------------------

KEYS = build()


def found(typed: str, here: Place = "reader", state: State = FULL) -> list[str]:
    offered = entries(here, state, KEYS.keys_of)
    return [offered[index].command.id for index in narrow(offered, typed)]


def test_every_command_of_the_panes_can_be_reached() -> None:
    for here in PLACES[:2]:
        offered = {entry.command.id for entry in entries(here, FULL, KEYS.keys_of)}
        assert {c.id for c in COMMANDS if set(c.places) - {"caret"}} <= offered


def test_what_was_used_last_stands_first_then_what_belongs_here() -> None:
    offered = entries("list", FULL, KEYS.keys_of, recent=["theme", "find"])
    assert [entry.command.id for entry in offered[:2]] == ["theme", "find"]
    places = [entry.place for entry in offered[2:]]
    assert places == sorted(places, key=lambda place: place != "list")
    assert offered[1].about == "in the reader"
    assert offered[0].about == "Look"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("export", "export"),
        ("theme", "theme"),
        ("change the", "theme"),
        ("next high", "highlight.next"),
        ("high next", "highlight.next"),
        ("nh", "highlight.next"),
        ("page up", "page.up"),
        ("row.end", "row.end"),
        ("TAG", "tag"),
        ("g H", "go.library_highlights"),
        ("?", "help"),
        ("blue", "highlight.blue"),
    ],
)
def test_typing_finds(typed: str, first: str) -> None:
    assert found(typed)[0] == first


def test_nothing_typed_is_everything_and_nonsense_is_nothing() -> None:
    assert len(found("")) == len(found("  "))
    assert set(found("")) == {c.id for c in COMMANDS if set(c.places) - {"caret"}}
    assert found("zzyzx") == []
    assert found("...") == []


def test_help_and_names_are_searched_after_titles() -> None:
    assert found("outline") == ["go.contents"]
    assert "copy" in found("ssh")
    assert set(found("tag")[:3]) == {"tag", "article.tag", "go.tags"}


@given(st.text(max_size=12))
def test_whatever_is_typed_is_harmless(typed: str) -> None:
    ids = found(typed)
    assert len(ids) == len(set(ids))


# -- the menu ----------------------------------------------------------------------------------


def menu(place: Place, state: State) -> list[str]:
    return [row.commands[0].id for row in menu_rows(place, state)]


def test_the_menu_has_the_verbs_on_what_is_there() -> None:
    rows = menu_rows("reader", READING)
    assert [row.commands[0].id for row in rows][:4] == [
        "highlight", "highlight.yellow", "tag", "note",
    ]  # fmt: skip
    colours = next(row for row in rows if len(row.commands) > 1)
    assert [command.arguments[0] for command in colours.commands] == list(COLORS)
    assert colours.title == ""
    assert "delete" not in menu("reader", READING)
    assert "delete" in menu("reader", READING._replace(under=True))


def test_the_menu_of_the_list_is_about_the_article() -> None:
    rows = menu("list", READING)
    assert rows[0] == "open"
    assert {"article.tag", "article.star"} <= set(rows)
    assert not {"highlight", "article.next", "export"} & set(rows)


def test_the_menu_of_the_panel_is_about_its_row() -> None:
    row = READING._replace(row=True)
    assert menu("panel", row) == ["panel.jump"]
    assert menu("panel", row._replace(row_links=True)) == ["panel.jump", "note.link"]
    assert {"delete", "tag", "panel.jump"} <= set(menu("panel", row._replace(row_highlight=True)))


def test_a_menu_moves_nothing_and_may_be_empty() -> None:
    for place in PLACES:
        assert menu(place, State()) == []
        assert not [row for row in menu_rows(place, FULL) if row.commands[0].group == "Move"]


cells = st.integers(0, 300)
lengths = st.integers(1, 200)


@given(st.tuples(cells, cells), st.tuples(lengths, lengths), st.tuples(lengths, lengths))
def test_a_menu_stays_inside_the_screen(
    at: tuple[int, int], size: tuple[int, int], screen: tuple[int, int]
) -> None:
    x, y = put_inside(at, size, screen)
    assert x >= 0
    assert y >= 0
    assert x + min(size[0], screen[0]) <= screen[0]
    assert y + min(size[1], screen[1]) <= screen[1]


def test_a_menu_opens_below_the_pointer_else_above_it() -> None:
    assert put_inside((5, 3), (20, 8), (80, 24)) == (5, 4)
    assert put_inside((75, 20), (20, 8), (80, 24)) == (60, 12)
