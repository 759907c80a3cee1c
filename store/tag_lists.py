"""The tags of a library, listed and looked up, with what the codebook says of them."""

from __future__ import annotations

from collections.abc import Sequence

from store.catalogue import Catalogue
from store.codebook_shelf import CodebookShelf
from store.errors import NotFoundError
from store.model import Article
from store.tags import Tag, as_tag, by_case, is_in, meant, tree
from store.text.clean import clean_tag


class TagLists:
    """Looks up tags in the catalogue and in the codebook. Safe from any thread."""

    def __init__(self, catalogue: Catalogue, codebook: CodebookShelf) -> None:
        self._catalogue = catalogue
        self._codebook = codebook

    def tree(self) -> list[Tag]:
        """Every tag with its counts and what is said of it, each below the one it is nested in."""
        return tree((tags for _, tags in self._catalogue.tagged()), self._codebook.working())

    def uses(self, tag: str) -> list[tuple[Article, int]]:
        """The articles that have a tag or one nested in it, and on how many things in each."""
        codebook = self._codebook.working()
        counts: dict[str, int] = {}
        for article_id, tags in self._catalogue.tagged():
            if any(is_in(codebook.main(each), tag) for each in tags):
                counts[article_id] = counts.get(article_id, 0) + 1
        return [(article, counts[article.id]) for article in self._catalogue.articles(counts)]

    def names(self) -> set[str]:
        """The tags in use and those in the codebook."""
        return {name for name, _ in self._catalogue.tags()} | set(self._codebook.working().entries)

    def known(self, name: str) -> str:
        """The tag that ``name`` means: that name, the tag it is an alias of, or in another case.

        Raises:
            NotFoundError: nothing has the tag or one nested in it, and the codebook has it not.
        """
        tag = clean_tag(name)
        names = self.names()
        known = set(by_case(names).values()) | names
        meant = (tag, self._codebook.working().main(tag), by_case(names).get(tag.casefold(), ""))
        found = next((each for each in meant if each and each in known), "")
        if not found:
            raise NotFoundError(f"there is no tag {name!r}", hint="postil tag list shows them")
        return found

    def meant(self, names: Sequence[str], *, exact: bool = False) -> dict[str, str]:
        """What somebody means who types tags (``store.tags.meant``).

        Raises:
            UsageError: something is no tag.
        """
        used = [name for name, _ in self._catalogue.tags()]
        typed = [as_tag(name) for name in names]
        return meant(typed, self._codebook.working(), used, exact=exact)
