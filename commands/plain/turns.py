"""Which turn is meant after a command: `/again 3`, or the only one, or the last."""

from __future__ import annotations

from commands.plain.console import Console
from scoring.words import plural
from simulator.session import Session, Turn


def turn_named(console: Console, session: Session, command: str, rest: str) -> Turn | None:
    """The turn that is meant: by its number, else the last; `None` where there is none, which is said."""
    turns = session.turns
    if not turns:
        console.say("No turn has been taken yet.")
        return None
    if not rest:
        return turns[-1]
    number = rest.removeprefix("turn").strip()
    if number.isdecimal() and 1 <= int(number[:9]) <= len(turns):
        return turns[int(number[:9]) - 1]
    console.say(
        f"There is no turn {rest[:40]}: {plural(len(turns), 'turn')} so far. Type for example /{command} {len(turns)}"
    )
    return None
