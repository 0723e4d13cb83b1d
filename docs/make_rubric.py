"""Writes docs/rubric-rules.md from the rubric's data, so that the page can never say something else.

Run `python -m docs.make_rubric` after changing the rubric or the situations; a test compares the page with the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from scenarios import vocabulary
from scoring.rubric.table import critical_rule, row, rubric, version
from scoring.words import signed

PAGE = Path(__file__).with_name("rubric-rules.md")
TEST_TYPES = ("transference", "passive_into_active")
KINDS = ("met", "late", "undone", "forbidden")


class RuleEntry(NamedTuple):
    """One rule as the page shows it."""

    id: str
    worth: str
    """Its value, or its cap, in words."""
    effect: str
    source: str


def rules() -> Iterator[RuleEntry]:
    """Every rule of the rubric and of the situations, in the order of the page."""
    yield from _responsiveness()
    yield from _self_disclosure()
    yield from _confidentiality()
    yield from _critical()


def _responsiveness() -> Iterator[RuleEntry]:
    table = rubric()["responsiveness"]
    turn = table["turn"]
    yield RuleEntry("responsiveness.turn", "−3 to +3", turn["effect"], turn["source"])
    for kind in TEST_TYPES:
        part = table["test"][kind]
        for outcome in ("passed", "partly", "failed", "lapsed"):
            worth = f"{signed(part[outcome]['value'])}, counts {table['test']['weight']}"
            yield RuleEntry(f"responsiveness.test.{kind}.{outcome}", worth, part[outcome]["effect"], part["source"])
    part = table["coaching"]
    for outcome in ("followed", "missed", "repeated"):
        entry = part[outcome]
        yield RuleEntry(f"responsiveness.coaching.{outcome}", signed(entry["value"]), entry["effect"], part["source"])


def _self_disclosure() -> Iterator[RuleEntry]:
    for name in rubric()["self_disclosure"]["rows"]:
        entry = row(name)
        worth = f"{signed(entry.returned)} · {signed(entry.kept)}"
        if entry.supports != "no":
            worth += ", only where it raises" + (", once" if entry.supports == "best" else "")
        yield RuleEntry(entry.id, f"{worth}, by a person" if entry.by_person else worth, entry.effect, entry.source)


def _confidentiality() -> Iterator[RuleEntry]:
    table = rubric()["confidentiality"]
    for kind in KINDS:
        yield RuleEntry(
            f"confidentiality.{kind}", signed(table[kind]["value"]), f"{table[kind]['effect']}…", table["source"]
        )
    for code, effect in table["anywhere"].items():
        yield RuleEntry(f"confidentiality.{code}", signed(table["forbidden"]["value"]), effect, table["source"])
    for situation in vocabulary.situations().values():
        window = f"within {situation.window}"
        for rule in situation.required:
            yield RuleEntry(f"{situation.id}.{rule.id}", f"required, {window}", rule.text, situation.source)
        for rule in situation.forbidden:
            yield RuleEntry(f"{situation.id}.{rule.id}", f"forbidden, {window}", rule.text, situation.source)


def _critical() -> Iterator[RuleEntry]:
    lift = rubric()["critical"]["repair_lifts"]
    for name in rubric()["critical"]["rules"]:
        rule = critical_rule(name)
        after = f"{rule.cap + lift} after {', '.join(sorted(rule.repaired_by))}" if rule.repaired_by else "for good"
        worth = f"at most {rule.cap}; {after}"
        yield RuleEntry(rule.id, f"{worth}; by a person" if rule.by_person else worth, rule.text, rule.source)


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f"# Every rule of the rubric, version {version()}"
    yield ""
    yield "Made from `scoring/data/rubric-1.yaml` and `scenarios/data/situations.yaml` by `docs/make_rubric.py`."
    yield "Change the data, not this page. How the rules work together is told in [scoring.md](scoring.md)."
    yield "The numbers are a proposal and not validated by clinicians; a source stands behind what a rule is about."
    yield "Of two values the first holds where the reply ends on the patient, the second where it does not."
    yield "*By a person*: no code shows it, so the program flags where to look, or leaves it to a supervisor's rating."
    head = ""
    for rule in rules():
        part = rule.id.split(".")[0]
        if part != head:
            head = part
            situation = vocabulary.situations().get(part)
            yield ""
            yield f"## {part}: {situation.title}" if situation else f"## {part.replace('_', ' ').capitalize()}"
            yield ""
            yield "| rule | worth | what it says | source |"
            yield "|---|---|---|---|"
        yield f"| `{rule.id}` | {rule.worth} | {rule.effect} | {rule.source} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
