"""Beats in which a session would never end."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.lint.subject import Subject
from authoring.lint.ways import leading_to, reached
from scenarios.faults import Fault

CODE = "no-way-out"


def check(subject: Subject) -> Iterator[Fault]:
    """`no-way-out` for beats that the patient cannot leave, and for circles without an ending."""
    scenario = subject.scenario
    endings = [beat.id for beat in scenario.endings]
    if not endings:
        return  # told once, as `no-ending`
    graph = subject.graph
    here = reached(graph, [scenario.start])
    stuck = [name for name in scenario.beats if name in here - leading_to(graph, endings)]
    dead_ends = [name for name in stuck if graph[name] <= {name}]
    for name in dead_ends:
        yield subject.warn(
            subject.key("beats", name), CODE, f"From the beat `{name}` there is no way on, and it is no ending.",
            "Add a `limit`, a `go`, or `ending: good` (or mixed, poor, left).",
        )  # fmt: skip
    circling = [name for name in stuck if name not in leading_to(graph, dead_ends)]
    while circling:
        circle = reached(graph, [circling[0]])
        names = ", ".join(f"`{name}`" for name in circling if name in circle)
        yield subject.warn(
            subject.key("beats", circling[0]), CODE, f"From here the session never ends: it goes round in {names}.",
            "Let a `go` or a `limit` lead on towards an ending.",
        )  # fmt: skip
        circling = [name for name in circling if name not in circle]
