"""What is sure of a condition where nothing is known but how often beats were visited."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.conditions import Both, Call, Compare, Condition, Expression, Name, Not, Number, Sum

ANY = 10**9
"""More than any number of visits, turns or levels."""

Visits = tuple[int, ...]
"""How often each of some beats was visited, as far as it counts."""


class Visited:
    """Truths of conditions, by visits."""

    def __init__(self, order: Mapping[str, int]) -> None:
        """`order` says which beat's visits stand where."""
        self._order = order
        self._truths: dict[tuple[int, Visits], bool | None] = {}

    def truth(self, condition: Condition | None, visits: Visits) -> bool | None:
        """Whether a condition holds: surely, surely not, or `None` where more would have to be known."""
        if condition is None:
            return True
        key = (id(condition), visits)
        if key not in self._truths:
            self._truths[key] = self.holds(condition.expression, visits)
        return self._truths[key]

    def holds(self, expression: Expression, visits: Visits) -> bool | None:
        """The same of a part of a condition."""
        match expression:
            case Not(part):
                inner = self.holds(part, visits)
                return None if inner is None else not inner
            case Both(word, left, right):
                both = (self.holds(left, visits), self.holds(right, visits))
                deciding = word == "or"
                if deciding in both:
                    return deciding
                return None if None in both else not deciding
            case Compare(sign, left, right):
                return _compared(sign, self._range(left, visits), self._range(right, visits))
            case Call(function, argument) if function in {"passed", "failed"}:
                place = self._order.get(argument)
                return False if place is not None and not visits[place] else None
            case _:
                return None

    def _range(self, expression: Expression, visits: Visits) -> tuple[int, int]:
        match expression:
            case Number(number):
                return number, number
            case Name(kind, _) if kind in {"state", "belief"}:
                return 0, 100
            case Sum(sign, left, right):
                (low, high), (least, most) = self._range(left, visits), self._range(right, visits)
                return (low + least, high + most) if sign == "+" else (low - most, high - least)
            case Call("visits", argument) if argument in self._order:
                number = visits[self._order[argument]]
                return number, number
            case _:
                return -ANY, ANY


def _compared(sign: str, one: tuple[int, int], other: tuple[int, int]) -> bool | None:
    (low, high), (least, most) = one, other
    match sign:
        case "<":
            return True if high < least else False if low >= most else None
        case "<=":
            return True if high <= least else False if low > most else None
        case ">":
            return _compared("<", other, one)
        case ">=":
            return _compared("<=", other, one)
        case "==":
            return True if low == high == least == most else False if high < least or most < low else None
        case _:
            same = _compared("==", one, other)
            return None if same is None else not same
