"""Who may open what can be bought, a person's orders and the queries that staff decide."""

from datetime import timedelta

from django.utils import timezone

from accounts.actions import capacity
from accounts.roles import Role
from directory.actions import services
from marketplace.actions import assignments, necessity, pauses, second_looks
from marketplace.states import Party
from tests.access import ANYONE, Row
from tests.factories import accounts as people
from tests.factories import directory, employers
from tests.factories import marketplace as market
from tests.factories import messages as written
from tests.marketplace.cast_access import (
    coming_visit,
    employed_ben,
    first,
    missed,
    moved_by,
    of_hollybank,
    ours,
    profile,
    started,
    talk,
    waiting,
)
from tests.marketplace.desk_access import DESK
from tests.marketplace.plan_access import PLANS
from tests.marketplace.telephone_access import TELEPHONE

BUYERS = "resident stranger delegate"

MINE = "resident delegate"


def costs_sent(cast):
    return {"pk": employers.sent(employers.wage_pot(person=cast.person)).pk}


def set_aside(cast):
    return {"pk": employers.running(employers.wage_pot(person=cast.person)).pk}


def nobody_else(cast):
    """Her person has no sign-in, so the council acts."""
    return {"pk": employers.running(employers.wage_pot(person=people.person("Edith Marlow", signs_in=False))).pk}


def listing(cast):
    return {"slug": market.listing(personal_assistant=cast.profile).slug}


def coming(cast):
    return {"reference": market.coming(*ours(cast)).reference}


def lost_support(cast):
    """The registration of a service has ended that her next visits are booked with."""
    care = directory.service("Care at home", gives_personal_care=True, cqc_location_id="1-1")
    market.coming(market.listing(service=care), market.pot(cast.person))
    care.refresh_from_db()
    services.end_registration(service=care, on=timezone.localdate(), by=None)
    return {"person": cast.person.pk, "service": care.pk}


def recorded(cast):
    return first(market.recorded(*ours(cast)))


def with_member(cast):
    visit = of_hollybank(cast)
    assignments.assign(visit=visit, member=market.member(cast.organisation, photo=True), by=cast.provider)
    return first(visit)


def slug(cast):
    return {"slug": employed_ben(cast).personal_assistant.slug}


def job(cast):
    return {"pk": employed_ben(cast).pk}


def to_agree(cast):
    return {"pk": market.timesheet(employed_ben(cast)).pk}


def relative(cast):
    """The council has decided that somebody of a person's household is paid."""
    whose = people.person("Edith Marlow")
    return {"person": whose.pk, "pk": paid_relative(whose).pk}


def paid_relative(whose):
    return necessity.record(
        person=whose,
        profile=market.maria(),
        relation="spouse",
        what_for="care",
        reasons="Nobody else speaks her language.",
        review_on=timezone.localdate() + timedelta(days=90),
        by=people.staff(Role.PRACTITIONER),
    )


def decided_for_her(cast):
    """Somebody of the resident's own household is paid."""
    return {"pk": paid_relative(cast.person).pk}


def second_look(cast):
    """At a decision of somebody else."""
    whose = people.person("Edith Marlow")
    made = paid_relative(whose)
    return {"pk": second_looks.ask(decision=made, words="He can do it himself.", by=whose.user).pk}


def proposed_to_her(cast):
    """By somebody who sells it and acts for the resident."""
    offer, pot = market.listing(), market.pot(cast.person)
    return {"pk": market.proposal(offer, pot).pk}


def proposed_to_the_council(cast):
    whose = people.person("Edith Marlow")
    made = market.proposal(market.listing(), market.pot(whose))
    by = people.staff(Role.PRACTITIONER)
    capacity.record_loss(person=whose, lost_on=timezone.localdate(), reference="MCA 1", by=by)
    return {"pk": made.pk}


def household(cast):
    return {"person": relative(cast)["person"]}


def hours(cast):
    """Sent, and nobody but the assistant could agree them."""
    whose = people.person("Edith Marlow")
    made = market.timesheet(market.employed(whose))
    by, today = people.staff(Role.PRACTITIONER), timezone.localdate()
    capacity.record_loss(person=whose, lost_on=today, reference="MCA 1", by=by)
    return {"pk": made.pk}


def pause(cast):
    wish = pauses.Wish(cast.person, "holiday", timezone.localdate())
    return {"pk": pauses.start(wish=wish, by=cast.resident).pk}


def query(cast):
    return {"pk": market.queried(*ours(cast)).pk}


def hers(cast):
    message = written.asked(cast.person, cast.profile)
    return {"reference": message.conversation.reference, "pk": message.pk}


def report(cast):
    return {"pk": written.reported(written.asked(cast.person, cast.profile).conversation).pk}


DECIDERS = "practitioner"


ACCESS = [
    Row("marketplace-compare", ANYONE),
    Row("staff-supply", "commissioner"),
    Row("staff-supply-kinds", "commissioner"),
    Row("staff-supply-places", "commissioner"),
    Row("staff-supply-both", "commissioner"),
    Row("staff-supply-unmet", "commissioner"),
    Row("staff-supply-prices", "commissioner"),
    Row("marketplace-home", ANYONE),
    Row("marketplace-listing", ANYONE, at=listing),
    Row("marketplace-book", BUYERS, at=listing, get=302),
    Row("marketplace-book-when", BUYERS, "GET POST", at=listing),
    # each sends on to the first question that has no answer
    Row("marketplace-book-length", BUYERS, "GET POST", at=listing, get=302),
    Row("marketplace-book-money", BUYERS, "GET POST", at=listing, get=302),
    Row("marketplace-book-outcome", BUYERS, "GET POST", at=listing, get=302),
    Row("marketplace-book-seller", BUYERS, "GET POST", at=listing, get=302),
    Row("marketplace-book-check", BUYERS, "GET POST", at=listing, get=302),
    Row("marketplace-orders", BUYERS),
    Row("marketplace-proposals", BUYERS),
    Row("marketplace-proposal", MINE, "GET POST", at=proposed_to_her),
    Row("marketplace-proposal-take-back", MINE, "POST", at=proposed_to_her),
    Row("staff-proposals", "practitioner"),
    Row("staff-proposal", "practitioner", "GET POST", at=proposed_to_the_council),
    Row("marketplace-order", MINE, at=waiting),
    Row("marketplace-order-done", MINE, at=waiting),
    Row("marketplace-order-calendar", MINE, at=waiting),
    Row("marketplace-order-withdraw", MINE, "GET POST", at=waiting),
    Row("marketplace-order-cancel", MINE, "GET POST", at=coming),
    Row("marketplace-visit-confirm", MINE, "GET POST", at=recorded),
    Row("marketplace-visit-missed", MINE, "GET POST", at=started),
    Row("marketplace-visit-query", MINE, "GET POST", at=recorded),
    Row("marketplace-visit-cancel", MINE, "GET POST", at=coming_visit),
    Row("marketplace-visit-reschedule", MINE, "GET POST", at=coming_visit),
    Row("marketplace-visit-answer", MINE, "GET POST", at=moved_by(Party.PROVIDER)),
    Row("marketplace-visit-who", MINE, at=with_member),
    Row("marketplace-visit-photo", MINE, at=with_member),
    Row("marketplace-week", BUYERS),
    Row("marketplace-week-print", BUYERS),
    Row("marketplace-week-nobody", MINE, "POST", at=started),
    Row("marketplace-week-undo", MINE, "POST", at=missed),
    Row("marketplace-week-cover", MINE, "GET POST", at=coming_visit),
    Row("marketplace-week-pause", BUYERS, "GET POST"),
    Row("marketplace-week-pause-end", MINE, "GET POST", at=pause),
    Row("employer-costs", BUYERS),
    Row("employer-costs-send", BUYERS, "GET POST", get=302),
    Row("employer-costs-pay", MINE, "GET POST", at=set_aside),
    Row("employer-costs-finish", MINE, "GET POST", at=set_aside),
    Row("staff-employer-costs", "practitioner"),
    Row("staff-employer-costs-one", "practitioner", "GET POST", at=costs_sent),
    Row("staff-employer-costs-pay", "practitioner", "GET POST", at=nobody_else),
    Row("staff-employer-costs-finish", "practitioner", "GET POST", at=nobody_else),
    Row("staff-person-family", "practitioner", at=household),
    Row("staff-person-family-decide", "practitioner", "GET POST", at=household),
    Row("staff-person-family-end", "practitioner", "GET POST", at=relative),
    Row("staff-person-family-look", "practitioner", "GET POST", at=relative),
    Row("staff-to-set-up", "finance"),
    Row("staff-lost-support", "practitioner safeguarding"),
    Row("staff-lost-support-one", "practitioner safeguarding", "GET POST", at=lost_support),
    Row("staff-second-looks", "practitioner"),
    Row("staff-second-look", "practitioner", "GET POST", at=second_look),
    Row("money-family", BUYERS),
    Row("money-family-look", MINE, "GET POST", at=decided_for_her),
    Row("staff-hours", "practitioner"),
    Row("staff-hours-one", "practitioner", "GET POST", at=hours),
    Row("timesheets", BUYERS),
    Row("timesheets-payroll", BUYERS),
    Row("timesheet-employ", BUYERS, "GET POST", at=slug),
    Row("timesheet-stop", MINE, "GET POST", at=job),
    Row("timesheet", MINE, at=to_agree),
    Row("timesheet-agree", MINE, "GET POST", at=to_agree),
    Row("timesheet-send-back", MINE, "GET POST", at=to_agree),
    Row("staff-queries", DECIDERS),
    Row("staff-query", DECIDERS, "GET POST", at=query),
    Row("messages", BUYERS),
    Row("messages-to-assistant", BUYERS, "GET POST", at=profile),
    Row("messages-to-listing", BUYERS, "GET POST", at=listing),
    Row("messages-to-order", MINE, "GET POST", at=waiting),
    Row("messages-conversation", MINE, "GET POST", at=talk),
    # it is the resident who wrote: a delegate takes back what she wrote herself
    Row("messages-take-back", "resident", "POST", at=hers, answers={"delegate": 404}),
    Row("messages-report", MINE, "GET POST", at=talk),
    Row("messages-block", MINE, "GET POST", at=talk),
    Row("staff-messages", "safeguarding"),
    Row("staff-message-report", "safeguarding", "GET POST", at=report),
    *PLANS,
    *TELEPHONE,
    *DESK,
]
