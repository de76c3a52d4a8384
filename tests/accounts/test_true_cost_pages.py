"""What it costs to employ somebody: a page for everybody, which keeps nothing."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.actions import employment_rates
from accounts.models import AuditLine, EmploymentRates
from accounts.queries import employing as queries
from accounts.roles import Role
from accounts.views import employing
from tests.accounts.screens import words
from tests.accounts.test_employing import NEW, OLD
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db
PAGE = reverse("money-true-cost")
GIVEN = {
    "year": "2026",
    "hours": "20",
    "days": "5",
    "rate": "13",
    "age": "30",
    "service": "0",
    "sick": "1",
    "cover": "6",
    "cover_rate": "",
    "insurance": "90",
    "payroll": "180",
    "training": "100",
    "allowance": "yes",
}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 11, 28))


def ask(client, query="", **more):
    return client.post(PAGE + query, {**GIVEN, **more})


def test_one_address_cannot_ask_for_ever(client, monkeypatch):
    cache.clear()
    monkeypatch.setattr(employing, "TIMES", 2)
    assert [ask(client).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get(PAGE).status_code == 200  # reading is free


def test_what_came_with_waymark_are_the_rates_of_two_years():
    assert [queries.figures(row) for row in queries.years()] == [NEW, OLD]
    assert all("GOV.UK" in row.sources for row in EmploymentRates.objects.all())


def test_anybody_asks_and_is_answered_in_the_same_page(client):
    asked = words(client.get(PAGE))
    assert "2026 to 2027 (now)" in asked
    assert "from 1 April 2026 is £12.71 from 21 years, £10.85 from 18 and £8.00 under 18." in asked
    answer = ask(client)
    shown = words(answer)
    for each in (
        "£308.61 That is £16,047.55 a year",
        "£15.61",
        "£11,804.00",
        "−£1,257.49",
        "£214.30",
        "S.I. 2026/310",
        "Rates from 6 April 2027 on are not in yet",
    ):
        assert each in shown
    for each in ("20 hours at £13 is £260 a week", "Working Time Regulations 1998", "It is no legal advice", "Acas"):
        assert each in shown


def test_nothing_is_kept_and_nothing_is_in_the_address(client):
    before = AuditLine.objects.count()
    answer = ask(client)
    assert (answer.status_code, answer.request["QUERY_STRING"], AuditLine.objects.count()) == (200, "", before)
    assert "no-store" in answer["Cache-Control"]
    assert not client.session.keys()


def test_below_the_minimum_the_error_says_the_minimum_and_keeps_what_was_typed(client):
    answer = ask(client, rate="12.70", insurance="87.65")
    shown = words(answer)
    assert "There is a problem" in shown
    assert "Enter £12.71 or more: the law’s minimum for an employee of 30 from 1 April 2026" in shown
    assert b'value="12.70"' in answer.content
    assert b'value="87.65"' in answer.content
    assert "£10.85 or more" in words(ask(client, age="20", rate="10"))
    assert "£301.86 a week" in words(ask(client, rate="12.71"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"year": ""}, "Choose a tax year"),
        ({"year": "2024"}, "Choose a tax year"),
        ({"hours": ""}, "Enter the hours a week"),
        ({"hours": "many"}, "Enter the hours a week"),
        ({"hours": "NaN"}, "Enter the hours a week"),
        ({"hours": "0"}, "Enter a quarter of an hour or more"),
        ({"hours": "168"}, "Enter 100 hours or fewer"),
        ({"hours": "7.333"}, "2 numbers after the point"),
        ({"days": "8"}, "Enter 7 or fewer"),
        ({"rate": "thirteen"}, "in numbers"),
        ({"rate": "1,25"}, "Enter the amount with a point"),
        ({"age": "15"}, "Enter 16 or more"),
        ({"service": "20"}, "Somebody of 30 can have worked for you for 14 years at most"),
        ({"sick": "29"}, "Enter 28 or fewer"),
        ({"cover": "-1"}, "Enter 0 or more"),
        ({"insurance": "-5"}, "without a minus sign"),
        ({"allowance": ""}, "Choose yes or no"),
    ],
)
def test_bad_input_is_kept_out(client, more, said):
    answer = ask(client, **more)
    assert answer.status_code == 200
    assert said in words(answer)
    assert "There is a problem" in words(answer)


def test_the_answers_can_be_changed(client):
    again = ask(client, change="1")
    assert (again.status_code, b'name="hours" value="20"' in again.content) == (200, True)
    assert "There is a problem" not in words(again)


def test_what_was_left_empty_is_said(client):
    shown = words(ask(client, insurance="", payroll="", training="", cover="0", sick="0", allowance="no"))
    for each in ("The law asks for it: get a quote", "nobody comes instead", "no weeks of illness", "could come off"):
        assert each in shown


def test_easy_read_before_and_after(client):
    assert "A boss pays for holidays." in words(client.get(f"{PAGE}?easy=1"))
    shown = words(ask(client, "?easy=1"))
    assert "All of it costs £308.61 a week." in shown
    assert "It is called Employment Allowance: £1,257.49 less in a year." in shown
    assert "Pensions Act" not in shown


def test_the_year_before_has_its_own_rates(client):
    shown = words(ask(client, year="2025"))
    assert "The first 3 days are not paid." in shown
    assert "Employment Rights (Increase of Limits) Order 2025" in shown


def test_when_the_next_year_is_missing_the_page_says_so(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2027, 4, 6))
    said = "The rates of the tax year that has begun are not in yet"
    assert said in words(client.get(PAGE))
    assert said in words(ask(client))


def test_a_year_that_was_put_right_is_used_at_once(client):
    boss = make.staff(Role.ADMINISTRATOR)
    better = queries.figures(queries.years()[0])
    employment_rates.add(
        rates=better.__class__(**{**vars(better), "minimum_wage_21_pence_an_hour": 13_50}), sources="x", by=boss
    )
    assert "Enter £13.50 or more" in words(ask(client))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_many_years(client, number, django_assert_num_queries):
    boss = make.staff(Role.ADMINISTRATOR)
    for more in range(number):
        rates = NEW.__class__(**{**vars(NEW), "starts_on": date(2027 + more, 4, 6)})
        employment_rates.add(rates=rates, sources="GOV.UK", by=boss)
    client.get(PAGE)
    with django_assert_num_queries(2):
        ask(client)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(PAGE).status_code == 405
