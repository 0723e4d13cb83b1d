"""`attune play`: practise with a patient, in the app or from a script."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from commands.errors import InputError, need_terminal
from commands.store_option import store_option
from commands.targets import scenario_file
from commands.terminal import is_plain
from scenarios.library import shipped
from scenarios.load import load_scenario
from scenarios.model import Scenario
from scoring.words import joined
from simulator.modes import MODE_NAMES, ModeName
from simulator.practice import Memory, Practice, ReplyRefused
from simulator.reading import Coder
from simulator.session import Session
from simulator.state import Place

SCRIPT_SEED = 1
"""The seed of a script where none is given, so that the same script always gives the same bytes."""
SCRIPT_LIMIT = 5_000_000
"""Most bytes of a script."""


@click.command("play")
@click.argument("scenario", metavar="SCENARIO|FILE", required=False)
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
    default=None,
    help="In the app: feedback after each turn. It can be switched while playing. Off beside a trace, else on.",
)
@click.option("--plain", is_flag=True, help="Line by line instead of a full screen, as for a screen reader or a pipe.")
@click.option("--resume", metavar="ID", help="Go on with a kept session; its first characters, or `last`, are enough.")
@click.option(
    "--mode",
    type=click.Choice(MODE_NAMES),
    help="`coach` gives feedback after each turn, `quiet` at the end; `assess` too, without hints or "
    "second tries. It can be changed at the briefing.  [default: coach]",
)
@click.option("--at", "beat", metavar="BEAT", help="For authors: begin at this beat.")
@click.option(
    "--set",
    "levels",
    metavar="STATE=N",
    multiple=True,
    help="For authors: begin with a state at this value, 0-100; also beliefs.name=N. May be given several times.",
)
@click.option(
    "--trace",
    is_flag=True,
    help="For authors: what was heard, which entry answered, and why those before it did not.",
)
@store_option
def command(  # noqa: C901, PLR0912, PLR0913  one for each option
    scenario: str | None,
    script: str | None,
    seed: int | None,
    *,
    as_json: bool,
    feedback: bool | None,
    plain: bool,
    resume: str | None,
    mode: ModeName | None,
    beat: str | None,
    levels: tuple[str, ...],
    trace: bool,
) -> None:
    """Practise with a patient, or try one out that you are writing.

    With --at, --set or --trace nothing is kept. The file is read again whenever you save it.

    \b
    Examples:
      attune play advice-seeker                       in the app
      attune play my-patient.yaml --no-feedback       a patient of your own
      attune play advice-seeker --plain               line by line, without a full screen
      attune play --resume last                       go on where you stopped
      attune play advice-seeker --mode assess         feedback at the end only
      attune play advice-seeker --script replies.txt --json
      attune play my-patient.yaml --trace             with what stands behind each answer
      attune play my-patient.yaml --at the_ask --set trust=60 --set distress=20 --trace
    """
    is_tried = beat is not None or bool(levels) or trace
    if (plain or resume) and (script is not None or as_json or is_tried):
        raise click.UsageError(
            "--plain and --resume play a session that is kept: leave --script, --json, --at, --set and --trace out"
        )
    if resume is not None:
        _check_resume(is_new=scenario is not None or seed is not None, mode=mode, feedback=feedback, plain=plain)
        _resume(resume, plain=plain, feedback=feedback)
        return
    if scenario is None:
        raise click.UsageError("Missing argument 'SCENARIO|FILE'")
    path = scenario_file(scenario)
    if mode is not None and (feedback is not None or script is not None or is_tried):
        raise click.UsageError(
            "--mode is for a session that is kept: leave out --feedback, --script, --at, --set and --trace",
            click.get_current_context(),
        )
    if script is None:
        if as_json:
            raise click.UsageError(
                "--json needs --script FILE: the app has a screen of its own", click.get_current_context()
            )
        if is_tried:
            loaded = load_scenario(path)
            place = read_place(loaded, beat, levels)
            need_terminal()
            from commands.trial_app import run_trial  # noqa: PLC0415  as below
            from screens.trying import Trial  # noqa: PLC0415  as below

            is_shipped = path == shipped().get(scenario)
            trial = Trial(path, loaded, place, SCRIPT_SEED if seed is None else seed, is_shipped)
            run_trial(trial, feedback=not trace if feedback is None else feedback, trace=trace)
            return
        if is_plain(asked=plain):
            from commands.plain.console import LineConsole  # noqa: PLC0415  only on this path
            from commands.plain.start import PlainApp  # noqa: PLC0415  as above

            with LineConsole() as console:
                PlainApp(console, mode=mode, feedback=feedback).meet(path, seed)
            return
        from tui import run_play  # noqa: PLC0415  Textual takes 150 ms, and only the app needs it

        run_play(path, seed=seed, mode=mode or (None if feedback is None else "coach" if feedback else "quiet"))
        return
    loaded = load_scenario(path)
    place = read_place(loaded, beat, levels)
    replies = read_script(script)
    session, unused = play_script(
        loaded, replies, SCRIPT_SEED if seed is None else seed, place=place, is_tried=is_tried
    )
    if as_json:
        from scoring.result import session_result  # noqa: PLC0415  keeps the way to the app short

        result = session_result(session, unused)
        if is_tried:
            _mark_tried(result, session, trace=trace)
        click.echo(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        from scoring.report.text import session_text  # noqa: PLC0415  keeps the way to the app short

        if is_tried:
            click.echo(f"A trial {_from_where(session)}. Nothing is kept.\n")
        click.echo(session_text(session))
        if unused:
            click.echo(f"\n{unused} replies were left over after the session had ended.")
        if trace:
            _say_traces(session)


def _check_resume(*, is_new: bool, mode: ModeName | None, feedback: bool | None, plain: bool) -> None:
    """Refuse what cannot be said of a session that has begun. Raises `UsageError`."""
    if is_new:
        raise click.UsageError("--resume goes on with a kept session: leave the patient and --seed out")
    if mode is not None or (feedback is not None and not is_plain(asked=plain)):
        raise click.UsageError("--resume goes on as the session was begun: leave --mode and --feedback out")


def _resume(name: str, *, plain: bool, feedback: bool | None) -> None:
    """Go on with a kept session, in the app or line by line."""
    if is_plain(asked=plain):
        from commands.plain.console import LineConsole  # noqa: PLC0415  only on this path
        from commands.plain.start import PlainApp  # noqa: PLC0415  as above

        with LineConsole() as console:
            PlainApp(console, feedback=feedback).resume(name)
        return
    from commands.kept import opened_store, session_named  # noqa: PLC0415  as above

    with opened_store() as store:
        session_id = session_named(store, name).id
    from commands.resumed_app import run_resumed  # noqa: PLC0415  Textual takes 150 ms

    run_resumed(session_id)


def read_place(scenario: Scenario, beat: str | None, levels: tuple[str, ...]) -> Place | None:
    """Where a trial begins, checked. Raises `InputError`."""
    from authoring.trying import PlaceError, place_in  # noqa: PLC0415  keeps the way to the app short

    wanted: dict[str, int] = {}
    for given in levels:
        name, sign, number = (part.strip() for part in given.partition("="))
        if not (name and sign and number.removeprefix("-").isdecimal() and len(number) < 10):
            raise InputError(f"--set {given}: write a state and a whole number, for example --set trust=60.")
        wanted[name] = int(number)
    try:
        if beat is not None:
            place_in(scenario, beat, {})
    except PlaceError as error:
        raise InputError(f"--at {beat}: {error}") from error
    try:
        return place_in(scenario, beat, wanted)
    except PlaceError as error:
        raise InputError(f"--set: {error}") from error


def _mark_tried(result: dict[str, Any], session: Session, *, trace: bool) -> None:
    """Say in a result that it is of a trial, and where that began; give each turn its trace."""
    from authoring.trace import traces  # noqa: PLC0415  keeps the way to the app short
    from authoring.trace_words import trace_to_json  # noqa: PLC0415  as above

    place = session.place or Place()
    result["tried"] = True
    result["from"] = {"beat": place.beat or session.scenario.start, "set": dict(place.levels)}
    if trace:
        for turn, traced in zip(result["turns"], traces(session), strict=True):
            turn["trace"] = trace_to_json(traced)


def _from_where(session: Session) -> str:
    place = session.place or Place()
    levels = [f"{name} at {level}" for name, level in place.levels.items()]
    beat = f"from `{place.beat}`" if place.beat else "from the start"
    return f"{beat} with {joined(levels)}" if levels else beat


def _say_traces(session: Session) -> None:
    from authoring.trace import traces  # noqa: PLC0415  keeps the way to the app short
    from authoring.trace_words import head, trace_lines  # noqa: PLC0415  as above

    for traced in traces(session):
        click.echo(f"\n{head(traced)}")
        for line in trace_lines(traced):
            click.echo(f"  {line.label + ':' if line.label else '':<10}{line.text}")


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


def play_script(
    scenario: Scenario,
    replies: list[tuple[int, str]],
    seed: int,
    *,
    place: Place | None = None,
    is_tried: bool = False,
) -> tuple[Session, int]:
    """Play replies until they or the session end; return the session and how many were left over.

    In a trial, a reply written as code names stands for those codes, as in examples.
    """
    from authoring.trying import StepCoder, take  # noqa: PLC0415  keeps the way to the app short
    from scoring.coder import load_coder  # noqa: PLC0415  loading the coder takes 0.2 s
    from scoring.rubric import version  # noqa: PLC0415  keeps the way to the app short

    coder: Coder = StepCoder(load_coder()) if is_tried else load_coder()
    practice = Practice.begin(scenario, Memory(), coder, seed=seed, rubric_version=version(), place=place)
    for i, (line, reply) in enumerate(replies):
        if practice.session.ending is not None:
            return practice.session, len(replies) - i
        try:
            take(practice, reply)
        except ReplyRefused as error:
            raise InputError(f"script line {line}: {error}") from None
    return practice.session, 0
