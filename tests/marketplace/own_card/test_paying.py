"""An order paid with one's own card, from check your answers to the seller, on the fake Stripe over HTTP."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import ledger, outside, payments
from accounts.actions import own_pots
from accounts.deaths import Death
from accounts.models import OwnPayment, Payment
from accounts.roles import Role, Scope
from directory.bookings import Stop
from marketplace.actions import deaths, orders, stops, telephone
from marketplace.actions.moves import Refused
from marketplace.models import Order
from marketplace.states import OrderState
from tests import own_cards, sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories import setting_up
from tests.marketplace.own_card.stories import fill, paid, payment_of, placed, settle, told
from tests.marketplace.test_booking import ONCE, WEEKLY, address, confirm, when

pytestmark = pytest.mark.django_db


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


def test_a_seller_who_is_stopped_and_a_death_end_what_waits_for_money(fake_stripe, tom, listing):
    first = placed(tom, listing)
    listing.personal_assistant.approvals.update(state="suspended")
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
