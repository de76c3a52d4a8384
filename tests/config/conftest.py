"""What tests of the demo share."""

import shutil

import pytest

from tests.browser import demo


@pytest.fixture(scope="module")
def aldermere(tmp_path_factory, django_db_setup, django_db_blocker):
    """A copy of the whole demo, which the tests of a file only look at."""
    copy = tmp_path_factory.mktemp("aldermere")
    with django_db_blocker.unblock():
        shutil.copytree(demo.seeded(), copy, dirs_exist_ok=True)
        with demo.in_folder(copy):
            yield copy
