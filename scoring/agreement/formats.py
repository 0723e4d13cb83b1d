"""Agreement as text for a terminal, as Markdown, and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from scoring.agreement.answers import Answer, Estimate, Interval, NotEstimable, TooFew
from scoring.agreement.bootstrap import FOLDS, SEED
from scoring.agreement.gather import Agreement, Part
from scoring.agreement.told import EMPTY, Told, ToldMeasure, ToldPart, told
from scoring.report.markdown import escape
from scoring.words import shortened

FORMAT = 1
WIDTH = 78


def agreement_text(found: Agreement) -> str:
    """The report, ended by a newline."""
    return "\n".join(EMPTY if not found.ratings else _text(told(found))) + "\n"


def agreement_markdown(found: Agreement) -> str:
    """The same as Markdown."""
    lines = [f"    {line.strip()}" if line.startswith("  ") else f"{line}\n" for line in EMPTY]
    return "\n".join(_markdown(told(found)) if found.ratings else lines) + "\n"


def agreement_json(found: Agreement) -> str:
    """Every number in full; what has no number says why."""
    plain = {
        "format": FORMAT,
        "ratings": found.ratings,
        "raters": list(found.raters),
        "ratings_of": dict(found.kinds),
        "sessions": found.sessions,
        "sessions_without_pseudonym": found.unnamed,
        "bootstrap": {"over": "trainees", "folds": FOLDS, "seed": SEED, "interval": 0.95},
        "machine": [_plain_part(part) for part in found.machine],
        "people": [_plain_part(part) for part in found.people],
        "told": asdict(told(found)) if found.ratings else None,
    }
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _plain_part(part: Part) -> dict[str, Any]:
    how = part.circumstances
    return {
        "blind": how.is_blind,
        "sample": how.sample,
        "not_rated_by_machine": part.unmatched,
        "too_seldom": list(part.scarce),
        "measures": [
            {
                "target": one.target,
                "n": one.comparison.n,
                "trainees": one.comparison.trainees,
                "answers": {name: _plain_answer(answer) for name, answer in one.comparison.answers.items()},
                "confusion": [list(row) for row in one.comparison.confusion],
                "flags": [{"question": flag.question, "limit": flag.limit} for flag in one.comparison.flags],
            }
            for one in part.measured
        ],
    }


def _plain_answer(answer: Answer | Interval) -> dict[str, Any]:
    match answer:
        case TooFew(n, floor, of):
            return {"too_few": {"n": n, "floor": floor, "of": of}}
        case NotEstimable(reason):
            return {"not_estimable": reason}
        case Interval(low, high):
            return {"low": round(low, 6), "high": round(high, 6)}
        case Estimate(value, interval):
            return {"value": round(value, 6), "interval": _plain_answer(interval)}


def _text(report: Told) -> Iterator[str]:
    yield report.title.upper()
    yield ""
    yield from _wrapped(report.summary)
    yield from _wrapped(report.reading)
    yield from _wrapped(report.caution)
    for part in report.parts:
        yield ""
        yield ""
        yield part.title.upper()
        yield from _wrapped(part.about)
        for measure in part.measures:
            yield ""
            yield from _wrapped(f"{measure.label}: {measure.about}")
            yield from _wrapped(measure.means, "  ")
            for answer in measure.answers:
                flag = f"  ! {answer.flag}" if answer.flag else ""
                yield f"    {answer.label:<26}{answer.value:>6}  {answer.interval}{flag}".rstrip()
            yield from _table(measure, part.rows, part.columns)
        yield from _codes(part)
        for note in part.notes:
            yield ""
            yield from _wrapped(note)
    for note in report.notes:
        yield ""
        yield from _wrapped(note)


def _codes(part: ToldPart) -> Iterator[str]:
    if not part.codes_mean:
        return
    yield ""
    yield from _wrapped(f"Codes and serious errors one by one. {part.codes_mean}")
    yield ""
    first, second = _heads(part)
    yield f"  {'':<26}{'n':>5}{first:>7}{second:>8}  {'kappa':<20} AC1"
    for code in part.codes:
        mark = "!" if code.flag else " "
        label = shortened(code.label, 25)
        yield f"  {label:<26}{code.n:>5}{code.first:>7}{code.second:>8}  {code.kappa:<19}{mark} {code.ac1}"


def _heads(part: ToldPart) -> tuple[str, str]:
    return ("rater", "machine") if part.columns == "machine" else ("first", "second")


def _table(measure: ToldMeasure, rows: str, columns: str) -> Iterator[str]:
    if not measure.confusion:
        return
    width = max(6, *(len(str(cell)) + 2 for row in measure.confusion for cell in row))
    yield ""
    yield f"    {rows} ↓  {columns} →".rstrip()
    yield "    " + "".join(f"{name:>{width}}" for name in ("", *measure.names))
    for name, row in zip(measure.names, measure.confusion, strict=True):
        yield "    " + "".join(f"{cell:>{width}}" for cell in (name, *(cell or "·" for cell in row)))


def _markdown(report: Told) -> Iterator[str]:
    yield f"# {escape(report.title)}"
    for words in (report.summary, report.reading, f"**{report.caution}**"):
        yield ""
        yield words if words.startswith("**") else escape(words)
    for part in report.parts:
        yield from ("", f"## {escape(part.title)}", "", escape(part.about))
        for measure in part.measures:
            yield from ("", f"### {escape(measure.label)}: {escape(measure.about)}", "", escape(measure.means), "")
            if measure.answers:
                yield from _rows(
                    ("", "Value", "95 % interval", "Flag"),
                    [(one.label, one.value, one.interval, one.flag) for one in measure.answers],
                )
            if measure.confusion:
                yield ""
                names = (f"{part.rows} ↓ {part.columns} →", *measure.names)
                table = zip(measure.names, measure.confusion, strict=True)
                yield from _rows(names, [(name, *map(str, row)) for name, row in table])
        if part.codes_mean:
            yield from ("", "### Codes and serious errors one by one", "", escape(part.codes_mean), "")
            yield from _rows(
                ("", "n", *_heads(part), "Kappa (95 %)", "AC1 (95 %)", "Flag"),
                [(one.label, one.n, one.first, one.second, one.kappa, one.ac1, one.flag) for one in part.codes],
            )
        for note in part.notes:
            yield from ("", escape(note))
    for note in report.notes:
        yield from ("", escape(note))


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(map(escape, head))} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(map(escape, row))} |"


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
