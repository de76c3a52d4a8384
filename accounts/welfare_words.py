"""What a sign in somebody's money is called, in sentences for staff: totals and days, never whom or for what. Pure."""

from accounts.welfare import Kind, Signal
from design.formats import day, pounds

TITLES: dict[str, str] = {
    Kind.UNDERSPENT: "Little of the plan was spent",
    Kind.MISSED: "A regular payment did not come",
    Kind.STOPPED: "All spending stopped",
    Kind.NEW_AND_CASH: "Somebody new was paid, and cash was taken out",
    Kind.ROSE: "Much more was spent than usual",
    Kind.CASH: "Much more cash was taken out than usual",
    Kind.HOSPITAL: "Support was paid for days in hospital",
}
# Why one asks: each has harmless reasons too, and those are the usual ones.
WORRIES: dict[str, str] = {
    Kind.UNDERSPENT: "Support may not be happening. Nobody did anything wrong by not spending.",
    Kind.MISSED: "Somebody may not be coming any more, or may not be paid.",
    Kind.STOPPED: "The person may be ill or away, or may not be able to use the money.",
    Kind.NEW_AND_CASH: "Somebody may be using the money. Or there is a new assistant, and a gift to buy.",
    Kind.ROSE: "Something may have got harder for the person, or somebody else may be using the money.",
    Kind.CASH: "Somebody may be asking for cash. Or the person likes to pay in cash.",
    Kind.HOSPITAL: "Somebody may be paid for work that was not done. Or they sat at the bedside.",
}


def sentence(signal: Signal) -> str:
    much, beside = pounds(signal.pence), pounds(signal.beside_pence)
    first, last = day(signal.first_on), day(signal.last_on)
    found = {
        Kind.UNDERSPENT: f"{much} was spent from {first} to {last}. The plan has {beside} for these weeks.",
        Kind.MISSED: f"About {much} was paid again and again to somebody who gives support. Nothing since {first}.",
        Kind.STOPPED: f"About {beside} a week was spent. Nothing since {first}.",
        Kind.NEW_AND_CASH: f"From {first} to {last} {much} was taken out in cash, and {beside} went to somebody new.",
        Kind.ROSE: f"{much} was spent from {first} to {last}. Usual for as long is {beside}.",
        Kind.CASH: f"{much} was taken out in cash from {first} to {last}. Usual for as long is {beside}.",
        Kind.HOSPITAL: f"{much} of support was paid or agreed for days between {first} and {last}.",
    }
    return found[signal.kind]
