"""Answers that can be told only beside the question: advice in the first person, short denials of contact."""

from __future__ import annotations

import pytest

from scoring.coder import load_coder
from scoring.coder.rules import advises_as_asked, denies_as_asked

ROWS: list[tuple[str, str, bool]] = [
    # the patient's line, a sentence of the reply, whether it gives the advice
    ("What would you do?", "I'd phone the landlord before the weekend.", True),
    ("If you were in my shoes, what would you do?", "I would probably sleep on it and write to him after.", True),
    ("Should I take the job, do you think?", "If it was me I'd give it a month first.", True),
    ("Would you tell him, if it was you?", "Yes, I would.", True),
    ("Tell me what to do.", "In your place I'd begin with the smallest box.", True),
    ("What do you think I should say to her?", "My answer is the short one: sorry, and nothing else.", True),
    ("What would you do?", "I'd like to hear what you have tried.", False),
    ("What would you do?", "I'd be curious what makes you ask me.", False),
    ("What would you do?", "I'd rather not say.", False),
    ("What would you do?", "What would I do?", False),
    ("What would you do?", "You'd like somebody else to decide.", False),
    ("My dog died on Tuesday.", "I'd phone the landlord before the weekend.", False),
    ("Will you tell my mum?", "I'd have to, if you were in danger.", False),
    ("Will you tell my mum?", "I'd tell you before I told anyone.", False),
]


@pytest.mark.parametrize(("patient", "sentence", "expected"), ROWS, ids=[f"{row[0]} {row[1]}" for row in ROWS])
def test_a_statement_of_what_one_would_do_is_advice_only_where_it_was_asked_for(
    patient: str, sentence: str, expected: bool
) -> None:
    assert advises_as_asked(patient, sentence) is expected


DENIALS: list[tuple[str, str, bool]] = [
    ("Did you see anyone this week?", "No, nobody.", True),
    ("You two had a chat, didn't you?", "Not with me, no.", True),
    ("You met my dad, didn't you?", "I did not see him.", True),
    ("Dad says you had a meeting.", "There was no meeting.", True),
    ("Dad says you had a word.", "Not to me.", True),
    ("Did anything happen while I was away?", "Nope, nothing.", True),
    ("Have you met my dad?", "We have never met, he must be mistaken.", True),
    ("Have you met my dad?", "Yes, on Monday, for ten minutes.", False),
    ("Have you met my dad?", "Who told you that?", False),
    ("I failed my exam.", "No, nobody.", False),
    ("I failed my exam.", "I didn't see that coming.", False),
]


@pytest.mark.parametrize(("patient", "sentence", "expected"), DENIALS, ids=[f"{row[0]} {row[1]}" for row in DENIALS])
def test_a_short_no_denies_contact_only_where_contact_was_asked_about(
    patient: str, sentence: str, expected: bool
) -> None:
    assert denies_as_asked(patient, sentence) is expected


def test_a_short_denial_is_heard_and_marked_as_one() -> None:
    reading = load_coder().read("Been busy? See anyone?", "Nope, not seen anyone.")

    (span,) = [span for span in reading.codes if span.code == "open_about_sharing"]
    assert span.denies
