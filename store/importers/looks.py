"""What a single line looks like: a heading, a caption, a sentence."""

from __future__ import annotations

import re
from typing import Final

from store.importers.lines import BULLET

_MOST_WORDS, _MOST_CJK = 14, 30
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_END_STOPS: Final = (".", "!", ";", ",", "…", "。", "！", "，", "、", "；", '."', ".”", ".)")
_OPENERS: Final = "(¿¡'’"
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+", re.IGNORECASE)
_CHAPTER: Final = re.compile(
    r"(?:chapter|part|book|section|act|kapitel|teil|abschnitt|chapitre|partie|capítulo|capitolo"
    r"|parte)\s+(?:\d+|[ivxlc]+)\b.{0,60}",
    re.IGNORECASE,
)
_OUTLINE: Final = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}[.)]?\s+(?=\S)")

_CREDIT: Final = re.compile(
    r"(?:photo|image|picture|credit|photograph|foto|bild|abb\.?|abbildung|crédit|photographie"
    r"|imagen|fotografía|immagine|figure|fig\.?)(?: \d+| by| von| de| di| credit)?\s*[:/|] ?\S.*",
    re.IGNORECASE,
)
_EARLY_CUE: Final = re.compile(
    r"\b(?:shaking|standing|sitting|speaking|talking|discussing|reviewing|meeting|holding|posing|"
    r"walking|greeting|waving|looking|wearing|addressing|attending|arriving|boarding|signing|"
    r"pictured|seen|photographed)\b",
    re.IGNORECASE,
)
_COMMA_CUE: Final = re.compile(
    r", (?:symboli[sz]ing|showcasing|highlighting|reflecting|illustrating|depicting|representing|"
    r"demonstrating|emphasi[sz]ing|capturing|underscoring|signifying|conveying) ",
    re.IGNORECASE,
)
_FINITE: Final = re.compile(
    r"\b(?:is|are|was|were|am|be|been|has|have|had|will|would|can|could|shall|should|may|might|must|"
    r"do|does|did|said|says|went|came|took|made|got|saw|gave|told|became|began|met|left|kept|ran|"
    r"put|let|makes?|takes?|gives?|seeks?|faces?|remains?|continues?|comes?|goes|becomes?|marks|"
    r"brings?|holds?|shows?|warns?|means?|needs?|wants?|I|you|we|he|she|they|it|\w+n['’]t)\b"
)
_PAST: Final = re.compile(r"\b\w+ed\b")  # after the cue it is a participle


def word_count(text: str) -> int:
    """Words parted by blanks; in CJK text, every two characters count as one."""
    return len(text.split()) + len(_CJK.findall(text)) // 2


def ends_sentence(text: str) -> bool:
    """Whether it ends like a sentence or a piece of one."""
    return text.endswith(_END_STOPS)


def is_heading_like(text: str) -> bool:
    """Whether a line could be a heading, going by itself: short, no stop at its end.

    A line that ends in a colon is none; a question may be one.
    """
    if _CHAPTER.fullmatch(text):
        return True
    words, cjk = len(text.split()), len(_CJK.findall(text))
    if words > _MOST_WORDS or cjk > _MOST_CJK or len(text) > 160:
        return False
    if ends_sentence(text) or text.endswith((":", "：")):
        return False
    first = _OUTLINE.sub("", text)[:1]
    if not first.isalnum() and first not in _OPENERS:
        return False
    if first.islower() or BULLET.match(text) or _ADDRESS.fullmatch(text):
        return False
    return any(char.isalpha() for char in text)


def outline_level(text: str) -> int:
    """The level that a number before a heading gives it (``2.1 Scope``: 3), else 2."""
    number = _OUTLINE.match(text)
    return 2 + (number.group().strip().rstrip(".)").count(".") if number else 0)


def is_caption_like(text: str) -> bool:
    """Whether a line reads like the caption of a picture: a credit, or a sentence without a verb.

    Of low confidence: only English participles are known.
    """
    words = len(text.split())
    if words > 30 or len(text) > 300:
        return False
    if words <= 20 and _CREDIT.fullmatch(text):
        return True
    if words < 5 or re.search(r"[.!?]\s+[A-Z]", text) or text.endswith(("?", ":", "!")):
        return False
    cue = _COMMA_CUE.search(text)
    early = _EARLY_CUE.search(text)
    if early and (not text.endswith(".") or early.start() == 0):
        early = None
    if not (cue or early) or text.split(" ", 1)[0].endswith("ing"):
        return False
    until = min(found.start() for found in (cue, early) if found)
    return not (_FINITE.search(text, 0, until) or _PAST.search(text, 0, until))
