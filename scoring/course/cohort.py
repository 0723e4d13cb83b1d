"""A class's sessions gathered one by one into counts: nothing of a session is kept that no table needs.

Sessions are given oldest first, since the number of an attempt is counted on the way. Second tries and unfinished
sessions are counted apart and enter nothing else, unless second tries are asked for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from scoring.course.digest import SCORES, Digest

BINS = ((0, 199), (200, 399), (400, 599), (600, 799), (800, 1000))
"""Bounds of the distribution, in tenths of a point, both inclusive."""
UNSEEN = len(BINS)
"""The place of *not observed*, after the bins."""


def bin_of(tenths: int | None) -> int:
    """The place of a score in the distribution; *not observed* has its own."""
    if tenths is None:
        return UNSEEN
    return next(i for i, (_, last) in enumerate(BINS) if tenths <= last)


@dataclass(slots=True)
class Group:
    """Scores of some sessions and whose they are."""

    scores: list[int] = field(default_factory=list)
    """Observed ones, in tenths."""
    trainees: set[int] = field(default_factory=set)
    """Of the observed ones."""


@dataclass(slots=True)
class Tally:
    """How many, and whose."""

    count: int = 0
    trainees: set[int] = field(default_factory=set)

    def add(self, trainee: int, count: int = 1) -> None:
        """Count one more, or several, of a trainee."""
        self.count += count
        self.trainees.add(trainee)


@dataclass(slots=True)
class Fits:
    """Judged replies at one moment."""

    total: int = 0
    replies: int = 0
    trainees: set[int] = field(default_factory=set)


class Cohort:
    """What has been gathered so far."""

    def __init__(self, *, with_second_tries: bool = False) -> None:
        """`with_second_tries`: second tries count like first ones."""
        self.with_second_tries = with_second_tries
        self.sessions = Tally()
        self.second_tries = Tally()
        self.unfinished = Tally()
        self.unclear = Tally()
        """Replies that were not understood."""
        self.cells: dict[tuple[str, str, int], Tally] = defaultdict(Tally)
        """By score, scenario and place in the distribution."""
        self.groups: dict[tuple[str, str], Group] = defaultdict(Group)
        """By score and scenario."""
        self.attempts: dict[tuple[str, int], Group] = defaultdict(Group)
        """By scenario and number of the attempt: the overall score."""
        self.attempted: dict[tuple[str, int], Tally] = defaultdict(Tally)
        """By scenario and number of the attempt: sessions, observed or not."""
        self.moments: dict[tuple[str, str, str], Fits] = defaultdict(Fits)
        """By scenario, beat and need."""
        self.tests: dict[tuple[str, str, str], Tally] = defaultdict(Tally)
        """By scenario, beat and outcome."""
        self.heard: dict[str, Tally] = defaultdict(Tally)
        """Sessions in which a code was heard."""
        self.disputed: dict[tuple[str, str], Tally] = defaultdict(Tally)
        """By code and claim."""
        self.versions: dict[str, set[str]] = defaultdict(set)
        """Of each scenario."""
        self.scored_by: dict[tuple[str, str, bool], Tally] = defaultdict(Tally)
        """By rubric, coder and whether a re-scoring was kept."""
        self.people: dict[str, dict[str, Group]] = defaultdict(lambda: defaultdict(Group))
        """By pseudonym and scenario: the overall score; shown only on request."""
        self._numbers: dict[str, int] = {}
        self._taken: Counter[tuple[int, str]] = Counter()

    def add(self, digest: Digest) -> None:
        """Count one session; those of a trainee have to come in the order in which they were begun."""
        trainee = self._numbers.setdefault(digest.trainee, len(self._numbers))
        if not digest.ending:
            self.unfinished.add(trainee)
            return
        if digest.is_again:
            self.second_tries.add(trainee)
            if not self.with_second_tries:
                return
        self.sessions.add(trainee)
        if digest.unclear:
            self.unclear.add(trainee, digest.unclear)
        self.versions[digest.scenario].add(digest.version)
        self.scored_by[digest.rubric, digest.coder, digest.is_rescored].add(trainee)
        self._add_scores(digest, trainee)
        self._add_moments(digest, trainee)

    def _add_scores(self, digest: Digest, trainee: int) -> None:
        scenario = digest.scenario
        self._taken[trainee, scenario] += 1
        attempt = self._taken[trainee, scenario]
        self.attempted[scenario, attempt].add(trainee)
        for name, tenths in zip(SCORES, digest.tenths, strict=True):
            self.cells[name, scenario, bin_of(tenths)].add(trainee)
            if tenths is not None:
                _note(self.groups[name, scenario], tenths, trainee)
        overall = digest.score("overall")
        person = self.people[digest.trainee][scenario]
        if overall is not None:
            _note(self.attempts[scenario, attempt], overall, trainee)
            _note(person, overall, trainee)

    def _add_moments(self, digest: Digest, trainee: int) -> None:
        scenario = digest.scenario
        for turn in digest.judged:
            fits = self.moments[scenario, turn.beat, turn.need]
            fits.total += turn.fit
            fits.replies += 1
            fits.trainees.add(trainee)
        for beat, outcome in digest.tests:
            self.tests[scenario, beat, outcome].add(trainee)
        for code in digest.heard:
            self.heard[code].add(trainee)
        for code, claim in digest.disputes:
            self.disputed[code, claim].add(trainee)


def _note(group: Group, tenths: int, trainee: int) -> None:
    group.scores.append(tenths)
    group.trainees.add(trainee)
