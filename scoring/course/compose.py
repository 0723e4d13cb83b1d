"""From what was gathered of a class to its report. Pure: the same sessions give the same report, to the last byte."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scenarios import vocabulary
from scoring.course.cohort import BINS, Cohort, Group, Tally
from scoring.course.digest import SCORES
from scoring.course.suppression import FLOOR, Cell, hidden_cells, is_small
from scoring.course.view import HIDDEN, NOT_OBSERVED, Bar, CourseReport, Part, Table, Value
from scoring.scores import DIMENSION_LABELS
from scoring.words import CAUTION, plural

_MOST_SHOWN = 15
"""Most moments and tests that are listed."""
ALL = "All patients"
OTHERS = "Other patients"
_OUTCOMES = ("passed", "partly", "failed", "lapsed")

Titles = Mapping[str, str]
"""By scenario: what its patient is called in a list."""
Moments = Mapping[tuple[str, str], str]
"""By scenario and beat: what the patient says there."""


def course_report(
    cohort: Cohort,
    titles: Titles,
    moments: Moments,
    *,
    unreadable: int = 0,
    people: bool = False,
    names: Mapping[str, str] | None = None,
) -> CourseReport:
    """The report of a class. `people` adds a list of single trainees, by pseudonym or by `names` where given."""
    trainees = len(cohort.sessions.trainees)
    parts: list[Part] = []
    if is_small(trainees) or not trainees:
        parts.append(Part("scores", "Scores", _too_few(trainees), None))
    else:
        rows = _pooled(cohort)
        parts += [_scores(cohort, name, rows, titles) for name in SCORES]
        parts.append(_attempts(cohort, titles))
        parts += [_hard(cohort, titles, moments), _failed(cohort, titles, moments), _disputes(cohort)]
    if people:
        parts.append(_people(cohort, titles, names))
    return CourseReport(
        title="Course report",
        caution=CAUTION,
        facts=tuple(_facts(cohort, unreadable)),
        notes=tuple(_notes(cohort, people=people)),
        parts=tuple(parts),
    )


def _too_few(trainees: int) -> str:
    if not trainees:
        return "There are no finished sessions yet."
    return (
        f"Fewer than {FLOOR} trainees have finished a session: anything shown of so few would tell of single persons."
    )


def _few(tally: Tally) -> str:
    return f"fewer than {FLOOR} trainees'" if is_small(len(tally.trainees)) else f"{tally.count:,}"


def _facts(cohort: Cohort, unreadable: int) -> Iterator[tuple[str, str]]:
    if is_small(len(cohort.sessions.trainees)):
        yield "Sessions", f"of fewer than {FLOOR} trainees"
        return
    yield "Sessions", f"{cohort.sessions.count:,} finished, by {plural(len(cohort.sessions.trainees), 'trainee')}"
    again = "counted with the others" if cohort.with_second_tries else "left out of everything below"
    yield "Second tries", f"{_few(cohort.second_tries)}, {again}"
    yield "Not finished", f"{_few(cohort.unfinished)}, left out of everything below"
    yield "Replies not understood", f"{_few(cohort.unclear)}, not judged"
    if unreadable:
        yield "Not readable", f"{plural(unreadable, 'session')}, left out"
    origins = sorted(cohort.scored_by.items())
    hidden = hidden_cells([[_cell(tally) for _, tally in origins]], columns_add_up=False)
    for i, ((rubric, coder, is_rescored), tally) in enumerate(origins):
        how = "as a re-scoring kept them" if is_rescored else "scored just now"
        count = "some sessions" if (0, i) in hidden else plural(tally.count, "session")
        yield f"Rubric {rubric}", f"read by coder {coder}: {count}, {how}"


def _notes(cohort: Cohort, *, people: bool) -> Iterator[str]:
    yield (
        f"“{HIDDEN}”: fewer than {FLOOR} trainees stand behind the figure, or such a figure could be had from it by "
        "subtraction. Sessions without a pseudonym count as one trainee's."
    )
    yield "Not observed means that nothing happened which the score could be about. It is counted apart and never as 0."
    if people:
        yield "This report lists single trainees. Do not pass it on as a report on the class."
    if len({key[:2] for key in cohort.scored_by}) > 1:
        yield "The sessions were not all scored by the same rubric and coder: compare with care, or re-score them."


def _cell(tally: Tally | None) -> Cell:
    return Cell(0, frozenset()) if tally is None else Cell(tally.count, frozenset(tally.trainees))


def _pooled(cohort: Cohort) -> list[tuple[str, tuple[str, ...]]]:
    """Rows by patient; patients met by too few are put together, with the next smallest where they still are too few.

    Each row: the scenario, or `OTHERS`, and the scenarios in it.
    """
    met: dict[str, set[int]] = {}
    for (name, scenario, _), tally in cohort.cells.items():
        if name == SCORES[0]:
            met.setdefault(scenario, set()).update(tally.trainees)
    by_size = sorted(met, key=lambda scenario: (len(met[scenario]), scenario))
    pool: list[str] = []
    behind: set[int] = set()
    for scenario in by_size:
        if is_small(len(met[scenario])) or (pool and is_small(len(behind))):
            pool.append(scenario)
            behind |= met[scenario]
    rows: list[tuple[str, tuple[str, ...]]] = [
        (scenario, (scenario,)) for scenario in sorted(met) if scenario not in pool
    ]
    return [*rows, (OTHERS, tuple(sorted(pool)))] if pool else rows


def _merged(tallies: Iterable[Tally]) -> Tally:
    merged = Tally()
    for tally in tallies:
        merged.count += tally.count
        merged.trainees |= tally.trainees
    return merged


def _scores(cohort: Cohort, name: str, rows: Sequence[tuple[str, tuple[str, ...]]], titles: Titles) -> Part:
    lines = [(ALL, tuple(scenario for _, inside in rows for scenario in inside)), *rows]
    places = range(len(BINS) + 1)
    table = [
        [
            _cell(_merged(cohort.cells[key] for scenario in inside if (key := (name, scenario, i)) in cohort.cells))
            for i in places
        ]
        for _, inside in lines
    ]
    hidden = hidden_cells(table)
    shown_rows: list[tuple[Value, ...]] = []
    for i, (row, inside) in enumerate(lines):
        counts = [HIDDEN if (i, j) in hidden else cell.count for j, cell in enumerate(table[i])]
        group = Group()
        for scenario in inside:
            if (name, scenario) in cohort.groups:
                group.scores += cohort.groups[name, scenario].scores
                group.trainees |= cohort.groups[name, scenario].trainees
        label = row if row in {ALL, OTHERS} else titles.get(row, row)
        shown_rows.append((label, sum(cell.count for cell in table[i]), *counts, *_figures(group)))
    about = "How many sessions reached which score, out of 100."
    if rows[-1][0] == OTHERS:
        about += f" {OTHERS}: {', '.join(titles.get(one, one) for one in rows[-1][1])}."
    heads = tuple(f"{first / 10:g}–{last / 10:g}" for first, last in BINS)
    return Part(
        id=name,
        title=DIMENSION_LABELS[name],
        about=about,
        table=Table(
            ("Patient", "Sessions", *heads, NOT_OBSERVED.capitalize(), "Median", "Middle half"), tuple(shown_rows)
        ),
        bars=tuple(
            Bar(head, None if (0, j) in hidden else table[0][j].count) for j, head in enumerate((*heads, NOT_OBSERVED))
        ),
        bars_title=f"{DIMENSION_LABELS[name]}: sessions by score, all patients",
    )


def _figures(group: Group) -> tuple[Value, Value]:
    """Median and middle half; neither is additive, so neither gives a smaller group away by subtraction."""
    if not group.scores:
        return NOT_OBSERVED, NOT_OBSERVED
    if is_small(len(group.trainees)):
        return HIDDEN, HIDDEN
    low, middle, high = statistics.quantiles(group.scores, n=4, method="inclusive")
    return round(middle / 10, 1), f"{low / 10:.1f}–{high / 10:.1f}"


def _attempts(cohort: Cohort, titles: Titles) -> Part:
    rows: list[tuple[Value, ...]] = []
    for scenario in sorted({scenario for scenario, _ in cohort.attempted}):
        numbers = sorted(number for one, number in cohort.attempted if one == scenario)
        cells = [_cell(cohort.attempted[scenario, number]) for number in numbers]
        if is_small(len(frozenset().union(*(cell.trainees for cell in cells)))):
            continue
        hidden = hidden_cells([cells], columns_add_up=False)
        for j, number in enumerate(numbers):
            if (0, j) not in hidden:
                median = _figures(cohort.attempts.get((scenario, number), Group()))[0]
                rows.append((titles.get(scenario, scenario), number, cells[j].count, median))
    about = (
        "The overall score of first, second and later sessions with the same patient. Those who come back are not all "
        "those who began: a rise may be theirs alone."
    )
    columns = ("Patient", "Attempt", "Sessions", "Median")
    return Part("attempts", "Over attempts", about, Table(columns, tuple(rows), names=2) if rows else None)


def _moment(moments: Moments, scenario: str, beat: str) -> str:
    said = moments.get((scenario, beat), "")
    return f"{beat}: “{said}”" if said else beat


def _need(name: str) -> str:
    known = vocabulary.moments().get(name)
    return known.label if known is not None else ""


def _hard(cohort: Cohort, titles: Titles, moments: Moments) -> Part:
    """Moments at which replies fitted least. No totals are given, so nothing follows by subtraction."""
    known = [(key, fits) for key, fits in cohort.moments.items() if len(fits.trainees) >= FLOOR]
    known.sort(key=lambda item: (item[1].total / item[1].replies, item[0]))
    rows: list[tuple[Value, ...]] = [
        (
            titles.get(scenario, scenario),
            _moment(moments, scenario, beat),
            _need(need),
            round(fits.total / fits.replies, 1) + 0.0,
            fits.replies,
        )
        for (scenario, beat, need), fits in known[:_MOST_SHOWN]
    ]
    about = "Moments by the mean fit of the replies given there, −3 against what was needed to +3 met fully."
    columns = ("Patient", "Moment", "What was needed", "Mean fit", "Replies")
    return Part("moments", "Moments, the hardest first", about, Table(columns, tuple(rows), names=3) if rows else None)


def _failed(cohort: Cohort, titles: Titles, moments: Moments) -> Part:
    """Tests by how many failed; those of which a figure is hidden stand last, in no order that would tell of it."""
    open_rows: list[tuple[float, tuple[Value, ...]]] = []
    closed_rows: list[tuple[Value, ...]] = []
    for scenario, beat in sorted({key[:2] for key in cohort.tests}):
        cells = [_cell(cohort.tests.get((scenario, beat, outcome))) for outcome in _OUTCOMES]
        if len(frozenset().union(*(cell.trainees for cell in cells))) < FLOOR:
            continue
        hidden = hidden_cells([cells], columns_add_up=False)
        total = sum(cell.count for cell in cells)
        counts: list[Value] = [HIDDEN if (0, j) in hidden else cell.count for j, cell in enumerate(cells)]
        row = (titles.get(scenario, scenario), _moment(moments, scenario, beat), total, *counts)
        if hidden:
            closed_rows.append(row)
        else:
            open_rows.append(((cells[2].count + cells[3].count) / total, row))
    open_rows.sort(key=lambda item: -item[0])
    rows = [*(row for _, row in open_rows), *closed_rows][:_MOST_SHOWN]
    about = "Tests that the patient set and that came to something, by the share failed or left unanswered."
    columns = ("Patient", "Test", "Decided", "Passed", "Half answered", "Failed", "Unanswered")
    return Part("tests", "Tests, the most failed first", about, Table(columns, tuple(rows), names=2) if rows else None)


def _disputes(cohort: Cohort) -> Part:
    codes = sorted({code for code, _ in cohort.disputed}, key=vocabulary.label)
    rows: list[tuple[Value, ...]] = []
    for code in codes:
        tallies = [cohort.disputed.get((code, claim), Tally()) for claim in ("not_shown", "not_heard")]
        tallies.append(cohort.heard.get(code, Tally()))
        counts: list[Value] = [HIDDEN if is_small(len(tally.trainees)) else tally.count for tally in tallies]
        rows.append((vocabulary.label(code), *counts))
    rows.sort(key=lambda row: -max((cell for cell in row[1:3] if isinstance(cell, int)), default=-1))
    about = (
        "Readings that trainees hold to be wrong: “not there” where the reply does not do what was heard, “missed” "
        "where it does something that was not heard. A dispute changes no score."
    )
    columns = ("Behaviour", "Not there", "Missed", "Sessions in which it was heard")
    return Part("disputes", "Readings that were disputed", about, Table(columns, tuple(rows)) if rows else None)


def _people(cohort: Cohort, titles: Titles, names: Mapping[str, str] | None) -> Part:
    rows: list[tuple[Value, ...]] = []
    for pseudonym, met in sorted(cohort.people.items()):
        who = (names or {}).get(pseudonym) or pseudonym or "(no pseudonym)"
        for scenario, group in sorted(met.items()):
            figures: tuple[Value, Value] = (
                (max(group.scores) / 10, group.scores[-1] / 10) if group.scores else (NOT_OBSERVED, NOT_OBSERVED)
            )
            rows.append((who, titles.get(scenario, scenario), len(group.scores), *figures))
    columns = ("Trainee", "Patient", "Scored sessions", "Best", "Last")
    about = "Overall scores of single trainees, asked for with --trainees."
    return Part("trainees", "Single trainees", about, Table(columns, tuple(rows), names=2) if rows else None)
