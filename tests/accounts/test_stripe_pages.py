"""Finance's pages of Stripe: routes in files, payments taken back, the emergency file, differences, shortfalls."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts import health
from accounts.actions import cards, payment_files, reconcile
from accounts.models import Difference, Intent, PaymentFile, PaymentReturn, PayoutAccount, ShortfallDecision
from accounts.queries import looks
from accounts.roles import Role
from tests import sessions
from tests.accounts.screens import page_of, rows, send, words
from tests.accounts.stripe_access import account, differ
from tests.factories import accounts as make
from tests.factories import money, stripe

pytestmark = pytest.mark.django_db
HOME = "/staff/finance/stripe/"


@pytest.fixture
def hollybank(fake_stripe):
    payee = money.payee("Hollybank")
    stripe.connected(fake_stripe, payee)
    money.earned(payee, 9000)
    return payee


@pytest.fixture
def ben():
    payee = money.payee("Ben Okafor")
    money.earned(payee, 3300)
    return payee


# Routes in a file


def test_a_file_shows_each_route_and_the_bank_gets_its_own_lines_only(finance, hollybank, ben):
    second = sessions.enter(Client(), make.staff(Role.FINANCE, name="Bo Day"))
    assert "Hollybank Through Stripe £90.00" in words(finance.get("/staff/finance/payments/"))
    finance.post(page_of("prepare"))
    file = PaymentFile.objects.get()
    page = words(second.get(page_of("file", file.reference)))
    assert "The first time through Stripe" in page
    assert "1 by bank, 1 through Stripe" in page
    said = words(second.post(page_of("release", file.reference), follow=True))
    assert "Released. Download the file and give it to the bank. What goes through Stripe is sent by itself." in said
    assert "To be sent through Stripe" in said
    stripe.carry_out()
    assert "Sent through Stripe on" in words(finance.get(page_of("file", file.reference)))
    sheet = rows(second.get(page_of("download", file.reference)))
    assert [line[2] for line in sheet[1:]] == ["Ben Okafor"]


def test_a_refused_payment_says_why_and_is_work_for_today(fake_stripe, finance, hollybank):
    file = stripe.released()
    fake_stripe.set(funds=100)
    stripe.carry_out()
    page = words(finance.get(page_of("file", file.reference)))
    assert "Not sent. There was not enough in the council’s Stripe account. It is owed again" in page
    assert "Payments that came back 1 payment, £90.00 in all" in words(finance.get("/staff/finance/"))
    assert "not enough in the council’s Stripe account" in words(finance.get(page_of("returns")))
    line = file.lines.get()
    assert finance.get(page_of("take-back", file.reference, line.pk)).status_code == 404
    assert finance.get(page_of("returned", file.reference, line.pk)).status_code == 404


def test_a_payment_is_taken_back_after_its_answers_are_checked(finance, ann, hollybank):
    file = stripe.released()
    stripe.carry_out()
    address = page_of("take-back", file.reference, file.lines.get().pk)
    assert address in finance.get(page_of("file", file.reference)).content.decode()
    assert "Choose why you take it back" in words(send(finance, address))
    assert "It was too much" in words(send(finance, address, why="too_much"))
    assert not Intent.objects.filter(kind="reversal").exists()
    assert "We asked Stripe to take it back." in words(send(finance, address, sure=True, why="too_much"))
    stripe.carry_out()
    assert PaymentReturn.objects.get().recorded_by == ann
    assert "Taken back on" in words(finance.get(page_of("file", file.reference)))
    assert finance.get(address).status_code == 404


# When Stripe is gone


def test_an_emergency_file_is_checked_before_it_is_made(fake_stripe, finance, hollybank, ben):
    stripe.released()
    money.earned(ben, 100)
    fake_stripe.set(down=True)
    address = page_of("emergency")
    assert "£90.00 in 1 payment that nobody tried to send" in words(finance.get(address))
    assert "Enter why everybody is paid by bank" in words(send(finance, address, reason=" "))
    assert "Stripe is gone" in words(send(finance, address, reason="Stripe is gone"))
    assert PaymentFile.objects.count() == 1
    said = words(send(finance, address, sure=True, reason="Stripe is gone"))
    assert "Someone else must check it and release it." in said
    file = PaymentFile.objects.get(is_emergency=True)
    assert f"Emergency payment file {file.reference} To check" in said
    assert sorted(line.pence for line in file.lines.all()) == [100, 9000]


def test_what_was_tried_is_left_alone_and_said_why(fake_stripe, finance, hollybank):
    stripe.released()
    fake_stripe.set(down=True)
    stripe.carry_out()
    page = words(finance.get(page_of("emergency")))
    assert "Stripe was asked and has not answered. It may have gone, and must not be paid twice. £90.00" in page
    said = words(send(finance, page_of("emergency"), sure=True, reason="Stripe is gone"))
    assert "There is nobody to pay now." in said
    assert "Stripe has not answered yet" in words(finance.get(HOME))


# Accounts


def test_what_is_stuck_is_told_with_what_to_do(fake_stripe, finance, hollybank):
    known = PayoutAccount.objects.get().stripe_account
    fake_stripe.connect.fail_payout(known, pence=900)
    fake_stripe.connect.owe(known, pence=450)
    stripe.hear(fake_stripe)
    assert "Money stuck at Stripe 1 provider" in words(finance.get("/staff/finance/"))
    listed = words(finance.get(page_of("stripe-accounts")))
    assert "The bank account is closed. Its bank refused a payment on" in listed
    assert "It is £4.50 below £0.00" in listed
    page = words(finance.get(page_of("stripe-account", hollybank.reference)))
    assert "They give Stripe the right bank details from their own page" in page


def test_finance_pays_somebody_by_bank_and_through_stripe_again(finance, ann, hollybank):
    address = page_of("stripe-switch", hollybank.reference)
    assert "From the next file on they are paid by bank." in words(finance.post(address, follow=True))
    assert f"by {ann.name}" in words(finance.get(page_of("stripe-account", hollybank.reference)))
    finance.post(address)
    assert PayoutAccount.objects.get().is_used


# Differences


def test_a_difference_is_taken_and_closed_with_a_note(finance, ann):
    differ()
    one = Difference.objects.get()
    listed = words(finance.get(HOME))
    assert "Payments to providers: at Stripe, and not in our books not here, £7.00 sent at Stripe Nobody yet" in listed
    assert "Stripe and our books 1 difference to work through" in words(finance.get("/staff/finance/"))
    sheet = rows(finance.get(page_of("stripe-sheet")))
    assert sheet[1][:4] == ["Payments to providers", "tr_0", "", "At Stripe, and not in our books"]
    address = page_of("difference", one.pk)
    assert "look it up at Stripe by its id" in words(finance.get(address))
    assert "You have it now." in words(finance.post(page_of("difference-take", one.pk), follow=True))
    assert "Enter how it is explained" in words(send(finance, address, note=" "))
    assert "Closed with your note." in words(send(finance, address, note="A trial payment"))
    assert f"Explained by {ann.name}" in words(finance.get(HOME))
    assert finance.get(address).status_code == 404
    assert "This is closed already." in words(finance.post(page_of("difference-take", one.pk), follow=True))


def test_the_morning_page_says_how_it_stands(fake_stripe, finance):
    assert "Nobody has compared our books with Stripe yet." in words(finance.get(HOME))
    reconcile.run()
    assert "Our books and Stripe say the same. Compared" in words(finance.get(HOME))
    fake_stripe.set(down=True)
    reconcile.run()
    assert "It could not be compared" in words(finance.get(HOME))


def test_without_stripe_nobody_is_told_that_it_is_compared(finance):
    page = finance.get(HOME).content.decode()
    assert ("Stripe is not connected here" in page, "Compare now" in page) == (True, False)
    assert "We are comparing" not in words(finance.post(page_of("stripe-compare"), follow=True))
    assert "everybody is paid by bank" in words(finance.get(page_of("stripe-accounts")))


def test_the_worker_compares_when_asked(fake_stripe, finance, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    assert "We are comparing." in words(finance.post(page_of("stripe-compare"), follow=True))


# Shortfalls


@pytest.fixture
def rosa():
    return make.person("Rosa Alvarez")


@pytest.fixture
def beyond(rosa):
    made = money.card_account(500, person=rosa)
    cards.take(card=money.card(made), taken=cards.Taken("t1", 900, "Alder Taxis"))
    return made


def test_a_shortfall_opens_after_a_reason_and_the_council_bears_it(finance, ann, rosa, beyond):
    listed = finance.get(page_of("shortfalls"))
    assert f"Card account {beyond.pk}" in words(listed)
    assert ("Alder Taxis" in words(listed), "Rosa" in words(listed)) == (False, False)
    assert "Shops took more than there was £4.00 on 1 card account" in words(finance.get("/staff/finance/"))
    address = page_of("shortfall", beyond.pk)
    reason = finance.get(address).headers["Location"]
    shown = finance.post(reason, {"reason": "wrong"}, follow=True)
    assert shown.request["PATH_INFO"] == address
    assert "Alder Taxis £9.00 in all, without asking" in words(shown)
    assert len(looks.at(rosa)) == 1
    assert "Enter why the council decides this" in words(send(finance, address, shown_pence="400", reason=""))
    checked = send(finance, address, shown_pence="400", reason="Offline terminal")
    assert "Your name and the reason stay" in words(checked)
    changed = send(finance, address, sure=True, shown_pence="399", reason="Offline terminal")
    assert "The amount has changed since this page was opened." in words(changed)
    said = words(send(finance, address, sure=True, shown_pence="400", reason="Offline terminal"))
    assert "Done. The council bears it, and the account is at £0.00." in said
    assert f"{ann.name}," in said
    assert ShortfallDecision.objects.get().decided_by == ann
    assert finance.get(address).status_code == 302


def test_the_list_of_shortfalls_is_a_file_too(finance, beyond):
    assert rows(finance.get(page_of("shortfalls-sheet")))[1][:2] == [str(beyond.pk), "4.00"]


def test_an_account_without_one_leads_back_to_the_list(finance, rosa):
    made = money.card_account(500, person=rosa)
    sessions_reason = finance.get(page_of("shortfall", made.pk)).headers["Location"]
    finance.post(sessions_reason, {"reason": "check"})
    assert finance.get(page_of("shortfall", made.pk)).headers["Location"] == page_of("shortfalls")


# Health


def sign(key):
    return {one.title: one for one in health.signs(timezone.now())}[key]


def test_health_tells_of_stripe_and_shortfalls(fake_stripe, beyond):
    assert (sign("Card purchases").well, sign("Stripe").well) == (False, False)
    assert "£4.00 more taken than there was" in sign("Card purchases").words
    reconcile.run()
    assert (sign("Stripe").well, sign("Stripe").words) == (True, "Our books and Stripe say the same.")


def test_health_without_stripe(settings):
    settings.STRIPE_SECRET_KEY = ""
    assert (sign("Stripe").well, sign("Stripe").words) == (True, "It is not used here.")


# The same number of queries, however many


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_however_many(finance, number, django_assert_num_queries):
    differ(number)
    for n in range(number):
        payee = account(money.payee(f"Payee {n}")).payee
        money.earned(payee, 100)
        made = money.card_account(500, person=make.person(f"Person {n}"))
        cards.take(card=money.card(made), taken=cards.Taken(f"t{n}", 900, "Taxi"))
    file = payment_files.prepare(by=make.user("One"), through_stripe=True)
    payment_files.release(file=file, by=make.user("Two"))
    costs = {
        HOME: 15,
        page_of("stripe-accounts"): 9,
        page_of("shortfalls"): 10,
        page_of("file", file.reference): 13,
        page_of("emergency"): 11,
    }
    for address, cost in costs.items():
        finance.get(address)
        with django_assert_num_queries(cost):
            finance.get(address)
