#!/usr/bin/env python3
"""Sets Attune up and starts it. Needs only Python 3.11 or newer; everything else goes into a folder of its own.

    python3 start.py            set up, then open the app on a first patient
    python3 start.py test       set up, then run the tests
    python3 start.py setup      only set up; then `.venv/bin/attune --help`

The virtual environment is `.venv` beside this file, or the folder that ATTUNE_VENV names.
"""

# ruff: noqa: T201, UP036  it speaks on the terminal, and to old Pythons too

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = Path(os.environ.get("ATTUNE_VENV") or HERE / ".venv")
FIRST_PATIENT = "advice-seeker"
NEWEST_TESTED = (3, 12)
PARALLEL = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile"]
"""Tests run side by side, those of one file in one process: they share what is slow to set up."""


def main() -> int:
    """Set up what is asked for and start it; returns the exit code."""
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:3]))
        return complain(f"Attune needs Python 3.11 or newer; this is {found}. Try `python3.12 start.py`.")
    task = sys.argv[1] if len(sys.argv) > 1 else "play"
    if task not in {"play", "test", "setup", "check"}:
        print(__doc__.strip())
        return 0 if task in {"-h", "--help", "help"} else 2
    extra = {"test": "[test]", "check": "[dev]"}.get(task, "")
    failed = set_up(extra)
    if failed:
        return failed
    tool = VENV / "bin"
    if task == "setup":
        print(f"Attune is set up. Try: {tool / 'attune'} --help")
        return 0
    commands = {
        "play": [str(tool / "attune"), "play", FIRST_PATIENT],
        "test": [str(tool / "python"), "-m", "pytest", *PARALLEL, *sys.argv[2:]],
        "check": ["make", "check", f"BIN={tool}"],
    }
    return subprocess.run(commands[task], cwd=HERE, check=False).returncode


def set_up(extra: str) -> int:
    """Make the environment and install Attune with an extra, unless that was done for this very pyproject.toml."""
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes() + extra.encode()).hexdigest()
    mark = VENV / f"attune{extra.strip('[]') and '-' + extra.strip('[]')}.installed"
    if mark.exists() and mark.read_text() == wanted:
        return 0
    print(f"Setting up Attune in {VENV} (once; a few minutes) …", flush=True)
    if not (VENV / "bin" / "python").exists():
        try:
            venv.create(VENV, with_pip=True)
        except (subprocess.CalledProcessError, OSError) as error:
            version = f"{sys.version_info[0]}.{sys.version_info[1]}"
            return complain(
                f"The virtual environment could not be made ({error}). On Debian or Ubuntu: "
                f"`sudo apt install python{version}-venv`, then delete {VENV} and try again."
            )
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    # Most of what is installed is never loaded: Python compiles what is, when it is. Tests load it a thousand times.
    compiling = [] if extra else ["--no-compile"]
    outcome = subprocess.run([*pip, *compiling, "--editable", f"{HERE}{extra}"], check=False)
    if outcome.returncode:
        newest = ".".join(map(str, NEWEST_TESTED))
        hint = f" Python {newest} is the newest that was tried." if sys.version_info[:2] > NEWEST_TESTED else ""
        return complain(f"Installing failed; the lines above say why. Is the package index within reach?{hint}")
    mark.write_text(wanted)
    return 0


def complain(text: str) -> int:
    """One line on standard error."""
    print(f"start.py: {text}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
