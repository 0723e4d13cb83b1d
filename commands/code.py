"""`attune code`: read replies in batch. The contract by which coders are measured."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

import click

from commands.errors import InputError
from scenarios.clean import REPLY_LIMIT, clean
from simulator.events import reading_to_json

LINE_LIMIT = 1_000_000
"""Most bytes in one line."""


@click.command("code")
@click.argument("file", metavar="FILE|-")
@click.pass_context
def command(ctx: click.Context, file: str) -> None:
    """Read therapist replies and write the behaviour codes they show.

    Input is JSON lines, {"id", "patient", "reply"}; output is JSON lines in the same order,
    {"id", "codes": [{"code", "confidence", "start", "end"}], "unclear"}. Offsets count characters of the reply.
    A line that cannot be used is named on standard error and left out; the exit code is then 2.

    \b
    Examples:
      attune code replies.jsonl > codes.jsonl
      echo '{"id": "1", "patient": "I am tired.", "reply": "Worn right out."}' | attune code -
    """
    from scoring.coder import load_coder  # noqa: PLC0415  loading the coder takes 0.2 s

    try:
        source = sys.stdin.buffer if file == "-" else open(file, "rb")  # noqa: PTH123, SIM115  closed below
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}.") from None
    bad = 0
    coder = load_coder()
    try:
        for number, row in _rows(source):
            if isinstance(row, str):
                bad += 1
                click.echo(f"attune: {file}:{number}: {row}", err=True)
                continue
            plain = reading_to_json(coder.read(row["patient"], row["reply"]))
            codes = [{name: span[name] for name in ("code", "confidence", "start", "end")} for span in plain["codes"]]
            click.echo(json.dumps({"id": row["id"], "codes": codes, "unclear": plain["unclear"]}, ensure_ascii=False))
    finally:
        if source is not sys.stdin.buffer:
            source.close()
    ctx.exit(2 if bad else 0)


def _rows(source: BinaryIO) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Each line's number with its row, or with what is wrong with it."""
    number = 0
    while raw := source.readline(LINE_LIMIT + 1):
        number += 1
        if len(raw) > LINE_LIMIT:
            while raw and not raw.endswith(b"\n"):
                raw = source.readline(LINE_LIMIT + 1)
            yield number, f"the line is longer than {LINE_LIMIT:,} bytes."
            continue
        if raw.strip():
            yield number, _row(raw)


def _row(raw: bytes) -> dict[str, Any] | str:
    try:
        row = json.loads(raw)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return "this is not JSON."
    if (
        not isinstance(row, dict)
        or "id" not in row
        or not isinstance(row.get("reply"), str)
        or not isinstance(row.get("patient", ""), str)
    ):
        return 'wanted {"id": …, "patient": "…", "reply": "…"}.'
    # Offsets in the answer must fit the reply as it was given: where cleaning would shift them, it is left as it is.
    reply = clean(row["reply"])
    if len(reply) != len(row["reply"]):
        reply = row["reply"]
    if len(reply) > REPLY_LIMIT:
        return f"the reply is longer than {REPLY_LIMIT:,} characters."
    return {"id": row["id"], "patient": clean(row.get("patient", "")), "reply": reply}
