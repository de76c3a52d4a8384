"""The statement: how the money comes, each line, what was left; on the page, on paper and in the spreadsheet."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import memos, payments
from accounts.actions import budgets, cards
from accounts.models import PersonalBudget
from design.registry import Registry
from tests import sessions
from tests.accounts.screens import words
from tests.factories import money
from tests.factories.accounts import person, sign_in

pytestmark = pytest.mark.django_db
GROSS, NET = "before the contribution is taken off (gross)", "After the contribution is taken off (net)"
DAYS = {"day": 31, "month": 12, "year": 9999}
WAYS = ("/money/statement/", "/money/statement/?print=1", "/money/statement/csv/")


@pytest.fixture
def budget() -> PersonalBudget:
    return money.card_account(10_000).pots.get().budget


@pytest.mark.parametrize("address", WAYS)
@pytest.mark.parametrize(("is_gross", "said", "unsaid"), [(True, GROSS, NET), (False, NET, GROSS)])
def test_each_statement_says_whether_the_budget_is_paid_gross_or_net(budget, address, is_gross, said, unsaid):
    PersonalBudget.objects.update(is_gross=is_gross)
    text = words(sessions.enter(Client(), budget.person.user).get(address))
    assert (text.count(said), text.count(unsaid)) == (1, 0)


def test_a_budget_of_another_time_is_not_spoken_of(budget):
    budget.starts_on, budget.ends_on = date(2020, 1, 1), timezone.localdate() - timedelta(days=400)
    budget.save()
    text = words(sessions.enter(Client(), budget.person.user).get("/money/statement/"))
    assert (GROSS in text, NET in text) == (False, False)


def test_own_money_has_no_contribution():
    tom = money.own_money(5_000).person
    text = words(sessions.enter(Client(), tom.user).get("/money/statement/"))
    assert "contribution" not in text


@pytest.fixture
def account():
    return money.card_account(24_800, 12_100, contingency=4_360, weekly_pence=5_000)


@pytest.fixture
def rosa(client, account):
    return sign_in(client, account.person.user)


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=UTC)


@pytest.fixture
def october(account):
    """Loaded before October; in October a hold, its payment, a purchase and a refund; another load in November."""
    person_, by = person("Joan Whitfield"), account.person.user
    made = money.card_account(0, 0, person=person_)
    home, out = made.pots.all()
    budgets.load(pot=home, pence=10_000, key="o1", by=by, at=datetime(2026, 9, 30, 22, tzinfo=UTC))
    budgets.load(pot=out, pence=2_000, key="o2", by=by, at=datetime(2026, 9, 20, 22, tzinfo=UTC))
    held = payments.hold(purpose="visit", reference="V1", pot=home, payee=money.payee(), pence=3_300, by=by, at=at(5))
    payments.capture(payment=held, pence=3_300, by=by, at=at(12))
    bought = cards.authorise(card=money.card(made), reference="r", merchant="=Swim", pence=640, at=at(14))
    cards.capture(authorisation=bought, at=at(15))
    cards.refund(authorisation=bought, pence=140, reference="f", at=at(16))
    budgets.load(pot=home, pence=5_000, key="o3", by=by, at=datetime(2026, 11, 1, 12, tzinfo=UTC))
    return made


def test_a_statement_opens_and_closes_to_the_penny(client, october, monkeypatch):
    registry = Registry("memos")
    registry.register("visit", lambda ids: {"V1": "Ben Okafor, 2 hours"})
    for kind in ("card", "pot"):
        registry.register(kind, memos._memos.get(kind))
    monkeypatch.setattr(memos, "_memos", registry)
    sign_in(client, october.person.user)
    context = client.get("/money/statement/?period=2026-10").context
    free, held = context["asked"].statement.free, context["asked"].statement.held
    assert [(line.words, line.pence, line.balance_pence) for line in free.lines] == [
        ("Held for Ben Okafor, 2 hours", -3_300, 8_700),
        ("=Swim", -640, 8_060),
        ("Money back from =Swim", 140, 8_200),
    ]
    assert (free.opening_pence, free.in_pence, free.out_pence, free.closing_pence) == (12_000, 140, 3_940, 8_200)
    assert [(line.words, line.pence) for line in held.lines] == [
        ("Held for Ben Okafor, 2 hours", 3_300),
        ("Paid for Ben Okafor, 2 hours", -3_300),
        ("=Swim asked for this", 640),
        ("Paid to =Swim", -640),
    ]
    assert (held.opening_pence, held.closing_pence) == (0, 0)


def test_a_day_belongs_to_the_month_in_which_it_was_here(client, october):
    """10pm UTC on 30 September is 11pm in London: September's."""
    sign_in(client, october.person.user)
    free = client.get("/money/statement/?period=2026-09").context["asked"].statement.free
    assert (len(free.lines), free.closing_pence) == (2, 12_000)


def test_the_spreadsheet_says_the_same_and_runs_no_formula(client, october):
    sign_in(client, october.person.user)
    response = client.get("/money/statement/csv/?period=2026-10")
    assert response["Content-Disposition"] == 'attachment; filename="statement-2026-10-01-to-2026-10-31.csv"'
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[1] == "2026-10-01,Free to spend,At the start,,,120.00"
    assert lines[3] == "2026-10-14,Free to spend,'=Swim,Keeping clean and well,-6.40,80.60"
    assert lines[5] == "2026-10-31,Free to spend,At the end,,,82.00"


@pytest.mark.parametrize("address", ["/money/statement/?period=2026-10", "/money/statement/csv/?period=2026-10"])
def test_a_statement_costs_the_same_with_one_line_and_with_many(client, october, address):
    rosa = october.person.user
    sign_in(client, rosa)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    few = count()
    for n in range(5):
        payments.hold(
            purpose="visit",
            reference=f"W{n}",
            pot=october.pots.first(),
            payee=money.payee(),
            pence=10,
            by=rosa,
            at=at(20 + n),
        )
    assert count() == few


def test_a_statement_is_paged_and_printed_whole(rosa, account):
    for n in range(30):
        budgets.load(pot=account.pots.first(), pence=100 + n, key=f"p{n}", by=None)
    assert page(rosa, "/money/statement/").count("Council payment") == 25
    assert page(rosa, "/money/statement/?page=2").count("Council payment") == 8
    assert page(rosa, "/money/statement/?print=1").count("Council payment") == 33


def test_dates_of_ones_own_and_bad_ones(rosa):
    first = "first_day=1&first_month=10&first_year=2026"
    asked = f"/money/statement/?period=dates&{first}&last_day={{}}&last_month=10&last_year=2026"
    assert "1 October 2026 to 9 October 2026" in page(rosa, asked.format(9))
    bad = page(rosa, asked.format(40))
    assert ("Enter a real date" in bad, "Error: Statement" in bad, 'value="40"' in bad) == (True, True, True)
    for junk in ("?period=never", "?period=2026-13", "?page=x", "?account=nothing", "?period=dates"):
        assert rosa.get(f"/money/statement/{junk}").status_code == 200


def test_without_an_account_the_statement_leads_back(client):
    assert sign_in(client, person().user).get("/money/statement/").url == "/money/"


def test_a_statement_of_the_end_of_time_is_refused_in_words(client):
    rosa = sign_in(client, money.card_account(100).person.user)
    days = {f"{name}_{part}": value for name in ("first", "last") for part, value in DAYS.items()}
    page = rosa.get("/money/statement/", {"period": "dates", **days})
    assert (page.status_code, "Enter a real date" in page.content.decode()) == (200, True)
