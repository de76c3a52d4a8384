"""What several of these need: made once for each test."""

from marketplace.actions import proposals, visits
from marketplace.states import Party
from tests.factories import directory
from tests.factories import marketplace as market
from tests.factories import messages as written


def ours(cast):
    return market.listing(personal_assistant=cast.profile), market.pot(cast.person)


def waiting(cast):
    return {"reference": market.waiting(*ours(cast)).reference}


def first(visit):
    return {"reference": visit.order.reference, "number": 1}


def coming_visit(cast):
    return first(market.coming(*ours(cast)).visits.get())


def started(cast):
    return first(market.started(*ours(cast)))


def missed(cast):
    visit = market.started(*ours(cast))
    return first(visits.miss(visit=visit, by=cast.resident, at=market.soon(-1)))


def moved_by(party):
    def made(cast):
        visit = market.coming(*ours(cast)).visits.get()
        by = cast.resident if party == Party.PERSON else cast.assistant
        proposals.propose(visit=visit, starts_at=market.soon(6), minutes=120, by=by, party=party)
        return first(visit)

    return made


def of_hollybank(cast):
    """A visit of the provider's, to the resident, in some days."""
    offer = market.listing(service=directory.service(organisation=cast.organisation))
    cast.provider  # noqa: B018 - the manager who accepts
    return market.coming(offer, market.pot(cast.person)).visits.get()


def employed_ben(cast):
    """Ben works as Rosa's employee, as long as the row is tried."""
    type(cast.profile).objects.filter(pk=cast.profile.pk).update(employment="employee")
    return market.employed(cast.person, type(cast.profile).objects.get(pk=cast.profile.pk))


def talk(cast):
    return {"reference": written.asked(cast.person, cast.profile).conversation.reference}


def profile(cast):
    return {"slug": cast.profile.slug}
