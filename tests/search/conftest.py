"""Every test here has an index of its own: put documents, then call `search_index()` (see tests/conftest.py)."""

import pytest


@pytest.fixture(autouse=True)
def _own_index(search_index):
    return search_index
