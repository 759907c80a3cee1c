"""Every theme is complete, readable and can be told apart; a bad one gets one clear error."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import get_args

import pytest

from store import model
from themes import ThemeError, contrast, load
from themes.theme import ATTRIBUTES, HIGHLIGHT_COLORS, ROLES, Paint, Role, over

THEMES = load.builtin()
COLOURED = [name for name in THEMES if load.load(name, None).colour]


def test_four_themes_come_with_postil() -> None:
    assert THEMES == ["contrast", "ink", "mono", "paper"]
    assert load.load("paper", None).dark is False
    assert all(load.load(name, None).dark for name in THEMES if name != "paper")


def test_roles_and_their_type_agree() -> None:
    assert tuple(role.name for role in ROLES) == get_args(Role)
    assert all(role.about for role in ROLES)


def test_the_store_speaks_of_the_same_colours() -> None:
    assert model.COLORS is HIGHLIGHT_COLORS


def test_attributes_are_the_fields_of_a_paint_in_order() -> None:
    fields = Paint._fields
    assert fields == ("fg", "bg", *ATTRIBUTES)


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_has_all(name: str) -> None:
    theme = load.load(name, None)
    assert set(theme.paints) == {role.name for role in ROLES}
    for part in (theme.highlights, theme.marks, theme.glyphs):
        assert tuple(part) == HIGHLIGHT_COLORS
    assert theme.title
    assert theme.about.endswith(".")


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_is_readable(name: str) -> None:
    theme = load.load(name, None)
    least = contrast.AAA if name == "contrast" else contrast.AA
    assert contrast.check(theme, least) == []


@pytest.mark.parametrize("name", COLOURED)
def test_every_layer_over_every_ground_is_readable(name: str) -> None:
    """What a reader really puts on the screen: a role, on a ground, under whatever covers it."""
    theme = load.load(name, None)
    least = contrast.AAA if name == "contrast" else contrast.AA
    grounds = [theme.paints[role.name] for role in ROLES if role.kind == "ground"]
    texts = [theme.paints[role.name] for role in ROLES if role.kind == "text"]
    extra = [theme.paints[role.name] for role in ROLES if role.kind in ("attributes", "patch")]
    covers = [Paint(), *extra, *theme.highlights.values()]
    covers += [theme.highlight(c, s) for c in HIGHLIGHT_COLORS for s in model.STYLES]
    for ground, text, cover in itertools.product(grounds, texts, dict.fromkeys(covers)):
        cell = over(over(ground, text), cover)
        assert cell.fg is not None
        assert cell.bg is not None
        assert contrast.ratio(cell.fg, cell.bg) >= least, (text, cover, cell)


def test_mono_has_no_colour() -> None:
    theme = load.load("mono", None)
    paints = [*theme.paints.values(), *theme.highlights.values()]
    paints += [theme.mark(color)[1] for color in HIGHLIGHT_COLORS]
    assert {paint.fg for paint in paints} | {paint.bg for paint in paints} == {None}
    assert set(theme.marks.values()) == {""}


def test_mono_tells_highlights_apart_by_attributes_and_by_the_key_that_makes_them() -> None:
    theme = load.load("mono", None)
    shown = [theme.highlights[color] for color in HIGHLIGHT_COLORS]
    shown += [theme.paints["match"], theme.paints["match_current"], theme.paints["selection"]]
    assert len(set(shown)) == len(shown)
    assert Paint() not in shown
    assert [theme.mark(color)[0] for color in HIGHLIGHT_COLORS] == list("12345678")
    for paint in shown[:8]:
        assert over(paint, theme.paints["selection"]) != paint


@pytest.mark.parametrize("name", COLOURED)
def test_marks_can_be_told_apart_without_colour(name: str) -> None:
    theme = load.load(name, None)
    assert len(set(theme.glyphs.values())) == len(HIGHLIGHT_COLORS)


def test_an_unknown_colour_is_painted_as_the_first() -> None:
    theme = load.load("ink", None)
    assert theme.highlight("teal") == theme.highlights["yellow"]
    assert theme.mark("teal") == theme.mark("yellow")
    assert theme.highlight("teal", "margin") == Paint()


def test_contrast_is_what_wcag_says() -> None:
    assert contrast.ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast.ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast.distance("#ffffff", "#ffffff") == 0
    assert contrast.distance("#000000", "#ffffff") == pytest.approx(100, abs=0.1)


def test_check_finds_what_is_wrong(tmp_path: Path) -> None:
    def complaints(text: str) -> str:
        (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
        return "\n".join(contrast.check(load.load("mine", tmp_path)))

    assert "muted on focus: contrast" in complaints('extends: paper\npalette: {faded: "#c0b8a8"}')
    assert "highlight red on its own ground" in complaints(
        'extends: ink\nhighlights: {red: "night on #101010"}'
    )
    assert "mark blue on background" in complaints('extends: ink\nmarks: {blue: "#202020"}')
    assert "yellow and green: grounds" in complaints(
        'extends: ink\nhighlights: {green: "bright on #63530f"}'
    )
    assert "text is dim" in complaints("extends: ink\npaints: {text: lamp dim}")
    assert "yellow and green look the same" in complaints(
        "extends: mono\nhighlights: {green: underline}"
    )
    assert "the marks of yellow and green look the same" in complaints(
        'extends: mono\nglyphs: {green: "1"}'
    )


def test_a_user_theme_extends_and_recolours_by_the_palette(tmp_path: Path) -> None:
    (tmp_path / "sea.yaml").write_text(
        'extends: ink\npalette:\n  amber: "#8CF"\npaints:\n  quote: lamp on dusk italic bold\n',
        encoding="utf-8",
    )
    theme = load.load("sea", tmp_path)
    assert (theme.title, theme.dark) == ("sea", True)
    assert theme.paints["accent"].fg == "#88ccff"
    assert theme.paints["link"] == Paint("#88ccff", underline=True)
    assert theme.paints["quote"] == Paint("#d8d3c7", "#292b30", bold=True, italic=True)
    assert load.available(tmp_path) == [*THEMES, "sea"]


def test_a_user_theme_may_take_the_name_of_one_it_extends(tmp_path: Path) -> None:
    (tmp_path / "ink.yaml").write_text("extends: ink\ntitle: Mine\n", encoding="utf-8")
    assert load.load("ink", tmp_path).title == "Mine"
    assert load.load("ink", tmp_path).paints == load.load("ink", None).paints
    assert load.available(tmp_path) == THEMES


def test_a_theme_extends_one_that_extends(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text('extends: b\npalette: {amber: "#ffffff"}', encoding="utf-8")
    (tmp_path / "b.yaml").write_text("extends: ink\ntitle: Bee\nabout: Buzz.\n", encoding="utf-8")
    theme = load.load("a", tmp_path)
    assert (theme.title, theme.about) == ("a", "")
    assert theme.paints["accent"].fg == "#ffffff"


BAD = {
    "lost colour": ("extends: ink\npaints:\n  text: #333\n", 3, "'text' has no value"),
    "lost behind a word": ("extends: ink\npaints:\n  link: underline #333", 3, "starts a comment"),
    "lost behind on": ("extends: ink\nmarks:\n  red: #ff0000 bold", 3, "starts a comment"),
    "null": ("extends: ink\npaints: {text: ~}", 2, "has no value"),
    "nothing": ("extends: ink\npaints:\n  text:\n", 3, "has no value"),
    "unknown role": ("extends: ink\npaints:\n  txt: lamp", 3, "unknown name 'txt' in paints"),
    "unknown highlight": ("extends: ink\nmarks:\n  teal: lamp", 3, "unknown name 'teal' in marks"),
    "unknown key": ("extends: ink\ncolours: true", 2, "unknown key 'colours'"),
    "unknown section": ("extends: ink\nroles: {text: lamp}", 2, "unknown key 'roles'"),
    "bad colour": ("extends: ink\npaints:\n  text: puce", 3, "'puce' is no colour"),
    "bad hex": ('extends: ink\npalette:\n  lamp: "#12345"', 3, "'#12345' is no colour"),
    "on nothing": ("extends: ink\npaints:\n  match: lamp on", 3, "'' is no colour"),
    "two colours": ("extends: ink\npaints:\n  text: lamp soft", 3, "'soft' is a word too many"),
    "no text colour": ("extends: ink\npaints:\n  text: bold", 3, "needs a text colour"),
    "no ground": ("extends: ink\npaints:\n  match: lamp", 3, "needs a ground"),
    "palette name": ('extends: ink\npalette:\n  bold: "#123456"', 3, "'bold' cannot name"),
    "colour in mono": ('extends: mono\npaints:\n  text: "#ffffff"', 3, "has no colours"),
    "flag": ("extends: ink\ndark: maybe", 2, "'dark' is true or false"),
    "wide mark": ("extends: ink\nglyphs:\n  red: 灯", 3, "one cell wide"),
    "long mark": ("extends: ink\nglyphs:\n  red: ab", 3, "one cell wide"),
    "combining mark": ('extends: ink\nglyphs:\n  red: "\u0301"', 3, "one cell wide"),
    "title": ('extends: ink\ntitle: "a\\eb"', 2, "printable"),
    "twice": ("extends: ink\nextends: paper", 2, "'extends' is here twice"),
    "twice inside": ("extends: ink\npaints:\n  text: lamp\n  text: soft", 4, "here twice"),
    "section twice": ("extends: ink\npaints: {}\npaints: {}", 3, "here twice"),
    "word as section": ("extends: {a: b}", 1, "holds one text"),
    "section as word": ("extends: ink\npaints: none", 2, "holds 'key: words'"),
    "list": ("extends: ink\npaints:\n  text: [lamp, bold]", 3, "have a place in a theme"),
    "only text": ("ink", 1, "have a place in a theme"),
    "alias": ("extends: &a ink\ntitle: *a", 2, "have a place in a theme"),
    "two documents": ("extends: ink\n---\nextends: ink", 2, "have a place in a theme"),
    "nested": ("extends: ink\npaints:\n  text:\n    fg: lamp", 4, "nested too deep"),
    "nested key": ("? {a: b}\n: c", 1, "nested too deep"),
    "not YAML": ("extends: ink\n  bad: [", 2, "not YAML"),
    "tab": ("extends:\n\t- x", 2, "not YAML"),
    "missing": ("title: Mine", None, "paints lacks background, panel"),
    "empty": ("", None, "paints lacks background"),
    "no such base": ("extends: nowhere", 1, "there is no theme 'nowhere'"),
    "base by path": ("extends: ../ink", 1, "there is no theme '../ink'"),
    "circle": ("extends: round", 1, "there is no theme 'round'"),
    "huge": ("# " + "x" * 70_000, None, "more than 64 KB"),
    "deep": ("[" * 60_000, 1, "nested too deep"),
    "deep mappings": ("{paints: " * 7_000, 1, "nested too deep"),
    "control": ("title: a\x00b", None, "not YAML"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_theme_gets_one_clear_error(case: str, tmp_path: Path) -> None:
    text, line, what = BAD[case]
    path = tmp_path / ("round.yaml" if case == "circle" else "mine.yaml")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ThemeError) as caught:
        load.load(path.stem, tmp_path)
    error = caught.value
    assert what in error.message
    assert "\n" not in error.message
    assert error.message.isprintable()
    assert len(error.message) < 500
    assert path.name in error.message
    assert error.path == path
    if line is not None:
        assert error.line == line
        assert f"line {line}" in error.message


def test_circles_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("extends: b", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("extends: a", encoding="utf-8")
    with pytest.raises(ThemeError, match=r"b\.yaml, line 1: it extends 'a' in a circle"):
        load.load("a", tmp_path)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_bytes(b"title: \xff\xfe\xff")
    with pytest.raises(ThemeError, match="not text in UTF-8"):
        load.load("mine", tmp_path)


@pytest.mark.parametrize("name", ["", "nope", "../paper", "/etc/passwd", "ink\x1b[2J", "x" * 5000])
def test_an_unknown_name_is_answered_with_the_known_ones(name: str, tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match="There is no theme") as caught:
        load.load(name, tmp_path / "nothing")
    assert "contrast, ink, mono, paper" in caught.value.hint
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 100


def test_files_that_cannot_be_themes_are_not_listed(tmp_path: Path) -> None:
    for name in ("good.yaml", "Bad Name.yaml", "notes.txt", ".hidden.yaml"):
        (tmp_path / name).write_text("extends: ink", encoding="utf-8")
    assert load.available(tmp_path) == [*THEMES, "good"]


def test_the_docs_name_every_role_and_their_example_is_a_theme(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "themes.md").read_text("utf-8")
    for role in ROLES:
        assert any(
            line.startswith(f"| `{role.name}` |") and line.endswith(f"| {role.about} |")
            for line in page.splitlines()
        ), role.name
    (tmp_path / "sea.yaml").write_text(page.split("```")[1].removeprefix("yaml\n"), "utf-8")
    theme = load.load("sea", tmp_path)
    assert theme.paints["link"].fg == theme.paints["heading"].fg == "#7fc4d8"
    assert contrast.check(theme) == []
