"""A service is put up, taken down, confirmed; search hears of it in the same transaction."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditLine
from directory import documents
from directory.actions import services
from directory.models import Service
from directory.refusals import Moved, NotPublishable
from search import index
from search.models import IndexedDocument, OutboxRow
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


def found():
    return set(IndexedDocument.objects.filter(removed=False, kind="service").values_list("title", flat=True))


def test_publish_puts_it_up_and_leaves_rows():
    user, service = accounts.user(), make.service("Lunch club")
    services.publish(service=service, by=user, at=make.NOON)
    assert Service.objects.get().status == "published"
    assert list(service.publications.values_list("from_status", "to_status", "by")) == [("draft", "published", user.pk)]
    assert AuditLine.objects.filter(action="service.published").get().subject == f"service:{service.pk}"
    assert found() == {"Lunch club"}


def test_services_that_change_together_are_asked_once_at_the_end():
    one, two, gone = (make.service(name) for name in ("Lunch club", "Supper club", "Tea club"))
    with index.together():
        for service in (one, two, gone):
            services.publish(service=service, by=None, at=make.NOON)
        services.withdraw(service=gone, by=None, reason="Closed", at=make.NOON)
        assert found() == set()
    assert found() == {"Lunch club", "Supper club"}
    assert OutboxRow.objects.values("change").distinct().count() == 1


def test_what_was_changed_before_an_error_is_not_asked():
    with pytest.raises(Moved), index.together():
        services.publish(service=(service := make.service()), by=None)
        services.publish(service=service, by=None)
    services.confirm(service=service, by=None, confirmed_as="Us")
    assert found() == {service.name}


def test_personal_care_without_a_live_registration_does_not_publish():
    for missing in ({}, {"cqc_location_id": "1-1", "cqc_ended_on": date(2026, 1, 1)}):
        service = make.service(gives_personal_care=True, **missing)
        with pytest.raises(NotPublishable):
            services.publish(service=service, by=None, at=make.NOON)
    assert found() == set()


def test_publishing_twice_is_refused_and_so_is_an_old_view_of_it():
    service = make.service()
    stale = Service.objects.get()
    services.publish(service=service, by=None)
    with pytest.raises(Moved):
        services.publish(service=service, by=None)
    with pytest.raises(Moved):
        services.publish(service=stale, by=None)
    assert service.publications.count() == 1


def test_a_price_that_begins_today_reaches_search_with_the_day():
    service, today = make.service(), timezone.localdate()
    make.cost(service, 900, valid_to=today - timedelta(days=1))
    services.publish(service=service, by=None)
    make.cost(service, 950, valid_from=today)
    make.cost(make.service("Not public"), 100, valid_from=today)
    assert documents.refresh_turning(today) == 1
    assert IndexedDocument.objects.get(kind="service").price_pence == 950


def test_withdraw_takes_it_out_of_search():
    service = make.service()
    services.publish(service=service, by=None)
    services.withdraw(service=service, by=None, reason="Closed")
    assert found() == set()


def test_confirm_says_when_and_who():
    service, user = make.service(), accounts.user()
    services.confirm(service=service, by=user, confirmed_as="Hollybank Home Care", at=make.NOON)
    saved = Service.objects.get()
    assert (saved.confirmed_on, saved.confirmed_as, saved.confirmed_by) == (
        date(2026, 11, 22),
        "Hollybank Home Care",
        user,
    )


def test_a_registration_that_ends_takes_personal_care_down_the_same_day():
    service = make.service(gives_personal_care=True, cqc_location_id="1-1")
    services.publish(service=service, by=None, at=make.NOON)
    services.end_registration(service=service, on=date(2026, 11, 22), by=None, at=make.NOON)
    saved = Service.objects.get()
    assert (saved.status, saved.cqc_ended_on) == ("withdrawn", date(2026, 11, 22))
    assert found() == set()


def test_a_registration_that_ends_leaves_other_services_up():
    service = make.service("Lunch club", cqc_location_id="1-1")
    services.publish(service=service, by=None, at=make.NOON)
    services.end_registration(service=service, on=date(2026, 11, 22), by=None, at=make.NOON)
    assert found() == {"Lunch club"}
