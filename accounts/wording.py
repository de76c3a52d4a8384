"""What scopes, bases and ways of holding are called on screens. Pure."""

from datetime import date

from accounts.roles import Basis, Role, Scope
from design.formats import pounds_short

SCOPES: dict[str, str] = {
    Scope.SEE_BALANCE: "see how much money there is",
    Scope.SEE_LINES: "see each payment",
    Scope.PROPOSE: "write the support plan",
    Scope.ORDER: "book support",
    Scope.PAY: "pay",
    Scope.MESSAGE: "read and write messages",
    Scope.UPLOAD: "send receipts",
    Scope.HANDOVER: "share the handover sheet",
}
# What a delegate can do on a screen today. Add a scope here with the screen that it opens: before, it is no right to
# speak of.
WORKING = frozenset(Scope)
ORDER_ONLY = "change and cancel visits that are booked"  # booking takes both: to order, and to pay
BASES: dict[str, str] = {
    Basis.NOMINATED: "chosen by you",
    Basis.AUTHORISED: "agreed by the council",
    Basis.ATTORNEY: "has power of attorney",
    Basis.DEPUTY: "appointed by the Court of Protection",
    Basis.BROKER: "helps to plan and set up support",
    Basis.VIEWER: "looks only",
}
# Those that she may offer herself, as she chooses them, with what each means.
BASES_TO_PERSON: dict[str, tuple[str, str]] = {
    Basis.NOMINATED: (
        "Somebody who looks after my direct payment",
        "They receive the money and look after it. You decide what it is spent on.",
    ),
    Basis.BROKER: ("Somebody who helps me plan", "They help you to plan and to set support up. You decide."),
    Basis.VIEWER: ("Somebody who may look", "They can see your money, and do nothing with it."),
}
# The same as it is said to the delegate herself.
BASES_TO_DELEGATE: dict[str, str] = {
    Basis.NOMINATED: "They have chosen you to look after their direct payment.",
    Basis.AUTHORISED: "The council asks you, because they cannot decide about this money themselves for now.",
    Basis.ATTORNEY: "You have power of attorney for them.",
    Basis.DEPUTY: "The Court of Protection has appointed you.",
    Basis.BROKER: "They have asked you to help them plan and set up support.",
    Basis.VIEWER: "They want you to be able to look.",
}
EASY_SCOPES: dict[str, tuple[str, str]] = {
    Scope.SEE_BALANCE: ("purse", "You can see how much money there is."),
    Scope.SEE_LINES: ("search", "You can see each payment."),
    Scope.PROPOSE: ("pencil", "You can write the support plan."),
    Scope.ORDER: ("calendar", "You can book support."),
    Scope.PAY: ("card", "You can pay."),
    Scope.MESSAGE: ("envelope", "You can read and write messages."),
    Scope.UPLOAD: ("book", "You can send receipts."),
    Scope.HANDOVER: ("people", "You can share the handover sheet."),
}
# The same as a practitioner chooses it, with what the law asks for (Care Act 2014 ss.31-32; Mental Capacity Act 2005).
BASES_FOR_STAFF: dict[str, str] = {
    Basis.NOMINATED: "Nominated by the person (Care Act s.31)",
    Basis.AUTHORISED: "Authorised by the council (Care Act s.32)",
    Basis.ATTORNEY: "Lasting power of attorney",
    Basis.DEPUTY: "Deputy appointed by the Court of Protection",
    Basis.BROKER: "Broker whom the person asked",
    Basis.VIEWER: "Somebody who only looks",
}
BASIS_NEEDS: dict[str, str] = {
    Basis.NOMINATED: "The person has capacity and asked for it. The nominee agreed to receive the payment.",
    Basis.AUTHORISED: (
        "The person lacks capacity to ask for a direct payment, as assessed and written down. The authorised person "
        "acts in their best interests, and can manage the payment. Being an appointee for benefits is not enough."
    ),
    Basis.ATTORNEY: (
        "Registered, and for property and financial affairs. For decisions about care: for health and welfare, too."
    ),
    Basis.DEPUTY: "The court’s order, with its powers. A finance-only order does not cover decisions about care.",
    Basis.BROKER: "The person asked for help with planning and setting up. They decide what the broker sees.",
    Basis.VIEWER: "The person asked that somebody may look and no more.",
}
ROLE_HINTS: dict[str, str] = {
    Role.EDITOR: "Writes and publishes advice pages.",
    Role.PRACTITIONER: "Sets people up, agrees budgets, names delegates, decides queries about visits.",
    Role.APPROVER: "Checks personal assistants and services.",
    Role.FINANCE: "Pays providers and keeps the books.",
    Role.COMMISSIONER: "Sees what is offered and asked for, in totals.",
    Role.SAFEGUARDING: "Sees concerns about somebody’s safety.",
    Role.ADMINISTRATOR: "Gives roles and keeps the settings.",
}
ROLES: dict[str, str] = {
    Role.EDITOR: "Editor",
    Role.PRACTITIONER: "Practitioner",
    Role.APPROVER: "Approver",
    Role.FINANCE: "Finance",
    Role.COMMISSIONER: "Commissioner",
    Role.SAFEGUARDING: "Safeguarding",
    Role.ADMINISTRATOR: "Administrator",
}

STEPS: dict[str, str] = {
    "load": "Paid in by the council",
    "load_back": "Taken back by the council",
    "top_up": "Paid in by the person",
    "carry": "Carried over to the new budget",
    "contribution": "Contribution came in",
    "contribution_due": "Contribution expected",
    "contribution_waived": "Contribution no longer expected",
    "contribution_met": "Paid by the council in place of a contribution",
    "hold": "Held",
    "set_aside": "Set aside by an employer",
    "set_aside_back": "No longer set aside by an employer",
    "capture": "Owed for work done",
    "release": "Hold ended",
    "refund": "Given back",
    "payout": "Paid out",
    "payout_returned": "Paid out, and came back",
    "card_hold": "Held for a card purchase",
    "card_capture": "Card purchase",
    "card_release": "Card hold ended",
    "card_refund": "Given back by a shop",
    "reclaim": "Taken back for a purchase",
    "surplus": "Taken back, not spent",
    "shortfall_borne": "Borne by the council",
    "shortfall_back": "Given back to the council",
    "own_payment": "Paid by card for one thing",
    "going_back": "To be sent back to a card",
    "own_refund": "Refund to a card",
    "reversal": "Correction",
}


def scopes_in_words(
    scopes: list[str], per_purchase_pence: int | None = None, per_month_pence: int | None = None
) -> str:
    """ "see how much money there is, book support and pay (up to £200 a purchase)"; empty where no screen is open."""
    words = [SCOPES[scope] for scope in Scope if scope in scopes and scope in WORKING]
    if Scope.ORDER in scopes and Scope.PAY not in scopes:
        words[words.index(SCOPES[Scope.ORDER])] = ORDER_ONLY
    limits = limits_in_words(per_purchase_pence, per_month_pence)
    if limits and Scope.PAY in scopes:
        place = words.index(SCOPES[Scope.PAY])
        words[place] += f" ({', '.join(limits)})"
    return listed(words)


def limits_in_words(per_purchase_pence: int | None, per_month_pence: int | None) -> list[str]:
    """["up to £200 a purchase", "up to £500 a month"]"""
    limits = []
    if per_purchase_pence is not None:
        limits.append(f"up to {pounds_short(per_purchase_pence)} a purchase")
    if per_month_pence is not None:
        limits.append(f"up to {pounds_short(per_month_pence)} a month")
    return limits


def paid_as(is_gross: bool) -> str:
    """How a budget is paid, as a statement says it to the person."""
    return (
        "Whole, before the contribution is taken off (gross)"
        if is_gross
        else "After the contribution is taken off (net)"
    )


def listed(words: list[str]) -> str:
    """a, b and c"""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def waited(days: int) -> str:
    """How long something has waited, in whole days."""
    if days < 1:
        return "since today"
    return "since yesterday" if days == 1 else f"for {days} days"


def waiting(since: date | None, today: date) -> str:
    """How long something has waited: "since today", "for 12 days"; nothing where nobody counts."""
    return waited((today - since).days) if since else ""
