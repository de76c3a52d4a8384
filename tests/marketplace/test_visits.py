from datetime import timedelta

import pytest

from accounts import limits
from accounts.roles import Scope
from marketplace.actions import clock, visits
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import Visit
from marketplace.permissions import NotYours
from marketplace.states import Party
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories.marketplace import NOW, TUESDAY

pytestmark = pytest.mark.django_db
ALL = 41260
LATER = timedelta(days=20)  # after the right to cancel


def sides(visit):
    return visit.order.person.user, market.seller_user(visit.order.listing)


def books(visit):
    """Held, available, owed to the seller."""
    pot = visit.order.pot
    return market.held(pot), market.available(pot), market.owed(visit.order.listing)


def code(refused):
    return refused.value.code


def test_recorded_confirmed_and_paid():
    visit = market.settled()
    assert (visit.state, visit.paid_pence, books(visit)) == ("settled", 3300, (0, ALL - 3300, 3300))
    events = [event.name for event in visit.events.all()]
    assert events == ["request", "plan", "deliver", "confirm", "settle"]


def test_a_shorter_visit_costs_less_and_the_rest_goes_back():
    visit = market.settled(minutes=90)
    assert (visit.delivered_minutes, visit.paid_pence, books(visit)) == (90, 2475, (0, ALL - 2475, 2475))


def test_a_visit_is_not_recorded_before_it_starts():
    visit = market.planned()
    with pytest.raises(Refused) as refused:
        visits.deliver(visit=visit, minutes=120, by=sides(visit)[1], at=TUESDAY - timedelta(minutes=1))
    assert code(refused) == "too_early"


def test_silence_for_three_days_is_a_yes_to_what_was_agreed():
    visit = market.delivered(minutes=180)
    recorded = visit.delivered_at
    assert clock.confirm_silent(recorded + timedelta(days=3, seconds=-1)) == 0
    assert [clock.confirm_silent(recorded + timedelta(days=3)) for _ in range(2)] == [1, 0]
    visit.refresh_from_db()
    assert (visit.state, visit.paid_pence, books(visit)) == ("settled", 3300, (0, ALL - 3300, 3300))
    assert visit.proposals.get().state == "closed"


# More time than agreed


def test_more_time_is_paid_only_with_a_yes():
    visit = market.delivered(minutes=180)
    assert (visit.delivered_minutes, visits.extra_time(visit).price_pence) == (120, 4950)
    visits.confirm(visit=visit, by=sides(visit)[0], with_extra=True, at=visit.ends_at)
    assert (visit.paid_pence, visit.minutes, books(visit)) == (4950, 180, (0, ALL - 4950, 4950))


def test_without_a_yes_the_agreed_time_is_paid():
    visit = market.delivered(minutes=180)
    visits.confirm(visit=visit, by=sides(visit)[0], at=visit.ends_at)
    assert (visit.paid_pence, visit.proposals.get().state) == (3300, "declined")


def test_more_time_than_there_is_money_for_is_refused_and_nothing_changes():
    visit = market.delivered(minutes=180, pot=market.pot(people.person(), pence=4000))
    with pytest.raises(Refused) as refused:
        visits.confirm(visit=visit, by=sides(visit)[0], with_extra=True, at=visit.ends_at)
    visit.refresh_from_db()
    assert (code(refused), visit.state, market.held(visit.order.pot)) == ("not_enough", "delivered", 3300)
    assert visits.extra_time(visit) is not None


def test_a_delegates_limit_holds_for_more_time():
    pot = market.pot(people.person())
    amira = people.user("Amira Whitfield")
    people.mandate(pot.person, amira, Scope.ORDER, Scope.PAY, pay_per_month_pence=4000)
    visit = market.delivered(minutes=180, pot=pot, by=amira)
    with pytest.raises(Refused) as refused:
        visits.confirm(visit=visit, by=amira, with_extra=True, at=visit.ends_at)
    assert code(refused) == "over_month_limit"


def delegated(pot, **more):
    amira = people.user("Amira Whitfield")
    return amira, people.mandate(pot.person, amira, Scope.ORDER, Scope.PAY, **more)


def test_more_time_on_anothers_order_counts_to_a_delegates_month():
    pot = market.pot(people.person())
    amira, mandate = delegated(pot, pay_per_month_pence=3000)
    visit, second = (market.delivered(minutes=180, pot=pot) for _ in range(2))
    visits.confirm(visit=visit, by=amira, with_extra=True, at=visit.ends_at)
    extra = visit.proposals.get()
    assert (extra.mandate, extra.added_pence) == (mandate, 4950 - 3300)
    assert limits.spent_this_month(mandate, visit.ends_at) == 1650
    with pytest.raises(Refused) as refused:
        visits.confirm(visit=second, by=amira, with_extra=True, at=visit.ends_at)
    second.refresh_from_db()
    assert (code(refused), second.state, second.proposals.get().state) == ("over_month_limit", "delivered", "open")
    visits.refund(visit=visit, pence=1000, reason="Late", by=sides(visit)[1], at=visit.ends_at)
    assert limits.spent_this_month(mandate, visit.ends_at) == 650


def test_more_time_on_her_own_order_counts_once():
    pot = market.pot(people.person())
    amira, mandate = delegated(pot)
    visit = market.delivered(minutes=180, pot=pot, by=amira)
    visits.confirm(visit=visit, by=amira, with_extra=True, at=visit.ends_at)
    assert limits.spent_this_month(mandate, visit.ends_at) == 4950


def test_more_time_counts_to_the_month_of_the_yes():
    pot = market.pot(people.person())
    amira, mandate = delegated(pot)
    visit = market.delivered(minutes=180, pot=pot, by=amira, first=TUESDAY + timedelta(days=7))  # 1 December
    visits.confirm(visit=visit, by=amira, with_extra=True, at=visit.ends_at)
    assert limits.spent_this_month(mandate, visit.ends_at) == 1650


# Cancelling


def test_the_person_cancels_in_time_for_nothing():
    visit = market.planned()
    visits.cancel(visit=visit, by=sides(visit)[0], party=Party.PERSON, at=NOW + timedelta(hours=2))
    assert (visit.state, books(visit)) == ("cancelled", (0, ALL, 0))


def test_cancelling_late_costs_what_the_terms_say_once_the_14_days_are_over():
    visit = market.planned(first=TUESDAY + LATER)
    late = visit.starts_at - timedelta(hours=2)
    assert visits.cancel_costs(visit, late) == 1650
    visits.cancel(visit=visit, by=sides(visit)[0], party=Party.PERSON, at=late)
    assert (visit.paid_pence, books(visit)) == (1650, (0, ALL - 1650, 1650))


def test_in_the_14_days_cancelling_is_free_however_late():
    visit = market.planned()
    assert visits.cancel_costs(visit, TUESDAY - timedelta(minutes=5)) == 0


def test_cancelling_never_costs_more_than_was_shown():
    visit = market.planned(first=TUESDAY + LATER)
    with pytest.raises(Refused) as refused:
        late = visit.starts_at - timedelta(hours=2)
        visits.cancel(visit=visit, by=sides(visit)[0], party=Party.PERSON, shown_pence=0, at=late)
    assert code(refused) == "price"


def test_a_seller_who_cancels_is_owed_nothing():
    visit = market.planned(first=TUESDAY + LATER)
    late = visit.starts_at - timedelta(minutes=5)
    visits.cancel(visit=visit, by=sides(visit)[1], party=Party.PROVIDER, reason="Ill", at=late)
    assert books(visit) == (0, ALL, 0)


def test_a_visit_that_started_is_not_cancelled_by_the_person():
    visit = market.planned()
    with pytest.raises(Refused) as refused:
        visits.cancel(visit=visit, by=sides(visit)[0], party=Party.PERSON, at=TUESDAY)
    assert code(refused) == "started"


def test_the_rest_of_an_order_is_cancelled_in_one_go():
    order = market.accepted(weeks=3)
    assert visits.cancel_rest(order=order, by=order.person.user, at=TUESDAY + timedelta(days=1)) == 0
    assert [visit.state for visit in order.visits.all()] == ["planned", "cancelled", "cancelled"]
    assert market.held(order.pot) == 3300


# Nobody came


def missed():
    visit = market.planned()
    return visits.miss(visit=visit, by=sides(visit)[0], at=TUESDAY + timedelta(hours=1))


def test_nobody_came_and_the_seller_agrees():
    visit = missed()
    visits.agree_missed(visit=visit, by=sides(visit)[1], at=TUESDAY + timedelta(hours=2))
    assert (visit.state, books(visit)) == ("not_owed", (0, ALL, 0))


def test_nobody_came_and_the_seller_is_silent():
    visit = missed()
    assert clock.give_back_missed(visit.missed_at + timedelta(days=3)) == 1
    visit.refresh_from_db()
    assert (visit.state, books(visit)) == ("not_owed", (0, ALL, 0))


def test_nobody_came_and_the_seller_says_otherwise():
    visit = missed()
    query = visits.dispute_missed(visit=visit, reason="I was there", by=sides(visit)[1], at=TUESDAY)
    assert (visit.state, visit.owed_pence, query.party) == ("queried", 3300, "provider")


def test_nobody_came_is_not_said_beforehand():
    visit = market.planned()
    with pytest.raises(Refused):
        visits.miss(visit=visit, by=sides(visit)[0], at=TUESDAY - timedelta(seconds=1))


def test_a_visit_nobody_recorded_in_a_week_ends_and_frees_its_money():
    visit = market.planned()
    assert clock.lapse_due(TUESDAY + timedelta(days=7, seconds=-1)) == 0
    assert clock.lapse_due(TUESDAY + timedelta(days=7)) == 1
    visit.refresh_from_db()
    assert (visit.state, books(visit)) == ("lapsed", (0, ALL, 0))


# After it was paid


def test_the_seller_gives_money_back_in_parts_and_never_more_than_was_paid():
    visit = market.settled()
    seller = sides(visit)[1]
    visits.refund(visit=visit, pence=1000, reason="Left early", by=seller, at=visit.ends_at)
    visits.refund(visit=visit, pence=2300, reason="All of it", by=seller, at=visit.ends_at)
    assert (visit.state, visit.refunded_pence, books(visit)) == ("refunded", 3300, (0, ALL, 0))
    with pytest.raises(Refused):
        visits.refund(visit=visit, pence=1, reason="", by=seller, at=visit.ends_at)


# Who may


@pytest.mark.parametrize("act", [visits.confirm, visits.miss])
def test_neither_a_stranger_nor_the_seller_answers_for_the_person(act):
    visit = market.delivered()
    for user in (people.user("Stranger"), sides(visit)[1]):
        with pytest.raises(NotYours):
            act(visit=visit, by=user, at=visit.ends_at)


def test_a_delegate_who_only_looks_cannot_confirm():
    visit = market.delivered()
    cousin = people.user("Cousin")
    people.mandate(visit.order.person, cousin, Scope.SEE_BALANCE, Scope.SEE_LINES)
    with pytest.raises(NotYours):
        visits.confirm(visit=visit, by=cousin, at=visit.ends_at)


def test_the_person_does_not_record_a_visit():
    visit = market.planned()
    with pytest.raises(NotYours):
        visits.deliver(visit=visit, minutes=120, by=sides(visit)[0], at=visit.ends_at)


def test_two_copies_of_a_visit_cannot_both_move():
    visit = market.delivered()
    stale = Visit.objects.get(pk=visit.pk)
    visits.confirm(visit=visit, by=sides(visit)[0], at=visit.ends_at)
    with pytest.raises(Overtaken):
        visits.confirm(visit=stale, by=sides(visit)[0], at=visit.ends_at)
    assert books(visit) == (0, ALL - 3300, 3300)
