"""Who may open what can be bought, a person's orders, the seller's desk and the queries that staff decide."""

from datetime import timedelta

from django.utils import timezone

from accounts import payments
from accounts.actions import capacity, payment_files
from accounts.roles import Role
from directory.actions import members, services, staff_members
from marketplace import place_links
from marketplace.actions import assignments, invoices, necessity, pauses, proposals, second_looks, visits
from marketplace.states import Party
from tests.access import ANYONE, Row
from tests.accounts.stripe_access import account
from tests.factories import accounts as people
from tests.factories import directory, employers
from tests.factories import marketplace as market
from tests.factories import messages as written
from tests.marketplace.plan_access import PLANS
from tests.marketplace.telephone_access import TELEPHONE

BUYERS = "resident stranger delegate"
SELLERS = "assistant rival_assistant provider rival"
ORGANISATIONS = "provider rival"
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


def ours(cast):
    return market.listing(personal_assistant=cast.profile), market.pot(cast.person)


def waiting(cast):
    return {"reference": market.waiting(*ours(cast)).reference}


def coming(cast):
    return {"reference": market.coming(*ours(cast)).reference}


def lost_support(cast):
    """The registration of a service has ended that her next visits are booked with."""
    care = directory.service("Care at home", gives_personal_care=True, cqc_location_id="1-1")
    market.coming(market.listing(service=care), market.pot(cast.person))
    care.refresh_from_db()
    services.end_registration(service=care, on=timezone.localdate(), by=None)
    return {"person": cast.person.pk, "service": care.pk}


def first(visit):
    return {"reference": visit.order.reference, "number": 1}


def coming_visit(cast):
    return first(market.coming(*ours(cast)).visits.get())


def started(cast):
    return first(market.started(*ours(cast)))


def recorded(cast):
    return first(market.recorded(*ours(cast)))


def missed(cast):
    visit = market.started(*ours(cast))
    return first(visits.miss(visit=visit, by=cast.resident, at=market.soon(-1)))


def in_question(cast):
    return first(market.queried(*ours(cast)).visit)


def paid(cast):
    visit = market.recorded(*ours(cast))
    return first(visits.confirm(visit=visit, by=cast.resident, at=visit.delivered_at))


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


def colleague(cast):
    cast.provider  # noqa: B018 - who asks about the other one
    return {"pk": directory.member(cast.organisation, people.user("Sam Field"), "scheduler").pk}


def invited(cast):
    given = {"email": "sam@post.example", "role": "finance", "by": cast.provider}
    return {"pk": members.invite(organisation=cast.organisation, **given).pk}


def who_goes(cast):
    return first(of_hollybank(cast))


def with_member(cast):
    visit = of_hollybank(cast)
    assignments.assign(visit=visit, member=market.member(cast.organisation, photo=True), by=cast.provider)
    return first(visit)


def my_places(cast):
    directory.free(cast.profile, 2)
    return {"slug": cast.profile.slug}


def places_link(cast):
    directory.free(cast.profile, 2)
    return {"token": place_links.address(cast.profile, cast.assistant).rstrip("/").rpartition("/")[2]}


def member(cast):
    return {"pk": market.member(cast.organisation, photo=True).pk}


def left(cast):
    found = market.member(cast.organisation)
    return {"pk": staff_members.leave(member=found, by=cast.provider).pk}


def payee(cast):
    return market.listing(
        personal_assistant=cast.profile,
        payee=payments.open_payee(name="Ben Okafor", sort_code="20-00-00", account_number="55779911"),
    )


def for_sale(cast):
    return {"slug": market.listing(personal_assistant=cast.profile, published=False).slug}


def is_paid(cast):
    return {"reference": payee(cast).payee.reference}


def has_account(cast):
    return {"reference": account(payee(cast).payee).payee.reference}


def confirmed(cast):
    """A visit of Ben's that Rosa confirmed two months ago."""
    visit = market.planned(payee(cast), market.pot(cast.person), at=market.soon(-70), first=market.soon(-62))
    visits.deliver(visit=visit, minutes=120, by=cast.assistant, at=visit.ends_at)
    return visits.confirm(visit=visit, by=cast.resident, at=visit.ends_at)


def paper(cast):
    visit = confirmed(cast)
    return {"pk": invoices.make(payee=visit.order.payee)[0].pk}


def payment(cast):
    visit = confirmed(cast)
    made = payment_files.prepare(by=people.user("One"))
    payment_files.release(file=made, by=people.user("Two"))
    return {"pk": visit.order.payee.lines.get().pk}


def employed_ben(cast):
    """Ben works as Rosa's employee, as long as the row is tried."""
    type(cast.profile).objects.filter(pk=cast.profile.pk).update(employment="employee")
    return market.employed(cast.person, type(cast.profile).objects.get(pk=cast.profile.pk))


def works(cast):
    employed_ben(cast)
    return {}


def slug(cast):
    return {"slug": employed_ben(cast).personal_assistant.slug}


def job(cast):
    return {"pk": employed_ben(cast).pk}


def writing(cast):
    return {"pk": market.timesheet(employed_ben(cast), sent=False).pk}


def line(cast):
    made = market.timesheet(employed_ben(cast), sent=False)
    return {"pk": made.pk, "line": made.lines.get().pk}


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


def talk(cast):
    return {"reference": written.asked(cast.person, cast.profile).conversation.reference}


def hers(cast):
    message = written.asked(cast.person, cast.profile)
    return {"reference": message.conversation.reference, "pk": message.pk}


def his(cast):
    message = written.answered(written.asked(cast.person, cast.profile))
    return {"reference": message.conversation.reference, "pk": message.pk}


def report(cast):
    return {"pk": written.reported(written.asked(cast.person, cast.profile).conversation).pk}


def profile(cast):
    return {"slug": cast.profile.slug}


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
    Row("provider-home", SELLERS),
    Row("provider-choose", SELLERS, "GET POST"),
    Row("provider-past", SELLERS),
    Row("provider-money", SELLERS),
    Row("provider-stripe", SELLERS),
    Row("provider-stripe-start", "assistant", "POST", at=is_paid),
    # on to Stripe, which is not there: back to the page
    Row("provider-stripe-go", "assistant", at=has_account, get=302),
    Row("provider-stripe-back", "assistant", at=has_account, get=302),
    Row("provider-stripe-switch", "assistant", "POST", at=has_account),
    Row("provider-week", SELLERS),
    Row("provider-week-record", SELLERS, "GET POST"),
    Row("provider-invoices", SELLERS),
    Row("provider-earnings", "assistant rival_assistant"),
    Row("provider-earnings-csv", "assistant rival_assistant"),
    Row("provider-invoice", "assistant", at=paper),
    Row("provider-invoice-csv", "assistant", at=paper),
    Row("provider-remittance", "assistant", at=payment),
    Row("provider-remittance-csv", "assistant", at=payment),
    Row("provider-timesheets", "assistant", at=works),
    Row("provider-timesheet-new", "assistant", "GET POST", at=works),
    Row("provider-timesheet", "assistant", "GET POST", at=writing),
    Row("provider-timesheet-send", "assistant", "GET POST", at=writing),
    Row("provider-timesheet-remove", "assistant", "POST", at=line),
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
    Row("provider-places", SELLERS),
    Row("provider-places-week", "assistant", "GET POST", at=my_places),
    Row("provider-places-confirm", "assistant", "POST", at=my_places),
    Row("provider-places-link", ANYONE, "GET POST", at=places_link),
    Row("provider-offers", SELLERS),
    # an assistant sells her own help: there is nothing to choose; an organisation without services is told so
    Row("provider-offer-which", SELLERS, "GET POST", answers={"assistant": 302, "rival_assistant": 302}),
    Row("provider-offer-add", "assistant", "GET POST", at=profile),
    Row("provider-offer", "assistant", at=for_sale),
    Row("provider-offer-change", "assistant", "GET POST", at=for_sale),
    Row("provider-offer-sell", "assistant", "GET POST", at=for_sale),
    Row("provider-offer-pause", "assistant", "GET POST", at=for_sale),
    Row("provider-found", SELLERS),
    Row("provider-people", ORGANISATIONS),
    Row("provider-people-invite", ORGANISATIONS, "GET POST"),
    Row("provider-people-role", "provider", "GET POST", at=colleague),
    Row("provider-people-end", "provider", "GET POST", at=colleague),
    Row("provider-people-take-back", "provider", "GET POST", at=invited),
    Row("provider-staff", ORGANISATIONS),
    Row("provider-staff-add", ORGANISATIONS, "GET POST"),
    Row("provider-staff-member", "provider", at=member),
    Row("provider-staff-photo", "provider", at=member),
    Row("provider-staff-change", "provider", "GET POST", at=member),
    Row("provider-staff-check", "provider", "GET POST", at=member),
    Row("provider-staff-leave", "provider", "GET POST", at=member),
    Row("provider-staff-back", "provider", "GET POST", at=left),
    Row("provider-visit-who", "provider", "GET POST", at=who_goes),
    Row("provider-order", "assistant", at=waiting),
    Row("provider-order-calendar", "assistant", at=waiting),
    Row("provider-order-accept", "assistant", "GET POST", at=waiting),
    Row("provider-order-decline", "assistant", "GET POST", at=waiting),
    Row("provider-visit-record", "assistant", "GET POST", at=started),
    Row("provider-visit-cancel", "assistant", "GET POST", at=coming_visit),
    Row("provider-visit-reschedule", "assistant", "GET POST", at=coming_visit),
    Row("provider-visit-answer", "assistant", "GET POST", at=moved_by(Party.PERSON)),
    Row("provider-visit-missed", "assistant", "GET POST", at=missed),
    Row("provider-visit-side", "assistant", "GET POST", at=in_question),
    Row("provider-visit-refund", "assistant", "GET POST", at=paid),
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
    Row("provider-messages", SELLERS),
    Row("provider-messages-to-order", "assistant", "GET POST", at=waiting),
    Row("provider-messages-conversation", "assistant", "GET POST", at=talk),
    Row("provider-messages-take-back", "assistant", "POST", at=his),
    Row("provider-messages-report", "assistant", "GET POST", at=talk),
    Row("provider-messages-block", "assistant", "GET POST", at=talk),
    Row("staff-messages", "safeguarding"),
    Row("staff-message-report", "safeguarding", "GET POST", at=report),
    *PLANS,
    *TELEPHONE,
]
