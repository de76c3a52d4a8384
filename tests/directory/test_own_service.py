"""A provider takes its own page down, puts it back, and deletes what nobody but itself has seen."""

import pytest
from django.urls import reverse

from accounts.models import AuditLine
from directory.actions import copies, own_services, proposals, services
from directory.models import Service
from directory.refusals import Refused
from tests.directory.test_pages import text
from tests.factories import accounts, pages
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    return pages.page("Singing group", summary="We sing.", anywhere=True)


@pytest.fixture
def grace(client, service):
    user = pages.writer(service.organisation)
    accounts.sign_in(client, user)
    return user


def at(what, service):
    return reverse(f"provider-service-{what}", args=[service.pk])


def links(client, service):
    said = client.get(reverse("provider-page", args=["service", service.pk])).content.decode()
    return [what for what in ("take-down", "put-back", "delete") if at(what, service) in said]


def seen(client, service):
    return client.get(reverse("directory-service", args=[service.slug])).status_code


def test_it_comes_down_and_goes_back_as_it_was(client, service, grace):
    assert (links(client, service), seen(client, service)) == (["take-down"], 200)
    assert "What is booked already goes on" in text(client.get(at("take-down", service)))
    client.post(at("take-down", service))
    assert (links(client, service), seen(client, service)) == (["put-back"], 404)
    client.post(at("put-back", service))
    assert (links(client, service), seen(client, service)) == (["take-down"], 200)


def test_what_the_council_took_down_only_the_council_puts_back(client, service, grace):
    own_services.take_down(service=service, by=grace)
    own_services.put_back(service=service, by=grace)
    services.withdraw(service=service, by=pages.moderator(), reason="Not what it says")
    assert links(client, service) == []
    assert "You did not take this page down yourself" in text(client.post(at("put-back", service)))
    assert seen(client, service) == 404


def test_personal_care_goes_back_only_with_a_registration(service, grace):
    own_services.take_down(service=service, by=grace)
    Service.objects.filter(pk=service.pk).update(gives_personal_care=True)
    service.refresh_from_db()
    with pytest.raises(Refused, match="Care Quality Commission"):
        own_services.put_back(service=service, by=grace)


def test_a_copy_made_by_mistake_is_deleted(client, service, grace):
    copy = copies.copy(service=service, by=grace)
    proposals.write(subject=copy, of=copy.organisation, values={"summary": "We hum."}, by=grace)
    assert links(client, copy) == ["delete"]
    assert "You cannot get it back" in text(client.get(at("delete", copy)))
    assert client.post(at("delete", copy)).url == reverse("provider-pages")
    assert list(Service.objects.all()) == [service]
    assert AuditLine.objects.filter(action="service.deleted", subject=f"service:{copy.pk}").exists()


def test_what_was_sent_came_from_elsewhere_or_is_for_sale_is_kept(client, service, grace):
    copy = copies.copy(service=service, by=grace)
    change = proposals.write(subject=copy, of=copy.organisation, values={"summary": "We hum."}, by=grace)
    proposals.send(proposal=change, by=grace)
    brought = make.service("Choir", organisation=service.organisation, source="feed", source_id="1", status="draft")
    assert (links(client, copy), links(client, brought)) == ([], [])
    for kept in (copy, brought, service):
        with pytest.raises(Refused):
            own_services.delete(service=kept, by=grace)
    assert Service.objects.count() == 3


def test_only_a_manager_decides(client, service, grace):
    accounts.sign_in(client, pages.writer(service.organisation, "scheduler", "Sam"))
    assert links(client, service) == []
    assert client.post(at("take-down", service)).status_code == 403
    assert seen(client, service) == 200
