"""What people rated, in sentences for a report: beside the machine's rating, with author, day and reason."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios import vocabulary
from scoring.report.view import SupervisedView
from scoring.scores import DIMENSION_LABELS, DIMENSIONS, Scores
from scoring.supervision.machine import machine_value, target_words, value_words
from scoring.supervision.overridden import People, overridden
from scoring.words import joined, points
from simulator.ratings import CAP, CODE, Rating
from simulator.session import Session

ABOUT = "People have rated this session too. Their ratings stand beside the machine's and replace none of them."
_HOW = (
    "Fits that people gave were scored by the same rubric in place of the machine's; "
    "tests, coaching and the patient's answers stand as they were in play."
)


def supervised(session: Session, scores: Scores, people: People) -> SupervisedView | None:
    """What to say above the turns; `None` where nothing of a person stands."""
    if not people:
        return None
    return SupervisedView(ABOUT, _scores(session, scores, people), said_of(session, scores, people, None))


def said_of(session: Session, scores: Scores, people: People, turn: int | None) -> tuple[str, ...]:
    """What people said of a turn, or of the whole session: fits, points and caps; codes where the machine differs."""
    said = [
        _said(session, scores, rating)
        for about, rating in people.items()
        if about[0] == turn and not about[1].startswith(CODE) and not _is_agreed_no(session, scores, rating)
    ]
    return (*said, *_codes(session, scores, people, turn))


def _is_agreed_no(session: Session, scores: Scores, rating: Rating) -> bool:
    """Whether people and machine both found that a serious error did not happen: nothing to tell a trainee."""
    is_cap = rating.judgement.target.startswith(CAP)
    return is_cap and rating.judgement.value == 0 == machine_value(session, scores, *rating.about)


def _said(session: Session, scores: Scores, rating: Rating) -> str:
    target, value = rating.judgement.target, rating.judgement.value
    machine = machine_value(session, scores, *rating.about)
    given = f"{target_words(target)} {value_words(target, value)}"
    if machine is None:
        beside = ", where the machine gave none"
    elif machine == value:
        beside = ", as the machine"
    else:
        beside = f" instead of {value_words(target, machine)}"
    return f"{_by(rating)}: {given}{beside}{_because(rating)}"


def _codes(session: Session, scores: Scores, people: People, turn: int | None) -> Iterator[str]:
    """Codes that a person heard and the machine did not, or the other way round, one sentence for each rater.

    What the trainee disputes is left out: it is told with the dispute.
    """
    disputed = {(dispute.n, f"{CODE}{dispute.code}") for dispute in session.disputes}
    differing: dict[str, list[Rating]] = {}
    for (n, target), rating in people.items():
        is_told = n == turn and target.startswith(CODE) and (n, target) not in disputed
        machine = machine_value(session, scores, n, target) if is_told else None
        if machine is not None and machine != rating.judgement.value:
            differing.setdefault(rating.rater, []).append(rating)
    for ratings in differing.values():
        heard = [_label(rating) for rating in ratings if rating.judgement.value]
        unheard = [_label(rating) for rating in ratings if not rating.judgement.value]
        parts = [f"heard {joined(heard)}, which the machine did not hear"] if heard else []
        parts += [f"did not hear {joined(unheard)}, which the machine heard"] if unheard else []
        yield f"{_by(ratings[0])}: {'; '.join(parts)}{_because(ratings[0])}"


def _label(rating: Rating) -> str:
    return vocabulary.label(rating.judgement.target.removeprefix(CODE)).lower()


def _by(rating: Rating) -> str:
    return f"Rated by {rating.rater} on {rating.at:%Y-%m-%d}"


def _because(rating: Rating) -> str:
    comment = " ".join(rating.judgement.comment.split())
    return f", because: “{comment}”" if comment else "."


def _scores(session: Session, scores: Scores, people: People) -> str:
    with_people = overridden(session, scores, people)
    changed = [
        f"{DIMENSION_LABELS[name]} {_points(with_people.dimension(name).tenths)} "
        f"instead of {_points(scores.dimension(name).tenths)}"
        for name in (*DIMENSIONS, "overall")
        if with_people.dimension(name).tenths != scores.dimension(name).tenths
    ]
    return f"With a supervisor's ratings: {joined(changed)}. {_HOW}" if changed else ""


def _points(tenths: int | None) -> str:
    return points(tenths).removesuffix(" of 100")
