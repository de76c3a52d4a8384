"""What follows from which side of CQC's line a listing is (Health and Social Care Act 2008 s.10)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Notice
from directory.actions import care, personal_assistants, services
from directory.models import CareAnswers, PersonalAssistantProfile, Service
from directory.refusals import Moved, NotPublishable
from marketplace.actions import visits
from marketplace.models import Order
from search.models import IndexedDocument
from tests.directory.test_cqc_boundary import BEN, FINDER, HOME_CARE, but
from tests.factories import accounts
from tests.factories import directory as make
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
COMPANY = but(HOME_CARE, help={"other"})


@pytest.fixture
def approver():
    return make.decider()


@pytest.fixture
def manager():
    return accounts.user("Grace Hollis")


def care_service(**fields):
    made = make.service("Washing at home", **fields)
    services.publish(service=made, by=None, at=make.NOON)
    return made


def answered(subject, answers, by):
    return care.answer(subject=subject, answers=answers, by=by, at=make.NOON)


def found():
    return set(IndexedDocument.objects.filter(removed=False).values_list("title", flat=True))


def test_answers_are_kept_with_who_and_when(manager):
    service = make.service()
    kept = answered(service, HOME_CARE, manager)
    assert (kept.service, kept.sort, kept.answered_by, kept.answered_at) == (service, "regulated", manager, make.NOON)
    assert kept.answers == {**HOME_CARE.__dict__, "help": ["hands_on", "other"]}
    assert Service.objects.get().gives_personal_care


def test_regulated_care_without_a_registration_comes_down_at_once_and_cannot_go_up(manager):
    service = care_service()
    answered(service, HOME_CARE, manager)
    assert (Service.objects.get().status, found()) == ("withdrawn", set())
    with pytest.raises(NotPublishable):
        services.publish(service=Service.objects.get(), by=manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.update(status="published")


def test_regulated_care_with_a_registration_stays(manager):
    service = care_service(cqc_location_id="1-1")
    answered(service, HOME_CARE, manager)
    assert (Service.objects.get().status, Service.objects.get().gives_personal_care) == ("published", True)


def test_a_seller_cannot_take_a_listing_out_of_the_rules_alone(manager, approver):
    service = care_service(gives_personal_care=True, cqc_location_id="1-1")
    kept = answered(service, COMPANY, manager)
    assert (kept.counts_from, Service.objects.get().gives_personal_care) == (None, True)
    care.agree(answers=kept, by=approver, at=make.NOON)
    kept.refresh_from_db()
    assert (kept.counts_from, kept.agreed_by) == (make.NOON, approver)
    assert not Service.objects.get().gives_personal_care


def test_nobody_agrees_to_their_own_answers_nor_to_old_ones(manager, approver):
    service = care_service(gives_personal_care=True, cqc_location_id="1-1")
    first = answered(service, COMPANY, manager)
    with pytest.raises(NotPublishable):
        care.agree(answers=first, by=manager)
    answered(service, but(COMPANY, place="elsewhere"), manager)
    with pytest.raises(Moved):
        care.agree(answers=first, by=approver)
    assert Service.objects.get().gives_personal_care


def test_what_the_council_answers_counts_at_once(approver):
    service = care_service(gives_personal_care=True, cqc_location_id="1-1")
    answered(service, FINDER, approver)
    assert not Service.objects.get().gives_personal_care


def test_an_assistant_whose_work_is_regulated_has_no_page(approver):
    ben = market.assistant("Ben Okafor")
    answered(ben, but(BEN, director="seller"), approver)
    assert PersonalAssistantProfile.objects.get().status == "withdrawn"
    with pytest.raises(NotPublishable, match="regulates"):
        personal_assistants.publish(profile=PersonalAssistantProfile.objects.get(), by=approver, at=market.NOW)
    answered(ben, BEN, approver)
    personal_assistants.publish(profile=PersonalAssistantProfile.objects.get(), by=approver, at=market.NOW)


def registered():
    service = make.service("Washing at home", gives_personal_care=True, cqc_location_id="1-1")
    return market.listing(service=service)


def told(template="registration_ended"):
    return list(Notice.objects.filter(template=f"marketplace/emails/{template}"))


def test_a_registration_that_ends_ends_requests_and_warns_people_with_visits_once():
    listing, rosa, joan = registered(), market.pot(accounts.person()), market.pot(accounts.person("Joan Whitfield"))
    make.member(listing.service.organisation, accounts.user("Grace Hollis"))
    market.accepted(listing, rosa, weeks=3)
    asked = market.order(listing, joan)
    listing.service.refresh_from_db()
    services.end_registration(service=listing.service, on=date(2026, 11, 22), by=None, at=market.NOW)
    assert [one.to for one in told()] == [rosa.person.user]
    assert Order.objects.get(pk=asked.pk).state == "stopped"
    assert [one.to for one in told("request_stopped")] == [joan.person.user]
    assert "cancel free of charge" in told()[0].body


def test_cancelling_is_free_once_the_registration_has_ended():
    """The letter says so; before, this visit was too near to cancel free."""
    listing = registered()
    make.member(listing.service.organisation, accounts.user("Grace Hollis"))
    visit = market.accepted(listing, market.pot(accounts.person())).visits.first()
    near = visit.starts_at
    listing.service.refresh_from_db()
    services.end_registration(service=listing.service, on=date(2026, 11, 22), by=None, at=market.NOW)
    visit.refresh_from_db()
    assert visits.cancel_costs(type(visit).objects.get(), near) == 0


def test_a_provider_answers_for_its_own_listings_alone(client, manager):
    service = make.service()
    make.member(service.organisation, manager)
    other = make.service("Another's")
    accounts.sign_in(client, manager)
    assert client.get(reverse("provider-care-answer", args=["service", other.pk])).status_code == 404
    address = reverse("provider-care-answer", args=["service", service.pk])
    sent = {**HOME_CARE.__dict__, "help": ["hands_on"]}
    checked = client.post(address, sent)
    assert "Personal care that CQC regulates" in checked.content.decode()
    assert CareAnswers.objects.count() == 0
    assert client.post(address, {**sent, "confirm": "1"}).status_code == 302
    assert CareAnswers.objects.get().answered_by == manager


def test_the_council_sees_what_waits_and_agrees(client, manager, approver):
    service = care_service(gives_personal_care=True, cqc_location_id="1-1")
    kept = answered(service, COMPANY, manager)
    accounts.sign_in(client, approver)
    assert "Washing at home" in client.get(reverse("staff-care")).content.decode()
    assert client.post(reverse("staff-care-agree", args=[kept.pk])).status_code == 302
    assert not Service.objects.get().gives_personal_care


@pytest.mark.parametrize("several", [1, 3])
def test_the_lists_cost_a_constant_number_of_queries(client, several, manager, approver, django_assert_num_queries):
    organisation = make.organisation()
    make.member(organisation, manager)
    for number in range(several):
        service = make.service(f"Care {number}", gives_personal_care=True, organisation=organisation)
        answered(service, COMPANY, manager)
        make.service(f"Club {number}", organisation=organisation)
        make.assistant(f"Assistant {number}")
    accounts.sign_in(client, approver)
    client.get(reverse("staff-care"))
    with django_assert_num_queries(STAFF_QUERIES):
        client.get(reverse("staff-care"))
    accounts.sign_in(client, manager)
    client.get(reverse("provider-care"))
    with django_assert_num_queries(HERS_QUERIES):
        client.get(reverse("provider-care"))


STAFF_QUERIES, HERS_QUERIES = 12, 9
