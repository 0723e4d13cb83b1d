"""Reading conditions: text → a checked `Condition`, or the exact column of what is wrong.

Recursive descent, lowest precedence first: or, and, not, comparison, sum, single. No evaluation of anything else is
possible, and nesting is bounded, so that a hostile file can neither run code nor exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from scenarios.conditions import (
    COUNTS,
    FUNCTIONS,
    Both,
    Call,
    Compare,
    Comparison,
    Condition,
    Expression,
    Name,
    Names,
    Not,
    Number,
    Sum,
    compiled,
)
from scenarios.faults import near, suggest

Kind = Literal["truth", "number"]

MAX_LENGTH = 500
"""Most characters in one condition."""
MAX_NESTING = 30
"""Deepest nesting of brackets and `not`."""


class ConditionError(Exception):
    """A condition that cannot be read. `offset` counts characters from the condition's first."""

    def __init__(self, offset: int, message: str, help_text: str = "") -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message
        self.help = help_text


class _Token(NamedTuple):
    kind: str
    text: str
    offset: int


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+)|(?P<name>[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)?)|(?P<mark><=|>=|==|!=|[()<>=+]|-))"
)


_TURNED = re.compile(r"=[<>]|[<>]\s+=(?!=)")
"""Comparisons written the wrong way round, or with a blank in them."""


_SIGNS = "Use `and or not ( )`, `< <= > >= = !=`, `+ -`, whole numbers and names."
_ANY = "Write `or` where any of them will do, `and` where all must be there."
_INSTEAD = {",": _ANY, ";": _ANY, "/": _ANY, "|": "Write `or`.", "&": "Write `and`.", "!": "Write `not`."}
"""What to write for signs that are often meant for words."""


_COMPARING = {
    "<": ("below", "under", "less", "lower", "smaller"),
    ">": ("above", "over", "more", "higher", "greater"),
    "=": ("is", "equals", "equal"),
}
"""Words that are written for the signs that compare."""


def _meant_by(word: str) -> str:
    """The help for a joining word in capitals or a comparison in words, or nothing."""
    if word.lower() in {"and", "or", "not"}:
        return f"Write `{word.lower()}` in small letters."
    sign = next((sign for sign, words in _COMPARING.items() if word.lower() in words), "")
    return f"Write `{sign}`, as in `trust {sign} 40`." if sign else ""


def _tokens(text: str) -> list[_Token]:
    turned = _TURNED.search(text)
    if turned:
        sign = next(char for char in turned.group() if char in "<>")
        raise ConditionError(turned.start(), f"`{turned.group()}` is no comparison.", f"Write `{sign}=`.")
    tokens: list[_Token] = []
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            offset = at + len(text[at:]) - len(text[at:].lstrip())
            raise ConditionError(
                offset, f"`{text[offset]}` has no meaning in a condition.", _INSTEAD.get(text[offset], _SIGNS)
            )  # fmt: skip
        kind = str(match.lastgroup)
        tokens.append(_Token(kind, match.group(kind), match.start(kind)))
        at = match.end()
    tokens.append(_Token("end", "", end))
    return tokens


class _Parser:
    """Recursive descent, lowest precedence first: or, and, not, comparison, sum, single."""

    def __init__(self, text: str, names: Names) -> None:
        self.names = names
        self.tokens = _tokens(text)
        self.at = 0
        self.nesting = 0

    @property
    def here(self) -> _Token:
        return self.tokens[self.at]

    def take(self) -> _Token:
        token = self.here
        self.at += 1
        return token

    def is_word(self, *words: str) -> bool:
        return self.here.text in words and self.here.kind in {"name", "mark"}

    def whole(self) -> Expression:
        if self.here.kind == "end":
            raise ConditionError(0, "The condition is empty.", "Write for example `trust >= 40`.")
        offset = self.here.offset
        expression, kind = self.either()
        if self.here.kind != "end":
            raise ConditionError(
                self.here.offset,
                f"`{self.here.text}` was not expected here.",
                _meant_by(self.here.text) or "Join two conditions with `and` or `or`.",
            )
        self.want("truth", kind, offset)
        return expression

    def want(self, wanted: Kind, got: Kind, offset: int) -> None:
        if wanted == got:
            return
        if wanted == "truth":
            raise ConditionError(offset, "A number is not yet a condition.", "Compare it: `trust >= 40`.")
        raise ConditionError(
            offset,
            "Something that is true or false cannot be compared or added.",
            "Compare levels and counts only.",
        )

    def either(self) -> tuple[Expression, Kind]:
        return self.joined("or", lambda: self.joined("and", self.negated))

    def joined(
        self, word: Literal["and", "or"], part: Callable[[], tuple[Expression, Kind]]
    ) -> tuple[Expression, Kind]:
        offset = self.here.offset
        left, kind = part()
        while self.is_word(word):
            self.want("truth", kind, offset)
            self.take()
            offset = self.here.offset
            right, kind = part()
            self.want("truth", kind, offset)
            left, kind = Both(word, left, right), "truth"
        return left, kind

    def negated(self) -> tuple[Expression, Kind]:
        if not self.is_word("not"):
            return self.compared()
        self.take()
        offset = self.here.offset
        with _Deeper(self):
            part, kind = self.negated()
        self.want("truth", kind, offset)
        return Not(part), "truth"

    def compared(self) -> tuple[Expression, Kind]:
        offset = self.here.offset
        left, kind = self.summed()
        if not self.is_word("<", "<=", ">", ">=", "=", "==", "!="):
            return left, kind
        self.want("number", kind, offset)
        written = self.take().text
        sign: Comparison = "==" if written == "=" else written  # type: ignore[assignment]  # is_word narrowed it
        offset = self.here.offset
        right, kind = self.summed()
        self.want("number", kind, offset)
        if self.is_word("<", "<=", ">", ">=", "=", "==", "!="):
            raise ConditionError(self.here.offset, "One comparison at a time.", "Write `trust >= 20 and trust <= 60`.")
        return Compare(sign, left, right), "truth"

    def summed(self) -> tuple[Expression, Kind]:
        offset = self.here.offset
        left, kind = self.single()
        while self.is_word("+", "-"):
            self.want("number", kind, offset)
            sign: Literal["+", "-"] = "+" if self.take().text == "+" else "-"
            offset = self.here.offset
            right, kind = self.single()
            self.want("number", kind, offset)
            left = Sum(sign, left, right)
        return left, kind

    def single(self) -> tuple[Expression, Kind]:
        token = self.take()
        if token.kind == "number":
            return Number(int(token.text[:9])), "number"
        if token.text == "(":
            with _Deeper(self):
                inner = self.either()
            if not self.is_word(")"):
                raise ConditionError(token.offset, "This bracket is never closed.", "Add `)`.")
            self.take()
            return inner
        if token.kind != "name" or token.text in {"and", "or"}:
            raise ConditionError(
                token.offset,
                "The condition breaks off here." if token.kind == "end" else f"`{token.text}` was not expected here.",
                "A name, a number or `(` is missing.",
            )
        if self.is_word("("):
            return self.called(token)
        return self.named(token)

    def called(self, token: _Token) -> tuple[Expression, Kind]:
        if token.text not in FUNCTIONS:
            raise ConditionError(
                token.offset, f"There is no function `{token.text}(…)`.", suggest(token.text, FUNCTIONS)
            )
        self.take()
        argument = self.take()
        allowed = frozenset(self.names.codes) if token.text == "said" else self.names.beats
        if argument.kind != "name" or argument.text not in allowed:
            noun = "code" if token.text == "said" else "beat"
            raise ConditionError(argument.offset, f"No {noun} `{argument.text}`.", suggest(argument.text, allowed))
        if not self.is_word(")"):
            raise ConditionError(self.here.offset, f"`{token.text}(` is never closed.", "Add `)`.")
        self.take()
        return Call(token.text, argument.text), "number" if token.text == "visits" else "truth"

    def named(self, token: _Token) -> tuple[Expression, Kind]:
        name = token.text
        if name in self.names.states:
            return Name("state", name), "number"
        if name in COUNTS:
            return Name("count", name), "number"
        if name == "silence":
            return Name("silence", name), "truth"
        if name in self.names.codes:
            return Name("code", name), "truth"
        if name.startswith("beliefs."):
            belief = name.removeprefix("beliefs.")
            if belief in self.names.beliefs:
                return Name("belief", belief), "number"
            raise ConditionError(
                token.offset,
                f"No belief `{belief}`.",
                suggest(belief, self.names.beliefs, noun="Beliefs of this patient"),
            )
        known = {*self.names.states, *self.names.codes, *COUNTS, "silence"}
        help_text = suggest(name, known) if near(name, known) else self._which_there_are()
        raise ConditionError(token.offset, f"No state or code `{name}`.", help_text)

    def _which_there_are(self) -> str:
        """A list of sixty codes would help nobody; where they are explained does."""
        states = ", ".join(f"`{name}`" for name in self.names.states)
        return (
            "A condition is made of code names such as `validation`, and of this patient's states "
            f"({states}), joined by and, or, not. `attune explain codes` lists the codes."
        )


class _Deeper:
    """Counts nesting, so that a hostile file cannot exhaust the stack."""

    def __init__(self, parser: _Parser) -> None:
        self.parser = parser

    def __enter__(self) -> None:
        self.parser.nesting += 1
        if self.parser.nesting > MAX_NESTING:
            raise ConditionError(self.parser.here.offset, "Nested too deep.", "Write it in several entries.")

    def __exit__(self, *_: object) -> None:
        self.parser.nesting -= 1


def parse_condition(text: str, names: Names) -> Condition:
    """Parse and check one condition. Raises `ConditionError` with the offset of the first thing wrong."""
    if len(text) > MAX_LENGTH:
        raise ConditionError(
            0, f"The condition is longer than {MAX_LENGTH} characters.", "Write it in several entries."
        )
    return compiled(text, _Parser(text, names).whole(), names)
