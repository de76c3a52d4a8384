"""The desk of feeds and of records that may be the same: what staff see and do there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from directory.actions import import_runs, merges
from directory.models import Feed, KeptApart, Merge
from search.import_run import Outcome
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = accounts.staff(Role.EDITOR)
    accounts.sign_in(client, user)
    return user


def test_the_health_page_says_how_each_feed_is(client, editor):
    feed = make.feed(by=editor, name="The county")
    import_runs.fail(run=import_runs.begin(source=feed.source, feed=feed), trouble="It answered with 500.")
    import_runs.begin(source="clubs", at=timezone.now() - timedelta(hours=7))
    text = client.get(reverse("staff-feeds")).content.decode()
    assert "It answered with 500." in text
    assert "It stopped before its end. Run it again to go on." in text


def test_a_run_that_was_killed_is_told_and_one_that_runs_now_is_not_called_stopped(client, editor):
    """Killed, it could not write its end: neither a feed's nor a file's run looks as if all were well."""
    feed = make.feed(by=editor, name="The county")
    import_runs.begin(source=feed.source, feed=feed, at=timezone.now() - timedelta(hours=7))
    import_runs.begin(source="clubs")
    text = client.get(reverse("staff-feeds")).content.decode()
    assert "<strong>The county</strong>: It stopped before its end. We try again on" in text
    assert "It is still running, or it stopped before its end. Run it again to go on." in text
    assert "It stopped before its end." in client.get(reverse("staff-feed", args=[feed.pk])).content.decode()
    import_runs.end(run=import_runs.begin(source="clubs"), outcome=Outcome(total=3))
    text = client.get(reverse("staff-feeds")).content.decode()
    assert "It stopped before its end. A later import put everything in." in text


def test_the_health_page_costs_the_same_for_one_and_for_three(client, editor, django_assert_num_queries):
    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("staff-feeds"))
        return len(seen)

    make.feed(by=editor)
    one = queries()
    for _ in range(2):
        make.feed(by=editor)
    assert queries() == one


def test_an_address_inside_is_refused_and_what_was_typed_stays(client, editor):
    typed = {
        "name": "The county",
        "source": "county",
        "address": "https://127.0.0.1/feed",
        "every_days": "7",
        "publish": "no",
    }
    answer = client.post(reverse("staff-feed-add"), typed)
    text = answer.content.decode()
    assert "127.0.0.1 is not on the public internet." in text
    assert "https://127.0.0.1/feed" in text
    assert Feed.objects.count() == 0


def test_a_feed_is_stopped_and_goes_on(client, editor):
    feed = make.feed(by=editor)
    address = reverse("staff-feed", args=[feed.pk])
    for stopped in (True, False):
        client.post(address)
        feed.refresh_from_db()
        assert (feed.stopped_at is not None) == stopped


def pair():
    first, second = make.service("Oak House"), make.service("Oak House Ltd")
    for one in (first, second):
        make.place(one, postcode="AM3 2QT")
    return first, second


def test_two_are_shown_checked_put_together_and_parted(client, editor):
    first, second = pair()
    address = reverse("staff-duplicate", args=["service", first.pk, second.pk])
    assert address in client.get(reverse("staff-duplicates")).content.decode()
    asked = client.post(address, {"answer": "second"})
    assert "Yes. Keep the second, Oak House Ltd" in asked.content.decode()
    assert Merge.objects.count() == 0
    client.post(address, {"answer": "second", "confirm": "yes"})
    assert Merge.objects.get().kept == second
    client.post(reverse("staff-merge-undo", args=[Merge.objects.get().pk]))
    assert Merge.objects.get().undone_by == editor


def test_two_that_are_two_are_kept_apart(client, editor):
    first, second = pair()
    address = reverse("staff-duplicate", args=["service", first.pk, second.pk])
    client.post(address, {"answer": "apart", "confirm": "yes"})
    assert KeptApart.objects.get().by == editor
    assert address not in client.get(reverse("staff-duplicates")).content.decode()


def test_what_is_no_pair_or_was_undone_is_not_there(client, editor):
    first, second = pair()
    assert client.get(reverse("staff-duplicate", args=["colour", first.pk, second.pk])).status_code == 404
    assert client.get(reverse("staff-duplicate", args=["service", first.pk, 0])).status_code == 404
    merged = merges.merge(kept=first, gone=second, by=editor)
    merges.undo(merged=merged, by=editor)
    assert client.get(reverse("staff-merge-undo", args=[merged.pk])).status_code == 404
