"""Why a purchase was declined, what can be done about it, and both in Easy Read: short sentences, one idea and one
picture each. Pure.

`accounts.spending.DECLINES` has the title and the first thing to do. Pictures are names of design/icons.
"""

from dataclasses import dataclass

from accounts.spending import Reason

CARD, CARDS, MONEY, PLAN = "card", "cards", "money", "plan"


@dataclass(frozen=True)
class Step:
    """One thing that can be done now; `place` is the page to do it on: the card, the cards, the money, or saying that
    it is for the plan."""

    text: str
    place: str = ""


# Where neither a rule nor a sum says it better.
WHY: dict[str, str] = {
    Reason.CARD_NOT_STARTED: "The holder had not said yet that the card has come. Until then nobody can pay with it.",
    Reason.CARD_FROZEN: "The card was frozen when the shop asked. Nobody can pay with a frozen card.",
    Reason.CARD_CLOSED: "The card had been stopped for good before the shop asked.",
    Reason.CARD_EXPIRED: "The last day of the card was over when the shop asked.",
    Reason.ACCOUNT_CLOSED: "The account that the card belongs to was closed before the shop asked.",
    Reason.UNLAWFUL_GOODS: "A shop’s card company says what kind of shop it is. It says that this one sells what the "
    "law does not let anybody sell.",
    Reason.MAY_NOT_PAY: "To pay for somebody else, the holder needs their leave or the council’s. It had ended.",
    Reason.MANDATE_PAUSED: "To pay for somebody else, the holder needs their leave or the council’s. It was paused "
    "when the shop asked.",
    Reason.OVER_OWN_LIMIT: "The shop asked for more than was left of the limit.",
    Reason.OVER_LIMIT: "The shop asked for more than was left of what was agreed.",
    Reason.PLAN_LINE: "A line of the plan refused it.",
    Reason.NOT_ENOUGH: "The shop asked for more than a card could spend then.",
    Reason.TRY_AGAIN: "A card company waits two seconds for our answer. It had none, so it said no.",
    Reason.NOT_CHECKED: "A card company checks the PIN, or a code that it sends to the holder’s phone. This time it "
    "was not right, or it did not come.",
    Reason.CARD_COMPANY: "A card company has checks of its own: against fraud, or for very large sums. It said no "
    "before it asked us, and does not always say why.",
    Reason.COUNCIL_SHORT: "The council keeps money at the card company, from which shops are paid. There was too "
    "little of it. It has nothing to do with the person’s budget.",
}
NOT_KEPT = "The reason was not kept with this payment. Call us, and a person looks it up."

# Beside these, each page says how to call.
STEPS: dict[str, tuple[Step, ...]] = {
    Reason.CARD_NOT_STARTED: (Step("When the card has come by post, the holder says so. Then pay again.", CARD),),
    Reason.CARD_FROZEN: (Step("Unfreeze the card, then pay again.", CARD),),
    Reason.CARD_CLOSED: (Step("Use the newer card, if there is one.", CARDS),),
    Reason.CARD_EXPIRED: (Step("Use the newer card, if there is one.", CARDS),),
    Reason.ACCOUNT_CLOSED: (Step("Ask us where the money is now, and how it can be paid."),),
    Reason.UNLAWFUL_GOODS: (
        Step("If this shop sells ordinary things, its card company put it in the wrong group. Tell us.", PLAN),
    ),
    Reason.STATUTORY_LIMIT: (
        Step("If the law does not fit what you buy, or it is necessary, tell us. The council can agree to it.", PLAN),
    ),
    Reason.MAY_NOT_PAY: (Step("The person, or the council, can say that whoever holds it may pay again."),),
    Reason.MANDATE_PAUSED: (Step("Whoever paused it, the person or the council, can let it go on. Then pay again."),),
    Reason.OVER_OWN_LIMIT: (
        Step("Whoever holds the card can change the limit, then pay again.", CARD),
        Step("Or say that this is for the plan. It can be allowed once.", PLAN),
    ),
    Reason.OVER_LIMIT: (
        Step("The person can pay it with a card of their own.", CARDS),
        Step("Or say that this is for the plan. The person can allow it once.", PLAN),
    ),
    Reason.PLAN_LINE: (
        Step("If this time it is for the plan, say so. It can be allowed once.", PLAN),
        Step("If the line is wrong, say so there. A practitioner can end it.", PLAN),
    ),
    Reason.NOT_ENOUGH: (
        Step("See what is held for things booked or bought. A visit that you cancel is free to spend again.", MONEY),
        Step("Pay a smaller amount, if the shop can do that."),
        Step("If it cannot wait, say so. A practitioner can agree to use the money set aside for emergencies.", PLAN),
    ),
    Reason.TRY_AGAIN: (Step("Try again now. Nothing was taken."),),
    Reason.NOT_CHECKED: (
        Step("See that the phone number on the card is right: the code is sent to it.", CARD),
        Step("Then pay again, with the right PIN or code."),
    ),
    Reason.CARD_COMPANY: (
        Step("Pay in another way there: with the PIN, not by holding the card to the machine, say."),
        Step("Or pay a smaller amount at a time, if the shop can do that."),
    ),
    Reason.COUNCIL_SHORT: (Step("Try again tomorrow. Finance has this on its list for today."),),
}

# A card that the council froze is opened by the council alone.
BY_COUNCIL = (Step("The council froze it, and can say why. Talk to us: nobody else can unfreeze it."),)
EASY_BY_COUNCIL = (
    ("lock", "The council has frozen the card."),
    ("phone", "Call us. We tell you why."),
)

# Reason: why, and what now; each sentence with its picture.
Easy = tuple[tuple[str, str], ...]
EASY: dict[str, Easy] = {
    Reason.CARD_NOT_STARTED: (
        ("card", "The card does not work yet."),
        ("envelope", "Wait for it to come by post."),
        ("key", "Then tell us that you have it."),
    ),
    Reason.CARD_FROZEN: (("lock", "The card is frozen."), ("key", "You can unfreeze it."), ("card", "Then pay again.")),
    Reason.CARD_CLOSED: (("cross", "This card has stopped."), ("card", "Use your new card.")),
    Reason.CARD_EXPIRED: (("calendar", "This card is too old."), ("card", "Use your new card.")),
    Reason.ACCOUNT_CLOSED: (("cross", "The card account is closed."),),
    Reason.UNLAWFUL_GOODS: (
        ("scales", "The law does not let people sell this."),
        ("hand", "If that is wrong, tell us."),
    ),
    Reason.STATUTORY_LIMIT: (
        ("scales", "There is a law about this."),
        ("hand", "If you think it is wrong, tell us."),
    ),
    Reason.MAY_NOT_PAY: (("people", "This person cannot pay for now."),),
    Reason.MANDATE_PAUSED: (("clock", "This person cannot pay for now."), ("card", "Nothing has ended.")),
    Reason.OVER_OWN_LIMIT: (
        ("purse", "It cost more than the limit on the card."),
        ("pencil", "The limit can be changed."),
        ("hand", "Or tell us it is for your plan."),
    ),
    Reason.OVER_LIMIT: (
        ("purse", "It cost more than this card may spend."),
        ("card", "You can use your own card."),
        ("hand", "Or tell us it is for your plan."),
    ),
    Reason.PLAN_LINE: (
        ("book", "Your plan says not to buy this."),
        ("hand", "If it is for your plan, tell us."),
    ),
    Reason.NOT_ENOUGH: (
        ("purse", "There was not enough money."),
        ("calendar", "More money comes with the next payment."),
        ("hand", "If you need it now, tell us."),
    ),
    Reason.TRY_AGAIN: (("clock", "We were too slow to answer."), ("card", "Try again now.")),
    Reason.NOT_CHECKED: (
        ("key", "The PIN or the code was not right."),
        ("card", "Try again with the right one."),
    ),
    Reason.CARD_COMPANY: (
        ("card", "The card company said no."),
        ("purse", "Your money is still there."),
        ("hand", "You can pay in another way."),
    ),
    Reason.COUNCIL_SHORT: (
        ("cross", "We made a mistake."),
        ("purse", "Your money is still there."),
        ("calendar", "Try again tomorrow."),
    ),
}
