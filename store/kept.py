"""Keys of a file that this version does not know: kept as they are, at their place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any


class Kept(dict[str, Any]):
    """Unknown keys and their values, and after which key each stood.

    Attributes:
        after: For each unknown key the key before it in the file, ``""`` for the first.
    """

    def __init__(self, values: Mapping[str, Any], after: Mapping[str, str]) -> None:
        super().__init__(values)
        self.after = after


def unknown(raw: Mapping[str, Any], known: Collection[str]) -> dict[str, Any]:
    """The keys of ``raw`` that are not ``known``."""
    if raw.keys() <= set(known):
        return {}
    after = dict(zip(raw, ["", *raw], strict=False))
    return Kept({key: value for key, value in raw.items() if key not in known}, after)


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """``old`` with the keys of ``new``, each where it stood."""
    return Kept({**old, **new}, {**getattr(old, "after", {}), **getattr(new, "after", {})})


def joined(known: Mapping[str, Any], extra: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """``known`` with the keys of ``extra`` in it.

    Args:
        known: What is written, in its order. It wins where both have a key.
        extra: Unknown keys. A ``Kept`` one stands where it stood.
        before: The known key before which other ones stand; ``""``: at the end.
    """
    if not extra:
        return dict(known)
    after: Mapping[str, str] = getattr(extra, "after", {})
    order = list(known)
    for key in extra:
        if key in known:
            continue
        place = after.get(key)
        if place == "":
            order.insert(0, key)
        elif place in order:
            order.insert(order.index(place) + 1, key)
        else:
            order.insert(order.index(before) if before in order else len(order), key)
    return {key: known[key] if key in known else extra[key] for key in order}
