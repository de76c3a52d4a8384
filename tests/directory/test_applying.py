"""Somebody applies step by step, saves and returns, and sends; an approval is renewed in time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from directory.actions import applications, approvals, cases, renewals
from directory.models import Application, Approval, PersonalAssistantProfile
from directory.refusals import Moved, NotReady
from search.models import GazetteerPlace
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
REFEREES = {"name_1": "Ann Lee", "email_1": "ann@post.example", "name_2": "Bob Day", "email_2": "bob@post.example"}


@pytest.fixture
def lucy():
    return accounts.user("Lucy Marchetti")


@pytest.fixture
def scheme():
    GazetteerPlace.objects.create(kind="town", key="alderford", name="Alderford", lat=52.0123, lon=-1.0234)
    make.gazetteer("AM3 2QT", 52.0155, -1.0277)
    return make.scheme()


@pytest.fixture
def begun(lucy, scheme):
    return applications.begin_as_assistant(scheme=scheme, name="Lucy Marchetti", employment="self_employed", by=lucy)


def answers():
    return {
        "about": {"about": "I am kind."},
        "helps": {"needs": [make.term("need", "company").pk]},
        "area": {"town": "Alderford", "miles": 4},
        "referees": REFEREES,
        "insurance": {"insured": "yes", "until": ""},
        "training": {"training": "First aid"},
        "dbs": {"has": "update"},
        "code": {"agrees": True},
    }


def fill(begun):
    for step, given in answers().items():
        applications.save(application=begun, step=step, answers=given)


def at(name, begun, *more):
    return reverse(f"approvals-{name}", args=[begun.pk, *more])


def test_it_is_played_from_the_start_to_the_list_of_approvers(client, lucy, scheme):
    accounts.sign_in(client, lucy)
    started = client.post(reverse("approvals-apply"), {"name": "Lucy Marchetti", "employment": "employee"})
    begun = Application.objects.get()
    assert started.url == at("application", begun)
    for step, given in answers().items():
        sent = client.post(at("application-step", begun, step), given)
        assert (step, sent.status_code) == (step, 302)
    assert "8 of 8 done" in client.get(at("application", begun)).content.decode()
    assert "First aid" in client.get(at("application-send", begun)).content.decode()
    assert client.post(at("application-send", begun)).status_code == 302
    assert Approval.objects.get().state == "applied"
    assert {one.name for one in begun.approval.referees.all()} == {"Ann Lee", "Bob Day"}
    assert Notice.objects.filter(template="directory/emails/reference_asked").count() == 2


def test_the_code_is_read_where_it_is_agreed_to(client, begun, lucy, scheme):
    """The scheme's own words are settings (issue 8, §2): nobody agrees to a code that is nowhere to be read."""
    scheme.code_of_conduct = "I come when I said.\nI take no gifts."
    scheme.save()
    accounts.sign_in(client, lucy)
    answer = client.get(at("application-step", begun, "code")).content.decode()
    assert (">I come when I said.</p>" in answer, ">I take no gifts.</p>" in answer) == (True, True)


def test_what_is_missing_is_said_and_kept_from_being_sent(client, begun, lucy):
    accounts.sign_in(client, lucy)
    client.post(at("application-step", begun, "about"), {"about": "I am kind."})
    page = client.get(at("application", begun)).content.decode()
    assert ("1 of 8 done" in page, page.count(">Missing<")) == (True, 7)
    with pytest.raises(NotReady) as refused:
        applications.send(application=Application.objects.get(), by=lucy)
    assert refused.value.missing[0] == "helps"


def test_approvers_see_nothing_before_it_is_sent(client, begun):
    tess = make.decider()
    accounts.sign_in(client, tess)
    assert client.get(reverse("staff-approval", args=[begun.approval_id])).status_code == 404
    for show in ("to-check", "all"):
        assert "Lucy" not in client.get(reverse("staff-approvals"), {"show": show}).content.decode()
    with pytest.raises(Moved):
        approvals.record_check(
            approval=begun.approval, kind="identity", outcome="passed", checked_on=make.NOON.date(), by=tess
        )


def test_a_postcode_is_not_taken_for_a_town_since_it_could_be_a_home(client, begun, lucy):
    """Where a personal assistant lives is private (domain §3)."""
    with pytest.raises(NotReady, match="no postcode"):
        applications.save(application=begun, step="area", answers={"town": "AM3 2QT", "miles": 4})
    accounts.sign_in(client, lucy)
    page = client.post(at("application-step", begun, "area"), {"town": "AM3 2QT", "miles": "4"})
    assert "Enter the name of a town" in page.content.decode()
    applications.save(application=begun, step="area", answers={"town": "Alderford", "miles": 4})
    area = PersonalAssistantProfile.objects.get().areas.get()
    assert (str(area.latitude), str(area.longitude)) == ("52.01", "-1.02")


def test_what_was_sent_is_not_changed_nor_sent_again(begun, lucy):
    fill(begun)
    applications.send(application=begun, by=lucy)
    stale = Application.objects.get()
    with pytest.raises(Moved):
        applications.save(application=stale, step="about", answers={"about": "Other"})
    with pytest.raises(Moved):
        applications.send(application=stale, by=lucy)


def test_a_scheme_may_cover_some_kinds_of_support_alone(begun, lucy, scheme):
    fill(begun)
    scheme.covers.add(make.term("need", "washing-and-dressing"))
    with pytest.raises(NotReady, match="does not cover"):
        applications.send(application=begun, by=lucy)
    scheme.covers.add(make.term("need", "company"))
    applications.send(application=begun, by=lucy)


def test_two_referees_are_two_people(client, begun, lucy):
    accounts.sign_in(client, lucy)
    same = {**REFEREES, "email_2": "Ann@post.example"}
    assert "two different people" in client.post(at("application-step", begun, "referees"), same).content.decode()
    assert Application.objects.get().answers == {}


def test_a_manager_applies_for_the_organisation_and_nobody_else_does(client, lucy, scheme):
    held = make.organisation()
    accounts.sign_in(client, lucy)
    client.post(reverse("approvals-apply"), {"organisation": held.pk})
    assert Application.objects.count() == 0
    with pytest.raises(NotReady):
        applications.begin_for(scheme=scheme, organisation=held, by=lucy)
    make.member(held, lucy)
    client.post(reverse("approvals-apply"), {"organisation": held.pk})
    begun = Application.objects.get()
    assert begun.approval.organisation == held
    assert "of 6 done" in client.get(at("application", begun)).content.decode()


def test_an_application_can_be_taken_back(begun, lucy):
    with pytest.raises(Moved):
        applications.take_back(application=begun, by=accounts.user("Somebody else"))
    applications.take_back(application=begun, by=lucy)
    assert Approval.objects.get().state == "withdrawn"


def test_one_that_was_taken_back_says_so_and_keeps_nothing_of_what_was_filled_in(
    client, begun, lucy, settings, tmp_path
):
    """She stopped it before anybody read it: the names of her referees and her papers do not stay with us."""
    settings.MEDIA_ROOT = tmp_path
    applications.save(application=begun, step="referees", answers=REFEREES)
    paper = cases.send_paper(approval=begun.approval, kind="identity", sent=make.photo(), by=lucy)
    accounts.sign_in(client, lucy)
    client.post(at("application-back", begun))
    page = client.get(at("application", begun)).content.decode()
    assert ("You took it back on" in page, "what you filled in is deleted" in page) == (True, True)
    assert (Application.objects.get().answers, begun.approval.papers.get(pk=paper.pk).file.name) == ({}, "")
    assert ("Check your answers" in page, "Appeal" in page, "Send a photo" in page) == (False, False, False)
    for screen in ("application-send", "application-back"):
        assert client.get(at(screen, begun)).url == at("application", begun)
    assert client.get(at("application-step", begun, "about")).status_code == 404
    assert [client.get(at(screen, begun)).status_code for screen in ("paper", "appeal")] == [404, 404]
    page = client.get(reverse("approvals-apply")).content.decode()
    assert ("Taken back" in page, "Not sent yet" in page) == (True, False)
    accounts.sign_in(client, make.decider())
    assert "Lucy Marchetti" not in client.get(reverse("staff-approvals"), {"show": "all"}).content.decode()


def test_nobody_appeals_against_what_she_took_back_herself(client, begun, lucy):
    fill(begun)
    applications.send(application=begun, by=lucy)
    sent = Application.objects.get()
    applications.take_back(application=sent, by=lucy)
    accounts.sign_in(client, lucy)
    page = client.get(at("application", begun)).content.decode()
    assert ("We do not look at it any more" in page, "Appeal against" in page) == (True, False)
    with pytest.raises(Moved):
        cases.appeal(approval=sent.approval, words="I want it back", by=lucy)
    assert Application.objects.get().answers["referees"] == REFEREES


def test_a_reminder_comes_60_and_14_days_before_the_end_and_once_each(lucy):
    today = timezone.localdate()
    decided = {"decided_at": make.NOON, "decided_by": make.decider(), "approved_on": today - timedelta(days=300)}
    ends = today + timedelta(days=60)
    make.approval(make.assistant(user=lucy), state="approved", until=ends, **decided)
    now = timezone.now()
    counts = [renewals.remind_due(now + timedelta(days=days)) for days in (-1, 0, 0, 45, 46, 46, 47)]
    assert counts == [0, 1, 0, 0, 1, 0, 0]
    assert [one.to for one in Notice.objects.filter(template="directory/emails/approval_ends")] == [lucy, lucy]
