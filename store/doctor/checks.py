"""The table of checks: the only place where one is registered.

They run in this order, and so do the repairs: files first, what is derived from them last.
"""

from __future__ import annotations

from store.doctor import articles, derived, folders, highlights, originals, records, tags, texts
from store.doctor.model import Check

CHECKS: tuple[Check, ...] = (
    Check(("leftover",), "what crashes left in the folders", folders.leftovers),
    Check(("unfinished",), "an act that was cut short", records.unfinished),
    Check(("unreadable",), "files of articles", articles.unreadable),
    Check(("unreadable",), "files of annotations and their items", highlights.unreadable),
    Check(("newer",), "who wrote the annotations", highlights.newer),
    Check(("name",), "names of files", folders.names),
    Check(("odd",), "what the folders should not hold", folders.odd),
    Check(("set-aside",), "files that were set aside", folders.aside),
    Check(("same-id",), "ids of articles", articles.same_id),
    Check(("conflict-copy",), "files of annotations for one article", highlights.copies),
    Check(("no-article",), "annotations and articles", highlights.without_article),
    Check(("same-highlight",), "ids of highlights", highlights.same_highlight),
    Check(("deleted-and-here",), "deleted highlights", highlights.deleted_and_here),
    Check(("anchor", "old-text"), "highlights and texts", highlights.places),
    Check(("place",), "where one stopped reading", highlights.reading_places),
    Check(("unplaced", "check"), "highlights without a sure place", highlights.lost),
    Check(("tags",), "tags that look alike", tags.alike),
    Check(("codebook", "newer", "unreadable"), "the codebook and the tags", tags.codebook),
    Check(("search", "unreadable"), "saved searches", records.searches),
    Check(("original",), "originals and their hashes", originals.originals),
    Check(("texts",), "old texts and who needs them", texts.kept_texts),
    Check(("trash",), "age of the trash", records.old_trash),
    Check(("journal",), "the undo journal", records.journal),
    Check(("permissions",), "who may read the folders", folders.permissions),
    Check(("room", "read-only"), "room on the disk", folders.room),
    Check(("catalogue",), "the catalogue and the files", derived.catalogue),
    Check(("index",), "the search index and the catalogue", derived.index),
)
