"""A scenario as a drawing: its beats as boxes, its ways as arrows with a few words, everything else in tooltips."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from authoring.graph_arrows import ANYWHERE, Arrow, arrows, order_of_play
from authoring.graph_layout import Layout, Link, Point, Size, lay_out
from scenarios import vocabulary
from scenarios.model import Beat, Scenario
from scoring.words import sentence, shortened

BOX = 168.0
LINE = 15.0
_CHARACTER = 5.9
"""Width of a character on an arrow, roughly; a little too wide is better than words that touch."""
_LABEL = 24
"""Characters in a line on an arrow."""
ENDS = {"good": "ends well", "mixed": "ends half well", "poor": "ends badly", "left": "somebody leaves"}


@dataclass(frozen=True, slots=True)
class Box:
    """A beat as drawn; `middle` is its middle."""

    id: str
    kind: str
    """`beat`, `anywhere`, or the kind of ending."""
    title: tuple[str, ...]
    notes: tuple[str, ...]
    """Small lines under the title."""
    tooltip: str
    middle: Point
    size: Size


@dataclass(frozen=True, slots=True)
class Way:
    """All arrows from one beat to another as one."""

    source: str
    target: str
    kind: str
    """`entry`, `test`, `limit` and so on, of the arrow that names it."""
    label: tuple[str, ...]
    tooltip: str
    path: str
    """As SVG writes it."""
    middle: Point
    size: Size


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole."""

    title: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]


def merged(scenario: Scenario) -> dict[tuple[str, str], list[Arrow]]:
    """The arrows by where they begin and end; those that lead back to their own beat are left out."""
    found: dict[tuple[str, str], list[Arrow]] = {}
    for arrow in arrows(scenario):
        if arrow.source != arrow.target:
            found.setdefault((arrow.source, arrow.target), []).append(arrow)
    return found


def label_words(group: Sequence[Arrow]) -> str:
    """What is written on an arrow: its most general entry, and how many more ways there are."""
    named = min(group, key=lambda arrow: (arrow.kind not in {"entry", "test"}, len(arrow.short)))
    more = f" (+{len(group) - 1})" if len(group) > 1 else ""
    return f"{shortened(named.short, 3 * _LABEL - len(more) - 8)}{more}"


def drawing_of(scenario: Scenario) -> Drawing:
    """The scenario as a drawing."""
    ways = merged(scenario)
    names = [name for name in (*order_of_play(scenario), ANYWHERE) if name or any(not source for source, _ in ways)]
    labels = {pair: tuple(textwrap.wrap(label_words(group), _LABEL)) for pair, group in ways.items()}
    boxes = {name: _box(scenario, name) for name in names}
    links = [Link(source, target, _label_size(labels[source, target])) for source, target in ways]
    layout = lay_out({name: box.size for name, box in boxes.items()}, links, scenario.start)
    return Drawing(
        title=f"{scenario.title}: {scenario.persona.name}",
        width=layout.width,
        height=layout.height,
        boxes=tuple(_placed(box, layout) for box in boxes.values()),
        ways=tuple(
            Way(
                source,
                target,
                _kind(group),
                labels[source, target],
                _way_tooltip(source, target, group),
                _path(route.points),
                route.label,
                link.label,
            )
            for ((source, target), group), link, route in zip(ways.items(), links, layout.routes, strict=True)
        ),
    )


def _kind(group: Sequence[Arrow]) -> str:
    return group[0].kind if len({arrow.kind for arrow in group}) == 1 else "entry"


def _label_size(lines: Sequence[str]) -> Size:
    return Size(max(map(len, lines), default=0) * _CHARACTER + 8, len(lines) * LINE)


def _box(scenario: Scenario, name: str) -> Box:
    if name == ANYWHERE:
        return _sized(name, "anywhere", ["At any point"], [], "What can happen in any beat.")
    beat = scenario.beats[name]
    notes = [line for text in _notes(scenario, beat) for line in textwrap.wrap(text, 27)]
    return _sized(name, beat.ending or "beat", textwrap.wrap(beat_title(name), 20), notes, _tooltip(scenario, beat))


def _sized(name: str, kind: str, title: Sequence[str], notes: Sequence[str], tooltip: str) -> Box:
    height = 16 + LINE * 1.2 * len(title) + LINE * len(notes)
    return Box(name, kind, tuple(title), tuple(notes), tooltip, Point(0, 0), Size(BOX, height))


def beat_title(name: str) -> str:
    """A beat's name as it stands in its box."""
    words = name.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}"


def _notes(scenario: Scenario, beat: Beat) -> Iterable[str]:
    if beat.ending is not None:
        yield ENDS[beat.ending]
    if beat.id == scenario.start:
        yield "▶ begins here"
    if beat.moment is not None:
        yield f"needs {beat.moment.needs}"
    marks = [
        word
        for word, there in (("◇ test", beat.test), ("✎ coaching", beat.coaching), ("§ privacy", beat.confidentiality))
        if there is not None
    ]
    if marks:
        yield "  ".join(marks)


def _tooltip(scenario: Scenario, beat: Beat) -> str:
    lines = [f"{scenario.persona.name}: “{' '.join(line.text.split())}”" for line in beat.says]
    if beat.moment is not None:
        lines.append(f"Needs {vocabulary.moments()[beat.moment.needs].label}.")
    if beat.aim:
        lines.append(f"A good reply: {sentence(beat.aim)}" if beat.ending is None else sentence(beat.aim))
    return "\n".join(lines)


def _way_tooltip(source: str, target: str, group: Sequence[Arrow]) -> str:
    head = f"{beat_title(source) if source else 'At any point'} → {beat_title(target)}"
    return "\n".join((head, *(f"• {arrow.words}" for arrow in group)))


def _placed(box: Box, layout: Layout) -> Box:
    return Box(box.id, box.kind, box.title, box.notes, box.tooltip, layout.boxes[box.id], box.size)


def _path(points: Sequence[Point]) -> str:
    """A smooth line through the points: straight where it runs down, an S where it moves sideways."""
    parts = [f"M{points[0].x:g},{points[0].y:g}"]
    for one, other in pairwise(points):
        half = (one.y + other.y) / 2
        if one.x == other.x:
            parts.append(f"V{other.y:g}")
        else:
            parts.append(f"C{one.x:g},{half:g} {other.x:g},{half:g} {other.x:g},{other.y:g}")
    return "".join(parts)
