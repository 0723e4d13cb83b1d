"""A first scenario of one's own: small, with notes in it, working as it stands.

What a person typed is cleaned and written as quoted YAML, so that names such as `yes`, `#1` or `O"Brien: ` stay names.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template
from typing import Any

from scenarios.clean import clean_line
from scenarios.library import ID
from scenarios.model import Mode, Need
from scenarios.shape import schema

MODES: tuple[Mode, ...] = ("in_person", "video", "phone", "text")

_DIRECTIONS: Mapping[Mode, str] = {
    "in_person": '    shows: "sits on the edge of the chair"      # what can be seen (in person, by video)\n',
    "video": '    shows: "looks past the camera"              # what can be seen (in person, by video)\n',
    "phone": '    sounds: "a long breath before the words"    # what can be heard (also by phone)\n',
    "text": "",
}


class StarterError(ValueError):
    """An answer that cannot stand in a scenario; the message says which, why, and what could."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new patient is made of."""

    name: str = "Ada"
    age: int = 40
    pronouns: str = "she/her"
    theme: str = "I don't sleep. Not since my sister moved away."
    """What the patient comes for, in its own words."""
    needs: Need = "listen"
    mode: Mode = "in_person"


def starter(answers: Answers, name: str, file: str) -> str:
    """The text of a new scenario of that id; `file` is named in its notes. Raises `StarterError`."""
    part: Mapping[str, Any] = _parts()[answers.needs]
    person = _persona_schema()
    patient = _said("name", answers.name, person["name"]["maxLength"])
    pronouns = _said("pronouns", answers.pronouns, person["pronouns"]["maxLength"])
    theme = _said("what they come for", answers.theme, 300)
    low, high = person["age"]["minimum"], person["age"]["maximum"]
    if not low <= answers.age <= high:
        raise StarterError(f"the age must be a whole number from {low} to {high}.")
    moment = "".join(f", {key}: {part[key]}" for key in ("asks", "feels", "risk") if key in part)
    situation = part.get("situation", "")
    lines = {key: quoted(str(value)) for key, value in part.items()}
    return _template().substitute(
        lines,
        file=file,
        id=quoted(name),
        title=quoted(f"A first talk with {patient}"),
        mode=answers.mode,
        brief=quoted(
            f"{patient}, {answers.age}, first session. All that is known is one sentence from the waiting list; "
            "it is what you hear first."
        ),
        name=quoted(patient),
        age=answers.age,
        pronouns=quoted(pronouns),
        risk_answer=quoted(
            "Some nights, yes. I have no plan. I've told nobody." if situation else "No. Nothing like that. Honestly."
        ),
        theme=quoted(theme),
        home=quoted("Me and my mum." if answers.age < 18 else "Just me, since last year."),
        direction=_DIRECTIONS[answers.mode],
        moment=f"{{needs: {answers.needs}{moment}}}",
        moment_again=f"{{needs: {answers.needs}{moment}}}",
        need=answers.needs,
        situation=f"    confidentiality: {{situation: {situation}}}\n" if situation else "",
        good_when=part["good_when"],
        poor_when=part["poor_when"],
        poor_codes=part["poor_codes"],
        confidentiality=1 if situation else 0,
        notes=quoted(
            f"{part['good_because']} The other way: {part['poor_because']} "
            "Say here what a trainee should take away, and which literature it rests on."
        ),
    )


def id_from(text: str) -> str:
    """An id made of a name or a file's stem; `my-patient` where nothing of it can be used."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")[:64].rstrip("-_")
    return slug if ID.fullmatch(slug) else "my-patient"


def quoted(text: str) -> str:
    """Text as a double-quoted YAML scalar, whatever it holds."""
    escaped = json.dumps(text, ensure_ascii=False)
    return "".join(mark if _is_plain(mark) else _escape(mark) for mark in escaped)


def _is_plain(mark: str) -> bool:
    """Whether YAML lets the character stand as it is; what has no shape, or is not assigned, is escaped."""
    return unicodedata.category(mark) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _escape(mark: str) -> str:
    return f"\\u{ord(mark):04x}" if ord(mark) <= 0xFFFF else f"\\U{ord(mark):08x}"


def _said(what: str, text: str, most: int) -> str:
    line = clean_line(text)
    if not line:
        raise StarterError(f"{what} is empty. Write at least one character.")
    if len(line) > most:
        raise StarterError(f"{what} is {len(line)} characters long. At most {most} fit.")
    return line


def _persona_schema() -> Mapping[str, Any]:
    properties: Mapping[str, Any] = schema()["properties"]["persona"]["properties"]
    return properties


@cache
def _parts() -> Mapping[str, Mapping[str, Any]]:
    import yaml  # noqa: PLC0415  10 ms, and only a new patient needs it

    parts: Mapping[str, Mapping[str, Any]] = yaml.safe_load(_data("starters.yaml"))
    return parts


@cache
def _template() -> Template:
    return Template(_data("starter.yaml.template"))


def _data(name: str) -> str:
    return resources.files("authoring").joinpath("data", name).read_text("utf-8")
