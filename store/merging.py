"""Annotations of one article from two places, merged by the ids of the highlights. Pure.

Three-way where it is known what both came from; else what one side does not have was added by the
other, unless there is a tombstone. The answer does not depend on which side is called ``one``, and
merging it again with either side changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from store.annotation_records import (
    SCHEMA,
    annotations_record,
    annotations_without_items,
    document_order,
    highlight_from_record,
    highlight_record,
    tombstone_record,
)
from store.errors import StoreError
from store.merge_values import (
    ABSENT,
    UNDATED,
    Rule,
    Times,
    is_same,
    merge_mapping,
    merge_notes,
    merge_sets,
    newer,
    pick,
)
from store.model import STATES, STATUSES, STYLES, Annotations, Highlight, Tombstone

Entry = Highlight | Tombstone

_PLACE = frozenset(("offset", "quote", "progress", "at"))
_ANCHOR = frozenset(("state", "near", "start", "end", "prefix", "suffix", "text"))


def merge(base: Annotations | None, one: Annotations, other: Annotations) -> Annotations:
    """What both say of an article.

    Tags are merged as sets, and a note that was changed on both sides is kept in both versions. Of
    other values the later stays (by ``modified``; those of the article by when it was read last; a
    star over none), as does the later passage where a highlight was bounded anew. An edit outlives
    a deletion that is older; a highlight that does not is kept whole in its tombstone. Anchors that
    are in another text than the rest are left to be found anew.

    Args:
        base: What both came from; ``None`` when that is not known. It must be an ancestor of both
            for certain: what it has and a side does not, was removed there.
        one: Either side.
        other: The other one.

    Raises:
        StoreError: they are of two articles, or a later postil wrote one of them.
    """
    _check(one, other)
    if one == other:
        return _afresh(max(one, other, key=_written))
    old = base or Annotations(article=one.article)
    times = (_last_act(one), _last_act(other))
    top = merge_mapping(
        {} if base is None else _top(base), _top(one), _top(other), times, _top_rules(one, other)
    )
    sides = [_entries(side) for side in (old, one, other)]
    entries = [
        _merge_entry(*(side.get(key) for side in sides), text=top["text"]["sha256"])
        for key in sides[1] | sides[2]
    ]
    return _afresh(
        replace(
            annotations_without_items(top),
            highlights=tuple(each for each in entries if isinstance(each, Highlight)),
            deleted=tuple(each for each in entries if isinstance(each, Tombstone)),
            unreadable=tuple(top.get("unreadable", ())),
        )
    )


def _check(one: Annotations, other: Annotations) -> None:
    if one.article != other.article or not one.article:
        raise StoreError(
            f"annotations of two articles ({one.article} and {other.article}) are not merged"
        )
    for side in (one, other):
        schema = side.extra.get("schema", SCHEMA)
        if isinstance(schema, int) and schema > SCHEMA:
            raise StoreError(
                f"annotations of {one.article} that a later postil wrote are not merged",
                hint="install the new version here, too",
            )


def _afresh(annotations: Annotations) -> Annotations:
    """In the order of the file, and as values of their own.

    Equal items may be spelled differently in two files, which must not tell the sides apart: a new
    value is written as the program writes it.
    """
    return replace(
        annotations,
        highlights=tuple(replace(h) for h in sorted(annotations.highlights, key=document_order)),
        deleted=tuple(replace(t) for t in sorted(annotations.deleted, key=lambda t: t.id)),
    )


def _written(annotations: Annotations) -> str:
    """What tells apart what is equal: the order of unknown keys."""
    items = [highlight_record(h) for h in annotations.highlights]
    return json.dumps(
        [annotations_record(annotations), items, [tombstone_record(t) for t in annotations.deleted]]
    )


def _last_act(annotations: Annotations) -> str:
    """When its user did something there last, as far as is known."""
    times = [h.modified for h in annotations.highlights]
    times += [t.at for t in annotations.deleted]
    times += [annotations.place.at] if annotations.place else []
    return max(times, default="")


# -- the article -------------------------------------------------------------------------------


def _top(annotations: Annotations) -> dict[str, Any]:
    record = annotations_record(annotations)
    return {key: value for key, value in record.items() if key not in {"annotations", "deleted"}}


def _top_rules(one: Annotations, other: Annotations) -> dict[str, Rule]:
    read = (one.place.at if one.place else "", other.place.at if other.place else "")

    def status(base: Any, mine: Any, theirs: Any, _: Times) -> Any:
        """The status follows from how far one has read."""
        times = (f"{read[0]} {_status_rank(mine)}", f"{read[1]} {_status_rank(theirs)}")
        return pick(base, mine, theirs, times)

    def place(_: Any, mine: Any, theirs: Any, __: Times) -> Any:
        if mine is ABSENT or theirs is ABSENT:
            return theirs if mine is ABSENT else mine
        best = newer(mine, theirs, read)
        return _with_unknown(best, theirs if best is mine else mine, _PLACE)

    # Of the text: the side that was used last has most likely seen the newest.
    return {"status": status, "place": place, "text": pick, "tags": _tags, "note": _article_note}


def _status_rank(status: object) -> int:
    return STATUSES.index(status) if status in STATUSES else len(STATUSES)


def _tags(base: Any, one: Any, other: Any, _: Times) -> Any:
    base, one, other = ([] if value is ABSENT else value for value in (base, one, other))
    return merge_sets(base, one, other) or ABSENT


def _note(base: Any, one: Any, other: Any, times: Times) -> Any:
    base, one, other = ("" if value is ABSENT else value for value in (base, one, other))
    return merge_notes(base, one, other, times) or ABSENT


def _article_note(base: Any, one: Any, other: Any, _: Times) -> Any:
    """Nobody knows when the note of an article was written."""
    return _note(base, one, other, UNDATED)


def _with_unknown(
    best: Mapping[str, Any], rest: Mapping[str, Any], known: frozenset[str]
) -> dict[str, Any]:
    """A mapping that only makes sense whole, with the unknown keys of the other one."""
    return {**best, **{k: v for k, v in rest.items() if k not in known and k not in best}}


# -- highlights --------------------------------------------------------------------------------


def _entries(annotations: Annotations) -> dict[str, Entry]:
    """Highlights and tombstones by id, each once."""
    found: dict[str, Entry] = {highlight.id: highlight for highlight in annotations.highlights}
    for tombstone in annotations.deleted:
        twin = found.get(tombstone.id)
        found[tombstone.id] = tombstone if twin is None else _settle(twin, tombstone)
    return found


def _merge_entry(
    base: Entry | None, one: Entry | None, other: Entry | None, *, text: str
) -> Entry | None:
    """What became of one highlight. ``text``: of which the merged anchors should be."""
    if one is None or other is None:
        left = other if one is None else one
        if isinstance(left, Highlight) and isinstance(base, Highlight) and _made_same(left, base):
            return Tombstone(left.id, left.modified, left)  # its lines were taken out by hand
        return left
    if isinstance(one, Highlight) and isinstance(other, Highlight):
        return _merge_highlights(base if isinstance(base, Highlight) else None, one, other, text)
    for mine, theirs in ((one, other), (other, one)):
        if isinstance(mine, Highlight) and isinstance(theirs, Tombstone):
            if isinstance(base, Highlight) and _made_same(mine, base):
                return _buried(mine, theirs)
            if isinstance(base, Tombstone) and base.at == theirs.at:
                return mine  # brought back
    return _settle(one, other, base if isinstance(base, Highlight) else None)


def _settle(one: Entry, other: Entry, base: Highlight | None = None) -> Entry:
    """Of an edit and a deletion the later; of two deletions the later, with what both kept.

    An edit that stays gets what the other side had written before it deleted the highlight.
    """
    if isinstance(one, Tombstone) and isinstance(other, Tombstone):
        times = (one.at, other.at)
        was = one.was or other.was
        if one.was and other.was:
            was = _merge_highlights(None, one.was, other.was, "")
        return Tombstone(one.id, max(times), was, merge_mapping({}, one.extra, other.extra, times))
    if isinstance(one, Tombstone):
        one, other = other, one
    assert isinstance(one, Highlight)  # noqa: S101 - two highlights are never settled
    assert isinstance(other, Tombstone)  # noqa: S101 - the same
    if one.modified <= other.at:
        return _buried(one, other)
    return _merge_highlights(base, one, other.was, "") if other.was else one


def _buried(highlight: Highlight, grave: Tombstone) -> Tombstone:
    was = _merge_highlights(None, grave.was, highlight, "") if grave.was else highlight
    return replace(grave, was=was)


def _merge_highlights(
    base: Highlight | None, one: Highlight, other: Highlight, text: str
) -> Highlight:
    if one == other:
        return max(one, other, key=lambda each: json.dumps(highlight_record(each)))
    times = (one.modified, other.modified)
    records = [_record(each) if each else {} for each in (base, one, other)]
    passage = _passage(records, times, text)
    rules: dict[str, Rule] = {
        "quote": lambda *_: passage["quote"],
        "anchor": lambda *_: passage.get("anchor", ABSENT),
        "tags": _tags,
        "note": _note,
        "created": lambda *_: min(filter(None, (one.created, other.created)), default=ABSENT),
        "updated": lambda *_: max(times) or ABSENT,
    }
    merged = merge_mapping(records[0], records[1], records[2], times, rules)
    return highlight_from_record(merged)


def _record(highlight: Highlight) -> dict[str, Any]:
    return {"style": STYLES[0], **highlight_record(highlight)}


def _passage(records: Iterable[dict[str, Any]], times: Times, text: str) -> dict[str, Any]:
    """The quote and the anchor, which belong together.

    Of the same passage that anchor is taken which was changed, then that in ``text``.
    """
    sides = [{key: r[key] for key in ("quote", "anchor") if key in r} for r in records]
    base, one, other = (side or ABSENT for side in sides)
    if one["quote"] != other["quote"]:
        if base is not ABSENT and base["quote"] == one["quote"]:
            return dict(other)
        if base is not ABSENT and base["quote"] == other["quote"]:
            return dict(one)
        return dict(newer(one, other, times))
    anchors = [side.get("anchor", {}) for side in (one, other)]
    ranks = [_anchor_rank(anchor, time, text) for anchor, time in zip(anchors, times, strict=True)]
    best = pick(base, one, other, (ranks[0], ranks[1]))
    found = _with_unknown(best.get("anchor", {}), anchors[best is one], _ANCHOR)
    return {"quote": best["quote"], **({"anchor": found} if found else {})}


def _anchor_rank(anchor: Mapping[str, Any], time: str, text: str) -> str:
    """One in the present text before one that is not; then the later, then the surer one."""
    state = anchor.get("state")
    sure = len(STATES) - STATES.index(state) if state in STATES else 0
    return f"{int(bool(text) and anchor.get('text') == text)} {time} {sure}"


def _made_same(one: Highlight, other: Highlight) -> bool:
    """Whether two say the same, wherever re-anchoring has put them."""
    return is_same(
        {**highlight_record(one), "anchor": None}, {**highlight_record(other), "anchor": None}
    )
