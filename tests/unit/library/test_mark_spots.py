"""All places of words highlighted in many articles: one act, no passage twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import everywhere
from store.everywhere import Spots
from store.library import Library
from store.text.bounds import sentences_around

OARS = "# Oars\n\nAn oar of ash. The other oar\nwas of fir. No oar is old.\n\nOar\n"
LAMP = "# Lamp\n\nNo oar here, only a lamp. It burns.\n"


@pytest.fixture
def boats(library: Library, sources: Path) -> Library:
    for name, text in (("oars", OARS), ("lamp", LAMP)):
        (sources / f"{name}.md").write_text(text, encoding="utf-8")
    assert {added.outcome for added in library.add([str(sources)])} == {"added"}
    library.update_index()
    return library


def id_of(library: Library, title: str) -> str:
    return next(a.id for a in library.articles() if a.title == title)


def quotes(library: Library) -> list[str]:
    return [mark.quote for _, mark in library.highlights()]


def test_every_place_is_highlighted_as_one_act(boats: Library) -> None:
    found = boats.to_mark('"oar"')
    assert (found.places, len(found.spots), found.known, found.more) == (5, 2, 0, False)
    told: list[tuple[int, int, str]] = []
    marked = boats.mark_spots(
        found.spots, color="blue", style="underline", tags=("wood",), note="all",
        progress=lambda *step: told.append(step),
    )  # fmt: skip
    assert marked == (5, 2, ())
    assert {what for _, _, what in told} == {"articles read", "articles"}
    for article, mark in boats.highlights():
        assert (mark.color, mark.style, mark.tags, mark.note) == (
            "blue", "underline", ("wood",), "all"
        )  # fmt: skip
        assert mark.quote.casefold() == "oar"
        text = boats.document(article.id).text
        assert text[mark.anchor.start : mark.anchor.end] == mark.quote
    assert boats.past_acts()[0][0].title == "5 highlights in 2 articles"
    assert boats.undo() == "5 highlights in 2 articles"
    assert quotes(boats) == []


def test_what_is_highlighted_already_is_not_doubled(boats: Library) -> None:
    key = id_of(boats, "Oars")
    start = boats.document(key).text.index("oar of ash")
    boats.mark(key, start, start + 3)
    found = boats.to_mark('"oar"')
    assert (found.places, found.known) == (4, 1)
    (of_oars,) = (each for each in found.spots if each.article == key)
    boats.mark(key, *of_oars.ranges[0])  # after it was looked for
    assert boats.mark_spots(found.spots).highlights == 3
    again = boats.to_mark('"oar"')
    assert (again.places, again.spots, again.known) == (0, (), 5)
    acts = len(boats.past_acts())
    assert boats.mark_spots(again.spots) == (0, 0, ())
    assert boats.mark_spots(found.spots) == (0, 0, ())
    assert len(boats.past_acts()) == acts, "nothing done is no act"


def test_an_unplaced_highlight_keeps_no_place_taken(boats: Library) -> None:
    key = id_of(boats, "Lamp")
    start = boats.document(key).text.index("oar")
    mark = boats.mark(key, start, start + 3)
    boats.unplace_highlight(key, mark.id)
    found = boats.to_mark('"oar"', within="lamp")
    assert (found.places, found.known) == (1, 0)
    assert boats.mark_spots(found.spots).highlights == 1


def test_sentences_are_highlighted_once_each(boats: Library) -> None:
    found = boats.to_mark('"oar"', sentences=True)
    boats.mark_spots(found.spots)
    assert sorted(quotes(boats)) == [
        "An oar of ash.", "No oar here, only a lamp.", "No oar is old.", "Oar",
        "The other oar was of fir.",
    ]  # fmt: skip
    assert boats.to_mark('"other" "fir"', sentences=True).known == 1


def test_an_article_that_changed_since_is_left_out(boats: Library) -> None:
    found = boats.to_mark('"oar"')
    lamp = next(a for a in boats.articles() if a.title == "Lamp")
    path = boats.folders.articles / lamp.file
    path.write_text(path.read_text("utf-8").replace("only", "but just"), "utf-8")
    marked = boats.mark_spots(found.spots)
    assert (marked.highlights, marked.articles, marked.left) == (4, 1, (lamp.id,))
    boats.refresh()
    assert "oar" in quotes(boats)


def test_annotations_that_cannot_be_read_are_left_alone(boats: Library) -> None:
    lamp = id_of(boats, "Lamp")
    boats.mark(lamp, 0, 4)
    path = boats._annotations.path(lamp)
    path.write_bytes(b"schema: 1\nannotations: [\n")
    boats.refresh()
    found = boats.to_mark('"oar"')
    assert boats.mark_spots(found.spots).left == (lamp,)
    assert path.read_bytes() == b"schema: 1\nannotations: [\n"


def test_an_article_that_is_gone_is_left_out(boats: Library) -> None:
    found = boats.to_mark('"oar"')
    lamp = id_of(boats, "Lamp")
    boats.delete_articles([lamp])
    assert boats.mark_spots(found.spots).left == (lamp,)


def test_how_many_is_bounded(boats: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    found = boats.to_mark('"oar"', limit=2)
    assert (found.places, found.more) == (2, True)
    assert boats.to_mark('"oar"', limit=5).more is False
    monkeypatch.setattr(everywhere, "_MOST_TEXT", 2)
    assert boats.to_mark('"oar"').more
    assert boats.to_mark('"oar"').places <= 4


def test_a_search_without_words_marks_nothing(boats: Library) -> None:
    boats.edit_article(id_of(boats, "Lamp"), tags=["wood"])
    assert boats.to_mark("tag:wood").places == 0
    assert boats.to_mark("").places == 0


def test_looking_can_be_cancelled_and_tells_how_far_it_is(boats: Library) -> None:
    told: list[tuple[int, int, str]] = []
    boats.to_mark('"oar"', progress=lambda *step: told.append(step))
    assert told == [(1, 2, "texts"), (2, 2, "texts")]
    assert boats.to_mark('"oar"', cancelled=lambda: True).spots == ()


def test_ten_thousand_places_in_one_article(library: Library, sources: Path) -> None:
    text = "# Oars\n\n" + "oar " * 10_050
    (sources / "many.md").write_text(text, encoding="utf-8")
    assert [each.outcome for each in library.add([str(sources / "many.md")])] == ["added"]
    library.update_index()
    found = library.to_mark("oar")
    assert (found.places, found.more) == (10_000, True)
    key = found.spots[0].article
    few = Spots(key, found.spots[0].text, found.spots[0].ranges[:300])
    assert library.mark_spots([few]).highlights == 300
    assert library.undo() == "300 highlights in 1 article"
    assert library.annotations(key).highlights == ()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("ash", ["An oar of ash."]),
        ("ash. The", ["An oar of ash. The other is of fir."]),
        ("lamp", ["A lamp!"]),
        ("fir", ["The other is of fir."]),
    ],
)
def test_sentences_around_places(words: str, wanted: list[str]) -> None:
    text = "An oar of ash. The other is of fir.\n\nA lamp! And more.\n\n"
    start = text.index(words)
    around = sentences_around(text, [(start, start + len(words))])
    assert [text[low:high] for low, high in around] == wanted


def test_a_sentence_that_nobody_reads_is_none() -> None:
    text = "word " * 1000
    assert sentences_around(text, [(5, 9), (4000, 4004)]) == [(5, 9), (4000, 4004)]
    assert sentences_around("", []) == []
