"""Keys become commands; chords, counts, letters, rebinding."""

from __future__ import annotations

import pytest

from tui.commands import Command
from tui.keymap import BadKeyError, Keymap, Pending, build, key_of, parse_chord, show_chord


def typed(keymap: Keymap, place: str, keys: str) -> list[tuple[str, int, str]]:
    """The commands that ``keys`` run, with count and letter."""
    pending, ran = Pending(), []
    for key in keys.split():
        step = keymap.press(place, pending, key)  # type: ignore[arg-type]
        pending = step.pending
        if step.command is not None:
            ran.append((step.command.id, step.count, step.letter))
    return ran


def test_single_keys_and_chords() -> None:
    keymap = build()
    assert typed(keymap, "reader", "j") == [("block.next", 1, "")]
    assert typed(keymap, "reader", "g g G") == [("top", 1, ""), ("end", 1, "")]
    assert typed(keymap, "list", "j ( j") == [("row.next", 1, "")] * 2
    assert typed(keymap, "reader", "] ] ] h") == [
        ("section.next", 1, ""),
        ("highlight.next", 1, ""),
    ]


def test_a_wrong_second_key_ends_the_chord_and_does_nothing() -> None:
    keymap = build()
    step = keymap.press("reader", Pending(("g",)), "j")
    assert step.command is None
    assert step.known
    assert not step.pending


def test_escape_ends_a_pending_chord_and_only_then_goes_back() -> None:
    keymap = build()
    assert typed(keymap, "reader", "g escape") == []
    assert typed(keymap, "reader", "escape") == [("back", 1, "")]


def test_digits_are_colours_in_the_reader_and_counts_in_the_list() -> None:
    keymap = build()
    assert typed(keymap, "reader", "3 j") == [("highlight.blue", 1, ""), ("block.next", 1, "")]
    assert typed(keymap, "list", "1 2 j j") == [("row.next", 12, ""), ("row.next", 1, "")]
    assert typed(keymap, "list", "1 0 g g") == [("row.top", 10, "")]
    assert typed(keymap, "list", "0 j") == [("row.next", 1, "")]
    assert typed(keymap, "list", "9 9 9 9 9 9 j") == [("row.next", 9999, "")]


def test_counts_come_to_the_reader_when_no_digit_is_a_command_there() -> None:
    colours = {command.id: [] for command in build().places["reader"].values() if command.family}
    keymap = build(colours)
    assert keymap.problems == ()
    assert typed(keymap, "reader", "3 j") == [("block.next", 3, "")]


def test_a_letter_is_handed_over_and_an_exact_chord_comes_first() -> None:
    keymap = build()
    assert typed(keymap, "reader", "m a ' a ' '") == [
        ("mark.set", 1, "a"), ("mark.go", 1, "a"), ("jump.back", 1, ""),
    ]  # fmt: skip
    assert typed(keymap, "reader", "m ctrl+x") == []


def test_pending_keys_are_shown() -> None:
    assert str(build().press("list", Pending(count="12"), "g").pending) == "12 g"
    assert show_chord(("ctrl+d",)) == "ctrl+d"
    assert build().keys_of("page.down") == "space or pgdn"
    assert build().first_key("theme") == ""


@pytest.mark.parametrize(
    ("key", "character", "name"),
    [
        ("right_square_bracket", "]", "]"), ("space", " ", "space"), ("ctrl+d", "\x04", "ctrl+d"),
        ("G", "G", "G"), ("enter", "\r", "enter"), ("question_mark", "?", "?"),
        ("shift+tab", None, "shift+tab"),
    ],
)  # fmt: skip
def test_names_of_key_events(key: str, character: str | None, name: str) -> None:
    assert key_of(key, character) == name


def test_rebinding_replaces_all_keys_of_a_command() -> None:
    keymap = build({"block.next": ["n n", "ctrl+n"], "find.next": []})
    assert keymap.problems == ()
    assert typed(keymap, "reader", "n n ctrl+n j") == [("block.next", 1, "")] * 2


def test_keys_swap_between_commands() -> None:
    keymap = build({"block.next": ["k"], "block.previous": ["j"]})
    assert keymap.problems == ()
    assert typed(keymap, "reader", "j") == [("block.previous", 1, "")]


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        ({"blok.next": ["j"]}, "blok.next is no command; do you mean block.next?"),
        ({"block.next": ["pagedwn"]}, "pagedwn is no key; do you mean pagedown?"),
        ({"block.next": ["ctrl+m"]}, "a terminal sends ctrl+m as enter"),
        ({"block.next": ["shift+j"]}, "write J for shift+j"),
        ({"block.next": [""]}, "to unbind a command write []"),
        ({"block.next": ["h"]}, "block.next: h is the same as h, which is highlight in the reader"),
        ({"block.next": ["g"]}, "g would hide g g, which is top in the reader"),
        ({"block.next": ["j j", "u u"]}, "u u cannot follow u, which is undo in the reader"),
    ],
)
def test_what_cannot_be_is_said_and_left_out(overrides: dict[str, list[str]], said: str) -> None:
    keymap = build(overrides)
    assert len(keymap.problems) == 1
    assert said in keymap.problems[0]
    assert typed(keymap, "reader", "j") == [("block.next", 1, "")]


def test_two_overrides_that_clash_leave_one() -> None:
    keymap = build({"export": ["ctrl+e"], "help": ["ctrl+e"]})
    assert len(keymap.problems) == 1
    assert typed(keymap, "reader", "ctrl+e") == [("export", 1, "")]
    assert typed(keymap, "reader", "?") == [("help", 1, "")]


def test_the_same_key_in_other_places_is_no_clash() -> None:
    assert build({"open": ["ctrl+o"], "open.here": ["ctrl+o"]}).problems == ()


def test_bad_chords() -> None:
    for bad in ("", "<letter>", "<letter> a", "ctrl+", "hyper+x", "ctrl+ctrl+x"):
        with pytest.raises(BadKeyError):
            parse_chord(bad)
    assert parse_chord("esc") == ("escape",)
    assert parse_chord("Ctrl+D pgdn") == ("ctrl+d", "pagedown")


def test_a_table_of_ones_own() -> None:
    table = (Command("x", ("a b",), "X", ("list",), "Move", "x.y"),)
    assert typed(build(None, table), "list", "a b") == [("x", 1, "")]
