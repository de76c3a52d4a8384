"""Each page of the directory leads to both: something is wrong, and somebody is not safe (issue 8, §1: "Anyone can
suggest a correction or report a concern from a listing")."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import Notice
from directory.models import ChangeProposal
from tests.directory.test_find import approved
from tests.directory.test_pages import text
from tests.factories import accounts, pages

pytestmark = pytest.mark.django_db
WORDS = "Her prices are of last year"


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()


@pytest.fixture
def ben():
    return approved("Ben Okafor", user=accounts.user("Ben Okafor"))


@pytest.fixture
def hollybank():
    made = pages.page().organisation
    pages.writer(made)
    return made


@pytest.fixture(params=["assistant", "organisation"])
def of(request, ben, hollybank):
    """What kind of page, whose it is, and who keeps it."""
    subject = ben if request.param == "assistant" else hollybank
    keeper = ben.user if request.param == "assistant" else hollybank.managers().get().user
    return request.param, subject, keeper


def test_its_page_leads_to_both_forms(client, of):
    kind, subject, _ = of
    at = reverse(f"directory-{kind}", args=[subject.slug])
    shown = client.get(at).content.decode()
    assert reverse(f"directory-{kind}-correct", args=[subject.slug]) in shown
    assert f"{reverse('cms-concern')}?page={at}" in shown


def test_what_was_said_is_passed_on_to_whoever_keeps_the_page(client, of):
    kind, subject, keeper = of
    sent = client.post(reverse(f"directory-{kind}-correct", args=[subject.slug]), {"words": WORDS})
    assert client.get(sent.url).status_code == 200
    made = ChangeProposal.objects.get()
    assert (made.subject, made.came_from, made.state) == (subject, "public", "waiting")
    accounts.sign_in(client, pages.moderator())
    assert WORDS in text(client.get(reverse("staff-moderation-one", args=[made.pk])))
    assert client.post(reverse("staff-moderation-pass-on", args=[made.pk]), {"step": "sure"}).status_code == 302
    own = reverse("provider-page", args=[kind, subject.pk])
    notice = Notice.objects.get(template="directory/emails/told")
    assert (notice.to, own in notice.body, WORDS in notice.body) == (keeper, True, False)
    accounts.sign_in(client, keeper)
    assert WORDS in text(client.get(own))


def test_nothing_is_said_of_somebody_who_is_not_public(client, ben):
    ben.approvals.update(state="suspended")
    assert client.get(reverse("directory-assistant-correct", args=[ben.slug])).status_code == 404


def test_she_does_not_lead_to_these_from_her_own_preview(client, ben):
    accounts.sign_in(client, ben.user)
    shown = client.get(reverse("provider-assistant-preview", args=[ben.pk])).content.decode()
    assert reverse("directory-assistant-correct", args=[ben.slug]) not in shown
