"""`attune play`: practise with a patient, in the app or from a script."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from commands.errors import InputError, need_terminal
from scenarios.library import find
from scenarios.load import load_scenario
from scenarios.model import Scenario
from simulator.practice import Memory, Practice, ReplyRefused
from simulator.session import Session

SCRIPT_SEED = 1
"""The seed of a script where none is given, so that the same script always gives the same bytes."""
SCRIPT_LIMIT = 5_000_000
"""Most bytes of a script."""


@click.command("play")
@click.argument("scenario", metavar="SCENARIO|FILE")
@click.option(
    "--script",
    metavar="FILE",
    help="Play these replies, one a line, without a screen; `(silence)` waits; - reads standard input.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    metavar="N",
    help="Choose among the patient's variations; the same seed says the same.",
)
@click.option("--json", "as_json", is_flag=True, help="With --script: one JSON object instead of text.")
@click.option(
    "--feedback/--no-feedback",
    default=True,
    help="In the app: feedback after each turn. It can be switched while playing.",
)
def command(scenario: str, script: str | None, seed: int | None, *, as_json: bool, feedback: bool) -> None:
    """Practise with a patient.

    \b
    Examples:
      attune play advice-seeker                       in the app
      attune play my-patient.yaml --no-feedback       a patient of your own
      attune play advice-seeker --script replies.txt --json
    """
    path = find(scenario)
    if script is None:
        if as_json:
            raise click.UsageError(
                "--json needs --script FILE: the app has a screen of its own", click.get_current_context()
            )
        need_terminal()
        from tui import run_play  # noqa: PLC0415  Textual takes 150 ms, and only the app needs it

        run_play(path, seed=seed, feedback=feedback)
        return
    loaded = load_scenario(path)
    session, unused = play_script(loaded, read_script(script), SCRIPT_SEED if seed is None else seed)
    if as_json:
        from scoring.result import session_result  # noqa: PLC0415  keeps the way to the app short

        click.echo(json.dumps(session_result(session, unused), ensure_ascii=False, indent=1))
    else:
        from scoring.report.text import session_text  # noqa: PLC0415  keeps the way to the app short

        click.echo(session_text(session))
        if unused:
            click.echo(f"\n{unused} replies were left over after the session had ended.")


def read_script(name: str) -> list[tuple[int, str]]:
    """The replies of a script with their line numbers; blank lines are passed over. Raises `InputError`."""
    try:
        raw = sys.stdin.buffer.read(SCRIPT_LIMIT + 1) if name == "-" else _read(Path(name))
    except OSError as error:
        raise InputError(f"{name}: the script cannot be read: {error.strerror}.") from None
    if len(raw) > SCRIPT_LIMIT:
        raise InputError(f"{name}: the script is larger than {SCRIPT_LIMIT:,} bytes.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(f"{name}:{line}: the script is not UTF-8 text; save it as UTF-8.") from None
    return [(n, line.strip()) for n, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1) if line.strip()]


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(SCRIPT_LIMIT + 1)


def play_script(scenario: Scenario, replies: list[tuple[int, str]], seed: int) -> tuple[Session, int]:
    """Play replies until they or the session end; return the session and how many were left over."""
    from scoring.coder import load_coder  # noqa: PLC0415  loading the coder takes 0.2 s
    from scoring.rubric import version  # noqa: PLC0415  keeps the way to the app short

    practice = Practice.begin(scenario, Memory(), load_coder(), seed=seed, rubric_version=version())
    for i, (line, reply) in enumerate(replies):
        if practice.session.ending is not None:
            return practice.session, len(replies) - i
        try:
            if reply == "(silence)":
                practice.wait()
            else:
                practice.send(reply)
        except ReplyRefused as error:
            raise InputError(f"script line {line}: {error}") from None
    return practice.session, 0
