"""The life of an approval through its actions, with the rows it leaves behind."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.models import AuditLine, Notice
from accounts.roles import Role
from directory.actions import approvals, personal_assistants
from directory.models import Approval, ApprovalEvent, PersonalAssistantProfile
from directory.refusals import Moved, NotPublishable, NotReady
from search.models import IndexedDocument
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
SEPTEMBER = datetime(2026, 9, 3, 15, tzinfo=LONDON)


@pytest.fixture
def approver():
    return accounts.staff(Role.APPROVER, name="Tess Standards")


@pytest.fixture
def approval(approver):
    """Ben, with both checks that the scheme asks for, not decided yet."""
    opened = approvals.open(scheme=make.scheme(), subject=make.assistant(), by=approver, at=SEPTEMBER)
    for kind, ends in (("identity", None), ("insurance", date(2027, 3, 31))):
        record(opened, approver, kind, expires_on=ends)
    return opened


def record(approval, by, kind, outcome="passed", on=date(2026, 9, 3), at=SEPTEMBER, **more):
    return approvals.record_check(approval=approval, kind=kind, outcome=outcome, checked_on=on, by=by, at=at, **more)


def moves(approval):
    return list(approval.events.values_list("from_state", "to_state"))


def found():
    return set(IndexedDocument.objects.filter(removed=False).values_list("title", flat=True))


def test_an_application_is_opened_once(approver):
    scheme, ben = make.scheme(), make.assistant()
    opened = approvals.open(scheme=scheme, subject=ben, by=approver, at=SEPTEMBER)
    assert (opened.state, opened.applied_on, moves(opened)) == ("applied", date(2026, 9, 3), [("", "applied")])
    with pytest.raises(Moved):
        approvals.open(scheme=scheme, subject=ben, by=approver, at=SEPTEMBER)


def test_the_first_check_starts_the_case_and_ends_when_the_scheme_says(approver):
    opened = approvals.open(scheme=make.scheme(), subject=make.assistant(), by=approver, at=SEPTEMBER)
    check = record(opened, approver, "identity", evidence="Passport seen in person")
    assert opened.state == "in_progress"
    assert (check.expires_on, check.checked_as, check.checked_by) == (date(2029, 9, 3), "Trading Standards", approver)


def test_a_dbs_check_keeps_no_words_even_if_given_some(approval, approver):
    check = record(approval, approver, "dbs", level="enhanced", evidence="What the certificate says")
    assert (check.level, check.evidence) == ("enhanced", "")


def test_approval_needs_every_check_of_the_scheme(approver):
    opened = approvals.open(scheme=make.scheme(), subject=make.assistant(), by=approver, at=SEPTEMBER)
    record(opened, approver, "identity")
    with pytest.raises(NotReady) as refusal:
        make.approve(approval=opened, by=approver, at=SEPTEMBER)
    assert refusal.value.missing == ["insurance"]
    assert Approval.objects.get().state == "in_progress"


def test_approve_leaves_the_date_the_person_and_a_row(approval, approver):
    make.approve(approval=approval, by=approver, at=SEPTEMBER)
    saved = Approval.objects.get()
    assert (saved.state, saved.approved_on, saved.until) == ("approved", date(2026, 9, 3), date(2027, 3, 31))
    assert (saved.decided_by, saved.decided_at) == (approver, SEPTEMBER)
    assert moves(saved)[-1] == ("in_progress", "approved")
    line = AuditLine.objects.filter(action="approval.approved").get()
    assert (line.by, line.subject) == (str(approver.pk), f"approval:{saved.pk}")


def test_two_at_once_are_decided_by_the_first(approval, approver):
    stale = Approval.objects.get()
    approvals.withdraw(approval=approval, by=approver, reason="Moved away", at=SEPTEMBER)
    with pytest.raises(Moved):
        make.approve(approval=stale, by=approver, at=SEPTEMBER)
    assert Approval.objects.get().state == "withdrawn"
    assert AuditLine.objects.filter(action="approval.approved").count() == 0


def test_a_page_needs_an_approval_that_holds(approver):
    with pytest.raises(NotPublishable):
        personal_assistants.publish(profile=make.assistant(), by=approver, at=SEPTEMBER)
    assert PersonalAssistantProfile.objects.get().status == "draft"


def test_suspension_takes_the_page_out_of_search_and_approval_brings_it_back(approval, approver):
    make.approve(approval=approval, by=approver, at=SEPTEMBER)
    personal_assistants.publish(profile=approval.personal_assistant, by=approver, at=SEPTEMBER)
    assert found() == {"Ben Okafor"}
    approvals.suspend(approval=approval, by=approver, reason="A complaint", at=SEPTEMBER)
    assert found() == set()
    make.approve(approval=approval, by=approver, at=SEPTEMBER)
    assert found() == {"Ben Okafor"}


def test_a_required_check_that_fails_suspends_at_once(approval, approver):
    make.approve(approval=approval, by=approver, at=SEPTEMBER)
    record(approval, approver, "identity", outcome="not_passed", on=date(2026, 10, 1), at=SEPTEMBER.replace(month=10))
    assert Approval.objects.get().state == "suspended"
    assert ApprovalEvent.objects.last().reason == "A check was not passed"


def test_a_renewed_check_moves_the_last_day(approval, approver):
    make.approve(approval=approval, by=approver, at=SEPTEMBER)
    later = datetime(2027, 3, 1, 9, tzinfo=LONDON)
    record(approval, approver, "insurance", on=date(2027, 3, 1), at=later, expires_on=date(2028, 3, 31))
    assert Approval.objects.get().until == date(2028, 3, 31)


def test_a_check_never_makes_an_approval_longer_than_the_term_of_the_scheme(approval, approver):
    make.approve(approval=approval, by=approver, at=SEPTEMBER)
    later = datetime(2027, 3, 1, 9, tzinfo=LONDON)
    for kind in ("identity", "insurance"):
        record(approval, approver, kind, on=date(2027, 3, 1), at=later, expires_on=date(2040, 1, 1))
    assert Approval.objects.get().until == date(2029, 9, 3)


def test_lapse_is_written_once_after_its_last_day(approval, approver):
    make.approve(approval=approval, by=approver, at=SEPTEMBER)
    assert approvals.lapse_due(datetime(2027, 3, 31, 23, 59, tzinfo=LONDON)) == 0
    assert approvals.lapse_due(datetime(2027, 4, 1, 0, 0, tzinfo=LONDON)) == 1
    assert approvals.lapse_due(datetime(2027, 4, 1, 0, 0, tzinfo=LONDON)) == 0
    event = ApprovalEvent.objects.last()
    assert (event.to_state, event.by) == ("lapsed", None)


def test_a_lapsed_approval_is_renewed_even_before_the_clock_wrote_the_lapse(approval, approver):
    make.approve(approval=approval, by=approver, at=SEPTEMBER)
    later = datetime(2027, 4, 2, 9, tzinfo=LONDON)
    record(approval, approver, "insurance", on=date(2027, 4, 2), at=later)
    assert Approval.objects.get().until == date(2027, 3, 31)
    make.approve(approval=approval, by=approver, at=later)
    assert moves(approval)[-2:] == [("approved", "lapsed"), ("lapsed", "approved")]
    assert Approval.objects.get().until == date(2028, 4, 2)


def test_nothing_follows_a_withdrawal(approval, approver):
    approvals.withdraw(approval=approval, by=approver, reason="Stopped", at=SEPTEMBER)
    with pytest.raises(Moved):
        record(approval, approver, "training")
    again = approvals.open(scheme=approval.scheme, subject=approval.personal_assistant, by=approver, at=SEPTEMBER)
    assert again.pk != approval.pk


def told():
    return list(Notice.objects.order_by("pk").values_list("to__email", "template"))


def test_whoever_holds_it_hears_of_each_decision_of_others(approver, approval):
    ben = accounts.user("Ben Okafor")
    PersonalAssistantProfile.objects.filter(pk=approval.personal_assistant_id).update(user=ben)
    approval = Approval.objects.get(pk=approval.pk)
    make.approve(approval=approval, by=approver, at=SEPTEMBER)
    approvals.suspend(approval=Approval.objects.get(pk=approval.pk), by=approver, reason="A complaint", at=SEPTEMBER)
    folder = "directory/emails"
    assert told() == [(ben.email, f"{folder}/approval_approved"), (ben.email, f"{folder}/approval_suspended")]


def test_nobody_is_told_what_she_did_herself(approval):
    ben = accounts.user("Ben Okafor")
    PersonalAssistantProfile.objects.filter(pk=approval.personal_assistant_id).update(user=ben)
    approvals.withdraw(approval=Approval.objects.get(pk=approval.pk), by=ben, reason="The applicant took it back")
    assert told() == []
