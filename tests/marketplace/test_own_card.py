"""An order paid with one's own card, from check your answers to the refund, on the fake Stripe over HTTP."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import ledger, outside, payments
from accounts.actions import own_payments, own_pots
from accounts.deaths import Death
from accounts.models import Notice, OwnPayment, OwnRefund, Payment
from accounts.roles import Role, Scope
from directory.bookings import Stop
from marketplace.actions import deaths, orders, own_card, proposals, queries, stops, telephone, visits
from marketplace.actions.moves import Refused
from marketplace.models import Draft, Order, Query
from marketplace.states import OrderState, Party
from tests import own_cards, sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories import setting_up
from tests.marketplace.test_booking import AGREED, ONCE, WEEKLY, address, confirm, when

pytestmark = pytest.mark.django_db


@pytest.fixture
def tom():
    """He pays for himself: no budget, nothing stored."""
    return people.person("Tom Brennan")


@pytest.fixture
def listing():
    return market.listing()


@pytest.fixture
def toms(tom):
    return sessions.enter(Client(), tom.user)


def fill(client, listing, length=ONCE, money="card"):
    """To the last page."""
    for step, data in {"when": when(), "length": length, "money": {"pot": money}, "seller": AGREED}.items():
        answer = client.post(address(step, listing), data)
        assert answer.status_code == 302, (step, answer.context["form"].errors)
    return client.get(answer.url)


def placed(tom, listing, **fields):
    asked = market.wish(listing, own_pots.pot_for(tom), first=market.soon(), **fields)
    return orders.place(wish=asked, by=tom.user)


def payment_of(order) -> OwnPayment:
    return own_payments.last_of("order", order.reference)


def paid(fake, order):
    own_cards.pay(fake, payment_of(order))
    order.refresh_from_db()
    return order


@pytest.fixture
def order(fake_stripe, tom, listing):
    """Paid, and the seller is asked."""
    return paid(fake_stripe, placed(tom, listing, weeks=3))


def settle(fake):
    """Whatever came free goes back, and the bank has it."""
    own_cards.work()
    own_cards.hear(fake)


def told(template) -> int:
    return Notice.objects.filter(template=f"marketplace/emails/{template}").count()


def test_from_the_answers_to_the_seller(fake_stripe, tom, toms, listing):
    page = fill(toms, listing, WEEKLY)
    text = page.content.decode()
    assert "Your own card" in text
    assert "Agree, and go on to pay" in text
    to_pay = confirm(toms, listing, page)
    order = Order.objects.get()
    assert (order.state, order.visits.count(), told("request_new")) == (OrderState.PAYING, 0, 0)
    assert "Pay £99.00 by card" in to_pay.content.decode()
    payment = OwnPayment.objects.get()
    assert f'href="{payment.address}"' in to_pay.content.decode()
    fake_stripe.checkout.pay(payment.session_id)
    waiting = toms.get(reverse("money-own-payment-back", args=[payment.pk]))
    assert "You do not need to pay again" in waiting.content.decode()
    assert Order.objects.get().state == OrderState.PAYING
    own_cards.hear(fake_stripe)
    done = toms.get(reverse("money-own-payment-back", args=[payment.pk]), follow=True)
    assert done.redirect_chain[-1][0] == order.get_absolute_url()
    assert "You have paid £99.00 with your own card." in done.content.decode()
    order.refresh_from_db()
    assert (order.state, order.visits.count(), told("request_new"), told("request_sent")) == ("requested", 3, 1, 1)
    assert own_cards.figures(order.pot) == (0, 9_900, 0)
    assert own_cards.faults() == {}


def test_a_second_click_pays_once(fake_stripe, toms, listing):
    page = fill(toms, listing)
    first, second = confirm(toms, listing, page), confirm(toms, listing, page)
    assert first.redirect_chain[-1] == second.redirect_chain[-1]
    assert (Order.objects.count(), OwnPayment.objects.count()) == (1, 1)


def test_stripe_is_down_and_nothing_is_lost(fake_stripe, toms, listing):
    fake_stripe.set(down=True)
    page = confirm(toms, listing, fill(toms, listing))
    text = page.content.decode()
    assert "The card page does not open at the moment" in text
    assert "What you asked for is kept" in text
    fake_stripe.set(down=False)
    outside.do_due(timezone.now() + timedelta(minutes=1))
    assert "Pay £33.00 by card" in toms.get(page.redirect_chain[-1][0]).content.decode()


def test_somebody_with_a_budget_may_choose_their_own_card(fake_stripe, tom, toms, listing):
    market.pot(tom)
    toms.post(address("when", listing), when())
    toms.post(address("length", listing), ONCE)
    text = toms.get(address("money", listing)).content.decode()
    assert "Keeping clean and well" in text
    assert "Pay with your own card" in text
    confirm(toms, listing, fill(toms, listing))
    assert Order.objects.get().pot.by_order


def test_without_a_key_it_is_as_before(toms, listing):
    toms.post(address("when", listing), when())
    toms.post(address("length", listing), ONCE)
    text = toms.get(address("money", listing)).content.decode()
    assert "There is not enough money for this yet" in text
    assert "own card" not in text
    assert toms.post(address("money", listing), {"pot": "card"}).status_code == 200


def test_a_delegate_pays_with_the_persons_card_and_it_counts_to_her_month(fake_stripe, tom, listing):
    mandate = people.mandate(tom, people.user("Amira"), *Scope, pay_per_month_pence=5_000)
    amira = sessions.enter(Client(), mandate.delegate, acting=mandate)
    page = fill(amira, listing)
    assert "Tom’s own card" in page.content.decode()
    to_pay = confirm(amira, listing, page).content.decode()
    assert "You pay with Tom’s own card" in to_pay
    wish = market.wish(listing, own_pots.pot_for(tom), first=market.soon(6))
    with pytest.raises(Refused) as refused:
        orders.place(wish=wish, by=mandate.delegate)
    assert refused.value.code == "over_month_limit"


def test_the_seller_knows_nothing_before_it_is_paid(fake_stripe, tom, listing):
    order = placed(tom, listing)
    seller = sessions.enter(Client(), market.seller_user(listing))
    page = reverse("provider-order", args=[order.reference])
    assert seller.get(page).status_code == 404
    paid(fake_stripe, order)
    shown = seller.get(page)
    assert shown.status_code == 200
    assert "Asked for" in shown.content.decode()
    assert "by card" not in shown.content.decode()


def test_declined_and_all_of_it_goes_back_in_one_refund(fake_stripe, order, toms):
    fake_stripe.set(slow_refunds=True)
    orders.decline(order=order, reason="On holiday", by=market.seller_user(order.listing))
    assert own_cards.figures(order.pot) == (0, 0, 9_900)
    settle(fake_stripe)
    assert own_cards.refunds() == [(9_900, "sent")]
    page = toms.get(order.get_absolute_url()).content.decode()
    assert "£99.00 is on its way back to the card, by" in page
    assert "All of the money goes back to the card." in page
    fake_stripe.checkout.complete_refund(OwnRefund.objects.get().refund_id)
    own_cards.hear(fake_stripe)
    assert (own_cards.refunds(), own_cards.figures(order.pot)) == ([(9_900, "done")], (0, 0, 0))
    assert "£99.00 was sent back." in toms.get(order.get_absolute_url()).content.decode()
    assert own_cards.faults() == {}


def test_taken_back_expired_and_cancelled_go_back_too(fake_stripe, tom, listing):
    first, second = (paid(fake_stripe, placed(tom, listing)) for _ in range(2))
    orders.withdraw(order=first, by=tom.user)
    orders.expire_due(timezone.now() + timedelta(days=4))
    settle(fake_stripe)
    second.refresh_from_db()
    assert (second.state, own_cards.refunds()) == ("expired", [(3_300, "done"), (3_300, "done")])
    assert own_cards.figures(first.pot) == (0, 0, 0)
    assert own_cards.faults() == {}


def test_a_visit_that_was_shorter_gives_the_rest_back(fake_stripe, order):
    orders.accept(order=order, by=market.seller_user(order.listing))
    visit = order.visits.get(number=1)
    over = visit.ends_at + timedelta(minutes=1)
    visits.deliver(visit=visit, minutes=60, by=market.seller_user(order.listing), at=over)
    visits.confirm(visit=visit, by=order.person.user, at=over)
    settle(fake_stripe)
    assert own_cards.refunds() == [(1_650, "done")]
    assert own_cards.figures(order.pot) == (0, 6_600, 0)
    assert market.owed(order.listing) == 1_650
    assert own_cards.faults() == {}


def test_a_visit_in_question_that_staff_decide_goes_back(fake_stripe, order):
    orders.accept(order=order, by=market.seller_user(order.listing))
    visit = order.visits.get(number=1)
    over = visit.ends_at + timedelta(minutes=1)
    visits.deliver(visit=visit, minutes=120, by=market.seller_user(order.listing), at=over)
    visits.confirm(visit=visit, by=order.person.user, at=over)
    query = queries.ask(visit=visit, reason="Nobody came", by=order.person.user, at=over)
    queries.decide(
        query=query,
        decision=Query.Decision.REFUND,
        explanation="Nobody came.",
        by=people.staff(Role.PRACTITIONER, Role.COMMISSIONER, Role.FINANCE),
        at=over,
    )
    settle(fake_stripe)
    assert own_cards.refunds() == [(3_300, "done")]
    assert market.owed(order.listing) == 0
    assert own_cards.faults() == {}


def test_another_time_that_is_cheaper_gives_the_difference_back_and_a_dearer_one_is_refused(fake_stripe, tom, listing):
    weekend = market.soon(1)
    while weekend.weekday() != 5:
        weekend += timedelta(days=1)
    weekend += timedelta(weeks=1)
    asked = market.wish(listing, own_pots.pot_for(tom), first=weekend)
    order = paid(fake_stripe, orders.place(wish=asked, by=tom.user))
    seller = market.seller_user(listing)
    orders.accept(order=order, by=seller)
    visit = order.visits.get()
    monday = weekend + timedelta(days=2)
    move = {"minutes": 120, "by": seller, "party": Party.PROVIDER}
    visit = proposals.accept(proposal=proposals.propose(visit=visit, starts_at=monday, **move), by=tom.user)
    settle(fake_stripe)
    assert (own_cards.refunds(), own_cards.figures(order.pot)) == ([(300, "done")], (0, 3_300, 0))
    dearer = proposals.propose(visit=visit, starts_at=weekend, **move)
    with pytest.raises(Refused) as refused:
        proposals.accept(proposal=dearer, by=tom.user)
    assert refused.value.code == "not_enough"
    assert "more than what was paid by card" in refused.value.words
    assert own_cards.faults() == {}


def test_nobody_paid_and_the_order_goes_away_with_its_answers_kept(fake_stripe, tom, toms, listing):
    confirm(toms, listing, fill(toms, listing))
    order = Order.objects.get()
    fake_stripe.checkout.expire(payment_of(order).session_id)
    own_cards.hear(fake_stripe)
    order.refresh_from_db()
    assert (order.state, order.reason, told("request_unpaid")) == (OrderState.UNPAID, "It was not paid in time.", 1)
    page = toms.get(order.get_absolute_url()).content.decode()
    assert "was not asked, and nothing is booked" in page
    kept = Draft.objects.get(order=None)
    assert kept.answers["minutes"] == 120
    assert "agreed" not in kept.answers


def test_nobody_paid_and_stripe_is_silent(fake_stripe, tom, listing):
    order = placed(tom, listing)
    fake_stripe.set(silent=True)
    own_cards.opened(payment_of(order))
    later = payment_of(order).expires_at + timedelta(hours=1)
    own_card.run_out_due(later)
    order.refresh_from_db()
    assert order.state == OrderState.PAYING  # Stripe is asked first
    own_cards.work(later)
    own_card.run_out_due(later)
    order.refresh_from_db()
    assert order.state == OrderState.UNPAID


def test_paid_in_time_but_heard_late_is_not_lost(fake_stripe, tom, listing):
    order = placed(tom, listing)
    fake_stripe.set(silent=True)
    fake_stripe.checkout.pay(own_cards.opened(payment_of(order)).session_id)
    later = payment_of(order).expires_at + timedelta(hours=1)
    own_cards.work(later)
    own_card.run_out_due(later)
    fake_stripe.set(silent=False)
    own_cards.hear(fake_stripe)
    order.refresh_from_db()
    assert order.state == OrderState.REQUESTED


def test_a_bank_that_says_no_is_tried_again(fake_stripe, tom, toms, listing):
    order = placed(tom, listing)
    first = own_cards.pay(fake_stripe, payment_of(order), later=True)
    assert "We are waiting for the bank" in toms.get(order.get_absolute_url()).content.decode()
    fake_stripe.checkout.bounce(first.session_id)
    own_cards.hear(fake_stripe)
    order.refresh_from_db()
    assert (order.state, told("payment_failed")) == (OrderState.PAYING, 1)
    page = toms.get(reverse("money-own-payment", args=[first.pk])).content.decode()
    assert "The payment did not go through" in page
    again = toms.post(reverse("money-own-payment-again", args=[first.pk]), follow=True)
    assert "Pay £33.00 by card" in again.content.decode()
    assert paid(fake_stripe, order).state == OrderState.REQUESTED
    assert own_cards.faults() == {}


def test_taken_back_before_it_was_paid_and_paid_all_the_same(fake_stripe, tom, toms, listing):
    order = placed(tom, listing)
    payment = own_cards.opened(payment_of(order))
    fake_stripe.checkout.pay(payment.session_id)  # in another tab, at the same moment
    toms.post(reverse("marketplace-order-withdraw", args=[order.reference]))
    own_cards.hear(fake_stripe)
    settle(fake_stripe)
    order.refresh_from_db()
    assert (order.state, own_cards.refunds()) == (OrderState.UNPAID, [(3_300, "done")])
    assert told("request_new") == 0
    sent = Notice.objects.get(template="accounts/emails/own_money_back").body
    assert "The payment came after the request had ended" in sent
    assert "Ben" not in sent
    assert own_cards.faults() == {}


def test_taken_back_before_it_was_paid_closes_the_card_page(
    fake_stripe, tom, toms, listing, django_capture_on_commit_callbacks
):
    order = placed(tom, listing)
    own_cards.opened(payment_of(order))
    with django_capture_on_commit_callbacks(execute=True):
        own_card.leave(order=order, by=tom.user)
    own_cards.work()
    assert payment_of(order).state == "expired"
    assert fake_stripe.store.all("checkout.session")[0]["status"] == "expired"
    page = toms.get(reverse("money-own-payment", args=[payment_of(order).pk])).content.decode()
    assert ("You can book it again from the page of the order." in page, "Pay now" in page) == (True, False)


def test_the_time_was_sold_meanwhile(fake_stripe, tom, listing):
    order = placed(tom, listing)
    other = market.order(listing, market.pot(people.person("Joan Whitfield")), first=market.soon(), at=timezone.now())
    orders.accept(order=other, by=market.seller_user(listing))
    paid(fake_stripe, order)
    settle(fake_stripe)
    assert (order.state, own_cards.refunds()) == (OrderState.UNPAID, [(3_300, "done")])
    assert "Somebody else had booked that time" in order.reason
    assert OwnPayment.objects.get().unwanted == "taken"
    assert own_cards.faults() == {}


def test_less_came_than_it_costs(fake_stripe, tom, listing):
    order = placed(tom, listing)
    session = own_cards.opened(payment_of(order)).session_id
    fake_stripe.store.get("checkout.session", session)["amount_total"] = 3_000
    intent_pays = fake_stripe.checkout.pay(session)["payment_intent"]
    fake_stripe.store.get("payment_intent", intent_pays)["amount_received"] = 3_000
    own_cards.hear(fake_stripe)
    settle(fake_stripe)
    order.refresh_from_db()
    assert (order.state, own_cards.refunds(), OwnPayment.objects.get().odd) == ("unpaid", [(3_000, "done")], "amount")


def test_more_came_than_it_costs_and_the_rest_goes_back(fake_stripe, tom, listing):
    order = placed(tom, listing)
    session = own_cards.opened(payment_of(order)).session_id
    fake_stripe.store.get("checkout.session", session)["amount_total"] = 3_500
    own_cards.pay(fake_stripe, payment_of(order))
    settle(fake_stripe)
    order.refresh_from_db()
    assert (order.state, own_cards.refunds()) == ("requested", [(200, "done")])
    assert own_cards.figures(order.pot) == (0, 3_300, 0)
    assert own_cards.faults() == {}


def test_events_doubled_and_shuffled_for_many_orders(fake_stripe, tom, listing):
    fake_stripe.set(duplicates=3, shuffle=True)
    made = [placed(tom, listing) for _ in range(4)]
    for order in made:
        fake_stripe.checkout.pay(own_cards.opened(payment_of(order)).session_id)
    own_cards.hear(fake_stripe)
    assert set(Order.objects.values_list("state", flat=True)) == {"requested"}
    assert own_cards.figures(made[0].pot) == (0, 4 * 3_300, 0)
    for order in made:
        order.refresh_from_db()
        orders.withdraw(order=order, by=tom.user)
    settle(fake_stripe)
    settle(fake_stripe)
    assert own_cards.refunds() == [(3_300, "done")] * 4
    assert own_cards.figures(made[0].pot) == (0, 0, 0)
    assert own_cards.faults() == {}


def test_a_refund_that_the_bank_does_not_take_is_put_before_finance(fake_stripe, order):
    orders.withdraw(order=order, by=order.person.user)
    settle(fake_stripe)
    fake_stripe.checkout.fail_refund(OwnRefund.objects.get().refund_id)
    own_cards.hear(fake_stripe)
    assert own_cards.refunds() == [(9_900, "failed")]
    ann = sessions.enter(Client(), people.staff(Role.FINANCE, name="Ann Lee"))
    assert "Refunds that a bank did not take" in ann.get("/staff/finance/").content.decode()
    assert own_cards.faults() == {}


def test_a_seller_who_is_stopped_and_a_death_end_what_waits_for_money(fake_stripe, tom, listing):
    first = placed(tom, listing)
    listing.personal_assistant.approvals.update(state="suspended", until=None)
    by = people.user("Samuel")
    stops.carry_out(Stop(listing.personal_assistant, by, timezone.now(), tell=True))
    first.refresh_from_db()
    assert (first.state, told("request_stopped"), told("request_new")) == (OrderState.UNPAID, 1, 0)
    listing.personal_assistant.approvals.update(state="approved", until=timezone.localdate() + timedelta(days=90))
    second = placed(tom, listing)
    tom.died_on = timezone.localdate()
    deaths.carry_out(Death(tom, by, timezone.now()))
    second.refresh_from_db()
    assert second.state == OrderState.UNPAID


def test_by_telephone_nobody_pays_with_a_card(fake_stripe, listing):
    samuel, pot = people.staff(Role.PRACTITIONER), market.pot(setting_up.newcomer())
    call = telephone.take(person=pot.person, by=samuel)
    telephone.check_identity(call=call, facts=("born_on", "postcode"), by=samuel)
    wish = market.wish(listing, own_pots.pot_for(pot.person), first=market.soon())
    with pytest.raises(Refused) as refused:
        orders.place(wish=wish, by=samuel)
    assert (refused.value.code, OwnPayment.objects.count()) == ("card", 0)


def test_such_a_pot_pays_for_nothing_else(fake_stripe, order, listing):
    with pytest.raises(payments.NotInLedger):
        payments.hold(purpose="visit", reference="x", pot=order.pot, payee=listing.payee, pence=1, by=None)


def test_pages_cost_the_same_for_one_payment_and_for_three(fake_stripe, tom, toms, listing, django_assert_num_queries):
    order = paid(fake_stripe, placed(tom, listing))
    receipt = reverse("money-own-payment-receipt", args=[payment_of(order).pk])
    pages = {"/money/own-card/": 10, "/money/": 13, receipt: 9, order.get_absolute_url(): 17}
    for more in range(2):
        for at, queries_ in pages.items():
            toms.get(at)
            with django_assert_num_queries(queries_):
                toms.get(at)
        if not more:
            for _ in range(2):
                orders.withdraw(order=paid(fake_stripe, placed(tom, listing)), by=tom.user)


def test_a_delegate_who_sees_no_lines_pays_and_reads_that_it_is_here(fake_stripe, tom, listing):
    mandate = people.mandate(tom, people.user("Amira"), Scope.ORDER, Scope.PAY)
    amira = sessions.enter(Client(), mandate.delegate, acting=mandate)
    confirm(amira, listing, fill(amira, listing))
    payment = own_cards.pay(fake_stripe, OwnPayment.objects.get())
    page = amira.get(reverse("money-own-payment-back", args=[payment.pk]))
    assert "£33.00 has been paid with Tom’s own card." in page.content.decode()
    assert amira.get("/money/own-card/").status_code == 403


def test_nothing_is_held_twice(order):
    assert Payment.objects.filter(own_payment=payment_of(order)).count() == 3
    assert ledger.balance(order.pot.held) == 9_900
