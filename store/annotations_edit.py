"""Changes to annotations as values: what an act does, what undo takes back. Pure.

A change holds a key's value before and after it. It applies only where the present value is one
of the two: what someone else has changed since is never lost. Where a highlight is counts only
for a change of its place, and not where re-anchoring in another text has put it since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from store.annotation_records import (
    BadItemError,
    document_order,
    highlight_from_record,
    highlight_record,
)
from store.errors import ConflictError, StoreError
from store.model import STATUSES, Anchor, Annotations, Highlight, Tombstone
from store.times import days_before

WHOLE_DAYS = 90
"""How long a deleted highlight is kept whole; its id and time stay for ever."""

HIGHLIGHT = "highlight:"
HIGHLIGHT_TAGS = "tags:"
"""Begin the keys of changes of a highlight, and of its tags alone: an act on ten thousand
highlights must not hold all their passages twice."""

_USERS_OWN = ("quote", "color", "style", "tags", "note")


class Change(NamedTuple):
    """One value of one article, before and after.

    Attributes:
        article: The article's id; ``""``: it is of the library as a whole.
        key: ``status``, ``starred``, ``archived``, ``tags``, ``note``, ``highlight:<id>`` or
            ``tags:<id>`` (of a highlight); others are none of annotations, and made elsewhere
            (``store.acting``).
        before: A value that JSON can hold; of a highlight ``highlight_to_json``, ``None`` when
            there is none; of tags a list.
        after: The same.
    """

    article: str
    key: str
    before: Any
    after: Any

    def undone(self) -> Change:
        """The change that takes this one back."""
        return Change(self.article, self.key, self.after, self.before)


def highlight_to_json(highlight: Highlight) -> dict[str, Any]:
    """A highlight as JSON can hold it, with the names of the annotation file."""
    return highlight_record(highlight)


def highlight_from_json(value: object) -> Highlight:
    """The highlight that ``highlight_to_json`` was given.

    Raises:
        ValueError: ``value`` is none.
    """
    highlight = highlight_from_record(value)
    if not highlight.id:
        raise BadItemError("a highlight without an id")
    return highlight


def apply_change(annotations: Annotations, change: Change, at: str) -> Annotations:
    """``annotations`` with one change made; see ``apply_changes``."""
    return apply_changes(annotations, (change,), at)


def apply_changes(annotations: Annotations, changes: Iterable[Change], at: str) -> Annotations:
    """``annotations`` with each ``change.key`` set to ``change.after``, one after the other.

    Ten thousand highlights cost ten thousand steps, not ten thousand copies of all.

    Args:
        annotations: The present ones.
        changes: What is to change.
        at: The time of the act.

    Returns:
        The same object if all was so already.

    Raises:
        ConflictError: a present value is neither the one before nor the one after.
        StoreError: a change is none that could have been made here.
    """
    editing = _Editing(annotations, at)
    for change in changes:
        editing.apply(change)
    return editing.done()


class _Editing:
    """Annotations while changes are made to them."""

    def __init__(self, annotations: Annotations, at: str) -> None:
        self._before = annotations
        self._at = at
        self._fields: dict[str, Any] = {}
        self._highlights = {highlight.id: highlight for highlight in annotations.highlights}
        self._deleted = {grave.id: grave for grave in annotations.deleted}
        self._buried = self._changed = False

    def apply(self, change: Change) -> None:
        """Make one change; raises as ``apply_changes``."""
        if change.key.startswith(HIGHLIGHT):
            self._change_highlight(change)
        elif change.key.startswith(HIGHLIGHT_TAGS):
            self._retag_highlight(change)
        else:
            self._change_field(change)

    def done(self) -> Annotations:
        """What has become of them."""
        fields = self._fields
        if self._changed:
            deleted = tuple(self._deleted.values())
            fields = fields | {
                "highlights": tuple(sorted(self._highlights.values(), key=document_order)),
                "deleted": prune(deleted, self._at) if self._buried else deleted,
            }
        return replace(self._before, **fields) if fields else self._before

    def _change_field(self, change: Change) -> None:
        read = _FIELDS.get(change.key)
        if read is None:
            raise StoreError(f"there is nothing to change of the name {change.key!r}")
        try:
            before, after = read(change.before), read(change.after)
        except ValueError as error:
            raise StoreError(f"{change.key} cannot be {change.after!r}") from error
        present = self._fields.get(change.key, getattr(self._before, change.key))
        if present == after:
            return
        if present != before:
            raise _conflict(f"its {change.key}")
        self._fields[change.key] = after

    def _change_highlight(self, change: Change) -> None:
        highlight_id = change.key.removeprefix(HIGHLIGHT)
        try:
            before, after = _highlight(change.before), _highlight(change.after)
        except ValueError as error:
            said = f"the highlight {highlight_id} cannot be changed: {error}"
            raise StoreError(said) from error
        if any(h is not None and h.id != highlight_id for h in (before, after)):
            raise StoreError(f"a change of {highlight_id} names another highlight")
        present = self._highlights.get(highlight_id)
        places = before is not None and after is not None and before.anchor != after.anchor
        if _same(present, after) and (not places or _anchor_of(present) == _anchor_of(after)):
            return
        if not (_same(present, before) or _same(present, after)):
            raise _conflict("the highlight")
        if places and not _is_at_either(present, before, after):
            raise _conflict("the highlight")
        if after is None:
            if present is not None:
                del self._highlights[highlight_id]
                self._deleted.pop(highlight_id, None)
                self._deleted[highlight_id] = Tombstone(highlight_id, self._at, present)
                self._buried = self._changed = True
            return
        changed = replace(_with_anchor(after, before, present), modified=self._at)
        self._highlights[highlight_id] = changed
        self._deleted.pop(highlight_id, None)
        self._changed = True

    def _retag_highlight(self, change: Change) -> None:
        highlight_id = change.key.removeprefix(HIGHLIGHT_TAGS)
        try:
            before, after = _tags(change.before), _tags(change.after)
        except ValueError as error:
            said = f"the tags of {highlight_id} cannot be {change.after!r}"
            raise StoreError(said) from error
        present = self._highlights.get(highlight_id)
        if present is None:
            raise _conflict("the highlight")
        if present.tags == after:
            return
        if present.tags != before:
            raise _conflict("the tags of a highlight")
        self._highlights[highlight_id] = replace(present, tags=after, modified=self._at)
        self._changed = True


def prune(deleted: tuple[Tombstone, ...], at: str) -> tuple[Tombstone, ...]:
    """``deleted`` by id, without the content of what was deleted long before ``at``."""
    limit = days_before(at, WHOLE_DAYS)
    pruned = (replace(t, was=None, extra={}) if t.was and t.at < limit else t for t in deleted)
    return tuple(sorted(pruned, key=lambda t: t.id))


def fill_in(annotations: Annotations, at: str) -> Annotations:
    """``annotations`` with the times that highlights written by hand lack."""
    if all(h.created and h.modified for h in annotations.highlights):
        return annotations
    filled = (
        h
        if h.created and h.modified
        else replace(h, created=h.created or at, modified=h.modified or h.created or at)
        for h in annotations.highlights
    )
    return replace(annotations, highlights=tuple(filled))


def _with_anchor(
    after: Highlight, before: Highlight | None, present: Highlight | None
) -> Highlight:
    """``after`` where the highlight is now, unless the change is about where it is."""
    if present is None or before is None:
        return after
    return replace(
        after,
        anchor=present.anchor if before.anchor == after.anchor else after.anchor,
        created=present.created,
        extra=present.extra,
    )


def _same(one: Highlight | None, other: Highlight | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(getattr(one, name) == getattr(other, name) for name in _USERS_OWN)


def _anchor_of(highlight: Highlight | None) -> Anchor | None:
    return highlight.anchor if highlight else None


def _is_at_either(present: Highlight | None, *sides: Highlight | None) -> bool:
    """Whether nobody but re-anchoring has placed ``present`` elsewhere than the sides say."""
    places = [(a.text, a.start, a.end, a.state) for a in map(_anchor_of, sides) if a is not None]
    here = _anchor_of(present)
    if here is None or here.text not in {place[0] for place in places}:
        return True
    return (here.text, here.start, here.end, here.state) in places


def _highlight(value: object) -> Highlight | None:
    return None if value is None else highlight_from_json(value)


def _conflict(what: str) -> ConflictError:
    return ConflictError(
        f"{what} changed elsewhere since", hint="look at it again; nothing was changed"
    )


def _status(value: object) -> str:
    if value not in STATUSES:
        raise ValueError(value)
    return str(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)  # noqa: TRY004 - one kind of error for all fields
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004 - as above
    return value


def _tags(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(value)  # noqa: TRY004 - as above
    return tuple(_text(tag) for tag in value)


_FIELDS: Mapping[str, Callable[[object], Any]] = {
    "status": _status,
    "starred": _flag,
    "archived": _flag,
    "tags": _tags,
    "note": _text,
}
