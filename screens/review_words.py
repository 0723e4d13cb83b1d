"""What a review's page says: the exchange that is rated and those before it, the machine's words, and each line."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from scenarios import vocabulary
from scoring.supervision.disputes import answered, to_supervisor
from scoring.supervision.machine import cap_text, machine_words
from scoring.words import SILENCE, sentence
from screens.reviewing import CODES, NOTHING, REASON, Page, Review
from simulator.ratings import CAP, FIT, effective
from simulator.session import Session, Turn

BEFORE = 2
"""Exchanges shown before the one that is rated."""
_LABEL_WIDTH = 28
_ABOUT_FIT = "how well it met what was needed: ← → or −3 … 3"
_ABOUT_DIMENSION = {
    "responsiveness": "How far the replies met what this patient needed, moment by moment.",
    "self_disclosure": "Whether what was shared about the therapist, or held back, came at the right moment.",
    "confidentiality": "How what is shared with whom, and what is not, was handled.",
}
_ABOUT = {CODES: "what the reply does: Enter opens the list", REASON: "Enter, and type"}


def earlier(review: Review) -> Content:
    """The exchanges before this one, oldest first; empty at the first, and on the page of the whole session."""
    page = review.page
    if page.turn is None:
        return Content("")
    session = page.sheet.session
    parts = [
        part
        for turn in session.turns[max(0, page.turn - 1 - BEFORE) : page.turn - 1]
        for part in (f"{session.scenario.persona.name}: {turn.patient}", f"Trainee: {turn.reply or SILENCE}")
    ]
    return Content.styled("\n".join(parts), "dim")


def words(review: Review) -> Content:
    """What is rated: the exchange, or the session as a whole."""
    session, turn = review.page.sheet.session, review.page.taken
    name = session.scenario.persona.name
    return Content("\n\n").join(_whole(session, name) if turn is None else _exchange(session, turn, name))


def machine(review: Review) -> Content:
    """What the machine made of it, what the trainee says to that, and the answer it led to; empty while hidden."""
    if not review.is_revealed:
        return Content("")
    page = review.page
    session, turn = page.sheet.session, page.taken
    said = machine_words(session, review.scores(page.sheet), page.turn)
    parts = [Content.assemble(("Machine: ", "bold"), said)]
    parts += (Content.assemble(("Disputed: ", "bold"), said) for said in _disputes(review, page))
    if turn is not None:
        answer = " ".join(line.text if line.kind == "speech" else f"({line.text})" for line in turn.move.lines)
        parts.append(Content.assemble((f"{session.scenario.persona.name} answered: ", "bold"), answer))
    return Content("\n\n").join(parts)


def _exchange(session: Session, turn: Turn, name: str) -> Iterator[Content]:
    moment = session.scenario.beats[turn.move.beat].moment
    if moment is not None:
        table = vocabulary.moments()[moment.needs]
        yield Content.styled(f"{name} needs {table.label}. {table.meaning}", "italic")
    yield Content.assemble((f"{name}: ", "bold"), turn.patient)
    yield Content.assemble(("Trainee: ", "bold"), turn.reply or SILENCE)


def _whole(session: Session, name: str) -> Iterator[Content]:
    yield Content("The session as a whole. Leave empty what nothing in it was about.")
    if session.scenario.plan:
        yield Content.assemble((f"What {name} is after: ", "bold"), session.scenario.plan.strip())


def _disputes(review: Review, page: Page) -> Iterator[str]:
    """What the trainee holds to be heard wrongly in this turn; it tells what the machine heard."""
    people = effective(review.ratings.get(page.sheet.id, ()))
    for one in answered(page.sheet.session, people):
        if one.dispute.n == page.turn:
            open_ = one.rating is None
            yield to_supervisor(one) + (" Answer it under Codes: heard, or not heard." if open_ else "")


def row(review: Review, name: str, *, is_minus: bool = False) -> Content:
    """One line: its name, what is filled in, else how to fill it in, and the machine's beside it."""
    mine, machine = review.mine_words(name), review.machine_row(name)
    label = f"{review.row_label(name):<{_LABEL_WIDTH}}"
    if name == FIT and is_minus and mine == NOTHING:
        return Content.assemble((label, "bold"), "− and a digit")
    if not machine:
        return Content.assemble((label, "bold"), mine, (f"  {_about(name)}" if mine == NOTHING else "", "dim"))
    same = "" if mine == NOTHING else "=  " if mine == machine else "≠  "
    return Content.assemble((label, "bold"), f"{mine:<12}", (f" {same}machine: {machine}", "dim"))


def about(page: Page, name: str) -> str:
    """What the chosen line of the whole session is about, in a sentence; empty on the page of a turn."""
    if page.turn is not None:
        return ""
    if name.startswith(CAP):
        return f"Serious error, yes or no: {cap_text(name.removeprefix(CAP))}"
    return _ABOUT_DIMENSION.get(name, "Why you rate the session so.")


def _about(name: str) -> str:
    if name == FIT:
        return _ABOUT_FIT
    return _ABOUT.get(name) or ("← no · yes →" if name.startswith(CAP) else "0 to 100: Enter, or ← →")


def briefing(page: Page) -> tuple[str, ...]:
    """What the trainee was told before, and what the patient is after."""
    scenario = page.sheet.session.scenario
    after = [sentence(f"What {scenario.persona.name} is after: {scenario.plan.strip()}")] if scenario.plan else []
    return (sentence(scenario.title), *scenario.brief.strip().split("\n\n"), *after)
