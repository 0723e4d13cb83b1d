"""The debrief as plain values: what each part says, in a trainee's words. No Textual, no layout."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios import vocabulary
from scenarios.model import Weights
from scoring.feedback import turn_feedback
from scoring.scores import DIMENSION_LABELS, DIMENSIONS, Critical, Evidence, Flag, Scores
from screens.words import CARE, ending_words, fit_mark, joined, plural, points
from simulator.session import Session

SILENCE = "(silence)"
UNSAID = "(left unsaid)"


@dataclass(frozen=True, slots=True)
class Backing:
    """One judgement that a score rests on."""

    heading: str
    """`Turn 3 ▲ +2`."""
    quote: str
    effect: str
    rule: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One score with everything it rests on."""

    name: str
    title: str
    """`Responsiveness: 62.5 of 100`."""
    about: str
    """What is to be said before the evidence: how it is made up, or why there is none."""
    evidence: tuple[Backing, ...]


@dataclass(frozen=True, slots=True)
class Serious:
    """A cap on the total, or a flag for a person to look at."""

    heading: str
    text: str
    quote: str


@dataclass(frozen=True, slots=True)
class Help:
    """What would have helped in one turn."""

    turn: int
    reply: str
    fit: str
    called_for: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Debriefing:
    """Everything that the debrief screen shows."""

    heading: str
    ending: str
    scores: tuple[Judged, ...]
    serious: tuple[Serious, ...]
    tests: tuple[str, ...]
    helps: tuple[Help, ...]
    counts: tuple[str, ...]
    notes: str
    care: str
    """Empty where the scenario carries no content warning."""


def debriefing(session: Session, scores: Scores) -> Debriefing:
    """The debrief of a session under its scores. Pure."""
    scenario = session.scenario
    return Debriefing(
        heading=f"{scenario.persona.name}: {scenario.title}",
        ending=ending_words(session),
        scores=tuple(_judged(session, name, scores) for name in ("overall", *DIMENSIONS)),
        serious=(*map(_cap, scores.critical), *map(_flag, scores.flags)),
        tests=tuple(
            f"Turn {turn.n}: {words}" for turn in session.turns for words in turn_feedback(session, turn).tests
        ),
        helps=helps(session),
        counts=_counts(scores.counts),
        notes=scenario.debrief.notes.strip(),
        care=CARE if scenario.about.warnings else "",
    )


def helps(session: Session) -> tuple[Help, ...]:
    """What would have helped, for every turn that did not meet what was needed (fit 0 or less)."""
    found = []
    for turn in session.turns:
        if turn.move.fit is None or turn.move.fit > 0:
            continue
        feedback = turn_feedback(session, turn)
        found.append(
            Help(
                turn.n,
                turn.reply or SILENCE,
                fit_mark(turn.move.fit),
                feedback.called_for,
                feedback.alternative.strip(),
            )
        )
    return tuple(found)


def _judged(session: Session, name: str, scores: Scores) -> Judged:
    score = scores.dimension(name)
    evidence = tuple(_backing(session, item) for item in score.evidence)
    if name == "overall":
        about = _make_up(session.scenario.rubric, scores)
    elif not score.observed:
        about = "Nothing in this session gave occasion for it. It counts neither for nor against."
    else:
        about = f"From {plural(len(evidence), 'judgement')}."
    return Judged(name, f"{DIMENSION_LABELS[name]}: {points(score.tenths)}", about, evidence)


def _backing(session: Session, evidence: Evidence) -> Backing:
    where = f"Turn {evidence.turn}" if evidence.turn else "The whole session"
    return Backing(f"{where} {fit_mark(evidence.value)}", _quote(session, evidence), evidence.effect, evidence.rule)


def _quote(session: Session, evidence: Evidence) -> str:
    if evidence.quote:
        return f"“{evidence.quote}”"
    if not 0 < evidence.turn <= len(session.turns):
        return ""
    return SILENCE if session.turns[evidence.turn - 1].reading.silence else UNSAID


def _make_up(weights: Weights, scores: Scores) -> str:
    """How the overall score is made up, with what was left out."""
    shares = {name: getattr(weights, name) for name in DIMENSIONS}
    counted = [
        f"{DIMENSION_LABELS[name].lower()} counts {share}"
        for name, share in shares.items()
        if share and scores.dimension(name).observed
    ]
    unseen = [
        DIMENSION_LABELS[name].lower()
        for name, share in shares.items()
        if share and not scores.dimension(name).observed
    ]
    unasked = [DIMENSION_LABELS[name].lower() for name, share in shares.items() if not share]
    said = [f"{_capital(joined(counted))}." if counted else "Nothing was observed that it could be made of."]
    if unseen:
        said.append(f"Not observed and so left out: {joined(unseen)}.")
    if unasked:
        said.append(f"With this patient {joined(unasked)} does not count towards it.")
    if scores.critical:
        said.append(f"Capped at {min(error.cap for error in scores.critical)} by a serious error.")
    return " ".join(said)


def _cap(error: Critical) -> Serious:
    repaired = " A later repair has lifted the cap partly." if error.repaired else ""
    return Serious(f"Turn {error.turn}: caps the overall score at {error.cap}", f"{error.text}{repaired}", error.quote)


def _flag(flag: Flag) -> Serious:
    heading = f"Turn {flag.turn}: for a supervisor to look at"
    return Serious(heading, f"{flag.text} It was not heard surely enough to count.", flag.quote)


def _counts(counts: dict[str, int]) -> tuple[str, ...]:
    """Counts by label, most often first; those of nothing are left out."""
    seen = sorted(
        ((number, vocabulary.label(code)) for code, number in counts.items() if number),
        key=lambda pair: (-pair[0], pair[1]),
    )
    return tuple(f"{label} {number}" for number, label in seen)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
