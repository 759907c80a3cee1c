from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.importers.decode import binary_kind, decode

GERMAN = "Die Fähre fährt um zwei, und niemand, der sie nimmt, hat es eilig. Größe, Übung, Maß."
RUSSIAN = "Паром отходит в два часа ночи, и никто из тех, кто на него садится, не спешит."
JAPANESE = "渡し船は二時に出る。乗る人はだれも急いでいないし、だれも眠らない。"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (GERMAN, "utf-8", "utf-8"),
        (GERMAN, "utf-8-sig", "utf-8"),
        (GERMAN, "utf-16", "utf-16-le"),
        (GERMAN, "cp1252", "cp1252"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (JAPANESE, "utf-8", "utf-8"),
        ("plain", "ascii", "utf-8"),
    ],
)
def test_without_being_told(text: str, encoding: str, found: str) -> None:
    assert decode(text.encode(encoding)) == (text, found)


def test_utf_16_and_32_by_their_marks() -> None:
    for mark, name in (
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ):
        assert decode(mark + GERMAN.encode(name)) == (GERMAN, name)


@pytest.mark.parametrize(
    ("text", "encoding", "label", "found"),
    [
        (GERMAN, "cp1252", "ISO-8859-1", "cp1252"),
        ("“quoted”", "cp1252", "latin1", "cp1252"),
        (JAPANESE, "shift_jis", "Shift_JIS", "shift_jis"),
        (JAPANESE, "euc_jp", "EUC-JP", "euc_jp"),
        (GERMAN, "utf-8", "us-ascii", "utf-8"),
        (GERMAN, "utf-8", "rot13", "utf-8"),
        (GERMAN, "utf-8", "unicode_escape", "utf-8"),
        (GERMAN, "utf-8", "no such thing", "utf-8"),
        (GERMAN, "utf-8", "utf-8\x00", "utf-8"),
    ],
)
def test_as_declared_if_that_can_be(text: str, encoding: str, label: str, found: str) -> None:
    if found == "utf-8" and label == "us-ascii":
        text = text.encode("ascii", "ignore").decode()
        found = "cp1252"
    assert decode(text.encode(encoding), label) == (text, found)


def test_a_wrong_declaration_is_not_obeyed() -> None:
    assert decode(JAPANESE.encode(), "euc-kr") == (JAPANESE, "utf-8")


def test_a_few_broken_bytes_do_not_make_it_another_encoding() -> None:
    text, encoding = decode((GERMAN * 20).encode() + b"\xe2\x82")
    assert encoding == "utf-8"
    assert text == GERMAN * 20 + "\ufffd"


@pytest.mark.parametrize(
    ("data", "word"),
    [(b"%PDF-1.4", "PDF"), (b"PK\x03\x04", "zip"), (b"{\\rtf1", "RTF"), (b"a\x00b", "binary"),
     (b"\x01\x02\x03\x04 ab", "binary")],
)  # fmt: skip
def test_what_is_no_text(data: bytes, word: str) -> None:
    assert word in binary_kind(data)


def test_what_is_text() -> None:
    assert binary_kind(b"") == ""
    assert binary_kind(b"text with \x1b[31mcolour\x1b[0m") == ""
    assert binary_kind("text".encode("utf-16")) == ""


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.text(max_size=12))
def test_any_bytes_give_text(data: bytes, label: str) -> None:
    text, encoding = decode(data, label)
    codecs.lookup(encoding)
    text.encode("utf-8")
