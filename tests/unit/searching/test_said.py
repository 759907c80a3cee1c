"""What is said between the field and the hits."""

from __future__ import annotations

from store.errors import QueryError, StoreError
from store.model import Hit
from store.search.found import Found, Instead
from tui.searching.answers import Answer, totals
from tui.searching.keys import ACTS, KEYS, foot_line
from tui.searching.said import Told, told_lines


def said(told: Told, width: int = 60, most: int = 3) -> list[str]:
    return ["".join(bit.text for bit in line) for line in told_lines(told, width, most)]


def wrong(line: str, start: int, end: int, words: str = "no such field", hint: str = "") -> Told:
    return Told(line, error=QueryError(words, start, end, hint=hint))


def test_the_reason_stands_under_the_place() -> None:
    assert said(wrong("kettle tug:x more", 7, 10, hint="tag:")) == ["       ╰ no such field — tag:"]


def test_it_stands_left_of_the_place_where_there_is_no_room_right_of_it() -> None:
    told = wrong("a" * 40 + " tug:x more", 41, 44)
    assert said(told, 50) == [" " * 27 + "no such field ╯"]
    assert said(told, 42) == [" " * 27 + "no such field ╯"]
    assert said(wrong("abcdefgh x", 5, 6, "long " * 6), 20) == ["long " * 5 + "long"]


def test_what_to_do_has_a_line_of_its_own_where_there_is_no_room_for_both() -> None:
    told = wrong("kettle tug:x more", 7, 10, "there is no field tug:", "put it in quotes")
    assert said(told, 40) == ["       ╰ there is no field tug:", "put it in quotes"]
    assert said(told, 40, most=1) == ["there is no field tug: — put it in quotes"]


def test_the_place_is_counted_in_cells_and_from_what_is_in_sight() -> None:
    told = wrong("港の tug:x more", 3, 6)
    assert said(told) == ["     ╰ no such field"]
    assert said(told._replace(scrolled=4)) == [" ╰ no such field"]
    assert said(told._replace(scrolled=9)) == ["no such field"]


def test_what_is_still_being_typed_is_not_wrong_yet() -> None:
    (line,) = told_lines(wrong("kettle (lid", 7, 11), 60, 1)
    assert line[-1].roles == ("warning",)
    (line,) = told_lines(wrong("kettle ) lid", 7, 8), 60, 1)
    assert line[-1].roles == ("error",)


def test_other_errors_point_nowhere() -> None:
    assert said(Told("x", error=StoreError("the index is broken", hint="postil reindex"))) == [
        "the index is broken — postil reindex"
    ]


FOUND = Found(
    instead=(Instead("to kettle", (("ketle", "kettle"),), 12),),
    behind=412,
    notices=("the pattern took too long: 30 articles were not looked through",),
)


def test_what_was_meant_what_is_missing_and_what_else_there_is() -> None:
    told = Told("to ketle", found=FOUND, key="tab")
    assert said(told) == [
        "did you mean kettle? 12 articles   tab takes it",
        "the pattern took too long: 30 articles were not looked through",
        "412 articles are still being indexed",
    ]
    assert len(said(told, most=1)) == 1
    assert said(Told("x", found=Found(behind=1))) == ["1 article is still being indexed"]
    assert said(Told("x", found=Found())) == []
    assert said(Told("x")) == []


def test_what_is_shown_instead_of_nothing_is_said() -> None:
    hit = Hit("a", "A", 1.0, "kettle", 0, 6, why=("fuzzy",))
    found = FOUND._replace(hits=(hit,), behind=0, notices=())
    assert said(Told("to ketle", found=found, key="ctrl+y")) == [
        "shown is kettle, 12 articles   ctrl+y takes it"
    ]
    answer = Answer("to ketle", found)
    assert (answer.meant, answer.total) == ("to kettle", 12)
    assert totals(found) == "nothing just so"
    exact = Answer("to ketle", found._replace(articles=1))
    assert (exact.meant, exact.total) == ("to ketle", 1)


def test_every_key_does_one_thing() -> None:
    keys = [key for row in KEYS for key in row.keys]
    assert len(keys) == len(set(keys)) == len(ACTS)


def test_the_foot_names_as_many_keys_as_fit() -> None:
    words = (("open", "open"), ("save", "save"), ("list", "list"), ("help", "help"))

    def foot(width: int) -> str:
        return "".join(bit.text for bit in foot_line(words, width))

    assert foot(80) == "enter open · ctrl+s save · ctrl+l list · f1 help"
    assert foot(40) == "enter open · ctrl+s save · f1 help"
    assert foot(33) == "enter open · f1 help"
    assert foot(12) == "enter open"
    assert foot(5) == ""
