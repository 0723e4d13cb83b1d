"""What the heads look at in one sentence: its words and its surface, with the patient's line in view.

The same function serves training and reading, so the two cannot drift apart. It knows no codes.
"""

# ruff: noqa: E501, SIM905 - patterns read better unbroken
from __future__ import annotations

import itertools
import re
import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.coder.rules import asks_about_contact, is_to_another
from scoring.coder.wording import plain_words, words

Array = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]

BUCKETS = 1 << 15
"""Hashed word and letter groups share this many weights a code."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One sentence of a reply and what stands around it."""

    patient: str
    """The patient's last line; may be empty."""
    sentence: str
    """The sentence to be read, as typed."""
    before: str
    """The sentence before it in the same reply; empty for the first."""
    is_last: bool
    """Whether the reply ends here."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is to be seen in one moment."""

    dense: Array
    """Surface and circumstances, shape [dense width]."""
    hashed: Indices
    """Buckets of the word and letter groups present, in 0-`BUCKETS`, sorted, each once."""


SURFACE: tuple[tuple[str, str], ...] = (
    ("question mark", r"\?"),
    ("ends as a question", r"\?['\")\]]*\W*$"),
    ("open word first", r"^(?:(?:so|and|but|ok|okay|well|right|oh|hm|then|now|just|i wonder|wonder),? )*(?:what|how|why|in what way)\b"),
    ("fact word first", r"^(?:(?:so|and|but|ok|okay|well|right|oh|then|now),? )*(?:who|where|when|which|how (?:long|often|many|much|old))\b"),
    ("verb first", r"^(?:(?:so|and|but|ok|okay|well|right|oh|then|now),? )*(?:do|did|does|have|has|had|is|are|was|were|would|could|can|will|shall|should|may|might)(?:n't)?\b \w"),
    ("tell me", r"\b(?:tell|say|talk|walk|take|show) (?:me|us|it|more|a bit|a little)\b|say more|go on|help me understand"),
    ("wonder", r"\b(?:wonder|wondering|curious|imagine|guess|guessing|sounds|seems|seem|maybe|perhaps)\b"),
    ("tag", r",? (?:isn't|aren't|wasn't|don't|didn't|doesn't|won't|can't|is|are|do|did|haven't|hasn't|right|eh|yeah|no)(?: (?:it|you|he|she|they|we|that))?\?\W*$"),
    ("you", r"\b(?:you|your|you're|you've|you'd|you'll|yourself)\b"),
    ("I", r"\bi(?:'m|'ve|'d|'ll)?\b"),
    ("my", r"\b(?:my|mine|myself)\b"),
    ("we", r"\b(?:we|us|our|we're|we've|we'd|we'll|let's)\b"),
    ("they", r"\b(?:he|she|they|him|her|them|his|their)\b"),
    ("modal", r"\b(?:should|ought|must|need to|have to|has to|had to|got to|better)\b"),
    ("could", r"\b(?:could|can|might|may|would)\b"),
    ("not", r"\b(?:not|no|never|nothing|none|nobody|n't)\b|n't\b"),
    ("sorry", r"\b(?:sorry|apologise|apologies|apologize|apology)\b"),
    ("my past", r"\bi (?:was|had|did|went|lost|used|grew|got|said|told|made|asked|gave|spoke|rang|wrote|called|missed|forgot|let|pushed|moved|rushed)\b|\bi've\b"),
    ("my will", r"\bi(?:'ll| will| have to| need to|'m going to|'m ringing|'m calling|'m telling|'d have to|'m afraid)\b"),
    ("if", r"\b(?:if|unless|except|only when|as long as)\b"),
    ("but", r"\b(?:but|yet|though|although|however)\b"),
    ("number", r"\b\d+\b|\b(?:two|three|four|five|six|eight|ten|twelve|twenty|first|last)\b"),
    ("quote", r"\"[^\"]+\"|(?<!\w)'[^']+'(?!\w)"),
    ("stage direction", r"\([^)]+\)|\*[^*]+\*"),
    ("someone told", r"\b(?:tell|told|telling|share|shared|sharing|spoke|speak|spoken|talk|talked|said|say|mention|mentioned|ring|rang|rung|call|called|email|emailed|phone|phoned|wrote|letter|message|record|records|notes|file|confidential|private|between us)\b"),
    ("danger", r"\b(?:suicide|suicidal|kill|killing|die|dying|dead|end (?:your|it)|harm|hurt|hurting|cut|cutting|safe|alive|tablets|pills|overdose|living)\b"),
    ("feeling", r"\b(?:sad|angry|anger|scared|afraid|frightened|lonely|alone|ashamed|shame|guilty|guilt|hurt|furious|anxious|worried|hopeless|grief|tired|exhausted|jealous|proud|relieved|lost|rage|fear|hate|love|happy|terrified)\b"),
    ("others", r"\b(?:many|most|lots|plenty|others|people|folk|everyone|anyone|anybody|common|clients|patients)\b"),
    ("between us", r"\b(?:between us|with me|in here|in this room|right now|just now|here|today|you and me|you and i|we both)\b"),
    ("next time", r"\b(?:this week|next week|next time|before we meet|between now|at home|jot|write|notice|diary|homework|practise|practice)\b"),
)  # fmt: skip
PATTERNS = tuple(re.compile(pattern) for _, pattern in SURFACE)
STOP_WORDS = frozenset(
    "the a an and or but to of in on at for with it is was are be been i you he she they we me my your his her their "
    "that this so not do did have has had just like what as if when from all up out no can".split()
)


def surface(moment: Moment, plain: str, patient: str) -> Array:
    """Return the surface features, shape [len(SURFACE) + 9], each in 0-1."""
    ours, theirs = words(plain), words(patient)
    kept = [word for word in ours if word not in STOP_WORDS]
    shared = set(kept) & set(theirs)
    count = len(ours)
    values = [float(pattern.search(plain) is not None) for pattern in PATTERNS]
    values += [
        min(count, 40) / 40,
        float(count <= 3),
        float(not moment.before),
        float(moment.is_last),
        len(shared) / max(len(set(kept)), 1),
        len(shared) / max(len(set(theirs) - STOP_WORDS), 1),
        float("?" in patient),
        float(is_to_another(moment.patient, "")),
        float(bool(re.search(PATTERNS[24].pattern, patient))),
    ]
    return np.array(values, dtype=np.float32)


def word_groups(plain: str) -> list[str]:
    """Return the word groups (1-3, edges marked) and letter groups (3-5 within a word) of a sentence."""
    marked = ["<s>", *re.findall(r"[a-z0-9]+(?:'[a-z]+)*|[?!]", plain)[:80], "</s>"]
    groups = [f"1 {word}" for word in marked]
    groups += [f"2 {' '.join(pair)}" for pair in itertools.pairwise(marked)]
    groups += [f"3 {' '.join(three)}" for three in zip(marked, marked[1:], marked[2:], strict=False)]
    for word in marked[1:-1]:
        edged = f"^{word}$"
        groups += [f"c {edged[i : i + n]}" for n in (3, 4, 5) for i in range(max(len(edged) - n + 1, 0))]
    return groups


def hashed(plain: str) -> Indices:
    """Return the buckets of a sentence's groups. CRC-32, so they are the same in every process."""
    found = {zlib.crc32(group.encode()) % BUCKETS for group in word_groups(plain)}
    return np.array(sorted(found), dtype=np.int64)


def see(moment: Moment) -> Seen:
    """Return what is to be seen in a moment."""
    plain, patient = plain_words(moment.sentence), plain_words(moment.patient)
    # The same words mean another thing to another listener, or to a patient who asks who was told.
    to_another = is_to_another(moment.patient, moment.sentence, moment.before)
    contact = asks_about_contact(moment.patient) and not to_another
    circumstances = np.array([to_another, contact], dtype=np.float32)
    return Seen(np.concatenate([0.5 * surface(moment, plain, patient), circumstances]), hashed(plain))
