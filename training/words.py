"""Writes the words that `scoring/coder/spelling.py` knows: those of the corpus and those of the tokenizer."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from training.rows import Row

LEAST = 6
"""A word must stand in so many sentences of the corpus to be one that a misspelt word is mended to."""
WORD = re.compile(r"[a-z]{3,}")


def write_words(rows: list[Row], tokenizer: bytes, path: Path) -> None:
    """Write the common words, commonest first, an empty line, and the tokenizer's other whole words.

    A misspelling that writers often made is no common word, for the tokenizer does not know it.
    """
    known = {word for word in json.loads(tokenizer)["model"]["vocab"] if WORD.fullmatch(word)}
    met: Counter[str] = Counter()
    for row in rows:
        for text in (row.patient, *(text for text, _ in row.sentences)):
            met.update(known.intersection(WORD.findall(text.lower())))
    common = sorted((word for word, count in met.items() if count >= LEAST), key=lambda word: (-met[word], word))
    rest = sorted(known.difference(common))
    path.write_text("\n".join(common) + "\n\n" + "\n".join(rest) + "\n", encoding="ascii")
