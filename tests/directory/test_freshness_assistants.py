"""A personal assistant's page is kept true as a service's is: confirmed, reminded, hidden and back (issue 8, §1)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditLine, Notice
from accounts.roles import Role
from directory import ages, documents, public
from directory.actions import confirming, freshness, moderation, personal_assistants, services
from directory.models import ChangeProposal, ConfirmationAsk, PersonalAssistantProfile
from directory.queries import to_do
from directory.refusals import Refused
from search import fresh
from search.models import IndexedDocument
from search.query import Query, search
from tests.directory.test_find import approved
from tests.directory.test_freshness import link, text, told
from tests.factories import accounts, pages

pytestmark = pytest.mark.django_db


def old(days, name="Ben Okafor", **fields):
    """With a sign-in, and confirmed by herself so many days ago."""
    profile = approved(name, user=accounts.user(name), **fields)
    at = timezone.now() - timedelta(days=days)
    confirming.confirm(page=profile, by=profile.user, confirmed_as=profile.name, at=at)
    return profile


def again(profile):
    profile.refresh_from_db()
    return profile.confirmed_on, profile.confirmed_as, profile.confirmed_by


def today():
    return timezone.localdate()


def own_page(client, profile):
    return client.get(reverse("directory-assistant", args=[profile.slug]))


def listed():
    return IndexedDocument.objects.filter(kind="personal_assistant", removed=False).exists()


def test_her_page_says_when_it_was_last_confirmed_and_by_whom(client):
    profile = old(0)
    assert "by Ben Okafor" in text(own_page(client, profile))
    assert IndexedDocument.objects.get(kind="personal_assistant").confirmed_on == today()
    told_to_programs = client.get(reverse("api:personal-assistant", args=[profile.slug])).json()
    assert (told_to_programs["confirmed_on"], told_to_programs["confirmed_by"]) == (f"{today()}", "Ben Okafor")


def test_the_open_feed_has_the_day_and_forgets_who_is_hidden(client):
    profile = old(10)
    one = f"/api/openreferral/services/{profile.uuid}"
    assert client.get(one).json()["assured_date"] == f"{today() - timedelta(days=10)}"
    freshness.hide(page=profile, at=timezone.now())
    assert client.get(one).status_code == 404


def test_putting_it_on_the_site_confirms_it():
    profile = old(300)
    personal_assistants.withdraw(profile=profile, by=profile.user, reason="")
    personal_assistants.publish(profile=profile, by=profile.user)
    assert again(profile) == (today(), "Ben Okafor", profile.user)


def test_where_the_council_put_it_there_the_page_says_the_council():
    assert again(approved())[1] == "the council"


def test_a_change_that_goes_live_confirms_it_and_one_that_waits_does_not():
    profile, rates = old(300), {"weekday": 1750, "weekend": None, "minimum": 60, "travel": None}
    waits = pages.waiting(profile, of=profile, by=profile.user, about="I drive.", rates=rates)
    assert again(profile)[0] < today()
    moderation.approve(proposal=waits, by=pages.moderator())
    assert again(profile) == (today(), "Ben Okafor", profile.user)


def test_a_price_alone_goes_live_and_confirms_it():
    profile, rates = old(300), {"weekday": 1750, "weekend": None, "minimum": 60, "travel": None}
    pages.waiting(profile, of=profile, by=profile.user, rates=rates)
    assert again(profile)[0] == today()


def test_a_change_confirms_it_on_the_day_she_sent_it_and_never_goes_back():
    profile = old(300)
    waits = pages.waiting(profile, of=profile, by=profile.user, about="I drive.")
    ChangeProposal.objects.update(sent_at=timezone.now() - timedelta(days=9))
    confirming.confirm(page=profile, by=profile.user, confirmed_as="Ben", at=timezone.now() - timedelta(days=2))
    waits.refresh_from_db()
    moderation.approve(proposal=waits, by=pages.moderator())
    assert again(profile)[0] == today() - timedelta(days=2)


def test_what_a_moderator_edited_was_not_her_word():
    profile = old(300)
    waits = pages.waiting(profile, of=profile, by=profile.user, about="I drive.")
    moderation.approve(proposal=waits, by=pages.moderator(), edits={"about": "I drive a car."})
    assert again(profile)[0] < today()


def test_she_confirms_it_from_her_desk_and_a_stranger_finds_nothing(client):
    profile = old(300)
    where = reverse("provider-assistant-confirm", args=[profile.pk])
    accounts.sign_in(client, accounts.user("Ann Hill"))
    assert client.get(where).status_code == 404
    accounts.sign_in(client, profile.user)
    assert "It is still right" in text(client.get(reverse("provider-page", args=["assistant", profile.pk])))
    assert client.get(where).status_code == 200
    client.post(where)
    assert again(profile) == (today(), "Ben Okafor", profile.user)
    assert AuditLine.objects.filter(action="assistant.confirmed").exists()


def test_she_is_reminded_once_at_five_months_and_the_subject_names_nobody():
    profile = old(160)
    assert freshness.due(timezone.now()) == freshness.Done(1, 0, 0)
    assert freshness.due(timezone.now() + timedelta(days=2)) == freshness.Done(0, 0, 0)
    assert told()[-1] == ("still_right_reminder", profile.user)
    notice = Notice.objects.latest("pk")
    assert ("People read about you" in notice.body, "Ben" in notice.subject) == (True, False)


def test_nobody_asks_about_a_page_that_a_suspension_took_down():
    profile = old(400)
    profile.approvals.update(state="suspended")
    assert freshness.due(timezone.now()) == freshness.Done(0, 0, 0)
    assert not ages.to_call(today())


def test_without_a_sign_in_staff_call():
    profile = old(200)
    PersonalAssistantProfile.objects.update(user=None)
    freshness.due(timezone.now())
    assert ConfirmationAsk.objects.get().is_written is False
    assert ages.called(ages.to_call(today())) == [profile]


def test_the_link_confirms_once_by_a_button(client):
    profile = old(160)
    freshness.due(timezone.now())
    ask = ConfirmationAsk.objects.get()
    assert "Yes, it is still right" in text(client.get(link(ask)))
    assert again(profile)[0] < today()
    assert "Thank you" in text(client.post(link(ask)))
    assert again(profile) == (today(), "Ben Okafor", profile.user)
    assert client.post(link(ask)).status_code == 410


def test_the_link_is_over_once_the_page_is_somebody_elses(client):
    old(160)
    freshness.due(timezone.now())
    PersonalAssistantProfile.objects.update(user=accounts.user("Bo Lund"))
    assert client.get(link(ConfirmationAsk.objects.get())).status_code == 410


def test_a_page_of_six_months_has_a_notice(client):
    young, aged = old(150), old(200, "Ann Hill")
    notice = "Nobody has confirmed this page since"
    assert (notice in text(own_page(client, young)), notice in text(own_page(client, aged))) == (False, True)


def test_hidden_at_twelve_months_after_a_last_warning_and_back_by_one_press(client):
    profile, now = old(400), timezone.now()
    assert freshness.due(now) == freshness.Done(0, 1, 0)
    assert freshness.due(now + timedelta(days=20)) == freshness.Done(0, 0, 0)
    assert freshness.due(now + timedelta(days=21)) == freshness.Done(0, 0, 1)
    assert (listed(), list(public.public_assistants()), list(public.approved_assistants(today()))) == (False, [], [])
    answer = own_page(client, profile)
    assert (answer.status_code, "is hidden for now" in text(answer)) == (410, True)
    accounts.sign_in(client, profile.user)
    assert "Hidden until somebody" in text(client.get(reverse("provider-page", args=["assistant", profile.pk])))
    client.post(reverse("provider-assistant-confirm", args=[profile.pk]))
    assert (own_page(client, profile).status_code, listed()) == (200, True)


def test_who_is_hidden_is_not_in_the_sitemap(client):
    profile = old(0)
    assert profile.slug in sitemap(client)
    freshness.hide(page=profile, at=timezone.now())
    assert profile.slug not in sitemap(client)


def sitemap(client):
    return client.get("/sitemap.xml").content.decode()


def test_what_she_has_to_do_says_it():
    profile = old(0)
    assert to_do.of_assistant(profile.pk, today()) == []
    assert to_do.of_assistant(old(200, "Ann Hill").pk, today())[0].tag == "Out of date"
    freshness.hide(page=profile, at=timezone.now())
    found = to_do.of_assistant(profile.pk, today())
    assert [(one.tag, one.href) for one in found] == [
        ("Hidden", reverse("provider-assistant-confirm", args=[profile.pk]))
    ]


def test_what_is_old_ranks_weaker(search_index):
    """Two alike: the record we have had longest comes first, until it is old."""
    fresh.forget()
    first, second = old(0, "Ann Cook", about="I cook."), old(0, "Bo Cook", about="I cook.")
    search_index()
    assert names() == ["Ann Cook", "Bo Cook"]
    PersonalAssistantProfile.objects.filter(pk=first.pk).update(confirmed_on=today() - timedelta(days=250))
    documents.refresh_assistants(first.pk)
    search_index()
    assert (names(), second.name) == (["Bo Cook", "Ann Cook"], "Bo Cook")


def names():
    return [hit.document.title for hit in search(Query(text="cook")).hits]


def test_staff_call_the_oldest_of_all_pages_first(client):
    editor = pages.moderator()
    accounts.sign_in(client, editor)
    profile, page = old(300), pages.page("Tea club")
    services.confirm(service=page, by=None, confirmed_as="Us", at=timezone.now() - timedelta(days=250))
    words = text(client.get(reverse("staff-freshness")))
    assert words.index("Ben Okafor") < words.index("Tea club")
    assert profile.user.email in words
    where = reverse("staff-freshness-assistant", args=[profile.pk])
    assert "£16.50 an hour on weekdays" in text(client.get(where))
    assert "Say who you spoke to" in text(client.post(where, {"who": ""}))
    client.post(where, {"who": "himself"})
    assert again(profile) == (today(), "Ben Okafor, by telephone", editor)
    assert "Ben Okafor" not in text(client.get(reverse("staff-freshness")))


def test_nobody_confirms_herself_by_telephone():
    profile = old(300)
    profile.user = pages.moderator()
    profile.save()
    with pytest.raises(Refused):
        freshness.confirm_by_telephone(page=profile, who="me", by=profile.user)


def test_the_queue_costs_the_same_for_one_and_three_assistants(client, django_assert_num_queries):
    accounts.sign_in(client, pages.moderator())
    old(300)
    client.get(reverse("staff-freshness"))
    with django_assert_num_queries(11):
        client.get(reverse("staff-freshness"))
    old(300, "Ann Hill"), old(310, "Bo Lund")
    with django_assert_num_queries(11):
        client.get(reverse("staff-freshness"))


def test_commissioners_see_their_share(client):
    accounts.sign_in(client, accounts.staff(Role.COMMISSIONER))
    old(10), old(300, "Ann Hill")
    words = text(client.get(reverse("staff-freshness-share")))
    assert ("1 of 2 pages" in words, "Personal assistants" in words, "50%" in words) == (True, True, True)
