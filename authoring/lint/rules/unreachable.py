"""Beats that nothing leads to."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.lint.subject import Subject
from authoring.lint.ways import reached
from scenarios.faults import Fault


def check(subject: Subject) -> Iterator[Fault]:
    """`unreachable-beat` for every beat that no way from the start leads to."""
    scenario = subject.scenario
    graph = subject.graph
    found = reached(graph, [scenario.start])
    for name in scenario.beats:
        if name in found:
            continue
        from_elsewhere = sorted(other for other in graph if name in graph[other] and other != name)
        message = f"Nothing leads to the beat `{name}`."
        if from_elsewhere:
            message = (
                f"The beat `{name}` is never reached: what leads to it (`{from_elsewhere[0]}`) is not reached either."
            )
        yield subject.warn(
            subject.key("beats", name),
            "unreachable-beat",
            message,
            f"Let some entry or limit `go: {name}`, or remove it.",
        )
