"""Which codes show that a reply took one of the kinds of help that the table of moments names.

The table of moments says what would have helped in words; this says how one would hear it, so that nobody is told to
compare their reply with what it already did. Any one of the codes shows it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

_REFLECTION = ("simple_reflection", "complex_reflection")

SHOWN_BY: Mapping[str, Collection[str]] = MappingProxyType({
    # listen
    "Say back the heart of it, then wait.": _REFLECTION,
    "Put the feeling you hear into a few plain words.": ("names_feeling",),
    "Ask one open question and leave the rest to them.": ("open_question",),
    # validate
    "Say why anyone in this position might feel that way.": ("validation",),
    "Name the feeling and stay with it, without moving on to a remedy.": ("names_feeling",),
    "Tell them, if it is true, that others feel this too.": ("normalising",),
    # understand
    "Say what you think this means to them, as a guess they can correct.": ("complex_reflection", "interpretation"),
    "Ask where this feeling first began, or when else it has been there.": ("explores_depth",),
    "Link the small problem to the larger one you hear behind it.": ("interpretation",),
    # structure
    "Offer a short plan for today and ask whether it fits.": ("structuring",),
    "Suggest one small thing to try before next time, and agree it together.": ("between_session",),
    "Say plainly how this work goes and what comes next.": ("information", "scope_setting"),
    # advice
    "Give one honest suggestion, briefly, then ask how it sits with them.": ("advice", "between_session"),
    "Say what you think, and why, as a view they are free to leave.": ("advice", "self_disclosure"),
    "Set out two real options and ask which is nearer to what they want.": ("collaboration",),
    # honesty
    "Say plainly what happened, who was told, and what was not said.": ("open_about_sharing",),
    "Own what is uncomfortable about it before they have to ask.": ("repair",),
    "Give the true answer, even if it is that you do not know, and ask how it is to hear.": ("answers",),
    # safety
    "Ask in plain words whether they are thinking of ending their life or hurting themselves.": ("risk_inquiry",),
    "Say that you are glad they told you, then ask what makes it harder or easier to stay safe.": ("risk_assessment",),
    "Work out together who could be with them and what could be put out of reach today.": ("safety_planning",),
    # autonomy
    "Ask what they would want to do, and mean it.": ("collaboration",),
    "Credit what they have already managed by themselves.": ("affirmation",),
    "Say back both sides of the choice without leaning on either.": _REFLECTION,
    # repair
    "Own your part in one plain sentence, without reasons.": ("repair",),
    "Say that their hurt makes sense, and ask what it was like.": ("validation",),
    "Stop what you were doing and ask what they would need now.": ("collaboration",),
})  # fmt: skip
