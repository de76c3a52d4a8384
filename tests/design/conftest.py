"""The gallery, for tests alone: its addresses stand before the site's."""

import pytest


@pytest.fixture
def gallery(settings):
    settings.ROOT_URLCONF = "tests.design.gallery"
    return "/gallery/"
