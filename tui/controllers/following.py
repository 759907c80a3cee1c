"""Following a link: into the article itself, or to a browser after its host was shown."""

from __future__ import annotations

from functools import partial

from rich.cells import cell_len

from store.errors import NotFoundError, UsageError
from tui.desk import Desk
from tui.fragments import find_fragment, own_fragment
from tui.layout.flow import Flow
from tui.links import Address, BadAddressError, read
from tui.safe import clip_start, one_line
from tui.widgets.reader_labels import LabelLook
from tui.widgets.reader_targets import Target

_KEYS = "enter opens · y copies"
_LEAVES = " · esc leaves"


def tell(address: Address, width: int) -> str:
    """One line about an address: its host, the end of it at least; then the keys; then the rest.

    Args:
        address: Where a link leads.
        width: Cells of the line; what is past them is cut off where the line is shown.
    """
    room = max(width - len(_KEYS) - 5, 12)
    host = one_line(address.host)
    told = clip_start(f"a mail to {host}" if address.kind == "mail" else host, room)
    notes = (
        f", not {one_line(address.user)[:24]}" if address.user else "",
        f" ({one_line(address.readable)})" if address.readable else "",
    )
    for note in notes:
        told += note if cell_len(told + note) <= room else ""
    leaves = _LEAVES if cell_len(told) + len(_LEAVES) <= room else ""
    return f"{told} · {_KEYS}{leaves} · {address.url}"


class Following:
    """Asks before an address is opened; until that is answered, every key comes here first."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._address: Address | None = None
        self._flow: Flow | None = None
        self._place = desk.place

    def follow(self, target: Target, label: str) -> None:
        """Jump to a place of this article, or say where a link leads and ask.

        Args:
            target: The link.
            label: Its label, which stays on the screen until the question is answered.

        Raises:
            NotFoundError: this article has no such place.
            UsageError: the address is not one to open.
        """
        address = self._address_of(target.url)
        if address is None:
            return
        screen = self._desk.screen
        look = LabelLook(screen.look.theme, muted=True)
        screen.reader.show_labels([(target.spot, target.cell, label)], look, self)
        self._flow = screen.reader.view.flow if screen.reader.view else None
        self._ask(address)

    def follow_url(self, url: str) -> None:
        """The same for an address that is not on the screen of the reader."""
        address = self._address_of(url)
        if address is not None:
            self._ask(address)

    def _address_of(self, url: str) -> Address | None:
        """Where a link leads; ``None``: into this article, and there one is now."""
        opened = self._desk.need_open()
        fragment = own_fragment(url, opened.article.source)
        if fragment is not None:
            at = find_fragment(opened.document, fragment)
            if at is None:
                raise NotFoundError(f"this article has no place #{one_line(fragment)}")
            self._desk.jump(at, at)
            return None
        try:
            return read(url)
        except BadAddressError as error:
            raise UsageError(str(error)) from error

    def _ask(self, address: Address) -> None:
        self._address, self._place = address, self._desk.place
        self._desk.screen.taker = self._take
        self._say(address)

    def _say(self, address: Address) -> None:
        told = tell(address, self._desk.screen.status.size.width - 2)
        self._desk.say(told, "warning" if address.user or address.readable else "muted")

    # -- what the reader tells -----------------------------------------------------------------

    def view_moved(self) -> None:
        """The label goes along with its line, until lines are broken otherwise."""
        view = self._desk.screen.reader.view
        if view is None or view.flow is not self._flow:
            self._desk.screen.reader.hide_labels()

    def interrupt(self) -> None:
        """Something else is done."""
        self._leave()

    def _leave(self) -> Address | None:
        address, self._address = self._address, None
        screen = self._desk.screen
        screen.taker = None
        screen.reader.hide_labels()
        self._desk.say("")
        return address

    # -- the answer ----------------------------------------------------------------------------

    def _take(self, key: str) -> bool:
        """Enter opens, ``y`` copies, anything else leaves; says whether the key was taken."""
        screen = self._desk.screen
        address = self._leave()
        if address is None or self._desk.place != self._place:
            return False
        if key == "enter":
            screen.guard(partial(self._open, address))
        elif key == "y":
            screen.app.copy_to_clipboard(address.url)
            self._desk.say("copied the address", "success")
        screen.show_status()
        return len(key) == 1 or key in ("enter", "escape", "space")

    def _open(self, address: Address) -> None:
        from tui import browser  # noqa: PLC0415 - only when a link is opened

        desk = self._desk

        def then(command: list[str]) -> None:
            if command:
                desk.say("")
                browser.open_here(desk.screen.app, command)
            else:
                desk.say(f"{address.host} was handed to the browser", "success")

        desk.say(f"opening {address.host} …")
        desk.screen.reads.ask("browser", lambda _: browser.open_outside(address.url), then)
