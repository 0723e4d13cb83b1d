"""What the numbers of a comparison come to, in plain sentences for somebody who never heard of kappa."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.agreement.answers import Estimate, NotEstimable, TooFew
from scoring.agreement.compare import LEAST_KAPPA, MOST_DIFFERENCE, RATINGS_NEEDED, Comparison, Question, Scale

_SCALED = frozenset({"mean_difference", "smd"})
# Landis, J. R. & Koch, G. G. (1977). The measurement of observer agreement for categorical data. Biometrics, 33.
_BEYOND_CHANCE = ((0.81, "almost perfect"), (0.61, "substantial"), (0.41, "moderate"), (0.21, "fair"), (0.0, "slight"))
# Cicchetti, D. V. (1994). Guidelines, criteria, and rules of thumb. Psychological Assessment, 6, 284-290.
_ALONE = ((0.75, "excellently"), (0.6, "well"), (0.4, "fairly"), (-1.0, "poorly"))


def number(question: Question, value: float) -> str:
    """A value as it is written: agreement as `.62`, differences with their sign as `+0.21`."""
    if question not in _SCALED:
        return decimal(value)
    rounded = f"{abs(value):.2f}"
    return rounded if float(rounded) == 0 else f"{'+' if value > 0 else '−'}{rounded}"


def decimal(value: float) -> str:
    """A share or coefficient without its nought: `.62`, `−.05`, `1.00`."""
    hundredths = round(100 * abs(value))
    body = f"{hundredths // 100 or ''}.{hundredths % 100:02}"
    return f"−{body}" if value < 0 < hundredths else body


def meaning(found: Comparison, scale: Scale, other: str) -> str:
    """What the numbers come to, for somebody who never heard of kappa."""
    if is_scarce(found):
        return f"Too few ratings to say how far they agree: {found.n}, and {RATINGS_NEEDED} are needed."
    return " ".join(filter(None, (
        _shares(found, other),
        _beyond_chance(found, scale),
        _cases(found, other),
        _higher(found, scale, other),
        _limits(found),
        _few_trainees(found),
    )))  # fmt: skip


def is_scarce(found: Comparison) -> bool:
    """Whether there are too few ratings for any number at all."""
    return all(isinstance(answer, TooFew) for answer in found.answers.values())


def _shares(found: Comparison, other: str) -> str:
    exact, near = found.answers.get("exact"), found.answers.get("adjacent")
    whom = "Rater and machine" if other == "machine" else "The two raters"
    if isinstance(exact, Estimate) and isinstance(near, Estimate):
        return f"{whom} gave the same in {_hundred(exact)} and differed by one step at most in {_hundred(near)}."
    if isinstance(exact, Estimate):
        return f"{whom} said the same in {_hundred(exact)}."
    if isinstance(near, Estimate):
        return f"{whom} lay within ten points in {_hundred(near)}."
    return ""


def _hundred(answer: Estimate) -> str:
    return f"{round(100 * answer.value)} of 100"


def _beyond_chance(found: Comparison, scale: Scale) -> str:
    """In words for kappa, or for the ICC where there are no categories."""
    question: Question = "kappa" if scale.categories else "icc"
    answer = found.answers[question]
    if isinstance(answer, NotEstimable):
        return f"Agreement beyond chance cannot be told: {answer.reason}."
    if not isinstance(answer, Estimate):
        return ""
    if not scale.categories:
        return f"Taken alone, one rating agrees with another {_named(answer, _ALONE)}."
    if answer.value <= 0:
        return "That is no more than chance would bring."
    same = " on the very same rating" if scale.metric == "ordinal" else ""
    return f"Beyond what chance would bring, agreement{same} is {_named(answer, _BEYOND_CHANCE)}."


def _named(answer: Estimate, names: Sequence[tuple[float, str]]) -> str:
    return next((name for least, name in names if answer.value >= least), names[-1][1])


def _cases(found: Comparison, other: str) -> str:
    seen = found.answers.get("sensitivity")
    if other != "machine" or not isinstance(seen, Estimate):
        return ""
    passed = found.answers.get("specificity")
    clear = f", and left alone {_hundred(passed)} of the rest" if isinstance(passed, Estimate) else ""
    return f"The {other} found {_hundred(seen)} of what the rater found{clear}."


def _higher(found: Comparison, scale: Scale, other: str) -> str:
    answer = found.answers.get("mean_difference")
    if not isinstance(answer, Estimate):
        return ""
    if float(f"{answer.value:.2f}") == 0:
        return f"On average the {other} rates neither higher nor lower."
    steps = "points" if scale.unit > 1 else "of a step" if abs(answer.value) < 1 else "steps"
    return f"On average the {other} rates {abs(answer.value):.2f} {steps} {'higher' if answer.value > 0 else 'lower'}."


def _limits(found: Comparison) -> str:
    said = {
        "quadratic_kappa": f"Agreement lies below {decimal(LEAST_KAPPA)}",
        "smd": f"the means lie further apart than {decimal(MOST_DIFFERENCE)} of a standard deviation",
    }
    raised = [said[flag.question] for flag in found.flags]
    if not raised:
        return ""
    return f"{capital(' and '.join(raised))}: beyond the limits for scoring by machine, so a person should look."


def _few_trainees(found: Comparison) -> str:
    if 5 <= found.trainees < 20:
        return "With fewer than twenty trainees the intervals are likely too narrow."
    return ""


def capital(text: str) -> str:
    """The text with a capital at its head."""
    return text[:1].upper() + text[1:]
