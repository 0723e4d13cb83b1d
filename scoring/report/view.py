"""A report as plain values: everything that text, Markdown, HTML and JSON say of a session, said once.

No format adds words of its own about the session. Texts of trainee and scenario stand here as they are;
making them harmless is each format's own duty.
"""

from __future__ import annotations

from dataclasses import dataclass

from scoring.report.chart import Chart


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of particulars, such as `Patient: Ellie, 16`."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One thing the patient said, or that could be seen or heard."""

    kind: str
    """`speech`, `shows` or `sounds`."""
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One judgement in the order of feedback: quote, rule, effect on this patient, one alternative."""

    turn: int
    """From 1; 0 where the whole session is meant."""
    where: str
    """`Turn 3`."""
    value: int
    mark: str
    """`▲ +2`."""
    quote: str
    """The words in quotation marks, or that there were none."""
    rule: str
    """The rule in words."""
    rule_id: str
    effect: str
    alternative: str
    """One reply to compare; empty where the reply fitted, and in the full evidence, since it stands with its turn."""


@dataclass(frozen=True, slots=True)
class ScoreView:
    """One score with everything it rests on."""

    name: str
    label: str
    tenths: int | None
    """0–1000; `None`: not observed, which is no zero."""
    words: str
    """`62.5 of 100` or `not observed`."""
    about: str
    """What it is made of, or why there is none."""
    strengths: tuple[Finding, ...]
    """What met the need, first; the strongest at the head."""
    others: tuple[Finding, ...]
    """The rest, in order of turns."""


@dataclass(frozen=True, slots=True)
class SeriousView:
    """A serious error that caps the overall score, or what a person should look at."""

    turn: int
    where: str
    consequence: str
    """`The overall score cannot pass 20.`"""
    quote: str
    rule: str
    rule_id: str
    text: str
    alternative: str
    is_cap: bool


@dataclass(frozen=True, slots=True)
class HeardView:
    """One thing that was heard in a reply."""

    code: str
    label: str
    quote: str
    """The words that show it, in quotation marks; empty where the whole reply does."""
    confidence: float


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn with its feedback."""

    n: int
    reply: str
    """The trainee's words; empty for silence."""
    is_silence: bool
    is_unclear: bool
    heard: tuple[HeardView, ...]
    noticed: tuple[str, ...]
    called_for: str
    fit: int | None
    mark: str
    fit_words: str
    rule: str
    rule_id: str
    because: str
    changes: tuple[str, ...]
    """What changed in the patient, e.g. `trust +4`."""
    tests: tuple[str, ...]
    """Tests decided in this turn, in plain words."""
    coaching: tuple[str, ...]
    """Coaching followed or missed, in plain words."""
    alternative: str
    marks: tuple[str, ...]
    """What the trainee marked on the turn: a hint taken, an own rating, a reading disputed with what people said to it.
    No score changes by it."""
    answer: tuple[SpokenLine, ...]
    supervised: tuple[str, ...] = ()
    """What supervisors said of it, each in a sentence."""


@dataclass(frozen=True, slots=True)
class LevelRow:
    """The patient's levels at the start (turn 0) or after a turn."""

    turn: int
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """Trust, distress and openness over the session: a table, and a drawing of it."""

    names: tuple[str, ...]
    rows: tuple[LevelRow, ...]
    chart: Chart | None
    """`None` before the first turn."""


@dataclass(frozen=True, slots=True)
class Count:
    """How often something was heard. A count is never a verdict."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class SupervisedView:
    """What people rated beside the machine, which it never replaces."""

    about: str
    scores: str
    """What the scores come to with people's ratings; empty where they change none."""
    whole: tuple[str, ...]
    """What was said of the session as a whole, each in a sentence."""


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report, in the order in which it is read."""

    title: str
    patient: str
    """The patient's name."""
    language: str
    """Of what trainee and patient say."""
    facts: tuple[Fact, ...]
    caution: str
    care: str
    """Where to turn; empty where the scenario carries no content warning."""
    ended: bool
    ending: str
    scores: tuple[ScoreView, ...]
    """Overall first, then the three dimensions."""
    strengths: tuple[Finding, ...]
    """At most three of the best, from different turns."""
    chances: tuple[Finding, ...]
    """At most three that went most against the need, from different turns, each with something to compare."""
    serious: tuple[SeriousView, ...]
    levels: Levels
    opening: tuple[SpokenLine, ...]
    turns: tuple[TurnView, ...]
    pending: str
    """Words that were sent and not answered yet; empty where there are none."""
    tests: tuple[str, ...]
    """Tests and coaching of the whole session: `Turn 4: …`."""
    marks: tuple[str, ...]
    """What the trainee marked in the whole session: `Turn 3: you disagree …`, and how near own ratings came."""
    rescored: str
    """What a re-scoring made of it that counts for the course; empty where none stands."""
    again: str
    """Of a second try: where it began; else empty."""
    unclear: tuple[int, ...]
    """Turns that could not be understood and so were not judged."""
    unclear_words: str
    counts: tuple[Count, ...]
    notes: str
    """The debrief; empty while the session goes on, since it would give the patient away."""
    origins: tuple[Fact, ...]
    """Versions and hashes of everything that the report rests on."""
    supervised: SupervisedView | None = None
    """`None` where nobody rated anything."""
