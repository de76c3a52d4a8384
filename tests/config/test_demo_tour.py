"""Whenever the demo is made, Ben has what its tour asks of him: a visit to record and a request to answer. Rosa has a
visit to say yes to."""

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from config.demo.seed_marketplace import THURSDAY, TUESDAY, Scene, for_ben, for_rosa, weekly
from config.demo.seed_money import Purse
from marketplace.models import Visit
from marketplace.permissions import sellers_of
from marketplace.queries import desk
from tests.factories import accounts as people
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
CLOCKS = [
    datetime(2026, 11, 22, 0, 5, tzinfo=LONDON),  # a Sunday, just after midnight
    datetime(2026, 11, 23, 8, 0, tzinfo=LONDON),
    datetime(2026, 11, 24, 8, 59, tzinfo=LONDON),  # Tuesday, before Ben's visit of 9am
    datetime(2026, 11, 24, 10, 0, tzinfo=LONDON),  # while he is there
    datetime(2026, 11, 26, 23, 55, tzinfo=LONDON),
    datetime(2026, 11, 27, 12, 0, tzinfo=LONDON),
    datetime(2026, 10, 25, 1, 30, tzinfo=LONDON),  # the clocks go back
    datetime(2026, 10, 26, 0, 30, tzinfo=LONDON),
    datetime(2027, 3, 28, 3, 0, tzinfo=LONDON),  # the clocks go forward
    datetime(2027, 1, 1, 0, 1, tzinfo=LONDON),
]


@pytest.mark.parametrize("now", CLOCKS, ids=lambda now: f"{now:%a-%d-%b-%H%M}")
def test_ben_has_a_visit_to_record_and_a_request_to_answer_and_rosa_one_to_confirm(now):
    listing, rosa = market.listing(), people.person()
    ben = market.seller_user(listing)
    purse = Purse({label: market.pot(rosa, label=label) for label in ("Getting out", "Keeping clean and well")})
    users = {"rosa@aldermere.example": rosa.user, "ben@aldermere.example": ben}
    scene = Scene(now, users, {"rosa": rosa}, {"rosa": purse}, {"ben-okafor": listing})
    for weekday in (TUESDAY, THURSDAY):
        weekly(scene, "rosa", "Keeping clean and well", "ben-okafor", rosa.user, weekday, 9, 120, 2, 3)
    for_ben(scene)
    for_rosa(scene)
    (seller,) = sellers_of(ben)
    over = [visit for visit in desk.to_record(seller.visits, now) if visit.ends_at <= now]
    assert [visit.minutes for visit in over][:1] == [60]  # yesterday's, which is over
    (to_confirm,) = Visit.objects.filter(state="delivered")
    assert timedelta(0) < now - to_confirm.delivered_at < timedelta(days=3)  # silence says yes after that
    (request,) = desk.requests(seller.orders)
    assert request.person == rosa
    assert request.answer_due_at > now + timedelta(hours=24)
    times = sorted((visit.starts_at, visit.ends_at) for visit in Visit.objects.all())
    assert all(end <= start for (_, end), (start, _) in pairwise(times))
