"""Reviews of a support plan: due by the calendar or asked for, written down, told to the person."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditLine, ContactFormat, Letter, Notice
from accounts.roles import Basis, Role, Scope
from directory.approval_rules import months_after
from marketplace.actions import plan_reviews
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import PlanReview, PlanReviewRequest, PlanReviewSettings, ReviewOutcome, SupportPlan
from marketplace.permissions import NotYours
from marketplace.queries import plan_reviews as found
from tests import sessions
from tests.factories import accounts as people
from tests.factories import plans as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return people.person()


@pytest.fixture
def samuel():
    return people.staff(Role.PRACTITIONER, name="Samuel Reed")


def today():
    return timezone.localdate()


def record(person, by, **more):
    given = {"held_on": today(), "said": "The choir is good", "outcome": ReviewOutcome.NO_CHANGE, **more}
    return plan_reviews.record(person=person, by=by, **given)


def review_on(person):
    return SupportPlan.objects.get(person=person).review_on


def test_a_first_plan_is_looked_at_after_8_weeks_and_later_ones_after_12_months(person):
    make.agreed(person)
    assert review_on(person) == today() + timedelta(weeks=8)
    make.agreed(person)
    assert review_on(person) == months_after(today(), 12)


def test_the_council_sets_other_dates(person, samuel):
    PlanReviewSettings.objects.create(first_weeks=6, months=6)
    make.agreed(person)
    assert review_on(person) == today() + timedelta(weeks=6)
    assert record(person, samuel).next_on == months_after(today(), 6)


@pytest.mark.parametrize("far", [0, -1, 367])
def test_no_review_is_later_than_a_year_or_in_the_past(person, samuel, far):
    make.agreed(person)
    with pytest.raises(Refused) as refused:
        record(person, samuel, next_on=today() + timedelta(days=far))
    assert (refused.value.code, PlanReview.objects.count()) == ("review_on", 0)


def test_written_down_it_moves_the_next_one_and_answers_a_request(person, samuel):
    version = make.agreed(person)
    asked = plan_reviews.ask(person=person, by=person.user, words="I was in hospital")
    review = record(person, samuel, outcome=ReviewOutcome.NEW_VERSION)
    asked.refresh_from_db()
    assert (asked.review, review.version, review.recorded_by) == (review, version, samuel)
    assert (review_on(person), review.next_on) == (months_after(today(), 12),) * 2
    line = AuditLine.objects.get(action="plan.reviewed")
    assert (line.detail, line.on_behalf_of) == ({"review": review.pk, "outcome": "new_version"}, str(person.pk))
    assert Notice.objects.filter(to=person.user, template="marketplace/emails/plan_reviewed").count() == 1


def test_who_wants_paper_reads_what_was_said(samuel):
    rosa = people.person(contact_format=ContactFormat.PRINT)
    make.agreed(rosa)
    record(rosa, samuel, outcome=ReviewOutcome.REASSESS)
    body = Letter.objects.get(template="marketplace/emails/plan_reviewed").body
    assert ("The choir is good" in body, "find out again what you need" in body) == (True, True)


def test_the_same_review_sent_twice_is_one(person, samuel):
    make.agreed(person)
    assert record(person, samuel) == record(person, samuel)
    assert Notice.objects.filter(template="marketplace/emails/plan_reviewed").count() == 1


@pytest.mark.parametrize("held_on", [timedelta(days=1), timedelta(days=-1)])
def test_it_took_place_after_the_plan_and_not_tomorrow(person, samuel, held_on):
    make.agreed(person)
    with pytest.raises(Refused) as refused:
        record(person, samuel, held_on=today() + held_on)
    assert refused.value.code == "held_on"


def test_there_is_nothing_to_review_before_a_plan_is_agreed(person, samuel):
    make.sent(person)
    for do in (lambda: record(person, samuel), lambda: plan_reviews.ask(person=person, by=person.user)):
        with pytest.raises(Refused) as refused:
            do()
        assert refused.value.code == "no_plan"


def test_who_may_write_one_down(person, samuel):
    make.agreed(person)
    for by in (person.user, people.user("Stranger"), people.staff(Role.FINANCE)):
        with pytest.raises(NotYours):
            record(person, by)
    people.mandate(person, samuel, Scope.SEE_BALANCE)
    with pytest.raises(Refused) as refused:
        record(person, samuel)
    assert refused.value.code == "own_case"


def test_asked_for_once_and_taken_back(person):
    make.agreed(person)
    asked = plan_reviews.ask(person=person, by=person.user)
    assert plan_reviews.ask(person=person, by=person.user) == asked
    plan_reviews.take_back(request=asked, by=person.user)
    with pytest.raises(Overtaken):
        plan_reviews.take_back(request=asked, by=person.user)
    assert plan_reviews.ask(person=person, by=person.user) != asked
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanReviewRequest.objects.create(plan=asked.plan, asked_at=timezone.now(), asked_by=person.user)


def test_a_delegate_with_the_scope_asks_and_one_without_does_not(person):
    make.agreed(person)
    priya = people.mandate(person, people.user("Priya"), Scope.PROPOSE, basis=Basis.BROKER)
    cousin = people.mandate(person, people.user("Cousin"), Scope.SEE_BALANCE)
    over = people.mandate(person, people.user("Gone"), Scope.PROPOSE, ends_on=date(2020, 2, 1))
    for by in (cousin.delegate, over.delegate, people.staff(Role.PRACTITIONER)):
        with pytest.raises(NotYours):
            plan_reviews.ask(person=person, by=by)
    assert plan_reviews.ask(person=person, by=priya.delegate).mandate == priya


def test_due_the_oldest_first(person):
    make.agreed(person)
    joan, tom = people.person("Joan Whitfield"), people.person("Tom Brennan")
    make.agreed(joan)
    make.agreed(tom)
    assert found.due(today()) == []
    SupportPlan.objects.filter(person=joan).update(review_on=today() - timedelta(days=3))
    SupportPlan.objects.filter(person=tom).update(review_on=today() - timedelta(days=30))
    plan_reviews.ask(person=person, by=person.user)
    due = found.due(today())
    assert [(each.plan.person, each.asked) for each in due] == [(tom, False), (joan, False), (person, True)]
    assert found.counts(due) == "3 reviews due, 1 of them asked for."
    SupportPlan.objects.filter(person=joan).update(review_on=None)
    assert [each.plan.person for each in found.due(today())] == [tom, person, joan]


# On screen


@pytest.fixture
def rosa(person):
    return sessions.enter(Client(), person.user)


@pytest.fixture
def desk(samuel):
    return sessions.enter(Client(), samuel)


def text(client, name, *args):
    return client.get(reverse(name, args=args), follow=True).content.decode()


def test_she_asks_reads_that_she_did_and_takes_it_back(rosa, person):
    assert "There is no agreed plan" in text(rosa, "plans-review")
    make.agreed(person)
    assert "Ask for a review" in text(rosa, "plans-review")
    for _ in range(2):
        page = rosa.post(reverse("plans-review"), {"words": "I fell"}, follow=True).content.decode()
        assert ("We have your request" in page, "You asked for a review on" in page) == (True, True)
    assert "asked for already" in text(rosa, "plans-review")
    assert PlanReviewRequest.objects.get().words == "I fell"
    assert rosa.post(reverse("plans-review-take-back")).headers["Location"] == "/plans/"
    assert "No review is asked for now" in text(rosa, "plans-review-take-back")


def test_the_practitioner_sees_what_is_due_and_writes_it_down(desk, person):
    make.agreed(person)
    assert "No review is due" in text(desk, "staff-plan-reviews")
    plan_reviews.ask(person=person, by=person.user, words="I fell")
    assert "1 review due, 1 of them asked for." in text(desk, "staff-home")
    assert person.name in text(desk, "staff-plan-reviews")
    where = reverse("staff-person-plan-review", args=[person.pk])
    assert "I fell" in text(desk, "staff-person-plan-review", person.pk)
    when = {"held_on_day": today().day, "held_on_month": today().month, "held_on_year": today().year}
    later = today() + timedelta(days=300)
    next_on = {"next_on_day": later.day, "next_on_month": later.month, "next_on_year": later.year}
    given = {**when, **next_on, "said": "We look at the stairs", "outcome": "reassess"}
    page = desk.post(where, {**given, "said": "", "outcome": ""}).content.decode()
    assert ("Write what was said" in page, "Choose what happens now" in page) == (True, True)
    late = desk.post(where, {**given, "next_on_year": later.year + 1}).content.decode()
    assert ("not more than 12 months away" in late, "We look at the stairs" in late) == (True, True)
    page = desk.post(where, given, follow=True).content.decode()
    assert (f"{person.name} has been told" in page, "We look at the stairs" in page) == (True, True)
    assert "No review is due" in text(desk, "staff-plan-reviews")


def test_the_person_reads_what_was_said_and_a_look_is_logged(rosa, desk, person, samuel):
    make.agreed(person)
    record(person, samuel)
    assert "The choir is good" in text(rosa, "plans-home")
    assert "The choir is good" in text(desk, "staff-person-plan-home", person.pk)
    looks = AuditLine.objects.filter(on_behalf_of=str(person.pk), by=str(samuel.pk), action="lines.seen")
    assert looks.get().detail == {"where": "Reviews of your support plan"}


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_due_costs_the_same(desk, number, django_assert_num_queries):
    for each in range(number):
        make.agreed(people.person(f"Person {each}"))
    SupportPlan.objects.update(review_on=today())
    text(desk, "staff-plan-reviews")
    with django_assert_num_queries(9):
        text(desk, "staff-plan-reviews")
