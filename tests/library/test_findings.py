"""Every finding of the research can be practised, and the page that says where is true."""

from __future__ import annotations

from docs.make_library import PAGE, page
from scenarios.findings import findings, practised, table
from scenarios.library import shipped
from scenarios.load import load_scenario

PATIENTS = {name: load_scenario(path) for name, path in shipped().items()}


def test_there_are_thirty_two_findings() -> None:
    assert list(findings()) == [f"S{n}" for n in range(1, 33)]


def test_every_finding_is_practised_with_some_patient() -> None:
    assert [name for name, patients in table(PATIENTS.values()).items() if not patients] == []


def test_every_patient_is_there_for_some_finding() -> None:
    assert [name for name, one in PATIENTS.items() if not practised(one)] == []


def test_only_what_stands_before_the_colon_names_a_finding() -> None:
    assert practised(PATIENTS["maya"])[:3] == ("S3", "S4", "S5")
    assert "S21" not in practised(PATIENTS["maya"])


def test_the_page_says_what_the_scenarios_say() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m docs.make_library"
