"""What acting for somebody asks of one, in plain words and in Easy Read: shown before anybody accepts. Pure.

Sources: Care Act 2014 ss.31-33; the Care and Support (Direct Payments) Regulations 2014 (SI 2014/2871); Care and
Support Statutory Guidance, chapter 12; Mental Capacity Act 2005 s.4 (best interests). What goes beyond them is how
this site works: own keys, own second step. Change `VERSION` with the words: who reads an old page is shown the new one.
"""

from dataclasses import dataclass

from accounts.roles import Basis

VERSION = "November 2026"


@dataclass(frozen=True)
class Duty:
    """One thing that is asked: `words` as we say it, `easy` with its picture. `{name}` is the person's first name."""

    icon: str
    words: str
    easy: str

    def of(self, name: str) -> "Duty":
        return Duty(self.icon, self.words.replace("{name}", name), self.easy.replace("{name}", name))


OWN_KEYS = Duty(
    "key",
    "Sign in as yourself. Never use {name}’s sign-in, card or codes, and never share yours.",
    "Use your own password. Keep it secret.",
)
THEIR_MONEY = Duty(
    "purse",
    "The money is for {name}’s support plan and nothing else. Money spent on other things may have to be paid back.",
    "The money is for {name}’s support. Do not spend it on other things.",
)
RECORDS = Duty(
    "book",
    "Keep receipts and records, and show them when the council asks.",
    "Keep receipts. The council may ask to see them.",
)
TELL_US = Duty(
    "phone",
    "Tell the council when {name}’s needs change, or when something goes wrong.",
    "If something goes wrong, tell the council.",
)
EMPLOYER = Duty(
    "people",
    "If somebody is employed with this money, the duties of an employer have to be met: pay, tax, holiday, insurance.",
    "If you employ somebody, there are rules. The council can help.",
)
FAMILY = Duty(
    "home",
    "You cannot pay {name}’s husband, wife or partner, or a close relative who lives with them, unless the council has "
    "agreed that it is necessary.",
    "You cannot pay family who live with {name}, unless the council says yes.",
)
BEST_INTERESTS = Duty(
    "heart",
    "Act in {name}’s best interests. Let them take part. Weigh what they wish, feel and believe, and ask those who "
    "know them. Choose the way that limits them least.",
    "Do what is best for {name}. Ask what they want, and listen.",
)
MAY_DECIDE_AGAIN = Duty(
    "scales",
    "Tell the council as soon as you think that {name} can decide about this money again.",
    "If {name} can decide again, tell the council.",
)
PRIVATE = Duty("lock", "Keep to yourself what you see here.", "Do not tell others what you see here.")
STOP = Duty(
    "hand",
    "You can stop at any time, without giving a reason. {name} is told.",
    "You can stop when you want.",
)
MANAGES = (THEIR_MONEY, RECORDS, EMPLOYER, FAMILY, TELL_US)
IN_THEIR_PLACE = (BEST_INTERESTS, *MANAGES, PRIVATE, OWN_KEYS, STOP)

DUTIES: dict[Basis, tuple[Duty, ...]] = {
    Basis.NOMINATED: (
        Duty(
            "hand",
            "You agree to receive {name}’s direct payment and to look after it. {name} decides what it is spent on.",
            "You look after {name}’s money. {name} decides.",
        ),
        *MANAGES,
        PRIVATE,
        OWN_KEYS,
        Duty(
            "cross",
            "{name} can end this at any time, at once. You can stop at any time, too.",
            "{name} or you can stop.",
        ),
    ),
    Basis.AUTHORISED: (
        Duty(
            "hand",
            "You ask for {name}’s direct payment in their place, receive it and look after it, because they cannot "
            "decide about it themselves for now.",
            "{name} cannot decide about this money now. You do it for them.",
        ),
        MAY_DECIDE_AGAIN,
        *IN_THEIR_PLACE[:-1],
        Duty(
            "hand",
            "You can stop at any time. The council is told at once and looks for somebody else.",
            "You can stop when you want. The council finds somebody else.",
        ),
    ),
    Basis.ATTORNEY: (
        Duty(
            "book",
            "You act within {name}’s lasting power of attorney, and keep their money apart from yours.",
            "You act by {name}’s power of attorney.",
        ),
        *IN_THEIR_PLACE,
    ),
    Basis.DEPUTY: (
        Duty(
            "book",
            "You act within the order of the Court of Protection, and keep {name}’s money apart from yours.",
            "You act by an order of the court.",
        ),
        *IN_THEIR_PLACE,
    ),
    Basis.BROKER: (
        Duty(
            "pencil",
            "You help {name} to plan and to set support up. {name} decides.",
            "You help {name} with the plan. {name} decides.",
        ),
        Duty(
            "scales",
            "Say who pays you, and whether you have anything to do with those you suggest.",
            "Say who pays you.",
        ),
        Duty("info", "Show more than one way, the cheaper ones too.", "Show {name} more than one choice."),
        PRIVATE,
        OWN_KEYS,
        STOP,
    ),
    Basis.VIEWER: (
        Duty("search", "You look, and no more. You cannot book, pay or change anything.", "You can look. That is all."),
        Duty("heart", "It stays {name}’s money and {name}’s choice.", "It is {name}’s money."),
        PRIVATE,
        OWN_KEYS,
        STOP,
    ),
}


def of(basis: str, name: str) -> list[Duty]:
    return [duty.of(name) for duty in DUTIES[Basis(basis)]]
