"""Tags over the whole library: renaming, merging, removing, as changes of one act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from store.annotations_edit import highlight_to_json
from store.catalogue import Catalogue
from store.history import Change
from store.model import Annotations


def renamed(
    catalogue: Catalogue, annotations: Callable[[str], Annotations], old: str, new: str
) -> list[Change]:
    """The changes that make ``old`` and what is nested in it ``new``; ``""`` removes it."""
    names = [name for name, _ in catalogue.tags() if name == old or name.startswith(f"{old}/")]
    concerned = sorted({key for name in names for key in catalogue.articles_with_tag(name)})
    changes: list[Change] = []
    for article_id in concerned:
        present = annotations(article_id)
        after = rename_in(present.tags, old, new)
        if after != present.tags:
            changes.append(Change(article_id, "tags", list(present.tags), list(after)))
        for highlight in present.highlights:
            tags = rename_in(highlight.tags, old, new)
            if tags != highlight.tags:
                before = highlight_to_json(highlight)
                changed = highlight_to_json(replace(highlight, tags=tags))
                changes.append(Change(article_id, f"highlight:{highlight.id}", before, changed))
    return changes


def rename_in(tags: Sequence[str], old: str, new: str) -> tuple[str, ...]:
    """``tags`` with ``old`` and ``old/…`` renamed, each tag once, in order."""
    result: dict[str, None] = {}
    for tag in tags:
        if tag == old or tag.startswith(f"{old}/"):
            if new:
                result[new + tag[len(old) :]] = None
        else:
            result[tag] = None
    return tuple(result)
