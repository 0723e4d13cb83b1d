"""Mends slips of the finger and spelling by ear: one letter swapped, dropped, doubled or wrong.

A word is touched only when it is unknown, looks like no inflection or compound of a known one, and a single slip leads
to a word that is common in replies (Damerau 1964: four in five misspellings are one such slip). Dialect words and names
therefore stay as they are. `data/words.txt` holds the common words, commonest first, an empty line, and the rest.
"""

from __future__ import annotations

import functools
import string
from collections.abc import Iterator
from typing import NamedTuple

from scoring.coder.assets import DATA

SHORTEST = 4
"""Letters; shorter words have too many neighbours."""
LONG = 6
"""Letters from which a wrong or an added letter is mended too."""
ENDINGS = (
    "able", "al", "d", "ed", "er", "ers", "es", "est", "ful", "ies", "ing", "ion", "ish", "ity", "ive", "less", "ly",
    "ness", "r", "s", "y",
)  # fmt: skip
BEGINNINGS = ("dis", "grand", "mis", "non", "out", "over", "re", "self", "step", "un", "under")
LEFT = frozenset({
    "aspirin", "biscuit", "bridie", "delete", "deletes", "doable", "gies", "granda", "greetin", "hoarder", "mended",
    "missen", "moping", "muddle", "nono", "obliges", "righto", "schema", "settee", "sill", "terrifies",
})  # fmt: skip
"""Real words, English or Scots, that are not among the known ones and lie one slip from a common one."""
BY_EAR = {"ment": "meant", "anser": "answer"}


class Words(NamedTuple):
    """What the mender knows."""

    rank: dict[str, int]
    """Common words, by how common they are: 0 is the commonest."""
    known: frozenset[str]
    """Every word that is surely right as it stands."""


@functools.cache
def shipped_words() -> Words:
    """Read the shipped lists, once per process."""
    common, _, rest = (DATA / "words.txt").read_text(encoding="ascii").partition("\n\n")
    ranked = {word: place for place, word in enumerate(common.split())}
    return Words(ranked, frozenset(ranked).union(rest.split()))


@functools.lru_cache(maxsize=16_384)  # a mend takes 0.1 ms
def mended(word: str) -> str:
    """Return the word meant by one typed in small letters; the word itself when in any doubt."""
    words = shipped_words()
    if len(word) < SHORTEST or word in words.known or not word.isalpha() or not word.isascii():
        return word
    if word in BY_EAR or word in LEFT:
        return BY_EAR.get(word, word)
    if word.endswith("in") and f"{word}g" in words.known:
        return f"{word}g"
    for slips in (_swaps, _others):
        if slips is _others and (_is_inflected(word, words.known) or _is_compound(word, words.rank)):
            return word
        meant = [slip for slip in slips(word) if slip in words.rank]
        if meant:
            return min(meant, key=words.rank.__getitem__)
    return word


def _swaps(word: str) -> Iterator[str]:
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _others(word: str) -> Iterator[str]:
    for at in range(1, len(word)):
        if len(word) >= LONG or word[at] == word[at - 1]:
            yield word[:at] + word[at + 1 :]
    for at in range(1, len(word) + 1):
        for letter in string.ascii_lowercase:
            yield word[:at] + letter + word[at:]
            if len(word) >= LONG and at < len(word):
                yield word[:at] + letter + word[at + 1 :]


def _is_inflected(word: str, known: frozenset[str]) -> bool:
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < (4 if len(ending) == 1 else 3):
            continue
        doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in known
        if doubled or stem in known or f"{stem}e" in known or f"{stem}y" in known:
            return True
    return any(
        word.startswith(first) and len(word) > len(first) + 3 and word[len(first) :] in known for first in BEGINNINGS
    )


def _is_compound(word: str, common: dict[str, int]) -> bool:
    return any(word[:at] in common and word[at:] in common for at in range(3, len(word) - 2))
