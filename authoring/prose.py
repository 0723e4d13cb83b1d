"""A scenario as prose, for reviewers who never open its file: what is known, said, led to, feared, and told afterwards.

The script is made of a few kinds of blocks; `prose_text`, `prose_markdown` and `prose_html` write them down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from authoring.graph_arrows import order_of_play
from authoring.prose_beats import BeatWords
from authoring.prose_conditions import condition_words
from scenarios.model import Scenario, Variation
from scoring.words import MODES, joined, sentence, who

BlockKind = Literal["part", "beat", "text", "speech", "direction", "item"]

ENDS = {
    "good": "ends well",
    "mixed": "ends with some things eased and some left open",
    "poor": "ends badly",
    "left": "ends with somebody leaving",
}
"""How an ending ends, by its kind."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of the script."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Script:
    """The whole, with its title and the language in which the patient speaks."""

    title: str
    speaker: str
    language: str
    blocks: tuple[Block, ...]


def script_of(scenario: Scenario) -> Script:
    """The scenario as prose."""
    title = f"{scenario.title}: {who(scenario)} ({scenario.persona.pronouns})"
    return Script(title, scenario.persona.name, scenario.language, tuple(_blocks(scenario)))


def _blocks(scenario: Scenario) -> Iterator[Block]:
    order = order_of_play(scenario)
    beats = BeatWords(scenario, tuple(name for name in order if scenario.beats[name].ending is None))
    yield from _catalogue(scenario)
    yield Block("part", "What the therapist knows")
    yield from _paragraphs(scenario.brief)
    if scenario.setting.policy:
        yield Block("text", f"What has been agreed: {' '.join(scenario.setting.policy.split())}")
    yield from _patient(scenario)
    yield Block("part", "The conversation")
    for number, name in enumerate(beats.order, 1):
        yield Block("beat", f"{number}. {beats.heading(name)}")
        yield from _spoken(scenario, scenario.beats[name].says)
        yield from (Block("direction", text) for text in beats.directions(scenario.beats[name]))
        yield from (Block("text", text) for text in beats.about(scenario.beats[name]))
        yield from (Block("item", text) for text in beats.replies(scenario.beats[name]))
    general = list(beats.general())
    if general:
        yield Block("part", "At any point")
        yield from (Block("item", text) for text in general)
    yield from _facts(scenario)
    yield Block("part", "How it can end")
    for name in order:
        beat = scenario.beats[name]
        if beat.ending is not None:
            yield Block("beat", f"{beats.heading(name)}: {ENDS[beat.ending]}")
            yield from _spoken(scenario, beat.says)
            yield from (Block("direction", text) for text in beats.directions(beat))
            yield from _paragraphs(beat.aim)
    yield from _afterwards(scenario, beats)


def _catalogue(scenario: Scenario) -> Iterator[Block]:
    about, setting = scenario.about, scenario.setting
    session = f", session {setting.session}" if setting.session else ""
    place = f", {setting.jurisdiction}" if setting.jurisdiction else ""
    yield Block(
        "text",
        f"{setting.service}{place}{session}; you meet {MODES[setting.mode]}. Difficulty {about.level} of 5, "
        f"about {about.minutes} minutes. Version {scenario.version}.",
    )
    warnings = "; ".join(about.warnings)
    yield Block("text", f"May be hard to read: {warnings}." if warnings else "No content warnings.")
    reviewed = about.reviewed or "by nobody yet"
    yield Block("text", f"Reviewed: {reviewed}.")
    if about.sources:
        yield Block("text", f"Rests on: {'; '.join(about.sources)}.")


def _patient(scenario: Scenario) -> Iterator[Block]:
    name = scenario.persona.name
    yield Block("part", f"Who {name} is")
    if scenario.plan:
        yield from _paragraphs(f"What {name} is after: {scenario.plan}")
    for belief in scenario.beliefs.values():
        yield Block(
            "item",
            f"An old fear: if I {belief.goal.removeprefix('to ')}, then {belief.danger}. "
            f"Its strength at the start is {belief.strength} of 100.",
        )
    levels = joined([f"{level.replace('_', ' ')} {value}" for level, value in scenario.state.items()])
    yield Block("text", f"At the start, from 0 to 100: {levels}.")


def _facts(scenario: Scenario) -> Iterator[Block]:
    if not scenario.facts:
        return
    yield Block("part", f"What {scenario.persona.name} can tell when asked")
    for fact in scenario.facts:
        yield Block("beat", " / ".join(f"“{question}”" for question in fact.ask))
        yield from _spoken(scenario, fact.say)
        if fact.needs is not None:
            instead = f" Until then: {_or_words(fact.otherwise, scenario)}" if fact.otherwise else ""
            yield Block("text", f"Told only when {condition_words(fact.needs, scenario)}.{instead}")


def _afterwards(scenario: Scenario, beats: BeatWords) -> Iterator[Block]:
    yield Block("part", "After the session")
    weights = scenario.rubric
    names = {
        "responsiveness": weights.responsiveness,
        "self-disclosure timing": weights.self_disclosure,
        "confidentiality": weights.confidentiality,
    }
    counted = joined([f"{name} with weight {weight}" for name, weight in names.items() if weight])
    yield Block("text", sentence(f"What is scored: {counted or 'nothing'}"))
    yield from _paragraphs(scenario.debrief.notes)
    for name, replies in scenario.debrief.exemplars.items():
        yield Block("text", f"Good replies in {beats.title(name)}:")
        yield from (Block("item", f"“{' '.join(reply.split())}”") for reply in replies)


def _spoken(scenario: Scenario, lines: Sequence[Variation]) -> Iterator[Block]:
    """Everything that may be said, each line with the time at which it may be."""
    for i, line in enumerate(lines):
        when = f" (only when {condition_words(line.when, scenario)})" if line.when is not None else ""
        either = "or: " if i else ""
        yield Block("speech", f"{either}“{' '.join(line.text.split())}”{when}")


def _or_words(lines: Sequence[Variation], scenario: Scenario) -> str:
    return " ".join(block.text for block in _spoken(scenario, lines))


def _paragraphs(text: str) -> Iterator[Block]:
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            yield Block("text", " ".join(paragraph.split()))
