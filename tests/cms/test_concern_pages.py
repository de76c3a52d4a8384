"""Worried about somebody: no sign-in, no cookie, nothing kept until it is sent, and never turned away."""

import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from cms.models import Concern
from cms.views import concern as view
from tests import sessions
from tests.factories import accounts as people
from tests.factories.cms import a_site

pytestmark = pytest.mark.django_db
TELL = "/concern/tell/"
TOLD = {
    "words": "He takes her money <script>alert(1)</script>",
    "whom": "Edith Moss, 3 Mill Lane",
    "danger": "not_sure",
    "wanted": "That it stops",
    "reporter": "",
    "reach": "Mornings only",
    "token": "t" * 32,
    "page": "",
}


def text(response):
    main = response.content.decode().partition("<main")[2].partition("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def send(client, **changes):
    return client.post(TELL, {**TOLD, "step": "send", **changes})


def test_the_emergency_comes_first(client):
    page = client.get("/concern/")
    said = text(page)
    assert said.index("999") < said.index("tell us")
    assert 'href="https://www.bbc.co.uk/weather" rel="noreferrer nofollow"' in page.content.decode()
    assert "does not hide that you were here" in said


def test_told_checked_and_sent_without_a_single_cookie(client):
    start = client.get(TELL)
    token = re.search(r'name="token" value="([^"]+)"', start.content.decode())[1]
    check = client.post(TELL, {**TOLD, "token": token})
    assert "Check before you send" in text(check) and "<script>alert" not in check.content.decode()
    assert Concern.objects.count() == 0
    sent = client.post(TELL, {**TOLD, "token": token, "step": "send"})
    page = client.get(sent.headers["Location"])
    kept = Concern.objects.get()
    assert kept.reference in text(page)
    assert (kept.words, kept.whom, kept.danger, kept.reporter) == (TOLD["words"], TOLD["whom"], "not_sure", "")
    assert (kept.source, kept.raised_by, kept.wanted, kept.reach) == ("form", None, "That it stops", "Mornings only")
    assert client.cookies == {}
    for response in (client.get("/concern/"), start, check, sent, page):
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "Set-Cookie" not in response.headers


def test_it_works_with_cookies_off_and_checks_for_forgery_on():
    assert send(Client(enforce_csrf_checks=True)).status_code == 302
    assert Concern.objects.count() == 1


def test_whoever_is_signed_in_is_not_named():
    rosa = people.user("Rosa Alvarez")
    send(sessions.enter(Client(), rosa))
    kept = Concern.objects.get()
    assert (kept.raised_by, kept.reporter) == (None, "")


def test_only_what_worries_somebody_is_asked_for(client):
    html = client.post(TELL, {**TOLD, "words": "", "step": "send"}).content.decode()
    assert "Tell us what you are worried about" in html and "Edith Moss" in html and "<title>Error: " in html
    assert send(client, whom="", danger="", wanted="", reach="").status_code == 302
    assert Concern.objects.get().danger == ""


def test_it_can_be_changed_before_it_is_sent(client):
    html = client.post(TELL, {**TOLD, "step": "change"}).content.decode()
    assert "Tell us what worries you" in html and "That it stops" in html
    assert Concern.objects.count() == 0


def test_pressed_twice_it_is_one(client):
    assert [send(client).status_code, send(client).status_code] == [302, 302]
    assert Concern.objects.count() == 1


def test_a_form_without_its_token_loses_nothing(client):
    html = client.post(TELL, {"words": "She is afraid", "step": "send"}).content.decode()
    assert "She is afraid" in html
    token = re.search(r'name="token" value="([^"]+)"', html)[1]
    assert client.post(TELL, {"words": "She is afraid", "token": token, "step": "send"}).status_code == 302


def test_many_from_one_place_are_slowed_and_never_stopped(client, monkeypatch):
    for number in range(view.TIMES):
        assert send(client, token=f"{number:032}").status_code == 302
    slow = send(client, token="x" * 32)
    assert slow.status_code == 429
    said = text(slow)
    assert "01632 960 100" in said and "01632 960 199" in said and "We have not got it yet" in said
    assert "Edith Moss" in slow.content.decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', slow.content.decode())[1]
    assert send(client, token="x" * 32, stamp=stamp).status_code == 429  # at once
    assert Concern.objects.count() == view.TIMES
    now = view.time.time()
    monkeypatch.setattr(view.time, "time", lambda: now + view.WAIT)
    assert send(client, token="x" * 32, stamp=stamp).status_code == 302
    assert Concern.objects.count() == view.TIMES + 1


@pytest.mark.parametrize("stamp", ["", "now", "x:y:z", "\x00"])
def test_nobody_makes_up_that_she_waited(client, stamp):
    for number in range(view.TIMES + 1):
        answer = send(client, token=f"{number:032}", stamp=stamp)
    assert answer.status_code == 429


@pytest.mark.parametrize(
    "changes",
    [
        {"danger": "maybe"},
        {"words": "a" * 5001},
        {"words": "a\x00b"},
        {"whom": "a" * 1001},
        {"reach": "a" * 401},
        {"token": "short"},
        {"page": "a" * 301},
    ],
)
def test_bad_input_is_asked_about_and_nothing_breaks(client, changes):
    answer = send(client, **changes)
    assert answer.status_code == 200
    assert Concern.objects.count() == 0


def test_the_page_where_it_began_goes_along(client):
    home = a_site()
    assert home.url
    start = client.get("/concern/", {"page": "/directory/"}).content.decode()
    assert 'href="/concern/tell/?page=/directory/"' in start
    form = client.get(TELL, {"page": "/directory/"}).context["form"]
    assert form.initial["page"] == "/directory/"


def test_afterwards_only_the_reference_is_said(client):
    page = client.get(send(client).headers["Location"])
    said = page.content.decode()
    assert "Edith" not in said and "money" not in said.partition("<main")[2].partition("</main")[0]
    assert "What happens next" in said
    assert client.get("/concern/sent/?key=forged").headers["Location"] == reverse("cms-concern")
    assert client.get("/concern/sent/").headers["Location"] == reverse("cms-concern")


def test_the_home_page_leads_here(client):
    a_site()
    html = client.get("/").content.decode()
    assert re.search(r'<a href="/concern/"[^>]*>Report a concern', html)


def test_logs_hold_nothing_of_it(client, caplog):
    caplog.set_level(logging.DEBUG)
    where = send(client).headers["Location"]
    client.get(where)
    assert not any("Edith" in record.getMessage() or "money" in record.getMessage() for record in caplog.records)
    assert "Edith" not in where
