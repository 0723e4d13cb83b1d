"""Agreement in words: what each number is called, and how it is written. No format adds to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scoring.agreement.answers import Answer, Estimate, Interval, NotEstimable, TooFew
from scoring.agreement.compare import Comparison, Question, Scale
from scoring.agreement.gather import ALL_CAPS, Agreement, Circumstances, Kind, Measured, Part, scale_of
from scoring.agreement.meaning import capital, decimal, is_scarce, meaning, number
from scoring.supervision.machine import target_words
from scoring.words import joined, plural, sentence, signed
from simulator.ratings import CAP, CODE

TITLE = "How far people agree with the machine"
CAUTION = (
    "These numbers describe the ratings that were given, by these raters, of these sessions. "
    "They do not show that a score measures skill, and the scores are not validated by clinicians."
)
EMPTY = (
    "Nobody has rated anything yet. Begin with turns drawn by chance, rated before the machine's rating is seen:",
    "  attune review --sample 40 --seed 1 --form sample.yaml       write a form",
    "  attune review --take sample.yaml --rater YOUR-PSEUDONYM     read it back, filled in",
    "or rate one session on the screen: attune review SESSION --rater YOUR-PSEUDONYM",
)
CODES = (
    "How often each said that the reply does this, and how far they agree beyond chance. Kappa is hard on what is "
    "rare, AC1 is not; where one of the two always said the same, kappa is not "
    "estimable. What lies below .60 (!) is not to be relied on alone."
)
CODE_KAPPA = 0.6
"""Least kappa at which a code is relied on (proposal; `substantial` after Landis & Koch 1977)."""
READING = (
    "The number in brackets is where the value lies with 95 % confidence, found by drawing trainees anew 2,000 times. "
    "“Too few” and “not estimable” are answers: there is no number that could be told."
)

LABELS: dict[Question, str] = {
    "exact": "Same rating",
    "adjacent": "Same or next to it",
    "kappa": "Cohen's kappa",
    "quadratic_kappa": "Quadratic weighted kappa",
    "alpha": "Krippendorff's alpha",
    "ac1": "Gwet's AC1",
    "icc": "ICC(2,1)",
    "mean_difference": "Mean difference",
    "smd": "Standardised difference",
    "sensitivity": "Sensitivity",
    "specificity": "Specificity",
}
_OF_MACHINE = frozenset({"sensitivity", "specificity"})
"""Asked of the machine alone: among people nobody is the truth."""
_WITHIN_TEN = "Within ten points"
_KINDS: dict[Kind, str] = {
    "fit": "of fit",
    "code": "of single codes",
    "dimension": "of dimensions",
    "cap": "of serious errors",
}
_BLIND = {True: "Blind", False: "Sighted"}
_SAMPLES = {"random": "drawn by chance", "chosen": "chosen by the rater", None: "all turns"}
_ABOUT = {
    (True, "random"): "Rated before the machine's rating was seen, of turns drawn by chance: the fairest test.",
    (True, "chosen"): "Rated before the machine's rating was seen, of turns that raters chose: "
    "says nothing of turns that nobody chose.",
    (False, "random"): "Rated with the machine's rating in view, which pulls towards it; turns drawn by chance.",
    (False, "chosen"): "Overrides: the machine's rating was in view and the turn was chosen, mostly to correct it. "
    "Low agreement is to be expected, and no measure of the machine.",
    (True, None): "Two or more people rated the same, none having seen the machine's rating.",
    (False, None): "Two or more people rated the same with the machine's rating in view, which pulls both towards it.",
}


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """One line: `Cohen's kappa  .62  (.51 to .71)`."""

    label: str
    value: str
    """A number, or `too few`, or `not estimable`."""
    interval: str
    """In brackets, or why there is none; empty where there is no number either."""
    flag: str
    """Empty, or which limit is passed."""


@dataclass(frozen=True, slots=True)
class ToldMeasure:
    """One thing that was rated."""

    label: str
    about: str
    """`120 ratings of the work of 14 trainees`."""
    answers: tuple[ToldAnswer, ...]
    """Empty where there are too few ratings for any; `means` says so."""
    means: str
    """In a plain sentence."""
    names: tuple[str, ...]
    """Of the confusion table's rows and columns; empty where there is none to show."""
    confusion: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class ToldCode:
    """One code, or one serious error, in a line of a table: there are many, and each says little."""

    label: str
    n: str
    first: str
    """How often the rater of the rows said yes."""
    second: str
    kappa: str
    """With its interval: `.62 (.51 to .71)`, or `too few`, or `not estimable`."""
    ac1: str
    flag: str


@dataclass(frozen=True, slots=True)
class ToldPart:
    """Ratings of the same circumstances."""

    title: str
    about: str
    rows: str
    """Whose ratings stand in the rows of the tables."""
    columns: str
    measures: tuple[ToldMeasure, ...]
    codes: tuple[ToldCode, ...]
    codes_mean: str
    """What the table of codes means; empty where there is none."""
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The whole report, in the order in which it is read."""

    title: str
    summary: str
    caution: str
    reading: str
    parts: tuple[ToldPart, ...]
    notes: tuple[str, ...]


def told(found: Agreement) -> Told:
    """The report as plain text in parts."""
    people = [] if found.people else ["Nothing was rated by two people, so people are not compared with each other."]
    blind = any(part.circumstances == Circumstances(is_blind=True, sample="random") for part in found.machine)
    fairest = [] if blind else [f"No turn drawn by chance was rated blind yet. {sentence(_begin())}"]
    return Told(
        TITLE,
        f"{plural(found.ratings, 'rating')} by {plural(len(found.raters), 'person').replace('persons', 'people')} "
        f"of {plural(found.sessions, 'session')}: {joined([f'{n:,} {_KINDS[kind]}' for kind, n in found.kinds])}.",
        CAUTION,
        READING,
        (
            *(_part(part, "machine") for part in found.machine),
            *(_part(part, "second rater") for part in found.people),
        ),
        (*fairest, *people, *_unnamed(found)),
    )


def _unnamed(found: Agreement) -> Iterator[str]:
    if found.unnamed:
        have = "has" if found.unnamed == 1 else "have"
        yield (
            f"{found.unnamed:,} of the rated sessions {have} no pseudonym and count as one trainee's work. "
            "Trainees choose a pseudonym in the settings (F4) before they play."
        )


def _begin() -> str:
    return "`attune review --sample 40 --seed 1 --form sample.yaml` draws some"


def _part(part: Part, other: str) -> ToldPart:
    how = part.circumstances
    who = "machine" if other == "machine" else "people"
    title = f"{_BLIND[how.is_blind]}, {_SAMPLES[how.sample]}"
    alone = [one for one in part.measured if one.target.startswith((CODE, CAP))]
    return ToldPart(
        title=f"People and machine: {title.lower()}"
        if who == "machine"
        else f"People among themselves: {title.lower()}",
        about=_ABOUT[how.is_blind, how.sample],
        rows="rater" if who == "machine" else "first rater",
        columns=other,
        measures=tuple(_measure(one, other) for one in part.measured if one not in alone),
        codes=tuple(_code(one) for one in alone if _is_seen(one)),
        codes_mean=CODES if alone else "",
        notes=tuple(_notes(part)),
    )


def _is_seen(one: Measured) -> bool:
    """Whether either of the two said yes even once."""
    return sum(map(sum, one.comparison.confusion)) > one.comparison.confusion[0][0]


def _code(one: Measured) -> ToldCode:
    found = one.comparison
    kappa = found.answers["kappa"]
    (_, only_second), (only_first, both) = found.confusion
    return ToldCode(
        label=capital(target_words(one.target)),
        n=str(found.n),
        first=str(only_first + both),
        second=str(only_second + both),
        kappa=_brief(kappa),
        ac1=_brief(found.answers["ac1"]),
        flag=f"below {decimal(CODE_KAPPA)}" if isinstance(kappa, Estimate) and kappa.value < CODE_KAPPA else "",
    )


def _brief(answer: Answer) -> str:
    match answer:
        case TooFew():
            return "too few"
        case NotEstimable():
            return "not estimable"
        case Estimate(value, interval):
            shown = f" ({decimal(interval.low)} to {decimal(interval.high)})" if isinstance(interval, Interval) else ""
            return decimal(value) + shown


def _notes(part: Part) -> Iterator[str]:
    unseen = [one for one in part.measured if one.target.startswith((CODE, CAP)) and not _is_seen(one)]
    if unseen:
        yield f"Rated, and seen by neither: {len(unseen)} codes or serious errors."
    if part.unmatched:
        yield (
            f"{sentence(plural(part.unmatched, 'rating'))[:-1]} of what the machine did not rate "
            "(not understood, or not observed) could not be compared."
        )
    if part.scarce:
        names = ", ".join(target_words(target).lower() for target in part.scarce[:6])
        more = f" and {len(part.scarce) - 6} more" if len(part.scarce) > 6 else ""
        yield f"Rated too seldom to be compared alone: {names}{more}."


def _measure(one: Measured, other: str) -> ToldMeasure:
    found, scale = one.comparison, scale_of(one.target)
    label = "Caps, all serious errors together" if one.target == ALL_CAPS else capital(target_words(one.target))
    ratings = "rating" if other == "machine" else "double rating"
    has_table = bool(found.confusion) and any(isinstance(answer, Estimate) for answer in found.answers.values())
    return ToldMeasure(
        label=label,
        about=f"{plural(found.n, ratings)} of the work of {plural(found.trainees, 'trainee')}",
        answers=tuple(
            _answer(question, answer, found, scale)
            for question, answer in found.answers.items()
            if not is_scarce(found) and (other == "machine" or question not in _OF_MACHINE)
        ),
        means=meaning(found, scale, other),
        names=tuple(_names(scale)) if has_table else (),
        confusion=found.confusion if has_table else (),
    )


def _names(scale: Scale) -> Iterable[str]:
    return ("no", "yes") if scale.metric == "nominal" else map(signed, scale.categories)


def _answer(question: Question, answer: Answer, found: Comparison, scale: Scale) -> ToldAnswer:
    label = _WITHIN_TEN if question == "adjacent" and not scale.categories else LABELS[question]
    flag = ""
    for raised in found.flags:
        if raised.question == question:
            flag = (
                f"below {decimal(raised.limit)}"
                if question == "quadratic_kappa"
                else f"beyond {decimal(raised.limit)} either way"
            )
    match answer:
        case TooFew(n, floor, of):
            return ToldAnswer(label, "too few", f"{_counted(n, of)}, {floor} are needed", flag)
        case NotEstimable(reason):
            return ToldAnswer(label, "not estimable", reason, flag)
        case Estimate(value, interval):
            return ToldAnswer(label, number(question, value), _interval(question, interval), flag)


def _interval(question: Question, interval: Interval | TooFew | NotEstimable) -> str:
    match interval:
        case Interval(low, high):
            return f"({number(question, low)} to {number(question, high)})"
        case TooFew(n, floor, of):
            return f"no interval: {_counted(n, of)}, {floor} are needed"
        case NotEstimable(reason):
            return f"no interval: {reason}"


def _counted(n: int, things: str) -> str:
    return f"{n} {things if n != 1 else things.removesuffix('s')}"
