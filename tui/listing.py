"""What the list of articles shows: which articles, in which order, in which groups. Pure.

Articles come in the library's order, newest first; wherever an order leaves two of them equal,
that one decides, so that every order is total.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

from store.model import STATUSES, Article

Sort = Literal[
    "newest", "oldest", "title", "author", "shortest", "longest", "progress", "highlights", "read"
]
Group = Literal["none", "tag", "source", "status"]

SORTS: dict[Sort, str] = {
    "newest": "newest first",
    "oldest": "oldest first",
    "title": "by title",
    "author": "by author",
    "shortest": "shortest first",
    "longest": "longest first",
    "progress": "most read first",
    "highlights": "most highlights first",
    "read": "last read first",
}
"""Every order, and what it is called."""

GROUPS: dict[Group, str] = {
    "none": "no groups",
    "tag": "by tag",
    "source": "by source",
    "status": "by status",
}
"""Every way to group, and what it is called."""

_STATUS_NAMES = {"unread": "unread", "reading": "being read", "done": "done"}
_STATUS_ORDER: tuple[str, ...] = STATUSES


class SmartList(NamedTuple):
    """A list of articles that is made by a query.

    Attributes:
        query: What its articles answer; ``""``: all do.
        built_in: It is always there; else it is a search that its user saved.
    """

    name: str
    query: str
    built_in: bool = False

    @property
    def title(self) -> str:
        """Its name, as a heading."""
        return self.name.capitalize() if self.built_in else self.name


INBOX = SmartList("inbox", "-is:archived", built_in=True)
ARCHIVE = SmartList("archive", "is:archived", built_in=True)
ALL = SmartList("all", "", built_in=True)
BUILT_IN = (
    INBOX,
    SmartList("unread", "is:unread -is:archived", built_in=True),
    SmartList("starred", "is:starred", built_in=True),
    ARCHIVE,
    ALL,
)
_HOLDS: dict[str, Callable[[Article], bool]] = {
    "inbox": lambda article: not article.archived,
    "unread": lambda article: article.status == "unread" and not article.archived,
    "starred": lambda article: article.starred,
    "archive": lambda article: article.archived,
    "all": lambda _: True,
}


def belonging(articles: Sequence[Article], smart: SmartList) -> list[Article]:
    """Those of ``articles`` that are in a built-in list; all of them for a saved search."""
    if not smart.built_in:
        return list(articles)
    inside = _HOLDS[smart.name]
    return [article for article in articles if inside(article)]


def holds(smart: SmartList, article: Article) -> bool:
    """Whether an article is in a built-in list."""
    return _HOLDS[smart.name](article)


class View(NamedTuple):
    """What the list shows.

    Attributes:
        of: The list one is in.
        query: What narrows it, as it was typed.
    """

    of: SmartList = INBOX
    query: str = ""
    sort: Sort = "newest"
    group: Group = "none"

    @property
    def decidable(self) -> bool:
        """Whether an article's own values tell if it is shown."""
        return self.of.built_in and not self.query.strip()

    @property
    def asked(self) -> str:
        """All that the shown articles answer, as one query."""
        return f"{self.of.query} {self.query}".strip()

    @property
    def order_in_words(self) -> str:
        """How it is sorted and grouped, where that is not as usual; else ``""``."""
        sort = SORTS[self.sort] if self.sort != "newest" else ""
        group = f"{self.group} groups" if self.group != "none" else ""
        return " · ".join(part for part in (sort, group) if part)


class GroupHead(NamedTuple):
    """The line above a group of articles.

    Attributes:
        key: What its articles have in common.
        name: What is shown for that: only as long as the groups beside it need.
    """

    key: str
    name: str
    size: int
    unread: int


Row = Article | GroupHead


# -- order -------------------------------------------------------------------------------------


def ordered(articles: Sequence[Article], sort: Sort) -> Sequence[Article]:
    """``articles`` sorted; they come in the library's order, which ties keep."""
    if sort == "newest":
        return articles
    return sorted(articles, key=_sort_key(sort), reverse=sort == "read")


def _sort_key(sort: Sort) -> Callable[[Article], Any]:
    if sort in {"title", "author"}:
        from store.text.fold import fold  # noqa: PLC0415 - only when words are compared

        def folded(article: Article) -> tuple[bool, str]:
            name = fold(article.title if sort == "title" else article.author).strip()
            return not name, name

        return folded
    keys: dict[str, Callable[[Article], Any]] = {
        "oldest": lambda article: article.added,
        "shortest": lambda article: article.words,
        "longest": lambda article: -article.words,
        "progress": lambda article: -(100 if article.status == "done" else article.progress),
        "highlights": lambda article: -article.highlights,
        "read": lambda article: article.read_at,
    }
    return keys[sort]


# -- groups ------------------------------------------------------------------------------------


def grouped(articles: Sequence[Article], group: Group) -> Sequence[Row]:
    """``articles``, each under the head of every group it is in; without groups as they are.

    In a group they stand in the order in which they come.
    """
    if group == "none":
        return articles
    parts: dict[str, list[Article]] = {}
    for article in articles:
        for key in _group_keys(article, group):
            parts.setdefault(key, []).append(article)
    rows: list[Row] = []
    names = _folder_names(parts) if group == "source" else {}
    for key in sorted(parts, key=_group_order(group)):
        inside = parts[key]
        name = names.get(key) or _group_name(key, group)
        rows.append(GroupHead(key, name, len(inside), count_unread(inside)))
        rows += inside
    return rows


def _group_keys(article: Article, group: Group) -> tuple[str, ...]:
    if group == "tag":
        return article.tags or ("",)
    return (source_of(article) if group == "source" else article.status,)


def _group_order(group: Group) -> Callable[[str], Any]:
    if group == "status":
        return _STATUS_ORDER.index
    from store.text.fold import fold  # noqa: PLC0415 - only when words are compared

    return lambda key: (not key, fold(key), key)


def _group_name(key: str, group: Group) -> str:
    if group == "tag":
        return f"#{key}" if key else "no tags"
    return _STATUS_NAMES[key] if group == "status" else key or "no source"


def source_of(article: Article) -> str:
    """The host an article came from, or the path of the folder; ``""`` if neither is known."""
    scheme, separator, rest = article.source.partition("://")
    if not separator:
        return article.source.rpartition("/")[0]
    host = rest.partition("/")[0]
    for end in "?#\\":
        host = host.partition(end)[0]
    host = host.rpartition("@")[2].lower()
    if not host and scheme.lower() == "file":
        return rest.rpartition("/")[0]
    return host.removeprefix("www.")


def _folder_names(paths: Iterable[str]) -> dict[str, str]:
    """Short names of those of ``paths`` that are folders: no longer than what tells them apart."""
    folders = [path for path in paths if "/" in path]
    names: dict[str, str] = {}
    for length in (1, 2):
        tails = {path: "/".join(path.split("/")[-length:]) for path in folders}
        counts: dict[str, int] = {}
        for tail in tails.values():
            counts[tail] = counts.get(tail, 0) + 1
        names |= {path: f"{tail}/" for path, tail in tails.items() if tail and counts[tail] == 1}
        folders = [path for path in folders if path not in names]
    return names | {path: f"{path}/" for path in folders}


def replaced(rows: Sequence[Row], article: Article) -> list[Row]:
    """``rows`` with new values of one article, which stays in the groups it stood in."""
    found = list(rows)
    head = -1
    for index, row in enumerate(rows):
        if isinstance(row, GroupHead):
            head = index
        elif row.id == article.id:
            found[index] = article
            above = found[head] if head >= 0 else None
            if isinstance(above, GroupHead):
                change = (article.status == "unread") - (row.status == "unread")
                found[head] = above._replace(unread=above.unread + change)
    return found


def count_unread(articles: Sequence[Article]) -> int:
    """How many of ``articles`` are unread."""
    return sum(1 for article in articles if article.status == "unread")


class Found(NamedTuple):
    """What a view has found.

    Attributes:
        base: What is in its list, in the library's order.
        articles: Those that answer its query too; the same object where there is none.
        ordered: The same in its order; the same object where that is the library's.
        rows: With the heads of groups; the same object where there are none.
        library_is_empty: There are no articles at all.
    """

    view: View
    base: Sequence[Article] = ()
    articles: Sequence[Article] = ()
    ordered: Sequence[Article] = ()
    rows: Sequence[Row] = ()
    library_is_empty: bool = False

    def mapped(self, now: Callable[[Article], Article | None]) -> Found:
        """With new values of articles, or without them, each where it stood; not grouped yet."""
        base = _mapped(self.base, now)
        articles = base if self.articles is self.base else _mapped(self.articles, now)
        in_order = articles if self.ordered is self.articles else _mapped(self.ordered, now)
        return self._replace(base=base, articles=articles, ordered=in_order, rows=in_order)


def _mapped(
    articles: Sequence[Article], now: Callable[[Article], Article | None]
) -> Sequence[Article]:
    return [value for article in articles if (value := now(article)) is not None]


def arranged(
    view: View, base: Sequence[Article], ids: Collection[str] | None, *, library_is_empty: bool
) -> Found:
    """What ``view`` shows of the articles ``base`` of its list; only ``ids``, if they are given."""
    articles = base if ids is None else [article for article in base if article.id in ids]
    in_order = ordered(articles, view.sort)
    rows = grouped(in_order, view.group)
    return Found(view, base, articles, in_order, rows, library_is_empty)


# -- the cursor --------------------------------------------------------------------------------


Standing = tuple[str, str]
"""Where the cursor stands: the key of the group, and the article's id."""


def standing(rows: Sequence[Row], cursor: int) -> Standing | None:
    """What the cursor stands on, if that is an article."""
    row = rows[cursor] if 0 <= cursor < len(rows) else None
    if row is None or isinstance(row, GroupHead):
        return None
    heads = (rows[i] for i in range(cursor, -1, -1))
    head = next((above for above in heads if isinstance(above, GroupHead)), None)
    return (head.key if head else "", row.id)


def find_row(rows: Sequence[Row], where: Standing | None) -> int | None:
    """The row of an article: the one in the same group, else the first; ``None``: not there."""
    if where is None:
        return None
    group, first = "", None
    for index, row in enumerate(rows):
        if isinstance(row, GroupHead):
            group = row.key
        elif row.id == where[1]:
            if group == where[0]:
                return index
            first = index if first is None else first
    return first


def step_aside(before: Sequence[Row], cursor: int, after: Sequence[Row]) -> int:
    """Where the cursor goes when some of the rows ``before`` are gone ``after``.

    On its own row while that is there; else on the next one that still is, else on the one above.
    """
    own = standing(before, cursor)
    there = find_row(after, own)
    if there is not None and standing(after, there) == own:
        return there
    places = {where: index for index, where in _articles(after)}
    below = above = None
    for index, where in _articles(before):
        found = places.get(where)
        if found is None:
            continue
        if index >= cursor:
            below = found
            break
        above = found
    found = above if below is None else below
    return found or 0


def _articles(rows: Sequence[Row]) -> Iterator[tuple[int, Standing]]:
    """The rows that are articles: where each is, and what the cursor would stand on."""
    group = ""
    for index, row in enumerate(rows):
        if isinstance(row, GroupHead):
            group = row.key
        else:
            yield index, (group, row.id)
