"""Names of files: made legal on every system, and checked where they come from outside."""

from __future__ import annotations

import os
import re
import unicodedata

_SURROGATE = "[\ud800-\udfff]"
_SLUG_LIMIT = 60
_LONGEST = 180
"""Bytes of a name that still has room for a time, a token and a suffix below the usual 255."""
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_NOT_EVERYWHERE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]|[. ]$|^[. ]|' + _SURROGATE)


def safe_name(title: str, article_id: str) -> str:
    """A file name without its suffix, ``<slug>-<id>``: legal on every system, never a path.

    The slug is the title's words in lower-case ASCII, 60 characters at most; ``article`` when
    the title has none.
    """
    plain = unicodedata.normalize("NFKD", title[:1000].casefold())
    words = re.findall(r"[0-9a-z]+", "".join(c for c in plain if not unicodedata.combining(c)))
    slug = "-".join(words)
    if len(slug) > _SLUG_LIMIT:
        cut = slug[: _SLUG_LIMIT + 1]
        slug = cut[: cut.rfind("-")] if "-" in cut else cut[:_SLUG_LIMIT]
    return f"{slug or 'article'}-{article_id}"


def name_beside(stem: str, title: str, article_id: str) -> str:
    """The name, without its suffix, of a file that belongs to an article's file ``stem``.

    It is ``stem`` where that is legal on every system, and clashes with no other on one that takes
    upper case for lower case or accents apart; else it has the article's id in it.
    """
    plain = unicodedata.normalize("NFC", stem)
    if not is_legal(stem):
        return safe_name(title, article_id)
    if len(os.fsencode(plain)) > _LONGEST - len(article_id) - 1:
        return safe_name(title, article_id)
    return stem if plain == stem == stem.casefold() else f"{plain}-{article_id}"


def is_legal(stem: str) -> bool:
    """Whether a file's name, without its suffix, is legal on every system."""
    return not (_NOT_EVERYWHERE.search(stem) or _DEVICE.fullmatch(stem))


def legal(stem: str) -> str:
    """``stem`` without what is not legal on every system."""
    plain = re.sub(_NOT_EVERYWHERE, "-", stem)
    return plain.replace(".", "-") + "-" if _DEVICE.fullmatch(plain) else plain


def is_file_name(name: str) -> bool:
    """Whether ``name`` names a file in a folder: no path, and none that cannot be."""
    parts = {os.sep, os.altsep or os.sep, "\0"}
    return name not in {"", ".", ".."} and not any(part in name for part in parts)


def is_text(name: str) -> bool:
    """Whether a file's name can be stored and shown; bytes that are not UTF-8 cannot."""
    return name.isascii() or not re.search(_SURROGATE, name)
