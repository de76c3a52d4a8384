"""One visit in Easy Read: something was wrong, another time asked for or answered, cancelled. As `easy_words`."""

from design.easy import Say, Words
from design.formats import pounds
from marketplace import words
from marketplace.models import Proposal, Visit

Lines = list[tuple[str, str]]

QUERY: Words = {
    "reason": Say(
        "What was wrong?", "For example: they left early. Only the council reads this.", missing="Write what was wrong"
    )
}
RESCHEDULE: Words = {
    "on": Say("Which day do you want?"),
    "start": Say("What time do you want it to start?"),
    "minutes": Say("How long do you want it to be?"),
    "reason": Say("Why do you want another time?", "You do not have to say why. If you do, they read it."),
}
ANSWER: Words = {
    "answer": Say(
        "Is the new time right?",
        choices={"yes": ("tick", "Yes, move the visit"), "no": ("cross", "No, keep it as it is")},
        missing="Choose yes or no",
    )
}


def query(visit: Visit) -> Lines:
    seller = visit.order.listing.seller
    return [
        *_which(visit),
        ("people", "Somebody at the council looks at it."),
        ("coin", "They decide if the visit is paid."),
        ("purse", "Maybe only a part is paid."),
        ("back", "Maybe the money comes back to you."),
        ("speech", f"We ask {seller} what happened."),
        ("lock", f"{seller} does not read what you write."),
    ]


def cancel(visit: Visit, owed: int, why_free: str) -> Lines:
    free = [("tick", why_free)] if why_free else []
    paid = (
        [("clock", "It is late."), ("coin", f"So you pay {pounds(owed)}.")] if owed else [("coin", "You pay nothing.")]
    )
    back = pounds(visit.price_pence - owed)
    return [*_which(visit), *free, *paid, ("back", f"{back} comes back to you.")]


def reschedule(visit: Visit) -> Lines:
    return [
        ("calendar", f"Now the visit is on {_when(visit)}."),
        ("speech", f"We ask {visit.order.seller_name} for the new time."),
        ("pause", "Nothing changes until they say yes."),
    ]


def answer(proposal: Proposal, visit: Visit) -> Lines:
    """What is asked for. Why, in the seller's own words, is set apart."""
    more = proposal.price_pence - visit.price_pence
    price = (
        f"That is {pounds(abs(more))} {'more' if more > 0 else 'less'} than now." if more else "The price is the same."
    )
    return [
        ("calendar", f"Now the visit is on {_when(visit)}."),
        ("coin", f"It costs {pounds(visit.price_pence)}."),
        ("person", f"{visit.order.seller_name} asks for another time."),
        ("clock", f"It is {words.when(*words.lasting(proposal.starts_at, proposal.minutes))}."),
        ("coin", f"Then it costs {pounds(proposal.price_pence)}."),
        ("info", price),
        ("hand", "You do not have to say yes."),
    ]


def _which(visit: Visit) -> Lines:
    return [
        ("calendar", f"This is about the visit on {_when(visit)}."),
        ("person", f"It is with {visit.order.seller_name}."),
    ]


def _when(visit: Visit) -> str:
    return words.when(visit.starts_at, visit.ends_at)
