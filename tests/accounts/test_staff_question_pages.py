"""The practitioner's desk of questions, and the text that answers quote."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import desks
from accounts.models import AuditLine, Person, PurchasePolicy, PurchaseQuestion
from accounts.roles import Role, Scope
from tests import sessions
from tests.accounts.screens import boxes, send, words
from tests.factories import accounts as make
from tests.factories import asks as asking
from tests.factories import money

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa():
    return money.card_account(20_000).person


def page(question):
    return reverse("staff-question", args=[question.reference])


def reply(**more):
    return {"answer": "yes", "up_to": "45", **boxes("until", timezone.localdate() + timedelta(days=30)), **more}


def test_the_queue_flags_what_is_late_and_says_whose_it_is(practitioner, samuel, rosa):
    late, other = asking.ask(rosa, what="Something private"), asking.ask(rosa)
    PurchaseQuestion.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=2))
    Person.objects.filter(pk=rosa.pk).update(practitioner=samuel)
    shown = words(practitioner.get("/staff/questions/"))
    for each in ("Overdue by 2 days", "You work with them", other.reference, late.reference):
        assert each in shown
    assert "Something private" not in shown
    door = next(desk for desk in desks.of(samuel) if desk.href == "/staff/questions/")
    assert door.line == "2 to answer, 2 of people you work with. 1 overdue."


def test_a_yes_is_checked_then_told(practitioner, samuel, rosa):
    question = asking.ask(rosa)
    shown = words(practitioner.get(page(question)))
    for each in ("A swimming pass", "Keeping clean and well", "Version 1"):
        assert each in shown
    check = practitioner.post(page(question), reply())
    assert ("Check your answers" in words(check), PurchaseQuestion.objects.get().answer) == (True, "")
    assert send(practitioner, page(question), sure=True, **reply()).status_code == 200
    question.refresh_from_db()
    assert (question.answer, question.answered_by, question.up_to_pence) == ("yes", samuel, 4_500)
    assert "An answer does not change" in words(practitioner.get(page(question)))
    late = send(practitioner, page(question), sure=True, answer="no", why="No")
    assert (late.status_code, PurchaseQuestion.objects.get().answer) == (200, "yes")


def test_that_it_was_opened_is_where_the_person_reads_it(practitioner, samuel, rosa):
    question = asking.ask(rosa)
    practitioner.get(page(question))
    line = AuditLine.objects.get(action="person.seen")
    assert (line.by, line.detail["where"]) == (str(samuel.pk), f"Practitioner. Your question {question.reference}")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"answer": ""}, "Choose your answer"),
        ({"answer": "no"}, "Enter why not"),
        ({"up_to": ""}, "Enter up to how much"),
        ({"up_to": "nothing"}, "in numbers"),
        ({"until_day": "", "until_month": "", "until_year": ""}, "Enter until when it holds"),
        ({"until_year": "2020"}, "must be today or later"),
    ],
)
def test_bad_input_is_kept_out(practitioner, rosa, more, said):
    question = asking.ask(rosa)
    assert said in words(practitioner.post(page(question), reply(confirm="1", **more)))
    assert PurchaseQuestion.objects.get().answer == ""


def test_nobody_opens_her_own_or_of_somebody_she_acts_for(practitioner, samuel, rosa):
    question = asking.ask(rosa)
    make.mandate(rosa, samuel, Scope.PROPOSE)
    assert practitioner.get(page(question)).status_code == 404
    own = make.person("Samuel", signs_in=False)
    own.user = samuel
    own.save()
    mine = asking.ask(money.card_account(5_000, person=own).person)
    assert practitioner.get(page(mine)).status_code == 404
    assert mine.reference not in words(practitioner.get("/staff/questions/"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_costs_the_same_however_many(practitioner, rosa, number, django_assert_num_queries):
    for _ in range(number):
        asking.answered(rosa)
        asking.ask(rosa)
    practitioner.get("/staff/questions/")
    with django_assert_num_queries(11):
        practitioner.get("/staff/questions/")


def test_a_version_is_published_by_a_practitioner_or_an_administrator(client, practitioner, samuel):
    address = "/staff/questions/policy/"
    assert "Check your answers" in words(practitioner.post(address, {"text": "Anything lawful."}))
    send(practitioner, address, sure=True, text="Anything lawful.")
    send(sessions.enter(client, make.staff(Role.ADMINISTRATOR)), address, sure=True, text="Nearly anything.")
    texts = list(PurchasePolicy.objects.order_by("number").values_list("number", "text")[1:])
    assert texts == [(2, "Anything lawful."), (3, "Nearly anything.")]
    assert "Write what a personal budget may buy" in words(practitioner.post(address, {"text": " "}))
    same = send(practitioner, address, sure=True, text="Nearly anything.")
    assert ("This is the text of version 3" in words(same), PurchasePolicy.objects.count()) == (True, 3)
