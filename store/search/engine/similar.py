"""Key words of a text, and the articles in which they stand.

Which words tell a text from the others is Whoosh's own model of query expansion (Bo1: the
divergence of how often a word stands here from how often it stands anywhere). Words in too many
articles tell nothing, in whatever language; a word that no other article has finds none. Other
forms of a word (another ending) are that word.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from whoosh.classify import Bo1Model

from store.search import bits
from store.search.alike import KeyWord
from store.search.engine.asked import Sought
from store.search.engine.view import View
from store.search.language.nodes import Words
from store.search.words import analysis
from store.search.words.analysis import is_unspaced

WORDS = 20
"""Key words that articles are looked for by."""

_SHORTEST = 3
_SHARE = 12  # a word in more than one article in so many is no key word
_SATURATION, _LENGTH_SHARE = 1.2, 0.75
_TITLE = 0.5  # of a word's weight, if it stands in the title, too


def key_words(view: View, counted: Mapping[str, int], number: int | None) -> list[KeyWord]:
    """The words that tell a text from all others, the weightiest first.

    Args:
        view: What is indexed.
        counted: How often each word stands in the text.
        number: The article that the text is of, if it is indexed.
    """
    size = view.texts.live.bit_count()
    most = max(2, min(size - 1, max(3, size // _SHARE)))
    own = 1 << number if number is not None else 0
    model = Bo1Model(size, sum(view.table.lengths))
    total = float(sum(counted.values()))
    scored: list[tuple[float, str]] = []
    for word, count in counted.items():
        if not _tells(word):
            continue
        having = view.texts.having("text", word)
        if not having & ~own or having.bit_count() > most:
            continue
        everywhere = sum(sum(each.counts) for _, each in view.texts.lists_of("text", word))
        scored.append((model.score(count, max(everywhere, count), total), word))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    heaviest = scored[0][0] if scored else 1.0
    best: dict[str, KeyWord] = {}
    known: set[str] = set()
    for score, word in scored:
        if word not in known and len(best) < WORDS:
            best[word] = KeyWord(word, round(score / heaviest, 3))
            known.update(forms(view, word))
    return list(best.values())


def forms(view: View, word: str) -> Sequence[str]:
    """A word and its other forms, as far as they are indexed: what counts as the same."""
    leaf = Words(tuple(analysis.words(word)), typed=word)
    return (word,) if leaf.is_phrase else (word, *Sought(view, leaf).others)


def counted(text: str) -> Counter[str]:
    """How often each word stands in a text; of scripts without blanks, each pair of characters."""
    words, pairs = analysis.broken_words(analysis.folded(text))
    return Counter([*(word for word in words if word and not is_unspaced(word)), *pairs])


def _tells(word: str) -> bool:
    """Whether a word could be one that tells anything: no letter alone, no bare number."""
    return (len(word) >= _SHORTEST or is_unspaced(word)) and not word.isdecimal()


def ranked(
    view: View, words: Sequence[KeyWord], number: int | None, cancelled: Callable[[], bool]
) -> list[tuple[int, float]]:
    """Number and score of the articles that have any of ``words``, the likest first.

    Args:
        view: What is indexed.
        words: As ``key_words`` gives them.
        number: An article that is left out.
        cancelled: Asked now and then; once it says yes, the answer is empty.
    """
    scores: defaultdict[int, float] = defaultdict(float)
    lengths, mean = view.table.lengths, view.table.mean_length
    for word, weight in words:
        if cancelled():
            return []
        counts: defaultdict[int, int] = defaultdict(int)
        titled = 0
        for form in forms(view, word):
            titled |= view.texts.having("title", form)
            for base, postings in view.texts.lists_of("text", form):
                for local, count in zip(postings.numbers, postings.counts, strict=True):
                    counts[base + local] += count
        for at, count in counts.items():
            length = 1 - _LENGTH_SHARE + _LENGTH_SHARE * lengths[at] / mean
            scores[at] += weight * count * (_SATURATION + 1) / (count + _SATURATION * length)
        for at in bits.to_ids(titled):
            scores[at] += weight * _TITLE
    live, ages = view.texts.live, view.table.ages
    found = [(at, score) for at, score in scores.items() if live >> at & 1 and at != number]
    found.sort(key=lambda pair: (-pair[1], ages[pair[0]]))
    return found
