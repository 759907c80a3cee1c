"""Who wrote it and when: a byline split, also where a web page glued it to other text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_MONTHS: Final = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    "januar|jänner|februar|märz|mai|juni|juli|oktober|dezember|okt|dez|mrz|"
    "janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|"
    "gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre"
)
_UNITS: Final = (
    "minutes?|hours?|days?|weeks?|months?|years?|minuten?|stunden?|tage?n?|wochen?|monate?n?|"
    "jahre?n?|heures?|jours?|semaines?|mois|ans?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?|"
    "minuti|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]"
)
_DATE: Final = re.compile(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+)?(?:{_MONTHS})\.?,?\s+(?:de\s+)?\d{{4}}"
    rf"|(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}\S*)?"
    r"|\d{1,2}[./]\d{1,2}[./]\d{4}"
    rf"|(?:\d+|an?|one)\s+(?:{_UNITS})\s+(?:ago|fa)\b"
    rf"|(?:vor|il y a|hace)\s+(?:\d+|einem|einer|une?)\s+(?:{_UNITS})\b"
    r"|yesterday|gestern|hier|ayer|ieri)(?!\w)",
    re.IGNORECASE,
)
_DATED: Final = (
    r"(?:(?:first |last )?(?:published|updated|posted)|veröffentlicht|aktualisiert|erschienen"
    r"|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato)"
)
_GLUED: Final = re.compile(rf"(?<=[^\W\d_])(?=(?-i:[A-ZÉ])\w)(?={_DATED}\b)", re.IGNORECASE)
_READING_TIME: Final = re.compile(
    r"\b\d+(?:\s*-\s*\d+)?\s*(?:min(?:ute|uto|uti)?[ns]?)\b\.?(?:\s+(?:read|lesezeit|lesedauer|"
    r"de lecture|de lectura|di lettura))?",
    re.IGNORECASE,
)
_BY: Final = re.compile(
    r"(?:(?:written|words|story|text|report)\s+)?(?:by|von|par|por|di|a cura di)\b:?\s+",
    re.IGNORECASE,
)
_NOISE: Final = re.compile(
    rf"\b(?:{_DATED}|(?:on|am|le|el|il)(?=\s*\||$)|(?:at|um|à)(?=\s+\d)|gmt|utc|cet|est|edt|uhr"
    r"|\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?)(?!\w)[:.]?",
    re.IGNORECASE,
)
"""What stands around a date, once the date itself is a ``|``."""

_PARTED: Final = re.compile(r"\s*(?:[|·•,/—–]|\s-\s)\s*")
_PARTICLES: Final = frozenset(
    {"de", "del", "della", "di", "da", "dal", "dos", "das", "du", "la", "le", "van", "von", "der",
     "den", "zu", "zur", "ter", "ten", "bin", "ibn", "al", "el", "y", "e", "and", "und", "et", "&",
     "with"}
)  # fmt: skip
_NAME_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*,?")


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline says; both as written, either may be ``""``."""

    author: str
    published: str


def split_byline(text: str) -> Byline | None:
    """Author and date of a byline, or ``None`` if the line is none.

    ``By Ada MoorPublished 3 days ago 4 min read`` is by ``Ada Moor``, of ``3 days ago``.
    """
    if len(text) > 160 or len(text.split()) > 20 or text.endswith(("?", "!", ":")):
        return None
    line = _GLUED.sub(" | ", text)
    date = _DATE.search(line)
    published = date.group() if date else ""
    by = _BY.match(line)
    rest = line[by.end() :] if by else line
    rest = _DATE.sub(" | ", rest)
    rest = _READING_TIME.sub(" | ", rest)
    rest = _NOISE.sub(" | ", rest)
    pieces = [piece for piece in _PARTED.split(rest) if piece.strip(" .()")]
    author = pieces[0].strip(" .,") if pieces and _is_name(pieces[0], alone=by is None) else ""
    if by and author:
        return Byline(author, published)
    if not published or by:
        return None
    if not pieces or (author and len(pieces) <= 2):
        return Byline(author, published)
    return None


def _is_name(text: str, *, alone: bool) -> bool:
    """Whether it looks like names; ``alone`` (no “by” before it): of at least two words."""
    words = text.strip(" .,").split()
    if not (2 if alone else 1) <= len(words) <= 8:
        return False
    if not all(_NAME_WORD.fullmatch(word) or word == "&" for word in words):
        return False
    capital = [word for word in words if word.lower() not in _PARTICLES]
    return bool(capital) and all(word[0].isupper() for word in capital)
