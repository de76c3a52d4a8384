"""A scheme says whom it takes, and a service or an organisation that is approved has a passport too (issue 8 §2)."""

from datetime import date

import pytest
from django.urls import reverse

from directory.actions import applications, approvals
from directory.models import Application, Approval
from directory.refusals import Moved, NotReady
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
DAYS = {"approved_on": date(2026, 9, 3), "until": date(2036, 3, 31), "decided_at": make.NOON}


@pytest.fixture
def club():
    return make.service("Lunch club", status="published")


def approved(**subject):
    found = make.approval(None, state="approved", decided_by=accounts.user(), **DAYS, **subject)
    make.check(found, expires_on=date(2036, 3, 31))
    return found


def text(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("kind", ["service", "organisation"])
def test_an_approved_one_shows_its_checks_and_what_was_not_checked(client, club, kind):
    subject = club if kind == "service" else club.organisation
    found = approved(**{kind: subject})
    passport = reverse(f"directory-{kind}-passport", args=[subject.slug])
    page = text(client.get(reverse(f"directory-{kind}", args=[subject.slug])))
    assert f'href="{passport}">Show or check this passport' in page
    shown = text(client.get(passport))
    assert f"Approval passport of {subject.name}" in shown
    assert ("Passport seen in person" in shown, "What we have not checked" in shown) == (True, True)
    assert "as your employee" not in shown, "nobody employs it"
    assert (
        client.get(reverse(f"directory-{kind}-passport-code", args=[subject.slug]))["Content-Type"] == "image/svg+xml"
    )
    signed = client.get(reverse(f"directory-{kind}-passport-file", args=[subject.slug]))
    assert signed["Content-Type"] == "application/jose"
    assert client.get(reverse("approvals-check-json", args=[found.pk])).json()["name"] == subject.name


@pytest.mark.parametrize("kind", ["service", "organisation"])
def test_when_it_holds_no_more_or_its_page_is_down_there_is_nothing(client, club, kind):
    subject = club if kind == "service" else club.organisation
    found = approved(**{kind: subject})
    passport = reverse(f"directory-{kind}-passport", args=[subject.slug])
    Approval.objects.update(until=date(2026, 9, 4))
    assert client.get(passport).status_code == 404
    Approval.objects.update(until=date(2036, 3, 31))
    type(club).objects.update(status="withdrawn")
    assert client.get(passport).status_code == 404
    assert client.get(reverse("approvals-check-json", args=[found.pk])).json()["holds"] is False


def test_a_service_has_no_passport_by_the_organisations_approval(client, club):
    approved(organisation=club.organisation)
    assert client.get(reverse("directory-service-passport", args=[club.slug])).status_code == 404
    link = reverse("directory-organisation-passport", args=[club.organisation.slug])
    assert link in text(client.get(reverse("directory-service", args=[club.slug])))


@pytest.mark.parametrize("kind", ["assistants", "organisations", "services"])
def test_a_scheme_takes_only_those_whom_it_is_for(club, kind):
    scheme = make.scheme(**{f"for_{kind}": False})
    subject = {"assistants": make.assistant(), "organisations": club.organisation, "services": club}[kind]
    with pytest.raises(Moved, match="is not for this"):
        approvals.open(scheme=scheme, subject=subject, by=None)


def test_a_manager_applies_for_one_service_and_nobody_for_anothers(client, club):
    scheme, grace = make.scheme(), accounts.user("Grace Hollis")
    make.member(club.organisation, grace)
    other = make.service("Other club", organisation=make.organisation("Other"))
    accounts.sign_in(client, grace)
    page = reverse("approvals-apply")
    assert ("For one service" in text(client.get(page)), other.name in text(client.get(page))) == (True, False)
    assert "Select a valid choice" in text(client.post(page, {"service": other.pk})) or not Application.objects.exists()
    client.post(page, {"service": club.pk})
    assert Application.objects.get().approval.service == club
    with pytest.raises(NotReady, match="another organisation"):
        applications.begin_for(scheme=scheme, organisation=club.organisation, service=other, by=grace)


def test_a_scheme_that_takes_no_services_asks_for_none(client, club):
    make.scheme(for_services=False, for_organisations=False)
    grace = accounts.user("Grace Hollis")
    make.member(club.organisation, grace)
    accounts.sign_in(client, grace)
    page = text(client.get(reverse("approvals-apply")))
    assert ("For one service" in page, "For an organisation" in page) == (False, False)
