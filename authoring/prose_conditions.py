"""Conditions in plain words, for readers who never open a scenario file.

(reflection or validation) and trust >= 40    →    any reflection or validation, and trust is 40 or more
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scenarios import vocabulary
from scenarios.conditions import Both, Call, Compare, Condition, Expression, Name, Not, Number, Sum, parts
from scenarios.model import Scenario

_GROUPS = {
    "question": "question",
    "reflection": "reflection",
    "support": "support",
    "guidance": "guidance",
    "safety": "work on safety",
    "unhelpful": "unhelpful move",
}
_DERIVED = {
    "answers": "answer to what was asked",
    "deflects": "evasion of what was asked",
    "returns_focus": "handing back of the focus",
    "unsolicited_advice": "unasked advice",
    "stacked_questions": "pile of questions",
    "ignores_risk": "passing over of risk",
    "stays_silent": "silence",
}
_BARE = {"unsolicited_advice", "stays_silent"}
"""Derived codes that take no article."""
_LEVELS = {
    ">=": "{0} is {1} or more",
    ">": "{0} is above {1}",
    "<=": "{0} is {1} or less",
    "<": "{0} is below {1}",
    "==": "{0} is exactly {1}",
    "!=": "{0} is not {1}",
}
_COUNTS = {"turn": "the number of this reply", "tests_passed": "tests passed", "tests_failed": "tests failed"}


def when_words(condition: Condition, scenario: Scenario) -> str:
    """The condition as a clause: `Ada hears any reflection, and trust is 40 or more`."""
    name = scenario.persona.name
    words = condition_words(condition, scenario)
    first = next(iter(_in_order(condition.expression)), condition.expression)
    return f"{name} hears {words}" if _speaks_of_codes(first) else words


def condition_words(condition: Condition, scenario: Scenario) -> str:
    """The condition without a head: `any reflection, and trust is 40 or more`."""
    return _Words(scenario).of(condition.expression)


def beat_words(name: str) -> str:
    """A beat's name as words: `the_ask` is “the ask”."""
    return f"“{name.replace('_', ' ')}”"


def code_words(name: str) -> str:
    """A code as something that is heard: `any question`, `an open question`, `unasked advice`."""
    if name in _GROUPS:
        return f"any {_GROUPS[name]}"
    noun = _noun(name)
    if name not in _DERIVED or name in _BARE:
        return noun
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _noun(name: str) -> str:
    known = _GROUPS.get(name) or _DERIVED.get(name)
    label = vocabulary.label(name)
    return known or f"{label[:1].lower()}{label[1:]}"


@dataclass(frozen=True, slots=True)
class _Words:
    scenario: Scenario

    def of(self, expression: Expression, *, inside: str = "") -> str:
        match expression:
            case Name("code", name):
                return code_words(name)
            case Name("silence", _):
                return "silence"
            case Both(word, _, _):
                return self._both(expression, word, inside)
            case Not(part):
                return self._not(part)
            case Compare(sign, Call("visits", beat), Number(value)):
                return _visits(beat, sign, value)
            case Compare(sign, left, right):
                return _LEVELS[sign].format(self.of(left), self.of(right))
            case Call(function, argument):
                return _call(function, argument)
            case _:
                return self._number(expression)

    def _both(self, expression: Both, word: str, inside: str) -> str:
        said = list(dict.fromkeys(self.of(part, inside=word) for part in _in_order(expression)))
        if len(said) == 1:
            return said[0]
        if word == "or":
            return f"{', '.join(said[:-1])} or {said[-1]}"
        text = ", and ".join(said)
        return f"({text})" if inside == "or" else text

    def _not(self, part: Expression) -> str:
        alternatives = list(_flat(part, "or"))
        if all(isinstance(one, Name) and one.kind == "code" for one in alternatives):
            nouns = [_noun(one.name) for one in alternatives if isinstance(one, Name)]
            return f"no {' or '.join([', '.join(nouns[:-1]), nouns[-1]]) if len(nouns) > 1 else nouns[0]}"
        match part:
            case Call("passed" | "failed" as outcome, beat):
                return f"the test in {beat_words(beat)} has not been {outcome}"
            case Call("said", code):
                return f"no earlier reply had {code_words(code)}"
            case _:
                return f"not ({self.of(part)})"

    def _number(self, expression: Expression) -> str:
        match expression:
            case Number(value):
                return str(value)
            case Name("belief", name):
                return f"the fear “{self.scenario.beliefs[name].danger}”"
            case Name("count", name):
                return _COUNTS[name]
            case Sum(sign, left, right):
                return f"{self.of(left)} {'plus' if sign == '+' else 'minus'} {self.of(right)}"
            case Name(_, name):
                return name.replace("_", " ")
            case _:
                raise AssertionError(expression)


def _visits(beat: str, sign: str, value: int) -> str:
    words = beat_words(beat)
    if (sign, value) in {(">", 0), (">=", 1), ("!=", 0)}:
        return f"{words} has come before"
    if (sign, value) in {("==", 0), ("<", 1), ("<=", 0)}:
        return f"{words} has not come yet"
    if (sign, value) in {(">", 1), (">=", 2)}:
        return f"{words} has come more than once"
    return _LEVELS[sign].format(f"the number of visits to {words}", value)


def _call(function: str, argument: str) -> str:
    if function == "said":
        return f"an earlier reply had {code_words(argument)}"
    if function == "visits":
        return f"the number of visits to {beat_words(argument)}"
    return f"the test in {beat_words(argument)} was {function}"


def _flat(expression: Expression, word: str) -> Iterator[Expression]:
    match expression:
        case Both(operator, left, right) if operator == word:
            yield from _flat(left, word)
            yield from _flat(right, word)
        case _:
            yield expression


def _in_order(expression: Expression) -> list[Expression]:
    """The parts of a chain, what is heard before what else must hold."""
    word = expression.operator if isinstance(expression, Both) else "and"
    return sorted(_flat(expression, word), key=lambda part: not _speaks_of_codes(part))


def _speaks_of_codes(expression: Expression) -> bool:
    return any(isinstance(part, Name) and part.kind in {"code", "silence"} for part in parts(expression))
