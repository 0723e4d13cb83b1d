"""Words that screens and reports share: how a fit, a score, an ending or a way of meeting is said. Plain text only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.model import Scenario
    from simulator.session import Session


PRACTICE_ONLY = "This is practice, not therapy, and not a crisis tool."
NO_REAL_CLIENTS = "Never enter real clients' details."
STOP_ANY_TIME = "You can stop at any time without penalty."
CARE = (
    "If this touches you, talk to someone you trust or to your supervisor. "
    "In danger or distress, turn to your local emergency or crisis services."
)
"""Said wherever a scenario could reach the trainee as a person."""
CAUTION = "Practice feedback on what was typed. Not validated by clinicians; no measure of fitness to practise."
"""Stands wherever a score could be taken for more than it is."""

CHANCES = "What to try differently"
SERIOUS = "Serious"
TESTS = "Tests and coaching"
MARKS = "What you marked"
NOTES = "About this patient"
COUNTS = "Counts"
ABOUT_COUNTS = "How often each was heard. A count is never a verdict."
"""Heads of the parts in which a session is explained; that of the strengths names the patient."""

SILENCE = "(you wait in silence)"
UNSAID = "(left unsaid)"
LEFT_OUT = "Nothing was heard in it that a rule speaks of, so its fit is left out of the score."
MODES = {"in_person": "in person", "video": "by video", "phone": "by phone", "text": "by text"}
"""How one meets, in words."""
FEEDBACK_WHILE_PLAYING = {
    "coach": "shown after each turn",
    "quiet": "kept for the end",
    "assess": "kept for the end; no hints and no second tries meanwhile",
}
"""How a session was played, by the store's name for it."""

_FITS = {
    -3: "strongly against what was needed",
    -2: "against what was needed",
    -1: "a little against what was needed",
    0: "neither for nor against",
    1: "partly met it",
    2: "met it",
    3: "met it fully",
}
_ENDINGS = {
    "good": "It ended well for {name}.",
    "mixed": "It ended with some things eased for {name} and some left open.",
    "poor": "It ended badly for {name}.",
    "left": "{name} left before the work was done.",
}


def who(scenario: Scenario) -> str:
    """The patient, as a list shows them: `Ellie, 16`."""
    return f"{scenario.persona.name}, {scenario.persona.age}"


def strengths_head(patient: str) -> str:
    """Head of what went well."""
    return f"What met {patient}'s need"


def ending_words(session: Session) -> str:
    """How a session ended, or that it has not ended, in a plain sentence."""
    name, turns = session.scenario.persona.name, plural(len(session.turns), "turn")
    ending = session.ending
    if ending is None:
        return f"This session has not ended. The report goes as far as it went: {turns}."
    if session.state.ending is None:
        return f"You ended the session after {turns}."
    return f"{_ENDINGS[ending.kind].format(name=name)} The session took {turns}."


def fit_words(fit: int | None) -> str:
    """A fit in words: `met it fully`; one that was not judged says why."""
    return "the reply was not understood" if fit is None else _FITS[fit]


def fit_mark(fit: int | None) -> str:
    """A symbol and the number, never a colour alone: `▲ +2`, `◆ 0`, `▼ −2`, `? not judged`."""
    if fit is None:
        return "? not judged"
    symbol = "▲" if fit > 0 else "▼" if fit < 0 else "◆"
    return f"{symbol} {signed(fit)}"


def points(tenths: int | None) -> str:
    """A score as a score: `62.5 of 100`, or that nothing was observed."""
    return "not observed" if tenths is None else f"{tenths // 10}.{tenths % 10} of 100"


def level_name(scenario: Scenario, name: str) -> str:
    """A state or a belief in words: `trust`, `the fear “if I ask for help, then I will get silence”`."""
    is_belief = name.startswith("beliefs.")
    return fear_words(scenario, name.removeprefix("beliefs.")) if is_belief else name.replace("_", " ")


def fear_words(scenario: Scenario, name: str) -> str:
    """A pathogenic belief as the rule it is; one that the scenario does not know is `an old fear`."""
    belief = scenario.beliefs.get(name)
    if belief is None:
        return "an old fear"
    goal = _within_sentence(belief.goal).removeprefix("to ").rstrip(".")
    return f"the fear “if I {goal}, then {_within_sentence(belief.danger).rstrip('.')}”"


def _within_sentence(text: str) -> str:
    """The text with a small letter at its head, unless it begins with `I`."""
    line = " ".join(text.split())
    first = line.split("’")[0].split("'")[0].split(" ")[0]
    return line if first == "I" else f"{line[:1].lower()}{line[1:]}"


def signed(value: int) -> str:
    """A whole number with its sign, the minus as a minus: `+2`, `0`, `−3`."""
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"


def plural(number: int, noun: str) -> str:
    """`1 turn`, `3 turns`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def joined(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def sentence(text: str) -> str:
    """The text with a capital at its head and a full stop at its end."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?", "…")) else ".")


def shortened(text: str, limit: int) -> str:
    """The text on one line, cut at a word with an ellipsis where it is longer than `limit` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    return f"{head.rsplit(' ', 1)[0] if ' ' in head else head}…"
