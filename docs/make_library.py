"""Writes docs/library.md from the shipped scenarios, so that the page can never promise a patient who is not there.

Run `python -m docs.make_library` after changing a patient or a pack; a test compares the page with the library.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scenarios.findings import findings, practised, table
from scenarios.library import shipped
from scenarios.load import load_scenario
from scenarios.model import Scenario
from scenarios.packs import shipped_packs
from scoring.scores import DIMENSION_LABELS, DIMENSIONS
from scoring.words import MODES

PAGE = Path(__file__).with_name("library.md")


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    patients = {name: load_scenario(path) for name, path in shipped().items()}
    yield "# The library"
    yield ""
    yield "Made from the scenarios by `docs/make_library.py`. Patients are fictional; no clinician has reviewed them."
    yield ""
    yield "## Patients"
    yield ""
    yield "| patient | setting | level | minutes | trains | findings |"
    yield "|---|---|---|---|---|---|"
    for name, one in patients.items():
        about = one.about
        setting = f"{one.setting.service}, {MODES[one.setting.mode]}"
        yield (
            f"| **{one.persona.name}** `{name}`: {one.title} | {setting} | {about.level} | {about.minutes} "
            f"| {_trains(one)} | {', '.join(practised(one))} |"
        )
    yield ""
    yield "## Packs"
    yield ""
    for pack in shipped_packs():
        minutes = sum(patients[name].about.minutes for name in pack.patients)
        order = ", ".join(f"{patients[name].persona.name} (`{name}`)" for name in pack.patients)
        yield f"**{pack.title}** (`{pack.id}`, about {minutes} minutes): {order}."
        yield ""
        for aim in pack.aims:
            yield f"- {aim}"
        yield ""
    yield "## Where each finding is practised"
    yield ""
    yield "Findings after Li and colleagues (2024), doi 10.1080/10503307.2024.2360448, in our words:"
    yield "what 148 adults said had helped and harmed in NHS therapy. Opinions looking back, not causes."
    yield ""
    yield "| finding | | practised with |"
    yield "|---|---|---|"
    for name, who in table(patients.values()).items():
        yield f"| {name} | {findings()[name]} | {', '.join(one.persona.name for one in who)} |"


def _trains(one: Scenario) -> str:
    weights = {name: getattr(one.rubric, name) for name in DIMENSIONS}
    return ", ".join(
        DIMENSION_LABELS[name].lower() for name in sorted(weights, key=lambda key: -weights[key]) if weights[name]
    )


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
