"""Invoices of a month that is over: numbered without gaps, never changed, credited where money went back."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction

from accounts.models import AuditLine
from directory.models import PersonalAssistantProfile
from marketplace import wiring
from marketplace.actions import invoices, visits
from marketplace.actions.moves import Refused
from marketplace.models import Invoice, InvoiceLine
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories.marketplace import TUESDAY

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
DECEMBER = datetime(2026, 12, 1, 1, tzinfo=LONDON)
JANUARY = datetime(2027, 1, 1, 1, tzinfo=LONDON)


@pytest.fixture
def listing():
    return market.listing()


@pytest.fixture
def pot():
    return market.pot(people.person())


def all_of(payee):
    found = Invoice.objects.filter(payee=payee).order_by("number")
    return [(one.number, one.kind, one.total_pence, one.dated_on) for one in found]


def refund(visit, pence, at):
    return visits.refund(
        visit=visit, pence=pence, reason="We were late", by=market.seller_user(visit.order.listing), at=at
    )


def settled(listing, pot, weeks=0):
    first = TUESDAY + timedelta(weeks=weeks)
    return market.settled(of=listing, pot=pot, first=first, at=first - timedelta(days=3))


def test_a_month_that_is_over_is_invoiced_once(listing, pot):
    first = settled(listing, pot)
    assert invoices.make_due(DECEMBER - timedelta(hours=2)).made == 0
    assert invoices.make_due(DECEMBER).made == 1
    assert invoices.make_due(DECEMBER).made == 0
    assert all_of(listing.payee) == [(1, "invoice", 3300, date(2026, 12, 1))]
    invoice = Invoice.objects.get()
    assert (invoice.first_day, invoice.last_day) == (date(2026, 11, 1), date(2026, 11, 30))
    assert [(line.visit, line.pence, line.minutes) for line in invoice.lines.all()] == [(first, 3300, 120)]
    assert (invoice.seller_name, invoice.called) == ("Ben Okafor", f"{listing.payee.reference}-0001")
    assert AuditLine.objects.get(action="invoice.made").detail == {"pence": 3300, "lines": 1}


def test_numbers_follow_one_another_for_each_seller(listing, pot):
    other = market.listing(personal_assistant=market.assistant("Ada Quill"))
    for weeks in (0, 1, 6, 10):
        settled(listing, pot, weeks)
    settled(other, pot, 2)
    invoices.make_due(JANUARY + timedelta(days=31 + 28))
    assert [(number, pence) for number, _, pence, _ in all_of(listing.payee)] == [
        (1, 3300),
        (2, 3300),
        (3, 3300),
        (4, 3300),
    ]
    assert [number for number, *_ in all_of(other.payee)] == [1]
    months = Invoice.objects.filter(payee=listing.payee).order_by("number").values_list("first_day", flat=True)
    assert list(months) == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]


def test_what_went_back_is_credited_and_the_invoice_stays(listing, pot):
    visit = settled(listing, pot)
    invoices.make_due(DECEMBER)
    refund(visit, 500, DECEMBER + timedelta(hours=9))
    assert invoices.make_due(DECEMBER + timedelta(days=1)).made == 1
    assert invoices.make_due(DECEMBER + timedelta(days=1)).made == 0
    refund(visit, 300, DECEMBER + timedelta(days=2))
    invoices.make_due(DECEMBER + timedelta(days=3))
    assert [each[:3] for each in all_of(listing.payee)] == [
        (1, "invoice", 3300),
        (2, "credit_note", 500),
        (3, "credit_note", 300),
    ]
    note = Invoice.objects.get(number=2)
    assert (note.credits.number, note.signed_pence) == (1, -500)
    assert sum(line.pence for line in InvoiceLine.objects.filter(is_credit=True)) == 800


def test_what_went_back_before_the_month_was_over_is_on_both(listing, pot):
    refund(settled(listing, pot), 500, TUESDAY + timedelta(days=1))
    invoices.make_due(DECEMBER)
    invoices.make_due(DECEMBER + timedelta(hours=1))
    assert [each[:3] for each in all_of(listing.payee)] == [(1, "invoice", 3300), (2, "credit_note", 500)]


def test_one_who_is_employed_gets_no_invoice(listing, pot):
    settled(listing, pot)
    PersonalAssistantProfile.objects.update(employment="employee")
    assert invoices.make_due(DECEMBER).made == 0
    with pytest.raises(Refused) as caught:
        invoices.make(payee=listing.payee, at=DECEMBER)
    assert (caught.value.code, Invoice.objects.count()) == ("employee", 0)


def test_a_seller_who_is_refused_stops_no_other_and_is_reported(listing, pot):
    other = market.listing(personal_assistant=market.assistant("Ada Quill"))
    settled(listing, pot)
    settled(other, pot)
    market.listing(personal_assistant=market.maria(), payee=listing.payee, published=False)
    due = invoices.make_due(DECEMBER)
    assert [(payee, why.code) for payee, why in due.refused] == [(listing.payee, "employee")]
    assert (due.made, all_of(listing.payee), len(all_of(other.payee))) == (1, [], 1)
    said = f"0 invoices and credit notes, refused for {listing.payee.reference} (employee)"
    assert wiring.papers(DECEMBER) == said


@pytest.mark.parametrize(
    "change", [lambda: Invoice.objects.update(total_pence=1), lambda: InvoiceLine.objects.all().delete()]
)
def test_the_database_keeps_what_was_written(listing, pot, change):
    settled(listing, pot)
    invoices.make_due(DECEMBER)
    with pytest.raises(DatabaseError), transaction.atomic():
        change()
    assert (Invoice.objects.get().total_pence, InvoiceLine.objects.count()) == (3300, 1)


def test_a_failure_leaves_no_gap(listing, pot, monkeypatch):
    settled(listing, pot)
    monkeypatch.setattr(invoices, "_line", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        invoices.make_due(DECEMBER)
    monkeypatch.undo()
    invoices.make_due(DECEMBER)
    assert [number for number, *_ in all_of(listing.payee)] == [1]


def test_a_late_cancellation_that_is_owed_is_invoiced(listing, pot):
    visit = market.planned(listing, pot, first=TUESDAY + timedelta(days=21))
    late = visit.starts_at - timedelta(hours=3)
    visits.cancel(visit=visit, by=pot.person.user, party="person", at=late)
    invoices.make_due(JANUARY)
    assert [each[1:3] for each in all_of(listing.payee)] == [("invoice", 1650)]
    assert InvoiceLine.objects.get().minutes is None
