"""Grades for Canvas: its own gradebook export, filled in for one item.

What Canvas reads, and what it drops without a word, is taken from its importer's and exporter's source
(instructure/canvas-lms, lib/gradebook_importer.rb and gradebook_exporter.rb):

- the first row names the columns: `Student` (or `LastName`, `FirstName`), `ID`, some of `SIS User ID`, `SIS Login ID`,
  `Integration ID`, `Root Account`, then `Section`, then the items as `Title (12345)`;
- a row of `Points Possible`, in which `(read only)` marks columns that are never taken, and, where grades are posted
  by hand, a row of `Manual Posting` before it;
- any item whose heading contains a heading of its totals, such as `Final Score`, is dropped;
- a heading without an id that Canvas knows makes a new item; a row without an id is looked up by name.

Only the columns that say whom a row is about, and the item, are written: nothing else can be overwritten by accident.
Rows that get no grade are left out, and so are excused ones (`EX`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scenarios.clean import clean_line
from scoring.course.grades import Grade, scaled
from scoring.course.roster import Person, TableError, delimiter_of, read_table
from scoring.csv_cells import csv_text

TOTALS = (
    "Current Score", "Current Points", "Current Grade", "Final Score", "Final Points", "Final Grade",
    "Override Score", "Override Grade", "Override Status",
)  # fmt: skip
"""Headings of Canvas's totals, written as its importer looks for them."""
ABOUT_STUDENT = (
    "Student", "LastName", "FirstName", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account",
    "Section",
)  # fmt: skip
_WITH_ID = re.compile(r".*\((\d+)\)\s*", re.DOTALL)
_BOM = "\ufeff"
EXCUSED = "EX"
_IDS = (("ID", "canvas_id"), ("SIS User ID", "sis_user_id"), ("SIS Login ID", "sis_login_id"))
"""Columns by which a row is found, the strongest first, and where the roster has the same."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The file for Canvas, and what was left out of it."""

    text: str
    rows: int
    hundredths: int
    """What the item is worth, in hundredths of a point."""
    excused: tuple[str, ...]
    """Pseudonyms of those whom Canvas has as excused."""
    unknown: tuple[str, ...]
    """Pseudonyms with a grade whom the roster, or the export, does not have."""


def fill_canvas(raw: bytes, file: str, item: str, grades: Iterable[Grade], roster: Mapping[str, Person]) -> Filled:
    """Fill an export in. `item` is its heading, or its id alone. Raises `TableError` with what to mend."""
    rows = read_table(raw, file)
    header = [name.strip() for name in rows[0][1]] if rows else []
    _refuse_other_files(header, file)
    at = _item_column(header, file, item)
    kept = [i for i, name in enumerate(header[: header.index("Section") + 1]) if name in ABOUT_STUDENT]
    special, students = _split(rows[1:], header)
    worth = _worth(special, file, at, header[at])
    wanted = {grade.digest.trainee: grade for grade in grades}
    find = _Finder(header, file, {name: roster[name] for name in wanted if name in roster})
    written: list[Sequence[object]] = []
    excused: list[str] = []
    found: set[str] = set()
    for line, row in students:
        trainee = find(line, row)
        if trainee is None:
            continue
        if not _cell(row, header.index("ID")):
            raise TableError(
                f"{file}:{line} the row of `{clean_line(trainee)}` has no ID, and Canvas would go by the name alone. "
                "Export the gradebook anew, and leave the ID column as it is."
            )
        if trainee in found:
            raise TableError(f"{file}:{line} `{clean_line(trainee)}` stands in two rows. Take one out.")
        found.add(trainee)
        if _cell(row, at).upper() == EXCUSED:
            excused.append(trainee)
            continue
        written.append([*(_cell(row, i) for i in kept), scaled(wanted[trainee].tenths, worth)])
    top = [[_cell(row, i) for i in (*kept, at)] for _, row in special]
    text = csv_text([[header[i] for i in (*kept, at)], *(row for row in top if any(row)), *written], delimiter_of(raw))
    mark = _BOM if raw.startswith(_BOM.encode()) else ""
    return Filled(mark + text, len(written), worth, tuple(excused), tuple(sorted(set(wanted) - found)))


def _cell(row: Sequence[str], i: int) -> str:
    return row[i].strip() if i < len(row) else ""


def _refuse_other_files(header: Sequence[str], file: str) -> None:
    begins = header[:1] == ["Student"] or header[:2] == ["LastName", "FirstName"]
    if not begins or "ID" not in header or "Section" not in header:
        raise TableError(
            f"{file}:1 this is no gradebook export of Canvas: its first row begins with `Student`, and has `ID` and "
            "`Section`. In Canvas: Grades, Export, Export Entire Gradebook."
        )


def _item_column(header: Sequence[str], file: str, item: str) -> int:
    """Where the item stands. Refused is what Canvas would drop, or take for a new item."""
    after = header.index("Section") + 1
    wanted = item.strip()
    places = [
        i
        for i, name in enumerate(header)
        if i >= after and (name == wanted or ((named := _WITH_ID.fullmatch(name)) and named[1] == wanted))
    ]
    taken = [name for name in header[after:] if _WITH_ID.fullmatch(name) and _total_in(name) is None]
    shown = ", ".join(f"`{clean_line(name)}`" for name in taken) or "none"
    if not places:
        raise TableError(
            f"{file}:1 there is no item `{clean_line(wanted)}`. Make it in Canvas first, then export. "
            f"Items with an id: {shown}."
        )
    if len(places) > 1:
        raise TableError(f"{file}:1 `{clean_line(wanted)}` stands there {len(places)} times. Export anew.")
    heading = header[places[0]]
    total = _total_in(heading)
    if total is not None:
        raise TableError(
            f"{file}:1 Canvas drops `{clean_line(heading)}` without a word, because it contains “{total}”. "
            "Give the item another title in Canvas, and export anew."
        )
    if not _WITH_ID.fullmatch(heading):
        raise TableError(
            f"{file}:1 `{clean_line(heading)}` has no id, such as `Maya (12345)`: Canvas would make a new item. "
            f"Items with an id: {shown}."
        )
    return places[0]


def _total_in(heading: str) -> str | None:
    """The heading of a total that makes Canvas drop this one."""
    return next((name for name in TOTALS if name in heading), None)


_Rows = list[tuple[int, list[str]]]


def _split(rows: _Rows, header: Sequence[str]) -> tuple[_Rows, _Rows]:
    """Rows that say something about items, as they were; and those of students."""
    student = len(header[: header.index("Section") + 1])
    special: _Rows = []
    students: _Rows = []
    for line, row in rows:
        is_about_items = not any(cell.strip() for cell in row[:student])
        (special if is_about_items or "Points Possible" in row[0] else students).append((line, row))
    return special, students


def _worth(special: _Rows, file: str, at: int, heading: str) -> int:
    """What the item is worth, in hundredths."""
    for line, row in special:
        if "Points Possible" not in row[0]:
            continue
        cell = _cell(row, at).replace(",", ".")
        if "read only" in cell:
            raise TableError(f"{file}:{line} Canvas takes nothing for `{clean_line(heading)}`: it is read only.")
        number = re.fullmatch(r"(\d{1,7})(?:\.(\d{1,2})\d*)?", cell)
        worth = int(number[1]) * 100 + int((number[2] or "").ljust(2, "0")) if number else 0
        if not worth:
            raise TableError(
                f"{file}:{line} `{clean_line(heading)}` is worth `{clean_line(cell)}` points. "
                "Give it points in Canvas, such as 100, and export anew."
            )
        return worth
    raise TableError(f"{file}: the row `Points Possible` is missing. Export the gradebook anew.")


class _Finder:
    """Who a row of the export is, by the strongest id that both it and the roster have."""

    def __init__(self, header: Sequence[str], file: str, people: Mapping[str, Person]) -> None:
        self._file = file
        self._columns = [(header.index(name), name, field) for name, field in _IDS if name in header]
        self._people = {
            field: {getattr(one, field): one for one in people.values() if getattr(one, field)} for _, field in _IDS
        }

    def __call__(self, line: int, row: Sequence[str]) -> str | None:
        """The pseudonym; `None` for nobody of the roster. Raises `TableError` where ids say different things."""
        for place, (i, _, field) in enumerate(self._columns):
            person = self._people[field].get(_cell(row, i))
            if person is not None:
                self._refuse_contradiction(line, row, person, place)
                return person.pseudonym
        return None

    def _refuse_contradiction(self, line: int, row: Sequence[str], person: Person, place: int) -> None:
        """A weaker id must not give a grade to somebody whose stronger id is another's."""
        for i, name, field in self._columns[:place]:
            theirs, here = getattr(person, field), _cell(row, i)
            if theirs and here and theirs != here:
                by = self._columns[place][1]
                raise TableError(
                    f"{self._file}:{line} by its {by} this row is `{clean_line(person.pseudonym)}`, but its {name} is "
                    f"`{clean_line(here)}`, and the roster has `{clean_line(theirs)}`. Mend the roster."
                )
