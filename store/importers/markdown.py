"""Markdown files, with front matter as Obsidian, Jekyll and Hugo write it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from store.errors import PostilError
from store.importers import decode
from store.importers.model import Imported, Importer, Source
from store.text.clean import clean_line, clean_tag, clean_text

_TITLE: Final = ("title",)
_AUTHOR: Final = ("author", "authors", "creator", "byline", "by")
_DATE: Final = ("published", "date", "publishdate", "pubdate", "published_at", "created")
_ORIGIN: Final = ("source", "url", "link", "canonical_url", "canonical")
_LANGUAGE: Final = ("language", "lang", "locale")
_TAGS: Final = ("tags", "tag", "keywords")
_OURS: Final = frozenset(
    {"id", "added", "importer", "original", "schema", "title", "author", "source", "published",
     "language", "tags"}
)  # fmt: skip
"""Keys of an article's own file: another's value of that name is kept as ``source-<key>``."""

_KEY_VALUE: Final = re.compile(r"([A-Za-z][\w -]{0,60}):(?:[ \t]+(.*))?")
_MARKS: Final = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"\[[^\]\n]+\]\([^)\s]+\)"),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
    re.compile(r"\*\*\S[^*\n]*\*\*"),
    re.compile(r"^> \S", re.MULTILINE),
)


def read(source: Source) -> Sequence[Imported]:
    """The one article of a Markdown file; its body is kept as it is, but cleaned.

    Raises:
        SourceError: There is nothing to read in it.
    """
    from store.text.markdown import parse, split_front_matter  # noqa: PLC0415 - not needed to sniff

    text, encoding = decode.decode(source.data)
    yaml, body = split_front_matter(clean_text(text))
    document = parse(body)
    if not document.text.strip():
        raise source.error("there is no text in it")
    fields = _Fields(_front_matter(yaml, source.label))
    heading = next((block for block in document.blocks if block.kind == "title"), None)
    title = fields.take_line(_TITLE) or (document.block_text(heading) if heading else "")
    author, published = fields.take_line(_AUTHOR), fields.take_line(_DATE)
    origin, language = fields.take_line(_ORIGIN), fields.take_line(_LANGUAGE)
    tags = fields.take_tags()
    extra = fields.rest()
    if tags:
        extra["tags"] = tags
    if encoding != "utf-8":
        extra["encoding"] = encoding
    return (
        Imported(
            body.strip("\n") + "\n",
            title=clean_line(title),
            author=author,
            source=origin or source.address,
            published=published,
            language=language,
            importer=IMPORTER.name,
            extra=extra,
        ),
    )


def sniff(data: bytes, name: str) -> int:
    """Sure by suffix; else by front matter, or by two kinds of Markdown's marks."""
    if name.lower().endswith(IMPORTER.suffixes):
        return 90
    head = data[:20_000].decode("utf-8", "replace")
    if re.match(r"\ufeff?---\r?\n[A-Za-z][\w-]*:", head):
        return 60
    found = sum(1 for mark in _MARKS if mark.search(head))
    return 50 if found >= 2 else 5


class _Fields:
    """Front matter whose known keys are taken out one after the other."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = dict(fields)

    def take_line(self, names: Sequence[str]) -> str:
        """The first of these keys that has a value, as one line; lists are joined with commas."""
        for key, value in self._fields.items():
            if key.lower() in names:
                line = _as_line(value)
                if line:
                    del self._fields[key]
                    return line
        return ""

    def take_tags(self) -> list[str]:
        """The tags under all names for them, each once. Text is parted at commas, or at blanks."""
        found: dict[str, None] = {}
        for key in [key for key in self._fields if key.lower() in _TAGS]:
            value = self._fields.pop(key)
            if isinstance(value, str):
                value = value.split(",") if "," in value else value.split()
            for item in value if isinstance(value, list) else []:
                tag = clean_tag(_as_line(item))
                if tag:
                    found[tag] = None
        return list(found)

    def rest(self) -> dict[str, Any]:
        """What was not taken, under names that an article's own file does not use."""
        return {
            f"source-{key}" if key.lower() in _OURS else key: value
            for key, value in self._fields.items()
            if key and value not in (None, "", [], {})
        }


def _as_line(value: object) -> str:
    """A front matter value as one line of text; of a mapping (``author: {name: …}``) the name."""
    if isinstance(value, Mapping):
        return _as_line(value.get("name") or value.get("title"))
    if isinstance(value, (list, tuple)):
        return clean_line(", ".join(filter(None, map(_as_line, value))))
    if value is None or isinstance(value, bool):
        return ""
    return clean_line(str(value))


def _front_matter(yaml: str, name: str) -> dict[str, Any]:
    """The mapping in ``yaml``; what is no YAML is read as ``key: value`` lines."""
    from store import yaml_files  # noqa: PLC0415 - YAML only if there is front matter

    if not yaml.strip():
        return {}
    try:
        value = yaml_files.loads(yaml.encode(), name)
    except PostilError:
        found = (_KEY_VALUE.fullmatch(line.rstrip()) for line in yaml.split("\n"))
        value = {each[1]: (each[2] or "").strip().strip("\"'") for each in found if each}
    cleaned = _cleaned(value)
    return cleaned if isinstance(cleaned, dict) else {}


def _cleaned(value: object) -> Any:
    """``value`` with every string in it cleaned and every key one line."""
    if isinstance(value, Mapping):
        return {clean_line(str(key), 200): _cleaned(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(inner) for inner in value]
    if value is None or isinstance(value, (bool, int)):
        return value
    return clean_text(str(value))


IMPORTER = Importer(
    name="markdown",
    title="Markdown",
    suffixes=(".md", ".markdown", ".mdown", ".mkd"),
    media_types=("text/markdown", "text/x-markdown"),
    limit=20_000_000,
    sniff=sniff,
    read=read,
)
