"""What the words of a scenario mean: every one told, with an example, from the data that plays."""

from __future__ import annotations

import json

import pytest

import cli
from authoring.terms import KINDS, called, known_as, terms
from docs.make_terms import PAGE, page
from scenarios import vocabulary
from scenarios.findings import findings
from scenarios.shape import schema
from tests.cli.test_commands import Attune, Outcome


@pytest.fixture
def attune(capsys: pytest.CaptureFixture[str]) -> Attune:
    def run(*args: str, stdin: bytes = b"") -> Outcome:
        assert not stdin
        with pytest.raises(SystemExit) as left:
            cli.main(list(args))
        out, err = capsys.readouterr()
        return Outcome(int(left.value.code or 0), out, err)

    return run


def test_every_name_that_may_stand_in_a_scenario_is_told() -> None:
    told = {kind: {one.name for one in terms() if one.kind == kind} for kind in KINDS}

    assert told["code"] | told["derived"] | told["group"] == vocabulary.code_names()
    assert told["need"] == set(vocabulary.moments())
    assert told["need"] == set(schema()["$defs"]["moment"]["properties"]["needs"]["enum"])
    assert told["situation"] == set(vocabulary.situations())
    assert told["finding"] == set(findings())


def test_codes_needs_and_situations_come_with_an_example_and_what_is_near() -> None:
    wanted = {"code": {"For example", "Not this"}, "need": {"For example", "Most like it"}, "situation": set[str]()}
    for one in terms():
        headings = {part.heading for part in one.parts}
        assert headings >= wanted.get(one.kind, set()), one.name
        assert all(part.lines and all(part.lines) for part in one.parts), one.name
    situations = [one for one in terms() if one.kind == "situation"]
    assert all(" sounds like “" in str(one.parts) for one in situations)


def test_what_a_code_is_worth_is_what_the_table_of_moments_says() -> None:
    (code,) = called("validation")
    best = next(part.lines[0] for part in code.parts if part.heading.startswith("Helps"))
    worth = {need: table.worth["validation"].fit for need, table in vocabulary.moments().items()}
    need = best.partition(" ")[0]

    assert worth[need] == max(worth.values())
    assert best == f"{need} ({worth[need]:+d}): {vocabulary.moments()[need].worth['validation'].because}"


@pytest.mark.parametrize("name", ["c12", "C12", "Working by phone or video", "working-by-phone-or-video"])
def test_a_term_is_found_by_name_or_title_however_it_is_written(name: str) -> None:
    assert [one.name for one in called(name)] == ["C12"]


def test_a_name_with_two_meanings_is_told_twice() -> None:
    assert [one.kind for one in called("advice")] == ["code", "need"]
    assert [one.kind for one in called("safety")] == ["group", "need"]


def test_every_name_offered_on_a_slip_is_known() -> None:
    assert [name for name in known_as() if not called(name)] == []


def test_explain_tells_terms_and_messages(attune: Attune) -> None:
    told = attune("explain", "Validation")

    assert told.code == 0
    assert told.out.startswith("code[validation] Validation\n")
    assert "no wonder you snapped" in told.out
    assert all(len(line) <= 88 for line in told.out.splitlines())
    assert json.loads(attune("explain", "C12", "--json").out)["title"] == "Working by phone or video"
    assert [one["kind"] for one in json.loads(attune("explain", "advice", "--json").out)] == ["code", "need"]


def test_explain_names_what_was_probably_meant(attune: Attune) -> None:
    outcome = attune("explain", "valdation")

    assert (outcome.code, outcome.out) == (2, "")
    assert "`validation`" in outcome.err


@pytest.mark.parametrize("section", ["codes", "needs", "situations", "findings"])
def test_a_section_lists_its_own_and_nothing_else(attune: Attune, section: str) -> None:
    rows = json.loads(attune("explain", section, "--json").out)
    text = attune("explain", section).out

    assert rows
    assert all(f"  {row['code']}" in text for row in rows)
    assert "Messages of" not in text


def test_the_page_of_terms_is_made_from_the_data() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `python -m docs.make_terms`"
