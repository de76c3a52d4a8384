"""The truth and its outbox: what owners write, and what the copies are told."""

import pytest

from search import index
from search.documents import Document, Place
from search.models import ChangeNumber, IndexedDocument, IndexedPlace, OutboxRow

pytestmark = pytest.mark.django_db


def lunch_club(**changes):
    return Document(**{"kind": "service", "ref": "1", "title": "Lunch club", "url": "/directory/lunch-club/"} | changes)


def test_a_document_is_recorded_once_and_again():
    index.put(lunch_club(places=(Place(53.4, -2.3, "Hall"),), facets={"day": ("tue", "mon")}))
    first = IndexedDocument.objects.get()
    index.put(lunch_club(title="The lunch club", places=(Place(53.5, -2.3), Place(53.6, -2.3))))
    second = IndexedDocument.objects.get()
    assert (first.title, first.facets, second.title, second.facets) == (
        "Lunch club",
        {"day": ["mon", "tue"]},
        "The lunch club",
        {},
    )
    assert first.pk == second.pk
    assert second.change > first.change
    assert sorted(IndexedPlace.objects.values_list("lat", flat=True)) == [53.5, 53.6]
    assert list(OutboxRow.objects.values_list("copy", "change", "pushed")) == [("embedded", second.change, 0)]
    assert ChangeNumber.objects.count() == 0


def test_removal_takes_the_words_away_at_once_and_leaves_a_shell():
    index.put(lunch_club(body="Private words", places=(Place(53.4, -2.3),)))
    index.remove("service", "1")
    row = IndexedDocument.objects.get()
    assert (row.removed, row.title, row.body, row.places.count()) == (True, "", "", 0)
    assert OutboxRow.objects.get().change == row.change
    index.remove("service", "1")
    index.remove("service", "never was")
    assert IndexedDocument.objects.get().change == row.change


def test_coming_back_after_removal():
    index.put(lunch_club())
    index.remove("service", "1")
    index.put(lunch_club())
    assert list(IndexedDocument.objects.values_list("title", "removed")) == [("Lunch club", False)]


@pytest.mark.parametrize("facets", [{"kind": ("service",)}, {"approved": ("approved",)}])
def test_what_search_works_out_itself_is_refused(facets):
    with pytest.raises(ValueError):
        lunch_club(facets=facets)


def test_a_batch_costs_the_same_number_of_queries_whatever_its_size(django_assert_num_queries):
    index.put(lunch_club())
    with django_assert_num_queries(9):
        index.put(lunch_club())
    with django_assert_num_queries(10):
        index.put_many([lunch_club(ref=str(number), places=(Place(53.4, -2.3),)) for number in range(30)])
