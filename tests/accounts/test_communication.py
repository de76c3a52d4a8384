"""A communication need: said once, flagged, shared with consent, met, looked at again (DAPB1605)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import desks, letters, notices
from accounts.actions import communication, people
from accounts.models import AuditLine, CommunicationSettings, ContactFormat, NeedsShared, Notice, Person
from accounts.queries import communication as known
from accounts.roles import Role
from tests import sessions
from tests.accounts.screens import at, words
from tests.factories import accounts as make
from tests.factories import setting_up

pytestmark = pytest.mark.django_db
PAGE = "/accounts/how-we-tell-you/"
GIVEN = {"contact_format": "large_print", "phone": "", "kinds": ["bsl", "interpreter"], "language": "Polish"}


@pytest.fixture
def rosa():
    return make.person()


@pytest.fixture
def by():
    return make.staff(Role.PRACTITIONER, name="Priya Shah")


@pytest.fixture
def client(rosa):
    return sessions.enter(Client(), rosa.user)


@pytest.fixture
def practitioner(by):
    return sessions.enter(Client(), by)


def test_she_says_it_once_herself_and_it_is_on_record_who_and_when(client, rosa):
    assert client.post(PAGE, {**GIVEN, "shared": "on"}).url == "/accounts/"
    rosa.refresh_from_db()
    assert (rosa.contact_format, rosa.needs_asked_on, rosa.needs_asked_by) == (
        "large_print",
        timezone.localdate(),
        rosa.user,
    )
    assert known.needs_in_words(rosa) == [
        "A British Sign Language interpreter",
        "An interpreter for another language: Polish",
    ]
    assert [need.recorded_by for need in people.needs_of(rosa)] == [rosa.user] * 2
    page = words(client.get("/accounts/"))
    assert "Large print" in page
    assert "A British Sign Language interpreter, An interpreter for another language: Polish" in page


def test_what_she_said_comes_back_and_bad_input_keeps_what_was_typed(client):
    client.post(PAGE, {**GIVEN, "shared": "on"})
    page = client.get(PAGE).content.decode()
    assert (page.count(" checked"), 'value="Polish"' in page) == (4, True)
    bad = client.post(PAGE, {**GIVEN, "language": "", "contact_format": "telephone"}).content.decode()
    assert ("Enter the language" in bad, "Enter the number on which we call you" in bad) == (True, True)
    assert bad.count(" checked") == 3


def test_the_audit_line_says_that_and_not_what(client, rosa):
    client.post(PAGE, GIVEN)
    said = "".join(f"{line.detail}" for line in AuditLine.objects.filter(subject=f"person:{rosa.pk}"))
    assert ("Polish" in said, "bsl" in said, "large" in said) == (False, False, False)


def test_a_delegate_has_no_such_page_for_her(rosa):
    """What somebody needs is hers to say, or her practitioner's to write down."""
    amira = make.user("Amira")
    client = make.sign_in(Client(), amira, acting_for=make.mandate(rosa, amira, make.Scope.ORDER))
    assert client.get(PAGE).status_code == 404


def test_staff_read_it_at_the_top_of_each_of_her_pages(practitioner, rosa, by):
    """Accessible Information Standard: flag."""
    communication.record(person=rosa, needs={"hearing_loop": ""}, shared=False, by=by, contact_format="telephone")
    for page in ("", "needs/", "details/", "budget/", "delegates/"):
        banner = practitioner.get(at(rosa, page)).content.decode().split("</h1>")[0]
        assert "Rosa Alvarez needs:</strong> A hearing loop; Told by: Telephone call" in banner
    letters.queue(person=rosa, template="accounts/letters/ways")
    assert "A hearing loop" in words(practitioner.get(f"/staff/letters/{letters.waiting().get().pk}/"))
    assert "needs:" not in words(practitioner.get("/staff/people/"))


def test_staff_read_who_said_it_and_whether_it_is_shared(practitioner, rosa, by):
    practitioner.post(at(rosa, "needs/"), {"kinds": ["bsl"], "shared": "on"})
    page = words(practitioner.get(at(rosa)))
    assert ("by Priya Shah." in page, "they said yes" in page) == (True, True)
    communication.record(person=rosa, needs={}, shared=False, by=rosa.user)
    page = words(practitioner.get(at(rosa)))
    assert ("said by themselves" in page, "Only the council sees this." in page) == (True, True)


def test_consent_is_taken_back_at_once_and_both_are_kept(rosa, by):
    """Accessible Information Standard: share, with consent."""
    communication.record(person=rosa, needs={"bsl": ""}, shared=True, by=by)
    communication.share(person=rosa, by=by)
    assert (NeedsShared.objects.count(), known.shared_lines(rosa)) == (1, ["A British Sign Language interpreter"])
    communication.stop_sharing(person=rosa, by=rosa.user)
    communication.stop_sharing(person=rosa, by=rosa.user)
    assert (known.shared_lines(rosa), NeedsShared.objects.get().ended_by) == ([], rosa.user)
    assert AuditLine.objects.filter(action__in=["needs.shared", "needs.not_shared"]).count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        NeedsShared.objects.update(ended_by=None)


@pytest.mark.parametrize(
    ("today", "months", "before"),
    [
        (date(2026, 11, 28), 12, date(2025, 11, 28)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
    ],
)
def test_who_was_asked_a_year_ago_is_asked_again(today, months, before):
    CommunicationSettings.objects.create(review_months=months)
    assert known.asked_before(today) == before


def test_the_queue_has_those_who_are_due_and_a_save_takes_them_off(practitioner, by):
    """Accessible Information Standard: review. A year is a rule of our own, in the settings."""
    never, old, lately, other = (
        setting_up.newcomer(name, practitioner=who)
        for name, who in (("Ada Never", by), ("Ben Old", by), ("Cy Lately", by), ("Di Other", make.staff()))
    )
    today = timezone.localdate()
    for whose, days in ((old, 370), (lately, 300), (other, 370)):
        Person.objects.filter(pk=whose.pk).update(needs_asked_on=today - timedelta(days=days))
    page = words(practitioner.get("/staff/people/needs/"))
    assert [name in page for name in ("Ada Never", "Ben Old", "Cy Lately", "Di Other")] == [True, True, False, False]
    assert "2 people to ask, or to ask again." in [desk.line for desk in desks.of(by)]
    assert "Time to ask again." in words(practitioner.get(at(old)))
    practitioner.post(at(old, "needs/"), {"kinds": ["none"]})
    communication.record(person=never, needs={}, shared=False, by=by)
    assert "Everybody was asked in time." in words(practitioner.get("/staff/people/needs/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same(practitioner, by, django_assert_num_queries, count):
    for number in range(count):
        setting_up.newcomer(f"Ada {number}", practitioner=by)
    practitioner.get("/staff/people/needs/")
    with django_assert_num_queries(11):
        practitioner.get("/staff/people/needs/")


@pytest.mark.parametrize("way", [way for way in ContactFormat if way != ContactFormat.EMAIL])
def test_what_she_chose_is_how_the_next_thing_is_told(client, rosa, way):
    client.post(PAGE, {"contact_format": way, "phone": "01632 960 702", "kinds": ["none"]})
    rosa.refresh_from_db()

    told = notices.tell(person=rosa, template="accounts/letters/ways", context={"link": "/money/choices/"})
    assert (told.format, told.is_call) == (way, way == ContactFormat.TELEPHONE)


def test_another_way_or_number_is_told_in_the_way_there_was(client, rosa):
    """Somebody else may sit at her sign-in, and the number is one by which we know her."""
    client.post(PAGE, {"contact_format": "email", "phone": "", "kinds": ["none"]})
    assert Notice.objects.filter(to=rosa.user).count() == 0  # nothing of that changed
    client.post(PAGE, {"contact_format": "telephone", "phone": "01632 960 702", "kinds": ["none"]})
    assert Notice.objects.get(to=rosa.user).subject == "How we tell you things has changed"
    assert rosa.letters.count() == 0
