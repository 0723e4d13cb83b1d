"""What the coder hears in replies written for these tests."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.coder import load_coder
from scoring.coder.model import AttuneCoder
from simulator.reading import Coder, Reading
from tests.coder.rows import CASES, Case

CRITICAL = frozenset(
    {
        "promises_secrecy",
        "explains_limits",
        "open_about_sharing",
        "conceals_sharing",
        "imposes_sharing",
        "shares_with_third_party",
        "risk_inquiry",
        "self_disclosure",
    }
)
BY_RULE = frozenset(
    {
        "keys",
        "emoji",
        "marks-only",
        "orders",
        "stuffing",
        "copy",
        "describing",
        "orders-and-words",
        "trainee",
        "not-leak",
        "not-leak-friend",
        "emoji-kept",
        "markup",
    }
)
SHARE_HEARD = 0.85
"""Least share of the rows read as a human would. The heads are trained, so no single soft row is guaranteed."""


@pytest.fixture(scope="module")
def coder() -> AttuneCoder:
    return load_coder()


def is_heard(coder: Coder, case: Case) -> bool:
    names = coder.read(case.patient, case.reply).names
    return set(case.has.split()) <= names and not set(case.lacks.split()) & names


def test_the_shipped_coder_is_a_coder(coder: AttuneCoder) -> None:
    seam: Coder = coder

    assert seam.id == "attune-coder"
    assert seam.version


def test_most_replies_are_read_as_a_human_would(coder: AttuneCoder) -> None:
    misread = [case.id for case in CASES if not is_heard(coder, case)]

    assert len(misread) <= (1 - SHARE_HEARD) * len(CASES), misread


@pytest.mark.parametrize("case", [case for case in CASES if case.id in BY_RULE], ids=lambda case: case.id)
def test_rules_hold_for_every_row_they_were_written_for(coder: AttuneCoder, case: Case) -> None:
    assert is_heard(coder, case)


@pytest.mark.parametrize(
    "case", [case for case in CASES if CRITICAL & set(case.lacks.split())], ids=lambda case: case.id
)
def test_no_critical_code_is_heard_where_none_was_said(coder: AttuneCoder, case: Case) -> None:
    falsely = coder.read(case.patient, case.reply).names & CRITICAL & set(case.lacks.split())

    assert not falsely


@pytest.mark.parametrize(
    "reply",
    [
        "",
        " ",
        "\n\t",
        "Je suis désolé pour vous, c'est très dur.",
        "Lo siento mucho por la muerte de tu padre.",
        "我很抱歉听到这个消息",
        "мне очень жаль это слышать",
    ],
)
def test_a_reply_that_cannot_be_understood_is_unclear_and_has_no_codes(coder: AttuneCoder, reply: str) -> None:
    assert coder.read("I'm low.", reply) == Reading(unclear=True)


@pytest.mark.parametrize(
    "reply", ["Aye, it's a sair fecht, so it is.", "Mm.", "Ye cannae thole it.", "c'est la vie, as they say", "ok"]
)
def test_dialect_and_short_replies_are_not_unclear(coder: AttuneCoder, reply: str) -> None:
    assert not coder.read("I'm low.", reply).unclear


def test_the_span_is_the_sentence_that_shows_the_code(coder: AttuneCoder) -> None:
    reply = "I'm so sorry. 🙂 What was it like when he left?"

    spans = {span.code: reply[span.start : span.end] for span in coder.read("He left.", reply).codes}

    assert spans["open_question"].endswith("What was it like when he left?")
    assert "What" not in spans["compassion"]


def test_a_long_reply_with_markup_and_emoji_is_read_whole(coder: AttuneCoder) -> None:
    reply = ("<i>I hear you</i> 🙂 and **this** is a lot to carry, one day after another. " * 60)[
        :3960
    ] + " Are you thinking of suicide?"

    assert "risk_inquiry" in coder.read("I can't go on.", reply).names


def test_no_reading_depends_on_what_was_read_before(coder: AttuneCoder) -> None:
    """Whatever is remembered of words and lines only saves time."""
    rows = [(case.patient, case.reply) for case in CASES[:20]]
    forwards = [coder.read(*row) for row in rows]

    assert [coder.read(*row) for row in reversed(rows)] == forwards[::-1]


@settings(max_examples=120, deadline=None)
@given(patient=st.text(max_size=60), reply=st.text(max_size=200))
def test_any_text_is_read_without_fault_and_always_alike(patient: str, reply: str) -> None:
    coder = load_coder()

    reading = coder.read(patient, reply)

    assert reading == coder.read(patient, reply)
    assert all(0 <= span.start < span.end <= len(reply) for span in reading.codes)
    assert all(0 <= span.confidence <= 1 and round(span.confidence, 3) == span.confidence for span in reading.codes)
    assert not (reading.unclear and reading.codes)


def test_importing_the_package_loads_no_numbers_and_no_model() -> None:
    check = "import sys, scoring.coder; print([m for m in ('numpy', 'onnxruntime', 'tokenizers') if m in sys.modules])"

    printed = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == "[]"
