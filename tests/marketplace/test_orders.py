from datetime import datetime, timedelta

import pytest
from django.core import mail

from accounts.actions import cards
from accounts.models import AuditLine, Card, Notice
from accounts.roles import Scope
from directory.actions import services
from marketplace.actions import orders
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import Order
from marketplace.permissions import NotYours
from tests.factories import accounts as people
from tests.factories import directory, money
from tests.factories import marketplace as market
from tests.factories.marketplace import LONDON, NOW, TUESDAY

pytestmark = pytest.mark.django_db


def refusal(wish, by, at=NOW):
    with pytest.raises(Refused) as refused:
        orders.place(wish=wish, by=by, at=at)
    assert Order.objects.count() == 0
    return refused.value.code


def test_placing_holds_the_money_of_each_visit_and_freezes_the_terms():
    pot = market.pot(people.person())
    order = market.order(pot=pot, weeks=3)
    assert [visit.price_pence for visit in order.visits.all()] == [3300, 3300, 3300]
    assert (market.held(pot), market.available(pot)) == (9900, 41260 - 9900)
    assert (order.state, order.answer_due_at, order.mandate) == ("requested", TUESDAY, None)
    order.listing.price_pence = 9999
    order.listing.save()
    order.refresh_from_db()
    assert (order.terms.price_pence, order.seller_name) == (1650, "Ben Okafor")


def test_an_answer_is_due_in_48_hours_when_the_visit_is_later():
    order = market.order(first=TUESDAY + timedelta(days=2))
    assert order.answer_due_at == NOW + timedelta(hours=48)


@pytest.mark.parametrize(("minute", "hour"), [(0, 12), (1, 13), (59, 13)])
def test_the_answer_is_due_at_a_full_hour_so_that_two_pages_name_the_same(minute, hour):
    order = market.order(first=TUESDAY + timedelta(days=2), at=NOW.replace(minute=minute))
    assert order.answer_due_at == TUESDAY.replace(hour=hour)


def test_each_move_leaves_an_event_and_an_audit_line():
    order = market.accepted()
    events = [(event.name, event.from_state, event.to_state) for event in order.events.all()]
    assert events == [("request", "", "requested"), ("accept", "requested", "accepted")]
    visit = order.visits.get()
    assert [event.name for event in visit.events.all()] == ["request", "plan"]
    lines = AuditLine.objects.filter(subject=f"order:{order.reference}").values_list("action", flat=True)
    assert list(lines) == ["order.request", "order.accept"]


def test_the_same_journey_is_the_same_order():
    pot = market.pot(people.person())
    wish = market.wish(market.listing(), pot)
    first = orders.place(wish=wish, by=pot.person.user, at=NOW)
    assert orders.place(wish=wish, by=pot.person.user, at=NOW) == first
    assert market.held(pot) == 3300


def test_the_weekend_price_counts_where_the_visit_starts_at_the_weekend():
    order = market.order(first=datetime(2026, 11, 28, 9, tzinfo=LONDON))
    assert order.visits.get().price_pence == 3600


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"first": NOW - timedelta(hours=1)}, "dates"),
        ({"weeks": 27}, "dates"),
        ({"minutes": 30}, "too_short"),
        ({"start_early": False}, "start_early"),
        ({"not_household": False}, "household"),
        ({"shown_pence": 3200}, "price"),
    ],
)
def test_what_is_refused(change, code):
    pot = market.pot(people.person())
    assert refusal(market.wish(market.listing(), pot, **change), pot.person.user) == code
    assert market.held(pot) == 0


def test_too_little_money_holds_nothing():
    pot = market.pot(people.person(), pence=5000)
    assert refusal(market.wish(market.listing(), pot, weeks=2), pot.person.user) == "not_enough"
    assert (market.held(pot), market.available(pot)) == (0, 5000)


def test_starting_early_needs_no_word_when_the_visits_are_later():
    pot = market.pot(people.person())
    later = market.wish(market.listing(), pot, first=TUESDAY + timedelta(days=14), start_early=False)
    assert orders.place(wish=later, by=pot.person.user, at=NOW).start_early_at is None


def test_a_paused_offer_cannot_be_ordered():
    pot = market.pot(people.person())
    assert refusal(market.wish(market.listing(published=False), pot), pot.person.user) == "paused"


@pytest.mark.parametrize("change", [{"state": "suspended"}, {"until": NOW.date() - timedelta(days=1)}])
def test_an_assistant_whose_approval_does_not_hold_takes_no_new_orders_and_accepts_none(change):
    pot, listing = market.pot(people.person()), market.listing()
    asked = market.order(listing, pot)
    listing.personal_assistant.approvals.update(**change)
    with pytest.raises(Refused) as refused:
        orders.place(wish=market.wish(listing, pot), by=pot.person.user, at=NOW)
    assert refused.value.code == "paused"
    with pytest.raises(Refused) as refused:
        orders.accept(order=asked, by=market.seller_user(listing), at=NOW)
    assert refused.value.code == "not_sound"


def test_the_last_day_of_an_approval_still_counts():
    pot, listing = market.pot(people.person()), market.listing()
    listing.personal_assistant.approvals.update(until=NOW.date())
    assert orders.place(wish=market.wish(listing, pot), by=pot.person.user, at=NOW).state == "requested"


def test_a_service_whose_registration_ended_sells_nothing():
    """Health and Social Care Act 2008 s.10."""
    service = directory.service(gives_personal_care=True, cqc_location_id="1-123456789")
    pot, listing = market.pot(people.person()), market.listing(service=service)
    service.refresh_from_db()
    services.end_registration(service=service, on=NOW.date(), by=None, at=NOW)
    assert refusal(market.wish(listing, pot), pot.person.user) == "paused"


def test_somebody_who_works_as_an_employee_is_not_booked():
    listing = market.listing()
    listing.personal_assistant.employment = "employee"
    listing.personal_assistant.save()
    pot = market.pot(people.person())
    assert refusal(market.wish(listing, pot), pot.person.user) == "employee"


def test_money_of_somebody_else_cannot_be_spent():
    pot, other = market.pot(people.person()), people.person("Joan Whitfield")
    wish = market.wish(market.listing(), pot)
    theirs = orders.Wish(**{**wish.__dict__, "person": other})
    assert refusal(theirs, other.user) == "pot"


# Somebody who acts for the person


def delegate(person, *scopes, **limits):
    amira = people.user("Amira Whitfield")
    people.mandate(person, amira, *scopes, **limits)
    return amira


def test_a_delegate_orders_within_her_mandate_and_both_are_recorded():
    pot = market.pot(people.person("Joan Whitfield"))
    amira = delegate(pot.person, Scope.ORDER, Scope.PAY)
    order = market.order(pot=pot, by=amira)
    assert (order.placed_by, order.mandate.delegate, order.person) == (amira, amira, pot.person)
    line = AuditLine.objects.get(action="order.request")
    assert (line.by, line.on_behalf_of) == (str(amira.pk), str(pot.person.pk))


@pytest.mark.parametrize("scopes", [[Scope.ORDER], [Scope.PAY], [Scope.SEE_BALANCE]])
def test_a_delegate_needs_both_scopes(scopes):
    pot = market.pot(people.person())
    with pytest.raises(NotYours):
        market.order(pot=pot, by=delegate(pot.person, *scopes))


def test_a_stranger_cannot_order():
    with pytest.raises(NotYours):
        market.order(by=people.user("Stranger"))


def test_a_delegates_limit_for_a_purchase():
    pot = market.pot(people.person())
    amira = delegate(pot.person, Scope.ORDER, Scope.PAY, pay_per_purchase_pence=6000)
    assert refusal(market.wish(market.listing(), pot, weeks=2), amira) == "over_purchase_limit"


def test_a_delegates_limit_for_a_month_counts_what_is_still_held_or_paid():
    pot = market.pot(people.person())
    amira = delegate(pot.person, Scope.ORDER, Scope.PAY, pay_per_month_pence=7000)
    first = market.order(pot=pot, by=amira)
    market.order(pot=pot, by=amira)
    with pytest.raises(Refused) as refused:
        market.order(pot=pot, by=amira)
    assert refused.value.code == "over_month_limit"
    orders.withdraw(order=first, by=amira, at=NOW)
    assert market.order(pot=pot, by=amira).state == "requested"


def test_a_delegates_month_is_one_sum_whether_she_orders_or_uses_a_card():
    account = money.card_account(50_000)
    pot = account.pots.get()
    amira = delegate(pot.person, Scope.ORDER, Scope.PAY, pay_per_month_pence=5_000)
    card = money.card(account, holder=amira)

    def buy(reference, pence):
        return cards.authorise(card=card, reference=reference, merchant="Shop", pence=pence, at=NOW)

    bought = buy("a", 2_000)
    with pytest.raises(Refused) as refused:  # two hours for £33.00
        market.order(pot=pot, by=amira)
    assert refused.value.code == "over_month_limit"
    cards.capture(authorisation=bought, pence=1_700, at=NOW)
    assert market.order(pot=pot, by=amira).state == "requested"
    assert buy("b", 1).decline_reason == "over_limit"


def test_a_delegates_month_counts_an_order_that_had_the_lock_first_though_it_was_made_a_moment_later():
    pot = market.pot(people.person())
    amira = delegate(pot.person, Scope.ORDER, Scope.PAY, pay_per_month_pence=5_000)
    market.order(pot=pot, by=amira, at=NOW)
    with pytest.raises(Refused) as refused:
        market.order(pot=pot, by=amira, at=NOW - timedelta(microseconds=1))
    assert refused.value.code == "over_month_limit"


def test_a_delegates_new_card_does_not_begin_the_month_again():
    account = money.card_account(50_000)
    amira = delegate(account.person, Scope.PAY, pay_per_month_pence=5_000)
    old = money.card(account, holder=amira)
    cards.authorise(card=old, reference="a", merchant="Shop", pence=5_000, at=NOW)
    Card.objects.filter(pk=old.pk).update(state="closed")
    new = money.card(account, holder=amira)
    again = cards.authorise(card=new, reference="b", merchant="Shop", pence=1, at=NOW)
    assert again.decline_reason == "over_limit"


def test_a_delegate_cannot_buy_from_herself():
    pot = market.pot(people.person())
    listing = market.listing()
    ben = listing.personal_assistant.user
    people.mandate(pot.person, ben, Scope.ORDER, Scope.PAY)
    assert refusal(market.wish(listing, pot), ben) == "own_offer"


# Answers


def test_declining_gives_the_money_back():
    pot = market.pot(people.person())
    order = market.order(pot=pot)
    orders.decline(order=order, reason="I am away", by=market.seller_user(order.listing), at=NOW)
    assert (order.state, order.reason, order.visits.get().state) == ("declined", "I am away", "dropped")
    assert (market.held(pot), market.available(pot)) == (0, 41260)


def test_withdrawing_gives_the_money_back():
    pot = market.pot(people.person())
    order = market.order(pot=pot)
    orders.withdraw(order=order, by=pot.person.user, at=NOW)
    assert (order.state, market.held(pot)) == ("withdrawn", 0)


def test_nobody_answering_gives_the_money_back():
    pot = market.pot(people.person())
    order = market.order(pot=pot)
    assert orders.expire_due(TUESDAY - timedelta(seconds=1)) == 0
    assert [orders.expire_due(TUESDAY), orders.expire_due(TUESDAY)] == [1, 0]
    order.refresh_from_db()
    assert (order.state, market.held(pot)) == ("expired", 0)


def test_only_one_answer_counts():
    order = market.accepted()
    stale = Order.objects.get(pk=order.pk)
    stale.state, stale.version = "requested", 0
    with pytest.raises(Overtaken):
        orders.decline(order=stale, reason="", by=market.seller_user(order.listing), at=NOW)
    assert Order.objects.get(pk=order.pk).state == "accepted"


def test_an_answer_after_the_time_is_refused():
    order = market.order()
    with pytest.raises(Refused) as refused:
        orders.accept(order=order, by=market.seller_user(order.listing), at=TUESDAY)
    assert refused.value.code == "too_late"


def test_another_seller_cannot_answer():
    order = market.order()
    with pytest.raises(NotYours):
        orders.accept(order=order, by=market.seller_user(market.listing()), at=NOW)


def test_a_colleague_who_only_sees_the_money_cannot_answer():
    service = directory.service()
    order = market.order(market.listing(service=service))
    clerk = people.user("Clerk")
    directory.member(service.organisation, clerk, role="finance")
    with pytest.raises(NotYours):
        orders.accept(order=order, by=clerk, at=NOW)


def test_both_sides_are_told_and_seeding_sends_nothing(django_capture_on_commit_callbacks):
    order = market.order()
    told = Notice.objects.order_by("pk").values_list("template", "to__name")
    assert list(told) == [
        ("marketplace/emails/request_new", "Ben Okafor"),
        ("marketplace/emails/request_sent", "Rosa Alvarez"),
    ]
    orders.accept(order=order, by=market.seller_user(order.listing), at=NOW, send=False)
    assert Notice.objects.get(template="marketplace/emails/request_accepted").body == ""
    assert mail.outbox == []
