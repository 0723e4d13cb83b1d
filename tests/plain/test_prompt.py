"""What a line at the prompt asks for, thought without a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.plain.prompt import CONVERSATION, Command, Nothing, Reply, Unknown, Writing, helped

LINES = st.text(st.characters(blacklist_characters="\n\r"), max_size=60)


def asked(*lines: str) -> object:
    """What the last of these lines asks for."""
    writing, what = Writing(), object()
    for line in lines:
        writing, what = writing.take(line)
    return what


SAID: list[tuple[str, tuple[str, ...], object]] = [
    ("a line is a reply", ("I hear you.",), Reply("I hear you.")),
    ("an empty line asks for nothing", ("",), Nothing()),
    ("a backslash at the end goes on", ("I hear you. \\",), Nothing()),
    ("the next line ends it", ("I hear you. \\", "Go on."), Reply("I hear you.\nGo on.")),
    ("an empty line ends it too", ("I hear you. \\", ""), Reply("I hear you.\n")),
    ("two backslashes are one that was meant", ("C:\\\\",), Reply("C:\\\\")),
    ("more gathers lines", ("/more", "One.", ""), Nothing()),
    ("send sends them", ("/more", "One.", "", "Two.", "/send"), Reply("One.\n\nTwo.")),
    ("more takes its own line along", ("/more One.", "Two.", "/send"), Reply("One.\nTwo.")),
    ("more after a backslash keeps what there is", ("One.\\", "/more", "Two.", "/send"), Reply("One.\nTwo.")),
    ("undo takes back a line", ("/more", "One.", "Two.", "/undo", "/send"), Reply("One.")),
    ("drop throws them away", ("/more", "One.", "/drop", "Two."), Reply("Two.")),
    ("a command among lines is no line", ("/more", "One.", "/help", "/send"), Reply("One.")),
    ("silence as in a script", ("(silence)",), Command("wait")),
    ("wait", ("/wait",), Command("wait")),
    ("capitals do not matter", (" /WAIT ",), Command("wait")),
    ("what stands behind a command", ("/feedback off",), Command("feedback", "off")),
    ("two slashes begin a reply with one", ("//me too",), Reply("/me too")),
    ("a slash alone is a reply", ("/",), Reply("/")),
    ("a backslash inside more is a letter", ("/more", "One.\\", "/send"), Reply("One.\\")),
]


@pytest.mark.parametrize(("lines", "expected"), [row[1:] for row in SAID], ids=[row[0] for row in SAID])
def test_lines_ask_for_what_is_meant(lines: tuple[str, ...], expected: object) -> None:
    assert asked(*lines) == expected


def test_an_unknown_command_sends_nothing_and_names_the_nearest() -> None:
    writing, what = Writing.of("One.").take("/wiat")

    assert isinstance(what, Unknown)
    assert "/wiat" in what.words
    assert "`wait`" in what.words
    assert writing.lines == ("One.",)


@given(LINES)
def test_what_begins_with_two_slashes_or_none_is_never_a_command(line: str) -> None:
    """But for the line that waits, as in scripts."""
    said = f"//{line}" if line.lstrip().startswith("/") else line

    what = asked(said)

    assert isinstance(what, (Reply, Nothing)) or what == Command("wait")


@given(st.lists(LINES.filter(lambda line: not line.strip().startswith("/")), min_size=1))
def test_more_sends_the_lines_as_they_were_typed(lines: list[str]) -> None:
    assert asked("/more", *lines, "/send") == Reply("\n".join(lines))


@given(st.text(max_size=80))
def test_words_written_before_come_back_whole(text: str) -> None:
    writing = Writing.of(text)

    assert writing.text == (text if text.strip() else "")
    assert writing.is_begun == bool(text.strip())


def test_help_names_every_command() -> None:
    assert [line.split(":")[0] for line in helped(CONVERSATION)] == [f"/{name}" for name in CONVERSATION]
