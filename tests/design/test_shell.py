"""The shell: titles, who we are, and the pages for when something is wrong."""

import re

import pytest
from django.test import Client, RequestFactory

from design.models import Council
from design.views import errors

pytestmark = pytest.mark.django_db


def title(response) -> str:
    return re.search("<title>(.*?)</title>", response.content.decode(), re.DOTALL)[1]


def test_title_says_error_first(client, gallery):
    assert title(client.get(f"{gallery}everything/")) == "Every component – Adult care and support – Aldermere"
    assert title(client.get(f"{gallery}everything/?errors=1")).startswith("Error: Every component – ")


def test_council_as_set_in_the_admin(client, gallery):
    Council.objects.create(council_name="Brackenshire", phone="01632 960 555")
    text = client.get(f"{gallery}home/").content.decode()
    assert "Brackenshire" in text
    assert "Call 01632 960 555, Monday to Friday, 8am to 6pm. In an emergency call 999." in text


def test_reading_the_council_writes_nothing(client, gallery):
    client.get(f"{gallery}home/")
    assert Council.objects.count() == 0


def test_the_page_costs_one_query(client, gallery, django_assert_num_queries):
    client.get(f"{gallery}home/")
    with django_assert_num_queries(1):
        client.get(f"{gallery}home/")


def test_footer_links_the_pages_the_law_asks_for(client, gallery):
    text = client.get(f"{gallery}home/").content.decode()
    for address in ("/contact/", "/accessibility-statement/", "/privacy/", "/cookies/"):
        assert f'href="{address}"' in text


def test_footer_links_carry_the_page_and_no_query(client, gallery):
    text = client.get(f"{gallery}home/?q=private").content.decode()
    for address in ("/concern/", "/tell-us/"):
        assert f'href="{address}?page={gallery}home/"' in text


def test_not_found_in_the_shell(client):
    answer = client.get("/no-such-page/")
    assert (answer.status_code, title(answer)) == (404, "We cannot find that page – Adult care and support – Aldermere")


def test_a_broken_page_needs_no_database(gallery, django_assert_num_queries):
    client = Client(raise_request_exception=False)
    with django_assert_num_queries(0):
        answer = client.get(f"{gallery}breaks/")
    assert (answer.status_code, title(answer)) == (
        500,
        "Sorry, something went wrong – Adult care and support – Aldermere",
    )


def test_a_form_without_its_token_is_explained():
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "rosa@aldermere.example"})
    assert (answer.status_code, title(answer)) == (403, "Send that again – Adult care and support – Aldermere")


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (errors.bad_request, 400, "That request did not work"),
        (errors.forbidden, 403, "You cannot see this page"),
        (errors.too_many, 429, "Wait a few minutes"),
    ],
)
def test_the_other_errors(view, status, words):
    answer = view(RequestFactory().get("/"))
    assert (answer.status_code, title(answer).split(" – ")[0]) == (status, words)
