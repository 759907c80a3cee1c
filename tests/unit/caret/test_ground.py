"""Where a caret can stand: on clusters that are shown, and nowhere else."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from store.text.document import Block
from store.text.markdown import parse
from tests.unit.caret.texts import all_stops, at, folded_ground, grounds, harbour
from tests.unit.layout.texts import WORDS, join, prose
from tui.caret.ground import Ground
from tui.layout.cells import cluster_end, cluster_start, clusters


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from((*WORDS, " ", "\n", "©\u200d", "🇦")), max_size=14).map("".join))
def test_a_cluster_is_found_from_anywhere_as_by_cutting_all(text: str) -> None:
    found = clusters(text)
    for cluster in found:
        assert cluster_end(text, cluster.start, len(text)) == cluster.end
        for offset in range(cluster.start, cluster.end):
            assert cluster_start(text, offset, 0) == cluster.start, (text, offset)


@settings(max_examples=100, deadline=None)
@given(grounds)
def test_stops_are_walked_one_by_one_in_both_directions(ground: Ground) -> None:
    stops = all_stops(ground)
    assert (ground.first, ground.last) == ((stops[0], stops[-1]) if stops else (None, None))
    for before, after in itertools.pairwise(stops):
        assert ground.after(before) == after
        assert ground.before(after) == before
    if stops:
        assert ground.after(stops[-1]) is None
        assert ground.before(stops[0]) is None


@settings(max_examples=100, deadline=None)
@given(grounds, st.data())
def test_any_offset_settles_on_a_stop_near_it(ground: Ground, data: st.DataObject) -> None:
    stops = all_stops(ground)
    offset = data.draw(st.integers(-2, len(ground.text) + 2))
    settled = ground.settle(offset)
    if not stops:
        assert settled is None
        return
    assert settled in stops
    inside = ground.floor(min(max(offset, 0), max(len(ground.text) - 1, 0)))
    ahead = [stop for stop in stops if stop >= inside]
    assert settled == (ahead[0] if ahead else stops[-1])


def test_line_ends_bars_rules_and_what_is_folded_are_no_stops() -> None:
    ground = harbour()
    assert ground.first == at(ground, "Harbour lights")
    assert ground.last == at(ground, "They are short.", 14)
    assert ground.before(at(ground, "toll = length")) == at(ground, "the tally", 8)
    assert not ground.is_stop(at(ground, "3\n\npay", 1))
    assert ground.is_stop(at(ground, "3\n\npay", 2)), "an empty line"
    assert ground.after(at(ground, "port | lamps", 3)) == at(ground, "lamps\n")
    assert ground.after(at(ground, "lamps\nAar", 4)) == at(ground, "Aar")
    assert ground.is_folded(at(ground, "Leave a comment"))
    assert ground.settle(at(ground, "Leave a comment")) == ground.last
    assert ground.settle(0) == ground.first


def test_a_family_is_one_stop() -> None:
    ground = harbour()
    family = at(ground, "👨")
    assert ground.end_of(family) == family + 5
    assert ground.settle(family + 3) == family
    assert ground.after(family) == family + 5


def test_a_text_that_is_folded_away_has_no_stop() -> None:
    ground = folded_ground(parse("::: furniture\nShare this\n:::"))
    assert ground.settle(0) is None
    assert Ground(parse("")).settle(0) is None


def test_headings_are_the_titles_and_headings() -> None:
    ground = harbour()
    names = [ground.document.block_text(ground.document.blocks[i]) for i in ground.headings]
    assert names == ["Harbour lights", "Pilots and tolls", "What was lost"]


def test_a_step_costs_what_is_near_however_long_the_block_is() -> None:
    class Counted(str):
        __slots__ = ()
        touched = 0

        def __getitem__(self, index):  # type: ignore[no-untyped-def, override]
            Counted.touched += 1
            return str.__getitem__(self, index)

    document = join([(Block("paragraph", 0, 0), "灯" * 300_000), (Block("rule", 0, 0), "")])
    ground = Ground(document)
    ground.text = Counted(document.text)
    assert ground.after(150_000) == 150_001
    assert ground.before(150_000) == 149_999
    assert Counted.touched < 50
    assert Ground(prose("a" * 10)).end_of(9) == 10
