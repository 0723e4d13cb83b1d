"""What the history says of a session: its line in the list, the few lines below it. Plain values, no widgets."""

from __future__ import annotations

from textual.content import Content

from scoring.scores import DIMENSION_LABELS
from scoring.words import plural, points
from screens.past import SCORED, Past, short
from screens.rows import row


def line(one: Past, width: int) -> Content:
    """One session in one line: when, with whom, how it ended, the overall score."""
    overall = "" if one.points is None else short(one.points["overall"])
    mark = "2nd try" if one.is_again else ""
    meta = " · ".join(part for part in (mark, one.outcome, overall) if part)
    return row(f"{one.when:<19}{one.title}", meta, width)


def about(one: Past) -> Content:
    """A few lines about a session, for below the list."""
    facts = (f"begun {one.when}", plural(one.turns, "turn"), f"mode {one.mode}", one.outcome, *one.marks)
    lines = [Content.styled(one.title, "bold"), Content(" · ".join(facts))]
    if one.trouble:
        lines.append(Content(f"! {one.trouble}"))
    if not one.is_over:
        lines.append(Content(one.detail))
    if one.points is not None:
        lines += [Content(f"{DIMENSION_LABELS[name]}: {points(one.points[name])}") for name in SCORED]
    return Content("\n").join(lines)


def empty_text(query: str, *, has_any: bool, is_loading: bool) -> str:
    """What to say where nothing is listed."""
    if is_loading:
        return "Looking for sessions…"
    if has_any:
        return f"No session fits “{query.strip()}”. Esc clears the filter."
    return "No sessions yet. Press Esc, choose a patient and begin; every session you play is kept here."
