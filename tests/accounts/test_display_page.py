"""Text size, space, colours and Easy Read that stay, for everybody and without a script."""

import re
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import AuditLine
from design import display
from design.display import Display
from tests.factories.accounts import person, sign_in, user

pytestmark = pytest.mark.django_db
PAGE = "/display/"
ELSEWHERE = "/money/true-cost/"
LARGER = {"size": "larger", "space": "wide", "colours": "dark", "words": "usual"}
NAME = settings.DISPLAY_COOKIE_NAME
LOOKS = " wm-size-larger wm-space-wide wm-colours-dark"


def looks(client: Client, address: str = PAGE) -> str:
    return re.search(r'<html lang="en-GB" class="govuk-template(.*?)">', client.get(address).content.decode())[1]


def keep(client: Client, **changed: str):
    return client.post(PAGE, {**LARGER, **changed})


def test_what_is_kept_holds_on_every_page_without_a_sign_in(client):
    assert looks(client) == ""
    answer = keep(client)
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert (looks(client), looks(client, ELSEWHERE), looks(client, "/no-such-page/")) == (LOOKS, LOOKS, LOOKS)


def test_the_cookie_holds_the_choices_alone_and_only_this_site_reads_it(client):
    """PECR regulation 6: strictly necessary for what she asked for; set when she asks and not before."""
    client.get(PAGE)
    assert NAME not in client.cookies
    cookie = keep(client).cookies[NAME]
    assert cookie.value == "larger.wide.dark.usual"
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 365 * 24 * 60 * 60)


def test_trying_keeps_nothing(client):
    answer = client.post(PAGE, {**LARGER, "try": "1"})
    page = answer.content.decode()
    assert (LOOKS in page, "You are trying it" in page, NAME in answer.cookies) == (True, True, False)
    assert looks(client) == ""


def test_back_to_the_usual_leaves_no_cookie(client):
    keep(client)
    assert "Go back to the usual" in client.get(PAGE).content.decode()
    client.post(PAGE, {"usual": "1"})
    assert (looks(client), client.cookies[NAME].value) == ("", "")


def test_it_follows_her_to_another_device(client):
    rosa = person().user
    keep(sign_in(client, rosa))
    other = Client()
    assert looks(other, ELSEWHERE) == ""
    assert looks(sign_in(other, rosa), ELSEWHERE) == LOOKS


def test_the_usual_follows_her_too(client):
    """A browser that kept something else before she signed in does not bring it back."""
    rosa = person().user
    keep(client)
    sign_in(client, rosa)
    assert looks(client) == LOOKS
    other = sign_in(Client(), rosa)
    other.post(PAGE, {"usual": "1"})
    assert looks(client) == ""


def test_what_somebody_needs_is_not_in_the_audit_line(client):
    keep(sign_in(client, user()))
    line = AuditLine.objects.get(action="user.display_kept")
    assert "larger" not in f"{line.detail}{line.subject}"


def test_easy_read_holds_where_there_is_one_without_a_sign_in(client):
    where = "/money/how-long/"
    assert "wm-easy__line" not in client.get(where).content.decode()
    keep(client, words="easy")
    assert "wm-easy__line" in client.get(where).content.decode()
    assert "wm-easy__line" not in client.get(f"{where}?easy=0").content.decode()


def test_who_is_told_in_easy_read_is_not_asked_again(client):
    """Accessible Information Standard: what is recorded once is met everywhere."""
    sam = sign_in(client, person(contact_format="easy_read").user)
    assert "You told us that you read Easy Read" in sam.get(PAGE).content.decode()
    assert "wm-easy__line" in sam.get("/money/true-cost/").content.decode()


def test_nothing_chosen_is_said_in_words_and_what_was_chosen_stays(client):
    page = client.post(PAGE, {"size": "huge", "space": "wide"}).content.decode()
    assert ("There is a problem" in page, "Choose the colours" in page) == (True, True)
    assert re.search(r'value="wide"[^>]* checked', page)


@pytest.mark.parametrize(
    "junk", ["", "larger", "larger.wide.dark", "larger.wide.dark.easy.more", 'x"><script>.a.b.c', "a.b.c.d"]
)
def test_a_cookie_that_is_not_ours_is_the_usual(client, junk):
    client.cookies[NAME] = junk
    assert looks(client) == ""


def test_each_choice_is_understood_again():
    for size in display.SIZES:
        for colours in display.COLOURS:
            kept = Display(size, "wide", colours, "easy")
            assert display.understood(str(kept)) == kept


@pytest.mark.parametrize(
    ("page", "back"), [("/money/", "/money/"), ("//evil.example/", ""), ("https://evil.example", "")]
)
def test_she_goes_back_to_where_she_was_and_nowhere_else(client, page, back):
    kept = client.post(PAGE, {**LARGER, "page": page}).url
    assert unquote(kept) == PAGE + (f"?page={back}" if back else "")
    assert (f'href="{page}">Go back to the page' in client.get(PAGE, {"page": page}).content.decode()) == bool(back)


@pytest.mark.parametrize("address", ["/money/true-cost/", "/search/", "/display/", "/no-such-page/"])
def test_no_cache_shows_one_persons_look_to_another(client, address):
    """A page that is stored says that it depends on the cookies."""
    keep(client)
    assert "Cookie" in client.get(address).headers.get("Vary", "") or "no-store" in client.get(address)["Cache-Control"]
    assert "Cookie" in Client().get(address).headers.get("Vary", "")


def test_a_form_on_another_site_changes_nothing():
    assert Client(enforce_csrf_checks=True).post(PAGE, LARGER).status_code == 403
