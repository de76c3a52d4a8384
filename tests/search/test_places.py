"""Where a name is."""

import pytest

from search import places
from tests.factories.search import a_gazetteer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _gazetteer():
    a_gazetteer()


@pytest.mark.parametrize("text", ["AM3 2QT", "am32qt", " Am3  2qt ", "ＡＭ３ ２ＱＴ", "AM3-2QT"])
def test_a_postcode_however_written(text):
    assert places.find(text) == places.Near("AM3 2QT", 53.40, -2.30, "postcode")


def test_an_outward_code_and_a_town():
    assert places.find("am3") == places.Near("AM3", 53.41, -2.31, "outward")
    assert places.find("ALDERFORD") == places.Near("Alderford", 53.42, -2.32, "town")
    assert places.find("  alderford, ") == places.Near("Alderford", 53.42, -2.32, "town")


@pytest.mark.parametrize("text", ["", " ", "ZZ1 1ZZ", "Atlantis", "\x00", "'; drop table", "x" * 100_000, "AM3 2Q"])
def test_what_nobody_knows(text):
    assert places.find(text) is None


def test_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        places.find("AM3 2QT")
