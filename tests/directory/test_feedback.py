"""Somebody says how it was with an organisation; everybody reads it once a moderator and the days to reply allow."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditLine, Letter, Notice
from directory.actions import care, feedback, feedback_moderation, merges, services
from directory.cqc_boundary import Answers
from directory.models import FeedbackSettings, Organisation, OrganisationFeedback, OrganisationMember, Service
from directory.queries import feedback as found_by
from directory.refusals import Moved, Refused
from tests.accounts.screens import words
from tests.factories import accounts, directory, pages
from tests.factories import feedback as make

pytestmark = pytest.mark.django_db
GIVEN = {"good": "They came on time", "better": "", "knows": "uses", "named": "first_name", "agreed": "on"}


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()


@pytest.fixture
def of():
    return make.organisation()


@pytest.fixture
def moderator():
    return pages.moderator()


@pytest.fixture
def rosa(client):
    rosa = accounts.user("Rosa Alvarez")
    accounts.sign_in(client, rosa)
    return rosa


def page(of):
    return reverse("directory-what-people-say", args=[of.slug])


def write(of):
    return reverse("directory-say-how-it-was", args=[of.slug])


def one(made, screen=""):
    return reverse(f"directory-your-feedback-one{screen}".replace("-one-", "-"), args=[made.pk])


# To write it


def test_it_is_written_checked_and_waits(client, of, rosa):
    asked = words(client.get(write(of)))
    assert ("Report a worry" in asked, "names of people who work there" in asked) == (True, True)
    checked = words(client.post(write(of), GIVEN))
    assert ("Rosa, who uses it" in checked, OrganisationFeedback.objects.count()) == (True, 0)
    said = words(client.post(write(of), GIVEN | {"confirm": "1"}, follow=True))
    assert ("A moderator reads it first" in said, "They came on time" in said) == (True, False)
    made = OrganisationFeedback.objects.get()
    assert (made.state, made.written_by, made.first_name) == ("waiting", rosa, "Rosa")
    line = AuditLine.objects.get(action="feedback.sent")
    assert (line.subject, line.detail) == (f"feedback:{made.pk}", {"agreed": True})


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"good": " "}, "Say what was good, or what could be better"),
        ({"good": "x" * 1_001}, "Write at most 1,000 letters"),
        ({"knows": ""}, "Choose how you know it"),
        ({"named": ""}, "Choose how we name you"),
        ({"named": "carer"}, "Choose “a carer” only if you care for somebody who uses it"),
        ({"agreed": ""}, "Say that you agree"),
        ({"service": "0"}, "Choose a service from the list"),
    ],
)
def test_what_is_missing_is_said(client, of, rosa, wrong, says):
    assert says in words(client.post(write(of), GIVEN | wrong | {"confirm": "1"}))
    assert not OrganisationFeedback.objects.exists()


def test_nobody_signed_in_is_led_to_the_sign_in_page(client, of):
    assert client.get(write(of)).url.startswith("/accounts/login/")


def test_one_of_hers_at_a_time_and_after_she_took_it_down_another(client, of, rosa):
    first = make.waiting(of, by=rosa)
    assert client.get(write(of)).url == one(first)
    with pytest.raises(Refused):
        make.waiting(of, by=rosa)
    feedback.take_down(feedback=first, by=rosa)
    assert make.waiting(of, by=rosa).pk != first.pk


def test_the_database_keeps_it_at_one(of, rosa):
    first = make.waiting(of, by=rosa)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFeedback.objects.create(
            organisation=of, written_by=rosa, good="x", knows="uses", named="nobody", sent_at=first.sent_at
        )


def test_who_works_there_cannot_write(client, of, rosa):
    directory.member(of, rosa, "finance")
    assert "So you cannot write about it here" in words(client.get(write(of)))
    with pytest.raises(Refused):
        make.waiting(of, by=rosa)


def test_many_from_one_address_are_slowed_down(client, rosa):
    every = [make.organisation(f"Number {number}") for number in range(6)]
    sent = [client.post(write(of), GIVEN | {"confirm": "1"}).status_code for of in every]
    assert sent == [302] * 5 + [429]


# Hers


def test_she_changes_it_while_it_waits_and_after_it_came_back(client, of, rosa, moderator):
    made = make.waiting(of, by=rosa)
    client.post(one(made, "-change"), GIVEN | {"good": "They sing", "confirm": "1"})
    made.refresh_from_db()
    feedback_moderation.send_back(feedback=made, reasons="Leave out the name", by=moderator)
    shown = words(client.get(one(made)))
    assert ("Sent back" in shown, "Leave out the name" in shown, "They sing" in shown) == (True, True, True)
    client.post(one(made, "-change"), GIVEN | {"good": "They hum", "confirm": "1"})
    made.refresh_from_db()
    assert (made.state, made.good, made.reasons, made.decided_by) == ("waiting", "They hum", "", None)


def test_once_it_is_decided_she_can_only_take_it_down(client, of, rosa, moderator):
    made = make.approved(of, by=rosa, moderator=moderator)
    assert client.get(one(made, "-change")).url == one(made)
    with pytest.raises(Moved):
        feedback.change(feedback=made, said=make.said("Else"), by=rosa)
    assert "is deleted" in words(client.get(one(made, "-take-down")))
    client.post(one(made, "-take-down"), {"confirm": "1"})
    made.refresh_from_db()
    kept = (made.state, made.good, made.better, made.shown_good, made.first_name)
    assert kept == ("taken_down", "", "", "", "")


def test_it_is_hers_alone(client, of, rosa):
    made = make.waiting(of, by=accounts.user("Joan Whitfield"))
    for screen in ("", "-change", "-take-down"):
        assert client.get(one(made, screen)).status_code == 404
    with pytest.raises(Refused):
        feedback.take_down(feedback=made, by=rosa)


def test_her_details_lead_there_while_the_council_has_it_or_she_wrote(client, of, rosa):
    there = reverse("directory-your-feedback")
    assert there in client.get("/accounts/").content.decode()
    make.switch_on(is_on=False)
    assert there not in client.get("/accounts/").content.decode()


def test_a_decision_on_paper_for_who_asked_for_paper(of, moderator):
    joan = accounts.person("Joan Whitfield", contact_format="large_print", address="1 Mill Lane", postcode="AM3 2QT")
    make.approved(of, by=joan.user, moderator=moderator)
    letter = Letter.objects.get()
    assert ("We have read what you wrote" in letter.subject, of.name in letter.body) == (True, False)


# Everybody


def test_nobody_reads_it_before_it_is_shown(client, of, moderator):
    made = make.waiting(of)
    home = reverse("directory-organisation", args=[of.slug])
    assert ("They came on time" in words(client.get(page(of))), "Nobody has said" in words(client.get(home))) == (
        False,
        True,
    )
    feedback_moderation.approve(feedback=made, good=made.good, better="", by=moderator)
    assert "They came on time" not in words(client.get(page(of)))
    OrganisationFeedback.objects.update(state="shown", shown_at=timezone.now())
    for where in (page(of), home):
        assert "They came on time" in words(client.get(where))
        assert f"{made.sent_at:%B %Y}" in words(client.get(where))


def test_the_newest_is_first_and_ten_are_on_a_page(client, of, moderator):
    now = timezone.now()
    for number in range(12):
        at = now - timedelta(days=number)
        make.shown(of, moderator=moderator, good=f"Piece {number:02}", at=at)
    first, second = (words(client.get(page(of), {"page": number})) for number in (1, 2))
    assert first.index("Piece 00") < first.index("Piece 09")
    assert ("Piece 10" in first, "Piece 10" in second) == (False, True)
    home = words(client.get(reverse("directory-organisation", args=[of.slug])))
    assert ("Piece 02" in home, "Piece 03" in home, "See all that people say" in home) == (True, False, True)


def test_no_marks_and_no_counts_for_programs(client, of, moderator):
    make.shown(of, moderator=moderator)
    for where in (reverse("directory-organisation", args=[of.slug]), f"/api/openreferral/services/{_only().uuid}"):
        told = client.get(where).content.decode()
        assert not [each for each in ("aggregateRating", "ratingValue", "reviewCount", '"Review"') if each in told]
    assert "They came on time" not in client.get(f"/api/openreferral/services/{_only().uuid}").content.decode()


def _only():
    return Service.objects.get(status="published")


def test_a_services_page_leads_there(client, of):
    address = reverse("directory-service", args=[_only().slug])
    assert page(of) in client.get(address).content.decode()
    make.switch_on(is_on=False)
    assert page(of) not in client.get(address).content.decode()


def off(_of):
    make.switch_on(is_on=False)


def never_switched_on(_of):
    FeedbackSettings.objects.all().delete()


def hidden(_of):
    Service.objects.update(hidden_at=timezone.now())


def down(_of):
    services.withdraw(service=_only(), by=None, reason="Closed")


def a_sole_trader(of):
    Organisation.objects.filter(pk=of.pk).update(legal_status="Sole trader")


def an_assistants_own(of):
    ben = directory.assistant("Ben Okafor", user=accounts.user("Ben Okafor"), status="published")
    directory.member(of, ben.user)


def somebody_alone(of):
    answers = Answers(frozenset({"other"}), "yes", "home", "alone", "person", "person", "no")
    made = care.answer(subject=_only(), answers=answers, by=pages.writer(of))
    type(made).objects.filter(pk=made.pk).update(counts_from=made.answered_at)


@pytest.mark.parametrize(
    "because", [off, never_switched_on, hidden, down, a_sole_trader, an_assistants_own, somebody_alone]
)
def test_of_whom_nothing_is_said(client, of, rosa, moderator, because):
    make.shown(of, moderator=moderator)
    because(of)
    assert (client.get(page(of)).status_code, client.get(write(of)).status_code) == (404, 404)
    home = client.get(reverse("directory-organisation", args=[of.slug]))
    assert "They came on time" not in home.content.decode()
    with pytest.raises(Refused):
        make.waiting(of, by=rosa)


def test_with_somebody_else_there_it_is_an_organisation(of):
    an_assistants_own(of)
    pages.writer(of)
    assert found_by.is_spoken_of(of)
    OrganisationMember.objects.filter(organisation=of, user__name="Grace Hollis").update(
        ended_at=timezone.now(), ended_by=pages.moderator()
    )
    assert not found_by.is_spoken_of(of)


def test_a_merge_takes_it_along(of, moderator):
    made = make.shown(of, moderator=moderator)
    other = make.organisation("Other Care")
    merges.merge(kept=other, gone=of, by=moderator)
    assert list(found_by.shown(other)) == [made]


def test_the_pages_cost_the_same_for_one_and_for_three(client, of, moderator, django_assert_num_queries):
    home = reverse("directory-organisation", args=[of.slug])
    make.shown(of, moderator=moderator)
    client.get(page(of)), client.get(home)
    with django_assert_num_queries(4):
        client.get(page(of))
    with django_assert_num_queries(9):
        client.get(home)
    make.shown(of, moderator=moderator), make.shown(of, moderator=moderator)
    with django_assert_num_queries(4):
        client.get(page(of))
    with django_assert_num_queries(9):
        client.get(home)


def test_no_message_says_about_whom_it_was(of, rosa, moderator):
    Organisation.objects.filter(pk=of.pk).update(name="Zebrafish Dementia Support")
    of.refresh_from_db()
    made = make.approved(of, by=rosa, moderator=moderator)
    feedback_moderation.take_down(feedback=made, reasons="Zebrafish", by=moderator)
    told = [f"{each.subject} {each.body}" for each in Notice.objects.filter(to=rosa)]
    assert (len(told), [each for each in told if "Zebrafish" in each or "on time" in each]) == (2, [])
