"""The values of the model as plain dicts, as the file of annotations holds them, and back.

Reading goes field by field and forgives what a person may well write: tags as one text with
commas, a year as a quote, an item with nothing but its quote. What it cannot forgive raises
``BadItemError``. Unknown keys stay in ``extra``, with those of an inner dict under its key.

Not all keys are named as in the model: ``url`` is ``source``, ``updated`` is ``modified``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from store import kept, yaml_files
from store.ids import is_id
from store.model import (
    COLORS,
    STATES,
    STATUSES,
    STYLES,
    Anchor,
    Annotations,
    Highlight,
    Place,
    Tombstone,
)
from store.text.clean import clean_line, clean_tag, clean_text

SCHEMA = 1

_OLD_STATES = {"ok": "placed", "changed": "moved", "orphan": "unplaced"}
_FLAGS = {
    "true": True,
    "yes": True,
    "on": True,
    "false": False,
    "no": False,
    "off": False,
    "": False,
}
_TOP = (
    "schema", "article", "status", "starred", "archived", "tags", "note", "place", "text",
    "annotations", "deleted", "unreadable",
)  # fmt: skip
_ARTICLE = ("id", "title", "url")
_TEXT = ("sha256", "length")
_PLACE = ("offset", "quote", "progress", "at")
_HIGHLIGHT = (
    "id", "quote", "color", "style", "tags", "note", "created", "updated", "anchor",
)  # fmt: skip
_ANCHOR = ("state", "near", "start", "end", "prefix", "suffix", "text")
_TOMBSTONE = ("id", "at", "was")


class BadItemError(ValueError):
    """A dict does not hold what it should; the text says what is wrong."""


# -- from the file -----------------------------------------------------------------------------


def annotations_without_items(raw: object) -> Annotations:
    """All but the highlights, the deleted and the unreadable.

    Raises:
        BadItemError: this is no file of annotations, or a value is of the wrong kind.
    """
    top = _mapping(raw, "the file")
    schema = top.get("schema", SCHEMA)
    if not isinstance(schema, int):
        raise BadItemError("schema is not a number")
    article = _mapping(top.get("article"), "article")
    text = _mapping(top.get("text") or {}, "text")
    article_id = _text(article, "id")
    if not is_id(article_id):
        raise BadItemError("article has no id that can be one")
    place = _place(top.get("place"))
    more = {
        **_fallback(top, "status", STATUSES),
        **({"schema": schema} if schema > SCHEMA else {}),
        **_nested(article=(article, _ARTICLE), text=(text, _TEXT)),
        **(_nested(place=(top["place"], _PLACE)) if place else {}),
    }
    return Annotations(
        article=article_id,
        title=clean_line(_text(article, "title")),
        source=clean_line(_text(article, "url"), 2000),
        status=_one_of(top, "status", STATUSES),
        starred=_flag(top, "starred"),
        archived=_flag(top, "archived"),
        tags=_tags(top),
        note=clean_text(_text(top, "note")),
        place=place,
        text_sha256=clean_line(_text(text, "sha256"), 64),
        text_length=_count(text, "length"),
        extra=_with(kept.unknown(top, _TOP), more),
    )


def highlight_from_record(raw: object) -> Highlight:
    """A highlight; its id is ``""`` when there is none or none of ours.

    Raises:
        BadItemError: it has no quote, or a value of the wrong kind.
    """
    item = _mapping(raw, "an annotation")
    quote = clean_text(_text(item, "quote"))
    if not quote.strip():
        raise BadItemError("an annotation without a quote")
    item_id = _text(item, "id")
    raw_anchor = item.get("anchor")
    more = {
        **_fallback(item, "color", COLORS),
        **_fallback(item, "style", STYLES),
        **(_nested(anchor=(raw_anchor, _ANCHOR)) if isinstance(raw_anchor, dict) else {}),
    }
    return Highlight(
        id=item_id if is_id(item_id) else "",
        anchor=_anchor(raw_anchor, quote),
        color=_one_of(item, "color", COLORS),
        style=_one_of(item, "style", STYLES),
        tags=_tags(item),
        note=clean_text(_text(item, "note")),
        created=clean_line(_text(item, "created"), 40),
        modified=clean_line(_text(item, "updated"), 40),
        extra=_with(kept.unknown(item, _HIGHLIGHT), more),
    )


def _anchor(raw: object, quote: str) -> Anchor:
    """An anchor; one that cannot be trusted names no text, so that the quote is searched for."""
    if not isinstance(raw, dict):
        return Anchor(0, 0, quote)
    texts = [yaml_files.text_of(raw.get(key)) or "" for key in ("prefix", "suffix", "text")]
    prefix, suffix, text = (clean_text(value) for value in texts)
    start, end = _offset(raw, "start"), _offset(raw, "end")
    state = _OLD_STATES.get(str(raw.get("state")), raw.get("state"))
    if start is None or end is None or start > end or state not in STATES:
        return Anchor(0, 0, quote, prefix, suffix)
    return Anchor(start, end, quote, prefix, suffix, state, _offset(raw, "near"), text)


def tombstone_from_record(raw: object) -> Tombstone:
    """A deleted highlight.

    Raises:
        BadItemError: it has no id, or a value of the wrong kind.
    """
    item = _mapping(raw, "a deleted annotation")
    item_id = _text(item, "id")
    if not is_id(item_id):
        raise BadItemError("a deleted annotation without an id")
    was = item.get("was")
    whole = None
    more: dict[str, Any] = {}
    if was is not None:
        try:
            whole = replace(highlight_from_record(was), id=item_id)
        except BadItemError:
            more = {"was": was}
    extra = _with(kept.unknown(item, _TOMBSTONE), more)
    return Tombstone(item_id, clean_line(_text(item, "at"), 40), whole, extra)


def _place(raw: object) -> Place | None:
    """The reading place; it is our own note, so one that makes no sense is as good as none."""
    if not isinstance(raw, dict) or _offset(raw, "offset") is None:
        return None
    return Place(
        offset=_count(raw, "offset"),
        quote=clean_text(yaml_files.text_of(raw.get("quote")) or ""),
        progress=min(100, _count(raw, "progress")),
        at=clean_line(yaml_files.text_of(raw.get("at")) or "", 40),
    )


def _mapping(value: object, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadItemError(f"{what} does not hold keys and values")
    return value


def list_in(raw: Mapping[str, Any], key: str) -> list[Any]:
    """The list under ``key``; an empty one when there is none."""
    value = raw.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadItemError(f"{key} is not a list")
    return value


def _text(raw: Mapping[str, Any], key: str) -> str:
    text = yaml_files.text_of(raw.get(key))
    if text is None:
        raise BadItemError(f"{key} is not a text")
    return text


def _tags(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """A list of tags, or a text with commas, each once."""
    value = raw.get("tags")
    texts = value if isinstance(value, list) else _text(raw, "tags").split(",")
    tags = [yaml_files.text_of(item) for item in texts]
    if None in tags:
        raise BadItemError("a tag is not a text")
    return tuple(dict.fromkeys(tag for item in tags if (tag := clean_tag(item or ""))))


def _one_of(raw: Mapping[str, Any], key: str, allowed: Sequence[Any]) -> Any:
    value = raw.get(key)
    return value if value in allowed else allowed[0]


def _fallback(raw: Mapping[str, Any], key: str, allowed: Sequence[str]) -> dict[str, Any]:
    """A word that this version does not know, kept while ``allowed[0]`` stands in for it."""
    value = raw.get(key)
    return {} if value is None or value in allowed else {key: value}


def _flag(raw: Mapping[str, Any], key: str) -> bool:
    word = _text(raw, key).casefold()
    if word not in _FLAGS:
        raise BadItemError(f"{key} is neither true nor false")
    return _FLAGS[word]


def _count(raw: Mapping[str, Any], key: str) -> int:
    return _offset(raw, key) or 0


def _offset(raw: Mapping[str, Any], key: str) -> int | None:
    value = raw.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _nested(**parts: tuple[Mapping[str, Any], Sequence[str]]) -> dict[str, Any]:
    """The unknown keys inside known mappings, under the mapping's name."""
    found = {name: kept.unknown(raw, known) for name, (raw, known) in parts.items()}
    return {name: unknown for name, unknown in found.items() if unknown}


def _with(extra: dict[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    extra.update(more)
    return extra


def document_order(highlight: Highlight) -> tuple[int, int, str]:
    """The order of highlights in a file: by start, end, id."""
    return (highlight.anchor.start, highlight.anchor.end, highlight.id)


# -- to the file -------------------------------------------------------------------------------


def annotations_record(annotations: Annotations) -> dict[str, Any]:
    """All top-level keys in their order.

    Under ``annotations`` and ``deleted`` stands only ``True``: the file writes their items.
    """
    extra = annotations.extra
    article = {
        "id": annotations.article,
        "title": annotations.title,
        **_given("url", annotations.source),
    }
    text = {"sha256": annotations.text_sha256, "length": annotations.text_length}
    place = annotations.place
    known = {
        "schema": SCHEMA,
        "article": kept.joined(article, extra.get("article", {})),
        "status": _or_kept(annotations.status, "status", STATUSES, extra),
        **_given("starred", annotations.starred),
        **_given("archived", annotations.archived),
        **_given("tags", list(annotations.tags)),
        **_given("note", annotations.note),
        **({"place": kept.joined(_place_record(place), extra.get("place", {}))} if place else {}),
        "text": kept.joined(text, extra.get("text", {})),
        **_given("annotations", bool(annotations.highlights)),
        **_given("deleted", bool(annotations.deleted)),
        **_given("unreadable", list(annotations.unreadable)),
    }
    return kept.joined(known, _unknown_only(extra, _TOP), before="text")


def highlight_record(highlight: Highlight) -> dict[str, Any]:
    """A highlight as it is written; what is empty is left out."""
    extra = highlight.extra
    color = _or_kept(highlight.color, "color", COLORS, extra)
    style = _or_kept(highlight.style, "style", STYLES, extra)
    known = {
        "id": highlight.id,
        "quote": highlight.quote,
        "color": color,
        **_given("style", "" if style == STYLES[0] else style),
        **_given("tags", list(highlight.tags)),
        **_given("note", highlight.note),
        **_given("created", highlight.created),
        **_given("updated", highlight.modified),
    }
    if highlight.anchor != Anchor(0, 0, highlight.quote) or "anchor" in extra:
        anchor = _anchor_record(highlight.anchor)
        known["anchor"] = kept.joined(anchor, extra["anchor"]) if "anchor" in extra else anchor
    return kept.joined(known, _unknown_only(extra, _HIGHLIGHT), before="anchor") if extra else known


def _anchor_record(anchor: Anchor) -> dict[str, Any]:
    return {
        "state": anchor.state,
        **({} if anchor.near is None else {"near": anchor.near}),
        "start": anchor.start,
        "end": anchor.end,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "text": anchor.text,
    }


def _place_record(place: Place) -> dict[str, Any]:
    return {
        "offset": place.offset,
        "quote": place.quote,
        "progress": place.progress,
        "at": place.at,
    }


def tombstone_record(tombstone: Tombstone) -> dict[str, Any]:
    """A deleted highlight as it is written."""
    known: dict[str, Any] = {"id": tombstone.id, "at": tombstone.at}
    if tombstone.was is not None:
        was = highlight_record(tombstone.was)
        del was["id"]
        known["was"] = was
    elif "was" in tombstone.extra:
        known["was"] = tombstone.extra["was"]
    return kept.joined(known, _unknown_only(tombstone.extra, _TOMBSTONE), before="was")


def _given(key: str, value: Any) -> dict[str, Any]:
    """The key, unless there is nothing to say."""
    return {key: value} if value else {}


def _or_kept(value: str, key: str, allowed: Sequence[str], extra: Mapping[str, Any]) -> Any:
    """``value``; the unknown word that was read, while the stand-in for it was not changed."""
    return extra[key] if value == allowed[0] and key in extra else value


def _unknown_only(extra: Mapping[str, Any], known: Sequence[str]) -> Mapping[str, Any]:
    if not any(key in extra for key in known):
        return extra
    left = {key: value for key, value in extra.items() if key not in known}
    return kept.Kept(left, getattr(extra, "after", {}))
