"""One budget at finance's desk: found without its person in an address, paused, ended, and what a death changes."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts import contributions as references
from accounts import ledger
from accounts.actions import pauses
from accounts.models import (
    BudgetPause,
    PaidAhead,
)
from accounts.queries import looks
from tests.accounts.screens import boxes, page_of, send, words
from tests.factories import accounts as make
from tests.factories import budgets, money

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_a_budget_is_found_by_what_is_typed_and_not_by_its_address(finance, budget):
    budgets.budget(person=make.person("Tom Brennan"))
    for typed in ("alvarez", str(budget.pk), references.reference(budget.pk)):
        page = finance.post("/staff/finance/budgets/", {"q": typed})
        assert [one.pk for one in page.context["page"]] == [budget.pk]
    assert "No budget found" in words(finance.post("/staff/finance/budgets/", {"q": "nobody"}))


def test_a_look_at_a_budget_is_one_that_the_person_reads(finance, ann, budget):
    page = words(finance.get(page_of("budget", budget.pk)))
    assert "Rosa Alvarez" in page
    assert "£100.00 a week" in page
    assert [one.name for one in looks.named(looks.at(budget.person))] == ["Ann Lee"]


def test_a_pause_is_refused_in_words_and_what_was_typed_stays(finance, budget):
    early = budget.starts_on - timedelta(days=1)
    data = {**boxes("first_on", early), "reason": "hospital"}
    page = send(finance, page_of("pause", budget.pk), **data)
    assert "The pause begins on that day or later" in words(page)
    assert f'value="{early.day}"' in page.content.decode()
    assert "Choose why support is paused" in words(send(finance, page_of("pause", budget.pk)))
    assert BudgetPause.objects.count() == 0


def test_a_practitioner_pauses_and_finance_decides(practitioner, finance, budget):
    send(practitioner, page_of("pause", budget.pk), **boxes("first_on", TODAY), reason="hospital")
    question = PaidAhead.objects.get()
    days = (budget.starts_on + timedelta(days=27) - TODAY).days + 1
    assert "Paid for days without support 1 question about" in words(finance.get("/staff/finance/"))
    address = page_of("ahead", question.pk)
    answers = {"decision": "take_back", "explanation": "Agreed with Rosa on the telephone."}
    check = send(finance, address, **answers)
    assert "Check your answers" in words(check)
    assert PaidAhead.objects.get().decision == ""
    send(finance, address, sure=True, **answers)
    assert (PaidAhead.objects.get().decision, len(range(days))) == ("take_back", 14)
    assert sum(budgets.in_pots(budget)) == 40_000 - question.pence
    assert finance.get(address).status_code == 404


def test_what_is_not_free_cannot_be_chosen(finance, ann, budget):
    pauses.pause(budget=budget, first_on=TODAY, reason="away", by=ann)
    for pot in budget.pots.all():
        money.earned(money.payee(), ledger.balance(pot.available), from_=pot)
    page = finance.get(page_of("ahead", PaidAhead.objects.get().pk))
    assert 'value="take_back"' not in page.content.decode()
    assert "Free in the pots now £0.00" in words(page)


def test_support_starts_again_or_the_pause_was_a_mistake(practitioner, budget):
    send(practitioner, page_of("pause", budget.pk), **boxes("first_on", TODAY), reason="away")
    held = BudgetPause.objects.get()
    send(practitioner, page_of("resume", held.pk), **boxes("last_on", TODAY))
    held.refresh_from_db()
    assert held.last_on == TODAY
    assert "taken out" in words(send(practitioner, page_of("resume", held.pk), mistake="1"))
    assert (PaidAhead.objects.count(), practitioner.get(page_of("resume", held.pk)).status_code) == (0, 404)


def test_a_last_day_in_the_year_9999_is_asked_again(practitioner, budget):
    send(practitioner, page_of("pause", budget.pk), **boxes("first_on", TODAY), reason="away")
    held = BudgetPause.objects.get()
    answer = send(practitioner, page_of("resume", held.pk), **boxes("last_on", date(9999, 12, 31)))
    held.refresh_from_db()
    assert (answer.status_code, "There is a problem" in words(answer), held.last_on) == (200, True, None)


def test_an_early_end_asks_once_more(practitioner, budget):
    data = {**boxes("ends_on", TODAY), "reassessment_reference": "RA-7"}
    asked = send(practitioner, page_of("end", budget.pk), **data)
    assert "Check your answers Last day" in words(asked)
    assert "The person is told. Bookings that are already made are not changed. End it" in words(asked)
    assert dict(asked.context["typed"]) == {name: str(value) for name, value in data.items()}
    send(practitioner, page_of("end", budget.pk), sure=True, **data)
    budget.refresh_from_db()
    assert budget.ends_on == TODAY
    assert "Enter the reference of the reassessment" in words(send(practitioner, page_of("end", budget.pk)))


def test_a_death_is_recorded_after_a_second_look_and_undone(finance, budget):
    address = page_of("death", budget.pk)
    tomorrow = TODAY + timedelta(days=1)
    assert "The day must be today or earlier" in words(send(finance, address, **boxes("died_on", tomorrow)))
    assert "Check that this is the right person" in words(send(finance, address, **boxes("died_on", TODAY)))
    done = words(send(finance, address, sure=True, **boxes("died_on", TODAY)))
    assert "We are sorry that Rosa has died. Nothing is taken back by itself." in done
    assert "Taken out. Loads go on" in words(send(finance, address))
    budget.person.refresh_from_db()
    assert budget.person.died_on is None


def test_change_the_answers_brings_back_what_was_typed(finance, budget):
    page = send(finance, page_of("death", budget.pk), **boxes("died_on", TODAY), change="1")
    assert f'value="{TODAY.year}"' in page.content.decode()
    assert "Check your answers" not in words(page)


def test_the_client_group_is_set(finance, budget):
    send(finance, page_of("group", budget.pk), client_group="memory")
    budget.refresh_from_db()
    assert budget.client_group == "memory"
