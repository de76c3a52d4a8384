"""Those whom an organisation may send: their photo, their checks, coming and going."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from PIL import Image

from accounts.models import AuditLine
from directory import photos
from directory.actions import staff_members
from directory.models import StaffCheck
from directory.refusals import Moved
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db


@pytest.fixture
def grace():
    return people.user("Grace Hollis")


@pytest.fixture
def sam():
    return market.member(directory.organisation())


def drawn(form="JPEG", size=(600, 900), **more):
    made = BytesIO()
    Image.new("RGB", size, "#084540").save(made, form, **more)
    made.seek(0)
    return made


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_small_and_square(form):
    with Image.open(photos.portrait(drawn(form), 1000)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (480, 480))


def test_where_a_photo_was_taken_stays_behind():
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    with Image.open(photos.portrait(drawn(exif=exif), 1000)) as kept:
        assert dict(kept.getexif()) == {}


@pytest.mark.parametrize(
    ("sent", "size", "code"),
    [
        (BytesIO(b"<svg onload=alert(1)>"), 21, "format"),
        (BytesIO(b"\xff\xd8\xff"), 3, "format"),
        (drawn("GIF"), 1000, "format"),
        (drawn(), photos.MOST_BYTES + 1, "large"),
    ],
)
def test_what_is_no_photo_is_kept_out(sent, size, code):
    with pytest.raises(ValidationError) as caught:
        photos.portrait(sent, size)
    assert caught.value.code == code


def test_the_name_of_the_file_that_was_sent_is_not_kept():
    member = market.member(directory.organisation(), photo=True)
    assert "rosa" not in member.photo.name.lower()
    assert member.photo.name.startswith("staff/")


def test_a_new_photo_takes_the_place_of_the_old(grace, django_capture_on_commit_callbacks):
    member = market.member(directory.organisation(), photo=True)
    old, storage = member.photo.name, member.photo.storage
    with django_capture_on_commit_callbacks(execute=True):
        staff_members.change(member=member, name="Sam", photo=photos.portrait(market.picture(), 10), by=grace)
    assert (storage.exists(old), storage.exists(member.photo.name)) == (False, True)
    with django_capture_on_commit_callbacks(execute=True):
        staff_members.change(member=member, name="Sam", remove_photo=True, by=grace)
    assert bool(member.photo) is False


def test_a_check_in_plain_words(sam, grace):
    made = staff_members.record_check(
        member=sam, kind="dbs", level="enhanced", on_update_service=True, checked_on=date(2026, 9, 3), by=grace
    )
    assert made.words == "Enhanced DBS, on the update service, checked on 3 September 2026"
    made = staff_members.record_check(member=sam, kind="training", checked_on=date(2026, 9, 4), by=grace)
    assert made.words == "Training, checked on 4 September 2026"
    assert AuditLine.objects.filter(action="staff_member.check_recorded").count() == 2


@pytest.mark.parametrize("wrong", [{"kind": "dbs"}, {"kind": "training", "level": "basic"}, {"kind": "premises"}])
def test_the_database_refuses_a_check_that_makes_no_sense(sam, grace, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        staff_members.record_check(member=sam, checked_on=date(2026, 9, 3), by=grace, **wrong)
    assert StaffCheck.objects.count() == 0


def test_leaving_and_coming_back_each_once(sam, grace):
    staff_members.leave(member=sam, by=grace)
    with pytest.raises(Moved):
        staff_members.leave(member=sam, by=grace)
    staff_members.come_back(member=sam, by=grace)
    with pytest.raises(Moved):
        staff_members.come_back(member=sam, by=grace)
    assert sam.is_active
