"""A manager adds a service that is not like another one (issue 8, §1: "Edit services … save as draft")."""

import pytest
from django.urls import reverse

from directory.actions import moderation, proposals
from directory.models import ChangeProposal, Service
from tests.directory.test_pages import text
from tests.factories import accounts, pages
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def grace():
    return pages.writer(make.organisation())


def at(of):
    return reverse("provider-service-add", args=[of.pk])


def of(user):
    return user.memberships.get().organisation


def test_it_is_a_page_that_nobody_sees_until_it_was_sent_and_looked_at(client, grace):
    accounts.sign_in(client, grace)
    assert at(of(grace)) in client.get(reverse("provider-pages")).content.decode()
    sent = client.post(at(of(grace)), {"name": "Singing group"})
    made = Service.objects.get()
    assert (made.status, made.organisation, sent.url) == (
        "draft",
        of(grace),
        reverse("provider-page", args=["service", made.pk]),
    )
    assert client.get(reverse("directory-service", args=[made.slug])).status_code == 404
    change = proposals.write(subject=made, of=of(grace), values={"summary": "We sing."}, by=grace)
    moderation.approve(proposal=proposals.send(proposal=change, by=grace), by=pages.moderator())
    assert "We sing." in text(client.get(reverse("directory-service", args=[made.slug])))
    assert ChangeProposal.objects.get().state == "approved"


def test_two_of_one_name_have_addresses_of_their_own(client, grace):
    accounts.sign_in(client, grace)
    for _ in range(2):
        client.post(at(of(grace)), {"name": "Singing group"})
    assert sorted(Service.objects.values_list("slug", flat=True)) == ["singing-group", "singing-group-2"]


def test_without_a_name_nothing_is_made(client, grace):
    accounts.sign_in(client, grace)
    assert "Enter name" in text(client.post(at(of(grace)), {"name": " "}))
    assert not Service.objects.exists()


def test_only_a_manager_adds_one(client, grace):
    for role, answer in (("scheduler", 403), ("finance", 404)):
        accounts.sign_in(client, pages.writer(of(grace), role=role, name=role.title()))
        assert client.post(at(of(grace)), {"name": "Singing group"}).status_code == answer
    accounts.sign_in(client, accounts.user("A stranger"))
    assert client.post(at(of(grace)), {"name": "Singing group"}).status_code == 404
    assert not Service.objects.exists()
