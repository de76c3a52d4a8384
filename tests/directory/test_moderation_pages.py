"""The moderator's desk: a queue, a change as a difference, and the four answers (issue 8, §1)."""

import re

import pytest
from django.urls import reverse

from directory.actions import moderation, proposals
from directory.models import ChangeProposal, Service
from tests.factories import accounts, pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    who = pages.moderator()
    accounts.sign_in(client, who)
    return who


@pytest.fixture
def grace():
    return pages.writer(pages.page("Lunch club").organisation)


def sent(grace, **values):
    return pages.waiting(Service.objects.get(organisation__members__user=grace), by=grace, **values)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def at(proposal, screen=""):
    return reverse(f"staff-moderation-{screen or 'one'}", args=[proposal.pk])


def answer(client, proposal, how, **data):
    """Both steps: what was asked, and the check."""
    client.post(at(proposal, how), data)
    return client.post(at(proposal, how), data | {"step": "sure"})


def test_the_queue_has_the_oldest_first_and_says_what_would_change(client, moderator):
    older = pages.waiting(pages.page("Older"), name="New name")
    newer = pages.waiting(pages.page("Newer"), fees="Free")
    ChangeProposal.objects.filter(pk=older.pk).update(sent_at=newer.sent_at.replace(year=2020))
    words = text(client.get(reverse("staff-moderation")))
    assert words.index("Older") < words.index("Newer")
    assert ("Waiting (2)" in words, "About the cost" in words) == (True, True)


def test_the_lists_keep_apart_what_waits_what_is_live_and_what_is_done(client, moderator, grace):
    live = sent(grace, phones=[{"number": "01632 960001", "words": ""}])
    words = text(client.get(reverse("staff-moderation"), {"show": "live"}))
    assert ("Telephone" in words, "Live, to look at (1)" in words) == (True, True)
    answer(client, live, "looked-at")
    assert "Answered (1)" in text(client.get(reverse("staff-moderation"), {"show": "done"}))


def test_a_draft_is_not_there_for_a_moderator(client, moderator, grace):
    page = Service.objects.get()
    draft = proposals.write(subject=page, of=page.organisation, values={"name": "X"}, by=grace)
    assert client.get(at(draft)).status_code == 404
    assert "Nothing here" in text(client.get(reverse("staff-moderation")))


def test_the_queue_costs_the_same_for_one_and_three(client, moderator, django_assert_num_queries):
    pages.waiting(pages.page("A"))
    client.get(reverse("staff-moderation"))
    with django_assert_num_queries(15):
        client.get(reverse("staff-moderation"))
    pages.waiting(pages.page("B"))
    pages.waiting(pages.page("C"), description="More")
    with django_assert_num_queries(15):
        client.get(reverse("staff-moderation"))


def test_the_words_that_changed_are_said_and_marked_not_coloured(client, moderator, grace):
    change = sent(grace, name="Dinner club")
    page = client.get(at(change)).content.decode()
    assert '<del><span class="govuk-visually-hidden">goes: </span>Lunch</del>' in page
    assert '<ins><span class="govuk-visually-hidden">new: </span>Dinner</ins>' in page


def test_a_yes_is_checked_first_and_then_done(client, moderator, grace):
    change = sent(grace, name="Dinner club")
    first = client.post(at(change, "approve"), {"name": "Dinner club"})
    assert ("Check your answer" in text(first), Service.objects.get().name) == (True, "Lunch club")
    done = client.post(at(change, "approve"), {"name": "Dinner club", "step": "sure"})
    assert (done.status_code, Service.objects.get().name) == (302, "Dinner club")


def test_a_yes_with_an_edit(client, moderator, grace):
    change = sent(grace, name="DINNER CLUB", fees="Free")
    answer(client, change, "approve", name="Dinner club", fees="Free")
    saved = Service.objects.get()
    assert (saved.name, saved.fees) == ("Dinner club", "Free")
    assert "The council made it: Dinner club" in text(client.get(at(change)))


def test_a_text_as_long_as_a_provider_may_write_it_can_be_approved(client, moderator, grace):
    long = "Telephone us. " * 70
    change = sent(grace, how_to_apply=long.strip())
    answer(client, change, "approve", how_to_apply=long.strip())
    assert Service.objects.get().how_to_apply == long.strip()


@pytest.mark.parametrize(("how", "state"), [("send-back", "sent_back"), ("decline", "declined")])
def test_back_and_no_need_reasons(client, moderator, grace, how, state):
    change = sent(grace, name="Dinner club")
    assert "Say why, so that they know what to do" in text(client.post(at(change, how), {"reasons": " "}))
    answer(client, change, how, reasons="Say the street")
    change.refresh_from_db()
    assert (change.state, change.reasons, Service.objects.get().name) == (state, "Say the street", "Lunch club")


def test_where_two_meet_the_moderator_sees_both_and_must_choose(client, moderator, grace):
    first, second = sent(grace, name="Dinner club"), sent(grace, name="Supper club")
    moderation.approve(proposal=first, by=moderator)
    assert "Somebody else changed this since. The page says now: Dinner club" in text(client.get(at(second)))
    asked = client.post(at(second, "approve"), {"name": "Supper club", "step": "sure"})
    assert "Choose what the page says under “Name”" in text(asked)
    seen = moderation.seen("name", "Dinner club")
    answer(client, second, "approve", name="Supper club", takes_name="now", seen_name=seen)
    assert Service.objects.get().name == "Dinner club"
    second.refresh_from_db()
    assert second.state == "approved"


def test_her_own_proposal_has_no_buttons_and_is_refused(client):
    both = pages.moderator()
    page = pages.page("Lunch club")
    pages.directory.member(page.organisation, both)
    change = pages.waiting(page, by=both)
    accounts.sign_in(client, both)
    assert "Somebody else answers it" in text(client.get(at(change)))
    answer(client, change, "approve", name="Dinner club")
    assert Service.objects.get().name == "Lunch club"


def test_what_was_answered_meanwhile_says_so(client, moderator, grace):
    change = sent(grace, name="Dinner club")
    moderation.decline(proposal=change, reasons="No", by=pages.moderator())
    assert "There is nothing to do" in text(client.get(at(change, "approve")))
    assert client.post(at(change, "approve"), {"name": "Dinner club", "step": "sure"}).url == at(change)
    assert Service.objects.get().name == "Lunch club"
