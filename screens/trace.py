"""The trace panel: every turn explained to the author, the last one first."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from authoring.trace_model import Trace
from authoring.trace_words import head, trace_lines

NOTHING_YET = "Here stands after each reply what was heard, which entry answered, and why those before it did not."


class TracePanel(VerticalScroll):
    """Shows traces; scrolls with the arrow keys once Tab has gone there."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        self.text = Static("", markup=False)
        super().__init__(self.text, id=id)

    def paint(self, traces: tuple[Trace, ...]) -> None:
        """Show these traces, from the head of the last one."""
        shown = [_content(trace) for trace in reversed(traces)] or [Content.styled(NOTHING_YET, "italic")]
        self.text.update(Content("\n\n").join(shown))
        self.scroll_home(animate=False)

    def page(self, direction: int) -> None:
        """Scroll by a page."""
        self.scroll_relative(y=direction * max(1, self.size.height - 1), animate=False)


def _content(trace: Trace) -> Content:
    """One turn; never read as markup."""
    lines = [Content.styled(head(trace), "bold underline")]
    for line in trace_lines(trace):
        label = (f"{line.label}: ", "bold") if line.label else "  "
        lines.append(Content.assemble(label, (line.text, "dim") if line.is_aside else line.text))
    return Content("\n").join(lines)
