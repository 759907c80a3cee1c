"""The exporters, one line each. Everything that lists formats is derived from here."""

from __future__ import annotations

from store.errors import NotFoundError
from store.exporters import csv_export, json_export, markdown
from store.exporters.model import ExportArticle, Exporter

__all__ = ["EXPORTERS", "ExportArticle", "Exporter", "get"]

EXPORTERS: tuple[Exporter, ...] = (
    markdown.EXPORTER,
    json_export.EXPORTER,
    csv_export.EXPORTER,
    csv_export.EXACT,
)


def get(name: str) -> Exporter:
    """The exporter of that name.

    Raises:
        NotFoundError: There is none; the hint lists the names.
    """
    for exporter in EXPORTERS:
        if exporter.name == name:
            return exporter
    names = ", ".join(exporter.name for exporter in EXPORTERS)
    raise NotFoundError(f"there is no format called “{name}”", hint=f"the formats are: {names}")
