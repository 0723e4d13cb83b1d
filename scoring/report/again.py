"""Which moments of a session are most worth trying again. Pure."""

from __future__ import annotations

from scoring.report.view import Finding, Report, SeriousView

MOST = 2
"""More than two at once teach nothing."""


def worth_trying(report: Report) -> tuple[Finding | SeriousView, ...]:
    """At most two, from different turns: serious errors first, then what went most against the need; in order."""
    ranked: list[Finding | SeriousView] = [
        *sorted((item for item in report.serious if item.turn), key=lambda item: not item.is_cap),
        *sorted((item for item in report.chances if item.turn), key=lambda item: item.value),
    ]
    chosen: dict[int, Finding | SeriousView] = {}
    for item in ranked:
        if len(chosen) < MOST:
            chosen.setdefault(item.turn, item)
    return tuple(chosen[turn] for turn in sorted(chosen))
