"""The same sentence as a hurried typist would send it, so that the heads lean on what is said, not how.

Deterministic: what happens to a sentence depends on its own characters only.
"""

from __future__ import annotations

import random
import re
import zlib

CHAT = {
    "you": "u", "your": "ur", "are": "r", "to": "2", "before": "b4", "because": "cos", "okay": "ok", "what": "wot",
    "would": "wud", "could": "cud", "about": "abt", "have": "hav", "people": "ppl", "something": "smth", "and": "n",
    "going to": "gonna", "want to": "wanna", "don't know": "dunno", "really": "rly", "though": "tho", "please": "pls",
}  # fmt: skip
KEPT = 4
"""Words of fewer letters are never misspelt."""


def hurried(sentence: str) -> str:
    """Return a sentence in small letters, with chat spellings, slips of the finger and fewer marks."""
    chance = random.Random(zlib.crc32(sentence.encode()))  # noqa: S311 - a fixed seed is the point
    text = sentence.lower()
    if chance.random() < 0.6:
        for meant, typed in CHAT.items():
            if chance.random() < 0.5:
                text = re.sub(rf"\b{meant}\b", typed, text)
    if chance.random() < 0.6:
        text = text.replace("'", "").replace("’", "")
    text = " ".join(slipped(word, chance) if chance.random() < 0.12 else word for word in text.split(" "))
    if chance.random() < 0.5:
        text = text.rstrip(".!")
    if chance.random() < 0.35:
        text = text.rstrip("?")
    if chance.random() < 0.3:
        text = text.replace(",", "")
    return text or sentence


def slipped(word: str, chance: random.Random) -> str:
    """Return a word with two letters swapped, one dropped or one doubled; short words stay."""
    if len(word) < KEPT or not word.isalpha():
        return word
    at = chance.randrange(1, len(word) - 1)
    slip = chance.randrange(3)
    if slip == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if slip == 1:
        return word[:at] + word[at + 1 :]
    return word[:at] + word[at] + word[at:]
