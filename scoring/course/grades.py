"""One grade for each trainee and patient, from the sessions that count; and what of it goes into a file.

Second tries count only where that is asked for; unfinished sessions never. Where nothing was observed there is no
grade, and no row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from scoring.course.digest import Digest
from scoring.course.roster import Person
from scoring.csv_cells import csv_text
from scoring.words import points

Which = Literal["best", "first", "last"]
"""Which of several sessions with a patient counts."""
PRACTICE = "Practice feedback, not validated by clinicians."


@dataclass(frozen=True, slots=True)
class Grade:
    """What one trainee gets for one patient."""

    digest: Digest
    """The session that counts."""
    tenths: int
    """0–1000."""
    attempt: int
    """Which of the trainee's sessions with the patient it was, from 1."""
    attempts: int


@dataclass(frozen=True, slots=True)
class Grades:
    """All grades, by pseudonym and patient, and who got none."""

    graded: tuple[Grade, ...]
    ungraded: tuple[str, ...]
    """Pseudonyms (and patients) of those in whose sessions nothing was observed."""


def grades_of(digests: Iterable[Digest], name: str, which: Which, *, with_second_tries: bool = False) -> Grades:
    """The grades by one of the scores. `digests` come oldest first; those without a pseudonym are left out."""
    by_trainee: dict[tuple[str, str], list[Digest]] = {}
    for digest in digests:
        if digest.ending and digest.trainee and (with_second_tries or not digest.is_again):
            by_trainee.setdefault((digest.trainee, digest.scenario), []).append(digest)
    graded: list[Grade] = []
    ungraded: list[str] = []
    for (trainee, _), taken in sorted(by_trainee.items()):
        scored = [(i, tenths) for i, one in enumerate(taken, 1) if (tenths := one.score(name)) is not None]
        if not scored:
            ungraded.append(trainee)
            continue
        attempt, tenths = {
            "first": scored[0],
            "last": scored[-1],
            "best": max(scored, key=lambda item: (item[1], -item[0])),
        }[which]
        graded.append(Grade(taken[attempt - 1], tenths, attempt, len(taken)))
    return Grades(tuple(graded), tuple(ungraded))


def scaled(tenths: int, hundredths: int) -> str:
    """A score as points of an item worth so many hundredths of a point: two decimals, half up, a full stop."""
    exact = (2 * tenths * hundredths + 1000) // 2000
    return f"{exact // 100}.{exact % 100:02d}"


def feedback(grade: Grade) -> str:
    """What stands beside a grade, so that nobody takes it for more than it is."""
    return (
        f"{points(grade.tenths)}, attempt {grade.attempt} of {grade.attempts}, rubric {grade.digest.rubric}. {PRACTICE}"
    )


def generic_csv(grades: Iterable[Grade], hundredths: int, roster: Mapping[str, Person] | None) -> str:
    """One row for each grade, for any program; names and ids only from a roster."""
    ids = ("name", "idnumber", "email") if roster is not None else ()
    rows: list[tuple[object, ...]] = [
        ("pseudonym", *ids, "patient", "points", "score", "attempt", "attempts", "rubric", "coder", "session", "begun")
    ]
    for grade in grades:
        one = grade.digest
        person = (roster or {}).get(one.trainee, Person(one.trainee))
        rows.append(
            (
                one.trainee,
                *(getattr(person, name) for name in ids),
                one.scenario,
                scaled(grade.tenths, hundredths),
                f"{grade.tenths // 10}.{grade.tenths % 10}",
                grade.attempt,
                grade.attempts,
                one.rubric,
                one.coder,
                one.session,
                one.started_at.isoformat(),
            )
        )
    return csv_text(rows)


def moodle_csv(
    grades: Iterable[Grade], hundredths: int, roster: Mapping[str, Person], item: str
) -> tuple[str, tuple[str, ...]]:
    """A file for Moodle's grade import, and the pseudonyms left out because the roster has no id for them."""
    rows: list[tuple[object, ...]] = [("username", "idnumber", "email", item, f"{item} (feedback)")]
    unknown: list[str] = []
    for grade in grades:
        person = roster.get(grade.digest.trainee)
        if person is None or not (person.username or person.idnumber or person.email):
            unknown.append(grade.digest.trainee)
            continue
        rows.append((person.username, person.idnumber, person.email, scaled(grade.tenths, hundredths), feedback(grade)))
    return csv_text(rows), tuple(unknown)
