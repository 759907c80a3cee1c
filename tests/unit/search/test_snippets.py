from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.search.language.parser import parse
from store.search.texts.snippets import LONGEST, WIDTH, Finder, Snippet

FILL = "plain words go on and on here. " * 40


def finder(line: str) -> Finder:
    return Finder(parse(line).wanted, "text")


def passage(text: str, line: str) -> Snippet:
    (found,) = finder(line).passages(text)
    return found


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.matches]


def test_the_place_where_the_words_stand_together_is_shown() -> None:
    text = f"salt. {FILL}road. {FILL}The salt of the road. {FILL}"
    found = passage(text, '"salt" "road"')
    assert "The salt of the road." in found.text
    assert marked(found) == ["salt", "road"]
    assert found.text[0] == found.text[-1] == "…"
    assert len(found.text) <= WIDTH + 2
    assert text[found.start : found.end] == found.text.strip("…")


def test_a_short_text_is_shown_whole_on_one_line() -> None:
    found = passage("One\n\ntwo  three", "two")
    assert found == Snippet("One two three", 0, 15, ((4, 7),))


def test_of_a_match_without_end_the_beginning_is_shown() -> None:
    text = f"{FILL}{'long' * 5_000} and {FILL}"
    for found in (
        passage(text, "long"),
        finder("/long.*/").passages(text, given=[(1240, 22_000)])[0],
    ):
        assert len(found.text) < LONGEST + WIDTH
        assert marked(found)[0].startswith("long")
        assert text[found.start : found.end] == found.text.strip("…")


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("the CAFÉ… and the ﬁne naïve", "cafe fine naiv", ["CAFÉ", "ﬁne", "naïve"]),
        ("Straße und strasse", '"strasse"', ["Straße", "strasse"]),
        ("basalt salted salt", '"salt"', ["salt"]),
        ("basalt salted salt", "salt", ["salted", "salt"]),
        ("he runs, running", '"x" run', ["runs", "running"]),
        ("Blinken spoke", "blinker~", ["Blinken"]),
        ("salt of the road", "road NEAR/3 salt", ["salt", "road"]),
        ("toll — house", '"toll house"', ["toll — house"]),
        ("在北京大学", "京大", ["京大"]),
        ("don’t", "don't", ["don’t"]),
        ("Сад и сада", "сад", ["Сад", "сада"]),
    ],
)
def test_matches_are_ranges_of_the_line(text: str, line: str, expected: list[str]) -> None:
    assert marked(passage(text, line)) == expected


def test_no_passage_where_no_word_stands() -> None:
    assert finder("fog").passages("salt") == []
    assert finder("title:salt").passages("salt") == []
    assert finder("fog").head("salt") == Snippet("salt", 0, 0)


def test_a_long_word_and_a_long_phrase_are_cut_somewhere() -> None:
    text = "a " + "x" * 1_000 + " b"
    assert passage(text, "xxx").matches
    words = " ".join(f"w{n}" for n in range(100))
    assert passage(f"{FILL}{words}. {FILL}", f'"{words}"').matches


@settings(max_examples=200, deadline=None)
@example("0\u0300A", "a")
@example("0\u200dA", "a")
@given(st.text(max_size=400), st.text(alphabet="abcé ß…ﬁ", min_size=1, max_size=3))
def test_a_passage_lies_in_the_text(text: str, word: str) -> None:
    for found in finder(word).passages(text, 3):
        _check(found, text)


def _check(found: Snippet, text: str) -> None:
    assert 0 <= found.start < found.end <= len(text)
    line = " ".join(text[found.start : found.end].split())
    assert found.text.removeprefix("…").removesuffix("…").strip("…") == line.strip("…")
    assert "\n" not in found.text
    assert found.matches
    assert all(0 <= start < end <= len(found.text) for start, end in found.matches)
