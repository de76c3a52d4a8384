"""The practitioner's desk of support plans."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditLine
from accounts.roles import Role
from marketplace.actions import plan_lines, plans, visits
from marketplace.models import PlanVersion, SupportPlan
from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories import plans as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def samuel():
    return sessions.enter(Client(), people.staff(Role.PRACTITIONER))


def text(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def state(version):
    return PlanVersion.objects.get(pk=version.pk).state


def test_the_queue_is_the_oldest_first(samuel):
    assert "No plan is waiting" in text(samuel, "staff-plans")
    first = make.sent(people.person("Rosa Alvarez"))
    make.sent(people.person("Joan Whitfield"))
    make.draft(people.person("Tom Brennan"))
    PlanVersion.objects.filter(pk=first.pk).update(sent_at=first.sent_at.replace(year=2025))
    page = text(samuel, "staff-plans")
    assert (page.index("Rosa Alvarez") < page.index("Joan Whitfield"), "Tom Brennan" in page) == (True, False)
    assert "2 to answer." in text(samuel, "staff-home")


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_costs_the_same(samuel, number, django_assert_num_queries):
    for each in range(number):
        make.sent(people.person(f"Person {each}"))
    text(samuel, "staff-plans")
    with django_assert_num_queries(12):
        text(samuel, "staff-plans")


def test_a_look_is_logged_for_the_person(samuel):
    version = make.sent()
    text(samuel, "staff-plan", version.pk)
    line = AuditLine.objects.get(action="lines.seen")
    assert (line.on_behalf_of, line.detail) == (str(version.plan.person_id), {"where": "Support plan, version 1"})


def test_a_draft_is_nobody_s_business(samuel):
    version = make.written()
    for name in ("staff-plan", "staff-plan-agree", "staff-plan-send-back"):
        assert samuel.get(reverse(name, args=[version.pk])).status_code == 404


def test_agreeing(samuel):
    version = make.sent()
    assert "Reference of the reassessment" not in text(samuel, "staff-plan-agree", version.pk)
    response = samuel.post(reverse("staff-plan-agree", args=[version.pk]), follow=True)
    assert ("Agreed. Rosa Alvarez has been told." in response.content.decode(), state(version)) == (True, "agreed")
    again = samuel.post(reverse("staff-plan-agree", args=[version.pk]), follow=True)
    assert "answered already" in again.content.decode()


def test_sending_back_asks_why(samuel):
    version = make.sent()
    where = reverse("staff-plan-send-back", args=[version.pk])
    assert "Write what has to change, and why" in samuel.post(where, {"reasons": " "}).content.decode()
    assert state(version) == "sent"
    assert samuel.post(where, {"reasons": "Say which choir"}).status_code == 302
    assert (state(version), PlanVersion.objects.get(pk=version.pk).reasons) == ("sent_back", "Say which choir")


def reduced():
    person = make.agreed().plan.person
    version = make.draft(person)
    plan_lines.put_contingency(version=version, pence=0, by=person.user)
    return plans.send(version=version, by=person.user, revision=version.revision)


def test_a_reduction_asks_for_its_reassessment(samuel):
    version = reduced()
    assert "section 27" in text(samuel, "staff-plan", version.pk)
    where = reverse("staff-plan-agree", args=[version.pk])
    assert "Enter the reference of the reassessment" in samuel.post(where).content.decode()
    assert state(version) == "sent"
    assert samuel.post(where, {"reassessment_reference": "RA-7"}).status_code == 302
    assert PlanVersion.objects.get(pk=version.pk).reassessment_reference == "RA-7"


def test_beside_the_version_before_field_by_field(samuel):
    page = text(samuel, "staff-plan", reduced().pk)
    assert ("Beside version 1, field by field" in page, "£200.00" in page, "Changed" in page) == (True, True, True)


def test_the_sheet_for_the_case_system(samuel):
    version = make.sent(people.person("Rosa Alvarez", case_reference="LAS-1"))
    make.written(people.person("Joan Whitfield"))
    response = samuel.get(reverse("staff-plans-csv"))
    rows = list(csv.reader(StringIO(response.content.decode())))
    assert [row[0] for row in rows] == ["Case reference", "LAS-1"]
    assert rows[1][2:3] + rows[1][5:] == [
        "With the council",
        "Getting out",
        "I want to go to choir",
        "Somebody to go with me",
        "2 hours, twice a week",
        "16.50",
        "66.00",
        "200.00",
        "",
    ]
    assert AuditLine.objects.filter(action="lines.seen", on_behalf_of=str(version.plan.person_id)).count() == 1


def test_when_to_look_again_is_asked_and_kept(samuel):
    version = make.sent()
    page = text(samuel, "staff-plan-agree", version.pk)
    assert "When should we look at this plan again?" in page
    where = reverse("staff-plan-agree", args=[version.pk])
    late = timezone.localdate() + timedelta(days=400)
    answer = samuel.post(where, boxes("review_on", late)).content.decode()
    assert ("not more than 12 months away" in answer, state(version)) == (True, "sent")
    soon = timezone.localdate() + timedelta(days=20)
    assert samuel.post(where, boxes("review_on", soon)).status_code == 302
    assert SupportPlan.objects.get().review_on == soon


def boxes(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def spent(person):
    visit = market.recorded(pot=market.pot(person, label="Getting out"))
    visits.confirm(visit=visit, by=person.user)


def test_spending_by_outcome_beside_the_plans_that_hold(samuel):
    rosa = people.person("Rosa Alvarez", case_reference="LAS-1")
    spent(rosa)
    version = make.agreed(rosa)
    make.sent(people.person("Joan Whitfield"))
    make.sent(rosa)
    rows = list(csv.reader(StringIO(samuel.get(reverse("staff-plans-spending-csv")).content.decode())))
    today = timezone.localdate()
    due = (today + timedelta(weeks=8)).isoformat()
    assert rows[1:] == [["LAS-1", "1", today.isoformat(), due, "Getting out", "264.00", "33.00", "33.00"]]
    assert AuditLine.objects.filter(action="lines.seen", on_behalf_of=str(rosa.pk)).count() == 1
    shown = text(samuel, "staff-plan", version.pk)
    assert ("£33.00 of £264.00" in shown, "Plan for 4 weeks" in shown, "No plan is agreed" in shown) == (
        True,
        True,
        False,
    )


def test_where_no_plan_is_agreed_there_is_nothing_to_compare_with(samuel):
    rosa = people.person("Rosa Alvarez")
    spent(rosa)
    version = make.sent(rosa)
    before = text(samuel, "staff-plan", version.pk)
    assert ("No plan is agreed yet" in before, "£33.00" in before) == (True, True)
    assert ("not in the plan" in before, "Plan for 4 weeks" in before) == (False, False)


@pytest.mark.parametrize("number", [1, 3])
def test_the_spending_sheet_costs_the_same(samuel, number, django_assert_num_queries):
    for each in range(number):
        make.agreed(people.person(f"Person {each}"))
    samuel.get(reverse("staff-plans-spending-csv"))
    with django_assert_num_queries(12):
        samuel.get(reverse("staff-plans-spending-csv"))
