"""Texts that hurt: Markdown's own characters, blanks, controls, marks, scripts, emoji."""

from __future__ import annotations

from hypothesis import strategies as st

ACTIVE = "\\`*_{}[]()#+-.!|<>~^&:;=/\"'$%@ \t\n0123456789aAzZ"
STRANGE = (
    "\x00\x07\x1b\x7f\x85\x9b\x9d\xa0\xad\u0301\u0308\u061c\u1100\u1161\u11a8\u200b\u200c\u200d"
    "\u200e\u2028\u2029\u202e\u2060\u2066\ufe0f\ufeff\ufffe\ud83d\udc00\U0001f3f4\U0001f1e9"
    "\U0001f468\U0001f469\U000e0067\U000e007f\u3000\u3002\u4e2d\u6587\u00e9\u00df\u0130\ufb01\u2019"
)
FRAGMENTS = [
    "&#27;", "&#x202e;", "&amp;", "&lt;b&gt;", "<b>", "</b>", "<br>", "<!--", "-->", "<script>",
    "</script>", "**", "__", "~~", "](", "![", "[^1]", "[^1]: ", "```", "~~~", "::: furniture\n",
    ":::", "---", "===", "> ", "- ", "1. ", "10) ", "- [x] ", "# ", "###### ", "\n\n", "\n    ",
    "| a | b |", "|-|:-:|", "\\\n", "  \n", "\x1b[31m", "\x1b]0;t\x07", "http://a.b/", "<http://a.b>",
    "[a](http://b.c)", "![a](data:x)", "a", "word", "Ünï", "Dr.", "…", "\r\n", "<div>", "<p>",
]  # fmt: skip

characters = st.one_of(
    st.sampled_from(ACTIVE), st.sampled_from(STRANGE), st.characters(codec=None, categories=None)
)
texts = st.one_of(
    st.text(characters, max_size=60),
    st.lists(
        st.one_of(st.sampled_from(FRAGMENTS), st.text(characters, max_size=4)), max_size=25
    ).map("".join),
)
lines = texts.map(lambda text: text.replace("\n", " "))
