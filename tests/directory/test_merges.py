"""Duplicates: found by what they share, merged, and parted again to the row (issue 8 §3)."""

import pytest
from django.urls import reverse

from accounts.actions.refused import Refused
from accounts.roles import Role
from directory.actions import merges, services
from directory.duplicates import Seen, find
from directory.models import Organisation, Phone, Service
from directory.queries import duplicates
from tests.factories import accounts, pages
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


def seen(pk, name, **fields):
    return Seen(pk, name, **{key: value if key == "website" else frozenset([value]) for key, value in fields.items()})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"name": "Oak House", "postcodes": "AM1 1AA"}, {"name": "Oak House Ltd", "postcodes": "AM1 1AA"}, True),
        ({"name": "Oak House", "phones": "01"}, {"name": "The Oak House", "phones": "01"}, True),
        (
            {"name": "Oak", "website": "https://www.oak.example/"},
            {"name": "Oak", "website": "http://oak.example"},
            True,
        ),
        ({"name": "Anything", "numbers": "123"}, {"name": "Else", "numbers": "123"}, True),
        ({"name": "Oak House"}, {"name": "Oak House"}, False),
        ({"name": "Oak House", "postcodes": "AM1 1AA"}, {"name": "Elm House", "postcodes": "AM1 1AA"}, False),
        ({"name": "Lunch club", "postcodes": "AM1 1AA"}, {"name": "Chess club", "postcodes": "AM1 1AA"}, False),
        ({"name": "Oak House", "postcodes": "AM1 1AA"}, {"name": "Oak House", "postcodes": "AM1 1AB"}, False),
    ],
)
def test_what_looks_like_the_same_twice(one, other, same):
    assert bool(find([seen(1, **one), seen(2, **other)])) == same


def test_only_those_that_share_something_are_compared():
    """A building with very many is no sign, and fifty thousand that share nothing cost nothing."""
    assert find(seen(pk, "Club", postcodes="AM1 1AA") for pk in range(31)) == []
    assert find(seen(pk, "Club", postcodes=f"AM1 {pk}") for pk in range(50_000)) == []


def two_services():
    first, second = make.service("Oak House"), make.service("Oak House Ltd")
    for one in (first, second):
        make.place(one, postcode="AM3 2QT")
        services.publish(service=one, by=None)
    return first, second


def test_services_are_found_merged_lead_on_and_are_parted_again(client):
    kept, gone = two_services()
    make.cost(gone)
    make.opening(gone)
    Phone.objects.create(service=gone, number="01632 960210")
    term = make.term("topic", "care-homes")
    for one in (kept, gone):
        one.terms.add(term)
    gone.terms.add(make.term("topic", "meals"))
    assert [(pair.first, pair.second) for pair in duplicates.pairs("service")] == [(kept.pk, gone.pk)]

    def rows():
        return [
            (one.costs.count(), one.schedules.count(), one.phones.count(), one.terms.count(), one.at_locations.count())
            for one in (kept, gone)
        ]

    before, by = rows(), accounts.user()
    merged = merges.merge(kept=kept, gone=gone, by=by)
    assert rows() == [(1, 1, 1, 2, 2), (0, 0, 0, 1, 0)]
    assert Service.objects.get(pk=gone.pk).status == "withdrawn"
    assert duplicates.pairs("service") == []
    answer = client.get(reverse("directory-service", args=[gone.slug]))
    assert (answer.status_code, answer.url) == (302, reverse("directory-service", args=[kept.slug]))
    merges.undo(merged=merged, by=by)
    assert rows() == before
    assert Service.objects.get(pk=gone.pk).status == "published"
    assert client.get(reverse("directory-service", args=[gone.slug])).status_code == 200


def test_the_two_are_told_apart_and_lead_to_their_pages(client):
    first, second = two_services()
    accounts.sign_in(client, accounts.staff(Role.EDITOR))
    answer = client.get(reverse("staff-duplicate", args=["service", first.pk, second.pk])).content.decode()
    for heading, one in (("First: Oak House", first), ("Second: Oak House Ltd", second)):
        assert f">{heading}</h2>" in answer
        assert f'href="{reverse("directory-service", args=[one.slug])}"' in answer


def test_organisations_are_merged_with_all_that_was_theirs(client):
    kept, gone = make.organisation("Acorn", company_number="1"), make.organisation("Acorn Care", company_number="1")
    service, user = make.service(organisation=gone), accounts.user()
    services.publish(service=service, by=None)
    member, double = make.member(gone, user), make.member(gone, accounts.user())
    make.member(kept, double.user)
    assert [pair.reasons for pair in duplicates.pairs("organisation")] == [("The same registration number",)]
    merged = merges.merge(kept=kept, gone=gone, by=user)
    assert set(kept.members.values_list("user", flat=True)) == {member.user_id, double.user_id}
    assert list(gone.members.values_list("pk", flat=True)) == [double.pk]  # the kept one has it already
    assert Service.objects.get().organisation == kept
    answer = client.get(reverse("directory-organisation", args=[gone.slug]))
    assert answer.url == reverse("directory-organisation", args=[kept.slug])
    merges.undo(merged=merged, by=user)
    assert (Service.objects.get().organisation, gone.members.count(), kept.members.count()) == (gone, 2, 1)
    assert Organisation.objects.count() == 2


def test_a_page_that_somebody_took_down_before_stays_down():
    kept, gone = two_services()
    services.withdraw(service=gone, by=None, reason="Closed")
    merged = merges.merge(kept=kept, gone=gone, by=accounts.user())
    merges.undo(merged=merged, by=accounts.user())
    assert Service.objects.get(pk=gone.pk).status == "withdrawn"


def test_nothing_is_merged_twice_or_with_itself_or_undone_twice():
    kept, gone = two_services()
    third, by = make.service(), accounts.user()
    with pytest.raises(Refused):
        merges.merge(kept=kept, gone=kept, by=by)
    merged = merges.merge(kept=kept, gone=gone, by=by)
    for keeps, goes in ((third, gone), (gone, third), (third, kept)):
        with pytest.raises(Refused):
            merges.merge(kept=keeps, gone=goes, by=by)
    merges.undo(merged=merged, by=by)
    with pytest.raises(Refused):
        merges.undo(merged=merged, by=by)


def test_two_that_are_kept_apart_are_not_shown_again():
    one, other = two_services()
    merges.keep_apart(kind="service", first=other.pk, second=one.pk, by=accounts.user())
    assert duplicates.pairs("service") == []


def test_what_another_organisation_was_writing_stays_with_its_own_page():
    """Put into the page that is kept, nobody could send it, nor begin another."""
    kept, gone = two_services()
    of_kept, of_gone = pages.writer(kept.organisation), pages.writer(gone.organisation, name="Olu Peters")
    hers = {"summary": "A house by the oak"}
    draft = pages.proposals.write(subject=gone, of=gone.organisation, values=hers, by=of_gone)
    merges.merge(kept=kept, gone=gone, by=accounts.staff(Role.EDITOR))
    assert (pages.proposals.open_one(gone), pages.proposals.open_one(kept)) == (draft, None)
    assert pages.waiting(kept, by=of_kept, name="Oak House and garden").state == "waiting"
