"""What a course needs of one session: its scores and what was judged, without a word that anybody said.

A digest is made from a session's result (`scoring.result`), whether that was computed just now or kept by a
re-scoring, so that reports and grade files cannot differ about a session.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from scenarios.model import Scenario
from scoring.scores import DIMENSIONS
from simulator.marks import Disputed
from simulator.store_records import SessionRecord

SCORES = ("overall", *DIMENSIONS)
"""The scores of a digest, in the order in which they are shown."""


class JudgedTurn(NamedTuple):
    """One turn that was understood and judged."""

    beat: str
    need: str
    """What the patient was after, as `moments.yaml` names it; empty where the moment has none."""
    fit: int


class Digest(NamedTuple):
    """One session at the distance of a course."""

    session: str
    trainee: str
    """A pseudonym; empty where none was given."""
    scenario: str
    version: str
    started_at: datetime
    updated_at: datetime
    ending: str
    """`good`, `mixed`, `poor` or `left`; empty while it goes on."""
    is_again: bool
    """A second try: it began with turns of another session."""
    turns: int
    tenths: tuple[int | None, ...]
    """In the order of `SCORES`, 0–1000; `None`: not observed."""
    judged: tuple[JudgedTurn, ...]
    tests: tuple[tuple[str, str], ...]
    """Each test that was decided: the beat that set it, and `passed`, `partly`, `failed` or `lapsed`."""
    heard: frozenset[str]
    disputes: tuple[tuple[str, str], ...]
    """Code and claim (`not_shown`, `not_heard`) of each reading that the trainee holds to be wrong."""
    unclear: int
    """Replies that were not understood and so not judged."""
    rubric: str
    coder: str
    is_rescored: bool
    """The scores are those of a re-scoring that was kept."""

    def score(self, name: str) -> int | None:
        """One of `SCORES` in tenths; `None`: not observed."""
        return self.tenths[SCORES.index(name)]


def digest_of(
    record: SessionRecord,
    scenario: Scenario,
    result: Mapping[str, Any],
    disputes: Iterable[Disputed] = (),
    *,
    is_rescored: bool = False,
) -> Digest:
    """The digest of a session from its result, as `scoring.result.session_result` gives it."""
    turns, scores, ending = result["turns"], result["scores"], result["ending"]
    return Digest(
        session=record.id,
        trainee=record.trainee,
        scenario=record.scenario_id,
        version=record.version,
        started_at=record.started_at,
        updated_at=record.updated_at,
        ending="" if ending is None else ending["kind"],
        is_again=record.again_of is not None,
        turns=len(turns),
        tenths=tuple(_tenths(scores[name]["score"]) for name in SCORES),
        judged=tuple(
            JudgedTurn(turn["beat"], _need(scenario, turn["beat"]), turn["fit"])
            for turn in turns
            if turn["fit"] is not None and (turn["codes"] or turn["reply"] == "(silence)")
        ),
        tests=tuple(_tests(scores["responsiveness"]["evidence"])),
        heard=frozenset(span["code"] for turn in turns for span in turn["codes"]),
        disputes=tuple((dispute.code, dispute.claim) for dispute in disputes),
        unclear=sum(turn["unclear"] for turn in turns),
        rubric=result["rubric"]["version"],
        coder=f"{result['coder']['id']} {result['coder']['version']}",
        is_rescored=is_rescored,
    )


def _tenths(points: float | None) -> int | None:
    return None if points is None else round(points * 10)


def _tests(evidence: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Tests as the rubric counted them; what is half answered and still open is no outcome yet."""
    for item in evidence:
        beat, is_test, outcome = item["rule"].rpartition(".test.")
        if is_test:
            yield beat, outcome


def _need(scenario: Scenario, beat: str) -> str:
    moment = scenario.beats[beat].moment
    return "" if moment is None else moment.needs
