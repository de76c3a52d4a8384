"""Whoever's approval ends soon, or has ended, finds the way to renew it on her desk, not in an e-mail alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.actions import applications, renewals
from directory.models import Application, Approval
from directory.queries import to_do
from tests.directory.test_find import approved
from tests.directory.test_pages import text
from tests.directory.test_renewing import INSURANCE
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


def ending(days):
    profile, today = approved(user=accounts.user("Ben Okafor")), timezone.localdate()
    since, until = today - timedelta(days=300), today + timedelta(days=days)
    profile.approvals.update(approved_on=since, until=until)
    return profile


def asked(profile):
    return [(one.tag, one.href) for one in to_do.of_assistant(profile.pk, timezone.localdate())]


@pytest.mark.parametrize(("ends_in", "tag"), [(61, None), (60, "Ends soon"), (0, "Ends soon"), (-1, "Ended")])
def test_from_sixty_days_before_the_end_her_desk_says_it(client, ends_in, tag):
    profile = ending(ends_in)
    renew = reverse("approvals-renew", args=[profile.approvals.get().pk])
    assert asked(profile) == ([(tag, renew)] if tag else [])
    accounts.sign_in(client, profile.user)
    assert (renew in client.get("/provider/").content.decode()) == bool(tag)


def test_the_minute_after_it_ended_the_page_to_renew_says_so(client):
    """Before the nightly run has written the lapse down."""
    profile = ending(-1)
    accounts.sign_in(client, profile.user)
    said = text(client.get(reverse("approvals-renew", args=[profile.approvals.get().pk])))
    assert ("It ended on" in said, "You are not found as approved" in said) == (True, True)


def test_once_it_is_sent_it_waits_for_the_council():
    profile = ending(30)
    profile.approvals.get().checks.filter(kind="insurance").update(expires_on=timezone.localdate() + timedelta(days=30))
    begun = renewals.begin(approval=profile.approvals.get(), by=profile.user)
    assert len(asked(profile)) == 1
    applications.save(application=begun, step="insurance", answers=INSURANCE)
    applications.send(application=begun, by=profile.user)
    assert asked(profile) == []
    Application.objects.update(sent_at=timezone.now() - timedelta(days=900))  # for the approval before this one
    assert len(asked(profile)) == 1


def test_a_manager_finds_the_renewals_of_her_organisation_and_its_services_on_her_desk(client):
    organisation, today = make.organisation(), timezone.localdate()
    grace, scheduler = accounts.user("Grace"), accounts.user("Sam")
    make.member(organisation, grace), make.member(organisation, scheduler, "scheduler")
    of_it = make.approval(organisation=organisation)
    of_a_page = make.approval(service=make.service("Night sitting", organisation=organisation))
    of_another = make.approval(organisation=make.organisation("Ferry Lane"))
    ends = {"approved_on": today - timedelta(days=300), "until": today + timedelta(days=30)}
    Approval.objects.update(state="approved", decided_by=make.decider(), decided_at=make.NOON, **ends)
    found = to_do.pages(organisation.pk, manages=True, today=today)
    about = {one.href: one.about for one in found if one.tag == "Ends soon"}
    assert set(about) == {reverse("approvals-renew", args=[one.pk]) for one in (of_it, of_a_page)}
    assert "Night sitting" in about[reverse("approvals-renew", args=[of_a_page.pk])]
    for user, reads in ((grace, True), (scheduler, False)):
        accounts.sign_in(client, user)
        page = client.get("/provider/").content.decode()
        assert (reverse("approvals-renew", args=[of_it.pk]) in page) is reads
        assert reverse("approvals-renew", args=[of_another.pk]) not in page
