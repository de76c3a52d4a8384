"""Telling us something: one question a page, from any page, signed in or not, and how it stands afterwards."""

import logging
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from accounts.roles import Scope
from cms import references, tell_us
from cms.actions import complaint_steps as steps
from cms.models import Complaint
from cms.views.tell_us import TIMES
from config.logs import clean
from design.formats import day
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory, marketplace
from tests.factories import front_door as make
from tests.factories.cms import an_advice_page

pytestmark = pytest.mark.django_db
ANSWERS = {
    "subject": {"subject": "service", "staff_named": "The lady with the keys"},
    "words": {"words": "Nobody came on Tuesday <b>again</b>"},
    "put-right": {"wish": "Somebody who rings"},
    "pass-on": {"consent": "named"},
    "answer": {"contact_format": "email", "name": "Kim Lee", "email": "kim@example.com"},
}


def text(response):
    main = response.content.decode().partition("<main")[2].partition("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def go(client, kind="complaint", page="", **changes):
    """Every question answered as it comes; the page that checks them."""
    response = client.post(reverse("cms-tell-us"), {"kind": kind, "page": page})
    for _ in range(8):
        where = response.headers["Location"]
        if where == reverse("cms-tell-us-check"):
            return client.get(where)
        step = where.split("/")[-2]
        sent = {"about_it": "yes"} if step == "about" else {**ANSWERS[step], **changes.get(step.replace("-", "_"), {})}
        response = client.post(where, sent)
        assert response.status_code == 302, text(response)
    raise AssertionError("It never came to an end")


def send(client):
    response = client.post(reverse("cms-tell-us-check"))
    assert response.headers["Location"] == reverse("cms-tell-us-sent")
    return client.get(response.headers["Location"])


def test_a_complaint_without_signing_in(client):
    checked = go(client)
    said = text(checked)
    assert "Nobody came on Tuesday &lt;b&gt;again&lt;/b&gt;" in said and "Somebody who rings" in said
    assert "<b>again" not in checked.content.decode()
    page = send(client)
    kept = Complaint.objects.get()
    assert kept.reference in text(page)
    assert (kept.kind, kept.subject, kept.wish, kept.made_by) == ("complaint", "service", "Somebody who rings", None)
    assert (kept.contact_format, kept.email, kept.staff_named) == ("email", "kim@example.com", "The lady with the keys")
    assert kept.letters.get().title == f"We have what you told us ({kept.reference})"


def test_the_acknowledgement_in_easy_read_has_a_picture_beside_each_line(client):
    """Regulation 13 of S.I. 2009/309 (by when), in the format that she chose."""
    by_letter = {"contact_format": "easy_read", "name": "Kim Lee", "address": "1 Mill Lane, AM1 1AA"}
    go(client, answer=by_letter)
    send(client)
    kept = Complaint.objects.get()
    body = kept.letters.get().body.partition("Kim Lee,\n\n")[2].partition("\n\nAldermere Council")[0]
    lines = body.split("\n\n")
    assert f"[pencil] Your number is {kept.reference}." in lines
    assert any(day(kept.due_on) in line for line in lines)
    assert [line for line in lines if not line.strip().startswith("[")] == []


def test_the_secret_link_shows_how_it_stands_and_not_what_was_said(client):
    go(client)
    follow = re.search(r'href="(/tell-us/follow/[^"]+)"', send(client).content.decode())[1]
    page = Client().get(follow)
    said = text(page)
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "private, no-store")
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Received" in said and "Tuesday" not in said and "Kim Lee" not in said
    assert clean(follow) == "/tell-us/follow/"  # what a log keeps


@pytest.mark.parametrize("key", ["", "AL-2222", "AL-2222:x", "AL-2222\x00:é", "x" * 5000, "%00"])
def test_nobody_guesses_a_link(client, key):
    make.complaint()
    assert client.get(reverse("cms-tell-us-follow"), {"key": key}).status_code == 404


def test_a_key_is_for_one_complaint(client):
    one, other = make.complaint(), make.complaint()
    signature = references.key_of(one.reference).rpartition(":")[2]
    answer = client.get(reverse("cms-tell-us-follow"), {"key": f"{other.reference}:{signature}"})
    assert answer.status_code == 404


def test_signed_in_it_is_known_how_to_reach_somebody():
    rosa = people.person("Rosa Alvarez", phone="01632 960701", address="8 Weir Cottages", postcode="AM3 2QT")
    client = sessions.enter(Client(), rosa.user)
    client.post(reverse("cms-tell-us"), {"kind": "complaint"})
    for step in ("subject", "words", "put-right"):
        client.post(reverse("cms-tell-us-step", args=[step]), ANSWERS[step])
    form = client.get(reverse("cms-tell-us-step", args=["answer"])).context["form"]
    assert form.initial["name"] == "Rosa Alvarez"
    assert (form.initial["contact_format"], form.initial["address"]) == ("email", "8 Weir Cottages\nAM3 2QT")
    go(client)
    page = send(client)
    kept = Complaint.objects.get()
    assert (kept.made_by, kept.person) == (rosa.user, rosa)
    assert "What you told us" in text(page)
    assert Notice.objects.filter(to=rosa.user, template="cms/emails/complaint_received").count() == 1
    assert "Nobody came on Tuesday" in text(client.get(reverse("cms-told", args=[kept.reference])))
    assert kept.reference in text(client.get(reverse("cms-told-list")))


def test_a_delegate_complains_for_the_person():
    joan = people.person("Joan Whitfield")
    amira = people.user("Amira Whitfield")
    mandate = people.mandate(joan, amira, *Scope)
    client = sessions.enter(Client(), amira, acting=mandate)
    go(client)
    send(client)
    kept = Complaint.objects.get()
    assert (kept.made_by, kept.person) == (amira, joan)
    assert sessions.enter(Client(), joan.user).get(reverse("cms-told", args=[kept.reference])).status_code == 404


def test_every_page_has_a_link_that_carries_where_it_was(client):
    page = an_advice_page(title="Paying for care")
    address = page.get_url()
    html = client.get(address).content.decode()
    assert f'href="/tell-us/?page={address}"' in html and f'href="/concern/?page={address}"' in html
    assert client.cookies == {}
    assert "You came from: Paying for care" in text(client.get(f"/tell-us/?page={address}"))


def test_about_the_thing_that_was_on_the_page(client):
    hollybank = directory.organisation("Hollybank Home Care")
    grace = directory.member(hollybank, people.user("Grace Hollis")).user
    service = directory.service(organisation=hollybank, name="Care at home", status="published")
    go(client, page=f"/directory/{service.slug}/")
    send(client)
    kept = Complaint.objects.get()
    assert (kept.about_kind, kept.about_ref) == ("organisation", str(hollybank.pk))
    assert kept.about_words == "Care at home, Hollybank Home Care"
    assert [subject.user for subject in kept.subjects.all()] == [grace]


def test_about_something_else_after_all(client):
    page = an_advice_page(title="Paying for care")
    client.post(reverse("cms-tell-us"), {"kind": "comment", "page": page.get_url()})
    client.post(reverse("cms-tell-us-step", args=["about"]), {"about_it": "no"})
    for step in ("subject", "words", "answer"):
        client.post(reverse("cms-tell-us-step", args=[step]), ANSWERS[step])
    send(client)
    assert Complaint.objects.get().about_words == ""


def test_an_order_has_its_name_only_for_whose_it_is():
    order = marketplace.order()
    where = f"/marketplace/orders/{order.reference}/"
    mine = sessions.enter(Client(), order.person.user).get("/tell-us/", {"page": where})
    assert f"You came from: Order {order.reference}" in text(mine)
    for client in (Client(), sessions.enter(Client(), people.person("Joan").user)):
        assert "You came from" not in text(client.get("/tell-us/", {"page": where}))


@pytest.mark.parametrize(
    "page",
    [
        "//evil.example/x",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\\evil",
        "/a\x00b/",
        "/" + "a" * 9000,
        "//[",
    ],
)
def test_a_page_that_is_none_of_ours_is_nothing(client, page):
    for answer in (client.get("/tell-us/", {"page": page}), client.get("/concern/", {"page": page})):
        assert answer.status_code == 200
        assert "evil" not in answer.content.decode().replace("/tell-us/?page=", "").partition("<footer")[0]
    assert client.post("/tell-us/", {"kind": "comment", "page": page}).status_code == 302


def test_worried_leads_to_the_other_form(client):
    answer = client.post(reverse("cms-tell-us"), {"kind": "concern"})
    assert answer.headers["Location"] == reverse("cms-concern")
    assert tell_us.KEY not in client.session


def test_nobody_skips_a_question(client):
    client.post(reverse("cms-tell-us"), {"kind": "complaint"})
    assert client.get(reverse("cms-tell-us-step", args=["answer"])).headers["Location"] == "/tell-us/subject/"
    assert client.get(reverse("cms-tell-us-check")).headers["Location"] == "/tell-us/subject/"
    assert client.post(reverse("cms-tell-us-check")).headers["Location"] == "/tell-us/subject/"
    assert client.get("/tell-us/pass-on/").headers["Location"] == "/tell-us/subject/"  # not asked of a complaint
    assert client.get("/tell-us/nothing/").status_code == 404
    assert Complaint.objects.count() == 0


def test_what_is_wrong_is_said_and_what_was_typed_stays(client):
    go(client)
    where = reverse("cms-tell-us-step", args=["answer"])
    html = client.post(where, {"contact_format": "print", "name": "", "address": ""}).content.decode()
    assert "<title>Error: " in html
    assert "Enter the address for our answer" in html and "Enter the name to write on the letter" in html
    html = client.post(where, {"contact_format": "telephone", "phone": "call me", "name": "Kim"}).content.decode()
    assert "Enter a telephone number, like 01632 960 001" in html and "call me" in html
    html = client.post(reverse("cms-tell-us-step", args=["words"]), {"words": "a" * 5001}).content.decode()
    assert "Use 5,000 characters or fewer" in html and "a" * 5001 in html


def test_one_answer_is_changed_and_the_rest_stays(client):
    go(client)
    where = f"{reverse('cms-tell-us-step', args=['words'])}?change"
    assert client.post(where, {"words": "Somebody came late"}).headers["Location"] == reverse("cms-tell-us-check")
    said = text(client.get(reverse("cms-tell-us-check")))
    assert "Somebody came late" in said and "Somebody who rings" in said


def test_sent_once_however_often_the_button_is_pressed(client):
    go(client)
    other = Client()
    other.cookies = client.cookies
    send(client)
    assert other.post(reverse("cms-tell-us-check")).status_code == 302
    assert Complaint.objects.count() == 1


def test_too_many_from_one_place_wait(client):
    for _ in range(TIMES):
        go(client)
        send(client)
    go(client)
    assert client.post(reverse("cms-tell-us-check")).status_code == 429
    assert Complaint.objects.count() == TIMES
    assert "Somebody who rings" in text(client.get(reverse("cms-tell-us-check")))


def test_a_compliment_asks_whether_it_may_be_passed_on(client):
    go(client, kind="compliment")
    send(client)
    kept = Complaint.objects.get()
    assert (kept.kind, kept.consent, kept.wish) == ("compliment", "named", "")


def test_without_an_answer_wanted(client):
    go(client, answer={"contact_format": "none", "email": "", "name": ""})
    send(client)
    kept = Complaint.objects.get()
    assert (kept.contact_format, kept.letters.count()) == ("", 0)


def test_the_answer_has_the_ombudsman_wherever_it_is_read():
    samuel, kim = make.handler(), people.user("Kim Lee")
    soon = timezone.localdate() + timedelta(days=9)
    made = make.answered(samuel, soon, by=kim, contact_format="email", email=kim.email)
    pages = (
        sessions.enter(Client(), kim).get(reverse("cms-told", args=[made.reference])),
        Client().get(reverse("cms-tell-us-follow"), {"key": references.key_of(made.reference)}),
    )
    for page in pages:
        said = text(page)
        assert "We were wrong" in said and "A new time" in said and "Samuel Osei" in said
        assert "Local Government and Social Care Ombudsman" in said and "0300 061 0614" in said


def test_notes_of_staff_are_not_for_the_person():
    samuel, kim = make.handler(), people.user("Kim Lee")
    made = make.taken(make.complaint(by=kim), samuel)
    steps.note(complaint=made, words="She complains often", by=samuel)
    page = sessions.enter(Client(), kim).get(reverse("cms-told", args=[made.reference]))
    assert "complains often" not in page.content.decode()


def test_a_stranger_finds_nothing():
    made = make.complaint(by=people.user("Kim Lee"))
    stranger = sessions.enter(Client(), people.user("Joan"))
    assert stranger.get(reverse("cms-told", args=[made.reference])).status_code == 404
    assert made.reference not in stranger.get(reverse("cms-told-list")).content.decode()


def test_logs_and_addresses_hold_nothing_of_it(client, caplog):
    caplog.set_level(logging.DEBUG)
    go(client)
    page = send(client)
    seen = [record.getMessage() for record in caplog.records]
    assert not any("Tuesday" in line or "kim@" in line or "Kim" in line for line in seen)
    assert "kim@example.com" not in page.wsgi_request.get_full_path()


def test_the_list_costs_the_same_with_one_and_three(django_assert_num_queries):
    kim = people.user("Kim Lee")
    client = sessions.enter(Client(), kim)
    make.complaint(by=kim)
    client.get(reverse("cms-told-list"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("cms-told-list"))
    make.complaint(by=kim)
    make.complaint(by=kim)
    with django_assert_num_queries(QUERIES):
        client.get(reverse("cms-told-list"))


QUERIES = 9
