"""Whom an organisation may send, on its desk, and what a person sees of them."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts.roles import Scope
from directory.actions import staff_members
from directory.models import StaffMember
from marketplace.actions import assignments
from marketplace.models import Visit
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return market.listing(service=directory.service())


@pytest.fixture
def manager(offer):
    return market.seller_user(offer)


@pytest.fixture
def grace(manager):
    return sessions.enter(Client(), manager)


@pytest.fixture
def pot():
    return market.pot(people.person())


def page(name, member):
    return reverse(f"provider-staff-{name}", args=[member.pk])


def test_an_empty_list_then_one_with_a_photo(grace):
    assert "Nobody on your list yet" in grace.get(reverse("provider-staff")).content.decode()
    answer = grace.post(reverse("provider-staff-add"), {"name": "Sam Carter", "photo": market.picture()})
    sam = StaffMember.objects.get()
    assert answer.url == page("member", sam)
    assert grace.get(page("photo", sam))["Content-Type"] == "image/jpeg"
    assert grace.get(page("photo", sam))["Cache-Control"] == "private, max-age=3600"


def test_what_is_no_photo_says_so_and_keeps_the_name(grace):
    sent = ContentFile(b"hello", name="sam.jpg")
    answer = grace.post(reverse("provider-staff-add"), {"name": "Sam", "photo": sent})
    assert "The photo must be a JPG, PNG or WebP file" in answer.content.decode()
    assert answer.context["form"]["name"].value() == "Sam"
    assert StaffMember.objects.count() == 0


def test_a_check_is_recorded_and_one_of_tomorrow_is_not(grace, offer):
    sam = market.member(offer.service.organisation)
    day = {"checked_on_day": "3", "checked_on_month": "9", "checked_on_year": "2026"}
    assert "Choose the level" in grace.post(page("check", sam), {"kind": "dbs", **day}).content.decode()
    late = {**day, "checked_on_year": "2099"}
    assert "today or in the past" in grace.post(page("check", sam), {"kind": "training", **late}).content.decode()
    grace.post(page("check", sam), {"kind": "dbs", "level": "enhanced", "on_update_service": "on", **day})
    assert "Enhanced DBS, on the update service, checked on 3 September 2026" in grace.get(
        page("member", sam)
    ).content.decode().replace("&#x27;", "'")


def test_leaving_says_how_many_visits_wait(grace, manager, offer, pot):
    sam = market.member(offer.service.organisation)
    visit = market.coming(offer, pot).visits.get()
    assignments.assign(visit=visit, member=sam, by=manager)
    assert "1 visit to come" in grace.get(page("leave", sam)).content.decode()
    grace.post(page("leave", sam))
    assert Visit.objects.get(pk=visit.pk).staff_member is None
    assert "Left on" in grace.get(page("member", sam)).content.decode()
    grace.post(page("back", sam))
    sam.refresh_from_db()
    assert sam.is_active


def who(visit):
    return reverse("provider-visit-who", args=[visit.order.reference, visit.number])


def test_choosing_who_goes_to_this_visit_and_the_later_ones(grace, offer, pot):
    sam = market.member(offer.service.organisation)
    order = market.coming(offer, pot, weeks=3)
    first = order.visits.get(number=1)
    answer = grace.post(who(first), {"member": str(sam.pk), "rest": "on"}, follow=True)
    assert "Sam Carter goes to this visit and to 2 later ones." in answer.content.decode()
    assert Visit.objects.filter(staff_member=sam).count() == 3
    grace.post(who(first), {"member": "none"})
    assert Visit.objects.filter(staff_member=sam).count() == 2


def test_somebody_who_is_elsewhere_is_refused_in_words(grace, manager, offer, pot):
    sam = market.member(offer.service.organisation)
    first = market.coming(offer, pot).visits.get()
    second = market.coming(offer, pot, first=market.soon() + timedelta(hours=1)).visits.get()
    assignments.assign(visit=first, member=sam, by=manager)
    assert "Sam Carter is with Rosa Alvarez midday to 2pm" in grace.get(who(second)).content.decode()
    answer = grace.post(who(second), {"member": str(sam.pk)}).content.decode()
    assert "There is a problem" in answer
    assert Visit.objects.get(pk=second.pk).staff_member is None


def test_somebody_of_another_organisation_cannot_be_chosen(grace, offer, pot):
    visit = market.coming(offer, pot).visits.get()
    stranger = market.member(directory.organisation("Other Care"))
    assert grace.post(who(visit), {"member": str(stranger.pk)}).status_code == 200
    assert Visit.objects.get(pk=visit.pk).staff_member is None


def test_a_clerk_who_keeps_no_diary_has_no_staff(offer):
    clerk = directory.member(offer.service.organisation, people.user("Clerk"), role="finance").user
    assert sessions.enter(Client(), clerk).get(reverse("provider-staff")).status_code == 403


def test_the_person_sees_who_comes_with_photo_and_checks(manager, offer, pot):
    sam = market.member(offer.service.organisation, photo=True)
    staff_members.record_check(member=sam, kind="dbs", level="enhanced", checked_on=date(2026, 9, 3), by=manager)
    visit = market.coming(offer, pot).visits.get()
    rosa = sessions.enter(Client(), pot.person.user)
    address = reverse("marketplace-visit-who", args=[visit.order.reference, 1])
    assert rosa.get(address).status_code == 404
    assignments.assign(visit=visit, member=sam, by=manager)
    assert "Sam Carter comes" in rosa.get(visit.order.get_absolute_url()).content.decode()
    text = rosa.get(address).content.decode()
    photo = reverse("marketplace-visit-photo", args=[visit.order.reference, 1])
    for words in ("Sam Carter", "Enhanced DBS, checked on 3 September 2026", photo, "The council did not check it"):
        assert words in text
    assert rosa.get(photo)["Content-Type"] == "image/jpeg"


def test_a_delegate_who_may_not_see_lines_sees_no_face(manager, offer, pot):
    visit = market.coming(offer, pot).visits.get()
    assignments.assign(visit=visit, member=market.member(offer.service.organisation, photo=True), by=manager)
    friend = people.user("Friend")
    mandate = people.mandate(pot.person, friend, Scope.SEE_BALANCE)
    client = sessions.enter(Client(), friend, acting=mandate)
    for name in ("who", "photo"):
        assert client.get(reverse(f"marketplace-visit-{name}", args=[visit.order.reference, 1])).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same(grace, manager, offer, number, django_assert_num_queries):
    for more in range(number):
        sam = market.member(offer.service.organisation, f"Sam {more}")
        staff_members.record_check(member=sam, kind="training", checked_on=date(2026, 9, 3), by=manager)
    grace.get(reverse("provider-staff"))
    with django_assert_num_queries(11):
        grace.get(reverse("provider-staff"))


def test_the_week_of_the_person_names_who_comes(manager, offer, pot):
    visit = market.coming(offer, pot).visits.get()
    rosa = sessions.enter(Client(), pot.person.user)
    page = reverse("marketplace-week", args=[visit.on - timedelta(days=visit.on.weekday())])
    assert "somebody from Hollybank Home Care" in rosa.get(page).content.decode()
    assignments.assign(visit=visit, member=market.member(offer.service.organisation, photo=True), by=manager)
    text = rosa.get(page).content.decode()
    photo = reverse("marketplace-visit-photo", args=[visit.order.reference, 1])
    assert ["Sam Carter from Hollybank Home Care" in text, photo in text] == [True, True]
