"""A line of a statement says for ever what the money was held for when it was held."""

from datetime import timedelta

import pytest

from accounts.queries import statements
from accounts.queries.holdings import Holding
from marketplace.actions import proposals, visits
from marketplace.states import Party
from tests.factories import marketplace as market
from tests.factories.marketplace import NOW, TUESDAY

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(hours=3)


def printed(visit):
    """Every line of the pot's statement, free and held, oldest first."""
    pot = visit.order.pot
    holding = Holding("budget", [pot], {})
    made = statements.between(holding, NOW.date() - timedelta(days=1), NOW.date() + timedelta(days=90))
    return [[(line.at, line.words, line.pence) for line in side.lines] for side in (made.free, made.held)]


def moved(visit, starts_at=TUESDAY + timedelta(days=1), minutes=120):
    by, seller = visit.order.person.user, market.seller_user(visit.order.listing)
    new = {"starts_at": starts_at, "minutes": minutes, "by": by, "party": Party.PERSON, "at": SOON}
    return proposals.accept(proposal=proposals.propose(visit=visit, **new), by=seller, at=SOON)


def still_there(before, after):
    """The old print is the beginning of the new one."""
    return [new[: len(old)] == old for old, new in zip(before, after, strict=True)] == [True, True]


@pytest.mark.parametrize("minutes", [120, 60])
def test_a_move_leaves_every_line_that_was_printed_as_it_was(minutes):
    visit = market.planned()
    before = printed(visit)
    moved(visit, minutes=minutes)
    after = printed(visit)
    assert still_there(before, after)
    length = "2 hours" if minutes == 120 else "1 hour"
    assert [words for _, words, _ in after[0]][-3:] == [
        "Held for Ben Okafor, 2 hours on 24 November",
        "No longer held: Ben Okafor, 2 hours on 24 November",
        f"Held for Ben Okafor, {length} on 25 November",
    ]


def test_more_time_leaves_every_line_that_was_printed_as_it_was():
    visit = market.delivered(minutes=180)
    before = printed(visit)
    visits.confirm(visit=visit, by=visit.order.person.user, with_extra=True, at=visit.delivered_at)
    after = printed(visit)
    assert still_there(before, after)
    assert after[1][-1][1:] == ("Paid for Ben Okafor, 3 hours on 24 November", -4950)


def test_the_day_of_a_visit_that_moved_twice_is_told_in_each_line():
    visit = market.planned()
    prints = [printed(visit)]
    for days in (1, 2):
        moved(visit, TUESDAY + timedelta(days=days))
        prints.append(printed(visit))
    assert [still_there(prints[0], prints[1]), still_there(prints[1], prints[2])] == [True, True]
    assert prints[2][0][-1][1] == "Held for Ben Okafor, 2 hours on 26 November"
