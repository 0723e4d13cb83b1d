"""Every message that Attune can give about a scenario: what it means, a wrong example and a right one.

One data file a code, beside this one. Read only when a message is explained.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Message:
    """The long form of one message."""

    code: str
    title: str
    """What is wrong, in one line."""
    severity: str
    """`error` or `warning`."""
    text: str
    """Why it matters and how it is mended."""
    wrong: str
    """Lines of a file, or a command, that bring this message about."""
    right: str
    """The same, mended."""
    makes: str
    """How the wrong example becomes a file: `text`, or a special saving such as `utf-16`; only examples need it."""


@cache
def codes() -> tuple[str, ...]:
    """Every code, in alphabetical order."""
    folder = resources.files("authoring.messages")
    return tuple(sorted(path.name.removesuffix(".yaml") for path in folder.iterdir() if path.name.endswith(".yaml")))


@cache
def message(code: str) -> Message:
    """The long form of a code. Raises `KeyError` where there is none."""
    import yaml  # noqa: PLC0415  10 ms, and only explaining needs it

    if code not in codes():
        raise KeyError(code)
    text = resources.files("authoring.messages").joinpath(f"{code}.yaml").read_text("utf-8")
    entry = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  both are safe loaders
    return Message(
        code=code,
        title=entry["title"],
        severity=entry.get("severity", "error"),
        text=entry["text"].strip(),
        wrong=entry["wrong"],
        right=entry["right"],
        makes=entry.get("makes", "text"),
    )
