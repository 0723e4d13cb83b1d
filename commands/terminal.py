"""Whether the full-screen app can be shown here, and which way of practising fits."""

from __future__ import annotations

import os
import sys

import click

DUMB = frozenset({"", "dumb", "unknown"})
"""Names that terminals without cursor movement go by."""


def why_no_screen() -> str:
    """Why the full screen cannot be shown, in words; empty where it can."""
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):  # the screen is drawn on the last
        return "input or output is a file or a pipe"
    if os.environ.get("TERM", "") in DUMB:
        return "this terminal cannot move its cursor"
    return ""


def is_plain(*, asked: bool) -> bool:
    """Whether to go on in plain lines: where asked for, or where nothing else can be shown, which is said in a line."""
    if asked:
        return True
    reason = why_no_screen()
    if reason:
        click.echo(f"attune: {reason}, so Attune goes on in plain lines (--plain asks for them).", err=True)
    return bool(reason)
