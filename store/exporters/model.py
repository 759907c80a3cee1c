"""What an exporter is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from store.model import Annotations, Article
from store.text.document import Document


@dataclass(frozen=True, slots=True)
class ExportArticle:
    """One article with all that its user made of it."""

    article: Article
    annotations: Annotations
    document: Document


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format to take articles and highlights out in.

    ``render`` is pure: the same articles give the same bytes, at any time, on any machine. Text
    in what it is given may be hostile to its format; it must come back as it was, or where the
    format cannot hold it, be changed as the format's documentation says.

    Attributes:
        name: What the user types.
        title: One line that says what it is for.
        suffix: Of its files, with the dot.
        per_article: Meant to be written as one file an article.
        render: UTF-8 bytes of any number of articles, none included.
    """

    name: str
    title: str
    suffix: str
    per_article: bool
    render: Callable[[Sequence[ExportArticle]], bytes]
