"""Whoever holds an approval renews it before it ends: only what ends is asked again (issue 8, §2)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from directory.actions import applications, approvals, renewals
from directory.models import Application, Referee
from directory.refusals import Moved, NotReady, Refused
from tests.directory.test_find import approved
from tests.directory.test_pages import text
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
INSURANCE = {"insured": "yes", "until": "Next year"}


@pytest.fixture
def ben():
    return approved(user=accounts.user("Ben Okafor"), ends_in=30)


@pytest.fixture
def approval(ben):
    """Who he is ends in 30 days as well, but nothing is filled in for that."""
    return ben.approvals.get()


def began(approval):
    return renewals.begin(approval=approval, by=approval.personal_assistant.user)


def test_only_what_ends_is_asked_again(approval):
    assert renewals.ending(approval, timezone.localdate()) == ["identity", "insurance"]
    begun = began(approval)
    assert [step.key for step in applications.steps_of(begun)] == ["insurance"]
    with pytest.raises(NotReady):
        applications.send(application=begun, by=begun.applicant)
    applications.save(application=begun, step="insurance", answers=INSURANCE)
    applications.send(application=begun, by=begun.applicant)
    approval.refresh_from_db()
    assert (approval.state, Referee.objects.count()) == ("approved", 0)


def test_what_holds_long_enough_is_not_renewed():
    long = approved("Ann Hill", user=accounts.user("Ann Hill"), ends_in=61).approvals.get()
    with pytest.raises(Moved):
        began(long)


def test_begun_twice_it_is_one(approval):
    assert began(approval) == began(approval)


def test_nobody_else_renews_it(client, approval):
    with pytest.raises(Refused):
        renewals.begin(approval=approval, by=accounts.user("Ann Hill"))
    accounts.sign_in(client, accounts.user("Kim Lee"))
    assert client.get(reverse("approvals-renew", args=[approval.pk])).status_code == 404


def test_an_approval_that_has_lapsed_is_renewed_too(approval):
    approvals.lapse_due(timezone.now() + timedelta(days=31))
    approval.refresh_from_db()
    assert approval.state == "lapsed"
    assert began(approval).only == ["insurance"]


def test_the_pages_lead_from_the_reminder_to_the_case(client, ben, approval):
    renewals.remind_due(timezone.now())
    accounts.sign_in(client, ben.user)
    link = reverse("approvals-renew", args=[approval.pk])
    assert link in Notice.objects.get(template="directory/emails/approval_ends").body
    assert "We ask only about what ends: Who they are Insurance" in text(client.get(link))
    tasks = client.post(link).url
    assert "0 of 1 done" in text(client.get(tasks))
    client.post(f"{tasks}step/insurance/", INSURANCE)
    client.post(f"{tasks}send/", {})
    accounts.sign_in(client, make.decider())
    case = text(client.get(reverse("staff-approval", args=[approval.pk])))
    assert "Renewal, sent" in case
    assert "Next year" in case


def test_the_answers_of_last_time_are_there_to_change(client, ben, approval):
    first = Application.objects.create(
        approval=approval,
        applicant=ben.user,
        answers={"insurance": {"insured": "yes", "until": "With Acme until June"}},
        started_at=timezone.now(),
        changed_at=timezone.now(),
        sent_at=timezone.now(),
    )
    begun = began(approval)
    accounts.sign_in(client, ben.user)
    page = client.get(reverse("approvals-application-step", args=[begun.pk, "insurance"])).content.decode()
    assert "With Acme until June" in page
    assert begun.answers == {}
    assert first.pk != begun.pk


def test_taken_back_it_leaves_the_approval_alone(client, ben, approval):
    begun = began(approval)
    accounts.sign_in(client, ben.user)
    answer = client.post(reverse("approvals-application-back", args=[begun.pk]), {"sure": "on", "agree": "on"})
    assert (answer.status_code, answer.url) == (302, reverse("approvals-apply"))
    approval.refresh_from_db()
    assert (approval.state, Application.objects.count()) == ("approved", 0)
