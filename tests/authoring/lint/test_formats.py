"""Findings for scripts, code scanning and workflow logs, in the shapes that those expect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from authoring.lint.check import Checked, check_bytes
from authoring.lint.formats.github import as_github
from authoring.lint.formats.plain import as_json
from authoring.lint.formats.sarif import as_sarif
from authoring.lint.formats.text import as_text, summary
from scenarios.faults import Fault, Mark
from tests.authoring.lint.patients import patient

BAD = patient("start: arives\nbeats:\n  closes: {ending: poor, sayz: Anyway.}\n")
QUIET = patient("# attune: allow no-good-ending – a first try\nbeats:\n  opens_up: {ending: mixed, says: Well.}\n")


def checked(text: str, file: str = "ward/ada lee.yaml") -> Checked:
    return check_bytes(text.encode(), file)


def test_text_shows_place_message_line_carets_help_and_the_line_mended() -> None:
    assert as_text([checked(BAD, "ada.yaml")], 100).split("\n\n")[0].splitlines() == [
        "ada.yaml:10:8: error[unknown-beat] There is no beat `arives`.",
        "  10 | start: arives",
        "     |        ^^^^^^",
        "     = help: Did you mean `arrives`?",
        "     = mended: start: arrives",
    ]


def test_the_summary_counts_and_names_a_message_to_look_up() -> None:
    assert summary([checked(BAD)]) == (
        "1 file checked: 2 errors, 0 warnings. Warnings are looked for once the errors are mended. "
        "More about a message: `attune explain unknown-beat`."
    )
    assert summary([checked(patient("")), checked(QUIET)]) == (
        "2 files checked, nothing wrong. 1 warning silenced in the file."
    )


def test_json_is_a_list_of_plain_findings() -> None:
    rows = json.loads(as_json([checked(BAD, "ada.yaml")]))

    assert rows[0] == {
        "file": "ada.yaml", "line": 10, "column": 8, "end_column": 14, "severity": "error", "code": "unknown-beat",
        "message": "There is no beat `arives`.", "help": "Did you mean `arrives`?",
    }  # fmt: skip


def test_github_commands_escape_what_would_end_them() -> None:
    fault = Fault("a,b:c%.yaml", Mark(2, 3), "x", "50% of\nit, all: told", severity="warning", end=Mark(2, 5))

    assert as_github([Checked("a", ("", "abcdef"), (fault,))]) == (
        "::warning file=a%2Cb%3Ac%25.yaml,line=2,endLine=2,col=3,endColumn=4,title=x::50%25 of%0Ait, all: told\n"
    )


def test_sarif_has_the_shape_that_version_2_1_0_requires() -> None:
    log = json.loads(as_sarif([checked(BAD), checked(QUIET, str(Path("/srv/ada.yaml")))], "0.1.0"))

    assert log["version"] == "2.1.0"
    assert log["$schema"].startswith("https://")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "attune"
    assert run["columnKind"] == "unicodeCodePoints"
    rules = driver["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)
    assert all(rule["defaultConfiguration"]["level"] in {"error", "warning"} for rule in rules)
    assert len(run["results"]) == 3
    for result in run["results"]:
        _check_result(result, rules)


def _check_result(result: dict[str, Any], rules: list[dict[str, Any]]) -> None:
    """The rules of SARIF 2.1.0 for a result: its rule, level, message and place."""
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["level"] in {"none", "note", "warning", "error"}
    assert result["message"]["text"]
    (location,) = result["locations"]
    place = location["physicalLocation"]
    assert " " not in place["artifactLocation"]["uri"]
    region = place["region"]
    assert all(isinstance(region[name], int) and region[name] >= 1 for name in region)
    assert (region["endLine"], region["endColumn"]) > (region["startLine"], region["startColumn"])


def test_sarif_tells_what_is_silenced_with_its_reason() -> None:
    log = json.loads(as_sarif([checked(QUIET)], "0.1.0"))

    (result,) = log["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "a first try"}]


def test_sarif_names_files_as_uris() -> None:
    found = [checked(BAD), checked(BAD, "/srv/ward/ada lee.yaml")]
    results = json.loads(as_sarif(found, "0.1.0"))["runs"][0]["results"]

    uris = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results}
    assert uris == {"ward/ada%20lee.yaml", "file:///srv/ward/ada%20lee.yaml"}


def test_nothing_found_is_still_a_whole_answer() -> None:
    clean = [checked(patient(""))]

    assert json.loads(as_json(clean)) == []
    assert as_github(clean) == ""
    assert json.loads(as_sarif(clean, "0.1.0"))["runs"][0]["results"] == []
