from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction

from cms.content import load


@pytest.fixture(autouse=True)
def empty_cache():
    """Limits and site roots are remembered in the cache: every test starts without."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="module")
def _our_pages_once(django_db_setup, django_db_blocker) -> Iterator[int]:
    """Loading them takes seconds: once for a file of tests, each of which leaves them as they were."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


@pytest.fixture
def our_pages(_our_pages_once, db) -> int:
    """How many they are. In a file whose other tests need none: they are there for all of its tests."""
    return _our_pages_once
