"""An import never overwrites what a provider confirmed later without a moderator (issue 8 §3), however she said it."""

from copy import deepcopy

import pytest

from accounts.roles import Role
from directory.actions import freshness, import_ended, import_runs, moderation, proposals
from directory.actions.imports_openreferral import source_of
from directory.models import ConfirmationAsk, ImportDifference, Location, Organisation, Service
from tests.directory.test_import_openreferral import LUNCH, another, folder, lunch, run  # noqa: F401
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
NEWS = LUNCH | {"description": "Closed on Mondays."}


def says(subject, of, **values):
    """A manager writes and sends; a moderator says yes where somebody must."""
    manager = accounts.user()
    make.member(of, manager)
    made = proposals.write(subject=subject, of=of, values=values, by=manager, at=make.NOON)
    made = proposals.send(proposal=made, by=manager, at=make.NOON)
    if made.state == "waiting":
        moderation.approve(proposal=made, by=accounts.staff(Role.EDITOR), at=make.NOON)


def test_a_page_confirmed_by_a_link_to_its_address_is_the_providers(folder):  # noqa: F811
    """Whoever has no manager is written to at the address of the page, and nobody signs in."""
    run(folder(LUNCH), publish=True)
    ask = ConfirmationAsk.objects.create(service=lunch(), kind="reminder", is_written=True, asked_at=make.NOON)
    freshness.answer(ask=ask, at=make.NOON)
    said, code = run(folder(NEWS), publish=True)
    assert (code, lunch().description) == (2, "A hot meal and company.")
    assert "row 1, description: Confirmed by the provider since" in said
    assert ImportDifference.objects.get().field == "description"


@pytest.mark.parametrize(
    ("values", "field"),
    [({"phones": [{"number": "01632 960999", "words": ""}]}, "phone"), ({"fees": "Ask us."}, "fees")],
)
def test_what_a_provider_changed_herself_stays(folder, values, field):  # noqa: F811
    """A telephone number goes live at once, the cost after a moderator's yes. Neither is undone in the night."""
    run(folder(LUNCH), publish=True)
    says(lunch(), lunch().organisation, **values)
    _, code = run(folder(NEWS), publish=True)
    assert code == 2
    assert set(ImportDifference.objects.values_list("field", flat=True)) == {field, "description"}
    assert lunch().description == "A hot meal and company."


def test_what_she_changed_is_not_taken_down_without_a_moderator(folder):  # noqa: F811
    run(folder(LUNCH), source="county", publish=True)
    says(lunch(), lunch().organisation, fees="Ask us.")
    source = source_of(source="county", confirmed_as="The county", publish=True)
    import_ended.follow(source=source, ended={"s1": True}, run=import_runs.begin(source="county"))
    assert (lunch().status, ImportDifference.objects.get().field) == ("published", "status")


def test_an_organisation_keeps_what_its_people_said_of_it(folder):  # noqa: F811
    run(folder(LUNCH), publish=True)
    says(lunch().organisation, lunch().organisation, name="Good Neighbours of Alderford", description="Since 1990.")
    theirs = LUNCH["organization"] | {"name": "GN", "description": "A charity.", "email": "old@good.example"}
    run(folder(LUNCH, another("s2", organization=theirs)), publish=True)
    kept = Organisation.objects.get()
    assert (kept.name, kept.description, kept.email) == ("Good Neighbours of Alderford", "Since 1990.", "")
    assert kept.offers.count() == 2


def test_an_organisation_without_a_number_keeps_it_too(folder):  # noqa: F811
    mine = LUNCH | {"organization": {"name": "Good Neighbours", "website": "https://good.example"}}
    run(folder(mine), publish=True)
    says(lunch().organisation, lunch().organisation, url="https://better.example")
    run(folder(mine, another("s2", organization=mine["organization"])), publish=True)
    assert Organisation.objects.get().website == "https://better.example"


def test_a_place_keeps_its_address_where_a_provider_said_it(folder):  # noqa: F811
    """Also where another service at the same place is still the import's own."""
    other = another("s2", service_at_locations=LUNCH["service_at_locations"])
    run(folder(LUNCH, other), publish=True)
    hall = Location.objects.get(name="Village hall")
    says(hall, lunch().organisation, address={"line": "2 High Street", "town": "Alderford", "postcode": "AM3 2QT"})
    moved = deepcopy(other) | {"description": "News."}
    run(folder(LUNCH, moved), publish=True)
    hall.refresh_from_db()
    assert hall.address_1 == "2 High Street"
    assert Service.objects.get(source_id="s2").description == "News."


def test_a_place_of_a_confirmed_page_does_not_move_with_another_page(folder):  # noqa: F811
    other = another("s2", service_at_locations=LUNCH["service_at_locations"])
    run(folder(LUNCH, other), publish=True)
    says(lunch(), lunch().organisation, fees="Ask us.")
    moved = deepcopy(other)
    moved["service_at_locations"][0]["location"]["addresses"][0]["address_1"] = "9 Low Street"
    said, code = run(folder(LUNCH, moved), publish=True)
    assert (code, Location.objects.get(name="Village hall").address_1) == (2, "1 High Street")
    assert "row 2, location: Confirmed by the provider since; a moderator should look" in said
