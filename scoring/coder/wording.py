"""Brings chat spelling and common dialect spelling to the words meant, so that voices read alike.

Only spelling is touched: no word is added or judged, and the reply itself is never changed; what comes out of
here is read by the encoder and the rules, never shown.
"""

from __future__ import annotations

import functools
import re

from scoring.coder.spelling import mended

CHAT = """
u=you ya=you ye=you yu=you yous=you youse=you yis=you ur=your yr=your yer=your yur=your youre=you're ure=you're
r=are n=and nd=and b=be c=see y=why k=okay ok=okay im=i'm ive=i've id=i'd ill=i'll i=i
dont=don't doesnt=doesn't didnt=didn't cant=can't couldnt=couldn't wouldnt=wouldn't shouldnt=shouldn't wont=won't
isnt=isn't wasnt=wasn't arent=aren't werent=weren't havent=haven't hasnt=hasn't hadnt=hadn't aint=isn't
thats=that's whats=what's hows=how's wheres=where's whos=who's theres=there's its=it's hes=he's shes=she's
theyre=they're weve=we've youve=you've theyve=they've youll=you'll itll=it'll youd=you'd lets=let's wed=we'd
wot=what wat=what wen=when wer=where wich=which hav=have av=have hv=have iv=i've bin=been woz=was wos=was
wud=would wld=would cud=could cld=could shud=should shld=should wdnt=wouldn't cudnt=couldn't
tho=though altho=although cos=because cuz=because coz=because bc=because bcos=because becos=because cause=because
thru=through tht=that dat=that dis=this da=the teh=the dem=them dey=they den=then wiv=with wid=with wif=with w=with
pls=please plz=please thx=thanks ty=thanks sry=sorry soz=sorry srry=sorry abt=about bout=about b4=before
rn=right_now atm=at_the_moment tbh=to_be_honest idk=i_don't_know dunno=don't_know btw=by_the_way imo=in_my_opinion
fr=for_real ngl=not_gonna_lie tmrw=tomorrow tmr=tomorrow 2day=today 2nite=tonight 2moro=tomorrow tonite=tonight
2=to 4=for gr8=great m8=mate l8r=later ppl=people sth=something smth=something sumthing=something sumfin=something
summat=something owt=anything nowt=nothing nuffin=nothing nuthin=nothing anyfink=anything everyfink=everything
fink=think finking=thinking thort=thought thot=thought kno=know knw=know no1=no_one some1=someone any1=anyone
every1=everyone evry=every evrything=everything realy=really rly=really rlly=really defo=definitely prob=probably
probs=probably obvs=obviously def=definitely msg=message txt=text fone=phone skool=school feelin=feeling
gonna=going_to gunna=going_to gon=going_to gonnae=going_to wanna=want_to gotta=have_got_to hafta=have_to
kinda=kind_of sorta=sort_of lemme=let_me gimme=give_me innit=isn't_it lotta=lot_of outta=out_of
aye=yes yeah=yes yep=yes yup=yes yh=yes ye.=yes naw=no nah=no nae=no nope=no
dinnae=don't dinna=don't didnae=didn't cannae=can't canny=can't cannot=can't wisnae=wasn't wasnae=wasn't isnae=isn't
havenae=haven't hinnae=haven't wouldnae=wouldn't couldnae=couldn't shouldnae=shouldn't doesnae=doesn't willnae=won't
arenae=aren't werenae=weren't hasnae=hasn't wullnae=won't amnae=am_not
tae=to wi=with fae=from hae=have gie=give gied=gave gaun=going gan=go ken=know kens=knows o=of oot=out aboot=about
doon=down hoose=house noo=now hoo=how whit=what wit=what wha=who whaur=where whose=whose mair=more sae=so
yersel=yourself yerself=yourself masel=myself mesel=myself hersel=herself hissel=himself themsel=themselves
auld=old wee=little bairn=child bairns=children lass=girl lad=boy wean=child weans=children mither=mother faither=father
mam=mum da=dad maw=mum ma=my me=me heid=head heids=heads deid=dead hame=home alane=alone naebody=nobody
somebdy=somebody anybdy=anybody nothin=nothing somethin=something anythin=anything th=the
ah've=i've ah'm=i'm ah'll=i'll ah'd=i'd awfy=awfully ony=any wis=was ye've=you've ye're=you're ye'll=you'll ye'd=you'd
wur=our yir=your oor=our intae=into ontae=onto ower=over efter=after tellt=told telt=told wheesht=hush blether=chat
finna=going_to tryna=trying_to ima=i'm_going_to imma=i'm_going_to yall=you_all y'all=you_all
"""
"""Spelling seen = spelling meant, `_` for a blank; a later entry for the same spelling wins."""

AMBIGUOUS = frozenset(
    {"ill", "id", "wed", "its", "da", "ma", "me", "cause", "c", "y", "b", "o", "w", "wit", "den", "wet", "whose"}
)
"""Spellings that are also ordinary words, left alone."""


def _table() -> dict[str, str]:
    pairs = (pair.split("=", 1) for pair in CHAT.split())
    return {seen: meant.replace("_", " ") for seen, meant in pairs if seen not in AMBIGUOUS}


SPELLINGS = _table()
QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "\u00b4": "'", "“": '"', "”": '"', "—": "-", "–": "-", "…": "..."}
)
MARKUP = re.compile(
    r"</?[a-zA-Z][^<>]{0,80}>|\[/?[a-z][a-z ]{0,20}\]|\*\*|__|~~|(?<!\w)[*_]+(?=\w)|(?<=\w)[*_]+(?!\w)|^#+\s+|^>\s+"
)
WORD = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z]+)*")
DROPPED_G = re.compile(r"\b([a-z]{3,}in)'(?![a-z])")
STRETCHED = re.compile(r"([a-z])\1{2,}")
PICTURES = re.compile(
    r"[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\U0001f000-\U0001faff\U000e0020-\U000e007f]"
    r"|(?<!\w)[:;=8]['-]?[)(DPpOo/|3](?!\w)|<3"
)
"""Emoji and emoticons: they colour a reply but never change its codes."""
BLANKS = re.compile(r"\s+")


@functools.lru_cache(maxsize=512)  # features, rules and facts all ask for the same few sentences
def plain_words(text: str) -> str:
    """Return the text in small letters and ordinary spelling, without markup, emoji or stretched letters.

    `"Sooo what r u finkin'?"` gives `"so what are you thinking?"`. Meant for one sentence; of any length.
    """
    text = PICTURES.sub(" ", MARKUP.sub(" ", text.translate(QUOTES))).lower()
    text = STRETCHED.sub(r"\1", text)
    text = DROPPED_G.sub(r"\1g", text)
    return BLANKS.sub(" ", WORD.sub(_meant, text)).strip()


def _meant(word: re.Match[str]) -> str:
    typed = word.group()
    meant = SPELLINGS.get(typed)
    return mended(typed) if meant is None else meant


def words(plain: str) -> list[str]:
    """Return the words of a text that `plain_words` has seen."""
    return WORD.findall(plain)
