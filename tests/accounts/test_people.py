"""What a practitioner writes of a person, and what is refused."""

import pytest
from django.db import IntegrityError, transaction

from accounts.actions import people
from accounts.models import AuditLine, Caring, CommunicationNeed, Person
from accounts.roles import Role
from tests.factories import accounts as make
from tests.factories import setting_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.staff(Role.PRACTITIONER)


@pytest.fixture
def edith():
    return setting_up.newcomer()


def test_a_change_is_audited_by_its_fields_and_not_its_values(edith, by):
    assert people.change(person=edith, by=by, phone="01632 960555", name="Edith Hale") == ["name", "phone"]
    line = AuditLine.objects.get(action="person.changed")
    assert (line.by, line.subject, line.detail) == (str(by.pk), f"person:{edith.pk}", {"fields": ["name", "phone"]})


def test_no_change_leaves_no_line(edith, by):
    assert people.change(person=edith, by=by, name=edith.name) == []
    assert not AuditLine.objects.filter(action="person.changed").exists()


def test_a_name_changes_on_her_sign_in_too(by):
    rosa = make.person("Rosa Alvarez")
    people.change(person=rosa, by=by, name="Rosa Bell")
    rosa.user.refresh_from_db()
    assert rosa.user.name == "Rosa Bell"


def test_only_what_may_change_changes(edith, by):
    with pytest.raises(TypeError):
        people.change(person=edith, by=by, user=by)


def test_a_case_reference_is_one_persons(edith, by):
    with pytest.raises(people.Taken):
        people.create(name="Other", by=by, case_reference=edith.case_reference)
    other = setting_up.newcomer("Other")
    with pytest.raises(people.Taken):
        people.change(person=other, by=by, case_reference=edith.case_reference)
    assert people.change(person=edith, by=by, case_reference=edith.case_reference) == []


def test_who_signs_in_is_not_without_a_sign_in():
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=make.person().pk).update(no_sign_in=True)


def test_needs_are_those_of_today_and_the_past_is_kept(edith, by):
    people.record_needs(person=edith, needs={"bsl": "", "interpreter": "Polish"}, by=by)
    people.record_needs(person=edith, needs={"interpreter": "Ukrainian"}, by=by)
    people.record_needs(person=edith, needs={"interpreter": "Ukrainian"}, by=by)
    assert [(need.kind, need.note) for need in people.needs_of(edith)] == [("interpreter", "Ukrainian")]
    assert CommunicationNeed.objects.filter(person=edith).count() == 3
    assert edith.needs_asked_on is not None


def test_none_is_an_answer(edith, by):
    people.record_needs(person=edith, needs={}, by=by)
    assert (people.needs_of(edith), edith.needs_asked_on is not None) == ([], True)


def test_a_carer_is_recorded_once_and_ended(edith, by):
    nia = setting_up.newcomer("Nia")
    made = people.record_carer(carer=nia, cared_for=edith, by=by)
    assert people.record_carer(carer=nia, cared_for=edith, by=by) == made
    assert (people.end_carer(caring=made, by=by), people.end_carer(caring=made, by=by)) == (True, False)
    assert people.record_carer(carer=nia, cared_for=edith, by=by) != made
    assert Caring.objects.filter(ended_at=None).count() == 1


def test_nobody_cares_for_herself_on_record(edith, by):
    with pytest.raises(people.Taken):
        people.record_carer(carer=edith, cared_for=edith, by=by)


def test_needs_and_caring_end_with_a_name(edith, by):
    people.record_needs(person=edith, needs={"bsl": ""}, by=by)
    made = people.record_carer(carer=setting_up.newcomer("Nia"), cared_for=edith, by=by)
    for rows in (CommunicationNeed.objects.filter(person=edith), Caring.objects.filter(pk=made.pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(ended_by=by)
