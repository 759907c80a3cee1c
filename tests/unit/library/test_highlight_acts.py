"""Many highlights made, some merged, one split: each one act."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import NotFoundError, UsageError
from store.highlight_acts import cut
from store.library import Library
from store.model import Highlight
from tests.conftest import ORCHARD


@pytest.fixture
def orchard(library: Library, sources: Path) -> str:
    """The id of the one article of a library."""
    (sources / "orchard.md").write_text(ORCHARD, encoding="utf-8")
    (added,) = library.add([str(sources / "orchard.md")])
    assert added.article is not None
    return added.article.id


def places(library: Library, article: str, words: str) -> list[tuple[int, int]]:
    text = library.document(article).text
    found, at = [], text.find(words)
    while at >= 0:
        found.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return found


def quotes(library: Library, article: str) -> list[str]:
    return [h.quote for h in library.annotations(article).highlights]


def mark(library: Library, article: str, words: str, **more: object) -> Highlight:
    (place,) = places(library, article, words)
    return library.mark(article, *place, **more)  # type: ignore[arg-type]


def test_many_are_one_act(library: Library, orchard: str) -> None:
    matches = places(library, orchard, "count")
    library.mark(orchard, *matches[0])
    made = library.mark_many(orchard, matches, color="blue", style="underline", tags=("n",))
    assert len(made) == len(matches) - 1
    assert {(h.color, h.style, h.tags) for h in made} == {("blue", "underline", ("n",))}
    assert quotes(library, orchard) == ["count"] * len(matches)
    assert library.mark_many(orchard, matches) == []
    assert library.undo() == f"{len(made)} highlights"
    assert quotes(library, orchard) == ["count"]
    library.redo()
    assert {h.id for h in made} < {h.id for h in library.annotations(orchard).highlights}


def test_merging_keeps_all_that_was_made(library: Library, orchard: str) -> None:
    first = mark(library, orchard, "The first count was for the tax man.", note="tax", tags=("a",))
    second = mark(
        library, orchard, "the tax man.\nThe second count".replace("\n", " "), tags=("b",)
    )
    third = mark(library, orchard, "always higher", note="why?", tags=("a",))
    whole = library.merge_highlights(orchard, [third.id, first.id, second.id])
    assert whole.id == first.id
    assert whole.quote.startswith("The first count")
    assert whole.quote.endswith("always higher")
    assert (whole.note, whole.tags) == ("tax\n\nwhy?", ("a", "b"))
    assert library.annotations(orchard).highlights == (whole,)
    assert library.undo() == "merging of 3 highlights"
    assert {h.id for h in library.annotations(orchard).highlights} == {
        first.id, second.id, third.id,
    }  # fmt: skip


def test_merging_needs_two_that_are_there(library: Library, orchard: str) -> None:
    one = mark(library, orchard, "twice")
    with pytest.raises(UsageError):
        library.merge_highlights(orchard, [one.id, one.id])
    with pytest.raises(NotFoundError):
        library.merge_highlights(orchard, [one.id, "nobodyknows"])
    assert quotes(library, orchard) == ["twice"]


def test_splitting_gives_the_first_part_id_and_note(library: Library, orchard: str) -> None:
    whole = mark(
        library, orchard, "The first count was for the tax man.", note="n", tags=("t",), color="red"
    )
    (at,) = [start for start, _ in places(library, orchard, "was for the tax")]
    first, second = library.split_highlight(orchard, whole.id, [at])
    assert (first.id, first.note) == (whole.id, "n")
    assert (second.note, second.tags, second.color) == ("", ("t",), "red")
    assert quotes(library, orchard) == ["The first count", "was for the tax man."]
    with pytest.raises(UsageError):
        library.split_highlight(orchard, first.id, [first.anchor.start, first.anchor.end])
    library.undo()
    assert quotes(library, orchard) == [whole.quote]


@given(
    st.text(alphabet=" ab👩\u200d🦱é\u0301\n", max_size=30),
    st.lists(st.integers(0, 30)),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_parts_follow_each_other_inside_the_whole(
    text: str, at: list[int], start: int, end: int
) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    parts = cut(text, start, end, at)
    assert all(low < high for low, high in parts)
    assert all(one[1] <= two[0] for one, two in pairwise(parts))
    covered = {index for low, high in parts for index in range(low, high)}
    assert all(index in covered or text[index].isspace() for index in range(start, end))
