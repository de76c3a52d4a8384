"""The approvers' desk of the demo: what each part of it shows is there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import notices
from config.demo import seed_approvals, seed_directory, seed_people
from config.demo.seed_marketplace import Scene
from directory.approval_rules import State
from directory.models import Application, Approval, ApprovalDecision, CareAnswers, PrivateFeedback
from search import index
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


def test_each_kind_of_case_is_there():
    now = timezone.now()
    with notices.unsent(), index.together():
        known, users = seed_directory.words(), seed_people.sign_ins(now)
        seed_directory.assistants(known, users, users["approver@aldermere.example"], now)
        organisation = make.organisation("Hollybank Home Care")
        make.member(organisation, users["hollybank@aldermere.example"])
        make.service("Care at home", organisation=organisation, gives_personal_care=True, cqc_location_id="1-1")
        seed_approvals.all_of_it(Scene(now, users, {}, {}))
    waits = ApprovalDecision.objects.get(outcome="")
    assert (str(waits.approval.subject), waits.proposed_by.name) == ("Hannah Webb", "Femi Adu")
    assert list(Application.objects.get(sent_at=None).answers) == ["about", "insurance"]
    assert Approval.objects.get(personal_assistant__name="Kieran Doyle").state == State.SUSPENDED
    soon = Approval.objects.filter(state=State.APPROVED, until__lte=now.date() + timedelta(days=60))
    assert soon.exists()
    assert (PrivateFeedback.objects.count(), CareAnswers.objects.filter(counts_from=None).count()) == (1, 1)
