"""One line on a terminal that says how far a proof is; silent elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

import click

EVERY = 0.2
"""Seconds between two lines."""


class Watching:
    """Says on standard error how many questions about a patient are answered, and clears the line at the end."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._is_shown = sys.stderr.isatty()
        self._next = 0.0

    def __enter__(self) -> Self:
        """Begin to watch."""
        if self._is_shown:
            self._say(f"Going through everything that could be said to {self._name} …")
        return self

    def step(self, answered: int, asked: int) -> None:
        """Note how many of the questions are answered."""
        now = time.monotonic()
        if self._is_shown and now >= self._next:
            self._next = now + EVERY
            self._say(f"{self._name}: {answered:,} of {asked:,} questions answered …")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Clear the line."""
        del kind, error, trace
        if self._is_shown:
            click.echo("\r\033[K", err=True, nl=False)

    def _say(self, text: str) -> None:
        click.echo(f"\r\033[K{text}", err=True, nl=False)
