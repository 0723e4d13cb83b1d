"""A session as JSON: what `attune play --json` prints, and under `report` everything that the other formats say."""

from __future__ import annotations

import json
from dataclasses import asdict

from scoring.report.view import Report
from scoring.result import session_result
from scoring.scores import Scores
from simulator.session import Session


def report_json(session: Session, report: Report, scores: Scores | None = None) -> str:
    """One object, ended by a newline; the same session gives the same bytes."""
    plain = {**session_result(session, scores=scores), "report": asdict(report)}
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
