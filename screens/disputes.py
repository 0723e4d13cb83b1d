"""Disagreeing with what was heard in a turn: what can be said, thought without a terminal."""

from __future__ import annotations

from scenarios import vocabulary
from scenarios.clean import clean_line
from scoring.marks import dispute_words
from scoring.words import joined, shortened
from screens.answers import Answer
from simulator.marks import Disputed, DisputeWithdrawn
from simulator.session import Session, Turn

QUOTE_LIMIT = 40
"""Most characters of a quote beside an answer."""
NOT_SHOWN, MISSED, TAKE_BACK = "not_shown:", "missed", "take_back:"


def dispute_answers(session: Session, turn: Turn) -> tuple[Answer, ...]:
    """What can be said of a turn: each code that was heard is wrong, one was missed, or a dispute is taken back."""
    standing = [dispute for dispute in session.disputes if dispute.n == turn.n]
    disputed = {dispute.code for dispute in standing}
    quotes: dict[str, list[str]] = {}
    for span in turn.move.codes:
        quotes.setdefault(span.code, []).append(turn.reply[span.start : span.end])
    return (
        *(
            Answer(
                f"{NOT_SHOWN}{code}",
                f"{vocabulary.label(code)} was heard, and I did not do that",
                joined([f"“{shortened(words, QUOTE_LIMIT)}”" for words in found]),
            )
            for code, found in quotes.items()
            if code not in disputed
        ),
        Answer(MISSED, "I did something that was not heard", "Choose what, from the code book."),
        *(
            Answer(f"{TAKE_BACK}{dispute.code}", "Take back: " + shortened(dispute_words(dispute), 2 * QUOTE_LIMIT))
            for dispute in standing
        ),
    )


def missed_answers(turn: Turn) -> tuple[Answer, ...]:
    """Every code that was not heard in the turn, by label."""
    heard = {span.code for span in turn.move.codes}
    codes = [code for name, code in vocabulary.codes().items() if name not in heard]
    return tuple(
        Answer(code.id, code.label, shortened(code.definition, 2 * QUOTE_LIMIT))
        for code in sorted(codes, key=lambda code: code.label)
    )


def disputed(turn: Turn, answer: str, reason: str) -> Disputed:
    """The mark for a chosen answer: of `dispute_answers` (a code that was heard) or of `missed_answers`."""
    code = answer.removeprefix(NOT_SHOWN)
    is_missed = code == answer
    return Disputed(turn.n, code, "not_heard" if is_missed else "not_shown", clean_line(reason))


def withdrawn(turn: Turn, answer: str) -> DisputeWithdrawn:
    """The mark that takes a dispute back."""
    return DisputeWithdrawn(turn.n, answer.removeprefix(TAKE_BACK))
