"""Every rule of docs/search.md: what is typed, and the tree it makes."""

from __future__ import annotations

from datetime import date

import pytest

from store.errors import QueryError
from store.search.language.nodes import Words, leaves
from store.search.language.parser import parse
from tests.unit.search.language.shown import shown
from tests.unit.search.language.test_manual import ASKED

TODAY = date(2026, 5, 20)  # a Wednesday

WORDS = [
    ("", "nothing"),
    ("  ", "nothing"),
    ("salt", "salt*"),
    ("salt road", "salt & road*"),
    ("salt road  ", "salt & road*"),
    ("SÁLT ROAD fog", "=salt & =road & fog*"),
    ("Road", "=road*"),
    ('"road"', "=road"),
    ('"Toll  house"', '="toll house"'),
    ("„toll house“ «x»", '="toll house" & =x'),
    ('"toll hou', '="toll hou"*'),
    ('salt "', "salt"),
    ('"" salt "…"', "salt"),
    ('"toll hou"* x', '="toll hou"* & x*'),
    ("harb* x", "harb* & x*"),
    ("harb** x", "harb* & x*"),
    ("Harb* x", "=harb* & x*"),
    ("road, salt.", "road & salt"),
    ("(road", "road*"),
    ("'salt' x", "salt & x*"),
    ("+salt +road", "salt & road*"),
]
WRITTEN_TOGETHER = [
    ("e-mail x", "‹e-mail› & x*"),
    ("e-ma", "‹e-ma›*"),
    ("don't x", "‹don't› & x*"),
    ("don’t x", "‹don't› & x*"),
    ("U.S. x", "=‹u.s› & x*"),
    ("a@b.org x", "‹a@b.org› & x*"),
    ("https://example.org/a x", "‹https://example.org/a› & x*"),
    ("12:30 x", "‹12:30› & x*"),
    ("foo:bar x", "‹foo:bar› & x*"),
    ("std::vector x", "‹std::vector› & x*"),
    ("text::x y", "‹text::x› & y*"),
    ("title://x y", "‹title://x› & y*"),
    ("/usr/local/bin x", "‹usr/local/bin› & x*"),
    ("f(x) y", '"f x" & y*'),
    ("wiki/Salt_(town) x", "=‹wiki/salt town› & x*"),
    ("2*3 x", '"2 3" & x*'),
    ("北京 x", '"北 京" & x*'),
    ("北京", '"北 京"'),
    ("学习。地图 x", '"学 习" & "地 图" & x*'),
    ('"学习, 地图" x', '="学 习" & ="地 图" & x*'),
    ("-学。图 x", "!(学 & 图) & x*"),
    ("学 习 x", "学 & 习 & x*"),
    ("title:学-图 x", "title:学 & title:图 & x*"),
    ("iPhone手机 x", '="iphone 手 机" & x*'),
    ("C++ x", "=c++ & x*"),
    ("c#, x", "c# & x*"),
    (".net x", ".net & x*"),
    ("#tag x", "#tag & x*"),
    ("@ada x", "@ada & x*"),
    ("#ta", "#ta*"),
    ("c++11 x", "‹c++11› & x*"),
    ('"C++" x', "=c++ & x*"),
    ('"the C++ book" x', '="the c book" & x*'),
    ("title:C++ x", "title:=c++ & x*"),
    ("salt—fog x", '"salt fog" & x*'),
    ("salt--fog x", '"salt fog" & x*'),
    ("1,000 x", "‹1,000› & x*"),
    ("salt,fog x", '"salt fog" & x*'),
]
FUZZY = [
    ("Blinker~ x", "=blinker~1 & x*"),
    ("blinker~2", "blinker~2"),
    ("blinker~1", "blinker~1"),
    ("blinker~0", "=blinker"),
    ('"blinker"~1', "=blinker~1"),
    ("e-mail~ x", "‹e-mail› & x*"),
    ("c++~ x", "c++ & x*"),
    ("~/notes x", "notes & x*"),
    ('"salt road"~4', "=salt <4> =road"),
    ('"the salt road"~4', "=the <4> =salt & =salt <4> =road"),
]
NEAR = [
    ("salt NEAR/5 road x", "salt <5> road & x*"),
    ("salt near/5 road x", "salt <5> road & x*"),
    ("salt NEAR road", "salt <10> road*"),
    ("salt NEAR/ road", "salt <10> road*"),
    ("salt NEAR/5", "salt"),
    ("salt near road", "salt & near & road*"),
    ("NEAR me", "=near & me*"),
    ('"salt road" NEAR/3 toll x', '="salt road" <3> toll & x*'),
    ("a NEAR/2 b NEAR/3 c x", "a <2> b & b <3> c & x*"),
    ("(a OR b) NEAR/2 c x", "(a <2> c | b <2> c) & x*"),
    ("title:(a NEAR/2 b)", "title:a <2> title:b"),
    ("title:a NEAR/2 title:b x", "title:a <2> title:b & x*"),
    ("title:a NEAR/2 b x", "title:a <2> title:b & x*"),
    ("a NEAR/2 title:b x", "title:a <2> title:b & x*"),
    ("NOT a NEAR/2 b", "!a <2> b"),
    ("-(a NEAR/2 b) x", "!a <2> b & x*"),
    ("a NEAR/2 !! x", "a & x*"),
]
REGEXES = [
    ("/l[ae]dger/", "/l[ae]dger/i"),
    ("/L[ae]dger/ x", "/L[ae]dger/ & x*"),
    (r"/\S+ road/ x", r"/\S+ road/i & x*"),
    ("/toll house/ x", "/toll house/i & x*"),
    (r"/a\/b/ x", r"/a\/b/i & x*"),
    ("/e\u0301tude/ x", "/étude/i & x*"),
    ("title:/^the/ x", "title:/^the/i & x*"),
    ("(/a/ OR /b/)", "/a/i | /b/i"),
    ("-/a/ x", "!/a/i & x*"),
    ("/usr/ x", "/usr/i & x*"),
    ("salt /ro[", "salt"),
    ("salt /ro", "salt & ro*"),
    ("a / b /", "a & b"),
]
TOGETHER = [
    ("salt AND road x", "salt & road & x*"),
    ("salt && road x", "salt & road & x*"),
    ("salt OR road", "salt | road*"),
    ("salt || road", "salt | road*"),
    ("salt or road", "salt & or & road*"),
    ("salt and road", "salt & and & road*"),
    ("salt OR fog road", "salt | (fog & road*)"),
    ("(salt OR fog) road", "(salt | fog) & road*"),
    ("salt (fog road)", "salt & fog & road"),
    ("a OR (b OR c)", "a | b | c"),
    ("-fog", "!fog"),
    ("salt -fog", "salt & !fog"),
    ('-"salt road" x', '!="salt road" & x*'),
    ("-(salt OR fog) x", "!(salt | fog) & x*"),
    ("NOT fog salt", "!fog & salt*"),
    ("salt NOT fog", "salt & !fog"),
    ("NOT(salt OR fog) x", "!(salt | fog) & x*"),
    ("NOT NOT salt", "salt*"),
    ("NOT -salt x", "!!salt & x*"),
    ("--query x", "query & x*"),
    ("salt - fog", "salt & fog*"),
    ("salt — fog", "salt & fog*"),
    ("AND salt", "=and & salt*"),
    ("OR salt", "=or & salt*"),
    ("salt AND OR fog", "salt & =or & fog*"),
    ("salt OR OR fog", "salt | (=or & fog*)"),
    ("TO BE OR NOT TO BE", "(=to & =be) | (!=to & =be*)"),
    ("*", "*"),
    ("* salt", "salt*"),
    ("-* salt", "!* & salt*"),
    ("salt OR *", "salt | *"),
    ("(salt) fog)", "salt & fog"),
    ("() salt", "salt*"),
    ("(（a） b)", "a & b"),
]
FIELDS = [
    ("title:salt x", "title:salt & x*"),
    ("Title:Salt", "title:=salt*"),
    ('title:"salt ro', 'title:="salt ro"*'),
    ("title:salt road", "title:salt & road*"),
    ("title:(salt OR road) x", "(title:salt | title:road) & x*"),
    ("title:(salt -road) x", "title:salt & !title:road & x*"),
    ("title:(salt author:moor fog) x", "title:salt & author:moor & title:fog & x*"),
    ("-title:salt x", "!title:salt & x*"),
    ("title:e-mail x", "title:‹e-mail› & x*"),
    ("author:moor~ x", "author:moor~1 & x*"),
    ("source:example.org/a x", "source:‹example.org/a› & x*"),
    ("note:* x", "has=note & x*"),
    ("subject:salt body:fog from:moor url:x", "title:salt & text:fog & author:moor & source:x*"),
    ("tag:History x", "#history & x*"),
    ("tag:#coast/North/ x", "#coast/north & x*"),
    ('tag:"To read" x', "#to-read & x*"),
    ("tag:(a OR b/c) x", "(#a | #b/c) & x*"),
    ("-tag:a label:b", "!#a & #b"),
    ("tag：a", "#a"),
    ("tag:hist* x", "#hist* & x*"),
    ("tag:coast/* x", "#coast & x*"),
    ('tag:"to re"*', "#to-re*"),
    ("tag:* x", "has=tag & x*"),
    ("site:example.org x", "site=example.org & x*"),
    ("site:https://www.example.org/a?b x", "site=example.org & x*"),
    ("domain:Example.org. x", "site=example.org & x*"),
    ("site:exam", "site=exam*"),
    ("-site:exam", "!site=exam"),
    ('site:"example"', "site=example"),
    ("is:unread is:STARRED -is:archived", "is=unread & is=starred & !is=archived"),
    ("is:read", "is=done"),
    ("is:(unread OR reading) x", "(is=unread | is=reading) & x*"),
    ("status:done has:highlights has:unplaced", "status=done & has=highlight & has=unplaced"),
    ("color:green colour:grey", "color=green & color=gray"),
    ("lang:de x", "lang=de & x*"),
    ("lang:pt_BR x", "lang=pt-br & x*"),
    ("sort:newest", "* sort=newest"),
    ("salt sort:newest", "salt sort=newest"),
    ("salt OR fog sort:title", "salt | fog sort=title"),
    ("sort:title sort:oldest", "* sort=oldest"),
    ("salt in:highlights", "salt in=highlights"),
    ("salt -in:highlights", "salt in=articles"),
    ("in:highlights", "* in=highlights"),
    ("title: salt", "title & salt*"),
    ("it is: so", "it & is & so*"),
    ("(note: x)", "note & x"),
    ("node:fs x", "‹node:fs› & x*"),
]
BEING_TYPED = [
    *(
        (f"salt {name}:", "salt")
        for name in ("tag", "title", "is", "added", "words", "sort", "site")
    ),
    *((f"salt -{name}:", "salt") for name in ("tag", "title", "is")),
    ("tag:", "nothing"),
    ("tag: ", "nothing"),
    ("tag:#", "nothing"),
    ("(salt tag:", "salt"),
    ('title:"', "nothing"),
    ("title:/", "nothing"),
    ("title:(", "nothing"),
    ("title:(sa", "title:sa*"),
    ("is:un", "is=unread"),
    ("-is:un", "!is=unread"),
    ("is:re", "is=reading"),
    ("color:p", "color=pink | color=purple"),
    ("sort:n", "* sort=newest"),
    ("in:h", "* in=highlights"),
    ("in:", "nothing"),
    ("salt AND", "salt"),
    ("salt OR", "salt"),
    ("salt NOT", "salt"),
    ("salt -", "salt"),
    ("salt (", "salt"),
    ("(salt", "salt*"),
    ("(salt OR", "salt"),
    ("-(", "nothing"),
    ("NOT", "nothing"),
    ("title:salt NEAR/", "title:salt"),
    ("is:(unread O", "is=unread"),
    ("tag:(a OR b AN", "#a | #b"),
    ("tag:A", "#a"),
    ("added:20", "nothing"),
    ("added:*", "nothing"),
    ("added:*.", "nothing"),
    ("words:>", "nothing"),
    ("words:5..", "words[5,)"),
    ("words:..", "nothing"),
]


@pytest.mark.parametrize(
    ("line", "tree"),
    [
        *WORDS, *WRITTEN_TOGETHER, *FUZZY, *NEAR, *REGEXES, *TOGETHER, *FIELDS, *BEING_TYPED
    ],
)  # fmt: skip
def test_what_is_typed_and_what_is_asked(line: str, tree: str) -> None:
    assert shown(parse(line, TODAY)) == tree


@pytest.mark.parametrize(
    ("line", "place", "said"),
    [
        ("titel:salt", "titel:", "did you mean title:"),
        ("x auhtor:moor", "auhtor:", "did you mean author:"),
        ("tga:x", "tga:", "did you mean tag:"),
        ("highlight:>3", "highlight:", "did you mean highlights:"),
        ("is:new", "is:new", "no is:new"),
        ("is:un x", "is:un", "no is:un"),
        ('is:"un"', 'is:"un"', "no is:un"),
        ("(is:un)", "is:un", "no is:un"),
        ("x -color:teal", "color:teal", "no color:teal"),
        ("sort:size", "sort:size", "no sort:size"),
        ("-sort:title", "sort:title", "leave|order"),
        ("in:notes", "in:notes", "no in:notes"),
        ('in:"" x', 'in:""', "missing after in:"),
        ('tag:"" x', 'tag:""', "missing after tag:"),
        ("(tag:# x)", "tag:#", "missing after tag:"),
        ("title:?! x", "title:?!", "no word to look for after title:"),
        ("title:* x", "title:*", "missing after title:"),
        ("lang:german", "lang:german", "no language"),
        ("site:/ x", "site:/", "missing after site:"),
        ("added:soon x", "added:soon", "soon is no date"),
        ("added:2024-13", "added:2024-13", "there is no 2024-13"),
        ("x added:2024-02-30 y", "added:2024-02-30", "there is no 2024-02-30"),
        ("added:2024..2023 x", "added:2024..2023", "ends before it begins"),
        ("added:.. x", "added:..", "a beginning, an end"),
        ("words:many", "words:many", "many is no number"),
        ("words:9..5 x", "words:9..5", "ends before it begins"),
        ("word~3", "word~3", "at most 2 letters"),
        ("/a(/ x", "(", "no regular expression"),
        ("x /[z-a]/", "z", "no regular expression"),
        (r"/a\/b(/ x", "(", "no regular expression"),
        ("a NEAR/0 b", "NEAR/0", "from 1 to"),
        ("a NEAR/5000 b", "NEAR/5000", "from 1 to"),
        ("tag:a NEAR/5 b", "NEAR/5", "two words"),
        ("-a NEAR/5 b", "NEAR/5", "two words"),
        ("(a b) NEAR/5 c", "NEAR/5", "two words"),
        ("title:a NEAR/5 author:b", "NEAR/5", "same field"),
    ],
)
def test_a_wrong_query_is_told_where_and_why(line: str, place: str, said: str) -> None:
    with pytest.raises(QueryError, match=said) as caught:
        parse(line, TODAY)
    assert line[caught.value.start : caught.value.end] == place
    assert caught.value.hint


@pytest.mark.parametrize(
    "line",
    [
        "tag:",
        "salt title:",
        "is:un",
        "added:20",
        "words:>",
        "sort:n",
        "in:h",
        "site:",
        "color:p",
        "-tag:#",
        "salt /ro[",
    ],
)
def test_what_is_missing_is_an_error_where_nothing_is_typed_any_more(line: str) -> None:
    parse(line, TODAY)
    with pytest.raises(QueryError):
        parse(line, TODAY, whole=True)


@pytest.mark.parametrize(
    "line", ["salt ro", '"salt ro', "(salt", "salt AND", "site:exam", "tag:a", "2w"]
)
def test_a_whole_line_is_read_as_one_that_is_typed(line: str) -> None:
    assert parse(line, TODAY, whole=True) == parse(line, TODAY)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("tag: history", "tag: before a blank is a word"),
        ("e-mail~ x", "behind a single word"),
        ("salt /ro[", "no / at its end yet"),
    ],
)
def test_what_is_read_as_something_else_is_said(line: str, said: str) -> None:
    (notice,) = parse(line, TODAY).notices
    assert said in notice


LINES = [line for line, _ in (
    *WORDS, *WRITTEN_TOGETHER, *FUZZY, *NEAR, *REGEXES, *TOGETHER, *FIELDS, *BEING_TYPED
)]  # fmt: skip


@pytest.mark.parametrize("line", [*LINES, *ASKED])
def test_nothing_is_wrong_on_the_way_to_a_query(line: str) -> None:
    """Typed letter by letter, no query is an error before it is whole."""
    for end in range(len(line)):
        parse(line[:end], TODAY)


def test_words_keep_what_was_typed_and_where() -> None:
    line = 'Café -title:"Salt road," e\u0301tude* U.S.'
    found = [leaf for leaf in leaves(parse(line, TODAY).root) if isinstance(leaf, Words)]
    assert [leaf.typed for leaf in found] == ["Café", "Salt road", "étude", "U.S"]
    assert [line[slice(*leaf.at)] for leaf in found] == [
        "Café", "Salt road", "e\u0301tude", "U.S"
    ]  # fmt: skip


def test_today_is_the_day_of_its_user() -> None:
    assert shown(parse("added:today")).startswith("added[2")
