"""Words that several screens share: how a fit, an ending or a way of meeting is said. Plain text, no Textual."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.model import Scenario
from simulator.session import Session

PRACTICE_ONLY = "This is practice, not therapy, and not a crisis tool."
NO_REAL_CLIENTS = "Never enter real clients' details."
CARE = (
    "If this touches you, stop at any time, without penalty, and talk to someone you trust or to your supervisor. "
    "In danger or distress, turn to your local emergency or crisis services."
)
"""Said wherever a scenario could reach the trainee as a person."""

MODES = {"in_person": "in person", "video": "by video", "phone": "by phone", "text": "by text"}
"""How one meets, in words."""

_ENDINGS = {
    "good": "It ended well for {name}.",
    "mixed": "It ended with some things eased for {name} and some left open.",
    "poor": "It ended badly for {name}.",
    "left": "{name} left before the work was done.",
}


def who(scenario: Scenario) -> str:
    """The patient, as a list shows them: `Ellie, 16`."""
    return f"{scenario.persona.name}, {scenario.persona.age}"


def signed(value: int) -> str:
    """A whole number with its sign, the minus as a minus: `+2`, `0`, `−3`."""
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"


def fit_mark(fit: int | None) -> str:
    """A symbol and the number, never a colour alone: `▲ +2`, `◆ 0`, `▼ −2`, `? not judged`."""
    if fit is None:
        return "? not judged"
    symbol = "▲" if fit > 0 else "▼" if fit < 0 else "◆"
    return f"{symbol} {signed(fit)}"


def plural(number: int, noun: str) -> str:
    """`1 turn`, `3 turns`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def points(tenths: int | None) -> str:
    """A score as a score: `62.5 of 100`, or that nothing was observed."""
    return "not observed" if tenths is None else f"{tenths // 10}.{tenths % 10} of 100"


def joined(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def shortened(text: str, limit: int) -> str:
    """The text on one line, cut at a word with an ellipsis where it is longer than `limit` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    return f"{head.rsplit(' ', 1)[0] if ' ' in head else head}…"


def ending_words(session: Session) -> str:
    """How a session ended, in one plain sentence."""
    name = session.scenario.persona.name
    ending = session.ending
    if ending is None:
        return "The session goes on."
    if session.state.ending is None:
        return f"You ended the session after {plural(len(session.turns), 'turn')}."
    return _ENDINGS[ending.kind].format(name=name)


def state_name(name: str) -> str:
    """What changed in the patient; a belief is not given away by name while the session runs."""
    return "an old fear" if name.startswith("beliefs.") else name.replace("_", " ")
