"""What an applicant reads: how far it is, why it was stopped, what came of an appeal, and that it has ended (issue 8,
§2: "sees progress and what is missing", "decision with reasons, conditions, appeal")."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from directory.actions import applications, approvals, cases
from directory.models import Appeal, Application, Approval, RequiredCheck
from search.models import GazetteerPlace
from tests.directory.test_applying import fill
from tests.directory.test_find import approved
from tests.directory.test_pages import text
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
WHY = "The insurance was cancelled"


@pytest.fixture
def lucy():
    return accounts.user("Lucy Marchetti")


@pytest.fixture
def sent(lucy, alderford):
    """Looked at since: who she is holds, insurance is missing."""
    scheme = make.scheme()
    RequiredCheck.objects.filter(kind="insurance").update(evidence_wanted="Your certificate")
    RequiredCheck.objects.create(scheme=scheme, kind="premises", months_valid=12, position=9, for_assistants=False)
    begun = applications.begin_as_assistant(scheme=scheme, name=lucy.name, employment="self_employed", by=lucy)
    fill(begun)
    applications.send(application=Application.objects.get(), by=lucy)
    day = timezone.localdate()
    approval = Approval.objects.get()
    approvals.record_check(approval=approval, kind="identity", outcome="passed", checked_on=day, by=make.decider())
    return Application.objects.get()


@pytest.fixture
def alderford():
    GazetteerPlace.objects.create(kind="town", key="alderford", name="Alderford", lat=52.0123, lon=-1.0234)


def page(client, application):
    return text(client.get(reverse("approvals-application", args=[application.pk])))


def stopped(sent, by=None):
    approvals.suspend(approval=Approval.objects.get(), by=by or make.decider(), reason=WHY)


@pytest.fixture
def holding(lucy):
    """Approved, and begun by her."""
    profile = approved("Lucy Marchetti", user=lucy)
    given = {"applicant": lucy, "started_at": make.NOON, "changed_at": make.NOON, "sent_at": make.NOON}
    return Application.objects.create(approval=profile.approvals.get(), **given)


def test_each_check_says_if_it_is_done_and_what_to_show(client, lucy, sent):
    accounts.sign_in(client, lucy)
    said = page(client, sent)
    assert "Who they are Done" in said
    assert "Insurance Not yet Your certificate" in said


def test_what_is_asked_of_others_alone_is_not_listed(client, lucy, sent):
    accounts.sign_in(client, lucy)
    assert "Premises" not in page(client, sent)


def test_she_reads_why_it_was_stopped(client, lucy, holding):
    accounts.sign_in(client, lucy)
    assert WHY not in page(client, holding)
    stopped(holding)
    assert f"Why: {WHY}" in page(client, holding)


def test_whoever_stops_it_is_told_that_she_reads_why(client, holding):
    accounts.sign_in(client, make.decider())
    said = text(client.get(reverse("staff-approval-suspend", args=[holding.approval_id])))
    assert "Whoever it is about reads this" in said


def test_why_it_was_approved_stays_with_the_approvers(client, lucy, holding):
    accounts.sign_in(client, lucy)
    assert "All checks hold" not in page(client, holding)


def test_who_appealed_hears_that_it_is_answered_and_reads_the_answer(client, lucy, holding):
    tess = make.decider()
    stopped(holding, by=tess)
    made = cases.appeal(approval=Approval.objects.get(), words="It was not", by=lucy)
    Notice.objects.all().delete()
    cases.answer_appeal(appeal=made, outcome="stands", answer="No new policy yet", by=make.decider())
    notice = Notice.objects.get()
    assert (notice.to, "No new policy" in notice.body) == (lucy, False)
    accounts.sign_in(client, lucy)
    assert "No new policy yet" in page(client, holding)
    assert Appeal.objects.get().outcome == "stands"


def test_whoever_holds_it_hears_once_that_it_has_ended(lucy, holding):
    until = Approval.objects.get().until
    night = timezone.now() + timedelta(days=(until - timezone.localdate()).days + 1)
    Notice.objects.all().delete()
    for _ in range(2):
        approvals.lapse_due(night)
    notice = Notice.objects.get()
    assert (notice.to, notice.subject) == (lucy, "Your approval has ended")
    assert reverse("approvals-renew", args=[holding.approval_id]) in notice.body


def test_every_manager_reads_what_another_began(client):
    """An e-mail about it goes to all of them (`emails.holders`)."""
    hollybank, grace, olive = make.organisation(), accounts.user("Grace Hollis"), accounts.user("Olive Grant")
    for one in (grace, olive):
        make.member(hollybank, one)
    begun = applications.begin_for(scheme=make.scheme(), organisation=hollybank, by=grace)
    accounts.sign_in(client, olive)
    at = reverse("approvals-application", args=[begun.pk])
    assert at in client.get(reverse("approvals-apply")).content.decode()
    assert client.get(at).status_code == 200
    accounts.sign_in(client, accounts.user("A stranger"))
    assert client.get(at).status_code == 404


def test_where_there_are_several_schemes_she_chooses(client, lucy):
    """A scheme is configuration: the council may add another."""
    make.scheme(name="Trusted Helpers", slug="trusted")
    garden = make.scheme(name="Trusted Gardeners", slug="gardens")
    accounts.sign_in(client, lucy)
    apply = reverse("approvals-apply")
    assert 'href="?scheme=gardens"' in client.get(apply).content.decode()
    client.post(f"{apply}?scheme=gardens", {"name": lucy.name, "employment": "self_employed"})
    assert Approval.objects.get().scheme == garden
    assert client.get(f"{apply}?scheme=none").status_code == 404
