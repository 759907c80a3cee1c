"""Labels: prefix-free, as short as can be, laid over lines of any script."""

from __future__ import annotations

import heapq
import itertools
import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from store.text.document import Document
from store.text.markdown import parse
from tests.unit.layout.texts import documents, lines
from themes.load import builtin, load
from tui.labels import LETTERS, Typing, make
from tui.layout.cells import clusters, shown, width
from tui.layout.flow import Flow
from tui.layout.viewport import Viewport
from tui.widgets.reader_labels import Label, LabelLook, cut_cells, overlay, place_labels
from tui.widgets.reader_motion import Sentences
from tui.widgets.reader_targets import Target, TargetKind, targets_on

COUNTS = st.one_of(st.integers(0, 60), st.integers(0, 2000), st.sampled_from([26, 27, 676, 677]))


# The labels themselves


def least_keys(count: int, letters: int) -> int:
    """The keys of all labels together in the best prefix-free code there is (Huffman's)."""
    if count <= letters:
        return count
    weights = sorted([1] * count + [0] * (-(count - 1) % (letters - 1)))
    total = 0
    while len(weights) > 1:
        merged = sum(heapq.heappop(weights) for _ in range(letters))
        total += merged
        heapq.heappush(weights, merged)
    return total


def test_all_letters_are_used_and_the_home_row_is_first() -> None:
    assert sorted(LETTERS) == list(string.ascii_lowercase)
    assert set(LETTERS[:9]) == set("asdfghjkl")


@given(COUNTS)
def test_no_label_begins_another(count: int) -> None:
    labels = sorted(make(count))
    assert len(labels) == count
    assert not any(b.startswith(a) for a, b in itertools.pairwise(labels))


@given(st.integers(0, 200), st.sampled_from(["ab", "abc", "abcd", LETTERS]))
def test_labels_take_as_few_keys_as_can_be(count: int, letters: str) -> None:
    assert sum(map(len, make(count, letters))) == least_keys(count, len(letters))


@given(COUNTS)
def test_labels_are_in_the_order_of_the_alphabet_the_shortest_first(count: int) -> None:
    labels = make(count)
    ranks = [(len(label), [LETTERS.index(letter) for letter in label]) for label in labels]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("count", "singles", "longest"),
    [(1, 1, 1), (26, 26, 1), (27, 25, 2), (51, 25, 2), (52, 24, 2), (676, 0, 2), (677, 0, 3)],
)
def test_as_many_labels_of_one_letter_as_there_is_room_for(
    count: int, singles: int, longest: int
) -> None:
    labels = make(count)
    assert sum(len(label) == 1 for label in labels) == singles
    assert max(map(len, labels)) == longest


@given(st.integers(1, 2000), st.data())
def test_a_label_is_typed(count: int, data: st.DataObject) -> None:
    typing = Typing(make(count))
    wanted = data.draw(st.integers(0, count - 1))
    label = typing.labels[wanted]
    for at, letter in enumerate(label):
        assert typing.chosen is None
        assert (wanted, label[at:]) in typing.left
        pressed = typing.press(letter.upper())
        assert pressed is not None
        assert pressed.back() == typing
        typing = pressed
    assert typing.chosen == wanted
    assert typing.left == [(wanted, "")]


def test_a_letter_that_no_label_has() -> None:
    typing = Typing(make(3))
    assert typing.labels == ("a", "s", "d")
    assert typing.press("x") is None
    assert typing.press("é") is None
    assert typing.back() == typing


# Where they fit


labels_on_a_line = st.dictionaries(
    st.integers(0, 79), st.text(LETTERS, min_size=1, max_size=3), max_size=12
).map(lambda found: list(found.items()))


@given(labels_on_a_line)
def test_labels_fit_the_line_and_do_not_overlap(labels: list[Label]) -> None:
    placed = place_labels(labels, 80)
    assert len(placed) == len(labels)
    position = 0
    for (cell, text), (asked, whole) in zip(placed, sorted(labels), strict=True):
        assert position <= cell <= asked
        assert text
        assert whole.startswith(text)
        position = cell + len(text)
    assert position <= 80


def test_a_label_begins_earlier_near_the_edge() -> None:
    assert place_labels([(79, "ab")], 80) == [(78, "ab")]
    assert place_labels([(77, "sd"), (79, "ab")], 80) == [(77, "s"), (78, "ab")]
    assert place_labels([(4, "aaa")], 2) == [(0, "aa")]


LOOK = LabelLook(load("ink", None))
PLAIN = Style(color="red")


def strip_of(*texts: str) -> Strip:
    return Strip([Segment(text, PLAIN) for text in texts])


@settings(max_examples=200)
@given(st.lists(lines.map(shown), max_size=4), labels_on_a_line)
def test_a_line_keeps_its_cells_under_labels(texts: list[str], labels: list[Label]) -> None:
    strip = strip_of(*texts)
    labels = [label for label in labels if label[0] < strip.cell_length]
    painted = overlay(strip, labels, LOOK)
    assert sum(cell_len(run.text) for run in painted) == strip.cell_length
    assert painted.cell_length == strip.cell_length
    letters = "".join(run.text for run in painted if run.style in (LOOK.first, LOOK.rest))
    assert letters == "".join(text for _, text in place_labels(labels, strip.cell_length))


@given(lines.map(shown), st.integers(0, 40), st.integers(0, 40))
@example("\U000e0000", 0, 0)
@example("ab \u0301", 0, 40)
def test_cutting_by_cells(text: str, low: int, size: int) -> None:
    whole = width(text)
    low = min(low, whole)
    high = min(low + size, whole)
    assert width(cut_cells(text, low, high)) == high - low
    assert cut_cells(text, 0, whole) == "".join(cluster.shown for cluster in clusters(text))


@pytest.mark.parametrize(
    ("text", "labels", "painted"),
    [
        ("the lamp", [(4, "a")], "the aamp"),
        ("the lamp", [(0, "a"), (4, "sd")], "ahe sdmp"),
        ("東京の港", [(0, "a")], "a 京の港"),
        ("東京の港", [(2, "as"), (4, "ad")], "東asad港"),
        ("東京の港", [(1, "a")], " a京の港"),
        ("東京の港", [(7, "ab")], "東京のab"),
        ("x 👨\u200d👩\u200d👧 y", [(2, "a")], "x a  y"),
        ("e\u0301te\u0301", [(0, "a")], "ate\u0301"),
        ("to \u0301be", [(3, "a")], "to \u0301ae"),
        ("to \u0301be", [(1, "as")], "tasbe"),
    ],
)
def test_what_a_label_covers(text: str, labels: list[Label], painted: str) -> None:
    assert "".join(run.text for run in overlay(strip_of(text), labels, LOOK)) == painted


def test_a_label_over_several_runs() -> None:
    strip = strip_of("la", "m", "p", " of oil")
    painted = overlay(strip, [(1, "abc")], LOOK)
    assert [run.text for run in painted] == ["l", "a", "bc", " of oil"]


@pytest.mark.parametrize("theme", builtin())
def test_nothing_around_a_label_looks_like_one(theme: str) -> None:
    look = LabelLook(load(theme, None))
    for style in (look.first, look.rest, look.rest + Style(italic=True)):
        beside = look.around(style)
        assert beside is not None
        assert (beside.bgcolor, bool(beside.reverse)) != (
            look.first.bgcolor,
            bool(look.first.reverse),
        )
    assert look.first != look.rest


def test_text_steps_back_where_nothing_lies_over_it() -> None:
    theme = load("ink", None)
    look = LabelLook(theme, muted=True)
    paints = theme.paints
    on_ground = Style(color=paints["text"].fg, bgcolor=paints["background"].bg)
    marked = Style(color=paints["text"].fg, bgcolor="#123456")
    beside = look.around(on_ground)
    assert beside is not None
    assert beside.color is not None
    assert beside.color.name == paints["muted"].fg
    assert look.around(marked) == marked
    assert look.around(None) is None
    assert LabelLook(theme).around(on_ground) == on_ground


# What gets one


ARTICLE = """
::: furniture
Share this. Or that.
:::

# Harbour lights

The lamps went out. The town kept its *own* time, as [towns](https://a.example) do.

***

東京の港では、昔の灯台が今も光っています。 Last words.

```
toll = (
    length * 3
)
```

| ship | year |
| ---- | ---- |
| [Ada](#harbour-lights)  | 1887 |
"""


def looking_at(document: Document, page: int = 60, cells: int = 60, at: int = 0) -> Viewport:
    return Viewport(Flow(document, cells), page, anchor=at)


def chosen(view: Viewport, kind: TargetKind, since: int = 0) -> list[Target]:
    return targets_on(view, kind, Sentences(view.flow.document), since)


def texts(view: Viewport, kind: TargetKind, since: int = 0) -> list[str]:
    text = view.flow.document.text
    return [text[found.start : found.end] for found in chosen(view, kind, since)]


def test_sentences_of_code_and_tables_are_lines_and_folded_runs_have_none() -> None:
    assert texts(looking_at(parse(ARTICLE)), "sentence") == [
        "Harbour lights",
        "The lamps went out.",
        "The town kept its own time, as towns do.",
        "東京の港では、昔の灯台が今も光っています。",
        "Last words.",
        "toll = (",
        "    length * 3",
        ")",
        "ship | year",
        "Ada | 1887",
    ]


def test_a_label_stands_at_the_first_word_of_its_line() -> None:
    view = looking_at(parse(ARTICLE))
    text = view.flow.document.text
    code = next(t for t in chosen(view, "sentence") if text[t.start : t.end].startswith("    l"))
    assert code.cell == 6


def test_words_and_links() -> None:
    view = looking_at(parse(ARTICLE))
    words = texts(view, "word")
    assert words[:6] == ["Harbour", "lights", "The", "lamps", "went", "out"]
    assert words[-4:] == ["ship", "year", "Ada", "1887"]
    assert texts(view, "link") == ["towns", "Ada"]
    assert [link.url for link in chosen(view, "link")] == ["https://a.example", "#harbour-lights"]
    since = view.flow.document.text.index("Last")
    assert texts(view, "word", since)[:2] == ["Last", "words"]


def test_what_is_partly_on_the_screen_has_its_label_where_it_is_seen_first() -> None:
    document = parse("One very long sentence that goes on over many lines of the screen. Two.")
    view = looking_at(document, page=2, cells=20)
    view.scroll(2)
    first, *_ = chosen(view, "sentence")
    assert (first.start, first.spot, first.cell) == (0, view.top, 0)
    assert first.end == document.text.index(" Two")


def test_a_word_broken_over_lines_is_one() -> None:
    document = parse("See Donaudampfschifffahrtsgesellschaft there.")
    view = looking_at(document, page=2, cells=12)
    view.scroll(2)
    assert "Donaudampfschifffahrtsgesellschaft" in texts(view, "word")


@settings(max_examples=60, deadline=None)
@given(documents, st.integers(12, 100), st.integers(1, 20), st.integers(0, 400))
def test_targets_are_on_the_screen_in_order_and_apart(
    document: Document, cells: int, page: int, down: int
) -> None:
    view = looking_at(document, page, cells)
    view.scroll(down)
    rows = {line[0]: row for row in range(page) if (line := view.line_at(row))}
    kinds: tuple[TargetKind, ...] = ("sentence", "word", "link")
    for kind in kinds:
        found = chosen(view, kind)
        places = [(rows[target.spot], target.cell) for target in found]
        assert places == sorted(places)
        assert len(set(places)) == len(places)
        assert all(target.cell < cells and target.start < target.end for target in found)
        assert not any(view.flow.is_folded(target.spot.unit) for target in found)
