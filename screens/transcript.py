"""The transcript as a widget: paints blocks, keeps the last one in view, and can hide the feedback."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screens.dialogue import Block


class Transcript(VerticalScroll):
    """What has been said so far. The last line stays in view unless the trainee scrolls back."""

    def __init__(self, *, feedback: bool = True, id: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.painted: tuple[Block, ...] = ()
        self.show_feedback(shown=feedback)

    def paint(self, blocks: tuple[Block, ...]) -> None:
        """Show these blocks; only what is new is mounted."""
        known = len(self.painted)
        if blocks[:known] != self.painted:
            self.remove_children()
            known = 0
        self.painted = blocks
        self.mount_all(BlockView(block) for block in blocks[known:])
        self.anchor()

    def show_feedback(self, *, shown: bool) -> None:
        """Show or hide the feedback on every turn."""
        self.set_class(not shown, "-without-feedback")


class BlockView(Static):
    """One block of the transcript."""

    def __init__(self, block: Block) -> None:
        super().__init__(_content(block), classes=f"block {block.kind}")


def _content(block: Block) -> Content:
    """Text with its speaker; never read as markup."""
    if block.kind == "feedback":
        head = Content.styled(f"Feedback on turn {block.turn}", "bold")
        lines = [Content.assemble((f"{note.label}: ", "bold"), note.text) for note in block.notes]
        return Content("\n").join([head, *lines])
    if block.speaker:
        return Content.assemble((f"{block.speaker}: ", "bold"), block.text)
    return Content.styled(block.text, "italic")
