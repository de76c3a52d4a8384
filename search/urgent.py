"""Words that may mean somebody is in danger, and whom to call: shown above whatever a search finds. Pure.

Kind and simple on purpose: a box too many costs nothing, one too few may cost a life. So phrases are matched wherever
they stand in a question. Nothing is kept or counted because of it, and nobody is told.

Sources:
- NHS, "Where to get urgent help for mental health": 999 or A&E when a life is at risk or somebody was seriously hurt or
  took an overdose; 111, option 2, at any hour (nhs.uk/nhs-services/mental-health-services).
- Samaritans, "Contact us": 116 123, free, day and night (samaritans.org).
- Shout, "Get help": text SHOUT to 85258, free, day and night (giveusashout.org).
- Police, "Silent Solution": press 55 where it is not safe to speak to 999 (police.uk).
- Care and support statutory guidance, chapter 14: kinds of abuse, and that it can be reported at any hour (gov.uk).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from search.analysis import fold

# One phrase in a line; where a word may be another, they are parted by "|". Apostrophes are left out, as many do.
LIFE = """
    suicide|suicidal
    kill|killing|killed myself|himself|herself|themselves|themself
    kill|killing|hurt|hurting|harm|harming|cut|cutting my self
    hang|hanging myself
    end|ending|ended my life
    end|ending my own life
    end|ending his|her|their life
    end|ending it all
    take|taking my own life
    took his|her|their own life
    want to die
    wanna die
    wish i was|were dead
    better off dead
    better off without me
    dont|not want to live
    dont|not wanna live
    dont|not want to wake up
    cant|cannot go on
    can not go on
    cant|cannot carry on
    dont|not want to be alive
    dont|not want to be here anymore|any
    no reason to live
    nothing to live for
    tired of living
    life is not worth living
    life isnt worth living
    overdose|overdosed|overdosing
    took|taken too many tablets|pills
    self harm|harming|harmed
    selfharm|selfharming
    hurt|hurting|harm|harming|cut|cutting|burn|burning myself
"""
HURTS = (
    "hit|hits|hitting|beat|beats|beating|punch|punches|punched|slap|slaps|slapped|kick|kicks|kicked|hurt|hurts|hurting|"
    "harm|harms|threaten|threatens|threatened|bully|bullies|bullied|abuse|abuses|abusing|attack|attacks|attacked|"
    "choke|chokes|choked|strangle|strangles|strangled|rape|rapes|raped"
)
ABUSE = f"""
    {HURTS} me|him|her|them|us|mum|dad|mother|father
    abuse|abused|abuser|abusive
    domestic violence
    violent|violence
    not|isnt|arent safe
    not|dont feel|feeling safe
    unsafe at home
    scared|afraid|frightened|terrified of him|her|them|my
    raped|rape
    sexual|sexually assault|assaulted
    forced to marry
    forced marriage
    neglect|neglected|neglecting
    safeguarding
    locked|locks|locking me|him|her|them in
    wont let me out|leave|eat
    stealing|steals|stole|stolen from me|mum|dad
    taking|takes|took my money
    coercive|controlling
    being bullied|hit|hurt|beaten|threatened
"""


LONGEST_READ = 10_000  # characters that are read for signs of danger: those who need help most may write a letter
_UNSEEN = re.compile("[`´\u200b-\u200d\u00ad]")  # within a word: typed for an apostrophe, or pasted along


class Numbers(Protocol):
    """Whose numbers a council's are."""

    phone: str
    phone_hours: str
    emergency_phone: str
    out_of_hours_phone: str


@dataclass(frozen=True)
class Way:
    """One way to get help: "Call" "116 123" "day or night…". `number` is as people read it."""

    before: str
    number: str
    after: str

    @property
    def dial(self) -> str:
        return re.sub(r"\D", "", self.number)


@dataclass(frozen=True)
class Help:
    heading: str
    ways: tuple[Way, ...]
    texts: str = ""  # the number of a service that is texted, not called
    link: str = ""
    address: str = ""


def help_for(text: str, council: Callable[[], Numbers]) -> list[Help]:
    """What stands above the results. The council is asked only where its numbers are needed."""
    words = _words(text)
    found = [make for pattern, make in KINDS if pattern.search(words)]
    return [make(council()) for make in found]


def _life(council: Numbers) -> Help:
    return Help(
        "If you feel you cannot go on, talk to someone now",
        (
            Way("Call", council.emergency_phone, "if a life is in danger, or someone has taken too much medicine."),
            Way(
                "Call the NHS on", "111", "and choose option 2, for urgent help with your mental health. Day or night."
            ),
            Way("Call Samaritans on", "116 123", "to talk to someone who listens. Free, day or night."),
        ),
        texts="85258",
    )


def _abuse(council: Numbers) -> Help:
    silent = "if you or someone else is in danger. If you cannot speak, call from a mobile and press 55 when asked."
    return Help(
        "If someone is hurting you, or someone you know, we want to hear",
        (
            Way("Call", council.emergency_phone, silent),
            Way("Call us on", council.phone, f"({council.phone_hours}). You do not have to be sure."),
            Way("At all other times call us on", council.out_of_hours_phone, ""),
        ),
        link="What abuse is, and what happens when you tell us",
        address="/advice/staying-safe/",
    )


def _words(text: str) -> str:
    """In lower case, apostrophes gone, one space between words: "I’m NOT-safe" is "im not safe"."""
    plain = fold(_UNSEEN.sub("", text))[:LONGEST_READ]  # one sign may fold to eighteen letters
    return " ".join(re.findall(r"[^\W_]+", plain.replace("'", "")))


def _pattern(phrases: str) -> re.Pattern[str]:
    lines = [line.split() for line in phrases.strip().splitlines()]
    return re.compile("|".join(rf"\b{' '.join(f'(?:{word})' for word in line)}\b" for line in lines))


KINDS = ((_pattern(LIFE), _life), (_pattern(ABUSE), _abuse))
