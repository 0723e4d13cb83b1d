"""Writes docs/library-playthroughs.md: every patient played in five styles, the expected order beside the scores.

Run `python -m docs.make_playthroughs` after changing a patient, the coder or the rubric, and then read the reasons in
`docs/playthroughs.yaml` again: they are written by hand, and speak of the scores that stood there at the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from scenarios.library import find, shipped
from scenarios.load import load_scenario
from scoring.coder import load_coder
from scoring.rubric import score
from scoring.scores import DIMENSION_LABELS, DIMENSIONS, Scores
from simulator.practice import Memory, Practice

PAGE = Path(__file__).with_name("library-playthroughs.md")
REASONS = Path(__file__).with_name("playthroughs.yaml")
SESSIONS = Path(__file__).parents[1] / "tests" / "scripts" / "styles"
STYLES: Mapping[str, str] = {
    "K": "skilled",
    "W": "warm but unskilled",
    "T": "hiding behind technique",
    "B": "brusque",
    "O": "over-sharing",
}
"""Letter in file names and tables, and what it stands for."""


def expected() -> Mapping[str, Mapping[str, list[str]]]:
    """For each patient and dimension the styles, best first; letters in one group may come in any order."""
    found: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load((SESSIONS / "expected.yaml").read_text("utf-8"))
    return found


@cache
def scored(patient: str, style: str) -> tuple[Scores, str]:
    """The scores of one kept session, and the kind of its ending (`open` where the replies ran out before it)."""
    practice = Practice.begin(load_scenario(find(patient)), Memory(), load_coder(), seed=1, rubric_version="1")
    for reply in (SESSIONS / f"{patient}-{style}.txt").read_text("utf-8").splitlines():
        if practice.session.ending is None:
            practice.send(reply)
    ending = practice.session.ending
    return score(practice.session), ending.kind if ending else "open"


def out_of_order(groups: list[str], points: Mapping[str, float | None]) -> list[tuple[str, str]]:
    """Pairs (better, worse) of the expected order that the scores do not bear out; a tie does not bear it out."""
    rank = {style: i for i, group in enumerate(groups) for style in group}
    return [
        (better, worse)
        for better, high in points.items()
        for worse, low in points.items()
        if rank[better] < rank[worse] and high is not None and low is not None and high <= low
    ]


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    texts: dict[str, Any] = yaml.safe_load(REASONS.read_text("utf-8"))
    coder = load_coder()
    yield "# The patients played in five styles"
    yield ""
    yield f"Made by `docs/make_playthroughs.py` with coder {coder.version}; the reasons are written by hand."
    yield ""
    yield texts["before"].strip()
    yield ""
    yield "Letters: " + ", ".join(f"**{letter}** {name}" for letter, name in STYLES.items()) + "."
    yield "`K > WT > B` expects K above W and T, in whichever order, and those above B. A dash: not observed."
    yield ""
    yield from _summary()
    yield ""
    yield texts["after"].strip()
    for name, by_dimension in expected().items():
        one = load_scenario(shipped()[name])
        yield ""
        yield f"## {one.persona.name}, {one.title} (`{name}`)"
        yield ""
        yield "| | expected | " + " | ".join(STYLES) + " | not in the expected order |"
        yield "|---|---|" + "---|" * (len(STYLES) + 1)
        for dimension, groups in by_dimension.items():
            points = _points(name, dimension)
            wrong = ", ".join(f"{a} over {b}" for a, b in out_of_order(groups, points)) or "–"
            cells = " | ".join("–" if value is None else f"{value:.1f}" for value in points.values())
            yield f"| {DIMENSION_LABELS[dimension]} | {' > '.join(groups)} | {cells} | {wrong} |"
        yield "| Ending | | " + " | ".join(scored(name, style)[1] for style in STYLES) + " | |"
        yield ""
        yield texts["patients"][name].strip()


def _points(name: str, dimension: str) -> dict[str, float | None]:
    return {style: scored(name, style)[0].dimension(dimension).points for style in STYLES}


def _summary() -> Iterator[str]:
    """How many expected pairs the scores bear out, by dimension."""
    yield "| | pairs expected and observed | borne out |"
    yield "|---|---|---|"
    for dimension in (*DIMENSIONS, "overall"):
        pairs = wrong = 0
        for name, by_dimension in expected().items():
            if dimension not in by_dimension:
                continue
            groups, points = by_dimension[dimension], _points(name, dimension)
            rank = {style: i for i, group in enumerate(groups) for style in group}
            seen = [style for style, value in points.items() if value is not None]
            pairs += sum(rank[a] < rank[b] for a in seen for b in seen)
            wrong += len(out_of_order(groups, points))
        yield f"| {DIMENSION_LABELS[dimension]} | {pairs} | {pairs - wrong} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
