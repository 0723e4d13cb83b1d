"""What a trainee marked beside the conversation, in words: hints taken, own ratings, disagreement with the reading.

Plain words for screens and reports alike. Marks never change a score; wherever they are shown, that is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scenarios import vocabulary
from scoring.words import fit_mark, fit_words, plural, sentence
from simulator.marks import Disputed, Hinted, Mark, SelfRated
from simulator.session import Session

Say = Callable[[int | None], str]
"""How a fit is said; `None`: it was not judged."""
NO_EFFECT = "None of this changes a score. A supervisor sees it with the session."


@dataclass(frozen=True, slots=True)
class RatedTurn:
    """A reply as its writer rated it, beside the fit that was computed."""

    n: int
    own: int
    """−3…+3, the trainee's."""
    fit: int | None
    """−3…+3; `None`: the reply was not understood."""
    note: str
    """Why, in the trainee's words; empty where none were given."""


def marks_on(session: Session, n: int) -> tuple[Mark, ...]:
    """Every mark on turn `n`, in order, those taken back too."""
    return tuple(mark for mark in session.marks if mark.n == n)


def own_ratings(session: Session) -> tuple[RatedTurn, ...]:
    """One for each turn that was rated and answered; the last rating of a turn stands."""
    rated = {mark.n: mark for mark in session.marks if isinstance(mark, SelfRated)}
    return tuple(
        RatedTurn(turn.n, rated[turn.n].fit, turn.move.fit, rated[turn.n].note)
        for turn in session.turns
        if turn.n in rated
    )


def hinted_turns(session: Session) -> tuple[int, ...]:
    """Turns before which a hint was shown, each once."""
    return tuple(sorted({mark.n for mark in session.marks if isinstance(mark, Hinted)}))


def dispute_words(dispute: Disputed) -> str:
    """What is disputed and why: `you disagree that “advice” was heard: I only asked.`"""
    label = vocabulary.label(dispute.code).lower()
    claim = (
        f"you disagree that “{label}” was heard"
        if dispute.claim == "not_shown"
        else f"you hold that “{label}” was there and was not heard"
    )
    return f"{claim}: {dispute.reason}" if dispute.reason else claim


def rating_words(rated: RatedTurn, say: Say = fit_mark) -> str:
    """Own rating and computed fit side by side, without saying which is right."""
    own = f"you rated it {say(rated.own)} ({fit_words(rated.own)})"
    if rated.fit is None:
        beside = "the program did not understand it, so there is nothing to compare"
    elif rated.fit == rated.own:
        beside = "the computed fit is the same"
    else:
        apart = plural(abs(rated.fit - rated.own), "step")
        beside = f"the computed fit is {say(rated.fit)}, {apart} {'higher' if rated.fit > rated.own else 'lower'}"
    return f"{own}; {beside}" + (f". Your note: {rated.note}" if rated.note else "")


def turn_mark_words(
    session: Session, n: int, say: Say = fit_mark, told: Callable[[Disputed], str] = dispute_words
) -> tuple[str, ...]:
    """Everything that stands marked on one turn, as sentences; `told` words a dispute, and what was said to it."""
    if not session.marks:
        return ()
    return (
        *(["a hint was shown before it."] if n in hinted_turns(session) else []),
        *(_ended(rating_words(rated, say)) for rated in own_ratings(session) if rated.n == n),
        *(_ended(told(dispute)) for dispute in session.disputes if dispute.n == n),
    )


def mark_lines(
    session: Session, say: Say = fit_mark, told: Callable[[Disputed], str] = dispute_words
) -> tuple[str, ...]:
    """Everything that stands marked, turn by turn: `Turn 3: you disagree that …`."""
    return tuple(
        f"Turn {turn.n}: {words}" for turn in session.turns for words in turn_mark_words(session, turn.n, say, told)
    )


def agreement_words(session: Session) -> str:
    """How near own ratings came to the computed fit, counted; empty where nothing can be compared."""
    pairs = [(rated.own, rated.fit) for rated in own_ratings(session) if rated.fit is not None]
    if not pairs:
        return ""
    near = sum(abs(own - fit) <= 1 for own, fit in pairs)
    higher = sum(own - fit > 1 for own, fit in pairs)
    lower = len(pairs) - near - higher
    parts = [f"{near} of {plural(len(pairs), 'rating')} lay within one step of the computed fit"]
    parts += [f"{higher} higher"] if higher else []
    parts += [f"{lower} lower"] if lower else []
    return f"{', '.join(parts)}. Neither is the truth; the difference is what to think about."


def _ended(text: str) -> str:
    closed = sentence(text)
    return f"{text[:1]}{closed[1:]}"
