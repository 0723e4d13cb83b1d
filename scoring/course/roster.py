"""The roster: a CSV file that says which pseudonym is whom. Names and ids stand there and nowhere else in Attune."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from scenarios.clean import clean_line

PSEUDONYM = "pseudonym"
COLUMNS = ("name", "canvas_id", "sis_user_id", "sis_login_id", "username", "idnumber", "email")
"""What a roster may say of a pseudonym; every column can be left out."""


class TableError(Exception):
    """A CSV file that cannot be used; the message says where, what and how to mend it."""


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the roster; empty where it says nothing."""

    pseudonym: str
    name: str = ""
    canvas_id: str = ""
    sis_user_id: str = ""
    sis_login_id: str = ""
    username: str = ""
    idnumber: str = ""
    email: str = ""


def read_roster(raw: bytes, file: str) -> dict[str, Person]:
    """The roster by pseudonym. Raises `TableError`, with the line."""
    lines = read_table(raw, file)
    header = [name.strip().lower() for name in lines[0][1]] if lines else []
    if PSEUDONYM not in header:
        found = ", ".join(clean_line(name) for name in header) or "nothing"
        raise TableError(
            f"{file}:1 the first line has to name the columns, `{PSEUDONYM}` among them; found: {found}. "
            f"Others that are understood: {', '.join(COLUMNS)}."
        )
    people: dict[str, Person] = {}
    for line, row in lines[1:]:
        values = {name: value.strip() for name, value in zip(header, row, strict=False)}
        pseudonym = values.get(PSEUDONYM, "")
        if not any(values.values()):
            continue
        if not pseudonym:
            raise TableError(f"{file}:{line} this row has no pseudonym. Give one, or take the row out.")
        if pseudonym in people:
            raise TableError(f"{file}:{line} the pseudonym `{clean_line(pseudonym)}` stands here for the second time.")
        people[pseudonym] = Person(pseudonym, **{name: values.get(name, "") for name in COLUMNS})
    _refuse_twins(people, file)
    return people


def _refuse_twins(people: Mapping[str, Person], file: str) -> None:
    """No id may stand for two trainees, or one's grade would go to the other."""
    for column in COLUMNS[1:]:
        seen: dict[str, str] = {}
        for person in people.values():
            value = getattr(person, column)
            if value and value in seen:
                raise TableError(
                    f"{file}: `{clean_line(seen[value])}` and `{clean_line(person.pseudonym)}` have the same {column}, "
                    f"`{clean_line(value)}`. Every trainee needs their own."
                )
            seen[value] = person.pseudonym


def delimiter_of(raw: bytes) -> str:
    """Comma or semicolon: whichever comes first outside quotes. Spreadsheets write semicolons in half of Europe."""
    outside = b"".join(raw[:10_000].split(b'"')[::2])
    first = next((byte for byte in outside if byte in b",;"), b","[0])
    return chr(first)


def read_table(raw: bytes, file: str) -> list[tuple[int, list[str]]]:
    """The rows of a CSV file, each with the line on which it ends. A byte-order mark is no part of it.

    Raises `TableError`.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(
            f"{file}: this is not UTF-8 text (byte {error.start}). Save it as “CSV UTF-8” in your spreadsheet."
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(raw), strict=True)
    try:
        return [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        raise TableError(f"{file}:{reader.line_num} this line is no CSV: {error}.") from error
