"""The one door that all outside text passes: `clean`.

Terminal libraries pass raw escape sequences on to the terminal, and bidirectional overrides can make a line
read as what it is not. So both are replaced before any text is kept, coded, shown or reported.
"""

from __future__ import annotations

import re
import unicodedata

REPLY_LIMIT = 4_000
"""Most characters in one reply."""

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 controls, save tab and newline
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional marks, embeddings, overrides, isolates
    "\u2028\u2029\ufeff\ufff9-\ufffb"  # line separators, byte-order mark, interlinear annotation
    "\ud800-\udfff]"  # lone surrogates
)
REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    """Return `text` in NFC with line ends as `\\n` and unsafe characters shown as U+FFFD.

    Idempotent: `clean(clean(x)) == clean(x)`.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNSAFE.sub(REPLACEMENT, unified))


def clean_line(text: str) -> str:
    """Return `clean(text)` on one line, runs of white space folded to one space."""
    return " ".join(clean(text).split())
