"""An import never overwrites what a provider confirmed later without a moderator (issue 8 §3): the desk for it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditLine
from accounts.roles import Role
from directory.actions import import_differences, import_runs, services
from directory.actions.moderation import Settled, seen
from directory.models import Eligibility, ImportDifference, ServiceArea
from directory.refusals import Moved, NotPublishable, Refused
from search.models import IndexedDocument
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
HOURS = "MO 09:00 to 12:30; TU 10:00 to 11:00"


@pytest.fixture
def editor(client):
    user = accounts.staff(Role.EDITOR)
    accounts.sign_in(client, user)
    return user


@pytest.fixture
def club():
    service = make.service("Chess club", description="A club.\nBring a friend.", status="published")
    make.place(service, address_1="1 High Street", city="Alderford", postcode="AM3 2QT")
    make.opening(service, byday="MO", opens=9, closes=12)
    services.confirm(service=service, by=accounts.user(), confirmed_as="Mind Games", at=make.NOON)
    service.refresh_from_db()
    return service


def differs(service, field, after, before="as it was"):
    run = import_runs.begin(source="clubs", at=make.NOON)
    return ImportDifference.objects.create(
        imported=run, service=service, field=field, before=before, after=after, at=make.NOON
    )


def settle(service, by, **takes):
    """`description=True`: what the import says is taken."""
    waiting = {one.field: one for one in import_differences.waiting_of(service)}
    now = {name: import_differences.fields.of(name).read(service) for name in takes}
    answers = {waiting[name].pk: Settled(seen(name, now[name]), taken) for name, taken in takes.items()}
    import_differences.settle(service=service, answers=answers, by=by, at=make.NOON)
    service.refresh_from_db()


@pytest.mark.parametrize(
    ("field", "after", "read"),
    [
        ("description", "Another club.", lambda of: of.description),
        ("minimum_age", "55", lambda of: str(of.minimum_age)),
        ("anywhere", "True", lambda of: str(of.anywhere)),
        ("address_1", "9 High Street", lambda of: of.at_locations.get().location.address_1),
        ("place_name", "The hall", lambda of: of.at_locations.get().location.name),
        ("phone", "01632 960299", lambda of: of.phones.get().number),
        ("rules", "Beginners\nFriends", lambda of: "\n".join(map(str, of.eligibilities.all()))),
        ("areas", "Alderford\nAsh", lambda of: "\n".join(area.name for area in of.areas.all())),
        ("languages", "Polish", lambda of: "\n".join(map(str, of.languages.all()))),
        ("hours", HOURS, lambda of: import_differences.fields.hours_text(of.schedules.all())),
    ],
)
def test_what_is_taken_is_on_the_page(club, editor, field, after, read):
    differs(club, field, after)
    settle(club, editor, **{field: True})
    assert read(club) == after
    one = ImportDifference.objects.get()
    assert (one.taken, one.settled_by, one.settled_at) == (True, editor, make.NOON)
    assert AuditLine.objects.filter(action="difference.taken", subject=f"service:{club.pk}").exists()


def test_a_rule_that_stays_keeps_its_area_and_a_place_its_miles(club, editor):
    Eligibility.objects.create(service=club, words="Beginners", area="Ash")
    ServiceArea.objects.create(service=club, name="Ash", miles=3)
    differs(club, "rules", "Beginners: people who live in Ash\nFriends")
    differs(club, "areas", "Alderford\nAsh")
    settle(club, editor, rules=True, areas=True)
    assert [(rule.words, rule.area) for rule in club.eligibilities.all()] == [("Beginners", "Ash"), ("Friends", "")]
    assert {(area.name, area.miles) for area in club.areas.all()} == {("Alderford", None), ("Ash", 3)}


def test_search_hears_of_it(club, editor):
    differs(club, "name", "Chess and draughts")
    settle(club, editor, name=True)
    assert IndexedDocument.objects.get(kind="service").title == "Chess and draughts"


def test_what_is_kept_stays_and_each_field_is_its_own(club, editor):
    differs(club, "description", "Another club.")
    differs(club, "email", "club@mind.example")
    settle(club, editor, description=False, email=True)
    assert (club.description, club.email) == ("A club.\nBring a friend.", "club@mind.example")
    assert set(ImportDifference.objects.values_list("field", "taken")) == {("description", False), ("email", True)}


def test_a_page_that_has_ended_at_its_source_comes_down_only_now(club, editor):
    differs(club, "status", "withdrawn", "published")
    assert club.status == "published"
    settle(club, editor, status=True)
    assert (club.status, IndexedDocument.objects.get(kind="service").removed) == ("withdrawn", True)


def test_what_changed_while_she_looked_is_not_overwritten(club, editor):
    one = differs(club, "description", "Another club.")
    answers = {one.pk: Settled(seen("description", "Something older"), True)}
    with pytest.raises(Moved):
        import_differences.settle(service=club, answers=answers, by=editor)
    club.refresh_from_db()
    assert club.description.startswith("A club.")


def test_nothing_is_answered_twice(club, editor):
    one = differs(club, "email", "club@mind.example")
    settle(club, editor, email=False)
    with pytest.raises(Moved):
        import_differences.settle(service=club, answers={one.pk: Settled(seen("email", ""), True)}, by=editor)


def test_nobody_of_the_organisation_answers(club, editor):
    one = differs(club, "email", "club@mind.example")
    make.member(club.organisation, editor)
    with pytest.raises(Refused):
        import_differences.settle(service=club, answers={one.pk: Settled(seen("email", ""), True)}, by=editor)


def test_personal_care_without_a_registration_is_refused_whole(club, editor):
    """Health and Social Care Act 2008 s.10."""
    differs(club, "gives_personal_care", "True", "False")
    differs(club, "email", "club@mind.example")
    with pytest.raises(NotPublishable):
        settle(club, editor, gives_personal_care=True, email=True)
    club.refresh_from_db()
    assert (club.email, ImportDifference.objects.filter(settled_at=None).count()) == ("", 2)


def test_ages_stay_in_order(club, editor):
    club.maximum_age = 50
    club.save()
    differs(club, "minimum_age", "55")
    with pytest.raises(Refused, match="lowest age"):
        settle(club, editor, minimum_age=True)


# The screens


def test_the_desk_shows_before_after_and_source(client, editor, club):
    differs(club, "description", "A club.\nBring tea.")
    assert "From imports (1)" in client.get("/staff/moderation/").content.decode()
    queue = client.get("/staff/moderation/?show=imports").content.decode()
    assert (f"/staff/moderation/imports/{club.pk}/" in queue, "1 field" in queue) == (True, True)
    page = client.get(f"/staff/moderation/imports/{club.pk}/").content.decode()
    assert "clubs, read on" in page
    assert ("a friend.</del>" in page, "tea.</ins>" in page) == (True, True)


def test_a_moderator_chooses_checks_and_confirms(client, editor, club):
    one = differs(club, "description", "Another club.")
    address = f"/staff/moderation/imports/{club.pk}/"
    assert "Choose which is right" in client.post(address).content.decode()
    typed = {f"takes_{one.pk}": "new", f"seen_{one.pk}": seen("description", club.description)}
    check = client.post(address, typed).content.decode()
    assert ("Check your answers" in check, "Another club." in check) == (True, True)
    club.refresh_from_db()
    assert club.description.startswith("A club.")
    assert client.post(address, {**typed, "confirm": "1"}).url == f"{reverse('staff-moderation')}?show=imports"
    club.refresh_from_db()
    assert club.description == "Another club."
    assert client.get(address).status_code == 404


def test_the_list_costs_the_same_for_one_and_three(client, editor, club):
    differs(club, "description", "Another club.")
    client.get("/staff/moderation/?show=imports")
    with CaptureQueriesContext(connection) as one:
        client.get("/staff/moderation/?show=imports")
    for name in ("Darts", "Knitting"):
        differs(make.service(name, status="published"), "email", "club@mind.example")
    with CaptureQueriesContext(connection) as three:
        client.get("/staff/moderation/?show=imports")
    assert len(one) == len(three)


def test_a_stranger_is_told_nothing(club):
    differs(club, "description", "Another club.")
    signed_in = accounts.sign_in(Client(), accounts.user())
    assert signed_in.get(f"/staff/moderation/imports/{club.pk}/").status_code == 403
