"""Markdown that Obsidian and every other editor reads: one note an article.

Front matter, the article's note, then every highlight as a quote with a block id (``[[note#^id]]``
links to it), its tags, and the user's note.

* Text from outside is escaped: it reads as it did, and never becomes a tag, a comment, a formula,
  a heading or a block id. The user's own notes are Markdown and stay so; each stands in a list
  item, so that a code fence left open ends with its note.
* Tags take the letters that Obsidian allows; others become ``-``.
* Several articles at once (on standard output) have no front matter: only a file's first lines
  can be that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from store.exporters.model import ExportArticle, Exporter
from store.model import Article, Highlight
from store.text import escape
from store.text.clean import clean_line, clean_text
from store.text.document import Document
from store.yaml_files import dumps

# Obsidian's own marks, and what is escaped already (which must not be escaped twice).
_OBSIDIAN = re.compile(r"\\.|#(?=\S)|=(?==)|%(?=%)|[$^]", re.DOTALL)
_BLOCK_ID = re.compile(r"\^([0-9a-z-]+)(?=[ \t]*$)", re.MULTILINE)
_WEB = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
_BREAK = re.compile(r"[-\s]+")


def render(items: Sequence[ExportArticle]) -> bytes:
    """The note of one article; of several, one after another without front matter."""
    if len(items) == 1:
        return f"---\n{_front_matter(items[0].article)}---\n\n{_note(items[0])}".encode(
            "utf-8", "replace"
        )
    return "\n".join(map(_note, items)).encode("utf-8", "replace")


def _front_matter(article: Article) -> str:
    """Only the keys that have a value; the YAML of ``store.yaml_files``."""
    texts = {
        "title": article.title,
        "author": article.author,
        "source": article.source,
        "published": article.published,
        "added": article.added,
        "status": article.status,
    }
    fields: dict[str, object] = {
        key: clean_line(text, 10_000) for key, text in texts.items() if text
    }
    if tags := obsidian_tags(article.tags):
        fields["tags"] = tags
    return dumps({**fields, "postil": article.id})


def _note(item: ExportArticle) -> str:
    article, highlights = item.article, item.annotations.highlights
    ids = frozenset(highlight.id for highlight in highlights)
    blocks = [_outside(escape.heading(article.title or article.id, 1))]
    blocks.append(
        " · ".join(
            filter(
                None,
                (_outside(escape.escape_line(clean_line(article.author))), _link(article.source)),
            )
        )
    )
    blocks += _bullets([_hash_tags(article.tags)], article.note, ids)
    if highlights:
        blocks.append("## Highlights")
    for highlight in highlights:
        blocks.append(_quote(highlight, item.document))
        blocks.append(f"^{highlight.id}")
        blocks += _bullets(_facts(highlight), highlight.note, ids)
    return "\n\n".join(filter(None, blocks)) + "\n"


def _link(source: str) -> str:
    """Where an article came from; a link if one can follow it."""
    name = clean_line(source, 10_000)
    return f"<{name}>" if _WEB.fullmatch(name) else _outside(escape.escape_line(name))


def _quote(highlight: Highlight, document: Document) -> str:
    """The passage as a block quote: code stays code, paragraphs stay paragraphs."""
    text = clean_text(highlight.quote)
    if _is_code(highlight, document):
        source = escape.code(text)
    else:
        paragraphs = (_outside(escape.paragraph(part)) for part in text.split("\n\n"))
        source = "\n\n".join(filter(None, paragraphs))
    return "\n".join(f"> {line}".rstrip() for line in source.split("\n"))


def _is_code(highlight: Highlight, document: Document) -> bool:
    anchor = highlight.anchor
    if anchor.state not in ("placed", "moved") or not document.blocks:
        return False
    block = document.blocks[document.block_index(anchor.start)]
    return block.kind == "code" and anchor.end <= block.end


def _outside(source: str) -> str:
    """Escaped Markdown of outside text, escaped for what only Obsidian reads, too."""
    return _OBSIDIAN.sub(lambda m: m[0] if m[0][0] == "\\" else f"\\{m[0]}", source)


def _facts(highlight: Highlight) -> list[str]:
    """What is not as usual: colour, style, state; then the tags."""
    usual = ("yellow", "fill", "placed")
    found = (highlight.color, highlight.style, highlight.anchor.state)
    unusual = [word for word, common in zip(found, usual, strict=True) if word != common]
    return [*unusual, _hash_tags(highlight.tags)]


def _bullets(facts: Iterable[str], note: str, ids: frozenset[str]) -> list[str]:
    """One list: an item for the facts, an item for the note."""
    line = " · ".join(filter(None, facts))
    items = [f"- {line}"] if line else []
    if text := _own_words(note, ids):
        items.append("- " + text.replace("\n", "\n  "))
    return ["\n".join(re.sub(r"\n[ ]+(?=\n)", "\n", item) for item in items)] if items else []


def _own_words(note: str, ids: frozenset[str]) -> str:
    """A note as it is, but for what would reach out of its list item."""
    text = clean_text(note).strip()
    for mark in ("%%", "$$"):  # one alone would take all that follows for a comment or a formula
        if text.count(mark) % 2:
            text = text.replace(mark, f"\\{mark}")
    # A second block of that id would take its links.
    text = _BLOCK_ID.sub(lambda m: f"\\{m[0]}" if m[1] in ids else m[0], text)
    first = text.split("\n", 1)[0]
    return f"\\{text}" if first and _BREAK.fullmatch(first) else text


def _hash_tags(tags: Iterable[str]) -> str:
    return " ".join(f"#{tag}" for tag in obsidian_tags(tags))


def obsidian_tags(tags: Iterable[str]) -> list[str]:
    """Tags as Obsidian allows them, each once: no blanks, not only digits, ``/`` nests."""
    return list(dict.fromkeys(filter(None, map(_obsidian_tag, tags))))


def _obsidian_tag(tag: str) -> str:
    kept = "".join(char if _in_tag(char) else "-" for char in clean_line(tag))
    parts = (part.strip("-") for part in re.sub("-{2,}", "-", kept).split("/"))
    name = "/".join(filter(None, parts))
    return f"_{name}" if name and not re.search(r"[^\d/]", name) else name


def _in_tag(char: str) -> bool:
    return char in "_-/" or char.isalnum() or unicodedata.category(char) in ("Mn", "Mc", "So")


EXPORTER = Exporter(
    "markdown",
    "one note an article, for Obsidian and every editor",
    ".md",
    per_article=True,
    render=render,
)
