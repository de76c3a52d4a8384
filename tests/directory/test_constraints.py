"""What the database itself refuses."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, models, transaction

from directory.models import Approval, ApprovalCheck, AreaServed, Schedule, Service, Status
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_personal_care_is_not_published_without_a_cqc_location():
    service = make.service(gives_personal_care=True)
    refused(lambda: Service.objects.filter(pk=service.pk).update(status=Status.PUBLISHED))


def test_personal_care_is_not_published_when_the_registration_has_ended():
    service = make.service(gives_personal_care=True, cqc_location_id="1-1", cqc_ended_on=date(2026, 1, 1))
    refused(lambda: Service.objects.filter(pk=service.pk).update(status=Status.PUBLISHED))
    Service.objects.filter(pk=service.pk).update(cqc_ended_on=None, status=Status.PUBLISHED)
    assert Service.objects.get(pk=service.pk).is_cqc_registered


def test_a_source_and_its_id_are_given_once_and_together():
    make.service(source="trafford", source_id="1")
    refused(lambda: make.service(source="trafford", source_id="1"))
    refused(lambda: make.service(source="trafford"))
    make.service()
    make.service()


def test_a_dbs_check_holds_no_words_of_the_certificate():
    approval = make.approval()
    refused(lambda: make.check(approval, "dbs", evidence="Conviction in 1999"))
    refused(lambda: make.check(approval, "dbs", level="seen it"))
    assert make.check(approval, "dbs").level == "enhanced"


def test_no_field_of_a_check_could_hold_a_certificate():
    names = {field.name for field in ApprovalCheck._meta.get_fields()}
    assert not [name for name in names if "certificate" in name or "number" in name]
    assert not [f for f in ApprovalCheck._meta.get_fields() if isinstance(f, models.FileField | models.TextField)]


def test_an_approval_is_of_exactly_one_subject():
    refused(lambda: make.approval(make.assistant(), organisation=make.organisation()))


def test_an_approved_approval_was_decided_by_somebody():
    approval = make.approval()
    refused(lambda: Approval.objects.filter(pk=approval.pk).update(state="approved"))
    at = datetime(2026, 9, 3, tzinfo=UTC)
    refused(lambda: Approval.objects.filter(pk=approval.pk).update(decided_at=at))


def test_one_open_approval_in_a_scheme():
    first = make.approval()
    refused(lambda: make.approval(first.personal_assistant, scheme=first.scheme))
    Approval.objects.update(state="withdrawn")
    assert make.approval(first.personal_assistant, scheme=first.scheme).pk != first.pk


def test_how_an_assistant_works_is_recorded_first():
    refused(lambda: make.assistant(employment=""))


def test_an_area_is_too_coarse_to_say_where_somebody_lives():
    make.assistant()
    area = AreaServed.objects.get()
    assert (area._meta.get_field("latitude").decimal_places, area._meta.get_field("longitude").decimal_places) == (2, 2)


def test_a_schedule_is_of_a_service_or_of_a_service_somewhere():
    service = make.service()
    at = make.place(service)
    refused(lambda: Schedule.objects.create(service=service, service_at_location=at))
    refused(lambda: Schedule.objects.create())
