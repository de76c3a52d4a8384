"""Anyone can say that something on a page is wrong, or that somebody is not safe, without signing in (issue 8, §1)."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import Notice
from directory.actions import suggestions
from directory.models import ChangeProposal
from directory.refusals import Refused
from tests.factories import accounts, pages

pytestmark = pytest.mark.django_db
WORDS = "They close at 4pm now"


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()


@pytest.fixture
def page():
    return pages.page("Lunch club")


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def say(client, page, **data):
    return client.post(reverse("directory-service-correct", args=[page.slug]), {"words": WORDS} | data)


def test_it_waits_for_a_moderator_and_keeps_nothing_of_who_it_was(client, page):
    accounts.sign_in(client, accounts.user())
    assert say(client, page).url == reverse("directory-service-correct-sent", args=[page.slug])
    made = ChangeProposal.objects.get()
    assert (made.state, made.words, made.came_from, made.proposed_by) == ("waiting", WORDS, "public", None)


def test_the_page_leads_there_and_to_the_concern_form(client, page):
    shown = client.get(reverse("directory-service", args=[page.slug])).content.decode()
    assert reverse("directory-service-correct", args=[page.slug]) in shown
    assert f"{reverse('cms-concern')}?page={reverse('directory-service', args=[page.slug])}" in shown


def test_nothing_said_is_said_and_a_program_that_fills_in_everything_is_not_kept(client, page):
    assert "Say what is wrong" in text(say(client, page, words=" "))
    assert say(client, page, more="http://buy.example").status_code == 302
    assert not ChangeProposal.objects.exists()


def test_twice_the_same_is_one_and_many_from_one_address_are_slowed_down(client, page):
    say(client, page), say(client, page)
    assert ChangeProposal.objects.count() == 1
    for number in range(3):
        say(client, page, words=f"Something {number}")
    assert say(client, page, words="Once more").status_code == 429
    assert ChangeProposal.objects.count() == 4


def test_a_moderator_passes_it_on_and_the_provider_reads_it_on_her_page(client, page):
    grace, editor = pages.writer(page.organisation), pages.moderator()
    made = suggestions.suggest(subject=page, words=WORDS)
    accounts.sign_in(client, editor)
    assert WORDS in text(client.get(reverse("staff-moderation-one", args=[made.pk])))
    client.post(reverse("staff-moderation-pass-on", args=[made.pk]), {"step": "sure"})
    notice = Notice.objects.get()
    assert (notice.to, WORDS in notice.body) == (grace, False)
    accounts.sign_in(client, grace)
    assert WORDS in text(client.get(reverse("provider-page", args=["service", page.pk])))


def test_until_then_she_does_not_read_it(client, page):
    suggestions.suggest(subject=page, words=WORDS)
    accounts.sign_in(client, pages.writer(page.organisation))
    assert WORDS not in text(client.get(reverse("provider-page", args=["service", page.pk])))
    assert "Waiting" not in text(client.get(reverse("provider-pages")))


def test_what_a_provider_sent_is_not_passed_on(page):
    with pytest.raises(Refused):
        suggestions.pass_on(proposal=pages.waiting(page), by=pages.moderator())
