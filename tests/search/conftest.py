"""Every test here has an index of its own: put documents, then call `search_index()` (see tests/conftest.py).

With WAYMARK_TEST_ELASTICSEARCH=http://host:port (`make test` starts a server and sets it) tests that take `any_engine`
or `elasticsearch` run against a real one, in indices of their own.
"""

import os
from uuid import uuid4

import pytest
from django.core.cache import cache

from search import push, thesaurus
from search.engines import choice

SERVER = os.environ.get("WAYMARK_TEST_ELASTICSEARCH", "")


@pytest.fixture(autouse=True)
def _own_index(search_index):
    cache.delete("search-outage-elasticsearch")
    return search_index


@pytest.fixture
def elasticsearch(settings, search_index, monkeypatch):
    """The site on a real server, with no index yet. Answers what brings the copies up to date."""
    if not SERVER:
        pytest.skip("WAYMARK_TEST_ELASTICSEARCH says where a server is")
    from search.engines.elasticsearch import client  # loads Elasticsearch's own

    monkeypatch.setattr(client, "SEARCH_SECONDS", 20.0)  # a busy machine is no outage here
    settings.SEARCH_URL = f"{SERVER}/test-{uuid4().hex[:12]}"
    server = choice.writers()[1].server
    yield push.drain
    server.delete(list(server.indices()))


@pytest.fixture(params=["embedded", "elasticsearch"])
def any_engine(request, search_index):
    """Choose the engine that answers, and push what was put."""
    if request.param == "embedded":
        yield search_index
        return
    yield request.getfixturevalue("elasticsearch")
    assert choice.circuit().outage() is None  # it was the server that answered


@pytest.fixture
def council_words():
    """The sets of words that a new council begins with count."""


@pytest.fixture(autouse=True)
def _words_mean_themselves(request):
    """Unless a test asks for `council_words`: what it finds is then in its own lines."""
    if "council_words" in request.fixturenames:
        yield
        return
    with thesaurus.trying([]):
        yield
