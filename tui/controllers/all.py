"""All controllers of a main screen. Loaded after the first frame, which needs none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.controllers.all_notes import AllNotes
from tui.controllers.arranging import Arranging
from tui.controllers.articles import Articles
from tui.controllers.caret import Carets
from tui.controllers.concordance import Concordance
from tui.controllers.exporting import Exporting
from tui.controllers.finding import Finding
from tui.controllers.general import General
from tui.controllers.going import Going
from tui.controllers.here import Here
from tui.controllers.labelling import Labelling
from tui.controllers.likening import Likening
from tui.controllers.lists import Lists
from tui.controllers.looks import Looks
from tui.controllers.marking import Marking
from tui.controllers.marking_all import MarkingAll
from tui.controllers.mending import Mending
from tui.controllers.moving import Moving
from tui.controllers.note_links import NoteLinks
from tui.controllers.notes import Notes
from tui.controllers.panel import Panel
from tui.controllers.searching import Searching
from tui.controllers.settling import Settling
from tui.controllers.several import Several
from tui.controllers.structure import Structure
from tui.controllers.tags import Tags
from tui.controllers.walking import Walking

if TYPE_CHECKING:
    from tui.desk import Desk


class Controllers(NamedTuple):
    """One of each; a command's action is ``field.method``."""

    moving: Moving
    marking: Marking
    notes: Notes
    all_notes: AllNotes
    note_links: NoteLinks
    caret: Carets
    articles: Articles
    finding: Finding
    concordance: Concordance
    walking: Walking
    searching: Searching
    likening: Likening
    going: Going
    looks: Looks
    exporting: Exporting
    arranging: Arranging
    lists: Lists
    here: Here
    labelling: Labelling
    panel: Panel
    several: Several
    marking_all: MarkingAll
    settling: Settling
    structure: Structure
    mending: Mending
    tags: Tags
    general: General


def make(desk: Desk) -> Controllers:
    """The controllers of the screen that ``desk`` belongs to."""
    marking, finding = Marking(desk), Finding(desk)
    notes, settling = Notes(desk, marking), Settling(desk, finding)
    going = Going(desk, settling)
    marking_all = MarkingAll(desk, notes, finding)
    walking, lists = Walking(desk, finding), Lists(desk)
    concordance = Concordance(desk, finding, marking_all)
    searching = Searching(desk, walking, lists, marking_all, concordance)
    return Controllers(
        moving=Moving(desk),
        marking=marking,
        notes=notes,
        all_notes=AllNotes(desk),
        note_links=NoteLinks(desk),
        caret=Carets(desk, marking, notes, finding),
        articles=Articles(desk),
        finding=finding,
        concordance=concordance,
        walking=walking,
        searching=searching,
        likening=Likening(desk, searching),
        going=going,
        looks=Looks(desk),
        exporting=Exporting(desk),
        arranging=Arranging(desk, desk.screen.listing),
        lists=lists,
        here=Here(desk),
        labelling=Labelling(desk),
        panel=Panel(desk),
        several=Several(desk, marking, finding),
        marking_all=marking_all,
        settling=settling,
        structure=Structure(desk),
        mending=Mending(desk),
        tags=Tags(desk, going),
        general=General(desk, walking),
    )
