"""The answers of a booking journey in words: for whoever checks her own, and for whoever says yes to another's."""

from dataclasses import dataclass

from design.formats import clock, pounds, weekday
from marketplace import words
from marketplace.models import Draft
from marketplace.queries import quotes

STARTS_EARLY = "You ask for visits to start within the 14 days in which you can cancel"


@dataclass(frozen=True)
class Fact:
    """One answer, with its picture. Where `step` is given it is changed there: "Change the day"."""

    picture: str
    key: str
    value: str
    step: str = ""
    hidden: str = ""


def facts(draft: Draft, quote: quotes.Quote, paid_from: str) -> list[Fact]:
    first = quote.starts_at[0]
    often = "Just once" if quote.weeks == 1 else f"Every {first:%A} for {words.weeks(quote.weeks)}"
    long = words.length(quote.minutes) if quote.minutes and draft.listing.is_hourly else ""
    outcome = str(quotes.chosen_outcome(draft)) if quotes.asks_outcome(draft) else ""
    early = STARTS_EARLY if draft.answers.get("start_early") else ""
    told = [
        Fact("person", "Who", draft.listing.seller),
        Fact("calendar", "First visit", f"{weekday(first)} at {clock(first)}", "when", "the day"),
        Fact("clock", "How long", long, "length", "how long"),
        Fact("repeat", "How often", often, "length", "how often"),
        Fact("coin", "Price", words.price(draft.listing.terms)),
        Fact("purse", "Total", f"{pounds(quote.total_pence)} for {quote.summary}"),
        Fact("card", "Paid from", paid_from, "money", "which money"),
        Fact("heart", "What for", outcome, "outcome", "what it is for"),
        Fact("hand", "Starting early", early, "seller", "starting early"),
    ]
    return [fact for fact in told if fact.value]
