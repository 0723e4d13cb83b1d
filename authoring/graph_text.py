"""The drawing in the languages of other programs: Mermaid, Graphviz DOT and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from authoring.graph import ENDS, beat_title, label_words, merged
from authoring.graph_arrows import ANYWHERE, arrows, order_of_play
from scenarios.model import Scenario

_COLOURS = {"good": "#2b7a4b", "mixed": "#a06a00", "poor": "#b3401f", "left": "#6a5a8c"}
_NOT_PLAIN = re.compile(r"[^\w .,…’“”()+−-]")


def mermaid(scenario: Scenario) -> str:
    """A flowchart in Mermaid, ended by a newline."""
    return "\n".join(_mermaid(scenario)) + "\n"


def _mermaid(scenario: Scenario) -> Iterator[str]:
    yield "flowchart TD"
    ways = merged(scenario)
    ids = {name: f"b{i}" for i, name in enumerate((*order_of_play(scenario), ANYWHERE))}
    for name in order_of_play(scenario):
        kind = scenario.beats[name].ending
        words = _entities(f"{beat_title(name)} – {ENDS[kind]}" if kind else beat_title(name))
        yield f'  {ids[name]}(["{words}"]):::{kind}' if kind else f'  {ids[name]}["{words}"]'
    if any(source == ANYWHERE for source, _ in ways):
        yield f'  {ids[ANYWHERE]}{{{{"At any point"}}}}'
    for (source, target), group in ways.items():
        arrow = "-.->" if source == ANYWHERE else "-->"
        yield f'  {ids[source]} {arrow}|"{_entities(label_words(group))}"| {ids[target]}'
    for ending, colour in _COLOURS.items():
        yield f"  classDef {ending} stroke:{colour},stroke-width:3px"


def _entities(text: str) -> str:
    """Every mark that Mermaid could take for its own as a numbered entity."""
    return _NOT_PLAIN.sub(lambda found: f"#{ord(found[0])};", text)


def dot(scenario: Scenario) -> str:
    """A digraph for Graphviz, ended by a newline."""
    return "\n".join(_dot(scenario)) + "\n"


def _dot(scenario: Scenario) -> Iterator[str]:
    yield "digraph scenario {"
    yield "  rankdir=TB; node [shape=box, style=rounded, fontname=sans]; edge [fontname=sans, fontsize=10];"
    ways = merged(scenario)
    for name in order_of_play(scenario):
        kind = scenario.beats[name].ending
        look = f', shape=octagon, style=solid, penwidth=3, color="{_COLOURS[kind]}"' if kind else ""
        words = f"{beat_title(name)}\n{ENDS[kind]}" if kind else beat_title(name)
        yield f"  {_string(name)} [label={_string(words)}{look}];"
    if any(source == ANYWHERE for source, _ in ways):
        yield f"  {_string(ANYWHERE)} [label={_string('At any point')}, shape=hexagon, style=dashed];"
    for (source, target), group in ways.items():
        look = ", style=dashed" if source == ANYWHERE else ""
        yield f"  {_string(source)} -> {_string(target)} [label={_string(label_words(group))}{look}];"
    yield "}"


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def graph_json(scenario: Scenario) -> str:
    """Beats and ways for a script, ended by a newline; ways that stay in their beat are listed as well."""
    beats = [
        {
            "id": name,
            "ending": beat.ending,
            "needs": beat.moment.needs if beat.moment else None,
            "test": beat.test is not None,
            "coaching": beat.coaching is not None,
            "situation": beat.confidentiality.situation if beat.confidentiality else None,
        }
        for name in order_of_play(scenario)
        for beat in (scenario.beats[name],)
    ]
    ways = [
        {"from": None if one.source == ANYWHERE else one.source, "to": one.target, "kind": one.kind, "when": one.words}
        for one in arrows(scenario)
    ]
    made = {"scenario": scenario.id, "title": scenario.title, "start": scenario.start, "beats": beats, "ways": ways}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"
