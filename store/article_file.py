"""The file of an article: YAML front matter, which Obsidian reads too, and Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from store import kept, yaml_files
from store.errors import DamagedFileError
from store.ids import derived_id, is_id
from store.text.clean import clean_line
from store.text.markdown import split_front_matter

_FIELDS = (
    "id", "title", "author", "source", "origin", "published", "added", "language", "importer",
    "original",
)  # fmt: skip
_LIMITS = {"source": 2000, "origin": 4096}
_TITLE = re.compile(r"^# +(.+?)(?: +#+)?[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """What the file of an article holds.

    Attributes:
        source: Where it came from: a URL or an absolute path; ``""`` if unknown.
        origin: The path or URL that it was read from, where ``source`` is another.
        published: As the source said it; ``added``: when it came into the library.
        importer: The name of the importer that made ``markdown``; ``""`` for a file made by hand.
        original: SHA-256 of the bytes it came from.
        extra: Keys of the front matter that this version does not know.
        markdown: What stands below the front matter, without blank lines at its ends.
    """

    id: str
    title: str
    author: str = ""
    source: str = ""
    origin: str = ""
    published: str = ""
    added: str = ""
    language: str = ""
    importer: str = ""
    original: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    markdown: str = ""


def body(data: bytes, name: str) -> str:
    """The Markdown of an article's file alone; as ``parse`` gives it.

    Raises:
        DamagedFileError: it is not UTF-8.
    """
    return trimmed(_parts(data, name)[1])


def _parts(data: bytes, name: str) -> tuple[str, str]:
    """The YAML and the Markdown of an article's file."""
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        raise _damaged(name, f", line {line}: bytes that are not UTF-8", line) from error
    return split_front_matter(source.replace("\r\n", "\n"))


def parse(data: bytes, name: str) -> ArticleFile:
    """Read an article's file. A hand-made one needs no front matter.

    Args:
        data: The file's bytes, UTF-8.
        name: The file's name. Without an id in the file the id follows from it; without a title
            the title is that of the first ``# `` line, else the name.

    Raises:
        DamagedFileError: it is not UTF-8, or its front matter cannot be read.
    """
    front, content = _parts(data, name)
    raw = yaml_files.loads(front.encode("utf-8"), name, first_line=2) if front else {}
    if not isinstance(raw, dict | None):
        raise _damaged(name, ": its front matter is not a list of keys and values", 2)
    raw = raw or {}
    values = {key: _field(raw, key, name) for key in _FIELDS}
    markdown = trimmed(content)
    return ArticleFile(
        **{
            **values,
            "id": values["id"] if is_id(values["id"]) else _id_of(values["id"] or name),
            "title": values["title"] or _title_of(markdown, name),
        },
        extra=kept.unknown(raw, _FIELDS),
        markdown=markdown,
    )


def lost_id(name: str, article_id: str) -> DamagedFileError:
    """The error of a file that no longer says which article it is: cut off, or written over."""
    what = f" does not say any more that it is {article_id}: it was cut short or written over"
    return _damaged(name, what, hint="bring it back from a backup, or correct it in an editor")


def render(file: ArticleFile) -> bytes:
    """The bytes of an article's file; what is empty is left out of the front matter."""
    values = {key: getattr(file, key) for key in _FIELDS}
    known = {key: value for key, value in values.items() if value or key in {"id", "title"}}
    front = yaml_files.dumps(kept.joined(known, _unknown_only(file.extra)))
    return f"---\n{front}---\n\n{trimmed(file.markdown)}".encode("utf-8", "replace")


def _unknown_only(extra: Mapping[str, Any]) -> Mapping[str, Any]:
    """``extra`` without the keys that are fields: those are empty on purpose."""
    if not any(key in extra for key in _FIELDS):
        return extra
    return {key: value for key, value in extra.items() if key not in _FIELDS}


def trimmed(markdown: str) -> str:
    """The body as a file holds it: no blank lines at its ends."""
    body = markdown.replace("\r\n", "\n").strip("\n")
    return f"{body}\n" if body else ""


def _field(raw: Mapping[str, Any], key: str, name: str) -> str:
    value = raw.get(key)
    items = value if isinstance(value, list) else [value]
    texts = [yaml_files.text_of(item) for item in items]
    if None in texts:
        raise _damaged(name, f": {key} in its front matter is not a text")
    return clean_line(", ".join(text for text in texts if text), _LIMITS.get(key, 1000))


def id_of_name(name: str) -> str:
    """The id of a file that names none."""
    return _id_of(name)


def _id_of(text: str) -> str:
    # Some systems take file names apart into letters and accents: the id must not follow.
    whole = unicodedata.normalize("NFC", text)
    return derived_id(whole.encode("utf-8", "surrogatepass"))


def _title_of(markdown: str, name: str) -> str:
    heading = _TITLE.search(markdown)
    title = clean_line(heading[1]) if heading else ""
    return title or clean_line(Path(name).stem) or "article"


def _damaged(
    name: str, what: str, line: int | None = None, hint: str = "correct the file in an editor"
) -> DamagedFileError:
    return DamagedFileError(f"{Path(name).name}{what}", hint=hint, line=line)
