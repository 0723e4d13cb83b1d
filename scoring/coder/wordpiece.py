"""Cuts a sentence into the word pieces that the encoder knows (BERT, uncased; Devlin et al. 2019).

Our own eighty lines, because the usual library brings a download client along: 45 MB and a network stack in a program
that promises to need none. A test holds them against that library, piece for piece.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping

LONGEST_WORD = 100
"""Characters; a longer word is unknown as a whole."""
LONGEST_INPUT = 256
"""Pieces in one input, marks included; what follows is cut off."""
REMEMBERED = 8192
"""Words whose pieces are kept (0.2 kB each); cutting one takes twenty times as long as finding it again."""

PLAIN = re.compile(r"[a-z0-9]+|[^a-z0-9 ]")
"""Words and marks of printable ASCII in small letters."""


class WordPieces:
    """Cuts text by greedy longest match, first piece first."""

    def __init__(self, tokenizer: bytes) -> None:
        """Read the pieces from a `tokenizer.json`."""
        model = json.loads(tokenizer)["model"]
        self.vocabulary: Mapping[str, int] = model["vocab"]
        """Word pieces and their ids; smaller ids are commoner words."""
        self._unknown = self.vocabulary["[UNK]"]
        self._start = self.vocabulary["[CLS]"]
        self._end = self.vocabulary["[SEP]"]
        self._pieces = functools.lru_cache(REMEMBERED)(self._cut)

    def ids(self, text: str) -> list[int]:
        """The ids of a text, between the marks for start and end."""
        pieces = [piece for word in words_of(text) for piece in self._pieces(word)]
        return [self._start, *pieces[: LONGEST_INPUT - 2], self._end]

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(word) > LONGEST_WORD:
            return (self._unknown,)
        found: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = self.vocabulary.get(word[start:end] if start == 0 else f"##{word[start:end]}")
                if piece is not None:
                    break
            else:
                return (self._unknown,)
            found.append(piece)
            start = end
        return tuple(found)


def words_of(text: str) -> Iterator[str]:
    """The words and marks of a text, in small letters without accents."""
    if text.isascii() and text.isprintable():  # nearly always, and much faster
        yield from PLAIN.findall(text.lower())
        return
    spaced = "".join(_spaced(char) for char in text)
    plain = "".join(char for char in unicodedata.normalize("NFD", spaced) if unicodedata.category(char) != "Mn")
    for chunk in plain.lower().split():
        word = ""
        for char in chunk:
            if _is_mark(char):
                if word:
                    yield word
                yield char
                word = ""
            else:
                word += char
        if word:
            yield word


def _spaced(char: str) -> str:
    """The character; nothing for controls; with blanks around it where a script has no blanks of its own."""
    if char in "\t\n\r":
        return " "
    category = unicodedata.category(char)
    if char in "\0\ufffd" or category.startswith("C"):
        return ""
    if category == "Zs":
        return " "
    return f" {char} " if _is_ideograph(ord(char)) else char


def _is_ideograph(code: int) -> bool:
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x2A6DF
        or 0x2A700 <= code <= 0x2CEAF
        or 0xF900 <= code <= 0xFAFF
        or 0x2F800 <= code <= 0x2FA1F
    )


def _is_mark(char: str) -> bool:
    code = ord(char)
    ascii_mark = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return ascii_mark or unicodedata.category(char).startswith("P")
