"""The approvers' desk of the demo: what each part of it shows is there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import notices
from config.demo import seed_approvals, seed_directory, seed_people, seed_scheme
from config.demo.seed_marketplace import Scene
from directory import passport
from directory.approval_rules import CheckKind, State
from directory.models import Application, Approval, ApprovalDecision, CareAnswers, PrivateFeedback, TaxonomyTerm
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


def test_the_scheme_asks_for_each_kind_of_check_there_is():
    """Issue 8, §2: "identity, right to work, DBS level by role, references … premises, Trading Standards history"."""
    made = seed_scheme.scheme(make.term("need", "washing-and-dressing"))
    asked = made.required_checks.all()
    assert {check.kind for check in asked} == set(CheckKind)
    assert all(check.evidence_wanted for check in asked)
    assert {check.kind for check in asked if not check.for_assistants} == {"premises", "trading_history"}
    ben = make.assistant()
    case = make.approval(ben, scheme=made)
    assert passport.wanted_level(case) == "basic"
    ben.needs.add(TaxonomyTerm.objects.get(slug="washing-and-dressing"))
    assert passport.wanted_level(case) == "enhanced"
