"""What differs between two wordings of a passage."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from tui.word_diff import Run, compared, words_of

texts = st.text(
    st.sampled_from("ab cd\u0301é. ,\U0001f44d\U0001f3fd\u200d\u6f22\u5b57\n"), max_size=40
)


@given(texts, texts)
def test_joined_the_runs_are_the_wordings(old: str, new: str) -> None:
    before, after = compared(old, new)
    assert "".join(run.text for run in before) == old
    assert "".join(run.text for run in after) == new
    shared = [
        [word for run in side if not run.differs for word in words_of(run.text)]
        for side in (before, after)
    ]
    # Blanks between words that differ differ with them, on one side perhaps only.
    letters = ["".join("".join(words).split()) for words in shared]
    assert letters[0] == letters[1]
    for side in (before, after):
        assert all(run.text for run in side)
        assert all(one.differs != other.differs for one, other in itertools.pairwise(side))


@given(texts)
def test_the_same_wording_differs_nowhere(text: str) -> None:
    for side in compared(text, text):
        assert not any(run.differs for run in side)


def test_words_that_were_changed_stand_out() -> None:
    before, after = compared("the keeper’s old ledger lay open", "the keepers' ledger lay closed")
    assert [run.text for run in before if run.differs] == ["keeper’s old", "open"]
    assert Run("closed", differs=True) in after


def test_blanks_between_words_that_differ_differ_too() -> None:
    before, after = compared("one two three four", "one five six four")
    assert [run.text for run in before if run.differs] == ["two three"]
    assert [run.text for run in after if run.differs] == ["five six"]


def test_in_scripts_without_blanks_characters_are_compared() -> None:
    before, after = compared("\u6f22\u5b57\u306e\u672c", "\u6f22\u5b57\u306e\u5dfb")
    assert [run.text for run in before if run.differs] == ["\u672c"]
    assert [run.text for run in after if run.differs] == ["\u5dfb"]


def test_no_grapheme_is_cut() -> None:
    before, _ = compared("a \U0001f44d\U0001f3fd b", "a \U0001f44d b")
    assert Run("\U0001f44d\U0001f3fd", differs=True) in before


def test_a_passage_of_any_length_is_compared_at_once() -> None:
    old = " ".join(f"w{n}" for n in range(30_000))
    before, after = compared(f"start {old} end", f"start {old[::-1]} end")
    assert [run.text for run in (before[0], before[-1])] == ["start ", " end"]
    assert len(before) == len(after) == 3
