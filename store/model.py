"""What a library holds, as values: articles, highlights, annotations, hits.

Offsets are half-open ``[start, end)`` in code points of the article's ``Document.text``.
Times are ISO 8601 strings in UTC with seconds (``2026-01-02T03:04:05Z``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from themes.theme import HIGHLIGHT_COLORS

Status = Literal["unread", "reading", "done"]
STATUSES: tuple[Status, ...] = ("unread", "reading", "done")

State = Literal["placed", "moved", "check", "unplaced"]
STATES: tuple[State, ...] = ("placed", "moved", "check", "unplaced")

Style = Literal["fill", "underline", "strike", "margin"]
STYLES: tuple[Style, ...] = ("fill", "underline", "strike", "margin")

COLORS = HIGHLIGHT_COLORS
"""The eight highlight colours, in the order of the keys 1 to 8. Themes say how they look."""


class Anchor(NamedTuple):
    """Where a highlight is, and what finds it again after the text has changed.

    Attributes:
        start: First code point. For an unplaced highlight: where it last was.
        end: Past the last.
        quote: The passage as its user marked it; it never changes.
        prefix: Up to 64 code points before it, cut at a word.
        suffix: Up to 64 code points after it, cut at a word.
        state: Only ``placed`` and ``moved`` are ever painted.
        near: For an unplaced highlight: the offset it would be at.
        text: SHA-256 of the ``Document.text`` that these offsets count in.
    """

    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""
    state: State = "placed"
    near: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A marked passage. Its ``quote`` never changes; only where it is, is re-based.

    Attributes:
        extra: Keys of the file that this version does not know, kept as they are.
    """

    id: str
    anchor: Anchor
    color: str = "yellow"
    style: Style = "fill"
    tags: tuple[str, ...] = ()
    note: str = ""
    created: str = ""
    modified: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def quote(self) -> str:
        """The passage as its user marked it."""
        return self.anchor.quote


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A deleted highlight: whole for 90 days (``was``), then id and time for ever."""

    id: str
    at: str
    was: Highlight | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


class Place(NamedTuple):
    """Where one stopped reading.

    Attributes:
        offset: The code point at the top of the screen.
        quote: Up to 64 code points from there, to find it again in a changed text.
        progress: Percent read, 0 to 100.
        at: When.
    """

    offset: int
    quote: str = ""
    progress: int = 0
    at: str = ""


@dataclass(frozen=True, slots=True)
class Annotations:
    """All that its user made of one article; one YAML file.

    ``highlights`` are in document order: by start, end, id.
    """

    article: str
    title: str = ""
    source: str = ""
    status: Status = "unread"
    starred: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""
    place: Place | None = None
    text_sha256: str = ""
    text_length: int = 0
    highlights: tuple[Highlight, ...] = ()
    deleted: tuple[Tombstone, ...] = ()
    unreadable: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def highlight(self, highlight_id: str) -> Highlight | None:
        """The highlight of that id, or ``None``."""
        return next((h for h in self.highlights if h.id == highlight_id), None)


class Article(NamedTuple):
    """One row of the list: metadata of the article's file and of its annotations.

    A tuple, since a list has ten thousand of them before the first frame.

    Attributes:
        source: Where it came from: a URL or an absolute path; ``""`` if unknown.
        published: As the source said it; ``added``: when it came into the library.
        words: Words of the text without furniture and contents.
        length: Code points of the text.
        progress: Percent read, 0 to 100.
        highlights: How many.
        file: The name of its file in ``articles/``.
        read_at: When one stopped reading it last; ``""``: never, as far as is known.
    """

    id: str
    title: str
    author: str = ""
    source: str = ""
    published: str = ""
    added: str = ""
    language: str = ""
    words: int = 0
    length: int = 0
    status: Status = "unread"
    starred: bool = False
    archived: bool = False
    progress: int = 0
    tags: tuple[str, ...] = ()
    note: str = ""
    highlights: int = 0
    text_sha256: str = ""
    file: str = ""
    read_at: str = ""


REASONS = (
    "title", "author", "source", "tag", "note", "quote", "text", "folded", "stemmed", "fuzzy",
)  # fmt: skip
"""Why a hit is one: where its words stand (from ``title`` to ``text``), and, where they do not
stand there as typed, how they differ."""


class Hit(NamedTuple):
    """One answer of a search: a passage of an article, or a highlight in it.

    Attributes:
        id: The article's id.
        snippet: The passage as one line, for people.
        matches: Ranges in ``snippet`` that matched, for emphasis.
        start: Where the passage that matched is in the article's text (for a hit in title,
            author, tags or note: 0).
        end: Past its last code point.
        highlight: The highlight's id when ``kind`` is ``highlight``.
        why: Where and how it matched, the strongest first: of ``REASONS``.
        places: So many places of its article match in all; 0 if they were not counted.
    """

    id: str
    title: str
    score: float
    snippet: str
    start: int
    end: int
    kind: Literal["article", "highlight"] = "article"
    highlight: str = ""
    matches: tuple[tuple[int, int], ...] = ()
    why: tuple[str, ...] = ()
    places: int = 0


class Added(NamedTuple):
    """What became of one source.

    Attributes:
        outcome: ``added``, ``updated``, ``known`` (the same content is here already) or ``failed``.
        message: For ``failed``: what, where, what to do. For ``updated``: what became of the
            highlights.
    """

    source: str
    outcome: Literal["added", "updated", "known", "failed"]
    article: Article | None = None
    message: str = ""


Severity = Literal["problem", "note"]
"""Something wrong that its user must see to, or something worth knowing that does no harm."""


class Problem(NamedTuple):
    """Something ``doctor`` found.

    Attributes:
        what: One sentence in words.
        repair: What ``--fix`` does about it, or ``""`` if only a person can.
        article: The id of the article concerned, if it is one.
    """

    code: str
    what: str
    repair: str = ""
    article: str = ""
    severity: Severity = "problem"
