"""Was this page useful? For everybody, without a script, and not too often."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditLine
from accounts.roles import Role
from cms.actions import feedback
from cms.models import PageFeedback
from cms.views.feedback import TIMES
from tests import sessions
from tests.factories import accounts as people
from tests.factories.cms import an_advice_page


@pytest.fixture
def advice(db):
    return an_advice_page(title="Paying for care")


@pytest.fixture
def address(advice) -> str:
    return reverse("cms-feedback", args=[advice.pk])


def test_an_answer_is_kept_and_thanked_for(client, advice, address):
    response = client.post(address, {"useful": "no", "comment": "  I could not find the price.  "})
    assert response.headers["Location"] == reverse("cms-feedback-thanks", args=[advice.pk])
    kept = PageFeedback.objects.get()
    assert (kept.page, kept.useful, kept.comment) == (advice, False, "I could not find the price.")
    assert "Thank you" in client.get(response.headers["Location"]).content.decode()


def test_a_comment_is_not_asked_for(client, address):
    client.post(address, {"useful": "yes"})
    assert list(PageFeedback.objects.values_list("useful", "comment")) == [(True, "")]


def test_the_link_brings_the_answer_along(client, address):
    assert client.get(address, {"useful": "yes"}).context["form"].initial == {"useful": "yes"}
    assert client.get(address, {"useful": "<script>"}).context["form"].initial == {}


def test_no_answer_says_what_to_do_and_keeps_the_comment(client, address):
    response = client.post(address, {"comment": "Kept words"})
    html = response.content.decode()
    assert response.status_code == 200
    assert "Select yes if this page was useful" in html and "Kept words" in html
    assert "<title>Error: " in html
    assert PageFeedback.objects.count() == 0


def test_a_very_long_comment_is_kept_in_the_box(client, address):
    html = client.post(address, {"useful": "yes", "comment": "a" * 1001}).content.decode()
    assert "Your comment must be 1,000 characters or less" in html and "a" * 1001 in html
    assert PageFeedback.objects.count() == 0


def test_too_many_answers_from_one_place_wait(client, address):
    codes = [client.post(address, {"useful": "yes"}).status_code for _ in range(TIMES + 1)]
    assert codes == [302] * TIMES + [429]
    assert PageFeedback.objects.count() == TIMES
    assert client.post(address, {"useful": "yes"}, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_it_needs_the_forms_own_token(address):
    assert Client(enforce_csrf_checks=True).post(address, {"useful": "yes"}).status_code == 403


def test_the_thanks_are_only_read(client, advice):
    assert client.post(reverse("cms-feedback-thanks", args=[advice.pk])).status_code == 405


def test_only_pages_that_are_live_are_asked_about(client, advice, address):
    advice.unpublish()
    assert [client.get(address).status_code, client.post(address, {"useful": "yes"}).status_code] == [404, 404]


def test_the_action_keeps_its_clock_and_names_nobody(advice):
    at = datetime(2026, 9, 1, 10, tzinfo=UTC)
    kept = feedback.give(page=advice, useful=True, at=at)
    line = AuditLine.objects.get(action="page_feedback.given")
    assert (kept.given_at, line.at, line.by) == (at, at, "")


def test_nothing_about_the_reader_is_kept():
    assert {field.name for field in PageFeedback._meta.fields} == {"id", "page", "useful", "comment", "given_at"}


@pytest.fixture
def editor(db) -> Client:
    return sessions.enter(Client(), people.staff(Role.EDITOR))


def test_editors_read_comments_newest_first(editor, advice):
    feedback.give(page=advice, useful=True, comment="First words", at=datetime(2026, 9, 1, tzinfo=UTC))
    feedback.give(page=advice, useful=False, comment="Second words", at=datetime(2026, 9, 2, tzinfo=UTC))
    html = editor.get("/admin/feedback/").content.decode()
    assert 0 < html.index("Second words") < html.index("First words")
    assert re.findall(r"<td[^>]*>\s*(Yes|No|True|False)\s*<", html) == ["No", "Yes"]
    only = editor.get("/admin/feedback/", {"useful": "false"}).content.decode()
    assert ("Second words" in only, "First words" in only) == (True, False)


def test_editors_take_comments_away_as_csv(editor, advice):
    feedback.give(page=advice, useful=True, comment="=First words")
    response = editor.get("/admin/feedback/", {"export": "csv"})
    csv = b"".join(response.streaming_content).decode()
    assert response.headers["Content-Type"].startswith("text/csv")
    assert "First words" in csv and "Paying for care" in csv


def test_nobody_writes_or_changes_feedback_in_the_admin(editor, advice):
    kept = feedback.give(page=advice, useful=True)
    assert editor.get("/admin/feedback/new/").status_code in (302, 403, 404)
    assert editor.post(f"/admin/feedback/edit/{kept.pk}/", {"comment": "Ours"}).status_code in (302, 403, 404)
    assert PageFeedback.objects.get().comment == ""


def test_somebody_without_the_role_sees_no_feedback(advice):
    stranger = sessions.enter(Client(), people.staff(Role.FINANCE))
    assert stranger.get("/admin/feedback/").status_code in (302, 403)


@pytest.mark.django_db
def test_a_page_of_an_impossible_number_is_not_found(client):
    assert client.get(f"/page-feedback/{10**30}/").status_code == 404
