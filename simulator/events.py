"""What happened in a session, in order: the only thing that is kept. Everything else is computed from it.

    Started → (Replied → Heard)* → Left?

`Replied` holds the trainee's words and is kept before anything else is tried with them; `Heard` is the coder's
reading of those words. Marks (`simulator.marks`) may stand anywhere after `Started`, also after the end: they tell
what the trainee did beside the conversation and never move the patient. A session is append-only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.marks import Disputed, DisputeWithdrawn, Hinted, Mark, SelfRated, mark_from_json, mark_to_json
from simulator.reading import CodedSpan, FactMatch, Reading

FORMAT = 1
"""Version of the saved form; raised when an old reader could misread a new file."""


class EventError(Exception):
    """A saved event that cannot be read."""


@dataclass(frozen=True, slots=True)
class Again:
    """A moment that is tried again: the session begins with the turns of another one."""

    session: str
    """Id of the session whose turns it begins with; it may itself be a second try."""
    turn: int
    """Number of the last turn that was taken over; 0 where only the seed was."""


@dataclass(frozen=True, slots=True)
class Started:
    """A session begins."""

    scenario: str
    scenario_version: str
    sha256: str
    """Of the scenario's file; the file itself is kept with the session."""
    coder: str
    coder_version: str
    rubric_version: str
    seed: int
    again: Again | None = None
    """For a second try: where it branched off. Scores and exports mark it as such."""


@dataclass(frozen=True, slots=True)
class Replied:
    """The trainee spoke, or chose to wait."""

    n: int
    """Number of the turn, from 1."""
    text: str
    """Cleaned words; empty for silence."""
    silence: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What the coder heard in turn `n`."""

    n: int
    reading: Reading


@dataclass(frozen=True, slots=True)
class Left:
    """The trainee ended the session before the patient did."""

    n: int
    """Turns taken until then."""


Event = Started | Replied | Heard | Left | Mark


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """A reading as plain values."""
    plain: dict[str, Any] = {
        "codes": [
            {
                "code": span.code,
                "confidence": span.confidence,
                "start": span.start,
                "end": span.end,
                **({"denies": True} if span.denies else {}),
            }
            for span in reading.codes
        ],
        "unclear": reading.unclear,
    }
    if reading.silence:
        plain["silence"] = True
    if reading.fact is not None:
        plain["fact"] = {"fact": reading.fact.fact, "confidence": reading.fact.confidence}
    return plain


def reading_from_json(plain: Mapping[str, Any]) -> Reading:
    """The reading that `reading_to_json` wrote."""
    fact = plain.get("fact")
    return Reading(
        codes=tuple(
            CodedSpan(span["code"], span["confidence"], span["start"], span["end"], bool(span.get("denies", False)))
            for span in plain["codes"]
        ),
        unclear=bool(plain["unclear"]),
        silence=bool(plain.get("silence", False)),
        fact=None if fact is None else FactMatch(fact["fact"], fact["confidence"]),
    )


def event_to_json(event: Event) -> dict[str, Any]:
    """An event as plain values, its kind under `event`."""
    match event:
        case Started():
            return {
                "event": "started",
                "format": FORMAT,
                "scenario": {"id": event.scenario, "version": event.scenario_version, "sha256": event.sha256},
                "coder": {"id": event.coder, "version": event.coder_version},
                "rubric": event.rubric_version,
                "seed": event.seed,
                **({"again": {"session": event.again.session, "turn": event.again.turn}} if event.again else {}),
            }
        case Replied(n, text, silence):
            return {"event": "replied", "n": n, "text": text, **({"silence": True} if silence else {})}
        case Heard(n, reading):
            return {"event": "heard", "n": n, "reading": reading_to_json(reading)}
        case Left(n):
            return {"event": "left", "n": n}
        case Hinted() | SelfRated() | Disputed() | DisputeWithdrawn():
            return mark_to_json(event)


def event_from_json(plain: Mapping[str, Any]) -> Event:
    """The event that `event_to_json` wrote. Raises `EventError` for anything else."""
    try:
        match plain["event"]:
            case "started":
                if plain["format"] != FORMAT:
                    raise EventError(f"saved in format {plain['format']}; this version reads format {FORMAT}")
                scenario, coder, again = plain["scenario"], plain["coder"], plain.get("again")
                return Started(
                    scenario["id"],
                    scenario["version"],
                    scenario["sha256"],
                    coder["id"],
                    coder["version"],
                    plain["rubric"],
                    plain["seed"],
                    None if again is None else Again(again["session"], again["turn"]),
                )
            case "replied":
                return Replied(plain["n"], plain["text"], bool(plain.get("silence", False)))
            case "heard":
                return Heard(plain["n"], reading_from_json(plain["reading"]))
            case "left":
                return Left(plain["n"])
            case kind:
                mark = mark_from_json(plain)
                if mark is None:
                    raise EventError(f"unknown event `{kind}`")
                return mark
    except (KeyError, TypeError, ValueError) as error:
        raise EventError(f"damaged event: {error}") from error
