"""What a provider has to do next, and how often its pages were found (issue 8, §1: the dashboard)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory import page_gaps
from directory.actions import moderation
from directory.models import CostOption, Service
from directory.page_gaps import Held
from search.models import FoundCount, SearchCount
from tests import sessions
from tests.factories import accounts, pages
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
OLD = {"confirmed_on": timezone.localdate() - timedelta(days=300), "confirmed_as": "Grace"}
NOTHING = Held(summary=False, prices=False, hours=False, phones=False, where=False, who=False)


@pytest.fixture
def service():
    return pages.page("Care at home", summary="Help at home", anywhere=True, minimum_age=18)


@pytest.fixture
def grace(service):
    return sessions.enter(Client(), pages.writer(service.organisation))


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def home(client):
    return text(client.get(reverse("provider-home"))).partition("What to do next")[2].partition("The next 7 days")[0]


def test_what_a_page_lacks_in_words():
    assert page_gaps.gaps(NOTHING, all_of_it=False) == ["when you are open", "a telephone number"]
    assert len(page_gaps.gaps(NOTHING)) == 6
    assert page_gaps.gaps(Held(*[True] * 6)) == []


def test_a_page_that_is_not_complete_says_what_is_missing_until_it_is_there(grace, service):
    assert "Add what it costs, when you are open and a telephone number" in home(grace)
    CostOption.objects.create(service=service, option="Free", amount_pence=0, unit="visit")
    assert "Add when you are open and a telephone number" in home(grace)


def test_a_page_that_is_old_or_hidden_is_to_confirm(grace, service):
    assert "Out of date" not in home(grace)
    Service.objects.filter(pk=service.pk).update(**OLD)
    assert "Out of date" in home(grace)
    Service.objects.filter(pk=service.pk).update(hidden_at=timezone.now())
    assert "Confirm the page, so that people see it again" in home(grace)


def test_what_a_moderator_sent_back_comes_first(grace, service):
    sent = pages.waiting(service, by=service.organisation.members.get().user)
    assert "Sent back" not in home(grace)
    moderation.send_back(proposal=sent, reasons="Say more", by=pages.moderator())
    assert home(grace).strip().startswith("Put your change right and send it again")


def test_requests_are_counted_and_money_due_is_for_who_sees_it(service):
    listing = market.listing(service=service, personal_assistant=None)
    users = {role: pages.writer(service.organisation, role, role) for role in ("manager", "scheduler", "finance")}
    market.waiting(listing, market.pot(accounts.person()))
    seen = {role: text(sessions.enter(Client(), user).get(reverse("provider-home"))) for role, user in users.items()}
    assert {role: "Answer 1 request" in said for role, said in seen.items()} == {
        "manager": True,
        "scheduler": True,
        "finance": False,
    }
    assert {role: "You are owed" in said for role, said in seen.items()} == {
        "manager": True,
        "scheduler": False,
        "finance": True,
    }


def test_a_scheduler_is_asked_only_for_what_she_may_write(service):
    scheduler = sessions.enter(Client(), pages.writer(service.organisation, "scheduler"))
    Service.objects.filter(pk=service.pk).update(**OLD)
    said = home(scheduler)
    assert ("Add when you are open and a telephone number" in said, "Out of date" in said) == (True, False)


def test_another_organisations_pages_are_not_in_it(grace):
    pages.page("Somebody else’s club")
    assert "Somebody else’s club" not in home(grace)


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_however_many_pages(grace, service, number, django_assert_num_queries):
    for each in range(number):
        pages.page(f"Club {each}", organisation=service.organisation)
    grace.get(reverse("provider-home"))
    with django_assert_num_queries(20):
        grace.get(reverse("provider-home"))


def found(service, digest, times, words=""):
    day = timezone.localdate() - timedelta(days=2)
    FoundCount.objects.create(day=day, kind="service", ref=str(service.pk), digest=digest, times=times)
    figures = {"in_vain": 0, "milliseconds": 1, "slowest": 1, "slow": 0, "missed": 0}
    SearchCount.objects.create(day=day, digest=digest, engine="embedded", words=words, times=times, **figures)


def test_how_often_a_page_was_found_and_for_which_words(grace, service):
    found(service, "a", 12, "help with washing")
    found(service, "b", 3)
    said = text(grace.get(reverse("provider-found")))
    assert ("Care at home 15" in said, "help with washing 12 times" in said) == (True, True)


def test_a_small_count_is_not_said_nor_the_total_that_would_tell_it(grace, service):
    other = pages.page("Club", organisation=service.organisation)
    found(service, "a", 12, "help with washing")
    found(other, "b", 3)
    said = text(grace.get(reverse("provider-found")))
    assert ("Club Fewer than 5" in said, "All together" in said, " 15 " in said) == (True, False, False)


def test_what_was_found_long_ago_or_of_others_does_not_count(grace, service):
    found(pages.page("Other"), "a", 50, "lunch")
    found(service, "b", 50, "day centre")
    FoundCount.objects.filter(ref=str(service.pk)).update(day=timezone.localdate() - timedelta(days=31))
    said = text(grace.get(reverse("provider-found")))
    assert ("lunch" in said, "Care at home Fewer than 5" in said) == (False, True)


def test_a_personal_assistant_sees_her_own():
    profile = market.assistant()
    client = sessions.enter(Client(), profile.user)
    day = timezone.localdate()
    FoundCount.objects.create(day=day, kind="personal_assistant", ref=str(profile.pk), digest="a", times=7)
    assert f"{profile.name} 7" in text(client.get(reverse("provider-found")))
