"""Nothing that was hidden stays in a file that we give away (issue 8 §4)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import daily
from directory.actions import freshness
from directory.actions import open_data as writing
from tests.factories import feed, marketplace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_what_was_hidden_for_its_age_leaves_the_files():
    service, now = feed.rich(), timezone.now()
    ben = marketplace.assistant("Ben Okafor")
    assert writing.write_due(now).records == 2
    for seconds, page in enumerate((service, ben), 1):
        assert freshness.hide(page=page, at=now + timedelta(seconds=2 * seconds))
        assert writing.write_due(now + timedelta(seconds=2 * seconds + 1)).records == 2 - seconds


def test_files_are_written_after_all_that_takes_pages_down():
    """Else what lapsed, was hidden or ended tonight is given away until the next run."""
    order = [key for key, _ in daily._due.items()]
    assert order.index("open_data") > max(order.index(key) for key in ("approvals", "freshness", "feeds"))
