"""Who may open the seller's desk."""

from accounts import payments
from accounts.actions import payment_files
from directory.actions import members, staff_members
from marketplace import place_links
from marketplace.actions import invoices, visits
from marketplace.states import Party
from tests.access import ANYONE, Row
from tests.accounts.stripe_access import account
from tests.factories import accounts as people
from tests.factories import directory
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

SELLERS = "assistant rival_assistant provider rival"

ORGANISATIONS = "provider rival"


def in_question(cast):
    return first(market.queried(*ours(cast)).visit)


def paid(cast):
    visit = market.recorded(*ours(cast))
    return first(visits.confirm(visit=visit, by=cast.resident, at=visit.delivered_at))


def colleague(cast):
    cast.provider  # noqa: B018 - who asks about the other one
    return {"pk": directory.member(cast.organisation, people.user("Sam Field"), "scheduler").pk}


def invited(cast):
    given = {"email": "sam@post.example", "role": "finance", "by": cast.provider}
    return {"pk": members.invite(organisation=cast.organisation, **given).pk}


def who_goes(cast):
    return first(of_hollybank(cast))


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


def works(cast):
    employed_ben(cast)
    return {}


def writing(cast):
    return {"pk": market.timesheet(employed_ben(cast), sent=False).pk}


def line(cast):
    made = market.timesheet(employed_ben(cast), sent=False)
    return {"pk": made.pk, "line": made.lines.get().pk}


def his(cast):
    message = written.answered(written.asked(cast.person, cast.profile))
    return {"reference": message.conversation.reference, "pk": message.pk}


DESK = [
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
    Row("provider-leave", ORGANISATIONS, "GET POST"),
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
    Row("provider-messages", SELLERS),
    Row("provider-messages-to-order", "assistant", "GET POST", at=waiting),
    Row("provider-messages-conversation", "assistant", "GET POST", at=talk),
    Row("provider-messages-take-back", "assistant", "POST", at=his),
    Row("provider-messages-report", "assistant", "GET POST", at=talk),
    Row("provider-messages-block", "assistant", "GET POST", at=talk),
]
