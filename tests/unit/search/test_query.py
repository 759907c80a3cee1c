from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import UsageError
from store.search.query import Clause, Query, parse


def test_words_are_folded_and_the_last_is_a_prefix() -> None:
    assert parse("Salt ROÁD") == Query(
        (Clause("words", ("salt",)), Clause("words", ("road",), prefix=True))
    )


def test_a_blank_behind_the_last_word_changes_nothing() -> None:
    assert parse("salt road  ") == parse("salt road")


def test_a_closed_phrase_is_whole_words_and_an_open_one_is_being_typed() -> None:
    assert parse('"Salt road"') == Query((Clause("words", ("salt", "road")),))
    assert parse('"salt ro') == Query((Clause("words", ("salt", "ro"), prefix=True),))
    assert parse("„salt road“") == parse('"salt road"')


def test_a_word_with_marks_inside_is_a_phrase() -> None:
    assert parse("don't stop").clauses[0] == Clause("words", ("don", "t"))
    assert parse("U.S. x").clauses[0] == Clause("words", ("u", "s"))


def test_a_run_of_characters_without_blanks_is_a_phrase() -> None:
    assert parse("北京") == Query((Clause("words", ("北", "京")),))


def test_tags_and_negation() -> None:
    assert parse("tag:Coast/North -fog -tag:#idea") == Query(
        (
            Clause("tag", ("coast/north",)),
            Clause("words", ("fog",), negated=True),
            Clause("tag", ("idea",), negated=True),
        )
    )
    assert parse('-"salt road"') == Query((Clause("words", ("salt", "road"), negated=True),))


def test_states_are_spelled_out_or_being_typed() -> None:
    assert parse("is:Unread -is:done is:st") == Query(
        (
            Clause("is", ("unread",)),
            Clause("is", ("done",), negated=True),
            Clause("is", ("starred",)),
        )
    )
    assert parse("it is: so").clauses[1] == Clause("words", ("is",))


def test_pieces_without_letters_ask_nothing() -> None:
    assert parse("") == parse("  -  ?! ") == Query()


@pytest.mark.parametrize(
    ("line", "column"),
    [("salt tag:", 6), ("tag: x", 1), ('a ""', 3), ('"…"', 1), ("is:un x", 1), ("x is:new", 3)],
)
def test_a_wrong_query_names_the_column(line: str, column: int) -> None:
    with pytest.raises(UsageError, match=rf"column {column}\b"):
        parse(line)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30) | st.text(alphabet='-"tag: a', max_size=20))
def test_any_line_is_a_query_or_a_usage_error(line: str) -> None:
    try:
        query = parse(line)
    except UsageError:
        return
    assert all(clause.words for clause in query.clauses)
