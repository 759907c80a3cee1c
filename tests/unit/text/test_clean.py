from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.text.clean import clean_line, clean_tag, clean_text, clean_with_offsets, fold_blanks
from tests.unit.text.strategies import texts

ANY = settings(max_examples=150, deadline=None)

CASES = [
    ("plain text\n\tstays", "plain text\n\tstays"),
    ("a\x1b[31mred\x1b[0m b", "ared b"),
    ("a\x1b]0;title\x07b", "ab"),
    ("a\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
    ("a\x1bPdevice\x9cb", "ab"),
    ("a\x9b2Jb", "ab"),
    ("a\x1b(Bb\x1bcc", "abc"),
    ("a\x1b]no end of it", "ano end of it"),
    ("“wrong\x9d and \x9cmore\x9d", "“wrong and more"),
    ("x \x00 0\x7f", "x  0"),
    ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
    ("soft\xadhyphen zero\u200bwidth \ufeffbom \u2060wj", "softhyphen zerowidth bom wj"),
    ("abc\u202edef\u2066ghi\u061c\u200e\u200f", "abcdefghi"),
    ("tag\U000e0041\U000e0042ged", "tagged"),
    ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",) * 2,
    ("\U0001f468\u200d\U0001f469\u200d\U0001f467 \u0645\u06cc\u200c\u062e",) * 2,
    ("lone \ud800 \udfff", "lone \ufffd \ufffd"),
    ("cafe\u0301 \u1100\u1161\u11a8 ﬁ ²", "café 각 ﬁ ²"),
    ("\ufffe\uffff", "\ufffd\ufffd"),
]


@pytest.mark.parametrize(("text", "cleaned"), CASES)
def test_cleaning(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


def is_harmless(text: str) -> bool:
    return not any(
        (unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t")
        or c in "\xad\u200b\u200e\u200f\u061c\u2060\ufeff"
        or "\u202a" <= c <= "\u202e"
        or "\u2066" <= c <= "\u2069"
        for c in text
    )


@ANY
@given(texts)
def test_clean_text_is_harmless_nfc_and_idempotent(text: str) -> None:
    cleaned = clean_text(text)
    assert is_harmless(cleaned)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean_text(cleaned) == cleaned
    cleaned.encode()


@ANY
@given(texts, st.data())
def test_offsets_go_along(text: str, data: st.DataObject) -> None:
    offsets = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    cleaned, moved = clean_with_offsets(text, [0, *offsets, len(text)])
    assert cleaned == clean_text(text)
    assert moved == sorted(moved)
    assert len(moved) == len(offsets) + 2
    assert (moved[0], moved[-1]) == (0, len(cleaned))


def test_offsets_stay_at_their_words() -> None:
    text = "e\u0301te\u0301 \x1b[1mbold\x1b[0m e\u0301nd"
    cleaned, moved = clean_with_offsets(text, [text.index("bold"), text.index("bold") + 4])
    assert cleaned == "été bold énd"
    assert cleaned[moved[0] : moved[1]] == "bold"


def test_composing_is_the_same_cluster_by_cluster() -> None:
    every = [chr(n) for n in range(0x80, 0x30000) if not 0xD800 <= n < 0xE000]
    changed = [
        c for c in every if unicodedata.normalize("NFC", "a" + c + "\u0301") != f"a{c}\u0301"
    ]
    text = clean_text("".join(f"a{c}\u0301{c}" for c in changed))
    joined = "".join(f"a{c}\u0301{c}" for c in changed)
    assert clean_with_offsets(joined, [])[0] == text


@ANY
@given(texts, st.integers(2, 40))
def test_clean_line_is_one_line_and_idempotent(text: str, limit: int) -> None:
    line = clean_line(text, limit)
    assert len(line) <= limit
    assert line == fold_blanks(line)
    assert is_harmless(line)
    assert "\n" not in line
    assert clean_line(line, limit) == line


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("#history", "history"),
        ('  To read, "now" ', "To-read-now"),
        ("coast / north//", "coast/north"),
        ("##a/#b", "a/b"),
        ("-#", ""),
        ("-#a/- #b", "a/b"),
        ("l’été", "l’été"),
        ("e\u0301té\x1b[1m", "été"),
        (" , # / ; ", ""),
        ("日本/東京", "日本/東京"),
        ("x" * 300, "x" * 100),
    ],
)
def test_tags(typed: str, tag: str) -> None:
    assert clean_tag(typed) == tag


@ANY
@given(texts)
def test_clean_tag_is_idempotent_and_keeps_its_rules(text: str) -> None:
    tag = clean_tag(text)
    assert clean_tag(tag) == tag
    assert len(tag) <= 100
    assert tag == "".join(tag.split())
    assert not set(tag) & set(',;"`“”„«»\n')
    assert all(part and part[0] not in "#-" for part in tag.split("/")) or not tag


@pytest.mark.parametrize(
    "part", ["\x1b]", "\x9b0", "\x1b[0 ", "\x9d", "e\u0301", "\U000e0041", "\r"]
)
def test_hostile_text_takes_no_time(part: str) -> None:
    text = part * 100_000
    begun = time.process_time()
    clean_text(text)
    clean_with_offsets(text, range(0, len(text), 7))
    clean_line(text)
    assert time.process_time() - begun < 3
