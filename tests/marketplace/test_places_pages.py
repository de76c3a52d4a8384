"""The screens on which a seller says how many more people there is room for, and the link of the e-mail."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from directory import room
from directory.actions import capacity
from directory.actions.capacity import Line
from directory.models import AreaServed, Capacity
from marketplace import place_links
from marketplace.actions.places_reminders import remind_due
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
HOURS = {
    "morning_from": "07:00",
    "morning_until": "12:00",
    "afternoon_from": "12:00",
    "afternoon_until": "17:30",
    "evening_from": "17:30",
    "evening_until": "22:00",
    "night_from": "22:00",
    "night_until": "06:00",
}
INDEX = reverse("provider-places")
QUERIES = 10


@pytest.fixture
def profile():
    return market.assistant()


@pytest.fixture
def ben(profile):
    return sessions.enter(Client(), profile.user)


@pytest.fixture
def office():
    """Somebody who keeps the diary of an organisation that goes to people's homes."""
    home_care = directory.service("Home care", status="published", gives_personal_care=False)
    directory.service("Lunch club", organisation=home_care.organisation, status="published")
    home_care.areas.create(name="Alderford", latitude=52.01, longitude=-1.02)
    user = people.user("Grace Hollis")
    directory.member(home_care.organisation, user)
    return home_care, sessions.enter(Client(), user), user


def week(of):
    return reverse("provider-places-week", args=[of.slug])


def said(of):
    rows = capacity.said_by(of).order_by("area", "weekday", "pk")
    return [(row.weekday, row.part, row.area, row.places, f"{row.starts:%H:%M}") for row in rows]


def seen(page):
    return page.context["standing"].seen


def say(of, *lines, days=0):
    given = [Line(*line) for line in lines or [(2, "morning", 2)]]
    capacity.say(of=of, lines=given, by=None, at=timezone.now() - timedelta(days=days))


def test_a_week_is_said_in_one_form(ben, profile):
    page = ben.get(week(profile))
    sent = HOURS | {"seen": seen(page), "morning_2": "2", "night_7": "0"}
    answer = ben.post(week(profile), sent, follow=True)
    assert answer.redirect_chain == [(INDEX, 302)]
    assert said(profile) == [(2, "morning", "", 2, "07:00"), (7, "night", "", 0, "22:00")]
    assert Capacity.objects.filter(confirmed_by=profile.user).count() == 2
    words = answer.content.decode()
    assert "Tuesday mornings: 2 places" in words
    assert "Sunday nights: full" in words
    assert "You said this today" in words


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"morning_2": "many"}, "Tuesday morning: enter a number from 0 to 99, or leave it empty"),
        ({"morning_2": "100"}, "Tuesday morning: enter a number from 0 to 99, or leave it empty"),
        ({"morning_2": "-1"}, "Tuesday morning: enter a number from 0 to 99, or leave it empty"),
        ({"morning_from": "11:00", "morning_until": "09:00"}, "Choose when mornings end: later than they begin"),
    ],
)
def test_what_makes_no_sense_is_said_and_kept(ben, profile, wrong, words):
    answer = ben.post(week(profile), HOURS | {"seen": seen(ben.get(week(profile)))} | wrong)
    assert words in answer.content.decode()
    assert answer.context["form"][next(iter(wrong))].value() == next(iter(wrong.values()))
    assert said(profile) == []


def test_a_booking_meanwhile_is_shown_before_it_is_written_over(ben, profile):
    say(profile, (2, "morning", 1))
    page = ben.get(week(profile))
    tuesday = timezone.localtime() + timedelta(days=(2 - timezone.localtime().isoweekday()) % 7)
    capacity.take(of=profile, visits=[(tuesday.replace(hour=8, minute=0), 60)], reference="ORDER2")
    sent = HOURS | {"seen": seen(page), "morning_2": "1"}
    answer = ben.post(week(profile), sent)
    assert "Your places changed while you looked at them." in answer.content.decode()
    assert "Tuesday mornings: full" in answer.content.decode()
    assert capacity.said_by(profile).get().taken == 1
    ben.post(week(profile), sent | {"seen": seen(answer)})
    assert said(profile)[0][:4] == (2, "morning", "", 1)


def test_each_area_has_a_week_of_its_own(ben, profile):
    AreaServed.objects.create(profile=profile, name="Castle", latitude="52.30", longitude="-1.30")
    say(profile)
    page = ben.get(week(profile), {"area": "Castle"})
    ben.post(f"{week(profile)}?area=Castle", HOURS | {"seen": seen(page), "evening_3": "4"})
    assert [line[:4] for line in said(profile)] == [(2, "morning", "", 2), (3, "evening", "Castle", 4)]
    assert ben.get(week(profile), {"area": "Nowhere"}).status_code == 404


def test_one_press_says_that_it_is_still_right(ben, profile):
    say(profile, days=20)
    page = ben.get(INDEX)
    assert "It is more than 14 days old, so nobody finds you by it." in page.content.decode()
    confirm = reverse("provider-places-confirm", args=[profile.slug])
    ben.post(confirm, {"seen": page.context["found"][0].seen})
    assert room.counts(capacity.said_by(profile).get().confirmed_at, timezone.now())
    assert ben.get(confirm).status_code == 405


def test_an_organisation_says_it_for_what_it_does_in_homes(office):
    home_care, grace, _ = office
    page = grace.get(INDEX).content.decode()
    assert "Home care" in page
    assert "Lunch club" not in page
    grace.post(week(home_care), HOURS | {"seen": seen(grace.get(week(home_care))), "morning_1": "3"})
    assert said(home_care)[0][:4] == (1, "morning", "", 3)


def test_nobody_else_finds_it(ben, profile, office):
    home_care, grace, _ = office
    assert ben.get(week(home_care)).status_code == 404
    assert grace.get(week(profile)).status_code == 404
    assert grace.post(reverse("provider-places-confirm", args=[profile.slug])).status_code == 404
    rosa = Client()
    rosa.force_login(people.person().user)
    assert rosa.get(week(profile)).status_code == 403


def test_who_only_keeps_the_books_does_not_say_it(office):
    home_care, _, _ = office
    user = people.user("Femi Ade")
    directory.member(home_care.organisation, user, role="finance")
    assert sessions.enter(Client(), user).get(INDEX).status_code == 403


def test_the_pages_cost_the_same_however_much_was_said(ben, profile, django_assert_num_queries, office):
    home_care, grace, _ = office

    def cost():
        with django_assert_num_queries(QUERIES):
            grace.get(INDEX)

    cost()
    say(home_care, (1, "morning", 1), (2, "night", 3))
    for name in ("Two", "Three"):
        say(directory.service(name, organisation=home_care.organisation, status="published"))
    cost()


# The link of the e-mail


def link(of, user):
    return place_links.address(of, user)


def test_looking_confirms_nothing_and_one_press_does(profile):
    say(profile, days=10)
    address, visitor = link(profile, profile.user), Client()
    before = capacity.said_by(profile).get().confirmed_at
    for look in (visitor.get, visitor.head, visitor.get):
        page = look(address)
        assert page.status_code == 200
    assert capacity.said_by(profile).get().confirmed_at == before
    answer = visitor.post(address, {"seen": seen(page)})
    assert "Thank you" in answer.content.decode()
    row = capacity.said_by(profile).get()
    assert (timezone.now() - row.confirmed_at < timedelta(minutes=1), row.confirmed_by) == (True, profile.user)
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]


def test_a_press_without_having_seen_the_page_confirms_nothing(profile):
    say(profile, days=10)
    answer = Client().post(link(profile, profile.user))
    assert "Your places changed" in answer.content.decode()
    assert timezone.now() - capacity.said_by(profile).get().confirmed_at > timedelta(days=9)


def test_a_link_ends_after_14_days(profile, monkeypatch):
    say(profile)
    address = link(profile, profile.user)
    monkeypatch.setattr("marketplace.place_links.HOLDS", timedelta(seconds=-1))
    assert Client().get(address).status_code == 404


def test_a_link_that_nobody_signed_is_none(profile):
    say(profile)
    address = link(profile, profile.user)
    assert Client().get(address.replace("assistant-", "service-")).status_code == 404
    assert Client().get(reverse("provider-places-link", args=["x"])).status_code == 404


def test_a_link_ends_with_the_work_for_the_organisation(office):
    home_care, _, user = office
    say(home_care)
    address = link(home_care, user)
    assert Client().get(address).status_code == 200
    home_care.organisation.members.update(ended_at=timezone.now(), ended_by=user)
    assert Client().get(address).status_code == 404


# The weekly question


def test_it_is_asked_once_a_week_until_they_answer(profile):
    now = timezone.now()
    say(profile, days=6)
    assert remind_due(now) == 0
    assert [remind_due(now + timedelta(days=days)) for days in (1, 1, 5, 8)] == [1, 0, 0, 1]
    notice = Notice.objects.order_by("pk").last()
    assert (notice.to, notice.subject) == (profile.user, "Are your places still right?")
    assert "/provider/places/link/" in notice.body
    capacity.confirm(
        of=profile, seen=room.fingerprint(capacity.said_by(profile)), by=profile.user, at=now + timedelta(days=9)
    )
    assert remind_due(now + timedelta(days=15)) == 0


def test_who_has_said_nothing_for_8_weeks_is_left_alone(profile):
    say(profile, days=56)
    assert remind_due(timezone.now()) == 0


def test_everybody_who_keeps_the_diary_is_asked_and_no_page_that_is_down(office):
    home_care, _, _ = office
    directory.member(home_care.organisation, people.user("Femi Ade"), role="finance")
    directory.member(home_care.organisation, people.user("Ola Day"), role="scheduler")
    say(home_care, days=8)
    say(directory.service("Draft", organisation=home_care.organisation), days=8)
    assert remind_due(timezone.now()) == 2


def test_the_days_work_asks(profile, capsys):
    say(profile, days=8)
    call_command("run_day")
    assert "1 e-mails about places" in capsys.readouterr().out
