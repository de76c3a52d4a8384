"""Nobody decides about herself; what was checked last decides; what was withdrawn changes no page (issue 8, §2)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from directory.actions import applications, approvals, care, cases, personal_assistants
from directory.models import Appeal, Approval, PersonalAssistantProfile, Service
from directory.refusals import Moved, Refused
from search.models import GazetteerPlace
from tests.directory.test_cqc_boundary import HOME_CARE, but
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def tess(client):
    """An approver, who works as a personal assistant at the weekends."""
    who = make.decider()
    accounts.sign_in(client, who)
    return who


@pytest.fixture
def hers(tess):
    made = make.approval(make.assistant(user=tess))
    for kind in ("identity", "insurance"):
        make.check(made, kind, checked_on=TODAY() - timedelta(days=9), expires_on=TODAY() + timedelta(days=300))
    return made


def other():
    return accounts.staff(Role.APPROVER, name="Ola Other")


def test_an_approver_does_not_check_or_approve_herself(tess, hers):
    given = {"kind": "identity", "outcome": "passed", "checked_on": TODAY()}
    with pytest.raises(Refused):
        approvals.record_check(approval=hers, by=tess, **given)
    with pytest.raises(Refused):
        approvals.propose(approval=hers, by=tess, reason="I know her")
    approvals.propose(approval=hers, by=other(), reason="All hold")
    with pytest.raises(Refused):
        approvals.approve(approval=hers, by=tess)
    with pytest.raises(Refused):
        approvals.send_back(approval=hers, by=tess, reason="Later")


def test_nor_does_the_manager_of_an_organisation_for_it_or_its_service(tess):
    organisation = make.organisation()
    make.member(organisation, tess)
    for whose in ({"organisation": organisation}, {"service": make.service(organisation=organisation)}):
        case = make.approval(**whose)
        with pytest.raises(Refused):
            approvals.record_check(approval=case, by=tess, kind="identity", outcome="passed", checked_on=TODAY())


def test_she_does_not_read_her_own_case(client, tess, hers):
    """References, notes and feedback are for approvers alone."""
    assert client.get(reverse("staff-approval", args=[hers.pk])).status_code == 403
    assert client.post(reverse("staff-approval-note", args=[hers.pk]), {"kind": "note", "text": "x"}).status_code == 403


def test_she_does_not_answer_her_own_appeal(tess, hers):
    make.approve(approval=hers, by=other())
    approvals.suspend(approval=hers, by=other(), reason="A complaint")
    made = cases.appeal(approval=hers, words="No", by=tess)
    with pytest.raises(Refused):
        cases.answer_appeal(appeal=made, outcome="again", answer="Yes", by=tess)
    assert Appeal.objects.get().answered_at is None


def test_she_does_not_take_her_own_listing_out_of_the_rules(tess):
    organisation = make.organisation()
    make.member(organisation, tess)
    service = make.service(organisation=organisation, gives_personal_care=True)
    care.answer(subject=service, answers=but(HOME_CARE, help={"other"}), by=tess)
    assert Service.objects.get().gives_personal_care
    make.member(organisation, colleague := accounts.user("Colleague"))
    kept = care.answer(subject=service, answers=but(HOME_CARE, help={"other"}), by=colleague)
    with pytest.raises(Refused):
        care.agree(answers=kept, by=tess)


def test_of_two_checks_on_a_day_the_one_written_down_last_decides(client, tess):
    """A slip is put right on the same day."""
    case = make.approval(make.assistant())
    for kind in ("identity", "insurance"):
        make.check(case, kind, checked_on=TODAY(), expires_on=TODAY() + timedelta(days=300))
    make.approve(approval=case, by=tess)
    on = {"checked_on_day": TODAY().day, "checked_on_month": TODAY().month, "checked_on_year": TODAY().year}
    answer = client.post(
        reverse("staff-approval-check", args=[case.pk]), {"kind": "insurance", "outcome": "not_passed", **on}
    )
    assert answer.status_code == 302
    assert Approval.objects.get().state == "suspended"


def test_a_check_that_fails_on_the_screen_suspends(client, tess):
    case = make.approval(make.assistant())
    for kind in ("identity", "insurance"):
        make.check(case, kind, checked_on=TODAY() - timedelta(days=3), expires_on=TODAY() + timedelta(days=300))
    make.approve(approval=case, by=tess)
    on = {"checked_on_day": TODAY().day, "checked_on_month": TODAY().month, "checked_on_year": TODAY().year}
    client.post(reverse("staff-approval-check", args=[case.pk]), {"kind": "insurance", "outcome": "not_passed", **on})
    assert Approval.objects.get().state == "suspended"


def test_a_proposal_from_before_a_suspension_does_not_end_it(tess):
    case = make.approval(make.assistant())
    for kind in ("identity", "insurance"):
        make.check(case, kind, checked_on=TODAY() - timedelta(days=3), expires_on=TODAY() + timedelta(days=300))
    make.approve(approval=case, by=tess)
    approvals.propose(approval=case, by=other(), reason="A renewal")
    approvals.suspend(approval=case, by=other(), reason="Somebody was hurt")
    with pytest.raises(Refused):
        approvals.approve(approval=case, by=tess)
    assert Approval.objects.get().state == "suspended"


def test_an_application_that_was_taken_back_writes_on_no_page():
    lucy = accounts.user("Lucy Marchetti")
    scheme = make.scheme()
    GazetteerPlace.objects.create(kind="town", key="alderford", name="Alderford", lat=52.0123, lon=-1.0234)
    old = applications.begin_as_assistant(scheme=scheme, name="Lucy", employment="self_employed", by=lucy)
    applications.take_back(application=old, by=lucy)
    new = applications.begin_as_assistant(scheme=scheme, name="Lucy", employment="self_employed", by=lucy)
    applications.save(application=new, step="about", answers={"about": "I am kind."})
    applications.save(application=new, step="area", answers={"town": "Alderford", "miles": 4})
    case = new.approval
    approvals.apply(approval=case, by=lucy)
    for kind in ("identity", "insurance"):
        make.check(case, kind, checked_on=TODAY() - timedelta(days=3), expires_on=TODAY() + timedelta(days=300))
    make.approve(approval=case, by=make.decider())
    profile = PersonalAssistantProfile.objects.get()
    personal_assistants.publish(profile=profile, by=lucy)
    with pytest.raises(Moved):
        applications.save(application=old, step="about", answers={"about": "Nobody looked at this."})
    assert PersonalAssistantProfile.objects.get().about == "I am kind."


def test_an_application_in_another_scheme_changes_no_page_that_people_read():
    """A moderator looks at changes of such a page."""
    lucy = accounts.user("Lucy Marchetti")
    profile = make.assistant("Lucy Marchetti", user=lucy, about="I am kind.", status="published")
    until = TODAY() + timedelta(days=99)
    decided = {"decided_at": make.NOON, "decided_by": make.decider(), "approved_on": TODAY(), "until": until}
    make.approval(profile, state="approved", **decided)
    given = {"scheme": make.scheme(), "name": "Lucy", "employment": "self_employed", "by": lucy}
    new = applications.begin_as_assistant(**given)
    applications.save(application=new, step="about", answers={"about": "Nobody looked at this."})
    assert PersonalAssistantProfile.objects.get().about == "I am kind."
    assert new.answers["about"] == {"about": "Nobody looked at this."}
