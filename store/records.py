"""The JSON of everything: what the command line prints and the exporters write.

The only place that says how a value is spelled in JSON. Fields may be added, never renamed.
Offsets are code points of the article's text; times are ISO 8601 in UTC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.model import Article, Highlight, Hit
from store.text.document import Block, Document

if TYPE_CHECKING:
    from store.search.alike import Alike
    from store.search.texts.concordance import Line
    from store.trash import Trashed

Record = dict[str, Any]


def article_record(article: Article) -> Record:
    """An article as in ``postil list --json``; ``highlights`` is how many it has."""
    return {
        "id": article.id,
        "title": article.title,
        "author": article.author,
        "source": article.source,
        "published": article.published,
        "added": article.added,
        "language": article.language,
        "words": article.words,
        "status": article.status,
        "starred": article.starred,
        "archived": article.archived,
        "progress": article.progress,
        "tags": list(article.tags),
        "note": article.note,
        "highlights": article.highlights,
    }


def highlight_record(article_id: str, highlight: Highlight) -> Record:
    """A highlight as in ``postil highlights --json``.

    Of an unplaced one ``start`` and ``end`` are where it last was, and ``near`` is where it would
    be now; of all others ``near`` is ``None``.
    """
    anchor = highlight.anchor
    return {
        "id": highlight.id,
        "article": article_id,
        "quote": highlight.quote,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "start": anchor.start,
        "end": anchor.end,
        "near": anchor.near if anchor.state == "unplaced" else None,
        "color": highlight.color,
        "style": highlight.style,
        "tags": list(highlight.tags),
        "note": highlight.note,
        "created": highlight.created,
        "modified": highlight.modified,
        "state": anchor.state,
    }


def hit_record(hit: Hit) -> Record:
    """A search hit as in ``postil search --json``.

    ``matches`` are ``[start, end]`` pairs in ``snippet``; ``highlight`` is an id, or ``None``;
    ``why`` says where and how it matched; ``places`` is how many places of its article match.
    """
    return {
        "id": hit.id,
        "title": hit.title,
        "score": round(hit.score, 4),
        "snippet": hit.snippet,
        "start": hit.start,
        "end": hit.end,
        "kind": hit.kind,
        "highlight": hit.highlight or None,
        "matches": [list(match) for match in hit.matches],
        "why": list(hit.why),
        "places": hit.places,
    }


def line_record(line: Line, reach: int) -> Record:
    """A line of a concordance as in ``postil concordance --json``; the offsets are the keyword's.

    ``left`` and ``right`` are at most ``reach`` code points; a line break in them parts blocks.
    """
    from store.search.texts.concordance import around  # noqa: PLC0415 - only with lines

    left, right = around(line, reach)
    return {
        "article": line.article,
        "title": line.title,
        "start": line.start,
        "end": line.end,
        "left": left,
        "keyword": line.keyword,
        "right": right,
    }


def alike_record(found: Alike) -> Record:
    """What is like an article as in ``postil similar --json``; a weight is at most 1."""
    return {
        "words": [{"word": each.word, "weight": each.weight} for each in found.words],
        "articles": found.articles,
        "hits": [hit_record(hit) for hit in found.hits],
    }


def trashed_record(item: Trashed) -> Record:
    """Something in the trash as in ``postil trash --json``; ``restore`` takes its ``id``."""
    return {
        "id": item.key,
        "kind": item.kind,
        "article": item.article,
        "title": item.title,
        "deleted": item.at,
        "days_left": item.days_left,
        "highlights": item.highlights,
        "bytes": item.size,
        "files": list(item.files),
    }


def document_record(article: Article, document: Document) -> Record:
    """An article with its text and blocks as in ``postil show --format json``."""
    return {
        "id": article.id,
        "title": article.title,
        "author": article.author,
        "source": article.source,
        "text": document.text,
        "blocks": [_block_record(document, block) for block in document.blocks],
    }


def _block_record(document: Document, block: Block) -> Record:
    return {
        "kind": block.kind,
        "level": block.level,
        "ordered": block.ordered,
        "number": block.number,
        "task": block.task,
        "quote": block.quote,
        "indent": block.indent,
        "label": block.label,
        "text": document.block_text(block),
        "start": block.start,
        "end": block.end,
        "folded": block.folded,
    }
