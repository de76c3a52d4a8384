"""A practitioner writes a plan with somebody who has no sign-in; a different one agrees it; she is told on paper."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import mandates
from accounts.models import AuditLine, ContactFormat, Letter, Notice
from accounts.roles import Basis, Role, Scope
from marketplace.actions import plan_lines, plans
from marketplace.actions.moves import Refused
from marketplace.models import PlanVersion
from marketplace.permissions import NotYours
from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories import plans as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return people.person("Ada Quill", signs_in=False, contact_format=ContactFormat.LARGE_PRINT)


@pytest.fixture
def samuel():
    return people.staff(Role.PRACTITIONER, name="Samuel Reed")


@pytest.fixture
def desk(samuel):
    return sessions.enter(Client(), samuel)


def text(client, name, *args):
    return client.get(reverse(name, args=args), follow=True).content.decode()


def go(client, name, data, *args):
    response = client.post(reverse(f"staff-person-plan-{name}", args=args), data)
    return response.status_code, response.headers.get("Location", response.content.decode())


def test_from_her_page_to_the_queue_and_a_letter(desk, ada, samuel):
    assert "Write a support plan with Ada" in text(desk, "staff-person", ada.pk)
    assert "Write a plan" in text(desk, "staff-person-plan-home", ada.pk)
    draft = f"/staff/people/{ada.pk}/plan/draft/"
    assert go(desk, "start", {}, ada.pk) == (302, draft)
    wish = {"words": "I want to see my sister", "outcome": market.outcome("Seeing people").pk}
    assert go(desk, "outcome-add", wish, ada.pk) == (302, draft)
    version = PlanVersion.objects.get()
    under = version.outcomes.get().pk
    for step, data in (
        ("what", {"what": "A taxi"}),
        ("price", {"unit": "visit", "price": "12.50"}),
        ("often", {"times": "2", "every": "week"}),
        ("check", {}),
    ):
        if step == "what":
            assert go(desk, "line-add", data, ada.pk, under)[0] == 302
        else:
            assert go(desk, "line-add-step", data, ada.pk, under, step)[0] == 302
    page = text(desk, "staff-person-plan-draft", ada.pk)
    assert ("A <strong>different</strong> practitioner" in page, "£25.00" in page) == (True, True)
    version.refresh_from_db()
    assert go(desk, "check", {"revision": version.revision}, ada.pk) == (302, f"/staff/people/{ada.pk}/plan/")
    own = text(desk, "staff-plan", version.pk)
    assert ("You wrote some of this plan" in own, "Agree this plan" in own) == (True, False)
    refused = desk.post(reverse("staff-plan-agree", args=[version.pk])).content.decode()
    assert "A different practitioner must read it" in refused
    other = sessions.enter(Client(), people.staff(Role.PRACTITIONER, name="Nia Cole"))
    assert "Agree this plan" in text(other, "staff-plan", version.pk)
    assert other.post(reverse("staff-plan-agree", args=[version.pk])).status_code == 302
    letter = Letter.objects.get(template="marketplace/emails/plan_agreed")
    assert (letter.person, letter.format) == (ada, "large_print")
    assert [words in letter.body for words in ("I want to see my sister", "A taxi: twice a week", "£25.00")] == [
        True
    ] * 3


def test_the_look_is_logged_where_the_person_reads_it(desk, ada, samuel):
    make.written(ada, by=samuel)
    text(desk, "staff-person-plan-draft", ada.pk)
    line = AuditLine.objects.get(action="lines.seen", on_behalf_of=str(ada.pk))
    assert (line.by, line.detail) == (str(samuel.pk), {"where": "Support plan, version 1, while it was written"})
    assert AuditLine.objects.filter(action="person.seen", on_behalf_of=str(ada.pk)).count() == 1
    changed = AuditLine.objects.filter(action="plan.line_added").get()
    assert (changed.by, changed.on_behalf_of) == (str(samuel.pk), str(ada.pk))


def test_whoever_changed_a_word_never_agrees(ada, samuel):
    nia, third = people.staff(Role.PRACTITIONER, name="Nia Cole"), people.staff(Role.PRACTITIONER, name="Eve Long")
    version = make.written(ada, by=samuel)
    make.line(version.outcomes.get(), "A taxi", by=nia)
    version.refresh_from_db()
    plans.send(version=version, by=samuel, revision=version.revision)
    for by in (samuel, nia):
        with pytest.raises(Refused) as refused:
            plans.agree(version=version, by=by)
        assert refused.value.code == "own_writing"
    plans.send_back(version=version, reasons="Which days?", by=third)
    again = plans.begin(person=ada, by=nia)
    plans.send(version=again, by=nia, revision=again.revision)
    for by in (samuel, nia):
        with pytest.raises(Refused) as refused:
            plans.agree(version=again, by=by)
        assert refused.value.code == "own_writing"
    assert plans.agree(version=again, by=third).agreed_by == third
    following = plans.begin(person=ada, by=third)
    assert list(following.writers.all()) == [third]


def test_the_practitioner_who_wrote_it_hears_that_it_was_sent_back(ada, samuel, desk):
    plans.send_back(version=make.sent(ada, by=samuel), reasons="Which days?", by=people.staff(Role.PRACTITIONER))
    notice = Notice.objects.get(to=samuel)
    assert (f"/staff/people/{ada.pk}/plan/" in notice.body, "Ada" in notice.body) == (True, False)
    assert "Which days?" in Letter.objects.get().body
    assert ("You are writing for people" in (page := text(desk, "staff-plans")), "Ada Quill" in page) == (True, True)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PRACTITIONER])
def test_no_other_role_writes(ada, role):
    with pytest.raises(NotYours):
        plans.begin(person=ada, by=people.staff(role))


def test_whoever_signs_in_writes_herself(desk, samuel):
    rosa = people.person()
    with pytest.raises(NotYours):
        plans.begin(person=rosa, by=samuel)
    make.written(rosa)
    page = text(desk, "staff-person-plan-draft", rosa.pk)
    assert ("signs in and writes the plan" in page, "Version 1" in page) == (True, False)
    assert go(desk, "start", {}, rosa.pk) == (302, f"/staff/people/{rosa.pk}/plan/")


def test_a_sign_in_takes_the_pen_from_the_council(ada, samuel):
    version = make.written(ada, by=samuel)
    ada.user = people.user("Ada Quill")
    ada.save()
    with pytest.raises(NotYours):
        plan_lines.put_contingency(version=version, pence=1, by=samuel)
    plan_lines.put_contingency(version=version, pence=1, by=ada.user)


def test_a_practitioner_who_acts_for_her_writes_only_by_her_mandate(ada, samuel):
    people.mandate(ada, samuel, Scope.SEE_BALANCE)
    with pytest.raises(NotYours):
        plans.begin(person=ada, by=samuel)
    people.mandate(ada, samuel, Scope.PROPOSE, basis=Basis.BROKER)
    assert plans.begin(person=ada, by=samuel).mandate is not None


def test_a_case_that_was_closed_is_closed(ada):
    case = people.mandate(people.person(), people.user("Priya"), Scope.PROPOSE, basis=Basis.BROKER)
    version = make.sent(case.person, by=case.delegate)
    mandates.end(mandate=case, by=case.person.user)
    for do in (
        lambda: plans.take_back(version=version, by=case.delegate),
        lambda: plans.begin(person=case.person, by=case.delegate),
    ):
        with pytest.raises(NotYours):
            do()
    plans.send_back(version=version, reasons="Which days?", by=people.staff(Role.PRACTITIONER))
    assert Notice.objects.filter(to=case.delegate, template="marketplace/emails/plan_sent_back").count() == 0
    client = sessions.enter(Client(), case.delegate, acting=case)
    assert client.get(reverse("plans-home")).status_code in (302, 403)
