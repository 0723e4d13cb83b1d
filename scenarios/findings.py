"""Which findings of the research each patient lets a trainee practise, from the `sources` of the scenarios."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from scenarios.model import Scenario

_NAMED = re.compile(r"\bS[1-9][0-9]?\b")


@cache
def findings() -> Mapping[str, str]:
    """Every finding, S1–S32, in one line each, in order."""
    import yaml  # noqa: PLC0415  10 ms, and the first paint needs no findings

    text = resources.files("scenarios").joinpath("data", "findings.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text)["findings"])


def practised(scenario: Scenario) -> tuple[str, ...]:
    """The findings that a scenario names in its sources, in their order.

    Only what stands before a colon is a name: "S4: … (compare S5)" names S4.
    """
    named = {name for source in scenario.about.sources for name in _NAMED.findall(source.partition(":")[0])}
    return tuple(name for name in findings() if name in named)


def table(scenarios: Iterable[Scenario]) -> dict[str, tuple[Scenario, ...]]:
    """For each finding the patients with whom it can be practised, in the order given; empty where there is none."""
    patients = tuple(scenarios)
    return {name: tuple(one for one in patients if name in practised(one)) for name in findings()}
