"""Why a condition does not hold: the parts of it that were false, in an author's words."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios import vocabulary
from scenarios.conditions import (
    Both,
    Call,
    Circumstances,
    Compare,
    Condition,
    Expression,
    Name,
    Names,
    Not,
    Number,
    Sum,
    compiled,
    parts,
)

_LEVELS = {"or": 0, "and": 1}
_NEGATED, _SINGLE = 2, 3


def false_parts(condition: Condition, now: Circumstances, names: Names) -> tuple[str, ...]:
    """What was false of a condition that does not hold, part by part; empty where it holds."""
    why = _Why(now, names)
    return () if condition.holds(now) else tuple(dict.fromkeys(why.false(condition.expression)))


def written(expression: Expression, around: int = 0) -> str:
    """An expression as an author would write it. `around`: how tightly what stands around it binds."""
    match expression:
        case Both(word, left, right):
            level = _LEVELS[word]
            text = f"{written(left, level)} {word} {written(right, level)}"
            return f"({text})" if level < around else text
        case Not(part):
            return f"not {written(part, _NEGATED)}"
        case Compare(sign, left, right):
            text = f"{written(left)} {'=' if sign == '==' else sign} {written(right)}"
            return f"({text})" if around > _NEGATED else text
        case Sum(sign, left, right):
            second = written(right, _SINGLE)
            return f"{written(left)} {sign} {f'({second})' if isinstance(right, Sum) else second}"
        case Call(function, argument):
            return f"{function}({argument})"
        case Number(value):
            return str(value)
        case Name(kind, name):
            return f"beliefs.{name}" if kind == "belief" else name


class _Why:
    """Says why parts of a condition are false, or true where a `not` wanted them false."""

    def __init__(self, now: Circumstances, names: Names) -> None:
        self.now = now
        self.names = names

    def holds(self, part: Expression) -> bool:
        return bool(self.value(part))

    def value(self, part: Expression) -> int:
        return compiled("", part, self.names).check(self.now)

    def false(self, part: Expression) -> Iterator[str]:
        match part:
            case Both("and", left, right):
                for side in (left, right):
                    if not self.holds(side):
                        yield from self.false(side)
            case Both("or", _, _):
                choices = list(_choices(part))
                unheard = [choice.name for choice in choices if isinstance(choice, Name) and choice.kind == "code"]
                if unheard:
                    yield _not_heard(unheard)
                for choice in choices:
                    if not (isinstance(choice, Name) and choice.kind == "code"):
                        yield from self.false(choice)
            case Not(inner):
                yield from self.true(inner)
            case Name("code", name):
                yield _not_heard([name])
            case Name():
                yield "the trainee did not wait in silence"
            case _:
                yield f"`{written(part)}` was false{self.because(part)}"

    def true(self, part: Expression) -> Iterator[str]:
        match part:
            case Both(_, left, right):
                for side in (left, right):
                    if self.holds(side):
                        yield from self.true(side)
            case Not(inner):
                yield from self.false(inner)
            case Name("code", name):
                shown = sorted(vocabulary.members(name) & self.now.heard)
                yield f"`{name}` was heard" + (f" ({', '.join(shown)})" if shown != [name] else "")
            case Name():
                yield "the trainee waited in silence"
            case _:
                yield f"`{written(part)}` was true{self.because(part)}"

    def because(self, part: Expression) -> str:
        """The numbers that a comparison was made with."""
        if not isinstance(part, Compare):
            return ""
        found = dict.fromkeys(
            f"{written(leaf)} is {self.value(leaf)}" for leaf in parts(part) if isinstance(leaf, (Name, Call))
        )
        return f": {', '.join(found)}" if found else ""


def _choices(part: Expression) -> Iterator[Expression]:
    """The alternatives of nested `or`s, in the order written."""
    if isinstance(part, Both) and part.operator == "or":
        yield from _choices(part.left)
        yield from _choices(part.right)
    else:
        yield part


def _not_heard(names: list[str]) -> str:
    if len(names) == 1:
        return f"`{names[0]}` was not heard"
    first, last = ", ".join(f"`{name}`" for name in names[:-1]), names[-1]
    return (
        f"{'neither' if len(names) == 2 else 'none of'} {first} {'nor' if len(names) == 2 else 'or'} `{last}` was heard"
    )
