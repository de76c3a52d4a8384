"""The test run's own ground: a real commit is gone before the next test, and what migrations made is still there."""

import os

import pytest
from django.db import connection
from wagtail.models import Page

from accounts.models import User


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_a_committed_row_is_gone_in_the_next_test(turn):
    User.objects.create_user("rosa@aldermere.example", name="Rosa Alvarez")
    assert (User.objects.count(), Page.objects.filter(depth=1).count()) == (1, 1)


def test_the_run_is_on_the_database_it_was_told_to_use(db):
    told = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    assert connection.vendor == told
