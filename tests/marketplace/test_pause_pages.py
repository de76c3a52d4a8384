"""Pausing visits and ending the pause on screen, and asking for cover."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Scope
from marketplace.actions import pauses
from marketplace.models import Draft, VisitPause
from marketplace.words import when
from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
PAUSE = "/week/pause/"


@pytest.fixture
def pot():
    return market.pot(people.person())


@pytest.fixture
def rosa(pot):
    client = Client()
    client.force_login(pot.person.user)
    return client


def boxes(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year} if on else {}


def days(first, last=None):
    """From so many days from now to so many."""
    today = timezone.localdate()
    until = today + timedelta(days=last) if last is not None else None
    return {"kind": "hospital", **boxes("starts_on", today + timedelta(days=first)), **boxes("until_on", until)}


def running(pot, first=0, last=20):
    today = timezone.localdate()
    wish = pauses.Wish(pot.person, "hospital", today + timedelta(days=first), today + timedelta(days=last))
    return pauses.start(wish=wish, by=pot.person.user)


def page(answer):
    return answer.content.decode()


def test_nothing_is_done_before_the_answers_are_checked(rosa, pot):
    order = market.coming(pot=pot, weeks=2)
    checked = page(rosa.post(PAUSE, days(0, 20)))
    assert ("Check before you pause visits" in checked, "2 days before it" in checked) == (True, True)
    assert VisitPause.objects.count() == 0
    done = rosa.post(PAUSE, {**days(0, 20), "shown_pence": 0, "confirm": 1})
    assert (done.url, VisitPause.objects.get().person, order.visits.filter(state="planned").count()) == (
        reverse("marketplace-week"),
        pot.person,
        2,
    )


def test_what_it_costs_is_shown_first_and_asked_again_where_it_changed(rosa, pot):
    first = timezone.now() + timedelta(hours=10)
    market.accepted(pot=pot, at=timezone.now() - timedelta(days=20), first=first)
    checked = page(rosa.post(PAUSE, days(0, 5)))
    what = pauses.effect(pauses.Wish(pot.person, "hospital", timezone.localdate()), timezone.now())
    assert (what.owed_pence > 0, f"You pay £{what.owed_pence / 100:.2f}" in checked) == (True, True)
    again = page(rosa.post(PAUSE, {**days(0, 5), "shown_pence": 0, "confirm": 1}))
    assert ("This now costs" in again, VisitPause.objects.count()) == (True, 0)


def test_what_was_typed_comes_back(rosa):
    assert 'value="hospital" ' in page(rosa.post(PAUSE, {**days(0, 20), "change": 1}))
    wrong = page(rosa.post(PAUSE, days(5, 2)))
    assert "The last day must be the same as or after the first day" in wrong
    assert "Choose why" in page(rosa.post(PAUSE, {}))


def test_a_second_pause_of_the_same_days_is_refused_in_words(rosa, pot):
    running(pot)
    assert "Visits are already paused from" in page(rosa.post(PAUSE, days(3, 4)))


def test_the_end_is_checked_and_done(rosa, pot):
    market.coming(pot=pot)
    made = running(pot)
    there = reverse("marketplace-week-pause-end", args=[made.pk])
    back = timezone.localdate() + timedelta(days=1)
    checked = page(rosa.post(there, boxes("back_on", back)))
    assert ("These go on as booked" in checked, "Ben Okafor" in checked) == (True, True)
    rosa.post(there, {**boxes("back_on", back), "confirm": 1})
    made.refresh_from_db()
    assert (made.back_on, made.ended_by) == (back, pot.person.user)
    assert "This pause has ended" in page(rosa.get(there, follow=True))


def test_a_day_in_the_past_is_no_end(rosa, pot):
    there = reverse("marketplace-week-pause-end", args=[running(pot).pk])
    assert "Choose a day from" in page(rosa.post(there, boxes("back_on", timezone.localdate() - timedelta(days=1))))


def test_one_that_has_not_begun_is_called_off_without_a_day(rosa, pot):
    made = running(pot, first=5)
    there = reverse("marketplace-week-pause-end", args=[made.pk])
    assert "will not happen" in page(rosa.get(there))
    rosa.post(there, {"confirm": 1})
    made.refresh_from_db()
    assert made.back_on == made.starts_on


def test_what_was_asked_for_and_not_answered_waits_too(rosa, pot):
    listing = market.listing()
    order = market.waiting(listing, pot)
    visit = order.visits.get()
    checked = page(rosa.post(PAUSE, days(0, 20)))
    assert f"Ben Okafor, {when(visit.starts_at, visit.ends_at)}: it waits too" in checked
    assert "Nobody is booked for these days" not in checked
    ben = sessions.enter(Client(), market.seller_user(listing))
    there = [reverse(name, args=[order.reference]) for name in ("provider-order", "provider-order-accept")]
    said = ("Visits are paused on this day", f"paused on these days: {when(visit.starts_at, visit.ends_at)}.")
    assert [words in page(ben.get(one)) for one, words in zip(there, said, strict=True)] == [False, False]
    running(pot)
    assert [words in page(ben.get(one)) for one, words in zip(there, said, strict=True)] == [True, True]


# Cover


def cover(visit):
    return reverse("marketplace-week-cover", args=[visit.order.reference, visit.number])


def test_cover_begins_a_request_with_the_day_and_time_in_it(rosa, pot):
    visit = market.coming(pot=pot).visits.get()
    other = market.listing(personal_assistant=market.assistant("Dylan Price"))
    known = market.coming(other, pot, first=market.soon(8)).listing
    shown = page(rosa.get(cover(visit)))
    assert ("Dylan Price" in shown, "You know them" in shown, visit.order.listing.slug in shown) == (True, True, False)
    begun = rosa.post(cover(visit), {"listing": known.slug})
    draft = Draft.objects.get(order=None)
    assert (begun.url, draft.listing, draft.answers) == (
        reverse("marketplace-book", args=[known.slug]),
        known,
        {"first_on": visit.on.isoformat(), "start": "12:00", "minutes": 120, "weeks": 1},
    )
    when = page(rosa.get(begun.url, follow=True))
    assert f'value="{visit.on.day}"' in when
    assert 'value="midday"' in when


def test_who_is_busy_then_is_not_in_the_list(rosa, pot):
    visit = market.coming(pot=pot).visits.get()
    other = market.listing(personal_assistant=market.assistant("Dylan Price"))
    market.coming(other, pot, first=visit.starts_at + timedelta(hours=1))
    assert "Dylan Price" not in page(rosa.get(cover(visit)))


def test_nobody_is_in_reach(rosa, pot):
    visit = market.coming(pot=pot).visits.get()
    market.listing(personal_assistant=market.assistant("Dylan Price"))
    assert "Nobody near you who can be booked here is free then" in page(rosa.get(cover(visit)))


def test_it_is_too_late_for_cover(rosa, pot):
    visit = market.started(pot=pot)
    assert "too late to ask for cover" in page(rosa.get(cover(visit), follow=True))


def test_who_may_not_pay_reads_why_nobody_is_offered(pot):
    visit = market.coming(pot=pot).visits.get()
    mandate = people.mandate(pot.person, people.user("Cousin"), Scope.ORDER)
    client = sessions.enter(Client(), mandate.delegate, acting=mandate)
    shown = page(client.get(cover(visit)))
    assert ("You may not pay for this person" in shown, "write" in shown) == (True, False)


@pytest.mark.parametrize("number", [1, 3])
def test_cover_costs_the_same_however_many_could_come(rosa, pot, number, django_assert_num_queries):
    visit = market.coming(pot=pot).visits.get()
    for one in range(number):
        listing = market.listing(personal_assistant=market.assistant(f"Dylan Price {one}"))
        market.coming(listing, pot, first=market.soon(8 + one))
    rosa.get(cover(visit))
    with django_assert_num_queries(17):
        assert "Dylan Price 0" in page(rosa.get(cover(visit)))
