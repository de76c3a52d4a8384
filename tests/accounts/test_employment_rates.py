"""The dated table of rates: an administrator adds a year, or puts one right by adding; nothing is edited."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.actions import employment_rates
from accounts.actions.employment_rates import RatesRefused
from accounts.forms.employment_rates import FIGURES
from accounts.models import AuditLine, EmploymentRates
from accounts.queries import employing as queries
from accounts.roles import Role
from tests import sessions
from tests.accounts.screens import send, words
from tests.accounts.test_employing import NEW
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("staff-employment-rates"), reverse("staff-employment-rates-add")
NEXT = replace(NEW, starts_on=date(2027, 4, 6), minimum_wage_21_pence_an_hour=13_00)


@pytest.fixture
def boss():
    return make.staff(Role.ADMINISTRATOR, name="Ida Bell")


@pytest.fixture
def administrator(boss):
    return sessions.enter(Client(), boss)


def typed(rates=NEXT, **more):
    made = {"year": str(rates.starts_on.year), "sources": "GOV.UK, Rates and thresholds for employers"}
    for figure in FIGURES:
        value = getattr(rates, figure.name)
        made[figure.name] = f"{value / 100:.2f}" if figure.is_money or figure.is_share else str(value)
    return {**made, **more}


def test_a_year_is_added_checked_first_and_is_on_record(administrator, boss):
    check = administrator.post(ADD, typed())
    shown = words(check)
    for each in ("Check your answers", "6 April 2027 to 5 April 2028", "£13.00 (before: £12.71)", "15%"):
        assert each in shown
    assert EmploymentRates.objects.count() == 2
    done = words(send(administrator, ADD, sure=True, **typed()))
    assert "The rates of 2027 to 2028 are in, version 1." in done
    made = EmploymentRates.objects.first()
    assert (queries.figures(made), made.version, made.added_by) == (NEXT, 1, boss)
    line = AuditLine.objects.get(action="employment_rates.added")
    assert (line.by, line.subject, line.detail) == (str(boss.pk), "employment_rates:2027-04-06:1", {"version": 1})


def test_a_year_is_put_right_by_a_version_and_the_first_stays(administrator):
    form = administrator.get(f"{ADD}?year=2026")
    assert b'value="12.71"' in form.content
    send(administrator, f"{ADD}?year=2026", sure=True, **typed(replace(NEW, redundancy_most_pence_a_week=752_00)))
    rows = list(EmploymentRates.objects.filter(starts_on=NEW.starts_on))
    assert [(row.version, row.redundancy_most_pence_a_week) for row in rows] == [(2, 752_00), (1, 751_00)]
    shown = words(administrator.get(LIST))
    assert "Version 2. Added by Ida Bell" in shown
    assert "2026 to 2027, version 1" in shown


def test_the_same_again_is_not_added(boss):
    employment_rates.add(rates=NEXT, sources="GOV.UK", by=boss)
    with pytest.raises(RatesRefused, match="already"):
        employment_rates.add(rates=NEXT, sources=" GOV.UK ", by=boss)
    with pytest.raises(RatesRefused, match="where the figures come from"):
        employment_rates.add(rates=NEXT, sources=" ", by=boss)
    assert EmploymentRates.objects.filter(starts_on=NEXT.starts_on).count() == 1


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_lets_nobody_edit_a_version(change):
    rows = EmploymentRates.objects.all()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.update(sick_pay_pence_a_week=1) if change == "update" else rows._raw_delete(rows.db)


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_on": date(2027, 4, 7)},
        {"minimum_wage_18_pence_an_hour": 14_00},
        {"pension_upper_pence_a_year": 1},
        {"sick_pay_most_percent_of_pay": 101},
    ],
)
def test_the_database_keeps_out_what_cannot_be(boss, wrong):
    with pytest.raises(RatesRefused):
        employment_rates.add(rates=replace(NEXT, **wrong), sources="GOV.UK", by=boss)
    assert EmploymentRates.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"year": ""}, "Enter a year, like 2027"),
        ({"year": "1999"}, "Enter 2025 or more"),
        ({"employer_ni_basis_points": "150"}, "Enter 100 or less"),
        ({"employer_ni_basis_points": "lots"}, "Enter a percentage"),
        ({"sick_pay_pence_a_week": ""}, "Enter an amount of money"),
        ({"minimum_wage_18_pence_an_hour": "14"}, "cannot be lower than that of younger ones"),
        ({"pension_upper_pence_a_year": "10"}, "cannot be below the lower one"),
        ({"pension_below_age_years": "22"}, "must be above the one it begins at"),
        ({"sources": " "}, "Write where the figures come from"),
    ],
)
def test_bad_input_is_kept_out_and_nothing_typed_is_lost(administrator, more, said):
    answer = administrator.post(ADD, typed(**more, confirm="1") if "sources" in more else typed(**more))
    assert (answer.status_code, EmploymentRates.objects.count()) == (200, 2)
    assert said in words(answer)
    assert b'value="13.00"' in answer.content


def test_only_an_administrator(practitioner, client):
    assert [practitioner.get(page).status_code for page in (LIST, ADD)] == [403, 403]
    assert practitioner.post(ADD, typed(confirm="1")).status_code == 403
    assert client.get(LIST).status_code == 302
    assert EmploymentRates.objects.count() == 2


def test_a_list_is_only_read(administrator):
    assert administrator.post(LIST).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_many(administrator, boss, number, django_assert_num_queries):
    for more in range(number):
        employment_rates.add(rates=replace(NEXT, starts_on=date(2027 + more, 4, 6)), sources="GOV.UK", by=boss)
    administrator.get(LIST)
    with django_assert_num_queries(8):
        administrator.get(LIST)
