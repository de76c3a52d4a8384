import pytest
from django.core.cache import cache

from cms.content import load


@pytest.fixture(autouse=True)
def empty_cache():
    """Limits and site roots are remembered in the cache: every test starts without."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def our_pages(db) -> int:
    return load()
