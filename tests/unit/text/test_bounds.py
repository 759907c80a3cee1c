from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.text.bounds import count_words, sentences, snap, words
from store.text.clean import clean_text
from tests.unit.text.strategies import texts

ANY = settings(max_examples=100, deadline=None)

SENTENCES = [
    "One ends. | Another begins. | A third?",
    "Dr. Moor met Mr. Smith at 5 p.m. on Friday. | They left.",
    "The U.S. Army left the U.S. | The navy stayed in the U.S. until May.",
    "J. R. R. Tolkien wrote it. | Ask J. Smith.",
    "It costs 3.50 dollars, i.e. too much. | See www.example.org or a.b.c today. | Fine.",
    "“Stop!” he said. | “Go on.” | She went (as always). | Then nothing.",
    "“Why?” | “Because.”",
    "He said “yes.” | Then he left.",
    "Wait … what? | Really?! | Yes... | No.",
    "and so on ... but no end",
    "See No. 5 and pp. 10 to 12. | No. | That is it.",
    "Apples, pears, etc. | Plums too, etc. and more.",
    "Acme Inc. Chairman Poe of Acme Inc. | The firm grew.",
    "A plan B. | The rest of Plan B. is lost.",
    "It was so.[1] | And this too.[note] | End.",
    "Am 3. Oktober kam Dr. Weiß z. B. nach Köln. | Im 19. Jahrhundert war das anders.",
    "Das gilt bzw. galt u. a. für Nr. 7 usw. | Die Stadt schlief.",
    "M. Dupont et Mme. Roy sont là. | C’est l’art. 5 de la loi. | « Ah ! » | Il part.",
    "El Sr. García vive en EE. UU. desde 1990. | ¿De veras? | ¡Sí! | Claro.",
    "1. Not a sentence of its own. | 2. Nor this one.",
    "他来了。 | 她走了！ | “真的吗？” | 是。",
    "これは本です。 | 「はい。」 | そうです",
    "यह एक है। | वह दो है।",
    "A hard\nbreak ends nothing. | But\nthis does.",
    "no stop at all",
    "...",
    "Ends at a stop. ",
    "   Blanks   around.   |   And   between.   ",
    "It rose in 1999. | It fell in 2001. | 10 people saw it.",
    "Version 2.0. | Then 3.0.",
    "E.g. this. | »Ja«, sagte er. | »Nein.« | The end.",
    "Yahoo! was there. | Was it? yes",
    "Prof. Dr. h.c. Meyer spricht. | Alle hören zu.",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentences(marked: str) -> None:
    parts = [part.strip() for part in marked.split("|")]
    text = marked.replace(" | ", " ")
    assert [text[start:end] for start, end in sentences(text)] == parts


def test_chinese_needs_no_blanks() -> None:
    text = "他来了。她走了！是"
    assert [text[start:end] for start, end in sentences(text)] == ["他来了。", "她走了！", "是"]


@ANY
@given(texts.map(clean_text), st.data())
def test_sentences_cover_the_block(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    done = start
    for low, high in sentences(text, start, end):
        assert not text[done:low].strip()
        assert done <= low < high <= end
        assert text[low:high] == text[low:high].strip()
        done = high
    assert not text[done:end].strip()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The keeper's well-known ledger -- no. 12", "The keeper's well-known ledger no 12"),
        ("l’été d'Été x_y a-", "l’été d'Été x y a"),
        ("cafe\u0301 naïve Straße", "cafe\u0301 naïve Straße"),
        ("日本語 and かな", "日 本 語 and か な"),
        ("한국어 책", "한국어 책"),
        ("हिन्दी में", "हिन्दी में"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩‍💻 ok ❤️", "ok"),
        ("", ""),
    ],
)
def test_words(text: str, found: str) -> None:
    assert [text[start:end] for start, end in words(text)] == found.split(" ") or not found


@ANY
@given(texts.map(clean_text), st.data())
def test_words_are_ordered_and_hold_every_letter(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    done = start
    for low, high in words(text, start, end):
        assert done <= low < high <= end
        assert not any(character.isalnum() for character in text[done:low])
        done = high
    assert not any(character.isalnum() for character in text[done:end])


@pytest.mark.parametrize(
    ("text", "chosen", "snapped"),
    [
        ("a word here", (1, 7), "word"),
        ("a  \n ", (1, 5), ""),
        ("e\u0323\u0301x", (1, 2), "e\u0323\u0301"),
        ("x👩\u200d💻y", (2, 3), "👩\u200d💻"),
        ("x👍🏽y", (1, 2), "👍🏽"),
        ("❤\ufe0f!", (0, 1), "❤\ufe0f"),
        ("🇩🇪🇫🇷🇪🇸", (3, 4), "🇫🇷"),
        ("🇩🇪🇫🇷🇪🇸", (1, 3), "🇩🇪🇫🇷"),
        ("1\ufe0f\u20e3 2", (0, 1), "1\ufe0f\u20e3"),
        ("abc", (-5, 99), "abc"),
        ("किताब", (0, 1), "कि"),
    ],
)
def test_snapping(text: str, chosen: tuple[int, int], snapped: str) -> None:
    start, end = snap(text, *chosen)
    assert text[start:end] == snapped


@ANY
@given(texts.map(clean_text), st.data())
def test_snapping_holds_the_choice_and_is_idempotent(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low, high = snap(text, start, end)
    assert 0 <= low <= high <= len(text)
    assert text[start:end].strip() in text[low:high]
    assert text[low:high] == text[low:high].strip()
    assert snap(text, low, high) == (low, high)


HOSTILE = {
    "stops": "." * 200_000 + "x",
    "initials": "a. " * 60_000,
    "closers": "." + ")" * 200_000 + "x",
    "closed stops": ".)" * 100_000 + "x",
    "open notes": ". [" * 60_000,
    "apostrophes": "a'" * 100_000,
    "hyphens": "-" * 200_000,
    "marks": "e" + "\u0301" * 100_000,
    "flags": "\U0001f1e9" * 50_000,
    "ideographs": "日" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_no_time(name: str) -> None:
    text = HOSTILE[name]
    begun = time.process_time()
    sentences(text)
    assert all(low < high for low, high in words(text))
    snap(text, len(text) // 2, len(text) // 2 + 1)
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("text", ["", "One, two-three isn't", "Çà et là 日本語 e\u0301t 5", "’- ’"])
def test_words_are_counted_as_they_are_found(text: str) -> None:
    for start in range(len(text) + 1):
        assert count_words(text, start) == len(list(words(text, start)))
