from __future__ import annotations

import pytest

from store.importers.byline import Byline, split_byline


@pytest.mark.parametrize(
    ("text", "author", "published"),
    [
        ("By Ada Moor", "Ada Moor", ""),
        ("by ADA MOOR", "ADA MOOR", ""),
        ("By Ole BrandtPublished 11 months ago 4 min read", "Ole Brandt", "11 months ago"),
        ("By Ada Moor, 12 May 2024", "Ada Moor", "12 May 2024"),
        ("By Ada Moor | May 12, 2024 | 5 min read", "Ada Moor", "May 12, 2024"),
        ("By Ada Moor on 3 June 2020", "Ada Moor", "3 June 2020"),
        ("By J. R. van der Berg", "J. R. van der Berg", ""),
        ("Ada Moor · 12 May 2024 · 6 min", "Ada Moor", "12 May 2024"),
        ("Published 2024-05-12", "", "2024-05-12"),
        ("Updated: 3 days ago", "", "3 days ago"),
        ("Von Jette Möhring, 12. Mai 2023", "Jette Möhring", "12. Mai 2023"),
        ("Veröffentlicht am 3. März 2021 um 10:15 Uhr", "", "3. März 2021"),
        ("Par Camille Dorval, il y a 3 jours", "Camille Dorval", "il y a 3 jours"),
        ("Por Inés Robledo | 3 de marzo de 2022", "Inés Robledo", "3 de marzo de 2022"),
        ("Di Carla Monti – 5 giugno 2019", "Carla Monti", "5 giugno 2019"),
        ("By Ada Moor and Ole Brandt", "Ada Moor and Ole Brandt", ""),
    ],
)
def test_bylines(text: str, author: str, published: str) -> None:
    assert split_byline(text) == Byline(author, published)


@pytest.mark.parametrize(
    "text",
    [
        "By the time the ferry came, nobody was there",
        "By the Sea",
        "Von den Leuten am Fluss",
        "The ferry sank on 12 May 1811 with all hands and the kettle.",
        "Ada Moor",
        "What happened in May 2024?",
        "By " + "Ada " * 100,
        "",
    ],
)
def test_other_lines(text: str) -> None:
    assert split_byline(text) is None
