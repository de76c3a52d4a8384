"""What an employer sets aside, on screen: sent from the calculator, answered, paid from, given back."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.loads import DAY
from accounts.roles import Scope
from design.formats import day as format_day
from design.formats import pounds
from marketplace.actions import timesheets
from marketplace.models import EmployerCosts, EmployerPayment
from tests import sessions
from tests.factories import accounts as make
from tests.factories import employers
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db


def client(person):
    return sessions.enter(Client(), person.user)


def sum_of(rows, **more):
    """What is typed into the calculator: 10 hours on 2 days at £15."""
    year = str(rows.starts_on.year)
    typed = {"year": year, "hours": "10", "days": "2", "rate": "15", "age": "30", "service": "0", "sick": "1"}
    return {**typed, "cover": "0", "cover_rate": "", "insurance": "", "payroll": "", "training": "",
            "allowance": "yes", **more}  # fmt: skip


@pytest.fixture
def rates():
    from accounts.queries import employing

    return employing.of_day(employing.years(), timezone.localdate())


def test_a_calculation_is_kept_when_she_says_so_and_not_before(rates):
    pot = employers.wage_pot()
    job = market.employed(pot.person)
    joan, send = client(pot.person), reverse("employer-costs-send")
    answer = joan.post(reverse("money-true-cost"), sum_of(rates)).content.decode()
    assert f'action="{send}"' in answer and not EmployerCosts.objects.exists()
    first = joan.post(send, {**sum_of(rates), "start": "1"}).content.decode()
    assert "Who is it for?" in first and "There is a problem" not in first
    wrong = joan.post(send, sum_of(rates)).content.decode()
    assert "Choose who it is for" in wrong
    given = {**sum_of(rates), "employed": job.pk, "pot": pot.pk}
    assert "Check your answers" in joan.post(send, given).content.decode()
    assert not EmployerCosts.objects.exists()
    assert joan.post(send, {**given, "confirm": "1"}).url == reverse("employer-costs")
    made = EmployerCosts.objects.get()
    assert (made.employed, made.aside_week_pence, made.asked) == (job, 2_424, employers.TEN_HOURS)
    assert "To look at" in joan.get(reverse("employer-costs")).content.decode()


def test_somebody_without_a_budget_here_is_not_offered_to_keep_it(rates):
    rosa = make.person("Rosa Alvarez")
    for who in (Client(), client(rosa)):
        assert "Keep this?" not in who.post(reverse("money-true-cost"), sum_of(rates)).content.decode()
    assert client(rosa).post(reverse("employer-costs-send"), sum_of(rates)).url == reverse("money-true-cost")


def test_the_practitioner_reads_it_and_agrees():
    costs = employers.sent()
    samuel = sessions.enter(Client(), employers.staff())
    assert "1 to look at." in samuel.get("/staff/").content.decode()
    page = reverse("staff-employer-costs-one", args=[costs.pk])
    assert "Joan Whitfield" in samuel.get(reverse("staff-employer-costs")).content.decode()
    assert "The budget pays for it" in samuel.get(page).content.decode()
    empty = samuel.post(page, {"answer": "agree"}).content.decode()
    assert "Enter the first day" in empty and "Write what you want to say" in empty
    today = timezone.localdate()
    day = {"starts_on_day": today.day, "starts_on_month": today.month, "starts_on_year": today.year}
    samuel.post(page, {"answer": "agree", "words": "This fits.", **day, "confirm": "1"})
    costs.refresh_from_db()
    assert (costs.state, costs.starts_on, costs.answer) == ("agreed", today, "This fits.")


def test_the_check_page_says_the_true_first_day_and_what_goes_at_once():
    """Where a calculation runs, the new one goes on from where it stops, whatever day is typed."""
    running = employers.running()
    again = employers.sent(running.wage_pot, employed=running.employed)
    samuel = sessions.enter(Client(), employers.staff("Bo Lin"))
    page = reverse("staff-employer-costs-one", args=[again.pk])
    later, goes_on = timezone.localdate() + 60 * DAY, running.set_aside_until + DAY
    typed = {"starts_on_day": later.day, "starts_on_month": later.month, "starts_on_year": later.year}
    shown = samuel.post(page, {"answer": "agree", "words": "This fits.", **typed}).content.decode()
    assert format_day(goes_on) in shown and format_day(later) not in shown.split("<dl")[-1].split("</dl>")[0]
    samuel.post(page, {"answer": "agree", "words": "This fits.", **typed, "confirm": "1"})
    again.refresh_from_db()
    assert again.starts_on == goes_on
    fresh = employers.sent(employers.wage_pot(person=make.person("Edith Marlow")))
    early = timezone.localdate() - 28 * DAY
    typed = {"starts_on_day": early.day, "starts_on_month": early.month, "starts_on_year": early.year}
    shown = samuel.post(
        reverse("staff-employer-costs-one", args=[fresh.pk]), {"answer": "agree", "words": "x", **typed}
    )
    assert f"{pounds(4 * fresh.aside_week_pence)} for 4 weeks" in shown.content.decode()


def test_a_budget_that_cannot_lawfully_employ_is_said_kindly_and_first_at_the_desk():
    costs = employers.sent(employers.wage_pot(10_000))
    hers = client(costs.person).get(reverse("employer-costs")).content.decode()
    assert "does not stretch to employing" in hers and "You have done nothing wrong" in hers
    assert "hours" in hers and reverse("plans-review") in hers
    samuel = sessions.enter(Client(), employers.staff())
    assert "1 cannot lawfully employ." in samuel.get("/staff/").content.decode()
    page = samuel.get(reverse("staff-employer-costs-one", args=[costs.pk])).content.decode()
    assert "the least that the law allows" in page and "Agree: set it aside" not in page


def test_holiday_is_paid_after_a_check_and_the_page_says_so():
    costs = employers.running()
    joan, page = client(costs.person), reverse("employer-costs-pay", args=[costs.pk])
    form = joan.get(page).context["form"]
    given = {"kind": "holiday", "pence": "30", "note": "3 to 4 August", "reference": form["reference"].value()}
    assert "Check your answers" in joan.post(page, given).content.decode()
    for _ in range(2):
        assert joan.post(page, {**given, "confirm": "1"}).url == reverse("employer-costs")
    assert EmployerPayment.objects.get().pence == 3_000
    shown = joan.get(reverse("employer-costs")).content.decode()
    assert "3 to 4 August" in shown and "£66.96" in shown  # 4 weeks of £24.24, less £30
    short = joan.post(page, {**given, "reference": "r2", "pence": "9999", "confirm": "1"}).content.decode()
    assert "That is too little" in short and "9999" in short


def test_it_is_seen_beside_the_money_by_whoever_may_look():
    costs = employers.running()
    assert "£96.96 is set aside for holiday and endings" in client(costs.person).get("/money/").content.decode()
    amira = make.user("Amira Whitfield")
    mandate = make.mandate(costs.person, amira, Scope.SEE_BALANCE, Scope.ORDER, Scope.PAY)
    hers = sessions.enter(Client(), amira, acting=mandate)
    assert "£96.96" in hers.get("/money/").content.decode()
    assert hers.get(reverse("employer-costs")).status_code == 403
    assert hers.get(reverse("employer-costs-pay", args=[costs.pk])).status_code == 403


def test_when_the_job_is_over_what_is_left_is_given_back():
    costs = employers.running()
    joan, page = client(costs.person), reverse("employer-costs-finish", args=[costs.pk])
    assert "still works for you" in joan.post(page).content.decode()
    timesheets.stop(employed=costs.employed, by=costs.person.user)
    assert "Everything is paid" in joan.get(reverse("employer-costs")).content.decode()
    assert joan.post(page).url == reverse("employer-costs")
    assert employers.free(costs) == 100_000
    assert joan.get(page).url == reverse("employer-costs")


def test_a_list_costs_as_many_queries_for_three_as_for_one(django_assert_max_num_queries):
    samuel = sessions.enter(Client(), employers.staff())
    for name in ("Joan Whitfield", "Edith Marlow", "Rosa Alvarez"):
        employers.running(employers.wage_pot(person=make.person(name)))
    samuel.get(reverse("staff-employer-costs"))
    with django_assert_max_num_queries(25):
        samuel.get(reverse("staff-employer-costs"))
