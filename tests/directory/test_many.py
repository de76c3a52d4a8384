"""Search documents of many services: the same as one by one, and as few queries for much as for little."""

import hashlib
import json
from dataclasses import asdict
from datetime import time

import pytest
from django.utils import timezone

from directory import documents, many, public
from directory.models import Accessibility, Service
from directory.offered import Offered
from directory.opening import Hours
from search import index
from search.models import IndexedDocument
from tests.factories import directory as make
from tests.factories import feed

pytestmark = pytest.mark.django_db
QUERIES = 16


def with_a_way_in(name: str) -> Service:
    service = feed.rich(name, times=2)
    place = service.at_locations.first().location
    Accessibility.objects.create(location=place, term=make.term("access", "step-free"), description="")
    return service


def one_by_one():
    today = timezone.localdate()
    return [documents.of_service(service, today) for service in public.whole_services().order_by("pk")]


def test_documents_of_many_are_those_of_one_by_one():
    with_a_way_in("Lunch club")
    feed.bare()
    with_a_way_in("Tea dance")
    make.service("A draft")
    found = list(documents.services(None))
    assert [document.title for document in found] == ["Lunch club", "Chess", "Tea dance"]
    assert found == one_by_one()
    assert found[0].facets["access"] == ("step-free",)
    assert found[0].approved_until is not None


def test_chunks_lose_nothing(monkeypatch):
    monkeypatch.setattr(documents, "CHUNK", 2)
    made = [feed.bare(f"Chess {number}") for number in range(5)]
    assert [document.ref for document in documents.services(None)] == [str(one.pk) for one in made]


def test_many_cost_as_much_as_one(django_assert_num_queries):
    for name in ("Lunch club", "Tea dance", "Choir"):
        with_a_way_in(name)
        with django_assert_num_queries(QUERIES):
            list(documents.services(None))


def test_what_was_loaded_cannot_be_asked_for_less():
    """A tuple has no `filter`: rows of somebody else would be a wrong answer."""
    feed.rich()
    loaded = next(many.services(public.public_services(), 10))
    with pytest.raises(AttributeError):
        loaded.phones.all().filter(number="01632 960 103")


def test_drafts_that_search_never_knew_are_asked_about_once(django_assert_num_queries):
    refs = [str(make.service(f"Draft {number}").pk) for number in range(5)]
    with django_assert_num_queries(2):
        index.refresh("service", refs)
    assert not IndexedDocument.objects.exists()


def test_what_is_not_public_any_more_is_taken_out_among_drafts():
    gone, draft = feed.bare(), make.service("Draft")
    documents.refresh_services(gone.pk)
    Service.objects.filter(pk=gone.pk).update(status="withdrawn")
    documents.refresh_services(gone.pk, draft.pk)
    assert list(IndexedDocument.objects.values_list("ref", "removed")) == [(str(gone.pk), True)]


def test_a_fingerprint_is_of_all_that_was_said():
    """The same text as before, or every import once changes everything."""
    offered = Offered(
        "c1",
        {"name": "Mind Games"},
        {"name": "Chess", "confirmed_on": timezone.localdate()},
        {"latitude": 52.1},
        hours=(Hours(1, time(9), time(12, 30)),),
        terms=(("topic", "clubs"),),
        places=(("p1", {"name": "Hall"}),),
        row=7,
        remarks=(("email", "Is not one"),),
    )
    said = {
        name: value for name, value in asdict(offered).items() if name not in ("row", "remarks") and value is not None
    }
    whole = json.dumps(said, default=str, sort_keys=True)
    assert offered.fingerprint == hashlib.sha256(whole.encode()).hexdigest()
