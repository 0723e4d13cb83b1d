"""The transcript as a widget: paints blocks and keeps the last one in view.

Of a long conversation only the latest part is mounted, so that a turn late in it costs no more than an early one;
what came before is mounted when the trainee scrolls up to it.
"""

from __future__ import annotations

from dataclasses import replace

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screens.dialogue import Block

LEAST_WINDOW = 32
"""Blocks that stay mounted at least while a conversation goes on; each is a line or more."""
SLACK = 12
"""Blocks by which the window may be passed before what is earliest is taken away."""


class Transcript(VerticalScroll):
    """What has been said so far. The last line stays in view unless the trainee scrolls back."""

    def __init__(self, *, is_windowed: bool = True, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        """`is_windowed`: mount only the latest part."""
        super().__init__(id=id)
        self.painted: tuple[Block, ...] = ()
        self._is_windowed = is_windowed
        self._views: list[BlockView] = []
        self._first = 0
        """Which block the first view shows."""

    def paint(self, blocks: tuple[Block, ...]) -> None:
        """Show these blocks; only what is new is mounted, and words underlined meanwhile stay where they are."""
        same = _same(self.painted, blocks)
        if same == len(self.painted) == len(blocks):
            return
        while self._first <= same < min(len(self.painted), len(blocks)) and _same_words(
            self.painted[same], blocks[same]
        ):
            self._views[same - self._first].mark(blocks[same])
            same += 1
        self.painted = blocks
        self._first = min(self._first, same)
        kept = same - self._first
        stale, self._views = self._views[kept:], self._views[:kept]
        fresh = blocks[same:]
        if self._is_windowed and not self._views:
            self._first = max(self._first, len(blocks) - self._window)
            fresh = blocks[self._first :]
        views = [BlockView(block) for block in fresh]
        self._views += views
        if stale:
            self.remove_children(stale)
        self.mount_all(views)
        if self._is_windowed and len(self._views) > self._window + SLACK:
            gone, self._views = self._views[: -self._window], self._views[-self._window :]
            self._first += len(gone)
            self.remove_children(gone)
        self.anchor()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """At the top, bring what came before."""
        super().watch_scroll_y(old_value, new_value)
        if new_value == 0 and old_value > 0 and self._first:
            self._mount_earlier()

    @property
    def _window(self) -> int:
        """Enough blocks to fill the screen, whatever its height."""
        return max(LEAST_WINDOW, self.size.height)

    def _mount_earlier(self) -> None:
        begin = max(0, self._first - self._window)
        views = [BlockView(block) for block in self.painted[begin : self._first]]
        self._first = begin
        self._views = views + self._views
        height = self.virtual_size.height
        self.mount_all(views, before=0)
        self.call_after_refresh(self._stay, height)

    def _stay(self, height: int) -> None:
        """The line that stood at the top stays there."""
        self.scroll_to(y=self.virtual_size.height - height, animate=False)


def _same(before: tuple[Block, ...], after: tuple[Block, ...]) -> int:
    """How many blocks at the head of both are the same."""
    for i, (one, other) in enumerate(zip(before, after, strict=False)):
        if one is not other and one != other:
            return i
    return min(len(before), len(after))


def _same_words(one: Block, other: Block) -> bool:
    """Whether only what is underlined differs."""
    return one == replace(other, underlined=one.underlined)


class BlockView(Static):
    """One block of the transcript."""

    def __init__(self, block: Block) -> None:
        folded = " folded" if block.is_folded else ""
        super().__init__(block_content(block), classes=f"block {block.kind}{folded}")

    def mark(self, block: Block) -> None:
        """Underline otherwise; the words are the same, and so is the room they take."""
        self.update(block_content(block), layout=False)


def block_content(block: Block) -> Content:
    """Text with its speaker; never read as markup."""
    if block.kind == "feedback":
        lines = [Content.assemble((f"{note.label}: ", "bold"), note.text) for note in block.notes]
        return Content("\n").join(lines)
    if block.speaker:
        return Content.assemble((f"{block.speaker}: ", "bold"), underlined(block))
    return Content.styled(block.text, "italic")


def underlined(block: Block) -> Content:
    """The words of a block, underlined where something was heard."""
    text = Content(block.text)
    for start, end in block.underlined:
        text = text.stylize("underline", start, end)
    return text
