"""What a trainee did beside the conversation: hints taken, replies rated by oneself, readings disputed.

Marks are kept with the session and shown in its reports. They never move the patient and never change a score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

FIT_RANGE = range(-3, 4)
"""Worth of a reply, −3 strongly against to +3 strongly for what the patient needed."""

Claim = Literal["not_shown", "not_heard"]
"""`not_shown`: the reply does not do what was heard. `not_heard`: it does something that was not heard."""


@dataclass(frozen=True, slots=True)
class Hinted:
    """A hint was shown before turn `n` was taken. It costs nothing."""

    n: int


@dataclass(frozen=True, slots=True)
class SelfRated:
    """The trainee rated turn `n` before seeing any feedback on it."""

    n: int
    fit: int
    """−3…+3."""
    note: str = ""
    """Why, in the trainee's words."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """The trainee holds that a behaviour of turn `n` was heard wrongly."""

    n: int
    code: str
    claim: Claim
    reason: str


@dataclass(frozen=True, slots=True)
class DisputeWithdrawn:
    """The trainee takes back the dispute about this behaviour of turn `n`."""

    n: int
    code: str


Mark = Hinted | SelfRated | Disputed | DisputeWithdrawn


def mark_to_json(mark: Mark) -> dict[str, Any]:
    """A mark as plain values, its kind under `event`."""
    match mark:
        case Hinted(n):
            return {"event": "hinted", "n": n}
        case SelfRated(n, fit, note):
            return {"event": "self_rated", "n": n, "fit": fit, **({"note": note} if note else {})}
        case Disputed(n, code, claim, reason):
            return {"event": "disputed", "n": n, "code": code, "claim": claim, "reason": reason}
        case DisputeWithdrawn(n, code):
            return {"event": "dispute_withdrawn", "n": n, "code": code}


def mark_from_json(plain: Mapping[str, Any]) -> Mark | None:
    """The mark that `mark_to_json` wrote, or `None` for another kind of event.

    Raises `KeyError`, `TypeError` or `ValueError` for a damaged one.
    """
    match plain["event"]:
        case "hinted":
            return Hinted(plain["n"])
        case "self_rated":
            if plain["fit"] not in FIT_RANGE:
                raise ValueError(f"a fit lies between -3 and 3, not {plain['fit']!r}")
            return SelfRated(plain["n"], plain["fit"], plain.get("note", ""))
        case "disputed":
            if plain["claim"] not in get_args(Claim):
                raise ValueError(f"unknown claim {plain['claim']!r}")
            return Disputed(plain["n"], plain["code"], plain["claim"], plain["reason"])
        case "dispute_withdrawn":
            return DisputeWithdrawn(plain["n"], plain["code"])
        case _:
            return None
