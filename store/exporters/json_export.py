"""JSON: everything, for programs. Its schema is ``docs/export.schema.json``.

The objects are those of ``postil list --json`` and ``postil highlights --json``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from store.exporters.model import ExportArticle, Exporter
from store.records import article_record, highlight_record

SCHEMA = 1
"""Goes up when a field changes its meaning; new fields do not change it."""


def render(items: Sequence[ExportArticle]) -> bytes:
    """One object: ``articles`` as given, and ``highlights`` in the order of their texts."""
    whole = {
        "schema": SCHEMA,
        "generator": "postil",
        "articles": [article_record(item.article) for item in items],
        "highlights": [
            highlight_record(item.article.id, highlight)
            for item in items
            for highlight in item.annotations.highlights
        ],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


EXPORTER = Exporter("json", "everything, for programs", ".json", per_article=False, render=render)
