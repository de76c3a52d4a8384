"""Invoices, remittance advice and a year's earnings as pages and as spreadsheets. They add up."""

import csv
from datetime import date, datetime, timedelta
from io import StringIO
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from accounts import payments
from accounts.actions import payment_files, payment_returns
from accounts.roles import Role
from directory.models import PersonalAssistantProfile
from marketplace import tax_years
from marketplace.actions import invoices, queries, visits
from marketplace.models import Invoice
from marketplace.permissions import sellers_of
from marketplace.queries import earnings, remittances
from marketplace.tax_years import TaxYear
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market
from tests.factories.marketplace import TUESDAY

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
DECEMBER = datetime(2026, 12, 1, 1, tzinfo=LONDON)


@pytest.fixture
def listing():
    payee = payments.open_payee(name="Ben Okafor", sort_code="20-00-00", account_number="55779911")
    return market.listing(payee=payee)


@pytest.fixture
def pot():
    return market.pot(people.person(), pence=200_000)


@pytest.fixture
def ben(listing):
    return sessions.enter(Client(), market.seller_user(listing))


@pytest.fixture
def two():
    return people.user("Martin"), people.user("Wendy")


def settled(listing, pot, weeks=0, **more):
    first = TUESDAY + timedelta(weeks=weeks)
    return market.settled(of=listing, pot=pot, first=first, at=first - timedelta(days=3), **more)


def refund(visit, pence, at):
    by = market.seller_user(visit.order.listing)
    return visits.refund(visit=visit, pence=pence, reason="Late", by=by, at=at)


def prepared(two, at):
    return payment_files.prepare(by=two[0], at=at)


def released(two, file, at):
    return payment_files.release(file=file, by=two[1], at=at).lines.get()


def pay(two, at):
    return released(two, prepared(two, at), at + timedelta(hours=3))


def pence_of(line):
    found = remittances.advice(line)
    assert sum(part.pence for part in found.parts) == line.pence
    return [part.pence for part in found.parts]


def day(weeks, hours=12):
    return TUESDAY + timedelta(weeks=weeks, hours=hours)


def test_a_payment_is_exactly_its_visits(listing, pot, two):
    settled(listing, pot)
    settled(listing, pot, 1)
    first = pay(two, day(1, 30))
    settled(listing, pot, 2)
    second = pay(two, day(2, 30))
    assert (pence_of(first), pence_of(second)) == ([3300, 3300], [3300])


def test_what_came_in_while_a_file_waited_is_in_the_next_payment(listing, pot, two):
    settled(listing, pot)
    file = prepared(two, day(0, 30))
    settled(listing, pot, 1)
    first = released(two, file, day(1, 40))
    settled(listing, pot, 2)
    second = pay(two, day(2, 30))
    third_file_waits = settled(listing, pot, 3)
    assert (pence_of(first), pence_of(second)) == ([3300], [3300, 3300])
    assert third_file_waits.paid_pence == 3300


def test_what_was_given_back_comes_off_the_next_payment(listing, pot, two):
    visit = settled(listing, pot)
    pay(two, day(0, 30))
    refund(visit, 1000, day(1, 1))
    settled(listing, pot, 1)
    line = pay(two, day(1, 30))
    assert pence_of(line) == [-1000, 3300]
    advice = remittances.advice(line)
    assert (advice.visits_pence, advice.back_pence) == (3300, -1000)
    assert advice.parts[0].words == "Tuesday 24 November, 9am to 11am: given back"


def test_given_and_taken_while_the_file_waited_leaves_it_as_it_was_prepared(listing, pot, two):
    visit = settled(listing, pot)
    file = prepared(two, day(0, 30))
    settled(listing, pot, 1)
    refund(visit, 3300, day(1, 35))
    first = released(two, file, day(1, 40))
    settled(listing, pot, 2)
    second = pay(two, day(2, 30))
    assert (pence_of(first), pence_of(second)) == ([3300], [3300, -3300, 3300])


def test_a_payment_that_the_bank_sent_back_is_in_the_next(listing, pot, two):
    settled(listing, pot)
    line = pay(two, day(0, 30))
    payment_returns.record(line=line, reason="closed", returned_on=date(2026, 11, 26), by=two[0], at=day(0, 60))
    settled(listing, pot, 1)
    again = pay(two, day(1, 30))
    assert pence_of(again) == [3300, 3300]
    assert remittances.advice(again).parts[0].words == "A payment that did not reach you"


def test_the_remittance_page_and_its_spreadsheet(ben, listing, pot, two):
    refund(settled(listing, pot), 300, day(0, 20))
    line = pay(two, day(0, 30))
    text = ben.get(reverse("provider-remittance", args=[line.pk])).content.decode()
    for words in ("Rosa Alvarez", "£33.00", "−£3.00", "£30.00", "account ending 9911"):
        assert words in text
    answer = ben.get(reverse("provider-remittance-csv", args=[line.pk]))
    rows = list(csv.DictReader(StringIO(answer.content.decode())))
    assert [row["Amount in pounds"] for row in rows] == ["33.00", "-3.00", "30.00"]
    assert answer["Cache-Control"] == "no-store"


def test_a_payment_that_came_back_says_so_where_it_was_paid(ben, listing, pot, two):
    settled(listing, pot)
    line = pay(two, TUESDAY + timedelta(days=1))
    payment_returns.record(line=line, reason="closed", returned_on=date(2026, 11, 28), by=two[0])
    for page in (reverse("provider-money"), reverse("provider-remittance", args=[line.pk])):
        said = "Your bank sent it back on 28 November 2026. A later payment makes up for it"
        assert said in ben.get(page).content.decode(), page


@pytest.mark.parametrize("number", [1, 3])
def test_the_remittance_costs_the_same(ben, listing, pot, two, number, django_assert_num_queries):
    for weeks in range(number):
        settled(listing, pot, weeks)
    line = pay(two, day(4))
    ben.get(reverse("provider-remittance", args=[line.pk]))
    with django_assert_num_queries(15):
        ben.get(reverse("provider-remittance", args=[line.pk]))


def test_an_invoice_and_its_credit_note_as_pages_and_spreadsheets(ben, listing, pot):
    assert "No invoices yet" in ben.get(reverse("provider-invoices")).content.decode()
    visit = settled(listing, pot)
    invoices.make_due(DECEMBER)
    refund(visit, 500, DECEMBER)
    invoices.make_due(DECEMBER + timedelta(hours=1))
    first, note = Invoice.objects.order_by("number")
    index = ben.get(reverse("provider-invoices")).content.decode()
    assert [first.called in index, note.called in index, "−£5.00" in index] == [True, True, True]
    text = ben.get(first.get_absolute_url()).content.decode()
    for words in ("Rosa Alvarez", "24 November 2026, 9am to 11am", "£33.00", note.get_absolute_url()):
        assert words in text
    assert first.called in ben.get(note.get_absolute_url()).content.decode()
    answer = ben.get(reverse("provider-invoice-csv", args=[note.pk]))
    rows = list(csv.DictReader(StringIO(answer.content.decode())))
    assert [(row["Visit"], row["Amount in pounds"]) for row in rows] == [
        (f"{visit.order.reference}-1", "-5.00"),
        ("Total", "-5.00"),
    ]


def decided(visit, part, at):
    asked = queries.ask(visit=visit, reason="They left early", by=visit.order.person.user, at=at)
    given = {"explanation": "We heard both", "part_pence": part, "at": at + timedelta(hours=1)}
    queries.decide(query=asked, decision="part", by=people.staff(Role.PRACTITIONER), **given)


def on_paper(ben, paper):
    """Whether the page says what the council decided; and what each visit of the spreadsheet says."""
    answer = ben.get(reverse("provider-invoice-csv", args=[paper.pk]))
    said = [row["Why"] for row in csv.DictReader(StringIO(answer.content.decode()))][:-1]
    return "The council decided: £16.00 of £33.00" in ben.get(paper.get_absolute_url()).content.decode(), said


def test_an_amount_that_the_council_decided_says_so(ben, listing, pot):
    settled(listing, pot, 1)
    visit = market.planned(listing, pot, first=TUESDAY)
    visits.deliver(visit=visit, minutes=120, by=market.seller_user(listing), at=TUESDAY + timedelta(hours=2))
    decided(visit, 1600, TUESDAY + timedelta(hours=4))
    invoices.make(payee=listing.payee, at=DECEMBER + timedelta(days=31))
    first, other = Invoice.objects.order_by("number")
    assert (first.total_pence, other.total_pence) == (1600, 3300)
    assert on_paper(ben, first) == (True, ["the council decided: £16.00 of £33.00"])
    assert on_paper(ben, other) == (False, [""])


def test_a_credit_note_says_that_the_council_decided_and_its_invoice_does_not(ben, listing, pot):
    visit = settled(listing, pot)
    invoices.make_due(DECEMBER)
    decided(visit, 1600, DECEMBER + timedelta(days=1))
    invoices.make_due(DECEMBER + timedelta(days=2))
    refund(visit, 500, DECEMBER + timedelta(days=3))
    invoices.make_due(DECEMBER + timedelta(days=4))
    assert [on_paper(ben, paper) for paper in Invoice.objects.order_by("number")] == [
        (False, [""]),
        (True, ["the council decided: £16.00 of £33.00"]),
        (False, [""]),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_an_invoice_costs_the_same(ben, listing, pot, number, django_assert_num_queries):
    for hours in range(number):
        visit = market.planned(listing, pot, first=TUESDAY + timedelta(hours=3 * hours))
        visits.deliver(visit=visit, minutes=120, by=market.seller_user(listing), at=day(1))
        visits.confirm(visit=visit, by=pot.person.user, at=day(1))
    invoices.make(payee=listing.payee, at=DECEMBER + timedelta(days=31))
    found = Invoice.objects.get()
    assert found.lines.count() == number
    for address, most in ((found.get_absolute_url(), 16), (reverse("provider-invoices"), 12)):
        ben.get(address)
        with django_assert_num_queries(most):
            ben.get(address)


def test_a_scheduler_sees_no_papers(pot):
    service = directory.service()
    planner = directory.member(service.organisation, people.user("Planner"), role="scheduler").user
    assert sessions.enter(Client(), planner).get(reverse("provider-invoices")).status_code == 403


def test_one_who_is_employed_reads_what_that_means(ben):
    PersonalAssistantProfile.objects.update(employment="employee")
    text = ben.get(reverse("provider-invoices")).content.decode()
    assert "The person you support is your employer" in text
    assert "/advice/employing-a-personal-assistant/" in text


# The tax year


@pytest.mark.parametrize(
    ("on", "year"),
    [(date(2026, 4, 5), 2025), (date(2026, 4, 6), 2026), (date(2026, 12, 31), 2026), (date(2027, 1, 1), 2026)],
)
def test_the_tax_year_of_a_day(on, year):
    assert tax_years.of(on) == TaxYear(year)


def test_the_parts_of_a_year_are_the_year():
    parts = TaxYear(2027).months  # with a 29 February
    assert (parts[0][0], parts[-1][1], len(parts)) == (date(2027, 4, 6), date(2028, 4, 5), 13)
    assert all(later[0] - earlier[1] == timedelta(days=1) for earlier, later in pairwise(parts))
    assert parts[10] == (date(2028, 2, 1), date(2028, 2, 29))


def test_a_year_adds_up(listing, pot, two):
    visit = settled(listing, pot)
    settled(listing, pot, 1)
    refund(visit, 1000, day(1, 5))
    line = pay(two, day(1, 30))
    (seller,) = sellers_of(market.seller_user(listing))
    found = earnings.of(seller.visits, seller.payees, TaxYear(2026))
    assert (found.confirmed_pence, found.back_pence, found.paid_pence) == (6600, 1000, 5600)
    november = next(part for part in found.parts if part.first == date(2026, 11, 1))
    assert (november.confirmed_pence, november.back_pence, november.paid_pence) == (3300, 0, 0)
    payment_returns.record(line=line, reason="closed", returned_on=date(2027, 1, 4), by=two[0], at=day(6))
    assert earnings.of(seller.visits, seller.payees, TaxYear(2026)).paid_pence == 0
    assert earnings.of(seller.visits, seller.payees, TaxYear(2025)).confirmed_pence == 0


def test_the_page_of_a_year_and_its_spreadsheet(ben, listing, pot, two):
    settled(listing, pot)
    pay(two, day(0, 30))
    page = ben.get(reverse("provider-earnings"), {"year": "2026"})
    assert "£33.00" in page.content.decode()
    for wrong in ("", "x", "1066", "²026"):
        assert ben.get(reverse("provider-earnings"), {"year": wrong}).status_code == 200
    rows = list(csv.reader(StringIO(ben.get(f"{reverse('provider-earnings-csv')}?year=2026").content.decode())))
    assert (len(rows), rows[-1]) == (15, ["In all", "", "33.00", "0.00", "33.00"])


@pytest.mark.parametrize("number", [1, 3])
def test_a_year_costs_the_same(ben, listing, pot, number, django_assert_num_queries):
    for weeks in range(number):
        settled(listing, pot, weeks)
    ben.get(reverse("provider-earnings"))
    with django_assert_num_queries(13):
        ben.get(reverse("provider-earnings"))
