"""A manager, or a self-employed assistant, is paid through Stripe: opened, set up there, followed here, given up again."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Intent, PayoutAccount
from directory.models import MemberRole
from tests import sessions
from tests.accounts.screens import words
from tests.factories import accounts as people
from tests.factories import directory, stripe
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
HOME = "/provider/money/stripe/"
State = PayoutAccount.State


@pytest.fixture
def listing():
    return market.listing()


@pytest.fixture
def payee(listing):
    payee = listing.payee
    payee.sort_code, payee.account_number = "200000", "55779911"
    payee.save()
    return payee


@pytest.fixture
def ben(listing):
    return sessions.enter(Client(), market.seller_user(listing))


def to(name, payee):
    return reverse(f"provider-stripe-{name}", args=[payee.reference])


def start(client, payee):
    return client.post(to("start", payee), follow=True)


def state():
    return PayoutAccount.objects.get().state


def test_from_the_first_click_to_ready(fake_stripe, ben, payee):
    assert "Get paid through Stripe" in words(ben.get("/provider/money/"))
    assert "Open an account at Stripe" in words(ben.get(HOME))
    said = words(start(ben, payee))
    assert "Your account is there. Go on to Stripe and tell it who you are." in said
    account = PayoutAccount.objects.get()
    assert to("go", payee) in ben.get(HOME).content.decode()
    for _ in range(2):  # made anew at each click
        answer = ben.get(to("go", payee))
        assert answer.headers["Location"] == f"{fake_stripe.address}/onboard/{account.stripe_account}"
    assert [path for _, path, _ in fake_stripe.asked].count("/v1/account_links") == 2
    fake_stripe.connect.submit(account.stripe_account)
    waits = words(ben.get(to("back", payee), follow=True))
    assert "Stripe needs something more from you" in waits
    assert "a document that shows who they are" in waits
    fake_stripe.connect.onboard(account.stripe_account)
    assert "Your account is ready. We pay you through Stripe" in words(ben.get(to("back", payee), follow=True))
    assert (state(), PayoutAccount.objects.count()) == (State.READY, 1)


def test_a_second_click_opens_nothing_more(fake_stripe, ben, payee):
    for _ in range(2):
        start(ben, payee)
    assert (len(fake_stripe.store.all("account")), Intent.objects.filter(kind="account").count()) == (1, 1)


def test_when_stripe_does_not_answer_nothing_is_lost(fake_stripe, settings, ben, payee):
    settings.STRIPE_TIMEOUTS = (0.2, 0.3)
    fake_stripe.set(down=True)
    assert "Stripe has not answered yet. We go on asking." in words(start(ben, payee))
    assert (state(), "Open an account at Stripe" in words(ben.get(HOME))) == (State.ASKED, False)
    fake_stripe.set(down=False)
    Intent.objects.update(next_try_at=PayoutAccount.objects.get().asked_at)
    stripe.carry_out()
    fake_stripe.set(down=True)
    assert "Stripe does not answer now." in words(ben.get(to("go", payee), follow=True))
    assert "Stripe has not told us yet how it stands." in words(ben.get(to("back", payee), follow=True))


def test_without_stripe_the_page_says_so(settings, ben, payee):
    settings.STRIPE_SECRET_KEY = ""
    assert "The council does not pay through Stripe now." in words(ben.get(HOME))
    assert "The council does not pay through Stripe yet." in words(start(ben, payee))


def test_a_failed_payment_to_the_bank_is_told_with_what_to_do(fake_stripe, ben, payee):
    account = stripe.connected(fake_stripe, payee)
    fake_stripe.connect.fail_payout(account.stripe_account, pence=900, failure="no_account")
    stripe.hear(fake_stripe)
    assert "A payment did not reach your bank." in words(ben.get("/provider/money/"))
    page = words(ben.get(HOME))
    assert "There is no such bank account. Your money is safe at Stripe." in page


def test_one_goes_back_to_the_bank_and_to_stripe_again(fake_stripe, ben, payee):
    stripe.connected(fake_stripe, payee)
    assert "From the next payment on we pay the bank account" in words(ben.post(to("switch", payee), follow=True))
    assert PayoutAccount.objects.get().is_used is False
    ben.post(to("switch", payee))
    assert PayoutAccount.objects.get().is_used is True


# Who may


@pytest.fixture
def hollybank():
    organisation = directory.organisation("Hollybank Home Care")
    offer = market.listing(service=directory.service(organisation=organisation))
    return organisation, offer.payee


@pytest.mark.parametrize(
    ("role", "status"), [(MemberRole.MANAGER, 200), (MemberRole.FINANCE, 403), (MemberRole.SCHEDULER, 403)]
)
def test_only_managers_of_an_organisation(fake_stripe, hollybank, role, status):
    organisation, payee = hollybank
    client = sessions.enter(Client(), directory.member(organisation, people.user("Grace"), role).user)
    assert client.get(HOME).status_code == status
    assert client.post(to("start", payee)).status_code == (302 if status == 200 else 403)


def test_an_employee_has_no_such_page(ben, listing):
    type(listing.personal_assistant).objects.update(employment="employee")
    assert ben.get(HOME).status_code == 403


def test_somebody_elses_payee_is_not_there(fake_stripe, ben, hollybank):
    _, payee = hollybank
    stripe.connected(fake_stripe, payee)
    assert {ben.post(to("start", payee)).status_code, ben.get(to("go", payee)).status_code} == {404}


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_many_payees(ben, listing, payee, number, django_assert_num_queries):
    for _ in range(number - 1):
        market.listing(personal_assistant=listing.personal_assistant)
    ben.get(HOME)
    with django_assert_num_queries(11):
        ben.get(HOME)
