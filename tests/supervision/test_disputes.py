"""A dispute and what people said to it stand side by side, in every report, and change no score."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from scoring.report.compose import report_of
from scoring.report.forms import rendered
from scoring.supervision.disputes import answered, to_supervisor, to_trainee
from simulator.marks import Disputed, DisputeWithdrawn
from simulator.ratings import Judgement, Rating, effective
from simulator.session import Session, apply
from tests.programs import go_without
from tests.supervision.players import session

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def disputing(*disputes: Disputed) -> Session:
    marked = session()
    for dispute in disputes:
        marked = apply(marked, dispute)
    return marked


HEARD_WRONGLY = Disputed(1, "advice", "not_shown", "I only asked.")
NOT_HEARD = Disputed(3, "validation", "not_heard", "I said it made sense.")


def row(n: int, target: str, value: int | None, comment: str = "", rater: str = "heron") -> Rating:
    return Rating(f"r{value}{comment}", "one", Judgement(n, target, value, comment), rater, False, "chosen", NOON)


@pytest.mark.parametrize(
    ("dispute", "value", "agrees", "how"),
    [
        (HEARD_WRONGLY, 0, True, "it is not there, as you say"),
        (HEARD_WRONGLY, 1, False, "it is there, as the machine has it"),
        (NOT_HEARD, 1, True, "it is there, as you say"),
        (NOT_HEARD, 0, False, "it is not there, as the machine has it"),
    ],
)
def test_an_answer_says_whether_it_sees_it_as_the_trainee_does(
    dispute: Disputed, value: int, *, agrees: bool, how: str
) -> None:
    rating = row(dispute.n, f"code:{dispute.code}", value, "because so")

    (one,) = answered(disputing(dispute), effective([rating]))

    assert one.agrees is agrees
    assert f"heron on 2026-03-02: {how}, because: “because so”" in to_trainee(one)


def test_a_dispute_without_an_answer_stands_alone() -> None:
    (one,) = answered(disputing(HEARD_WRONGLY), {})

    assert one.agrees is None
    assert to_trainee(one) == "you disagree that “advice” was heard: I only asked."
    assert to_supervisor(one) == "The trainee disagrees that “advice” was heard: I only asked."


def test_a_rating_of_another_turn_or_code_is_no_answer() -> None:
    others = effective([row(2, "code:advice", 0), row(1, "code:validation", 0), row(1, "fit", 3)])

    assert [one.rating for one in answered(disputing(HEARD_WRONGLY), others)] == [None]


def test_a_dispute_that_was_taken_back_asks_for_no_answer() -> None:
    withdrawn = apply(disputing(HEARD_WRONGLY), DisputeWithdrawn(1, "advice"))

    assert answered(withdrawn, {}) == ()


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>|[\\|]|&#8203;", " ", text)).split())


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_the_trainees_report_has_the_answer_beside_the_dispute_once_in_the_turn(form: str) -> None:
    rating = row(1, "code:advice", 0, "She asked; that was no advice.")

    told = words(rendered(disputing(HEARD_WRONGLY), None, form, [rating]))

    assert re.search(
        r"[Yy]ou disagree that “advice” was heard: I only asked\. heron on 2026-03-02: it is not there, as you say, "
        r"because: “She asked; that was no advice\.”",
        told,
    )
    assert "did not hear advice" not in told


def test_an_answer_changes_no_score_of_the_machine() -> None:
    disputed = disputing(HEARD_WRONGLY)
    rating = row(1, "code:advice", 0, "no")

    without, beside = report_of(disputed), report_of(disputed, ratings=[rating])

    assert beside.scores == without.scores
    assert [turn.fit for turn in beside.turns] == [turn.fit for turn in without.turns]


def test_the_pdf_holds_dispute_answer_and_ratings(tmp_path: Path) -> None:
    if find_spec("typst") is None:
        go_without("the extra `pdf` is not installed")
    reader = shutil.which("pdftotext") or go_without("pdftotext is not installed, and reads the file")
    from scoring.report.pdf import report_pdf  # noqa: PLC0415  the extra

    file = tmp_path / "report.pdf"
    ratings = [row(1, "code:advice", 0, "no advice"), row(3, "fit", 1, "too short")]
    file.write_bytes(report_pdf(report_of(disputing(HEARD_WRONGLY), ratings=ratings)))
    told = words(subprocess.run([reader, str(file), "-"], capture_output=True, text=True, check=True).stdout)

    assert "it is not there, as you say" in told
    assert "Rated by heron on 2026-03-02: fit +1" in told
    assert "None of this changes a score" in told
