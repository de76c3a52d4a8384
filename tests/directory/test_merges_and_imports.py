"""What was put together stays so when its source comes again, and can be parted after that (issue 8 §3)."""

import pytest

from directory.actions import import_ended, import_runs, merges, services
from directory.actions.imports_openreferral import source_of
from directory.models import Service
from tests.directory.test_import_openreferral import LUNCH, another, folder, lunch, run  # noqa: F401
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


def ends(**ended):
    source = source_of(source="county", confirmed_as="The county", publish=True)
    import_ended.follow(source=source, ended=ended, run=import_runs.begin(source="county"))


def test_parted_again_after_its_source_came_again(folder):  # noqa: F811
    """The import gave the one that went its places and words anew: what both have stays with each."""
    make.term("for", "older-people", "Older people")
    by = accounts.user()
    run(folder(LUNCH), source="county", publish=True)
    kept = make.service("Lunch club here", status="published")
    merged = merges.merge(kept=kept, gone=lunch(), by=by)
    run(folder(LUNCH | {"description": "News."}), source="county", publish=True)
    merges.undo(merged=merged, by=by)
    assert (lunch().status, lunch().at_locations.count(), lunch().terms.count()) == ("published", 2, 1)


def test_one_that_ended_and_was_put_into_another_does_not_go_up_again(folder):  # noqa: F811
    run(folder(LUNCH), source="county", publish=True)
    ends(s1=True)
    kept = make.service("Lunch club here", status="published")
    merges.merge(kept=kept, gone=lunch(), by=accounts.user())
    ends(s1=False)
    assert lunch().status == "withdrawn"


def test_a_draft_that_was_put_into_another_does_not_go_up(folder):  # noqa: F811
    run(folder(LUNCH), source="county")
    kept = make.service("Lunch club here", status="published")
    merges.merge(kept=kept, gone=lunch(), by=accounts.user())
    run(folder(LUNCH | {"description": "News."}), source="county", publish=True)
    assert Service.objects.filter(status="published").get() == kept


def test_parted_where_the_one_that_went_took_the_same_place_since():
    by, (kept, gone) = accounts.user(), [make.service(name) for name in ("Oak House", "Oak House Ltd")]
    at = make.place(gone, postcode="AM3 2QT")
    merged = merges.merge(kept=kept, gone=gone, by=by)
    gone.at_locations.create(location=at.location)
    merges.undo(merged=merged, by=by)
    assert (gone.at_locations.count(), kept.at_locations.count()) == (1, 1)
    services.publish(service=gone, by=by)
