"""What is shown of highlights that need a person."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.model import Anchor, Article, Highlight, State
from tui.layout.cells import width as cells
from tui.needing import counted
from tui.note_lines import BitLine
from tui.settling import (
    MOST_OFFERS,
    Case,
    comparison,
    detail_lines,
    foot_line,
    offers,
    ordered,
    rows_of,
)

ROPE = "Rope was bought by weight, never by length."
texts = st.text(
    st.sampled_from("ab cd\u0301é.\u6f22\u5b57\n\x1b[]\U0001f44d\U0001f3fd\u202e"), max_size=120
)


def case(key: str, article: str = "a1", state: State = "unplaced", quote: str = ROPE) -> Case:
    return Case(Article(article, f"On {article}"), Highlight(key, Anchor(3, 9, quote, state=state)))


def shown(lines: list[BitLine]) -> list[str]:
    return ["".join(bit.text for bit in line) for line in lines]


def test_those_of_the_open_article_come_first() -> None:
    cases = [case("h1", "a2"), case("h2", "a1"), case("h3", "a2"), case("h4", "a3")]
    found = ordered(cases, "a1")
    assert [each.highlight.id for each in found] == ["h2", "h1", "h3", "h4"]
    rows = [row if isinstance(row, str) else row.highlight.id for row in rows_of(found)]
    assert rows == ["On a1", "h2", "On a2", "h1", "h3", "On a3", "h4"]
    assert [each.highlight.id for each in ordered(cases, "")] == ["h1", "h3", "h2", "h4"]


def test_how_many_there_are_is_said() -> None:
    states: list[State] = ["placed", "check", "unplaced", "moved", "unplaced"]
    assert counted(case("h", state=state).highlight for state in states) == "1 to check, 2 unplaced"
    assert counted([case("h", state="placed").highlight]) == ""


def test_what_is_to_be_checked_is_offered_first_where_it_is() -> None:
    text = f"Salt.\n\n{ROPE} Tar came in barrels.\n\nBuoys."
    start = text.index("Tar")
    found = offers(
        case("h1", state="check").highlight, text, [(start, start + 3), (3, 9), (900, 950)]
    )
    assert [(offer.start, offer.end) for offer in found] == [(3, 9), (start, start + 3)]
    assert (found[1].before, found[1].words) == (f"{ROPE} ", "Tar")
    assert found[1].after == " came in barrels."
    many = offers(case("h1").highlight, text, [(n, n + 2) for n in range(20)])
    assert len(many) == MOST_OFFERS


def test_two_wordings_stand_side_by_side_where_there_is_room() -> None:
    wide = shown(comparison(ROPE, ROPE.replace("weight", "the fathom"), 100, 3))
    assert wide[0].startswith("it read ")
    assert "weight" in wide[1].split("│")[0]
    assert "the fathom" in wide[1].split("│")[1]
    narrow = shown(comparison(ROPE, ROPE.replace("weight", "the fathom"), 50, 3))
    assert narrow[0].startswith("was ")
    assert any(line.startswith("now ") for line in narrow)
    assert not any("│" in line for line in narrow)


def test_what_differs_is_seen_even_far_into_a_passage() -> None:
    long = "word " * 400
    found = comparison(f"{long}tar.", f"{long}salt.", 80, 2)
    assert any("tar" in line and "salt" in line for line in shown(found))
    roles = {bit.text: bit.roles for line in found for bit in line}
    assert roles["tar"] != roles["."]
    assert roles["salt"] not in (roles["tar"], roles["."])


@given(texts, texts, st.integers(20, 130), st.integers(1, 30), st.data())
def test_it_fits_whatever_the_words_are(
    quote: str, text: str, width: int, limit: int, data: st.DataObject
) -> None:
    length = len(text)
    ranges = data.draw(st.lists(st.tuples(st.integers(0, length), st.integers(0, length))))
    each = case("h1", quote=quote)
    found = offers(each.highlight, text, ranges)
    current = data.draw(st.integers(0, max(0, len(found) - 1)))
    lines = detail_lines(each, found, current, width, limit)
    assert 0 < len(lines) <= limit
    for line in shown(lines):
        assert cells(line) <= width
        assert not set(line) & {"\x1b", "\n", "\u202e"}
    if found and limit >= 5:
        assert any(line.startswith(f"▸ {current + 1} ") for line in shown(lines))


def test_the_keys_that_do_something_are_named_as_far_as_there_is_room() -> None:
    text = f"{ROPE} {ROPE}"
    found = offers(case("h1").highlight, text, [(0, 4), (44, 48)])
    check = case("h1", state="check")
    assert "enter keep it there · 1-2 that place" in "".join(
        shown([foot_line(check, found, 0, 99)])
    )
    assert "enter put it there" in "".join(shown([foot_line(check, found, 1, 99)]))
    assert "x none" not in "".join(shown([foot_line(case("h1"), found, 0, 99)]))
    assert shown([foot_line(case("h1"), (), 0, 99)]) == ["m mark its words · u undo · esc close"]
    for width in range(5, 99):
        assert cells(shown([foot_line(check, found, 0, width)])[0]) <= width
