"""`attune explain`: what a message means, with a wrong and a right example."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

import click

from authoring.messages import Message, codes, message
from commands.errors import InputError
from scenarios.faults import suggest

WIDTH = 88


@click.command("explain")
@click.argument("code", required=False, metavar="[CODE]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def command(code: str | None, *, as_json: bool) -> None:
    """Explain a message of `attune lint`: why it matters, what brings it about, and how it looks mended.

    Without a code, all messages are listed.

    \b
    Examples:
      attune explain unknown-beat
      attune explain
    """
    if code is None:
        known = [message(name) for name in codes()]
        click.echo(_to_json([_plain(one) for one in known]) if as_json else "\n".join(_listed(known)))
        return
    name = code.strip().lower().removeprefix("error[").removeprefix("warning[").removesuffix("]")
    if name not in codes():
        raise InputError(f"there is no message `{code}`. {suggest(name, codes(), noun='Messages')}")
    told = message(name)
    click.echo(_to_json(_plain(told)) if as_json else "\n".join(_told(told)))


def _listed(known: list[Message]) -> Iterator[str]:
    wide = max(len(one.code) for one in known)
    for severity in ("error", "warning"):
        yield f"{severity.capitalize()}s"
        yield from (f"  {one.code:<{wide}}  {one.title}" for one in known if one.severity == severity)
        yield ""
    yield "More about one: `attune explain CODE`."


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


def _plain(told: Message) -> dict[str, str]:
    return {
        "code": told.code,
        "severity": told.severity,
        "title": told.title,
        "text": told.text,
        "wrong": told.wrong,
        "right": told.right,
    }


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
