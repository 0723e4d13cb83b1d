"""CSV that spreadsheets take as data: words that they would read as a formula are marked as words, numbers stay.

After OWASP's advice on CSV injection: a cell that begins with = + - @, a tab or a line's end, or with one of their
full-width forms, gets an apostrophe before it. RFC 4180 in all else, save that lines end in `\\n`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from scenarios.clean import clean

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_FORMULA = re.compile(r"\s*[=+\-@\u2212\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


def cell(value: object) -> str:
    """One value as a cell. Numbers get a full stop, `None` an empty cell; words are cleaned and guarded."""
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return str(value)
    return guarded(clean(str(value)))


def guarded(text: str) -> str:
    """Words as they are, with an apostrophe before what a spreadsheet would compute."""
    if _NUMBER.fullmatch(text) or not _FORMULA.match(text):
        return text
    return f"'{text}"


def csv_text(rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    """Rows as CSV, each ended by a newline."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter, lineterminator="\n")
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return target.getvalue()
