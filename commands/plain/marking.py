"""Marks in plain lines: rating one's own reply before its feedback, and disagreeing with what was heard.

They are kept as in the app, never move the patient and never change a score.
"""

from __future__ import annotations

from commands.plain.console import BadLine, Console, EndOfInput
from commands.plain.saying import number
from scenarios import vocabulary
from scenarios.clean import clean_line
from scoring.marks import NO_EFFECT, dispute_words
from scoring.words import fit_words, sentence
from screens.answers import WORDS_LIMIT, Answer
from screens.disputes import MISSED, TAKE_BACK, dispute_answers, disputed, missed_answers, withdrawn
from screens.reflecting import WHY, rating_question
from screens.sitting import DeskError, Sitting
from simulator.events import EventError
from simulator.marks import FIT_RANGE, Disputed, Mark, SelfRated
from simulator.session import Turn

BACK = "Nothing was noted."
SIGNS = str.maketrans({"−": "-", "+": " "})


def aside(console: Console, prompt: str) -> str:
    """A line that is no reply, so that nothing of it is kept as one. Raises `EndOfInput` and `Interrupted`."""
    while True:
        try:
            return console.ask(prompt).strip()
        except BadLine as bad:
            console.say(str(bad))
        except EndOfInput:
            raise EndOfInput from None


def fit_of(line: str) -> int | None:
    """The fit that a line means: `2`, `+2`, `plus 2`, `minus 1`; `None` for anything else."""
    words = line.lower().replace("minus", "-").replace("plus", "").translate(SIGNS)
    try:
        fit = int("".join(words.split()))
    except ValueError:
        return None
    return fit if fit in FIT_RANGE else None


def rate(console: Console, sitting: Sitting) -> None:
    """Ask how the last reply met the need, and why, before anything is heard of it."""
    question, about = rating_question(sitting.session)
    console.say(about, question)
    console.say(*(f"{number(fit)}: {fit_words(fit)}." for fit in reversed(FIT_RANGE)))
    while True:
        line = aside(console, "Type a number from minus 3 to plus 3, or Enter to go on without: ")
        fit = fit_of(line)
        if not line:
            return
        if fit is not None:
            break
        console.say(f"There is no {line[:40]} among them.")
    note = clean_line(aside(console, f"{WHY.rstrip('.')}: "))[:WORDS_LIMIT]
    _keep(console, sitting, SelfRated(len(sitting.session.turns), fit, note))
    console.gap()


def disagree(console: Console, sitting: Sitting, turn: Turn) -> None:
    """Ask what was heard wrongly in a turn, or not heard, and why; or take that back."""
    console.say(f"Turn {turn.n}: what do you disagree with? {NO_EFFECT}")
    answer = _chosen(console, dispute_answers(sitting.session, turn))
    if answer == MISSED:
        answer = _missed(console, turn)
    if answer is None:
        console.say(BACK)
    elif answer.startswith(TAKE_BACK):
        _keep(console, sitting, withdrawn(turn, answer), "Taken back.")
    else:
        reason = clean_line(aside(console, "Why? A sentence is enough, or Enter to go back: "))[:WORDS_LIMIT]
        if not reason:
            console.say(BACK)
            return
        mark = disputed(turn, answer, reason)
        _keep(console, sitting, mark, _noted(mark))


def _noted(mark: Disputed) -> str:
    return f"Noted: {sentence(dispute_words(mark))} {NO_EFFECT}"


def _chosen(console: Console, answers: tuple[Answer, ...]) -> str | None:
    """The id of the answer whose number is typed; `None`: none of them."""
    for n, answer in enumerate(answers, 1):
        console.say(f"{n}. {sentence(answer.label)}{f' {answer.about}' if answer.about else ''}")
    while True:
        line = aside(console, f"Type a number from 1 to {len(answers)}, or Enter to go back: ")
        if not line:
            return None
        if line.isdecimal() and 1 <= int(line[:9]) <= len(answers):
            return answers[int(line[:9]) - 1].id
        console.say(f"There is no {line[:40]} in the list.")


def _missed(console: Console, turn: Turn) -> str | None:
    """A code that was not heard, found by part of its name: the whole code book is long to listen to."""
    answers = missed_answers(turn)
    while True:
        line = aside(
            console, "What was not heard? Type part of its name, a question mark for all, or Enter to go back: "
        )
        if not line:
            return None
        wanted = line.lower()
        found = tuple(answer for answer in answers if wanted == "?" or wanted in _searched(answer))
        if found:
            return _chosen(console, found)
        console.say(f"Nothing in the code book has {line[:40]} in its name or meaning.")


def _searched(answer: Answer) -> str:
    return f"{answer.label} {vocabulary.codes()[answer.id].definition}".lower()


def _keep(console: Console, sitting: Sitting, mark: Mark, words: str = "") -> None:
    try:
        sitting.mark(mark)
    except (DeskError, EventError) as error:
        console.say(f"Not kept. {error}")
    else:
        console.say(*filter(None, [words]))
