"""What a seller records has happened, and may be corrected until somebody has answered."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Notice
from marketplace.actions import clock, queries, visits
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import Visit
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market
from tests.factories.marketplace import TUESDAY
from tests.marketplace.test_desk_pages import to as desk
from tests.marketplace.test_order_pages import to as person

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def ben(visit):
    return market.seller_user(visit.order.listing)


def deliver(visit, minutes, at):
    return visits.deliver(visit=visit, minutes=minutes, by=ben(visit), at=at)


def refused(visit, minutes, at):
    with pytest.raises(Refused) as found:
        deliver(visit, minutes, at)
    assert Visit.objects.get(pk=visit.pk).version == visit.version
    return found.value.code


@pytest.mark.parametrize(("minutes", "passed"), [(120, 119), (61, 60), (180, 179), (1, 0)])
def test_no_more_is_recorded_than_the_time_that_has_passed(minutes, passed):
    visit = market.planned()
    assert refused(visit, minutes, TUESDAY + passed * MINUTE) == "not_yet"
    assert deliver(visit, minutes, TUESDAY + minutes * MINUTE).state == "delivered"


def test_a_whole_day_is_recorded_when_it_is_over():
    offer = market.listing(service=directory.service(), unit="day", price_pence=4200, minimum_minutes=360)
    visit = market.planned(offer, minutes=360)
    assert refused(visit, 360, TUESDAY + 300 * MINUTE) == "not_yet"
    assert deliver(visit, 360, TUESDAY + 360 * MINUTE).owed_pence == 4200


def test_a_record_is_corrected_with_an_event_a_letter_and_three_new_days():
    visit = market.delivered()
    first, later = visit.delivered_at, visit.delivered_at + timedelta(days=2)
    deliver(visit, 90, later)
    assert (visit.state, visit.delivered_minutes, visit.owed_pence, visit.delivered_at) == (
        "delivered",
        90,
        2475,
        later,
    )
    assert visit.events.get(name="correct").detail == {"minutes": 90, "owed": 2475}
    assert [notice.to for notice in Notice.objects.filter(template__endswith="visit_corrected")] == [
        visit.order.person.user
    ]
    assert clock.confirm_silent(first + timedelta(days=3)) == 0
    assert clock.confirm_silent(later + timedelta(days=3)) == 1
    visit.refresh_from_db()
    assert (visit.paid_pence, market.held(visit.order.pot)) == (2475, 0)


def test_more_time_asked_for_goes_with_the_record_that_asked():
    visit = market.delivered(minutes=180)
    deliver(visit, 120, visit.delivered_at)
    assert visits.extra_time(visit) is None
    deliver(visit, 150, visit.delivered_at)
    assert visits.extra_time(visit).minutes == 150


def test_once_it_is_answered_nothing_is_corrected():
    confirmed, queried = market.settled(), market.delivered()
    queries.ask(visit=queried, reason="Short", by=queried.order.person.user, at=queried.delivered_at)
    for visit in (confirmed, queried):
        assert refused(visit, 60, visit.delivered_at) == "overtaken"


def test_a_record_corrected_meanwhile_is_not_what_she_said_yes_to():
    visit = market.delivered()
    seen = visit.version
    deliver(visit, 90, visit.delivered_at)
    with pytest.raises(Overtaken):
        visits.confirm(visit=visit, by=visit.order.person.user, shown_version=seen, at=visit.delivered_at)


# On screen


def clients(visit):
    return sessions.enter(Client(), ben(visit)), sessions.enter(Client(), visit.order.person.user)


def words(page):
    return " ".join(page.content.decode().split())


def test_the_form_says_how_much_time_has_passed():
    visit = market.started()
    Visit.objects.filter(pk=visit.pk).update(starts_at=market.timezone.now() - 40 * MINUTE)
    bens, _ = clients(visit)
    page = bens.post(desk("record", visit), {"hours": "2", "minutes": "0"})
    assert "Only 40 minutes have passed since the visit was to start. Record it when it is over." in words(page)
    bens.post(desk("record", visit), {"hours": "0", "minutes": "40"})
    assert Visit.objects.get(pk=visit.pk).delivered_minutes == 40


def test_the_seller_corrects_and_the_person_is_shown_the_new_record_before_she_says_yes():
    visit = market.recorded(pot=market.pot(people.person()))
    bens, rosas = clients(visit)
    seen = rosas.get(person("confirm", visit)).context["form"].initial
    page = bens.get(desk("record", visit))
    assert ("Correct the record" in words(page), page.context["form"].initial) == (True, {"hours": 2, "minutes": 0})
    bens.post(desk("record", visit), {"hours": "1", "minutes": "30"})
    again = rosas.post(person("confirm", visit), seen, follow=True)
    assert "Ben Okafor has corrected the record" in words(again)
    assert "recorded 1 hour 30 minutes" in words(again)
    rosas.post(person("confirm", visit), again.context["form"].initial)
    assert Visit.objects.get(pk=visit.pk).state == "settled"
    assert "Record corrected" in words(rosas.get(visit.order.get_absolute_url()))


def test_yes_to_more_time_that_was_corrected_meanwhile_moves_no_money():
    visit = market.delivered(minutes=150)
    seen = Visit.objects.get(pk=visit.pk)
    deliver(Visit.objects.get(pk=visit.pk), 240, visit.ends_at + timedelta(hours=8))
    before = market.held(visit.order.pot), market.available(visit.order.pot)
    with pytest.raises(Overtaken):
        visits.confirm(
            visit=seen,
            by=seen.order.person.user,
            with_extra=True,
            shown_version=seen.version,
            at=visit.ends_at + timedelta(hours=9),
        )
    assert (market.held(visit.order.pot), market.available(visit.order.pot), market.owed(visit.order.listing)) == (
        *before,
        0,
    )
