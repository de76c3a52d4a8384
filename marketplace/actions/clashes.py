"""One assistant cannot be with two people at once. Organisations have many workers: of them nothing is asked."""

from collections.abc import Sequence

from directory.models import PersonalAssistantProfile
from marketplace import words
from marketplace.actions.moves import Refused
from marketplace.models import Listing, Visit
from marketplace.queries import diaries
from marketplace.queries.diaries import Span
from marketplace.states import Party


def lock_diary(listing: Listing) -> None:
    """Whoever fills or empties this assistant's week waits for us until we commit."""
    if listing.personal_assistant_id:
        PersonalAssistantProfile.objects.select_for_update().get(pk=listing.personal_assistant_id)


def check(
    listing: Listing, wanted: Sequence[Span], *, party: Party, but: Visit | None = None, answering: bool = False
) -> None:
    """Raises Refused "booked". The seller reads whom they are with then, the person only that they are not free."""
    if listing.personal_assistant is None:
        return
    found = diaries.of_assistant(listing.personal_assistant, wanted, but)
    if found:
        raise Refused(
            "booked", to_seller(found[0], answering) if party == Party.PROVIDER else to_person(listing, wanted, found)
        )


def met(listing: Listing, wanted: Sequence[Span]) -> str:
    """What a person is told before they ask; nothing where the times are free."""
    try:
        check(listing, wanted, party=Party.PERSON)
    except Refused as refused:
        return refused.words
    return ""


def to_person(listing: Listing, wanted: Sequence[Span], found: Sequence[Visit]) -> str:
    """Which of several times is taken, and nothing of who has it."""
    taken = [time for time in wanted if any(diaries.touch(time, diaries.span(visit)) for visit in found)]
    which = f"on {words.when(*taken[0])}" if len(wanted) > 1 else "then"
    return f"{listing.called} is already booked {which}. Choose another time."


def to_seller(visit: Visit, answering: bool) -> str:
    """Whom they are with, and what they can do: about a wish of somebody else's, or about one of their own."""
    person = visit.order.person
    there = f"You are with {person.name} {words.at_then_on(visit.starts_at, visit.ends_at)}."
    if answering:
        return f"{there} Turn this down, or first ask {person.first_name} for another time."
    return f"{there} Choose another time."
