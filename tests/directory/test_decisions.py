"""Two people approve, and each criminal record check goes as far as the support asks for."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail_factories import ImageFactory

from directory.actions import approvals
from directory.models import Approval, ApprovalDecision, LevelForSupport, RequiredCheck
from directory.refusals import Moved, NotReady
from tests.directory.test_find import approved
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
NOON = make.NOON


@pytest.fixture
def case():
    approval = make.approval(state="in_progress")
    for kind in ("identity", "insurance"):
        make.check(approval, kind)
    return approval


def propose(case, by, **more):
    return approvals.propose(approval=case, by=by, reason="All holds", at=NOON, **more)


def test_one_person_alone_cannot_approve(case):
    tess = make.decider()
    with pytest.raises(NotReady, match="Two people"):
        approvals.approve(approval=case, by=tess, at=NOON)
    propose(case, tess)
    with pytest.raises(NotReady, match="Somebody else"):
        approvals.approve(approval=case, by=tess, at=NOON)
    assert Approval.objects.get().state == "in_progress"


def test_the_database_keeps_it_to_two_people(case):
    tess = make.decider()
    made = propose(case, tess)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalDecision.objects.filter(pk=made.pk).update(outcome="approved", decided_by=tess, decided_at=NOON)


def test_another_approves_with_the_reasons_of_both_and_the_conditions(case):
    tess, ola = make.decider(), make.decider()
    propose(case, tess, conditions="Not with a hoist")
    approvals.approve(approval=case, by=ola, reason="I agree", at=NOON)
    decision = ApprovalDecision.objects.get()
    assert (decision.outcome, decision.proposed_by, decision.decided_by) == ("approved", tess, ola)
    assert case.events.last().reason == "All holds I agree"
    assert Approval.objects.get().state == "approved"


def test_what_is_sent_back_is_open_to_be_proposed_again(case):
    tess, ola = make.decider(), make.decider()
    propose(case, tess)
    with pytest.raises(Moved):
        propose(case, ola)
    approvals.send_back(approval=case, by=ola, reason="One reference is from a cousin", at=NOON)
    assert Approval.objects.get().state == "in_progress"
    propose(case, tess)
    assert ApprovalDecision.objects.filter(outcome="").count() == 1


def test_a_level_by_kind_of_support_is_asked_for_at_the_decision(case):
    washing = make.term("need", "washing-and-dressing")
    case.personal_assistant.needs.add(washing)
    RequiredCheck.objects.create(scheme=case.scheme, kind="dbs", months_valid=36, dbs_level="basic")
    LevelForSupport.objects.create(scheme=case.scheme, support=washing, level="enhanced_barred")
    make.check(case, "dbs", level="enhanced")
    fresh = Approval.objects.get()
    with pytest.raises(NotReady, match="barred lists"):
        propose(fresh, make.decider())
    case.personal_assistant.needs.clear()
    propose(Approval.objects.get(), make.decider())


def test_a_check_is_decided_by_those_whom_the_scheme_names(case):
    tess, ola = make.decider(), make.decider()
    RequiredCheck.objects.get(kind="insurance").deciders.add(ola)
    given = {"approval": case, "kind": "insurance", "outcome": "passed", "checked_on": NOON.date(), "at": NOON}
    with pytest.raises(Moved, match="names who decides"):
        approvals.record_check(by=tess, **given)
    assert approvals.record_check(by=ola, **given).checked_by == ola


def test_the_page_proposes_then_waits_and_another_decides(client, case):
    tess, ola = make.decider(), make.decider()
    address = reverse("staff-approval-approve", args=[case.pk])
    accounts.sign_in(client, tess)
    assert client.post(address, {"reason": "All holds"}).status_code == 302
    assert "waits for another approver" in client.get(address).content.decode()
    client.post(address, {"answer": "approve"})
    assert Approval.objects.get().state == "in_progress"
    accounts.sign_in(client, ola)
    assert "Why? (optional" in client.get(address).content.decode()
    assert client.post(address, {"answer": "send_back"}).status_code == 200
    assert client.post(address, {"answer": "approve"}).status_code == 302
    assert Approval.objects.get().state == "approved"


def test_a_licensed_brand_is_named_only_while_the_licence_holds():
    scheme = make.scheme(brand="Support with Confidence")
    assert scheme.brand_on(NOON.date()) == ""
    scheme.brand_licence, scheme.brand_until = "L-1", NOON.date()
    assert scheme.brand_on(NOON.date()) == "Support with Confidence"
    scheme.brand_until = NOON.date().replace(day=21)
    assert scheme.brand_on(NOON.date()) == ""


def test_the_logo_stands_on_the_passport_with_words_and_nowhere_without_one(client):
    """Issue 8, §2: a scheme has a logo. WCAG 1.1.1: with words for whoever does not see it."""
    profile = approved("Ben Okafor")
    scheme = profile.approvals.get().scheme
    address = reverse("directory-passport", args=[profile.slug])
    assert "/media/images/" not in client.get(address).content.decode()
    scheme.logo, scheme.logo_text = ImageFactory(), "A green tick"
    scheme.save()
    shown = client.get(address).content.decode()
    assert ("/media/images/" in shown, 'alt="A green tick"' in shown) == (True, True)
    accounts.sign_in(client, accounts.user())
    assert 'alt="A green tick"' in client.get(reverse("approvals-apply")).content.decode()
