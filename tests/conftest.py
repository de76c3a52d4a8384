"""What every test has: a database of its own, copied from one migrated template (see tests/databases.py)."""

from collections.abc import Callable, Iterator

import pytest
from django.test import TransactionTestCase

from tests import databases

pytest_plugins = ["tests.chromium", "tests.fake_stripe.fixtures"]


DATABASES = {"db", "transactional_db", "django_db_setup"}


@pytest.hookimpl(tryfirst=True)  # before `-m` is looked at
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not item.get_closest_marker("django_db") and not DATABASES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.once)


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker) -> Iterator[None]:
    """A test that commits is followed by a fresh copy instead of `flush`: Wagtail's root page, rows made by migrations
    and the ledger's append-only triggers are there again, and nothing has to be lifted or serialised."""
    with django_db_blocker.unblock():
        databases.renew()
    TransactionTestCase._fixture_teardown = lambda self: databases.renew()
    yield
    with django_db_blocker.unblock():
        databases.discard()


@pytest.fixture
def search_index(settings, tmp_path) -> Callable[[], int]:
    """An empty search index of this test's own. Call it after changes: everything that waits is then found."""
    from search import push  # only tests that search need the engine

    settings.SEARCH_DIR = tmp_path / "search"
    return push.drain


@pytest.fixture(autouse=True)
def _what_is_remembered_is_new(monkeypatch) -> None:
    """Remembered for some seconds: here for one test, however slow, and not for the next one's tables."""
    from cms import figures
    from search import facets, fresh, thesaurus

    for remembers in (facets, fresh, thesaurus, figures):
        monkeypatch.setattr(remembers, "REMEMBERED", 600.0)
    facets.forget_labels()
    fresh.forget()
    thesaurus.forget()
    figures.forget()
