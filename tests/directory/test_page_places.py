"""Where a service is given: a new place, one of the organisation's, and one that closes (issue 8, §1)."""

import re

import pytest
from django.urls import reverse

from directory.actions import copies, moderation, page_places, proposals
from directory.models import ChangeProposal, Location
from search.models import IndexedDocument
from tests.factories import accounts, pages
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
HALL = {"name": "Ash Hall", "line": "2 Low Street", "town": "Ash", "postcode": "am11aa"}


@pytest.fixture
def page():
    return pages.page("Lunch club")


@pytest.fixture
def grace(client, page):
    who = pages.writer(page.organisation)
    accounts.sign_in(client, who)
    return who


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def at(name, one):
    return reverse(f"provider-page-{name}", args=[one.pk])


def send(client, page):
    return client.post(reverse("provider-page-send", args=["service", page.pk]))


def approve_all():
    for one in ChangeProposal.objects.filter(state="waiting"):
        moderation.approve(proposal=one, by=pages.moderator())


def public(client, page):
    return text(client.get(reverse("directory-service", args=[page.slug])))


def feed(client):
    return client.get(reverse("openreferral:service_at_locations")).json()["contents"]


def test_a_new_place_is_on_page_map_search_and_feed_once_it_is_approved(client, page, grace):
    make.gazetteer("AM1 1AA", 52.5, -1.5), make.term("access", "step-free", "No steps")
    client.post(at("place-add", page), HALL | {"access": ["step-free"]})
    preview = text(client.get(reverse("provider-page-preview", args=[page.pk])))
    send(client, page)
    assert ("Ash Hall" in preview, "Ash Hall" in public(client, page), feed(client)) == (True, False, [])
    change = ChangeProposal.objects.get()
    accounts.sign_in(client, pages.moderator())
    seen = text(client.get(reverse("staff-moderation-one", args=[change.pk])))
    assert "Ash Hall, 2 Low Street, Ash, AM1 1AA. No steps" in seen
    approve_all()
    shown = public(client, page)
    assert ("Ash Hall" in shown, "AM1 1AA" in shown, "No steps" in shown) == (True, True, True)
    made = Location.objects.get()
    assert (made.latitude, made.longitude, len(feed(client))) == (52.5, -1.5, 1)
    assert IndexedDocument.objects.get(kind="service").facets["access"] == ["step-free"]


def test_a_postcode_that_nobody_knows_is_said_to_both(client, page, grace):
    done = client.post(at("place-add", page), HALL, follow=True)
    assert "We do not know this postcode" in text(done)
    assert "(this postcode is not on our map)" in text(
        client.get(reverse("provider-page-send", args=["service", page.pk]))
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"postcode": "AM1"}, "Enter a full postcode, like AM3 2QT"),
        ({"line": ""}, "Enter the building and street"),
        ({"name": ""}, "Enter the name of the place"),
    ],
)
def test_half_an_address_is_refused_and_kept(client, page, grace, data, sentence):
    answer = client.post(at("place-add", page), HALL | data)
    assert (sentence in text(answer), Location.objects.exists()) == (True, False)
    assert "Low Street" in answer.content.decode() or "line" in data


def test_a_service_is_linked_to_a_place_of_another_and_unlinked(client, page, grace):
    other = pages.page("Walking group", organisation=page.organisation)
    first, second = make.place(page, name="Old hall").location, make.place(other, name="Ash Hall").location
    client.post(at("places", page), {"places": [str(second.pk)]})
    send(client, page)
    assert [one.location for one in page.at_locations.all()] == [first]
    approve_all()
    assert [one.location for one in page.at_locations.all()] == [second]


def test_a_place_of_somebody_else_is_not_on_the_list(client, page, grace):
    theirs = make.place(pages.page("Other")).location
    answer = client.post(at("places", page), {"places": [str(theirs.pk)]})
    assert (answer.status_code, ChangeProposal.objects.exists()) == (200, False)


def test_a_place_that_stays_keeps_its_id_in_the_feed(client, page, grace):
    kept = make.place(page)
    client.post(at("place-add", page), HALL)
    send(client, page)
    approve_all()
    assert (next(one.uuid for one in page.at_locations.all()), page.at_locations.count()) == (kept.uuid, 2)


def test_a_place_closes_for_all_that_they_give_there_and_for_nobody_else(client, page, grace):
    hall = make.place(page, name="Ash Hall").location
    second = pages.page("Walking group", organisation=page.organisation)
    other = pages.page("Of somebody else")
    for one in (second, other):
        one.at_locations.create(location=hall)
    shown = text(client.get(at("place-close", hall)))
    assert ("Lunch club" in shown, "Walking group" in shown, "Of somebody else" in shown) == (True, True, False)
    client.post(at("place-close", hall))
    assert hall.of_services.count() == 3
    approve_all()
    assert [one.service for one in hall.of_services.all()] == [other]
    assert "Ash Hall" not in public(client, page)


def test_a_place_is_closed_once_and_not_into_a_draft(client, page, grace):
    hall = make.place(page, name="Ash Hall").location
    draft = proposals.write(subject=page, of=page.organisation, values={"name": "Half a thought"}, by=grace)
    assert "“Lunch club” has a draft" in text(client.post(at("place-close", hall)))
    proposals.withdraw(proposal=draft, by=grace)
    client.post(at("place-close", hall))
    assert "You sent this already" in text(client.post(at("place-close", hall)))
    assert ChangeProposal.objects.filter(state="waiting").count() == 1


def test_a_place_has_a_name_of_its_own(client, page, grace):
    hall = make.place(page, name="Ash Hall").location
    client.post(reverse("provider-page-edit", args=["place", hall.pk, "name"]), {"name": "Ash Village Hall"})
    client.post(reverse("provider-page-send", args=["place", hall.pk]))
    approve_all()
    assert "Ash Village Hall" in public(client, page)


def test_a_copy_is_given_at_the_same_places(page, grace):
    kept = make.place(page)
    page.at_locations.update(description="Upstairs")
    made = copies.copy(service=page, by=grace)
    assert [(one.location, one.description) for one in made.at_locations.all()] == [(kept.location, "Upstairs")]


def test_only_a_manager_changes_places_and_a_stranger_finds_nothing(client, page):
    hall = make.place(page).location
    accounts.sign_in(client, pages.writer(page.organisation, "scheduler"))
    doors = [at("places", page), at("place-add", page), at("place-close", hall)]
    assert {client.get(one).status_code for one in doors} == {403}
    rival = pages.writer(make.organisation("Rival"), name="Rita Rival")
    accounts.sign_in(client, rival)
    assert {client.get(one).status_code for one in doors} == {404}
    with pytest.raises(page_places.Refused):
        page_places.close(place=hall, of=page.organisation, by=rival)
