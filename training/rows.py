"""The corpus: replies written for this project, coded sentence by sentence.

`corpus/*.jsonl` holds one reply a line: {"id", "author", "voice", "patient", "sentences": [{"text", "codes"}]},
and "set" where rows say the same in several voices. The reply is its sentences joined by a blank.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from scoring.coder.features import Moment

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True, slots=True)
class Row:
    """One coded reply."""

    id: str
    author: str
    patient: str
    sentences: tuple[tuple[str, frozenset[str]], ...]
    """Text and codes of each sentence."""
    set: str = ""
    """Rows that say the same in other voices share it; most rows have none."""

    @property
    def moments(self) -> list[Moment]:
        """What the heads see: each sentence with what stands around it."""
        texts = [text for text, _ in self.sentences]
        last = len(texts) - 1
        return [
            Moment(self.patient, text, texts[place - 1] if place else "", place == last)
            for place, text in enumerate(texts)
        ]


def read_rows(folder: Path = CORPUS) -> list[Row]:
    """Return every row of every `.jsonl` file, in the order of file names and lines."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                raw = json.loads(line)
                coded = tuple((s["text"], frozenset(s["codes"])) for s in raw["sentences"] if s["text"].strip())
                found.append(Row(raw["id"], raw["author"], raw["patient"], coded, raw.get("set", "")))
            except (ValueError, KeyError, TypeError) as fault:
                raise ValueError(f"{path.name}:{number}: {type(fault).__name__}: {fault}") from fault
    return found
