"""A patient, a session with it, and what its rater fills in."""

from __future__ import annotations

import re

from scenarios.model import Scenario
from scoring.supervision.form import Sheet, form_text
from simulator.reading import Reading
from simulator.session import Session
from tests.scripted import play, scenario_of, worded

BODY = """
plan: "To be listened to: that is all."
start: one
beats:
  one:
    says: ["I told nobody: not even her."]
    moment: {needs: listen}
    hears:
      reflection: {fit: 3, because: They felt heard., say: ["Yes."]}
      advice: {fit: -2, because: They felt hurried., say: ["If you say so."]}
    limit: {turns: 3, go: end}
  end: {ending: good, says: ["Bye."]}
"""
REPLIES = ("Just phone them, and I won't tell.", "# - [not] *YAML*: really?", "You were left with it.")


def patient() -> Scenario:
    return scenario_of(BODY)


def session() -> Session:
    """Advice with a promise (fit −3), words that were not understood, a reflection (fit +3)."""
    return play(
        patient(),
        [
            worded(REPLIES[0], ("Just phone them", "advice"), ("I won't tell", "promises_secrecy")),
            (REPLIES[1], Reading(unclear=True)),
            worded(REPLIES[2], ("left with it", "complex_reflection")),
        ],
    )


def sheet(*turns: int, whole: bool = True) -> Sheet:
    return Sheet("one", session(), turns or (1, 2, 3), whole)


def form(*, sighted: bool = False) -> str:
    return form_text([sheet()], sighted=sighted, sample="chosen")


def filled(text: str, **values: str) -> str:
    """The form with values behind its keys: `fit_2="-1"` is the second `fit:` of the form, `caps` names count once."""
    for name, value in values.items():
        key, _, number = name.rpartition("_")
        if not number.isdecimal():
            key, number = name, "1"
        places = list(re.finditer(rf"(?m)^ *(?:- )?{key}:(?P<rest>.*)$", text))
        place = places[int(number) - 1]
        text = text[: place.start("rest")] + f" {value}" + text[place.end("rest") :]
    return text


def commented(text: str, turn: int, comment: str) -> str:
    """The form with a reason under a turn."""
    parts = text.split("comment: |-\n")
    parts[turn] = f"          {comment}\n" + parts[turn]
    return "comment: |-\n".join(parts)
