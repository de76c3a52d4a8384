"""Criminal record checks: date, level, outcome and who looked. Never the certificate or what it says."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from directory.models import ApprovalCheck, CasePaper, StaffCheck
from tests.factories import directory as make

SUSPECT = re.compile(r"convict|caution|offen[cs]e|disclos|certificate_(text|file|contents?)|barred_reason|criminal")
FREE = (models.TextField, models.FileField, models.JSONField, models.BinaryField)
# Every column of a check in which somebody could write anything, with the reason why no certificate gets in.
KNOWN = {
    "checked_as": "who looked",
    "evidence": "empty for a criminal record check: check_dbs_keeps_no_contents",
    "not_covered": "our own sentence for one: check_dbs_says_our_words_alone",
}


def test_no_field_is_named_for_what_a_certificate_says():
    for model in apps.get_models():
        for field in model._meta.get_fields():
            assert not SUSPECT.search(field.name), f"{model.__name__}.{field.name}"


def is_open(field):
    return isinstance(field, models.CharField) and not field.choices


def free_fields(model):
    fields = [field for field in model._meta.concrete_fields if not field.is_relation]
    return {field.name for field in fields if isinstance(field, FREE) or is_open(field)}


def test_a_check_has_no_free_field_beyond_those_that_are_known():
    assert free_fields(ApprovalCheck) - {"level"} == set(KNOWN)  # a level of a criminal record check is one of four
    assert free_fields(StaffCheck) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"evidence": "x"}, {"level": "two cautions"}, {"not_covered": "two cautions"}])
def test_the_database_refuses_words_in_a_criminal_record_check(changes):
    approval = make.approval()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.check(approval, "dbs", **changes)


@pytest.mark.django_db
def test_a_certificate_is_never_kept_as_a_paper():
    approval, by = make.approval(), make.decider()
    given = {"content_type": "image/jpeg", "file": "approvals/x.jpg", "pages": 1, "size": 1, "sent_by": by}
    with pytest.raises(IntegrityError), transaction.atomic():
        CasePaper.objects.create(approval=approval, kind="dbs", sent_at=make.NOON, **given)
    assert CasePaper.objects.create(approval=approval, kind="identity", sent_at=make.NOON + timedelta(1), **given).pk
