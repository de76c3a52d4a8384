"""A successor takes over the listing and the orders, once and whole (issue 8 §2)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import payments
from accounts.models import AuditLine, Notice
from accounts.roles import Role, Scope
from directory.actions import proposals, services, successions
from directory.approval_rules import State
from directory.models import Approval, ChangeProposal, Service, Succession
from directory.refusals import Refused
from marketplace.actions import invoices, visits
from marketplace.actions import successions as sales
from marketplace.actions.visits import cancel_costs
from marketplace.models import Invoice, Listing, Order, SaleHandover
from marketplace.permissions import NotYours, sellers_of
from marketplace.queries import desk
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory as make
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
HERS = "marketplace/emails/seller_changed"


@pytest.fixture
def acorn():
    """The service of a provider, from CQC's file, with its page, its place and its number."""
    service = make.service(
        "Oak House",
        organisation=make.organisation("Acorn Care"),
        gives_personal_care=True,
        cqc_location_id="1-100",
        source="cqc",
        source_id="1-100",
        confirmed_on=date(2026, 5, 1),
        confirmed_as="Acorn",
    )
    make.place(service, postcode="AM3 2QT")
    make.member(service.organisation, people.user("Ann Acorn"))
    return service


@pytest.fixture
def oak():
    """What CQC registers instead, as the import made it."""
    service = make.service(
        "Oak House Care",
        organisation=make.organisation("Oak Homes", email="hello@oak.example"),
        gives_personal_care=True,
        cqc_location_id="1-200",
        source="cqc",
        source_id="1-200",
        status="published",
    )
    make.place(service, postcode="AM3 2QT", source="cqc", source_id="1-200")
    return service


@pytest.fixture
def listing(acorn):
    return market.listing(service=acorn, title="An hour at home")


@pytest.fixture
def rosa():
    return people.person("Rosa Alvarez")


@pytest.fixture
def booked(listing, rosa):
    """Two visits were done, of which one is paid; two are to come."""
    made = market.accepted(listing, market.pot(rosa), weeks=4, first=market.soon(-10), at=market.soon(-12))
    first, second = made.visits.order_by("number")[:2]
    manager = listing.service.organisation.members.get().user
    for visit in (first, second):
        visits.deliver(visit=visit, minutes=120, by=manager, at=visit.ends_at)
    visits.confirm(visit=first, by=rosa.user, at=first.ends_at + timedelta(hours=1))
    return made


@pytest.fixture
def editor():
    return people.staff(Role.EDITOR, name="Eleanor Marsh")


def end(service):
    service.refresh_from_db()
    services.end_registration(service=service, on=timezone.localdate(), by=None)


def take_over(acorn, oak, editor):
    return successions.take_over(service=acorn, successor=oak, by=editor)


def text(response):
    return " ".join(response.content.decode().split())


def test_the_record_goes_on_under_the_new_provider_with_its_ids(acorn, oak, listing, editor):
    at, uuid, slug = acorn.at_locations.get(), acorn.uuid, acorn.slug
    end(acorn)
    take_over(acorn, oak, editor)
    after = Service.objects.get(uuid=uuid)
    assert (after.slug, after.organisation.name, after.name, after.status) == (slug, "Oak Homes", oak.name, "published")
    assert (after.cqc_location_id, after.source_id, after.cqc_ended_on) == ("1-200", "1-200", None)
    assert (after.at_locations.get().uuid, after.at_locations.get().location.source_id) == (at.uuid, "1-200")
    assert after.confirmed_as != "Acorn"
    gone = Service.objects.get(pk=oak.pk)
    assert (gone.status, gone.cqc_location_id, gone.source_id) == ("withdrawn", "", "1-100")
    assert Client().get(reverse("directory-service", args=[gone.slug])).url == reverse("directory-service", args=[slug])
    made = Succession.objects.get()
    assert (made.from_location_id, made.to_location_id, made.by) == ("1-100", "1-200", editor)
    assert AuditLine.objects.filter(action="service.taken_over", subject=f"service:{acorn.pk}").count() == 1


def test_visits_to_come_are_paid_to_the_new_provider_and_what_was_earned_stays(acorn, oak, listing, booked, editor):
    before = listing.payee
    prices = list(booked.visits.order_by("pk").values_list("price_pence", "starts_at", "state"))
    owed = market.owed(listing)
    end(acorn)
    take_over(acorn, oak, editor)
    listing.refresh_from_db()
    booked.refresh_from_db()
    assert listing.payee != before
    assert (booked.payee, booked.seller_name, listing.seller_name) == (listing.payee, "Oak Homes", "Oak Homes")
    paid = list(booked.visits.order_by("number").values_list("payment__payee", flat=True))
    assert paid == [before.pk, before.pk, listing.payee.pk, listing.payee.pk]
    assert list(booked.visits.order_by("pk").values_list("price_pence", "starts_at", "state")) == prices
    assert (desk.owed_pence([before]), market.owed(listing)) == (owed, 0)
    second, third = booked.visits.order_by("number")[1:3]
    visits.confirm(visit=second, by=booked.person.user)
    assert (desk.owed_pence([before]), market.owed(listing)) == (owed + second.price_pence, 0)
    visits.deliver(visit=third, minutes=120, by=manager_of(oak), at=third.ends_at)
    visits.confirm(visit=third, by=booked.person.user, at=third.ends_at)
    assert (desk.owed_pence([before]), market.owed(listing)) == (owed + second.price_pence, third.price_pence)


def manager_of(service):
    return make.member(service.organisation, people.user(f"Manager of {service.organisation}")).user


def test_each_provider_is_invoiced_for_its_own_visits(acorn, oak, listing, booked, editor):
    before = listing.payee
    end(acorn)
    take_over(acorn, oak, editor)
    listing.refresh_from_db()
    booked.refresh_from_db()
    third = booked.visits.get(number=3)
    visits.deliver(visit=third, minutes=120, by=manager_of(oak), at=third.ends_at)
    visits.confirm(visit=third, by=booked.person.user, at=third.ends_at)
    invoices.make_due(timezone.now() + timedelta(days=70))
    made = {one.payee: [line.visit.number for line in one.lines.order_by("pk")] for one in Invoice.objects.all()}
    assert made == {before: [1], listing.payee: [3]}


def test_the_provider_before_still_sees_its_money_and_the_new_one_does_not(acorn, oak, listing, booked, editor):
    ann, olive = acorn.organisation.members.get().user, manager_of(oak)
    before = listing.payee
    end(acorn)
    take_over(acorn, oak, editor)
    listing.refresh_from_db()
    theirs = [desk.payees(seller.payees) for seller in (*sellers_of(ann), *sellers_of(olive))]
    assert theirs == [[before], [listing.payee]]
    second = booked.visits.get(number=2)  # recorded before, and not confirmed yet
    assert [desk.waiting_pence(payees) for payees in theirs] == [(second.owed_pence, 0), (0, 0)]
    for user, sees in ((ann, 1), (olive, 0)):
        client = people.sign_in(Client(), user)
        assert client.get(reverse("provider-money")).content.decode().count("Your latest confirmed visits") == sees


def test_people_are_told_once_and_may_end_it_at_no_cost(acorn, oak, listing, booked, rosa, editor):
    """She did not choose this seller: however late it is, and though the first 14 days are over."""
    sees = people.mandate(rosa, people.user("Amira"), Scope.SEE_BALANCE, Scope.SEE_LINES).delegate
    last = booked.visits.get(number=4)
    end(acorn)
    take_over(acorn, oak, editor)
    booked.refresh_from_db()
    last = booked.visits.get(number=4)
    assert [one.to for one in Notice.objects.filter(template=HERS).order_by("pk")] == [rosa.user, sees]
    assert all("care" not in one.subject.lower() for one in Notice.objects.filter(template=HERS))
    assert cancel_costs(last, last.starts_at - timedelta(minutes=1)) == 0
    page = text(sessions.enter(Client(), rosa.user).get(booked.get_absolute_url()))
    assert "Oak Homes took this over on" in page
    assert "You did not choose Oak Homes, so cancelling costs nothing" in page
    assert "Another provider took this over" in page
    assert Order.objects.get().state == "accepted"


def test_twice_is_once(acorn, oak, listing, booked, editor):
    end(acorn)
    first = take_over(acorn, oak, editor)
    payee = Listing.objects.get().payee
    assert take_over(acorn, oak, editor) == first
    sales.follow(successions.bookings.Succeeded(acorn, first.from_organisation, first.to_organisation, None, first.at))
    assert (Succession.objects.count(), SaleHandover.objects.count()) == (1, 1)
    assert Listing.objects.get().payee == payee
    assert Notice.objects.filter(template=HERS).count() == 1


def test_what_breaks_half_way_leaves_nothing_done(acorn, oak, listing, booked, editor, monkeypatch):
    end(acorn)
    before = listing.payee

    def breaks(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(successions.documents, "refresh_services", breaks)
    with pytest.raises(RuntimeError):
        take_over(acorn, oak, editor)
    monkeypatch.undo()
    assert (Succession.objects.count(), SaleHandover.objects.count(), Listing.objects.get().payee) == (0, 0, before)
    take_over(acorn, oak, editor)
    assert Succession.objects.count() == 1


def test_who_sells_already_is_paid_as_for_that_and_who_does_not_waits_for_finance(acorn, oak, listing, booked, editor):
    finance = sessions.enter(Client(), people.staff(Role.FINANCE, name="Martin Cole"))
    assert "Nobody to set up" in text(finance.get(reverse("staff-to-set-up")))
    end(acorn)
    assert "must be set up to be paid" in sales.selling(acorn, oak.organisation, timezone.now()).paid
    take_over(acorn, oak, editor)
    waiting = text(finance.get(reverse("staff-to-set-up")))
    assert "Took over from Acorn Care" in waiting
    assert "1 provider took over and cannot be paid yet" in text(finance.get("/staff/"))


def test_a_seller_with_an_account_keeps_it(acorn, oak, listing, booked, editor):
    theirs = payments.open_payee(name="Oak", sort_code="20-00-00", account_number="55779911")
    other = make.service("Oak Lodge", organisation=oak.organisation)
    market.listing(service=other, title="Days", payee=theirs)
    end(acorn)
    assert (
        sales.selling(acorn, oak.organisation, timezone.now()).paid == "Oak Homes is paid as for what it sells already"
    )
    take_over(acorn, oak, editor)
    assert Listing.objects.get(pk=listing.pk).payee == theirs
    assert sales.not_set_up() == []


def test_what_was_checked_of_the_one_before_is_not_taken_along(acorn, oak, editor):
    days = {"approved_on": date(2026, 9, 3), "until": date(2029, 3, 31), "decided_at": make.NOON}
    make.approval(None, service=acorn, state="approved", decided_by=editor, **days)
    end(acorn)
    take_over(acorn, oak, editor)
    assert Approval.objects.get().state == State.WITHDRAWN


def test_nobody_takes_over_what_is_still_registered_nor_without_a_registration(acorn, oak, editor):
    with pytest.raises(Refused, match="still registered"):
        take_over(acorn, oak, editor)
    end(acorn)
    end(oak)
    with pytest.raises(Refused, match="not registered with CQC now"):
        take_over(acorn, oak, editor)


def test_staff_choose_check_and_let_it_happen(acorn, oak, listing, booked, editor):
    end(acorn)
    staff = sessions.enter(Client(), editor)
    assert "Acorn Care" in text(staff.get(reverse("staff-successors")))
    one = reverse("staff-successor", args=[acorn.pk])
    assert "Oak House Care, Oak Homes (1-200)" in text(staff.get(one))
    assert "Enter the id of the location" in text(staff.post(one, {"successor": "other"}))
    assert "We know no location" in text(staff.post(one, {"successor": "other", "location": "1-999"}))
    given = {"successor": "other", "location": "1-200"}
    asked = text(staff.post(one, given))
    assert "1-100 becomes 1-200" in asked
    assert "1 offer. 1 person has 2 visits to come" in asked
    assert Succession.objects.count() == 0
    assert staff.post(one, {**given, "confirm": "1"}).url == reverse("staff-successors")
    done = text(staff.get(reverse("staff-successors")))
    assert ("from Acorn Care" in done, "Nothing to look at" in done) == (True, True)
    assert staff.get(one).status_code == 404


@pytest.fixture
def joan(listing):
    """She had one visit, which is recorded and paid; nothing is to come."""
    joan = people.person("Joan Whitfield")
    order = market.accepted(listing, market.pot(joan), first=market.soon(-10), at=market.soon(-12))
    visit = order.visits.get()
    visits.deliver(visit=visit, minutes=120, by=manager_of_listing(listing), at=visit.ends_at)
    visits.confirm(visit=visit, by=joan.user, at=visit.ends_at + timedelta(hours=1))
    return order


def manager_of_listing(listing):
    return listing.service.organisation.members.get().user


def test_whoever_comes_after_reads_nothing_of_people_who_were_never_theirs(acorn, oak, listing, joan, editor):
    ann, olive = acorn.organisation.members.get().user, manager_of(oak)
    end(acorn)
    take_over(acorn, oak, editor)
    address = reverse("provider-order", args=[joan.reference])
    answers = [people.sign_in(Client(), user).get(address).status_code for user in (ann, olive)]
    assert answers == [200, 404]
    past = [text(people.sign_in(Client(), user).get(reverse("provider-past"))) for user in (ann, olive)]
    assert ["Joan" in page for page in past] == [True, False]


def test_what_stayed_is_answered_for_by_whoever_sold_it(acorn, oak, listing, joan, editor):
    ann, olive = acorn.organisation.members.get().user, manager_of(oak)
    end(acorn)
    take_over(acorn, oak, editor)
    visit = Order.objects.get().visits.get()
    with pytest.raises(NotYours):
        visits.refund(visit=visit, pence=100, reason="Late", by=olive)
    visits.refund(visit=visit, pence=100, reason="Late", by=ann)
    assert Order.objects.get().visits.get().refunded_pence == 100


def test_a_successor_gives_away_nothing_that_the_provider_before_earned(acorn, oak, listing, booked, editor):
    """Of an order that went along, the visits before were earned by somebody else."""
    olive, owed = manager_of(oak), market.owed(listing)
    joan = people.person("Joan Whitfield")
    other = market.accepted(listing, market.pot(joan), weeks=4, first=market.soon(-11), at=market.soon(-13))
    visits.miss(visit=other.visits.get(number=1), by=joan.user)
    end(acorn)
    take_over(acorn, oak, editor)
    first, missed = (Order.objects.get(pk=one.pk).visits.get(number=1) for one in (booked, other))
    with pytest.raises(NotYours):
        visits.refund(visit=first, pence=first.paid_pence, reason="They were late", by=olive)
    with pytest.raises(NotYours):
        visits.agree_missed(visit=missed, by=olive)
    assert desk.owed_pence([first.payment.payee]) == owed


def test_a_visit_from_before_is_recorded_by_whoever_did_it_and_the_successor_does_not_see_it(
    acorn, oak, listing, rosa, editor
):
    """Whoever did it is paid for it, so it is theirs to record, answer for and give back."""
    ann, olive, before = acorn.organisation.members.get().user, manager_of(oak), listing.payee
    type(rosa).objects.filter(pk=rosa.pk).update(address="12 Weir Street")
    order = market.accepted(listing, market.pot(rosa), weeks=3, first=market.soon(-2), at=market.soon(-12))
    end(acorn)
    take_over(acorn, oak, editor)
    order.refresh_from_db()
    done, coming = order.visits.get(number=1), order.visits.get(number=2)
    assert (order.sold_by, done.sold_by, coming.sold_by) == (oak.organisation, acorn.organisation, oak.organisation)
    hers, theirs = (people.sign_in(Client(), user) for user in (ann, olive))
    page, record = reverse("provider-order", args=[order.reference]), done_page(done, "record")
    days = [f"{visit.starts_at:%-d %B}" for visit in (done, coming)]
    assert [[day in text(client.get(page)) for day in days] for client in (hers, theirs)] == [
        [True, False],
        [False, True],
    ]
    assert ("Another provider took this over" in text(hers.get(page)), "12 Weir Street" in text(hers.get(page))) == (
        True,
        False,
    )
    assert [client.get(record).status_code for client in (hers, theirs)] == [200, 404]
    assert [client.get(done_page(coming, "cancel")).status_code for client in (hers, theirs)] == [404, 200]
    to_record = [desk.to_record(seller.visits, timezone.now()) for who in (ann, olive) for seller in sellers_of(who)]
    assert [list(found) for found in to_record] == [[done], []]
    with pytest.raises(NotYours):
        visits.deliver(visit=done, minutes=60, by=olive)
    hers.post(record, {"hours": "1", "minutes": "0"})
    done.refresh_from_db()
    assert (done.state, done.delivered_by) == ("delivered", ann)
    visits.confirm(visit=done, by=rosa.user)
    assert desk.owed_pence([before]) == done.paid_pence > 0
    visits.refund(visit=Order.objects.get().visits.get(number=1), pence=100, reason="Late", by=ann)


def test_what_is_said_of_a_visit_from_before_goes_to_whoever_did_it(acorn, oak, listing, booked, editor):
    ann, olive = acorn.organisation.members.get().user, manager_of(oak)
    other = market.accepted(
        listing, market.pot(people.person("Joan Whitfield")), weeks=4, first=market.soon(-2), at=market.soon(-13)
    )
    end(acorn)
    take_over(acorn, oak, editor)
    Notice.objects.all().delete()
    visit = Order.objects.get(pk=other.pk).visits.get(number=1)
    visits.miss(visit=visit, by=other.person.user)
    assert [one.to for one in Notice.objects.filter(template__endswith="visit_missed")] == [ann]
    visits.agree_missed(visit=visit, by=ann)
    assert olive not in [one.to for one in Notice.objects.all()]


def test_what_the_provider_before_was_writing_ends_and_the_new_one_goes_on_with_its_own(acorn, oak, editor):
    ann, olive = acorn.organisation.members.get().user, manager_of(oak)
    sent = proposals.write(subject=acorn, of=acorn.organisation, values={"name": "Ann’s house"}, by=ann)
    proposals.send(proposal=sent, by=ann)
    hers = proposals.write(subject=acorn, of=acorn.organisation, values={"summary": "Ann’s words"}, by=ann)
    mine = proposals.write(subject=oak, of=oak.organisation, values={"summary": "Olive’s words"}, by=olive)
    end(acorn)
    take_over(acorn, oak, editor)
    states = {one.pk: (one.state, one.reasons) for one in ChangeProposal.objects.all()}
    gone = ("withdrawn", successions.REASON)
    assert states == {sent.pk: gone, hers.pk: gone, mine.pk: ("draft", "")}
    client = people.sign_in(Client(), olive)
    page = text(client.get(reverse("provider-page", args=["service", acorn.pk])))
    assert ("Olive’s words" in page, "Ann’s" in page, "What you sent" in page) == (True, False, False)
    assert client.get(reverse("provider-page-change", args=[sent.pk])).status_code == 404
    client.post(reverse("provider-page-send", args=["service", acorn.pk]))
    assert ChangeProposal.objects.get(pk=mine.pk).state == "waiting"


def done_page(visit, name):
    return reverse(f"provider-visit-{name}", args=[visit.order.reference, visit.number])
