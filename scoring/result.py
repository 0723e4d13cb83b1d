"""One played session as plain values: what `attune play --json` prints and what reports are made from."""

from __future__ import annotations

from typing import Any

from scoring.rubric import score
from scoring.scores import DIMENSIONS, Score, Scores
from simulator.session import Session, Turn

FORMAT = 1


def session_result(session: Session, unused_replies: int = 0, scores: Scores | None = None) -> dict[str, Any]:
    """Everything about a session, computed from it. Same session, same values."""
    found = scores or score(session)
    started, ending = session.started, session.ending
    return {
        "format": FORMAT,
        "scenario": {"id": started.scenario, "version": started.scenario_version, "sha256": started.sha256},
        "coder": {"id": started.coder, "version": started.coder_version},
        "rubric": {"version": found.rubric},
        "seed": started.seed,
        "turns": [_turn(session, turn) for turn in session.turns],
        "ending": None if ending is None else {"id": ending.id, "kind": ending.kind},
        "unused_replies": unused_replies,
        "scores": {name: _score(found.dimension(name)) for name in (*DIMENSIONS, "overall")},
        "critical": [
            {
                "rule": item.rule,
                "turn": item.turn,
                "quote": item.quote,
                "cap": item.cap,
                "text": item.text,
                "repaired": item.repaired,
            }
            for item in found.critical
        ],
        "flags": [
            {
                "rule": item.rule,
                "turn": item.turn,
                "quote": item.quote,
                "confidence": item.confidence,
                "by_person": item.by_person,
                "text": item.text,
            }
            for item in found.flags
        ],
        "counts": found.counts,
    }


def _score(score_: Score) -> dict[str, Any]:
    return {
        "score": score_.points,
        "observed": score_.observed,
        "evidence": [
            {
                "turn": item.turn,
                "quote": item.quote,
                "rule": item.rule,
                "effect": item.effect,
                "value": item.value,
            }
            for item in score_.evidence
        ],
    }


def _turn(session: Session, turn: Turn) -> dict[str, Any]:
    move = turn.move
    decided = next((test for test in move.tests if test.outcome != "waiting"), None)
    return {
        "n": turn.n,
        "beat": move.beat,
        "patient": turn.patient,
        "reply": "(silence)" if turn.reading.silence else turn.reply,
        "codes": [
            {
                "code": span.code,
                "confidence": span.confidence,
                "start": span.start,
                "end": span.end,
                "quote": turn.reply[span.start : span.end],
            }
            for span in move.codes
        ],
        "derived": list(move.derived),
        "unclear": turn.reading.unclear,
        "fit": move.fit,
        "rule": move.rule,
        "because": move.because,
        "test": None
        if decided is None
        else {
            "beat": decided.beat,
            "belief": decided.belief,
            "kind": decided.kind,
            "outcome": decided.outcome,
        },
        "state": turn.state.as_levels(session.scenario),
        "changes": dict(move.deltas),
        "answer": [{"kind": line.kind, "text": line.text} for line in move.lines],
        "next": move.goes,
    }
