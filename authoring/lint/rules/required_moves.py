"""Danger and confidentiality situations in which the move that is called for meets no answer of the patient's."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.lint.subject import Subject
from scenarios import vocabulary
from scenarios.faults import Fault
from scenarios.model import Beat, Reaction

CODE = "move-unheard"


def check(subject: Subject) -> Iterator[Fault]:
    """`move-unheard` for every move required by a beat that no entry within its window speaks of."""
    for beat in subject.scenario.beats.values():
        yield from _risk(subject, beat)
        yield from _situation(subject, beat)


def _risk(subject: Subject, beat: Beat) -> Iterator[Fault]:
    moment = beat.moment
    if moment is None or moment.risk == "none" or beat.confidentiality is not None:
        return
    if _heard(subject, beat.id, 1).isdisjoint({"risk_inquiry", "risk_assessment"}):
        yield subject.warn(
            subject.value("beats", beat.id, "moment", "risk"), CODE,
            f"`{beat.id}` speaks of danger, and the patient has no answer to a trainee who asks about it.",
            "Add an entry for `risk_inquiry or risk_assessment`, here or in `defaults`.",
        )  # fmt: skip


def _situation(subject: Subject, beat: Beat) -> Iterator[Fault]:
    sharing = beat.confidentiality
    if sharing is None:
        return
    situation = vocabulary.situations()[sharing.situation]
    heard = _heard(subject, beat.id, sharing.window or situation.window)
    for rule in situation.required:
        if not rule.any & heard:
            yield subject.warn(
                subject.value("beats", beat.id, "confidentiality", "situation"), CODE,
                f"{situation.id} asks of the trainee: {rule.text.rstrip('.')}. No entry hears it.",
                f"Add an entry for `{' or '.join(sorted(rule.any)[:3])}`, here or in `defaults`.",
            )  # fmt: skip


def _heard(subject: Subject, start: str, window: int) -> frozenset[str]:
    """Codes that entries speak of within so many replies from a beat."""
    scenario = subject.scenario
    heard = _codes(scenario.defaults.hears)
    seen, edge = {start}, {start}
    for _ in range(window):
        heard = heard.union(*(_codes(scenario.beats[name].hears) for name in edge))
        edge = {after for name in edge for after in subject.graph[name]} - seen
        seen |= edge
    return heard


def _codes(entries: tuple[Reaction, ...]) -> frozenset[str]:
    return frozenset().union(*(entry.key.speaks_of for entry in entries if entry.key))
