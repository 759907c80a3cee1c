from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.search.words.analysis import folded, words
from store.search.words.compounds import Compound, compound, extras, joined, pair

TYPED = [
    ("U.S.", ("u", "s"), (".",), {"u.s"}),
    ("C++", ("c++",), (), {"c++"}),
    ("c++.", ("c++",), (), {"c++"}),
    ("C#", ("c#",), (), {"c#"}),
    ("F#,", ("f#",), (), {"f#"}),
    (".NET", (".net",), (), {".net"}),
    ("ASP.NET", ("asp", "net"), (".",), {"asp.net"}),
    ("node.js", ("node", "js"), (".",), {"node.js"}),
    ("#tag", ("#tag",), (), {"#tag"}),
    ("(#tag)", ("#tag",), (), {"#tag"}),
    ("@name", ("@name",), (), {"@name"}),
    ("a@b.org", ("a", "b", "org"), ("@", "."), {"a@b", "b.org"}),
    ("http://a.org/x_y", ("http", "a", "org", "x", "y"), ("://", ".", "/", "_"),
     {"http://a", "a.org", "org/x", "x_y"}),
    ("don’t", ("don", "t"), ("'",), {"don't"}),
    ("o'clock", ("o", "clock"), ("'",), {"o'clock"}),
    ("‘quoted’", ("quoted",), (), set()),
    ("3.5", ("3", "5"), (".",), {"3.5"}),
    ("1,000", ("1", "000"), (",",), {"1,000"}),
    ("this,that", ("this", "that"), (",",), set()),
    ("AT&T", ("at", "t"), ("&",), {"at&t"}),
    ("and/or", ("and", "or"), ("/",), {"and/or"}),
    ("1914–1918", ("1914", "1918"), ("-",), {"1914-1918"}),
    ("this--that", ("this", "that"), ("--",), set()),
    ("wait...what", ("wait", "what"), ("...",), set()),
    ("word.[12]", ("word", "12"), (".[",), set()),
    ("call(it)", ("call", "it"), ("(",), set()),
    ("$100", ("$100",), (), {"$100"}),
    ("100%", ("100%",), (), {"100%"}),
    ("C++17", ("c", "17"), ("++",), {"c++17"}),
    ("Élodie-Anne", ("elodie", "anne"), ("-",), {"elodie-anne"}),
    ("北京大学", ("北", "京", "大", "学"), ("", "", ""), set()),
    ("がき", ("か\u3099", "き"), ("",), set()),
    ("한국어", ("한국어",), (), set()),
    ("ไทย", ("ไ", "ท", "ย"), ("", ""), set()),
    ("iPhone手机", ("iphone", "手", "机"), ("", ""), set()),
    ("手机-x", ("手", "机", "x"), ("", "-"), set()),
    ("...", (), (), set()),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "found", "marks", "terms"), TYPED)
def test_what_is_typed_without_a_blank(
    typed: str, found: tuple[str, ...], marks: tuple[str, ...], terms: set[str]
) -> None:
    assert compound(folded(typed)) == Compound(found, marks)
    for text in (typed, f"say {typed} and go", f"({typed})", f"“{typed}”,\nso"):
        assert extras(folded(text)).terms == terms


@pytest.mark.parametrize(
    ("chunk", "terms"),
    [
        ("#coast+road", {"coast+road"}),
        ("#coastc++", {"coastc++"}),
        ("us_.net", {"us_.net"}),
        ("ús_.net", {"us_.net"}),
        ("4,200km", {"4,200km"}),
        ("c++京", {"c++"}),
    ],
)
def test_a_word_is_never_cut_to_make_a_special(chunk: str, terms: set[str]) -> None:
    assert extras(folded(chunk)).terms == terms


def test_a_dash_between_clauses_makes_no_compound() -> None:
    assert folded("he said—and went") == "he said and went"
    assert extras(folded("he said—and went")).terms == frozenset()


def test_several_pairs_in_a_row_are_a_run() -> None:
    assert extras("see u.s.a and don't").runs == {("u.s", "s.a")}
    assert extras("a.b--c.d").runs == frozenset()


@pytest.mark.parametrize(
    ("term", "spelled"),
    [("e-mail", "email"), ("don't", "dont"), ("3.5", ""), ("and/or", ""), ("a-'b", ""), ("x", "")],
)
def test_the_spelling_in_one_word(term: str, spelled: str) -> None:
    assert joined(term) == spelled


@pytest.mark.parametrize(
    "marks", ["", " ", "..", "...", "--", "---", "----", "(", ").", "; ", '"', ",", "....."]
)
def test_marks_that_only_part_words(marks: str) -> None:
    assert pair("left", marks, "right") == ""


def test_overlong_words_are_cut_on_both_sides_alike() -> None:
    long = "x" * 100
    assert compound(f"{long}-{long}") == (("x" * 64, "x" * 64), ("-",))
    assert extras(f"{long}-{long}").terms == {f"{'x' * 64}-{'x' * 64}"}
    assert extras(f"#{long}").terms == set(compound(f"#{long}").words)


@settings(max_examples=300, deadline=None)
@given(st.text("ab1é京が.-'@#+ /,", max_size=14))
def test_what_is_typed_is_a_term_of_a_text_that_has_it(typed: str) -> None:
    for chunk in folded(typed).split():
        there = extras(chunk).terms
        found, marks = compound(chunk)
        if len(found) == 1 and words(found[0]) != [found[0]]:
            assert found[0] in there
        pairs = [pair(*each) for each in zip(found, marks, found[1:], strict=False)]
        assert {each for each in pairs if each} <= there
        if len(found) > 1:
            assert list(found) == words(chunk)
            assert len(marks) == len(found) - 1
