"""`attune report` on a session whose result a re-scoring keeps: a grade and a report never differ without a word."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.report import command
from scoring.result import session_result
from simulator.canonical import canonical_json
from simulator.session import replay
from simulator.store import Store
from tests.report.test_report_view import words
from tests.store.players import begin

FORMS = ("text", "md", "html", "json", "csv-summary")


@pytest.fixture
def session_id(store: Store) -> str:
    session_id, practice = begin(store)
    while practice.session.ending is None:
        practice.send("What happened then?")
    return session_id


def result(store: Store, session_id: str, overall: float | None = None) -> str:
    """The session's result; with an overall score, as if another rubric had found that one."""
    plain = session_result(replay(store.scenario(session_id), store.events(session_id)))
    if overall is not None:
        plain["scores"]["overall"]["score"] = overall
    return canonical_json(plain)


def reported(session_id: str, form: str = "text") -> str:
    shown = CliRunner().invoke(command, [session_id, "--format", form])
    assert shown.exit_code == 0
    return re.sub(r"\s+", " ", words(shown.output).replace("\\", ""))


@pytest.mark.parametrize("form", FORMS)
def test_each_form_tells_the_kept_scores_and_of_what_its_own_are(store: Store, session_id: str, form: str) -> None:
    store.results.keep("9.1.0", "2.0", [(session_id, result(store, session_id, 12.3))])

    shown = reported(session_id, form)

    assert "by rubric 9.1.0, every reply read again by coder 2.0: overall 12.3 of 100, responsiveness " in shown
    assert "Reports on the course and grades go by these." in shown
    assert shown.count("on the readings that fixed 1 made when it was played") == 2


def test_a_re_scoring_that_changed_nothing_is_said_to_agree(store: Store, session_id: str) -> None:
    store.results.keep("1.2.0", "", [(session_id, result(store, session_id))])

    assert "the readings left as they were: it came to the scores of this report" in reported(session_id)


@pytest.mark.parametrize("form", FORMS)
def test_what_was_undone_or_is_of_another_session_is_not_told(store: Store, session_id: str, form: str) -> None:
    """The one before it then stands again; without one, the report has the bytes it always had."""
    before = reported(session_id, form)
    other, practice = begin(store)
    practice.leave()
    store.results.keep("1.2.0", "", [(other, result(store, other))])
    assert reported(session_id, form) == before

    store.results.keep("7.0.0", "", [(session_id, result(store, session_id, 50.0))])
    first = reported(session_id, form)
    store.results.keep("8.0.0", "", [(session_id, result(store, session_id, 70.0))])
    assert "rubric 8.0.0" in reported(session_id, form)
    store.results.undo()
    assert reported(session_id, form) == first
    store.results.undo()
    assert reported(session_id, form) == before


@settings(deadline=None, max_examples=25)  # each opens a store
@given(st.lists(st.sampled_from(["keep", "keep other", "undo"]), max_size=6))
def test_one_session_is_told_what_stands_for_it_among_all(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    """`standing_of` and `standing` are two questions with one answer."""
    with Store.open(tmp_path_factory.mktemp("store")) as store:
        mine, other = (begin(store)[0] for _ in range(2))
        for number, step in enumerate(steps):
            if step == "undo":
                if any(one.undone_at is None for one in store.results.rescorings()):
                    store.results.undo()
            else:
                store.results.keep(str(number), "", [(mine if step == "keep" else other, json.dumps(number))])
        found = store.results.standing_of(mine)

        assert (found and found.body) == store.results.standing([mine]).get(mine)
        assert found is None or found.rescoring.rubric == found.body


def test_a_pdf_is_made_of_it_too(store: Store, session_id: str, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    plain, kept = tmp_path / "plain.pdf", tmp_path / "kept.pdf"
    assert CliRunner().invoke(command, [session_id, "--format", "pdf", "-o", str(plain)]).exit_code == 0
    store.results.keep("9.1.0", "", [(session_id, result(store, session_id, 12.3))])

    assert CliRunner().invoke(command, [session_id, "--format", "pdf", "-o", str(kept)]).exit_code == 0

    assert kept.stat().st_size > plain.stat().st_size
