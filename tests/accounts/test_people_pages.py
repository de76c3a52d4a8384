"""The practitioner's screens of people: found without a name in an address, set up, opened on record."""

from datetime import date

import pytest
from django.test import Client

from accounts.actions import people
from accounts.models import AuditLine, Person
from accounts.queries import looks
from accounts.roles import Scope
from tests import sessions
from tests.accounts.screens import at, words
from tests.factories import accounts as make
from tests.factories import setting_up

pytestmark = pytest.mark.django_db
DETAILS = {
    "name": "Edith Marlow",
    "case_reference": "las-300123",
    "born_on_day": "31",
    "born_on_month": "3",
    "born_on_year": "1948",
    "contact_format": "print",
    "phone": "",
    "address": "4 Otter Lane, Alderford",
    "postcode": "am34ab",
}


def names(response):
    table = response.context["table"]
    return [row[0].text for row in table.rows] if table else []


# The list


def test_the_list_is_of_those_one_works_with(practitioner, edith):
    setting_up.newcomer("Somebody Else")
    assert names(practitioner.get("/staff/people/")) == ["Edith Marlow"]


@pytest.mark.parametrize("typed", ["edith", "MARLOW ed", "LAS-3", "las-300000"])
def test_anybody_is_found_by_name_or_reference_and_no_address_has_it(practitioner, typed):
    setting_up.newcomer("Edith Marlow", case_reference="LAS-300000")
    answer = practitioner.post("/staff/people/", {"q": typed})
    assert answer.url == "/staff/people/"
    assert names(practitioner.get("/staff/people/")) == ["Edith Marlow"]
    practitioner.post("/staff/people/", {"clear": "1"})
    assert names(practitioner.get("/staff/people/")) == []


def test_nobody_found_is_said(practitioner):
    practitioner.post("/staff/people/", {"q": "zzz"})
    assert "Nobody found" in words(practitioner.get("/staff/people/"))


def test_a_search_for_nearly_nothing_is_refused(practitioner):
    assert "Enter 2 letters or more" in words(practitioner.post("/staff/people/", {"q": "a"}))


def test_the_list_says_what_is_next_at_a_constant_cost(practitioner, samuel, django_assert_num_queries):
    setting_up.newcomer(practitioner=samuel)
    practitioner.get("/staff/people/")
    with django_assert_num_queries(9):
        assert practitioner.get("/staff/people/").context["table"].rows[0][2] == "Next: communication needs"
    for _ in range(2):
        setting_up.agreed(setting_up.newcomer(practitioner=samuel), 5_000)
    with django_assert_num_queries(9):
        practitioner.get("/staff/people/")


def test_the_desk_says_how_many(practitioner, edith):
    assert "People You work with 1. 1 not set up yet, 1 for you to go on with." in words(practitioner.get("/staff/"))


# Set up


def test_somebody_new_is_set_up(practitioner, samuel):
    answer = practitioner.post("/staff/people/add/", DETAILS)
    edith = Person.objects.get()
    assert answer.url == at(edith)
    assert (edith.case_reference, edith.born_on, edith.postcode, edith.practitioner) == (
        "LAS-300123",
        date(1948, 3, 31),
        "AM3 4AB",
        samuel,
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Enter their name"),
        ({"case_reference": "LAS 1;2"}, "Use only letters, numbers, dashes and slashes"),
        ({"born_on_year": "48"}, "The year must have 4 numbers, like 1948"),
        ({"born_on_year": "2948"}, "Enter a date of birth from 1900 to today"),
        ({"contact_format": "pigeon"}, "Choose"),
        ({"postcode": "nowhere"}, "Enter a full postcode, like AM3 2QT"),
        ({"postcode": ""}, "Enter the postcode of the address"),
    ],
)
def test_bad_details_are_kept_out_and_kept_typed(practitioner, changed, said):
    page = practitioner.post("/staff/people/add/", DETAILS | changed)
    assert said in words(page)
    assert "4 Otter Lane, Alderford" in page.content.decode()
    assert Person.objects.count() == 0


def test_a_reference_that_is_taken_is_said(practitioner, edith):
    page = practitioner.post("/staff/people/add/", DETAILS | {"case_reference": edith.case_reference})
    assert "Somebody else has this case reference" in words(page)


def test_details_change_with_a_line(practitioner, edith):
    practitioner.post(at(edith, "details/"), DETAILS)
    edith.refresh_from_db()
    assert edith.case_reference == "LAS-300123"
    assert AuditLine.objects.get(action="person.changed").detail == {"fields": ["case_reference"]}


# Opened on record


def test_each_opening_is_on_record_where_she_reads_it_once_in_half_an_hour(practitioner, samuel):
    rosa = make.person("Rosa Alvarez")
    for rest in ("", "needs/", ""):
        assert practitioner.get(at(rosa, rest)).status_code == 200
    [look] = looks.named(looks.at(rosa))
    assert (look.name, look.where) == ("Samuel Osei", "Practitioner. Your page at the council")
    hers = sessions.enter(Client(), rosa.user)
    assert "Samuel Osei" in words(hers.get("/accounts/who-looked/"))
    sessions.enter(practitioner, samuel).get(at(rosa))  # another sign-in is another look
    assert looks.at(rosa).count() == 2


def test_nobody_opens_her_own_page_or_that_of_somebody_she_acts_for(samuel, practitioner):
    own = make.person("Samuel Osei")
    own.user = samuel
    own.save()
    joan = make.person("Joan Whitfield")
    make.mandate(joan, samuel, Scope.ORDER)
    for person in (own, joan):
        for rest in ("", "budget/", "delegates/", "invitation/"):
            assert practitioner.get(at(person, rest)).status_code == 404
    assert practitioner.get("/staff/people/999999/").status_code == 404


def test_a_page_costs_the_same_however_much_is_on_it(practitioner, samuel, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(34) as counted:
            practitioner.get(at(edith))
        return len(counted)

    edith = setting_up.newcomer(practitioner=samuel)
    setting_up.agreed(edith, 5_000)
    make.mandate(edith, make.user(), Scope.ORDER)
    practitioner.get(at(edith))
    first = cost()
    for _ in range(2):
        make.mandate(edith, make.user(), Scope.ORDER)
        people.record_carer(carer=setting_up.newcomer(), cared_for=edith, by=samuel)
    setting_up.agreed(edith, 5_000, 1_000, 500, starts_on=date(2026, 4, 1))
    assert cost() == first


def test_she_is_taken_on(practitioner, samuel):
    edith = setting_up.newcomer()
    practitioner.post(at(edith, "take-on/"))
    edith.refresh_from_db()
    assert edith.practitioner == samuel


# Needs and carers


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Tick what they need, or “Nothing”"),
        ({"kinds": ["none", "bsl"]}, "not both"),
        ({"kinds": ["interpreter"]}, "Enter the language"),
        ({"kinds": ["other"]}, "Enter what they need"),
    ],
)
def test_needs_that_say_nothing_are_asked_again(practitioner, edith, sent, said):
    assert said in words(practitioner.post(at(edith, "needs/"), sent))


def test_needs_are_shown_and_come_back_ticked(practitioner, edith):
    practitioner.post(at(edith, "needs/"), {"kinds": ["interpreter", "bsl"], "language": "Polish"})
    assert "An interpreter for another language: Polish" in words(practitioner.get(at(edith)))
    assert practitioner.get(at(edith, "needs/")).content.decode().count(" checked") == 2


def test_a_carer_is_set_up_as_a_person_of_her_own(practitioner, edith):
    answer = practitioner.post(at(edith, "carers/"), {"name": "Nia Marlow", "case_reference": "LAS-9"})
    nia = Person.objects.get(case_reference="LAS-9")
    assert answer.url == at(nia)
    assert "Cares for Edith Marlow" in words(practitioner.get(at(nia)))
    assert "Nia Marlow" in words(practitioner.get(at(edith)))
    practitioner.post(at(edith, f"carers/{edith.carers.get().pk}/end/"))
    assert edith.carers.filter(ended_at=None).count() == 0


def test_a_slip_in_the_reference_ties_nobody(practitioner, edith):
    other = setting_up.newcomer("Frank Tully")
    page = practitioner.post(at(edith, "carers/"), {"name": "Nia", "case_reference": other.case_reference})
    assert "Somebody with another name has this reference" in words(page)
    assert edith.carers.count() == 0
