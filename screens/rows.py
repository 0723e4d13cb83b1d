"""Lines of lists, cut to fit and measured in terminal cells, and the paragraphs that tell of what is in view."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.offers import Note, Offer

GAP = 2
OPTION_PADDING = 2
"""Cells left and right of an option's words, in every list of this app."""


class Lines(OptionList):
    """A list of lines that are cut to its width; says when that has changed."""

    @dataclass
    class Resized(Message):
        """The lines no longer fit."""

    def on_resize(self) -> None:
        """Let the screen cut them anew."""
        self.post_message(self.Resized())


def room_in(listed: OptionList, screen_width: int) -> int:
    """Cells that one line of a list has; before the list has a place, what it would have over the whole width."""
    width = listed.scrollable_content_region.width or screen_width - 3
    return max(1, width - OPTION_PADDING)


def row(title: str, meta: str, width: int, *, is_strong: bool = False) -> Content:
    """A line of at most `width` cells. The end stays whole where at least ten cells are left for the head."""
    room = width - cell_len(meta) - GAP
    if not meta or room < 10:
        return Content.assemble((_cut(f"{title} · {meta}" if meta else title, max(1, width)), "bold" * is_strong))
    head = set_cell_size(_cut(title, room), room)
    return Content.assemble((head, "bold" * is_strong), " " * GAP, (meta, "" if is_strong else "$text-muted"))


def offer_option(offer: Offer, width: int) -> Option:
    """A line of the list at home."""
    if offer.kind == "heading":
        return Option(Content.styled(offer.title, "bold underline"), disabled=True)
    indent = "" if offer.kind == "pack" else "  "
    return Option(row(f"{indent}{offer.title}", offer.meta, width, is_strong=offer.kind == "pack"), id=offer.id)


def paragraph(note: Note, place: int) -> Content:
    """A paragraph about what is in view; the first is its title."""
    if not note.label:
        return Content.styled(note.text, "bold" if place == 0 else "")
    join = " " if note.label in {"•", "Enter"} else ": "
    return Content.assemble((f"{note.label}{join}", "bold"), note.text)


def _cut(text: str, room: int) -> str:
    """At most `room` cells of the text; an ellipsis stands for the rest."""
    return text if cell_len(text) <= room else set_cell_size(text, room - 1).rstrip() + "…"
