"""Conditions in as few words as an arrow has room for: `reflection / validation + trust ≥ 40`."""

from __future__ import annotations

from scenarios import vocabulary
from scenarios.conditions import Both, Call, Compare, Condition, Expression, Name, Not, Number, Sum

_SHORT = {
    "answers": "answer",
    "deflects": "no answer",
    "returns_focus": "focus back",
    "ignores_risk": "risk ignored",
    "stays_silent": "silence",
    "asks_permission": "permission",
    "scope_setting": "scope",
    "explores_depth": "depth",
    "between_session": "task for later",
    "risk_inquiry": "asks about risk",
    "risk_assessment": "risk details",
    "open_about_sharing": "open on sharing",
    "explains_limits": "limits",
    "seeks_consent": "consent",
    "shares_with_third_party": "tells others",
}
_SIGNS = {">=": "≥", "<=": "≤", "==": "=", "!=": "≠", ">": ">", "<": "<"}


def short_words(condition: Condition) -> str:
    """The condition, `+` for and, `/` for or."""
    return _short(condition.expression)


def _short(expression: Expression, inside: str = "") -> str:  # noqa: PLR0911  one return for each kind of part
    match expression:
        case Number(value):
            return str(value)
        case Name("code", name):
            label = vocabulary.label(name)
            return _SHORT.get(name, f"{label[:1].lower()}{label[1:]}")
        case Name(_, name):
            return name.replace("_", " ")
        case Both("or", left, right):
            words = f"{_short(left, 'or')} / {_short(right, 'or')}"
            return f"({words})" if inside == "not" else words
        case Both(_, left, right):
            words = " + ".join(dict.fromkeys((_short(left, "and"), _short(right, "and"))))
            return f"({words})" if inside in {"or", "not"} else words
        case Compare(sign, Call("visits", beat), Number(value)):
            return _visits(beat, sign, value)
        case Compare(sign, left, right):
            return f"{_short(left)} {_SIGNS[sign]} {_short(right)}"
        case Sum(sign, left, right):
            return f"{_short(left)} {sign} {_short(right)}"
        case _:
            return _call(expression)


def _call(expression: Expression) -> str:
    match expression:
        case Not(part):
            return f"no {_short(part, 'not')}"
        case Call("said", code):
            return f"earlier {_short(Name('code', code))}"
        case Call("visits", beat):
            return f"visits to “{beat.replace('_', ' ')}”"
        case Call(outcome, beat):
            return f"{beat.replace('_', ' ')} {outcome}"
        case _:
            raise AssertionError(expression)


def _visits(beat: str, sign: str, value: int) -> str:
    words = beat.replace("_", " ")
    if (sign, value) in {(">", 0), (">=", 1), ("!=", 0)}:
        return f"after “{words}”"
    if (sign, value) in {("==", 0), ("<", 1), ("<=", 0)}:
        return f"not yet “{words}”"
    return f"visits to “{words}” {_SIGNS[sign]} {value}"
