"""The rows of a comparison: one question each, answered by everything that is compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from design.formats import pounds
from directory.models import PersonalAssistantProfile
from directory.shortlist import Kept
from directory.views.side_by_side import FREE, Thing, is_employee
from marketplace import pricing, usual_week, words
from marketplace.models import Listing
from marketplace.usual_week import UsualWeek

NOT_PUBLISHED = "Price not published"
NOT_WORKED_OUT = "We cannot work it out"  # a price on their page is no offer: its terms are not known here
THEIR_PAGE = "Their page says so. It is not booked here"
MOST_OFFERS = 3
EMPLOYER = "You are the employer: you pay a wage, holiday and sick pay"


@dataclass(frozen=True)
class Line:
    text: str
    sub: str = ""
    href: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Row:
    label: str
    cells: list[tuple[Thing, list[Line]]]


Offers = Mapping[Kept, Sequence[Listing]]


def rows(things: Sequence[Thing], offers: Offers, usual: UsualWeek | None) -> list[Row]:
    def row(label: str, lines: Iterable[list[Line]]) -> Row:
        return Row(label, list(zip(things, lines, strict=True)))

    sold = [list(offers.get(thing.kept, ()))[:MOST_OFFERS] for thing in things]
    both = list(zip(things, sold, strict=True))
    found = [row("What your week costs", [week(*each, usual) for each in both])] if usual else []
    found += [
        row("Price", [price(*each) for each in both]),
        row("What we have checked", [checked(thing) for thing in things]),
        row("Where", [where(thing) for thing in things]),
        row("When", [when(thing, usual) for thing in things]),
        row("Who it is for", [plain(thing.whom) or [Line("They have not told us")] for thing in things]),
        row("Who you deal with", [dealt_with(thing) for thing in things]),
        row("If you cancel", [cancel(listings) for listings in sold]),
        row("Get in touch", [touch(*each) for each in both]),
    ]
    return found


def week(thing: Thing, listings: Sequence[Listing], usual: UsualWeek) -> list[Line]:
    if not listings and thing.price not in ("", FREE):
        says = thing.price[:1].lower() + thing.price[1:]
        return [Line(NOT_WORKED_OUT, f"Their page says: {says}. Ask them", strong=True)]
    if not listings:
        return [Line(thing.price or NOT_PUBLISHED, THEIR_PAGE if thing.price else "Ask them", strong=True)]
    return [of_offer(listing, usual, named=len(listings) > 1) for listing in listings]


def of_offer(listing: Listing, usual: UsualWeek, *, named: bool) -> Line:
    """What an order of these visits would come to, or why there is none."""
    title, terms = listing.title if named else "", listing.terms
    pence = usual_week.week_pence(terms, usual)
    if pence is not None:
        four = f"{pounds(pence * usual_week.PERIOD)} every {usual_week.PERIOD} weeks"
        said = [title, usual_week.visit_words(terms, usual), four, fixed_length(listing, usual)]
        return Line(f"{pounds(pence)} a week", ". ".join(filter(None, said)), strong=True)
    if terms.unit is pricing.Unit.ITEM:
        return Line(words.price(terms), ". ".join(filter(None, [title, "Not sold by the visit"])))
    least = f"Visits last at least {words.length(listing.minimum_minutes)}"
    return Line(least, ". ".join(filter(None, [title, words.price(terms)])))


def fixed_length(listing: Listing, usual: UsualWeek) -> str:
    """Where the price is not for an hour, a visit lasts as long as its seller says."""
    lasts = listing.minimum_minutes
    return f"Each lasts {words.length(lasts)}" if not listing.is_hourly and lasts not in (0, usual.minutes) else ""


def price(thing: Thing, listings: Sequence[Listing]) -> list[Line]:
    if listings:
        return [Line(words.price(one.terms), one.title if len(listings) > 1 else "") for one in listings]
    return [Line(thing.price or NOT_PUBLISHED, THEIR_PAGE if thing.price else "Ask them")]


def checked(thing: Thing) -> list[Line]:
    first, *rest = thing.checked or ("We have not checked this",)
    return [Line(first, strong=thing.holds), *plain(rest)]


def where(thing: Thing) -> list[Line]:
    return ([Line(words.begun(thing.miles), strong=True)] if thing.miles else []) + (
        plain(thing.where) or [Line("Ask them")]
    )


def when(thing: Thing, usual: UsualWeek | None) -> list[Line]:
    """The times told, and whether the time of day that was asked for is among them."""
    told = plain(thing.when) or [Line("They have not told us. Ask them")]
    part = usual_week.PARTS.get(usual.part) if usual else None
    if not usual or not part or thing.parts is None:
        return told
    return [Line(f"Yes, {part}" if usual.part in thing.parts else f"Not {part}", strong=True), *told]


def dealt_with(thing: Thing) -> list[Line]:
    if isinstance(thing.record, PersonalAssistantProfile):
        employee = is_employee(thing.record)
        return [Line("Works as your employee" if employee else "Self-employed", EMPLOYER if employee else "")]
    return [Line(thing.what)]


def cancel(listings: Sequence[Listing]) -> list[Line]:
    return [Line(words.notice(listings[0].terms))] if listings else [Line("Ask them")]


def touch(thing: Thing, listings: Sequence[Listing]) -> list[Line]:
    book = [
        Line(f"Book {one.title}" if len(listings) > 1 else "Book here", href=one.get_absolute_url()) for one in listings
    ]
    return [*book, *plain(thing.reach)] or [Line("See their page", href=thing.href)]


def plain(texts: Iterable[str]) -> list[Line]:
    return [Line(text) for text in texts if text]
