"""A personal assistant keeps her own page: prices at once, words after a look, on the site and off again (issue 8)."""

import pytest
from django.urls import reverse

from directory.actions import approvals, moderation, personal_assistants, proposals
from directory.models import ChangeProposal
from directory.refusals import Refused
from search.models import GazetteerPlace
from tests.directory.test_find import approved
from tests.directory.test_pages import text
from tests.factories import accounts, pages
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ben():
    GazetteerPlace.objects.create(kind="town", key="aldermere", name="Aldermere", lat=52.0523, lon=-1.0734)
    profile = approved(user=accounts.user("Ben Okafor"), about="I cook.")
    profile.needs.add(make.term("need", "meals", "Cooking"))
    return profile


@pytest.fixture
def signed_in(client, ben):
    accounts.sign_in(client, ben.user)
    return client


def at(name, profile, *more):
    return reverse(f"provider-{name}", args=[*(["assistant"] if name.startswith("page") else []), profile.pk, *more])


def public(client, profile):
    return text(client.get(reverse("directory-assistant", args=[profile.slug])))


def save(client, profile, section, **data):
    return client.post(at("page-edit", profile, section), data)


def send(client, profile):
    return client.post(at("page-send", profile))


def test_words_wait_for_a_moderator_and_prices_do_not(signed_in, ben):
    save(signed_in, ben, "about", about="I cook and drive.")
    save(signed_in, ben, "prices", weekday="17.50", weekend="", minimum="30", travel="4")
    assert "£16.50" in public(signed_in, ben)
    send(signed_in, ben)
    read = public(signed_in, ben)
    assert "£17.50 an hour on weekdays" in read
    assert "I cook." in read
    waits = ChangeProposal.objects.get(state="waiting")
    assert (waits.whose, waits.of) == (ben, None)
    moderation.approve(proposal=waits, by=pages.moderator())
    assert "I cook and drive." in public(signed_in, ben)


def test_the_moderator_reads_whose_page_it_is(client, ben):
    proposal = pages.waiting(ben, of=ben, by=ben.user, about="I drive.")
    accounts.sign_in(client, pages.moderator())
    assert "Ben Okafor" in text(client.get(reverse("staff-moderation")))
    one = text(client.get(reverse("staff-moderation-one", args=[proposal.pk])))
    assert "Sent by Ben Okafor" in one


def test_only_a_town_says_where_and_its_point_is_coarse(signed_in, ben):
    make.gazetteer("AM3 2QT", 52.0155, -1.0277)
    answer = save(signed_in, ben, "where", keep=["0"], town="AM3 2QT", miles="3")
    assert "Enter the name of a town" in text(answer)
    assert save(signed_in, ben, "where", keep=["0"], town="aldermere", miles="3").status_code == 302
    send(signed_in, ben)
    moderation.approve(proposal=ChangeProposal.objects.get(state="waiting"), by=pages.moderator())
    added = ben.areas.get(name="Aldermere")
    assert (str(added.latitude), str(added.longitude), added.miles) == ("52.05", "-1.07", 3)
    assert ben.areas.count() == 2


def test_the_last_town_cannot_go(signed_in, ben):
    assert "Enter a town: people find you by it" in text(save(signed_in, ben, "where", town=""))


def test_a_preview_says_the_draft_and_changes_nothing(signed_in, ben):
    save(signed_in, ben, "about", about="I sing.")
    read = text(signed_in.get(at("assistant-preview", ben)))
    assert ("I sing." in read, "This is a preview" in read) == (True, True)
    ben.refresh_from_db()
    assert ben.about == "I cook."


def test_down_and_up_again_while_the_approval_holds(signed_in, ben):
    signed_in.post(at("assistant-take-down", ben))
    assert signed_in.get(reverse("directory-assistant", args=[ben.slug])).status_code == 404
    assert "Put it on the site" in text(signed_in.get(at("page", ben)))
    signed_in.post(at("assistant-publish", ben))
    assert signed_in.get(reverse("directory-assistant", args=[ben.slug])).status_code == 200


def test_without_an_approval_that_holds_it_stays_off(signed_in, ben):
    personal_assistants.withdraw(profile=ben, by=None, reason="")
    approvals.suspend(approval=ben.approvals.get(), by=make.decider(), reason="A complaint")
    assert "has no approval that holds today" in text(signed_in.get(at("page", ben)))
    assert "has no approval that holds today" in text(signed_in.post(at("assistant-publish", ben)))
    ben.refresh_from_db()
    assert ben.status == "withdrawn"


@pytest.mark.parametrize("name", ["page", "assistant-preview", "assistant-publish", "assistant-take-down"])
def test_a_stranger_finds_nothing(client, ben, name):
    accounts.sign_in(client, approved("Ann Hill", user=accounts.user("Ann Hill")).user)
    assert client.get(at(name, ben)).status_code == 404


def test_nobody_answers_what_is_about_herself(ben):
    proposal = pages.waiting(ben, of=ben, by=ben.user, about="I drive.")
    with pytest.raises(Refused):
        moderation.approve(proposal=proposal, by=ben.user)


def test_another_writes_nothing_on_her_page(ben):
    with pytest.raises(Refused):
        proposals.write(subject=ben, of=ben, values={"about": "Me"}, by=accounts.user("Ann Hill"))


def test_whoever_has_no_organisation_comes_straight_to_her_page(signed_in, ben):
    assert signed_in.get(reverse("provider-pages")).url == at("page", ben)
