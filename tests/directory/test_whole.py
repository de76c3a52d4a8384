"""One service in a handful of statements: the same as is loaded for many, in as many statements as for little."""

import pytest
from django.db.models import Model

from directory import public, whole
from directory.models import Service
from tests.factories import feed

pytestmark = pytest.mark.django_db
QUERIES = 7
PAGE = 12  # issue: "a service's page uncached, at most 12 queries"
PARTS = ("areas", "eligibilities", "costs", "contacts", "languages", "schedules", "phones", "approvals", "terms")


def told(rows):
    """Every column of every row, by name."""
    return [{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} for row in rows]


def everything(of: Service) -> dict[str, object]:
    places = list(of.at_locations.all())
    owners: list[tuple[str, Model, tuple[str, ...]]] = [("service", of, PARTS)]
    owners += [("organisation", of.organisation, ("phones", "approvals"))]
    owners += [(f"at {one.pk}", one, ("schedules",)) for one in places]
    owners += [(f"place {one.pk}", one.location, ("phones", "accessibilities")) for one in places]
    owners += [(f"contact {one.pk}", one, ("phones",)) for one in of.contacts.all()]
    return {f"{name}.{part}": told(getattr(owner, part).all()) for name, owner, parts in owners for part in parts}


@pytest.mark.parametrize("make", [lambda: feed.rich(times=3), feed.bare], ids=["rich", "bare"])
def test_it_is_what_is_loaded_for_many(make, django_assert_num_queries):
    service = make()
    feed.rich("Another")
    one = whole.service(public.public_services().filter(pk=service.pk))
    many = public.whole_services().get(pk=service.pk)
    with django_assert_num_queries(0):
        assert everything(one) == everything(many)
    assert told([one, one.organisation]) == told([many, many.organisation])


def test_it_costs_the_same_for_little_and_much(django_assert_num_queries):
    for times in (1, 3):
        service = feed.rich(times=times)
        with django_assert_num_queries(QUERIES):
            whole.service(public.public_services().filter(pk=service.pk))


def test_what_is_not_public_is_not_found():
    service = feed.bare()
    Service.objects.update(status="withdrawn")
    assert whole.service(public.public_services().filter(pk=service.pk)) is None


def test_a_page_for_people_costs_no_more_than_12(client, django_assert_max_num_queries):
    service = feed.rich(times=3)
    with django_assert_max_num_queries(PAGE):
        assert client.get(f"/directory/{service.slug}/").status_code == 200
