"""Other forms of a word: those with its stem, and spellings in one word or two.

The index keeps for each *key* which words it stands for. A key is a language with a stem
(``en:walk``: ``walking walked walks``), or a spelling in one word (``=email``: ``e-mail``). The
stem itself is not kept: it is a form wherever it is a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from store.text.fold import fold

ENGLISH = "en"

LANGUAGES = frozenset(
    ("ar", "da", "de", "en", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ro", "ru", "sv")
)
"""Those of which Whoosh knows how words end."""

_SHORTEST, _LONGEST = 3, 40
_FIXED_ENDINGS = "abfhjkopquvwxz"  # no English word that ends so is cut or changed
_ALIASES = {"nb": "no", "nn": "no"}

Stem = Callable[[str], str]


def language_of(tag: str) -> str:
    """The language of a tag (``en-GB``: ``en``; none: English); ``""`` if its stems are unknown."""
    code = tag.replace("_", "-").partition("-")[0].strip().lower() or ENGLISH
    code = _ALIASES.get(code, code)
    return code if code in LANGUAGES else ""


def stem_key(language: str, spelled: str) -> str:
    """The key of a word with its accents, in one of ``LANGUAGES``; ``""`` if it has none."""
    if not _SHORTEST <= len(spelled) <= _LONGEST or not spelled.isalpha():
        return ""
    return f"{language}:{fold(_stemmer(language)(spelled))}"


def joined_key(word: str) -> str:
    """The key of the spellings in two words of ``word``."""
    return f"={word}"


def keys(spelled: str, languages: Iterable[str]) -> list[str]:
    """All keys under which other forms of a word may be found.

    Args:
        spelled: The word in small letters, with its accents if it was typed with some.
        languages: Those of the library.
    """
    folded = fold(spelled)
    found = [joined_key(folded)]
    for language in sorted(languages):
        for each in dict.fromkeys((spelled, folded)):
            key = stem_key(language, each)
            if key and key not in found:
                found.append(key)
    return found


def stem_of(key: str) -> str:
    """The stem that stands in a key; ``""`` if it is a spelling."""
    return key.partition(":")[2]


def by_key(language: str, spelled: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Key and folded word of each word of a language that is not its own stem."""
    stem = _stemmer(language)
    fixed = _FIXED_ENDINGS if language == ENGLISH else ""
    for each in spelled:
        if _SHORTEST <= len(each) <= _LONGEST and each[-1] not in fixed and each.isalpha():
            root = stem(each)
            if root != each:
                if each.isascii() and root.isascii():
                    yield f"{language}:{root}", each
                    continue
                folded = fold(each)
                root = fold(root)
                if root != folded:
                    yield f"{language}:{root}", folded


def packed(key: str, words: Iterable[str]) -> bytes:
    """The words of a key as they are kept: what follows the stem, where it begins a word."""
    stem = stem_of(key)
    return "\n".join(
        f"+{word[len(stem) :]}" if stem and word.startswith(stem) else word for word in words
    ).encode()


def unpacked(key: str, data: bytes) -> list[str]:
    """What ``packed`` was given."""
    stem = stem_of(key)
    return [stem + word[1:] if word.startswith("+") else word for word in data.decode().split("\n")]


@lru_cache(maxsize=len(LANGUAGES))
def _stemmer(language: str) -> Stem:
    from whoosh.lang import stemmer_for_language  # noqa: PLC0415 - only where words are looked up

    stem: Stem = stemmer_for_language(language)
    return stem
