"""What the heads look at in one sentence: its words and its surface, with the patient's line in view.

The same function serves training and reading, so the two cannot drift apart. It knows no codes.
"""

# ruff: noqa: E501, SIM905 - patterns read better unbroken
from __future__ import annotations

import functools
import itertools
import re
import zlib
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scoring.coder.rules import asks_about_contact, is_to_another
from scoring.coder.wording import plain_words, words

Array = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]

BUCKETS = 1 << 15
"""Hashed word and letter groups share this many weights a code."""
REMEMBERED, LONGEST_REMEMBERED = 8192, 24
"""Words whose groups are kept (1.5 kB each), and the most characters of one."""


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
WORDS_AND_MARKS = re.compile(r"[a-z0-9]+(?:'[a-z]+)*|[?!]")
PATTERNS = tuple(re.compile(pattern) for _, pattern in SURFACE)
STOP_WORDS = frozenset(
    "the a an and or but to of in on at for with it is was are be been i you he she they we me my your his her their "
    "that this so not do did have has had just like what as if when from all up out no can".split()
)


class _Line(NamedTuple):
    """What is to be seen in a patient's line alone."""

    words: frozenset[str]
    telling: int
    """How many of the words are not stop words."""
    cues: tuple[float, float, float]
    """Asks; someone else speaks; contact is mentioned."""


@functools.lru_cache(maxsize=512)  # all sentences of a reply share it, and a patient says few lines to many trainees
def _seen_in_line(patient_line: str) -> _Line:
    plain = plain_words(patient_line)
    said = frozenset(words(plain))
    cues = "?" in plain, is_to_another(patient_line, ""), PATTERNS[24].search(plain) is not None
    return _Line(said, len(said - STOP_WORDS), (float(cues[0]), float(cues[1]), float(cues[2])))


def surface(moment: Moment, plain: str) -> Array:
    """Return the surface features, shape [len(SURFACE) + 9], each in 0-1."""
    ours, theirs = words(plain), _seen_in_line(moment.patient)
    kept = [word for word in ours if word not in STOP_WORDS]
    shared = set(kept) & theirs.words
    count = len(ours)
    values = [float(pattern.search(plain) is not None) for pattern in PATTERNS]
    values += [
        min(count, 40) / 40,
        float(count <= 3),
        float(not moment.before),
        float(moment.is_last),
        len(shared) / max(len(set(kept)), 1),
        len(shared) / max(theirs.telling, 1),
        *theirs.cues,
    ]
    return np.array(values, dtype=np.float32)


def hashed(plain: str) -> Indices:
    """Return the buckets of a sentence's groups: of one to three words, edges marked, and of letters within a word.

    CRC-32, so they are the same in every process.
    """
    said = WORDS_AND_MARKS.findall(plain)[:80]
    marked = ["<s>", *said, "</s>"]
    found = {_bucket("1 <s>"), _bucket("1 </s>")}
    for word in said:
        found.update(_buckets_of(word) if len(word) <= LONGEST_REMEMBERED else _buckets_of.__wrapped__(word))
    found.update(_bucket(f"2 {first} {second}") for first, second in itertools.pairwise(marked))
    found.update(_bucket(f"3 {a} {b} {c}") for a, b, c in zip(marked, marked[1:], marked[2:], strict=False))
    return np.array(sorted(found), dtype=np.int64)


def _bucket(group: str) -> int:
    return zlib.crc32(group.encode()) % BUCKETS


@functools.lru_cache(maxsize=REMEMBERED)
def _buckets_of(word: str) -> frozenset[int]:
    """The buckets of a word and of its groups of three to five letters."""
    edged = f"^{word}$"
    letters = (f"c {edged[i : i + n]}" for n in (3, 4, 5) for i in range(max(len(edged) - n + 1, 0)))
    return frozenset(map(_bucket, (f"1 {word}", *letters)))


def see(moment: Moment) -> Seen:
    """Return what is to be seen in a moment."""
    plain = plain_words(moment.sentence)
    # The same words mean another thing to another listener, or to a patient who asks who was told.
    to_another = is_to_another(moment.patient, moment.sentence, moment.before)
    contact = asks_about_contact(moment.patient) and not to_another
    circumstances = np.array([to_another, contact], dtype=np.float32)
    return Seen(np.concatenate([0.5 * surface(moment, plain), circumstances]), hashed(plain))
