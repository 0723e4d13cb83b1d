"""What a scenario is, once it has been read and checked: frozen values, no YAML, no files.

Field names are those of the scenario language (format 1); `docs/scenario-language.md` says what each does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from scenarios.conditions import Condition
from scenarios.faults import Mark

Need = Literal["listen", "validate", "understand", "structure", "advice", "honesty", "safety", "autonomy", "repair"]
"""What a moment calls for."""
Asks = Literal["advice", "fact", "truth", "personal"]
"""What the patient asked for outright: advice, a fact, the truth, or something about the therapist."""
Feels = Literal["calm", "neutral", "shame", "distress", "urgency", "mistrust", "rupture"]
"""The patient's state as it bears on therapist self-disclosure."""
Risk = Literal["none", "hint", "open"]
"""Whether the patient has hinted at or told of danger."""
TestKind = Literal["transference", "passive_into_active"]
"""Control-mastery theory: repeat the old injury on me / bear what was done to me."""
EndingKind = Literal["good", "mixed", "poor", "left"]
"""`left`: somebody left before the work was done."""
Mode = Literal["in_person", "video", "phone", "text"]
CueLevel = Literal["subtle", "plain", "giving_up"]

EMPTY: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Variation:
    """One way of saying something, perhaps only at certain times."""

    text: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Reaction:
    """How the patient takes something. `None` and empty fields fall through to the next layer."""

    rule: str
    """Stable name for traces and evidence, e.g. `the_ask.hears[2]`."""
    mark: Mark
    key: Condition | None = None
    """When the entry holds; `None` for `otherwise`, `unclear`, `silence` and the like."""
    fit: int | None = None
    """−3…+3 against what the moment called for."""
    because: str = ""
    change: Mapping[str, int] = field(default_factory=lambda: EMPTY)
    """Changes by state name or `beliefs.name`."""
    say: tuple[Variation, ...] = ()
    shows: str = ""
    sounds: str = ""
    go: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """What the patient is after just now."""

    needs: Need
    asks: Asks | None = None
    feels: Feels = "neutral"
    risk: Risk = "none"


@dataclass(frozen=True, slots=True)
class PatientTest:
    """A test of the therapist, opened when its beat is entered."""

    beat: str
    belief: str
    kind: TestKind
    window: int
    """Replies within which it can be passed."""
    hidden: bool = False
    pass_when: Condition | None = None
    """`None`: a turn of fit +2 or better passes."""
    fail_when: Condition | None = None
    """`None`: a turn of fit −2 or worse fails."""
    lapse: Literal["failed", "open"] = "failed"
    """What becomes of it when the window ends without an answer."""
    passed: Reaction | None = None
    failed: Reaction | None = None


@dataclass(frozen=True, slots=True)
class Coaching:
    """A communication by which the patient teaches the therapist what would help (Bugas & Silberschatz 2000)."""

    level: CueLevel
    need: Need
    window: int = 2
    follow_when: Condition | None = None
    """`None`: a reply that would fit the coached need by +2 or better."""


@dataclass(frozen=True, slots=True)
class SharingSituation:
    """A confidentiality situation (C1–C13) and what is true in it."""

    situation: str
    truth: str = ""
    contact: bool = False
    """Whether a third person has in fact been spoken to, so that a denial would be untrue."""
    window: int | None = None
    """Replies within which the required moves are expected; `None`: the situation's own."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The patient moves on after so many replies at one visit of a beat."""

    turns: int
    go: str
    say: tuple[Variation, ...] = ()


@dataclass(frozen=True, slots=True)
class Beat:
    """What the patient says and how it takes what it hears."""

    id: str
    mark: Mark
    says: tuple[Variation, ...]
    shows: str = ""
    sounds: str = ""
    moment: Moment | None = None
    """`None` only for endings."""
    hears: tuple[Reaction, ...] = ()
    otherwise: Reaction | None = None
    unclear: Reaction | None = None
    silence: Reaction | None = None
    test: PatientTest | None = None
    coaching: Coaching | None = None
    confidentiality: SharingSituation | None = None
    limit: Limit | None = None
    aim: str = ""
    ending: EndingKind | None = None


@dataclass(frozen=True, slots=True)
class Belief:
    """A pathogenic belief: if I pursue `goal`, `danger` follows (control-mastery theory)."""

    goal: str
    danger: str
    strength: int
    """0–100 at the start."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An answer to what a trainee may ask."""

    ask: tuple[str, ...]
    say: tuple[Variation, ...]
    needs: Condition | None = None
    otherwise: tuple[Variation, ...] = ()


@dataclass(frozen=True, slots=True)
class Exit:
    """Whenever this holds after a turn, the patient goes there."""

    when: Condition
    go: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Defaults:
    """How this patient takes things in any beat."""

    hears: tuple[Reaction, ...] = ()
    otherwise: Reaction | None = None
    unclear: Reaction | None = None
    silence: Reaction | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a catalogue shows."""

    level: int
    minutes: int
    sources: tuple[str, ...]
    warnings: tuple[str, ...]
    reviewed: str


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and how the meeting takes place."""

    service: str
    jurisdiction: str
    mode: Mode
    session: str
    policy: str


@dataclass(frozen=True, slots=True)
class Persona:
    """Who the patient is."""

    name: str
    age: int
    pronouns: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an example promises about the end of its replies."""

    what: str
    """`ending`, `kind`, `beat`, `passed`, `failed`, a state, or `beliefs.name`."""
    value: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Example:
    """Replies and what must come of them; the scenario's own tests."""

    name: str
    replies: tuple[str, ...]
    """Quoted text, code names (several with commas), `(silence)` or `(unclear)`."""
    expect: tuple[Expectation, ...]
    mark: Mark
    at: str | None = None
    """The beat at which it begins; `None`: the scenario's start."""
    levels: Mapping[str, int] = field(default_factory=lambda: EMPTY)
    """States and `beliefs.name` that begin at other values than the scenario's."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each dimension counts in the overall score; 0 leaves it out."""

    responsiveness: int
    self_disclosure: int
    confidentiality: int


@dataclass(frozen=True, slots=True)
class Debrief:
    """What is said after the session."""

    notes: str
    exemplars: Mapping[str, tuple[str, ...]]
    """Good replies by beat."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One patient in one meeting."""

    id: str
    version: str
    title: str
    language: str
    about: About
    setting: Setting
    brief: str
    persona: Persona
    state: Mapping[str, int]
    """Levels at the start, whole numbers in 0–100."""
    beliefs: Mapping[str, Belief]
    plan: str
    """What the patient is trying to achieve in therapy, in a supervisor's words."""
    facts: tuple[Fact, ...]
    defaults: Defaults
    exits: tuple[Exit, ...]
    start: str
    beats: Mapping[str, Beat]
    rubric: Weights
    debrief: Debrief
    examples: tuple[Example, ...]
    sha256: str
    """Of the file's bytes."""
    level_names: tuple[str, ...]
    """Every level that a turn can change: the states, then the beliefs as `beliefs.name`."""
    speaking: Mapping[str, Mapping[str, tuple[Reaction, ...]]]
    """By beat and code: the entries, the beat's before the persona's, whose condition asks for that code."""

    @property
    def endings(self) -> tuple[Beat, ...]:
        """The beats that end the session, in the order written."""
        return tuple(beat for beat in self.beats.values() if beat.ending is not None)
