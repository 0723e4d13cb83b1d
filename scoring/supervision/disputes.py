"""What trainees hold to be heard wrongly, and what people said to it. An answer is a rating: it stands beside, too."""

from __future__ import annotations

from typing import NamedTuple

from scenarios import vocabulary
from scoring.marks import dispute_words
from scoring.supervision.overridden import People
from scoring.words import sentence
from simulator.marks import Disputed
from simulator.ratings import CODE, Rating
from simulator.session import Session


class Answered(NamedTuple):
    """One dispute that stands, and what counts of what people said to it."""

    dispute: Disputed
    rating: Rating | None
    """The effective rating of the disputed code in this turn; `None` where nobody has rated it."""

    @property
    def agrees(self) -> bool | None:
        """Whether the person sees it as the trainee does; `None`: nobody has rated it."""
        if self.rating is None:
            return None
        return bool(self.rating.judgement.value) == (self.dispute.claim == "not_heard")


def answered(session: Session, people: People) -> tuple[Answered, ...]:
    """Every dispute that stands, in order of turns"""
    every = sorted(session.disputes, key=lambda dispute: (dispute.n, dispute.code))
    return tuple(Answered(dispute, people.get((dispute.n, f"{CODE}{dispute.code}"))) for dispute in every)


def to_trainee(one: Answered) -> str:
    """Dispute and answer as the trainee reads them: `you disagree that … heron on 2026-03-02: it is not there, …`."""
    return _joined(dispute_words(one.dispute), one, "as you say")


def dispute_told(dispute: Disputed, people: People) -> str:
    """The same of one dispute."""
    return to_trainee(Answered(dispute, people.get((dispute.n, f"{CODE}{dispute.code}"))))


def to_supervisor(one: Answered) -> str:
    """The same for those who supervise: `The trainee disagrees that “advice” was heard: I only asked.`"""
    label = vocabulary.label(one.dispute.code).lower()
    claim = (
        f"The trainee disagrees that “{label}” was heard"
        if one.dispute.claim == "not_shown"
        else f"The trainee holds that “{label}” was there and was not heard"
    )
    reason = " ".join(one.dispute.reason.split())
    return _joined(f"{claim}: {reason}" if reason else claim, one, "as the trainee says")


def _joined(said: str, one: Answered, agreeing: str) -> str:
    if one.rating is None:
        return _ended(said)
    judgement = one.rating.judgement
    how = agreeing if one.agrees else "as the machine has it"
    there = "it is there" if judgement.value else "it is not there"
    comment = " ".join(judgement.comment.split())
    because = f", because: “{comment}”" if comment else "."
    return f"{_ended(said)} {one.rating.rater} on {one.rating.at:%Y-%m-%d}: {there}, {how}{because}"


def _ended(text: str) -> str:
    return f"{text[:1]}{sentence(text)[1:]}"
