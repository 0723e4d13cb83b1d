"""`attune explain`: what a message means, or a code, a need, a situation or a finding, with examples."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

import click

from authoring.messages import Message, codes, message
from authoring.terms import KINDS, Term, called, known_as, terms
from commands.errors import InputError
from scenarios.faults import near, suggest

WIDTH = 88
SECTIONS = {"codes": ("code", "derived", "group"), "needs": ("need",), "situations": ("situation",),
            "findings": ("finding",)}  # fmt: skip
"""What may be listed by itself, beside `messages`."""


@click.command("explain")
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(name: str | None, *, as_json: bool) -> None:
    """Explain a word: a message of `attune lint`, a code, a need, a confidentiality situation, a finding.

    Each comes with an example and with what it is easily confused with. Without a name everything is listed;
    `messages`, `codes`, `needs`, `situations` or `findings` lists just these.

    \b
    Examples:
      attune explain unknown-beat      a message, with a wrong and a right example
      attune explain validation        what a reply does
      attune explain C12               what a situation asks for
      attune explain needs             all needs, a line each
    """
    if name is None or name.strip().lower() in {"messages", *SECTIONS}:
        _list(None if name is None else name.strip().lower(), as_json=as_json)
        return
    shown = name.strip().lower().removeprefix("error[").removeprefix("warning[").removesuffix("]")
    found = called(shown)
    told = message(shown) if shown in codes() else None
    if told is None and not found:
        raise InputError(f"there is no message, code, need or situation `{name}`. {_meant(shown)}")
    if as_json:
        plain = [*([_plain_message(told)] if told else []), *map(_plain_term, found)]
        click.echo(_to_json(plain[0] if len(plain) == 1 else plain))
        return
    texts = ["\n".join(_told(told))] if told else []
    texts += ["\n".join(_told_term(one)) for one in found]
    click.echo("\n\n".join(texts))


def _meant(name: str) -> str:
    """Which name was probably meant; where none is near, how to see them all."""
    known = (*codes(), *known_as())
    if near(name, known):
        return suggest(name, known)
    return "`attune explain` lists them all."


def _list(section: str | None, *, as_json: bool) -> None:
    messages = [message(code) for code in codes()] if section in {None, "messages"} else []
    kinds = KINDS if section is None else SECTIONS.get(section, ())
    of_kinds = [one for kind in kinds for one in terms() if one.kind == kind]
    if as_json:
        click.echo(_to_json([*map(_plain_message, messages), *map(_plain_term, of_kinds)]))
        return
    click.echo("\n".join((*_listed(messages), *_listed_terms(of_kinds), "More about one: `attune explain NAME`.")))


def _listed(known: list[Message]) -> Iterator[str]:
    wide = max((len(one.code) for one in known), default=0)
    for severity in ("error", "warning"):
        of_kind = [one for one in known if one.severity == severity]
        if of_kind:
            yield f"Messages of `attune lint`: {severity}s"
            yield from (f"  {one.code:<{wide}}  {one.title}" for one in of_kind)
            yield ""


def _listed_terms(known: list[Term]) -> Iterator[str]:
    for kind, heading in KINDS.items():
        of_kind = [one for one in known if one.kind == kind]
        if not of_kind:
            continue
        wide = max(len(one.name) for one in of_kind)
        yield heading
        for one in of_kind:
            said = one.meaning if kind == "finding" else one.title
            yield from textwrap.wrap(f"{one.name:<{wide}}  {said}", WIDTH, initial_indent="  ",
                                     subsequent_indent=" " * (wide + 4))  # fmt: skip
        yield ""


def _told(told: Message) -> Iterator[str]:
    yield f"{told.severity}[{told.code}] {told.title}"
    for paragraph in told.text.split("\n\n"):
        yield ""
        yield textwrap.fill(" ".join(paragraph.split()), WIDTH, break_long_words=False, break_on_hyphens=False)
    yield ""
    yield "Wrong:"
    yield textwrap.indent(told.wrong.rstrip(), "    ")
    yield ""
    yield "Right:"
    yield textwrap.indent(told.right.rstrip(), "    ")


def _told_term(one: Term) -> Iterator[str]:
    yield f"{one.kind}[{one.name}] {one.title}"
    yield ""
    yield textwrap.fill(one.meaning, WIDTH, break_long_words=False, break_on_hyphens=False)
    for part in one.parts:
        yield ""
        yield f"{part.heading}:"
        for line in part.lines:
            yield textwrap.fill(line, WIDTH, initial_indent="  - ", subsequent_indent="    ",
                                break_long_words=False, break_on_hyphens=False)  # fmt: skip


def _plain_message(told: Message) -> dict[str, str]:
    return {
        "kind": "message",
        "code": told.code,
        "severity": told.severity,
        "title": told.title,
        "text": told.text,
        "wrong": told.wrong,
        "right": told.right,
    }


def _plain_term(one: Term) -> dict[str, object]:
    return {
        "kind": one.kind,
        "code": one.name,
        "title": one.title,
        "text": one.meaning,
        "parts": [{"heading": part.heading, "lines": list(part.lines)} for part in one.parts],
    }


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
