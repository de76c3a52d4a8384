"""A delegate who is paid for it proposes a booking, and a second approver says yes before anything is booked.

Care Act 2014 s.33 and domain.md §3: whoever is paid never says the yes that pays her.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import capacity, roles
from accounts.models import AuditLine, Notice
from accounts.roles import Basis, Role, Scope
from marketplace.actions import booking_proposals, orders
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import BookingProposal, Draft, Order
from marketplace.permissions import NotYours
from marketplace.wiring import requests
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
BUYS = (Scope.SEE_BALANCE, Scope.SEE_LINES, Scope.ORDER, Scope.PAY)


@pytest.fixture
def joan():
    return people.person("Joan Whitfield")


@pytest.fixture
def pot(joan):
    return market.pot(joan)


@pytest.fixture
def listing():
    return market.listing()


@pytest.fixture
def ben(joan, listing):
    """Sells his hours, and acts for Joan."""
    user = listing.personal_assistant.user
    people.mandate(joan, user, *BUYS, basis=Basis.AUTHORISED)
    return user


@pytest.fixture
def samuel():
    return people.staff(Role.PRACTITIONER, name="Samuel Osei")


def loses_capacity(joan, samuel) -> None:
    capacity.record_loss(person=joan, lost_on=timezone.localdate(), reference="MCA 12/26", by=samuel)


def said(do, **given) -> str:
    """What comes of it."""
    try:
        made = do(**given)
    except Refused as refused:
        return refused.code
    except NotYours:
        return "not yours"
    return made.state


def test_before_the_yes_nothing_is_booked_and_no_money_is_held(listing, pot, ben):
    proposal = market.proposal(listing, pot)
    assert (Order.objects.count(), market.held(pot), proposal.state) == (0, 0, "open")
    assert not Draft.objects.exists()


def test_she_says_yes_and_it_is_her_order_at_the_price_that_was_shown(joan, listing, pot, ben):
    proposal = market.proposal(listing, pot)
    order = booking_proposals.agree(proposal=proposal, by=joan.user)
    proposal.refresh_from_db()
    assert (order.placed_by, order.mandate, order.state) == (joan.user, None, "requested")
    assert (market.held(pot), proposal.order, proposal.state) == (proposal.total_pence, order, "agreed")


def test_whoever_proposed_it_never_says_the_yes_nor_books_it(joan, samuel, listing, pot, ben):
    proposal = market.proposal(listing, pot)
    assert said(booking_proposals.agree, proposal=proposal, by=ben) == "not yours"
    roles.grant(user=ben, role=Role.PRACTITIONER, by=None)
    loses_capacity(joan, samuel)
    assert said(booking_proposals.agree, proposal=proposal, by=ben) == "not yours"
    assert said(orders.place, wish=market.wish(listing, pot, first=market.soon()), by=ben) == "own_offer"


def test_the_books_hold_no_yes_of_whoever_proposed_it(joan, listing, pot, ben):
    proposal = market.proposal(listing, pot)
    order = booking_proposals.agree(proposal=proposal, by=joan.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingProposal.objects.filter(pk=proposal.pk).update(answered_by=ben)
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingProposal.objects.filter(order=order).update(state="open", answered_by=None, answered_at=None)


def test_by_role_who_may_say_yes(joan, samuel, listing, pot, ben):
    """While Joan decides: she, or a delegate who buys, sees it, and is not paid. The council not."""
    amira, viewer, orders_only = (people.user(name) for name in ("Amira Whitfield", "Vera", "Otto"))
    people.mandate(joan, amira, *BUYS)
    people.mandate(joan, viewer, Scope.SEE_BALANCE, Scope.SEE_LINES)
    people.mandate(joan, orders_only, Scope.SEE_BALANCE, Scope.SEE_LINES, Scope.ORDER)
    blind = people.user("Pays And Sees No Lines")
    people.mandate(joan, blind, Scope.ORDER, Scope.PAY)
    maria = market.employed(joan).personal_assistant.user
    people.mandate(joan, maria, *BUYS)
    proposal = market.proposal(listing, pot)
    able = {
        user.name: booking_proposals.may_answer(proposal, user, timezone.now())
        for user in (joan.user, amira, viewer, orders_only, blind, maria, samuel, people.staff(Role.FINANCE, name="F"))
    }
    assert [name for name, may in able.items() if may] == ["Joan Whitfield", "Amira Whitfield"]


def test_where_she_cannot_decide_another_delegate_who_is_not_paid_does(joan, samuel, listing, pot, ben):
    amira = people.user("Amira Whitfield")
    people.mandate(joan, amira, *BUYS, basis=Basis.AUTHORISED)
    loses_capacity(joan, samuel)
    proposal = market.proposal(listing, pot)
    told = [said(booking_proposals.agree, proposal=proposal, by=by) for by in (joan.user, samuel, amira)]
    assert told == ["not yours", "not yours", "requested"]


def test_where_nobody_else_could_somebody_at_the_council_does(joan, samuel, listing, pot, ben):
    loses_capacity(joan, samuel)
    proposal = market.proposal(listing, pot)
    assert booking_proposals.for_the_council(samuel) == [proposal]
    finance = people.staff(Role.FINANCE)
    assert said(booking_proposals.agree, proposal=proposal, by=finance) == "not yours"
    order = booking_proposals.agree(proposal=proposal, by=samuel)
    assert (order.placed_by, order.mandate, market.held(pot)) == (samuel, proposal.mandate, proposal.total_pence)


def test_somebody_of_the_council_who_acts_for_her_does_not(joan, samuel, listing, pot, ben):
    loses_capacity(joan, samuel)
    acts = people.staff(Role.PRACTITIONER, name="Acts For Her")
    people.mandate(joan, acts, Scope.SEE_BALANCE, basis=Basis.AUTHORISED)
    proposal = market.proposal(listing, pot)
    assert booking_proposals.for_the_council(acts) == []
    assert said(booking_proposals.agree, proposal=proposal, by=acts) == "not yours"


def test_the_councils_yes_stays_within_what_the_delegate_may_spend(joan, samuel, listing, pot):
    user = listing.personal_assistant.user
    people.mandate(joan, user, *BUYS, basis=Basis.AUTHORISED, pay_per_month_pence=4000)
    loses_capacity(joan, samuel)
    first, second = market.proposal(listing, pot), market.proposal(listing, pot, start="15:00")
    assert said(booking_proposals.agree, proposal=first, by=samuel) == "requested"
    assert said(booking_proposals.agree, proposal=second, by=samuel) == "over_month_limit"


def test_somebody_of_a_selling_organisation_proposes_too(joan):
    offer = market.listing(service=directory.service())
    seller = market.seller_user(offer)
    people.mandate(joan, seller, *BUYS)
    assert booking_proposals.must_propose(seller, joan, offer, timezone.now())


@pytest.mark.parametrize("scopes", [(Scope.ORDER,), (Scope.SEE_BALANCE,)])
def test_who_may_not_buy_for_her_proposes_nothing(joan, listing, pot, scopes):
    user = listing.personal_assistant.user
    people.mandate(joan, user, *scopes)
    draft = market.journey(listing, pot, user)
    assert said(booking_proposals.propose, draft=draft, shown_pence=0, by=user) == "not yours"


def test_who_does_not_sell_it_books_it_herself(joan, listing, pot):
    given = {"draft": market.journey(listing, pot, joan.user), "shown_pence": 0, "by": joan.user}
    assert said(booking_proposals.propose, **given) == "yours"


def test_an_answer_no_has_a_reason_and_only_she_who_asked_is_told(joan, listing, pot, ben):
    proposal = market.proposal(listing, pot)
    assert said(booking_proposals.decline, proposal=proposal, reason=" ", by=joan.user) == "reason"
    booking_proposals.decline(proposal=proposal, reason="I would like a week alone.", by=joan.user)
    assert (market.held(pot), Order.objects.count()) == (0, 0)
    mail = Notice.objects.filter(template__endswith="booking_answered").get()
    assert (mail.to, mail.subject) == (ben, "The answer is no")
    assert "alone" not in mail.body


def test_answered_once(joan, listing, pot, ben):
    proposal = market.proposal(listing, pot)
    booking_proposals.agree(proposal=proposal, by=joan.user)
    with pytest.raises(Overtaken):
        booking_proposals.decline(proposal=proposal, reason="No.", by=joan.user)
    with pytest.raises(Overtaken):
        booking_proposals.take_back(proposal=proposal, by=ben)


def test_sent_twice_it_is_one(listing, pot, ben):
    given = {"draft": market.journey(listing, pot, ben), "shown_pence": market.two_hours(listing), "by": ben}
    first, again = (booking_proposals.propose(**given) for _ in range(2))
    assert first == again


def test_a_price_that_has_changed_since_is_not_agreed(joan, listing, pot, ben):
    proposal = market.proposal(listing, pot)
    type(listing).objects.filter(pk=listing.pk).update(price_pence=9900, weekend_price_pence=9900)
    assert said(booking_proposals.agree, proposal=proposal, by=joan.user) == "price"
    assert (market.held(pot), Order.objects.count()) == (0, 0)


def test_nobody_answered_before_it_could_be_booked(joan, listing, pot, ben):
    proposal = market.proposal(listing, pot)
    assert "0 proposals of bookings" in requests(proposal.answer_by - timedelta(seconds=1))
    assert "1 proposals of bookings" in requests(proposal.answer_by)
    proposal.refresh_from_db()
    assert proposal.state == "closed"
    assert Notice.objects.filter(to=ben, subject="Nobody answered in time").exists()
    assert said(booking_proposals.agree, proposal=proposal, by=joan.user) == "overtaken"


def test_each_step_is_audited(joan, listing, pot, ben):
    proposal = market.proposal(listing, pot)
    booking_proposals.agree(proposal=proposal, by=joan.user)
    lines = AuditLine.objects.filter(subject=f"booking_proposal:{proposal.pk}").order_by("pk")
    assert [(line.action, line.by) for line in lines] == [
        ("booking_proposal.made", str(ben.pk)),
        ("booking_proposal.agreed", str(joan.user.pk)),
    ]


# The story, through the pages


def journey(client, listing, pot) -> str:
    """All questions, up to the button; the page before it, and where it leads."""
    first = market.soon()
    slug, book = listing.slug, lambda step: reverse(f"marketplace-book-{step}", args=[listing.slug])
    assert client.get(reverse("marketplace-book", args=[slug])).url == book("when")
    day = {f"first_on_{part}": getattr(first, part) for part in ("day", "month", "year")}
    client.post(book("when"), {**day, "start": "12:00"})
    client.post(book("length"), {"minutes": 120, "repeat": "once"})
    client.post(book("money"), {"pot": pot.pk})
    client.post(book("seller"), {"start_early": "on", "not_household": "on"})
    page = client.get(book("check"))
    assert b"somebody who is not says yes first" in page.content
    sent = {"token": page.context["draft"].token, "mark": page.context["mark"]}
    there = client.post(book("check"), sent).url
    assert client.post(book("check"), sent).url == there
    return there


def test_she_proposes_it_the_person_reads_it_and_says_yes(joan, listing, pot, ben):
    his = sessions.enter(Client(), ben, acting=ben.mandates.get())
    hers = sessions.enter(Client(), joan.user)
    there = journey(his, listing, pot)
    assert b"Take it back" in his.get(there).content
    assert b"Do you say yes" not in his.get(there).content
    assert b"Somebody asks for your yes" in hers.get(reverse("money-home")).content
    assert there.encode() in hers.get(reverse("marketplace-proposals")).content
    page = hers.get(there).content
    assert b"is paid for it" in page and b"Who sells it, and how to cancel" in page
    assert b"Enter why not" in hers.post(there, {"answer": "no"}).content
    assert (Order.objects.count(), market.held(pot)) == (0, 0)
    assert hers.post(there, {"answer": "yes"}).url == Order.objects.get().get_absolute_url()
    assert market.held(pot) == BookingProposal.objects.get().total_pence
    assert b"Somebody asks for your yes" not in hers.get(reverse("money-home")).content


def test_where_nobody_else_could_it_is_on_the_councils_desk(joan, samuel, listing, pot, ben):
    loses_capacity(joan, samuel)
    his, staff = sessions.enter(Client(), ben, acting=ben.mandates.get()), sessions.enter(Client(), samuel)
    journey(his, listing, pot)
    proposal = BookingProposal.objects.get()
    assert b"Bookings that need a yes" in staff.get(reverse("staff-home")).content
    assert b"Joan Whitfield" in staff.get(reverse("staff-proposals")).content
    one = reverse("staff-proposal", args=[proposal.pk])
    assert b"Enter why not" in staff.post(one, {"answer": "no"}).content
    assert staff.post(one, {"answer": "no", "reason": "Talk to us first."}).url == reverse("staff-proposals")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answered_by, market.held(pot)) == ("declined", samuel, 0)
    assert staff.get(one).status_code == 404
    assert b"Talk to us first." in his.get(reverse("marketplace-proposal", args=[proposal.pk])).content


def test_what_joan_answers_the_council_does_not_see(joan, samuel, listing, pot, ben):
    proposal = market.proposal(listing, pot)
    staff = sessions.enter(Client(), samuel)
    assert staff.get(reverse("staff-proposal", args=[proposal.pk])).status_code == 404
    assert b"Nothing to look at" in staff.get(reverse("staff-proposals")).content


def test_who_sees_no_lines_finds_only_what_she_proposed_herself(joan, listing, pot, ben):
    blind = people.user("Pays And Sees No Lines")
    mandate = people.mandate(joan, blind, Scope.ORDER, Scope.PAY)
    proposal = market.proposal(listing, pot)
    client, one = sessions.enter(Client(), blind, acting=mandate), reverse("marketplace-proposal", args=[proposal.pk])
    assert client.get(one).status_code == 404
    assert b"Nothing waits" in client.get(reverse("marketplace-proposals")).content
    assert client.post(reverse("marketplace-proposal-take-back", args=[proposal.pk])).status_code == 404


def test_she_takes_it_back(joan, listing, pot, ben):
    proposal = market.proposal(listing, pot)
    his = sessions.enter(Client(), ben, acting=ben.mandates.get())
    his.post(reverse("marketplace-proposal-take-back", args=[proposal.pk]))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.closed_at is not None) == ("taken_back", True)
    assert booking_proposals.to_answer(joan, joan.user) == []
