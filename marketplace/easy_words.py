"""What buying and paying say in Easy Read where the words depend on the case: pictures and sentences, one idea each.

The facts (prices, times, names) come from the same places as in the usual words.
"""

from datetime import datetime

from design.easy import Say, Words
from design.formats import moment, pounds
from marketplace import states, words
from marketplace.models import Order, Proposal, Visit
from marketplace.pricing import Terms

Lines = list[tuple[str, str]]

LENGTH: Words = {
    "minutes": Say("How long is a visit?", missing="Choose how long a visit is"),
    "repeat": Say(
        "How often?",
        choices={"once": ("calendar", "Just once"), "weekly": ("repeat", "Every week, on the same day")},
        missing="Choose how often",
    ),
    "weeks": Say("For how many weeks?", "Only write here if you chose every week."),
}
MONEY: Words = {"pot": Say("Which money will you use?", picture="purse", missing="Choose which money you use")}
OUTCOME: Words = {"outcome": Say("What does this help with?", picture="heart", missing="Choose what it helps with")}
SELLER: Words = {
    "start_early": Say(
        hint="You can still cancel. You pay for visits that have happened. When all have happened, it is too late."
    ),
    "not_household": Say(hint="The law says: your budget cannot pay them. Only the council can agree to it."),
}
YES_OR_NO: Words = {
    "answer": Say(
        "Do you say yes?",
        choices={"yes": ("tick", "Yes, book it"), "no": ("cross", "No, do not book it")},
        missing="Choose yes or no",
    ),
    "reason": Say("Why not?", "Only write here if you say no."),
}
EXTRA: Words = {"extra": Say("What do we pay?", picture="coin", missing="Choose what we pay")}


def notice(terms: Terms) -> Lines:
    """What cancelling one visit costs."""
    if not terms.late_cancel_percent:
        return [("tick", "You can cancel a visit until it starts. It costs nothing.")]
    most = "all" if terms.late_cancel_percent == 100 else f"{terms.late_cancel_percent}%"
    return [
        ("tick", f"Cancel more than {terms.free_cancel_hours} hours before a visit, and you pay nothing."),
        ("coin", f"Cancel later than that, and you pay {most} of the price."),
    ]


def confirm(visit: Visit, extra: Proposal | None, silence: bool) -> Lines:
    """Before a visit is paid. `silence`: whether saying nothing counts as yes."""
    seller = visit.order.seller_name
    lines = [
        ("person", f"{seller} says that the visit lasted {words.length(visit.delivered_minutes or 0)}."),
        ("calendar", f"It was on {words.when(visit.starts_at, visit.ends_at)}."),
    ]
    if extra:
        lines += [
            ("clock", f"You agreed {words.length(visit.minutes)}."),
            ("coin", f"{seller} asks for more money."),
            ("hand", "You do not have to pay more."),
        ]
    else:
        lines.append(("coin", f"They get {pounds(visit.owed_pence)} if you say yes."))
    if not visit.delivered_at:
        return lines
    if not silence:
        return [*lines, ("pause", "Visits are paused."), ("hand", "We pay only if you say yes.")]
    until = moment(visit.delivered_at + states.SILENCE)
    return [
        *lines,
        ("clock", f"You have {states.SILENCE.days} days to answer, until {until}."),
        ("info", f"If you say nothing by then, we pay {pounds(visit.owed_pence)}."),
    ]


def missed(visit: Visit) -> Lines:
    return [
        ("calendar", f"The visit was to be on {words.when(visit.starts_at, visit.ends_at)}."),
        ("speech", f"We ask {visit.order.seller_name}."),
        ("back", f"If they agree, {pounds(visit.price_pence)} comes back to you."),
        ("clock", "It also comes back if they say nothing for 3 days."),
        ("people", "If they were there, somebody at the council looks at it."),
    ]


def withdraw(order: Order) -> Lines:
    goes = "goes back to the card" if order.pot.by_order else "will be free to spend again"
    return [
        ("clock", f"{order.seller_name} has not answered yet."),
        ("tick", "There is nothing to pay."),
        ("back", f"{pounds(order.total_pence)} {goes}."),
    ]


def leave(order: Order) -> Lines:
    return [
        ("clock", f"{order.seller_name} has not been asked yet."),
        ("back", "If you have paid, the money goes back to the card."),
    ]


def cancel(order: Order, count: int, owed: int, price: int, why_free: str) -> Lines:
    lines = [("stop", f"You cancel {words.visits(count, order.unit)} with {order.seller_name}.")]
    if why_free:
        lines.append(("tick", why_free))
    paid = f"You pay {pounds(owed)}." if owed else "You pay nothing."
    return [*lines, ("coin", paid), ("back", f"{pounds(price - owed)} comes back to you.")]


def cooling_off(order: Order, now: datetime) -> str:
    if order.is_cooling_off(now):
        return "You are within the 14 days, so it costs nothing."
    return f"We cannot say now that {order.listing.seller} is approved."
