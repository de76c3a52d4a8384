"""Each stop of each tour of `/demo/` is a page that this sign-in can see; nobody is sent anywhere else."""

import shutil

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from config.demo.people import EVERYBODY
from tests.browser import demo

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="The demo is tried on SQLite.")


@pytest.fixture(scope="module")
def aldermere(tmp_path_factory, django_db_setup, django_db_blocker):
    copy = tmp_path_factory.mktemp("tours")
    with django_db_blocker.unblock():
        shutil.copytree(demo.seeded(), copy, dirs_exist_ok=True)
        with demo.in_folder(copy):
            yield copy


@pytest.mark.usefixtures("aldermere")
@pytest.mark.parametrize("visitor", EVERYBODY, ids=lambda visitor: visitor.email.split("@")[0])
def test_every_stop_is_there(visitor):
    client = Client()
    for words, address in visitor.look_at:
        answer = client.post("/demo/sign-in/", {"email": visitor.email, "to": address})
        assert (answer.status_code, answer["Location"]) == (302, address), words
        page = client.get(address, follow=True)  # Wagtail adds the number of the one site there is
        assert page.status_code == 200, (words, address)
        assert page.request["PATH_INFO"].startswith(address.partition("?")[0]), (words, address)


@pytest.mark.usefixtures("aldermere")
def test_nobody_is_sent_anywhere_else():
    for to in ("https://example.com/", "//example.com/", "/staff/", ""):
        answer = Client().post("/demo/sign-in/", {"email": "rosa@aldermere.example", "to": to})
        assert answer["Location"] == "/money/"


@pytest.mark.usefixtures("aldermere")
def test_the_first_page_names_every_stop():
    page = Client().get("/demo/").content.decode()
    for visitor in EVERYBODY:
        assert f"What to try as {visitor.first_name}" in page
        for words, _ in visitor.look_at:
            assert f">{words}</button>" in page
    assert settings.WAYMARK_DEMO


def test_whoever_works_for_the_council_comes_to_the_staff_pages_first():
    """As after signing in by password (`accounts.homes`), and never to Wagtail's own front page."""
    first = {one.email: one.look_at[0][1] for one in EVERYBODY if one.role}
    assert {email: address for email, address in first.items() if not address.startswith("/staff/")} == {}
