"""A form for rating in any text editor: the transcript, with an empty place for each thing that can be rated.

What it holds is read back by `form_reading`. The machine's rating stands in it only where it was asked for; the
patient's answer to a reply stands with the next turn, since it gives the machine's rating away.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scenarios import vocabulary
from scoring.rubric import score
from scoring.scores import DIMENSIONS
from scoring.supervision.disputes import answered, to_supervisor
from scoring.supervision.machine import cap_rules, cap_text, machine_words
from scoring.words import SILENCE, sentence, who
from simulator.ratings import Sample
from simulator.session import Session

VERSION = "1"
HIDDEN, SHOWN = "hidden", "shown"
TAKE_BACK = "take back"
OTHERS = "others"
BEFORE = 3
"""Exchanges shown before a turn that was drawn by chance."""
_WIDTH = 96
_UNPRINTABLE = re.compile("[\ufffe\uffff]")
"""What YAML does not allow in a file and `clean` lets pass."""

_HEAD = """\
# Attune: a form for rating. {about}
# Fill in what you have a view on, and leave the rest empty; what is empty is not rated.
#   fit        how well the reply met what the patient needed just then:
#              -3 strongly against, 0 neither for nor against, 3 strongly for
#   heard      what the reply does, in the names of the code book: [open_question, validation]
#   not_heard  what it does not do, though it might be thought so: [advice]
#              [{others}] stands for every code that you did not list under heard
#   comment    your reason, in the lines below `comment: |-`, set in as far as the empty line there
# A rating that you gave earlier is taken back with `fit: {take_back}`.
# Then:  attune review --take {file} --rater YOUR-PSEUDONYM
#
# The codes, by what they are about:
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One session to rate: which turns, and whether the whole session too."""

    id: str
    session: Session
    turns: tuple[int, ...]
    whole: bool


def form_text(sheets: Sequence[Sheet], *, sighted: bool, sample: Sample, file: str = "FILE") -> str:
    """The form, ended by a newline. It holds every word of the turns."""
    return "\n".join(_lines(sheets, sighted=sighted, sample=sample, file=file)) + "\n"


def _lines(sheets: Sequence[Sheet], *, sighted: bool, sample: Sample, file: str) -> Iterator[str]:
    about = "The machine's rating stands beside each turn." if sighted else "The machine's rating is hidden."
    yield _HEAD.rstrip().format(about=about, others=OTHERS, take_back=TAKE_BACK, file=file)
    for family, codes in _families().items():
        yield from _remark(f"{family.replace('_', ' ')}: {', '.join(codes)}", "")
    yield ""
    yield f"review: {VERSION}"
    yield f"machine: {SHOWN if sighted else HIDDEN}"
    yield f"sample: {sample}"
    yield "sessions:"
    for sheet in sheets:
        yield from _sheet(sheet, sighted=sighted)


def _families() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code in vocabulary.codes().values():
        found.setdefault(code.family, []).append(code.id)
    return found


def _sheet(sheet: Sheet, *, sighted: bool) -> Iterator[str]:
    session = sheet.session
    scenario = session.scenario
    yield ""
    yield from _remark(f"{who(scenario)}: {sentence(scenario.title)} {scenario.brief}", "  ")
    if scenario.plan:
        yield from _remark(f"What {scenario.persona.name} is after: {scenario.plan}", "  ")
    yield f"  - session: {sheet.id}"
    yield "    turns:"
    shown = 0
    for n in sheet.turns:
        yield ""
        for earlier in range(max(shown + 1, n - BEFORE), n):
            turn = session.turns[earlier - 1]
            yield from _remark(f"{scenario.persona.name}: {turn.patient}", "      ")
            yield from _remark(f"Trainee: {turn.reply or SILENCE}", "      ")
        shown = n
        yield from _turn(session, n)
        if sighted:
            yield from _remark(f"The machine: {machine_words(session, score(session), n)}", "        ")
            for one in answered(session, {}):
                if one.dispute.n == n:
                    yield from _remark(to_supervisor(one), "        ")
        yield "        fit:"
        yield "        heard: []"
        yield "        not_heard: []"
        yield from _comment("        ")
    if sheet.whole:
        yield ""
        yield from _whole(session, sighted=sighted)


def _turn(session: Session, n: int) -> Iterator[str]:
    turn = session.turns[n - 1]
    yield f"      - turn: {n}"
    moment = session.scenario.beats[turn.move.beat].moment
    if moment is not None:
        table = vocabulary.moments()[moment.needs]
        yield from _remark(f"{session.scenario.persona.name} needs {table.label}. {table.meaning}", "        ")
    yield from _words("patient", turn.patient)
    yield from _words("reply", turn.reply or SILENCE)


def _whole(session: Session, *, sighted: bool) -> Iterator[str]:
    yield "    whole:"
    yield from _remark("The whole session, each 0 to 100; empty where nothing in it was about that.", "      ")
    if sighted:
        yield from _remark(f"The machine: {machine_words(session, score(session), None)}", "      ")
    for name in DIMENSIONS:
        yield f"      {name}:"
    yield from _remark("Serious errors, yes or no:", "      ")
    yield "      caps:"
    for rule in cap_rules():
        yield from _remark(cap_text(rule), "        ")
        yield f"        {rule}:"
    yield from _comment("      ")


def _comment(indent: str) -> Iterator[str]:
    yield f"{indent}comment: |-"
    yield f"{indent}  "


def _words(key: str, text: str) -> Iterator[str]:
    """Speech in a folded block, in which no sign means anything."""
    yield f"        {key}: >-"
    yield from (f"          {line}" for line in _wrapped(text))


def _remark(text: str, indent: str) -> Iterable[str]:
    return (f"{indent}# {line}" for line in _wrapped(text))


def _wrapped(text: str) -> list[str]:
    line = _UNPRINTABLE.sub("\ufffd", " ".join(text.split()))
    return textwrap.wrap(line, _WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
