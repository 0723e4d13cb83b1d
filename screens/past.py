"""What lies behind a trainee: sessions at a glance, and how one stands with each patient. Plain values, no Textual.

First tries and second tries are told apart everywhere: a second try begins where the first one stood.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from scoring.scores import DIMENSIONS
from scoring.words import plural, points
from screens.search import fits

if TYPE_CHECKING:
    from scenarios.model import EndingKind

SCORED = ("overall", *DIMENSIONS)
"""What a session has points in, in the order in which it is told."""
DUE_DAYS = 14
DUE_BELOW = 600
"""Tenths of a point of the last overall score."""
DUE_RULE = (
    f"A patient is due again when the last practice is more than {DUE_DAYS} days ago, "
    f"or when the last overall score is under {DUE_BELOW // 10}."
)

Points = Mapping[str, int | None]
"""Tenths of a point by `SCORED`, 0–1000; `None`: not observed."""

_ENDINGS: Mapping[str, str] = {
    "good": "ended well",
    "mixed": "ended mixed",
    "poor": "ended badly",
    "left": "left early",
}


@dataclass(frozen=True, slots=True)
class Past:
    """One kept session at a glance."""

    id: str
    scenario: str
    """Id of its scenario."""
    title: str
    """`Ellie, 16: If you were me`."""
    begun: datetime
    when: str
    """When it was begun, in words of the trainee's own time."""
    turns: int
    """Turns that the patient has answered."""
    is_over: bool
    mode: str = ""
    sent: int = 0
    """Replies sent, of an unfinished session; one more than `turns` where the last was not answered yet."""
    has_draft: bool = False
    """Whether words were typed and not sent."""
    is_again: bool = False
    """Whether it is a second try."""
    again_turn: int | None = None
    """For a second try: the last turn that was taken over."""
    ending: EndingKind | None = None
    """`None` while it goes on, and as long as it was not looked into."""
    points: Points | None = None
    """`None` as long as they were not computed."""
    trouble: str = ""
    """Why it cannot be looked into; empty where it can."""

    @property
    def counts(self) -> bool:
        """Whether its points belong to best and last: it is over, and at least one turn was taken."""
        return self.is_over and self.turns > 0

    @property
    def how_far(self) -> str:
        """What stands beside an unfinished session: how far it is, and what waits."""
        far = f"{plural(self.turns, 'turn')} so far"
        if self.sent > self.turns:
            far = f"{self.sent} sent, {self.turns} answered"
        return " · ".join((far, *(["draft waiting"] if self.has_draft else []), *self.marks))

    @property
    def detail(self) -> str:
        """The same, and since when."""
        return f"{self.how_far} · begun {self.when}"

    @property
    def marks(self) -> tuple[str, ...]:
        """What sets it apart from a plain first try."""
        if not self.is_again:
            return ()
        return ("second try" if self.again_turn is None else f"second try from turn {self.again_turn + 1}",)

    def fits(self, query: str) -> bool:
        """Whether it is found by what is typed: patient, title, date, outcome, mode, or that it is a second try."""
        return fits(query, (self.title, self.scenario, self.when, self.outcome, self.mode, *self.marks))

    @property
    def outcome(self) -> str:
        """How it stands, in a word or two."""
        if self.trouble:
            return "unreadable"
        if not self.is_over:
            return "not finished"
        return "over" if self.ending is None else _ENDINGS[self.ending]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one stands with one patient. Best and last are of first tries that are over."""

    tries: int = 0
    second_tries: int = 0
    last: Past | None = None
    """The last first try that is over."""
    best: Points | None = None
    """The best of each; `None` within: never observed. `None` as a whole: nothing computed yet."""
    due: str = ""
    """Why this patient is due again, in words; empty where it is not."""

    @property
    def overall_words(self) -> str:
        """Best and last overall in a few words; empty before the first try, or before they are computed."""
        if self.best is None or self.last is None or self.last.points is None:
            return ""
        best, last = self.best["overall"], self.last.points["overall"]
        if best is None:
            return "not observed"
        return f"best {short(best)} · last {short(last)}" if self.tries > 1 else short(last)


def short(tenths: int | None) -> str:
    """Points in a narrow place: `62.5`, or `n/o` for not observed, which is no zero."""
    return "n/o" if tenths is None else f"{tenths // 10}.{tenths % 10}"


def standings(past: Iterable[Past], now: datetime) -> dict[str, Standing]:
    """How one stands with each patient that was practised with. `past` newest first."""
    by_patient: dict[str, list[Past]] = {}
    for one in past:
        if one.counts:
            by_patient.setdefault(one.scenario, []).append(one)
    return {name: _standing(sessions, now) for name, sessions in by_patient.items()}


def _standing(sessions: list[Past], now: datetime) -> Standing:
    first = [one for one in sessions if not one.is_again]
    last = first[0] if first else None
    scored = [one.points for one in first if one.points is not None]
    best = {name: _best(one[name] for one in scored) for name in SCORED} if scored else None
    return Standing(len(first), len(sessions) - len(first), last, best, due_words(sessions[0].begun, last, now))


def _best(found: Iterable[int | None]) -> int | None:
    return max((tenths for tenths in found if tenths is not None), default=None)


def due_words(practised: datetime, last: Past | None, now: datetime) -> str:
    """Why one is due again by `DUE_RULE`; empty where one is not. `practised`: when one practised last."""
    since = now - practised
    if since > timedelta(days=DUE_DAYS):
        return f"last practised {plural(since.days, 'day')} ago"
    overall = None if last is None or last.points is None else last.points["overall"]
    return f"last overall {points(overall)}" if overall is not None and overall < DUE_BELOW else ""
