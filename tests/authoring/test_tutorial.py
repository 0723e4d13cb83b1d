"""The tutorial is true: every command in it runs, answers what is printed, and every edit finds what it replaces."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "authoring"
_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$|^<!-- test: (.*?) -->$", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """One thing that the reader does."""

    kind: str
    """`console`, `yaml`, or `test` for what stands in for answers typed by hand."""
    mark: str
    text: str


def steps(name: str) -> list[Step]:
    text = (DOCS / name).read_text("utf-8")
    return [
        Step("test", "", f"$ {found[4]}\n") if found[4] else Step(found[1], found[2].strip(), found[3])
        for found in _BLOCK.finditer(text)
    ]


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and `attune` on the path."""
    tools = tmp_path / "tools"
    tools.mkdir()
    program = tools / "attune"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "import cli; cli.main()" "$@"\n', "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "desk").mkdir()
    return tmp_path / "desk"


def test_every_command_and_edit_of_the_tutorial_does_what_it_says(shell: Path) -> None:
    here = shell
    wanted = ""
    done = 0
    for step in steps("tutorial.md"):
        if step.kind == "yaml":
            wanted = step.text if step.mark == "find" else _replace(here / "imran.yaml", wanted, step.text)
        elif step.mark != "interactive":
            here = _run(here, step)
            done += 1
    assert done > 15
    assert wanted == ""


def _replace(path: Path, old: str, new: str) -> str:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), "utf-8")
    return ""


def _run(here: Path, step: Step) -> Path:
    """Run the commands of a block in order; the last one gives the exit code, all of them the answers."""
    commands = [line[2:] for line in step.text.splitlines() if line.startswith("$ ")]
    said = ""
    expected = [int(code) for code in (step.mark.removeprefix("exit=") or "0").split("|")]
    for i, command in enumerate(commands, 1):
        if command.startswith("cd "):
            here /= command[3:]
            continue
        done = subprocess.run(command, shell=True, cwd=here, capture_output=True, text=True, check=False)  # noqa: S602
        said += " ".join((done.stdout + done.stderr).split()) + " "
        assert done.returncode in (expected if i == len(commands) else [0]), (command, said)
        assert "Traceback" not in said
    for line in step.text.splitlines():
        if not line.startswith("$ "):
            assert " ".join(line.split()) in said, (line, said)
    return here


@pytest.mark.parametrize("name", ["tutorial.md", "README.md"])
def test_every_command_and_page_that_is_named_exists(name: str) -> None:
    import cli  # noqa: PLC0415  the names only

    text = (DOCS / name).read_text("utf-8")

    named = set(re.findall(r"`(?:\$ )?attune (\w+)", text)) | set(re.findall(r"^\$ attune (\w+)", text, re.MULTILINE))
    assert named <= set(cli.COMMANDS)
    for link in re.findall(r"\]\(([^)#]+)", text):
        assert (DOCS / link).is_file(), link
