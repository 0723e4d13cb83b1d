"""Advice that was asked for, in the first person, without any of the words by which advice is usually known."""

from __future__ import annotations

import pytest

from scoring.coder.rules import advises_as_asked

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
