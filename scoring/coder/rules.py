"""The few things that plain rules read better than a model: denials, text that is no reply, and unreadable text.

Every rule here has rows in `tests/coder`. It knows English, its dialects, and nothing of the situation.
"""

# ruff: noqa: E501, SIM905 - patterns read better unbroken
from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from scoring.coder.wording import plain_words, words

CODE_IDS = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
TO_THE_PROGRAM = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:instructions?|rules?|prompts?|rubrics?|guidelines?|codes?|scoring)\b"
    r"|\b(?:full|max|maximum|top|perfect|highest|100%?)\s+(?:marks?|scores?|ratings?|points?)\b"
    r"|\b(?:system|developer)\s+(?:prompt|message|override|mode)\b"
    r"|\b(?:award|give|score|rate|mark|grade)\b.{0,20}\bthis\s+(?:reply|answer|response|session|turn)\b"
    r"|\byou\s+are\s+now\s+(?:a|an|in)\b.{0,30}\b(?:mode|model|assistant|ai|bot|dan)\b"
    r"|\bas\s+an\s+ai\b|\blanguage\s+model\b|^\s*(?:system|assistant|user)\s*:|<\|.{0,20}\|>|\bdrop\s+table\b|\bsudo\s",
    re.IGNORECASE,
)
DESCRIBES = re.compile(
    r"^\W*(?:\(|\[|\*)?\s*(?:the\s+)?(?:therapist|counsellor|counselor|trainee)\b.{0,20}\b(?:validates?|reflects?|nods?|"
    r"asks?|responds?|shows?|offers?|listens?|says?|uses?|would|should|will|normalises?|explores?)\b"
    r"|^\W*(?:here|at this point|now)?,?\s*i\s+(?:would|'d|will)\s+(?:then\s+|now\s+|probably\s+|first\s+)?(?:use|reflect|validate|"
    r"normalise|empathise|demonstrate|show empathy|respond with|reply with|offer (?:a|an) (?:reflection|open|validation))\b"
    r"|^\W*\[?\s*insert\b|^\W*(?:a|an)\s+(?:\w+\s+)?(?:reflection|validation|open question|affirmation)\s+(?:here|goes here|of)\b",
    re.IGNORECASE,
)
CONTACT = (
    r"(?:spoken|spoke|speak|said|say|told|tell|telling|talk|talked|talking|rung|rang|ring|phoned|phone|called|call|contacted|contact|"
    r"emailed|email|messaged|texted|written|wrote|shared|share|mentioned|mention|discussed|discuss|passed|pass|breathed|"
    r"heard|hear|reported|report|disclosed|been in touch|had (?:any )?contact|in touch|given|gave|met|seen)"
)
DENIAL = re.compile(
    rf"\b(?:i've no|we've no|haven't|hasn't|have not|has not|didn't|did not|never|i've not|we've not|hadn't|isn't from me|have no|have never|i no)\b"
    rf"(?:\s+[\w']+){{0,3}}?\s+{CONTACT}\b"
    rf"|\b{CONTACT}\s+(?:\w+\s+){{0,2}}?(?:nothing|no one|nobody|none|not a (?:word|thing|soul)|no word|neither|no more)\b"
    r"|\b(?:nothing|not a (?:word|thing|line)|no (?:word|call|email|message|letter|conversation|one (?:has|was)|contact))\b.{0,40}"
    r"\b(?:from me|gone|went|left|passed|said|told|shared|to (?:him|her|them|anyone|your)|happened)\b"
    r"|\b(?:wasn't|weren't|isn't|not) (?:me|from me|us)\b|\bnever (?:happened|from me)\b|\bthere(?:'s| has| was|'s been) (?:been )?no "
    r"(?:call|contact|email|conversation|phone call|message|chat)\b",
    re.IGNORECASE,
)
TO_COME = re.compile(
    r"\b(?:won't|will not|'ll never|will never|wouldn't|would never|'d never|never will|not going to|going to)\b"
)

MEETING_ASKED = re.compile(
    r"\b(?:see|seen|saw|meet|met|speak|spoken|talk|talked|chat|heard) (?:to |with |from )?(?:anyone|anybody|her|him|them|my (?:mum|mam|ma|mom|dad|da|parents|carer|teacher))\b"
    r"|\banything happen(?:ed)?\b|\byou two\b|\bhad a (?:chat|meeting|word|talk)\b|\b(?:mum|mam|mom|dad) (?:says|said|reckons) you\b"
)
"""The patient asks, or fishes, whether there was contact with somebody."""
BARE_DENIAL = re.compile(
    r"^(?:no|nope|nah|naw)\b[,.! ]+(?:nobody|no one|not|nothing|never|i (?:did not|didn't|haven't|have not|never)|we (?:didn't|haven't|never))\b"
    r"|^(?:nobody|no one|not with me|not to me|we didn't|we haven't|i didn't|i did not|i haven't|i have not|i've not)\b"
    r"|\b(?:did not|didn't|have not|haven't|'ve not|never) (?:even )?(?:see|seen|meet|met|met with|speak|spoken|talk|talked)\b"
    r"|\bthere (?:was|were|has been|'s been) no (?:meeting|visit|appointment|chat|call)\b|\b(?:wasn't|weren't) even (?:in|here)\b"
    r"|\b(?:must be|'s|is) (?:mistaken|confused|thinking of some|making (?:it|that) up)"
)
"""Words that deny contact where it was asked about; by themselves they may deny anything."""

ADVICE_ASKED = re.compile(
    r"\bwhat (?:would|should|do|'d) (?:you|i) (?:do|say|tell|think i should)\b|\bin my (?:place|shoes|position)\b"
    r"|\bif (?:it was|it were|you were) (?:you|me)\b|\b(?:what|who|how|where|should|would) (?:should )?i\b[^.!]*\?|\btell me what to do\b"
    r"|\b(?:you'd|you would) (?:do|say|tell)\b|\byour (?:advice|opinion|honest answer)\b|\bwould you (?:tell|do|say|go|leave|stay|ring|call|sign)\b"
)
"""The patient asks what to do, or what the therapist would do."""
OWN_COURSE = re.compile(
    r"\b(?:i'd|i would)\s+(?:(?:probably|just|maybe|definitely|honestly|still|first|also|then)\s+)*"
    r"(?!(?:like|love|be (?:curious|interested|glad|happy|sorry|keen|worried)|want to (?:know|hear|understand|ask|check)|have to|need to|"
    r"rather|guess|imagine|wonder|ask you|hate|never (?:tell|share)|tell you|let you|check with you|say (?:you|that|it sounds))\b)[a-z]"
    r"|\bif (?:it was|it were|i was|i were) (?:me|you)\b|\bif i (?:had|was|were)\b.{0,60}\bi(?:'d| would)\b|\bin your (?:place|shoes|position)\b"
    r"|^(?:yes|no|yeah|nah)\b.{0,4}\bi would(?:n't)?\b|\bmy answer(?:'s| is)\b"
)
"""The speaker tells what they would do; wishes about the talk itself ("I'd like to hear") are no such thing."""

ASKING = re.compile(
    r"\?|^(?:(?:so|and|but|ok|okay|well|right|oh|then|now),? )*(?:what|how|why|who|where|when|which|(?:can|could|would|will) you "
    r"(?:tell|say)|tell me|do you|did you|have you|are you|is there|was there|were you|has (?:he|she|it))\b"
)

LEAD = r"^(?:(?:so|and|but|ok|okay|well|right|oh|hm|then|now|just|also|or),? )*"
FACT_FIRST = re.compile(
    LEAD
    + r"(?:who|where|when|which|whose|how (?:long|often|many|much|old|far|recently|likely)|what (?:time|day|age|year|number|date))\b"
)
OPEN_FIRST = re.compile(LEAD + r"(?:what|how|why|in what way)\b")
VERB_FIRST = re.compile(
    LEAD + r"(?:do|did|does|have|has|had|is|are|was|were|would|could|can|will|shall|should|may|might)(?:n't)? \w"
)
INVITES = re.compile(
    LEAD + r"(?:can|could|will|would|do you want to|would you like to) ?(?:you )?(?:please )?"
    r"(?:tell me (?:a bit |a little )?(?:more|about|how|what)|talk me through|take me (?:back|through)|walk me|say (?:a bit |some)?more|"
    r"describe|help me (?:to )?understand)\b"
)
LATER_OPEN = re.compile(r"[,;] (?:so |and |then )?(?:what|how|why)\b|\bor (?:what|how)\b")

ENGLISH = frozenset(
    "the a an and or but if to of in on at for with from by about as is are was were be been being am do does did done have has had "
    "i you he she it we they me him her us them my your his its our their this that these those what who how why when where which "
    "not no yes so just like can could would should will may might must shall there here then than all some any more very too now "
    "i'm you're it's that's don't i've can't i'll didn't what's let's you've isn't wasn't he's she's we're they're i'd okay oh hello hi "
    "sorry please thanks thank go tell me ask say know think feel want need get got sure right well up out down good bad hard help "
    "mm hmm hm mhm uh huh ah fine leave stop wait take time sounds sound always never again something nothing really maybe".split()
)
FOREIGN = (
    frozenset(
        "le la les des une est et pas je tu vous nous il elle que qui pour avec dans sur mais très c'est suis es el los las una por con "
        "para pero muy está estoy lo siento der die das und ist nicht ich du sie wir ein eine mit auf für aber wie geht es sehr "
        "di che non per sono come così molto il lo gli mi dispiace não você eu um uma com mas muito isso het een niet ik jij je "
        "van maar nie jest się to na że jak bardzo przykro mi och jag är inte det att og jeg ikke på bir ve bu çok ne için".split()
    )
    - ENGLISH
    - {
        "die",
        "on",
        "to",
        "for",
        "il",
        "la",
        "per",
        "come",
        "lo",
        "das",
        "na",
        "of",
        "bu",
        "ne",
        "du",
        "di",
        "es",
        "el",
        "het",
    }
)
LETTER = re.compile(r"[^\W\d_]")
LATIN = re.compile(r"(?=[A-Za-z\u00c0-\u024f])[^\W\d_]")
SAID = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


ACTION = re.compile(
    r"^\s*\((?:[^)]*\b(?:pause|silence|silent|quiet|quietly|tears|tearful|voice|eyes|hands?|arms|sighs?|laughs?|shrugs?|nods?|"
    r"looks?|cries|sobs?|smiles?|whispers?|shouts?|long|after|still|slowly|typing|camera|stands?|sits?|stares?|gets|picks|goes|"
    r"turns?|shakes?|says?|texts?|comes|pulls|puts|folds|wipes|checks|breath|softly|angrily|flat|muttering)\b[^)]*"
    r"|(?!ringing\b|calling\b|phoning\b)\w+ing\b[^)]*|[^\w)]*)\)",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"^\s*\((?:(?:his|her|the|my|their|older|younger|big|little|foster|ex|other|patient's|client's)[\s-]+)*(?:[a-z]+mother|[a-z]+father|"
    r"mother|mum|mam|mom|father|dad|step\w+|gran\w*|nan|sister|brother|wife|husband|partner|son|daughter|aunt\w*|uncle|cousin|"
    r"teacher|tutor|gp|doctor|nurse|carer|boss|manager|friend|mate|girlfriend|boyfriend|fianc\w+|school|police|officer|"
    r"social worker|colleague|caller|neighbour|landlady|landlord|solicitor|receptionist|employer|client)\b",
    re.IGNORECASE,
)
SPEAKER = re.compile(r"^\s*\([^)]{2,60}\)|^.{0,40}\b(?:on the phone|by email|by phone)\s*:", re.IGNORECASE)
DIRECTION = re.compile(
    r"[(*\[][^)*\]]*\b(?:to|phone|rings|calls|email|emails|dials|texts)\b[^)*\]]*[)*\]]", re.IGNORECASE
)
REPORTED = re.compile(r"\bi (?:said|told|mentioned|let|passed|explained|gave|sent|showed|shared|forwarded)\b")
CONTACT_ASKED = re.compile(
    r"\b(?:you|you've|you'd|you'll)\b.{0,40}\b(?:told|tell|telling|talk|talked|talking|spoke|spoken|speak|ring|rang|rung|"
    r"ringing|call|called|phone|phoned|email|emailed|chat|chatting|written|write|wrote|report|contact|shared?|sharing|mention|"
    r"mentioned|notes|letter|said (?:to|something|stuff)|say (?:to|something|anything|that to)|grass|grassed|snitch)\b"
    r"|\b(?:my|the) (?:notes|file|record|records|chart)\b|\bfile on me\b|\b(?:ring|rang|emailed|ask|said|asked|ringing) "
    r"(?:you|here|about me|stuff about me)\b|\brecord(?:ing|ed)\b|\b(?:email|letter|call) from you\b|\bcc'?d\b|\bcopy of this\b"
    r"|\b(?:you know about|you've heard|only told you|knew about|know about the|keeping something|your doing)\b"
)
OWN_TRAINING = re.compile(
    r"\b(?:i'm|i am|me being|as) (?:only |still |just |also )*(?:a |an |in my \w+ year|in training|training|new to)"
)
TRAINING_WORDS = re.compile(
    r"\b(?:trainee|student|training|supervisor|supervised|supervision|qualified|newly|placement|second year|first year)\b"
)


OTHER_CLIENT = re.compile(
    r"\b(?:another|other|one|a|some|few|many|most|plenty of) (?:of my )?(?:client|patient)s?\b|\b(?:client|patient|someone|somebody|people|folk|"
    r"men|women|lads|girls|mums|dads|carers|families) (?:of mine|(?:that |who )?i(?:'ve| have)? (?:work|worked|sat|see|seen|saw|met)(?: with)?)\b"
)
OWN_STORY = re.compile(
    r"\bmy (?!client|patient|supervisor|work|experience|years|job|other|last|first|training)|\bmyself\b|\bi (?:had|was|lost|went|grew|felt|cried|got)\b"
)


def is_to_another(patient_line: str, sentence: str, before: str = "") -> bool:
    """Tell whether someone other than the patient hears this: a named speaker, or a stage direction to one.

    `before` is the sentence before it: "(to the mother) Come in. He is well." stays with the mother.
    """
    return _is_anothers(patient_line) or DIRECTION.search(sentence) is not None or DIRECTION.search(before) is not None


# What a line of the patient alone tells is asked again by each sentence of each reply to it.
@functools.lru_cache(maxsize=512)
def _is_anothers(patient_line: str) -> bool:
    return ROLE.match(patient_line) is not None or (
        SPEAKER.match(patient_line) is not None and ACTION.match(patient_line) is None
    )


def another_listens(patient_line: str, sentence: str, before: str = "") -> bool:
    """Tell whether someone other than the patient hears this, or is said to have been told."""
    return is_to_another(patient_line, sentence, before) or REPORTED.search(plain_words(sentence)) is not None


@functools.lru_cache(maxsize=512)
def asks_about_contact(patient_line: str) -> bool:
    """Tell whether the patient speaks of what the therapist said, wrote or might say to others."""
    return CONTACT_ASKED.search(plain_words(patient_line)) is not None


def tells_only_of_training(sentence: str) -> bool:
    """Tell whether "I" speaks of being a trainee and of nothing personal: that is information, no disclosure."""
    plain = plain_words(sentence)
    personal = re.search(r"\bmy (?!supervisor|training|first|second|third|tutor|placement|course)", plain)
    return bool(OWN_TRAINING.search(plain) and TRAINING_WORDS.search(plain)) and personal is None


def tells_of_another_client(sentence: str) -> bool:
    """Tell whether the story is another client's and not the speaker's own (code book, rule 7)."""
    plain = plain_words(sentence)
    return OTHER_CLIENT.search(plain) is not None and OWN_STORY.search(plain) is None


def question_form(sentence: str) -> str | None:
    """Return the form that a sentence's first words give its question, or `None` where they do not tell.

    On the corpus the first words are right for 92 of 100 questions that they decide.
    """
    plain = plain_words(sentence).rstrip("\"') ")
    if not plain.endswith("?"):
        return None
    if INVITES.search(plain):
        return "open_question"
    if FACT_FIRST.search(plain):
        return None if LATER_OPEN.search(plain) else "closed_question"
    if OPEN_FIRST.search(plain):
        return "open_question"
    return "closed_question" if VERB_FIRST.search(plain) and not LATER_OPEN.search(plain) else None


def asks(sentence: str) -> bool:
    """Tell whether a sentence may ask for something, with or without its mark. Generous: a fact must still match."""
    return ASKING.search(plain_words(sentence)) is not None


@functools.lru_cache(maxsize=512)
def _asks_for_advice(patient_line: str) -> bool:
    return ADVICE_ASKED.search(plain_words(patient_line)) is not None


@functools.lru_cache(maxsize=512)
def _asks_of_a_meeting(patient_line: str) -> bool:
    return MEETING_ASKED.search(plain_words(patient_line)) is not None


def advises_as_asked(patient_line: str, sentence: str) -> bool:
    """Tell whether a statement gives the advice that the patient has just asked for: "I'd ring her first".

    Code book: advice "says what the therapist would do in the patient's place".
    """
    if not _asks_for_advice(patient_line):
        return False
    plain = plain_words(sentence)
    return not plain.rstrip("\"') ").endswith("?") and OWN_COURSE.search(plain) is not None


def denies_as_asked(patient_line: str, sentence: str) -> bool:
    """Tell whether a short answer denies the contact that the patient asks about: "No, nobody", "Not with me"."""
    if not _asks_of_a_meeting(patient_line):
        return False
    plain = plain_words(sentence)
    return not plain.rstrip("\"') ").endswith("?") and BARE_DENIAL.search(plain) is not None


def denies_contact(sentence: str) -> bool:
    """Tell whether a sentence denies contact with, or telling, someone. Promises about the future do not deny."""
    plain = plain_words(sentence)
    past = TO_COME.sub(" - ", plain)
    return DENIAL.search(past) is not None


def speaks_to_program(text: str) -> bool:
    """Tell whether words are meant for the program and not for the patient: orders, marks, prompts."""
    return TO_THE_PROGRAM.search(text) is not None


def is_another_language(reply: str) -> bool:
    """Tell whether the reply cannot be understood because it is not in English."""
    if not reply.isascii() and 2 * len(LATIN.findall(reply)) < len(LETTER.findall(reply)):
        return True
    said = SAID.findall(reply.lower().replace("’", "'"))
    foreign = sum(map(FOREIGN.__contains__, said))
    if len(said) < 3 or foreign < 2:
        return False
    return foreign > 1.5 * sum(map(ENGLISH.__contains__, words(plain_words(reply))))


def is_no_reply(reply: str, patient_line: str, vocabulary: Mapping[str, int], code_ids: frozenset[str]) -> bool:
    """Tell whether a whole reply is off task: marks only, gibberish, code names, a copy, or a described reply."""
    if not LETTER.search(reply):
        return True
    named = [word for word in CODE_IDS.findall(reply.lower()) if word in code_ids]
    said = words(plain_words(reply))
    bare = [word for word in said if word in code_ids]
    if named and 2 * (len(named) + len(bare)) >= len(reply.split()):
        return True
    if len(bare) + len(named) >= 3 and 2 * (len(bare) + len(named)) >= len(said):
        return True
    if len(said) >= 2 and said == words(plain_words(patient_line)):
        return True
    return is_gibberish(said, vocabulary) or DESCRIBES.search(reply) is not None


def is_gibberish(said: list[str], vocabulary: Mapping[str, int]) -> bool:
    """Tell whether hardly any word is one: not in the vocabulary, and too few vowels or keyboard runs."""
    unknown = [word for word in said if word not in vocabulary and word not in ENGLISH and "'" not in word]
    odd = [word for word in unknown if looks_typed_at_random(word)]
    known = len(said) - len(unknown)
    return bool(odd) and len(odd) >= max(known, 1) and 2 * len(odd) >= len(said)


KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz", "1234567890")


def looks_typed_at_random(word: str) -> bool:
    """Tell whether a word looks like keys hit at random."""
    if len(word) < 3:
        return False
    runs = any(row[i : i + 4] in word for row in KEYBOARD for i in range(len(row) - 3))
    hard = re.search(r"[bcdfghjklmnpqrstvwxz]{4,}", word) is not None
    few_vowels = len(word) >= 4 and 5 * len(re.findall("[aeiouy]", word)) < len(word)
    return runs or hard or few_vowels or any(character.isdigit() for character in word)
