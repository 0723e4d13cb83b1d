"""What the machine rated of a session, by the same names by which people rate it."""

from __future__ import annotations

from scenarios import vocabulary
from scoring.report.rules import rule_words
from scoring.rubric.table import critical_rule, rubric
from scoring.scores import DIMENSION_LABELS, DIMENSIONS, Scores
from scoring.words import fit_words, sentence, signed
from simulator.ratings import CAP, CODE, FIT
from simulator.session import Session


def cap_rules() -> tuple[str, ...]:
    """Names of the serious errors that cap a score, in the rubric's order."""
    return tuple(rubric()["critical"]["rules"])


def cap_text(rule: str) -> str:
    """What a serious error is, in a sentence."""
    return critical_rule(rule).text


def machine_value(session: Session, scores: Scores, turn: int | None, target: str) -> int | None:
    """What the machine gave, in the units of a rating; `None`: it gave nothing (unclear, or not observed)."""
    if turn is None:
        if target in DIMENSIONS:
            return scores.dimension(target).tenths
        return int(target.removeprefix(CAP) in {item.rule.removeprefix("critical.") for item in scores.critical})
    if not 0 < turn <= len(session.turns):
        return None
    move = session.turns[turn - 1].move
    if target == FIT:
        return move.fit
    if session.turns[turn - 1].reading.unclear:
        return None
    return int(target.removeprefix(CODE) in {span.code for span in move.codes})


def target_words(target: str) -> str:
    """A target in words: `fit`, `Confidentiality handling`, `Open question`, `serious error (…)`."""
    if target.startswith(CODE):
        return vocabulary.label(target.removeprefix(CODE))
    if target.startswith(CAP):
        return f"serious error ({target.removeprefix(CAP).replace('_', ' ')})"
    return DIMENSION_LABELS.get(target, target)


def value_words(target: str, value: int | None, *, none: str = "not rated") -> str:
    """A value as people write it: `+1`, `72.5`, `heard`, `yes`; `none` where there is none."""
    if value is None:
        return none
    if target == FIT:
        return signed(value)
    if target in DIMENSIONS:
        return f"{value // 10}.{value % 10}"
    if target.startswith(CODE):
        return "heard" if value else "not heard"
    return "yes" if value else "no"


def machine_words(session: Session, scores: Scores, turn: int | None) -> str:
    """All that the machine says of a turn, or of the whole session, on one line; for eyes that may see it."""
    if turn is None:
        given = [
            f"{DIMENSION_LABELS[name]} {value_words(name, scores.dimension(name).tenths, none='not observed')}"
            for name in DIMENSIONS
        ]
        caps = [item.rule.removeprefix("critical.").replace("_", " ") for item in scores.critical]
        return f"{', '.join(given)}; caps: {', '.join(caps) or 'none'}"
    move = session.turns[turn - 1].move
    labels = dict.fromkeys(vocabulary.label(span.code).lower() for span in move.codes)
    heard = ", ".join(labels) or "nothing that could be named"
    fit = fit_words(None) if move.fit is None else f"fit {signed(move.fit)} ({rule_words(move.rule)}). {move.because}"
    return f"{sentence(fit.rstrip())} Heard: {heard}."
