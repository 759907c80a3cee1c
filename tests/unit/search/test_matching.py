from __future__ import annotations

import pytest

from store.search.language.nodes import And, Near, Node, Not, Query, Regex, Words
from store.search.texts.matching import MOST, merged, places


def marked(text: str, *leaves: Node, languages: tuple[str, ...] = ("en",)) -> list[str]:
    found = places(text, Query(And(leaves)), languages=languages)
    assert found == sorted(found)
    return [text[start:end] for start, end in found]


def word(text: str, *, prefix: bool = False, exact: bool = False, edits: int = 0) -> Words:
    return Words((text,), prefix=prefix, exact=exact, edits=edits)


@pytest.mark.parametrize(
    ("text", "leaf", "expected"),
    [
        ("basalt salted SALT", word("salt", exact=True), ["SALT"]),
        ("basalt salted SALT", word("salt"), ["salted", "SALT"]),
        ("basalt salted SALT", word("sal", prefix=True), ["salted", "SALT"]),
        ("the CAFÉ… cafe cafés", word("cafe"), ["CAFÉ", "cafe", "cafés"]),
        ("ﬁne naïve", word("fine"), ["ﬁne"]),
        ("Straße und strasse", word("strasse", exact=True), ["Straße", "strasse"]),
        ("runs running ran", word("run"), ["runs", "running"]),
        ("dying, died", word("die"), ["dying", "died"]),
        ("happily unhappy happy", word("happy"), ["happy"]),
        ("e-mail email e mail", word("email"), ["e-mail", "email"]),
        ("snake_case", word("case"), ["case"]),
        ("在北京大学", Words(("京", "大")), ["京大"]),
        ("toll — house\ntoll\nhouse", Words(("toll", "house")), ["toll — house", "toll\nhouse"]),
        ("extoll house", Words(("toll", "house")), []),
        ("toll houses", Words(("toll", "house")), []),
        ("toll houses", Words(("toll", "house"), prefix=True), ["toll houses"]),
        (
            "state-of-the-art stateoftheart state of the art",
            Words(("state", "of", "the", "art"), marks=("-", "-", "-")),
            ["state-of-the-art", "stateoftheart"],
        ),
        ("don’t dont don t", Words(("don", "t"), marks=("'",)), ["don’t", "dont"]),
        ("don’t dont", Words(("don", "t"), marks=("'",), exact=True), ["don’t"]),
        ("the tall toll house", Words(("toll", "house", "toll")), []),
        ("Blinken blink Blinkers", word("blinker", edits=1), ["Blinken", "Blinkers"]),
        ("hraobur harbour", word("harbour", edits=2), ["hraobur", "harbour"]),
        ("salt and road", Regex("s.lt|r..d"), ["salt", "road"]),
        ("C++ and C+, c# c", word("c+"), ["C+"]),
        ("C++ and C+, c# c", word("c+", prefix=True), ["C+", "C+"]),
        ("Сад и сада", word("сад", exact=True), ["Сад"]),
    ],
)
def test_what_matches(text: str, leaf: Words | Regex, expected: list[str]) -> None:
    assert marked(text, leaf) == expected


@pytest.mark.parametrize(
    ("distance", "text", "expected"),
    [
        (1, "salt road", ["salt", "road"]),
        (1, "road salt", ["road", "salt"]),
        (1, "salt the road", []),
        (2, "salt. The road", ["salt", "road"]),
        (3, "salt one two road three salt", ["salt", "road", "salt"]),
        (2, "salt one two road three salt", ["road", "salt"]),
    ],
)
def test_near(distance: int, text: str, expected: list[str]) -> None:
    assert marked(text, Near(word("salt"), word("road"), distance)) == expected


def test_a_word_is_near_another_of_its_kind_but_not_near_itself() -> None:
    assert marked("salt", Near(word("salt"), word("salt"), 5)) == []
    assert marked("salt, salt", Near(word("salt"), word("salt"), 5)) == ["salt", "salt"]


def test_what_overlaps_is_one_and_what_must_not_hold_is_not_marked() -> None:
    text = "the toll house"
    assert marked(text, word("toll"), Words(("toll", "house"))) == ["toll house"]
    assert marked(text, word("toll"), Not(word("house"))) == ["toll"]
    assert merged([(4, 6), (0, 2), (1, 3), (3, 4)]) == [(0, 3), (3, 4), (4, 6)]


def test_only_what_is_looked_for_in_texts_is_marked() -> None:
    assert marked("toll house", Words(("toll",), where="title")) == []
    assert marked("toll house", Words(("toll",), where="text")) == ["toll"]
    assert places("toll", Query()) == []


def test_forms_are_those_of_the_languages() -> None:
    assert marked("Häuser haus", word("haus"), languages=("de",)) == ["Häuser", "haus"]
    assert marked("Häuser haus", word("haus"), languages=("en",)) == ["haus"]
    assert marked("houses", word("house"), languages=()) == []


def test_an_accent_decides_how_a_word_ends() -> None:
    text = "Une porte fermée, des portes fermées. La fermeture"
    assert marked(text, word("fermer"), languages=("fr",)) == ["fermée", "fermées"]
    assert marked("fermée fermee", Words(("fermee",), typed="fermée")) == ["fermée", "fermee"]


def test_there_is_an_end_to_matches() -> None:
    assert len(places("a " * (MOST + 10), Query(word("a")))) == MOST


def test_many_patterns_share_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    now = [0.0]

    def spans(leaf: Regex, text: str, *, seconds: float, most: int) -> list[tuple[int, int]]:
        asked.append(seconds)
        now[0] += 0.2
        return []

    monkeypatch.setattr("store.search.texts.matching.REGEX_SECONDS", 0.5)
    monkeypatch.setattr("store.search.texts.matching.monotonic", lambda: now[0])
    monkeypatch.setattr("store.search.texts.patterns.spans", spans)
    assert marked("salt", *(Regex(f"(a+)+{number}") for number in range(9))) == []
    assert asked == pytest.approx([0.5, 0.3, 0.1])


def test_a_pattern_that_takes_years_marks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.search.texts.matching.REGEX_SECONDS", 0.2)
    assert marked("salt " + "a" * 60 + "b", Regex("(a+)+$"), word("salt")) == ["salt"]
