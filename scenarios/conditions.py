"""Conditions: when an entry holds, a line is spoken or a fact is told.

    open_question and trust >= 40
    answers and not (platitude or visits(the_ask) > 1)
    said(self_disclosure) or beliefs.alone < 30

A small language with its own parser: `and or not ( )`, one comparison, `+ -`, whole numbers, names, and the
functions `visits(beat) said(code) passed(beat) failed(beat)`. No evaluation of anything else is possible.
Every name is checked when the file is loaded, with the exact column.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from scenarios.faults import suggest

Kind = Literal["truth", "number"]
Comparison = Literal["<", "<=", ">", ">=", "==", "!="]

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


@dataclass(frozen=True, slots=True)
class Names:
    """Every name that a condition may use, sorted by what it means."""

    codes: Mapping[str, frozenset[str]]
    """Codes, derived codes and groups with the codes that each stands for: true where the reply shows one."""
    states: Mapping[str, int]
    """The patient's own levels, whole numbers in 0–100, with their place among `Circumstances.levels`."""
    beliefs: Mapping[str, int]
    """Beliefs, written `beliefs.name`, with their place among `Circumstances.beliefs`."""
    beats: frozenset[str]
    """Beats, for `visits(beat)`, `passed(beat)` and `failed(beat)`."""


class Circumstances(Protocol):
    """What a condition is held against: one turn of one session."""

    @property
    def heard(self) -> frozenset[str]:
        """Codes and derived codes that this reply shows."""
        ...

    @property
    def levels(self) -> tuple[int, ...]:
        """The level of every state, 0–100."""
        ...

    @property
    def beliefs(self) -> tuple[int, ...]:
        """The strength of every belief, 0–100."""
        ...

    def count(self, name: str) -> int:
        """`turn`, `tests_passed` or `tests_failed`."""
        ...

    def visits(self, beat: str) -> int:
        """How often the beat has been entered, the present visit included."""
        ...

    def said(self, codes: frozenset[str]) -> bool:
        """Whether an earlier reply of this session showed any of the codes."""
        ...

    def tested(self, outcome: str, beat: str) -> bool:
        """Whether the test of that beat has been `passed` or `failed`."""
        ...

    @property
    def is_silence(self) -> bool:
        """Whether the trainee waited instead of speaking."""
        ...


COUNTS = ("turn", "tests_passed", "tests_failed")
FUNCTIONS = ("visits", "said", "passed", "failed")


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class Name:
    """A code, state, count, belief or `silence`."""

    kind: Literal["code", "state", "belief", "count", "silence"]
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """`visits(beat)`, `said(code)`, `passed(beat)` or `failed(beat)`."""

    function: str
    argument: str


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a truth."""

    part: Expression


@dataclass(frozen=True, slots=True)
class Both:
    """`and`, `or`."""

    operator: Literal["and", "or"]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Sum:
    """`+` or `-` between numbers."""

    operator: Literal["+", "-"]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Compare:
    """One comparison of two numbers."""

    operator: Comparison
    left: Expression
    right: Expression


Expression = Number | Name | Call | Not | Both | Sum | Compare


Check = Callable[[Circumstances], int]
"""A compiled expression: its number, or its truth as 0 or 1."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A checked condition: its text as the author wrote it and its meaning."""

    text: str
    expression: Expression
    speaks_of: frozenset[str]
    """The codes that the condition asks for, groups spelt out; not those that it only excludes."""
    needs_code: bool
    """Whether the condition can hold only where one of `speaks_of` is heard; most can be passed over by that alone."""
    mentions_silence: bool
    """Whether the author thought of silence here."""
    check: Check = field(compare=False, repr=False)
    """The compiled expression: conditions are held against every turn, many times in a search."""

    def holds(self, circumstances: Circumstances) -> bool:
        """Whether the condition is true now."""
        return bool(self.check(circumstances))


def parts(expression: Expression) -> Iterator[Expression]:
    """Every part of an expression, the whole first."""
    yield expression
    match expression:
        case Not(part):
            yield from parts(part)
        case Both(_, left, right) | Sum(_, left, right) | Compare(_, left, right):
            yield from parts(left)
            yield from parts(right)
        case _:
            pass


def _asked(expression: Expression, *, asked: bool) -> Iterator[str]:
    match expression:
        case Name("code", name) if asked:
            yield name
        case Not(part):
            yield from _asked(part, asked=not asked)
        case Both(_, left, right):
            yield from _asked(left, asked=asked)
            yield from _asked(right, asked=asked)
        case _:
            return


def _needs_code(expression: Expression) -> bool:
    match expression:
        case Name("code", _):
            return True
        case Both("and", left, right):
            return _needs_code(left) or _needs_code(right)
        case Both("or", left, right):
            return _needs_code(left) and _needs_code(right)
        case _:
            return False


_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def _compile(expression: Expression, names: Names) -> Check:  # noqa: PLR0911  one return for each kind of part
    match expression:
        case Name(kind, name):
            return _compile_name(kind, name, names)
        case Both(word, left, right):
            first, second = _compile(left, names), _compile(right, names)
            if word == "and":
                return lambda now: first(now) and second(now)
            return lambda now: first(now) or second(now)
        case Not(part):
            inner = _compile(part, names)
            return lambda now: not inner(now)
        case Compare(sign, left, right):
            compare, low, high = _COMPARE[sign], _compile(left, names), _compile(right, names)
            return lambda now: compare(low(now), high(now))
        case Number(value):
            return lambda _: value
        case Sum(sign, left, right):
            add, one, other = (
                operator.add if sign == "+" else operator.sub,
                _compile(left, names),
                _compile(right, names),
            )
            return lambda now: int(add(one(now), other(now)))
        case Call("visits", argument):
            return lambda now: now.visits(argument)
        case Call("said", argument):
            codes = names.codes[argument]
            return lambda now: now.said(codes)
        case Call(function, argument):
            return lambda now: now.tested(function, argument)


def _compile_name(kind: str, name: str, names: Names) -> Check:
    if kind == "code":
        codes = names.codes[name]
        return lambda now: not codes.isdisjoint(now.heard)
    if kind == "state":
        place = names.states[name]
        return lambda now: now.levels[place]
    if kind == "belief":
        held = names.beliefs[name]
        return lambda now: now.beliefs[held]
    if kind == "count":
        return lambda now: now.count(name)
    return lambda now: now.is_silence


class _Token(NamedTuple):
    kind: str
    text: str
    offset: int


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+)|(?P<name>[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)?)|(?P<mark><=|>=|==|!=|[()<>=+]|-))"
)


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            offset = at + len(text[at:]) - len(text[at:].lstrip())
            raise ConditionError(
                offset, f"`{text[offset]}` has no meaning in a condition.",
                "Use `and or not ( )`, `< <= > >= = !=`, `+ -`, whole numbers and names.",
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
                "Join two conditions with `and` or `or`.",
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
        raise ConditionError(token.offset, f"No state or code `{name}`.", suggest(name, known))


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
    expression = _Parser(text, names).whole()
    asked = frozenset().union(*(names.codes[name] for name in _asked(expression, asked=True)))
    silence = any(
        isinstance(part, Name) and (part.kind == "silence" or part.name == "stays_silent") for part in parts(expression)
    )
    return Condition(text, expression, asked, _needs_code(expression), silence, _compile(expression, names))
