"""Stories of Connect: a provider opens an account, is paid, gives money back, and its bank refuses a payout."""

from datetime import UTC, datetime

import pytest

from accounts.stripe import connect
from accounts.stripe.client import Rejected
from tests.accounts.stripe.test_checkout import told

SINCE = datetime(2026, 4, 1, tzinfo=UTC)


def ready(fake, number: int = 1) -> str:
    account = connect.open_account(key=f"payee:{number}", reference=f"payee:{number}").id
    fake.connect.onboard(account)
    return account


def paid(account: str, pence: int, number: int = 1) -> connect.Transfer:
    return connect.transfer(
        key=f"line:{number}", account=account, pence=pence, group="PAY-7", reference=f"line:{number}"
    )


def test_a_new_account_needs_its_owner(fake_stripe):
    made = connect.open_account(key="payee:1", reference="payee:1")
    assert (made.details_submitted, made.transfers_active, made.payouts_enabled) == (False, False, False)
    assert (made.reference, made.disabled) == ("payee:1", "requirements.past_due")
    assert "external_account" in made.needs
    link = connect.onboarding_link(made.id, refresh_url="https://care.example/a/", return_url="https://care.example/b/")
    assert link == f"{fake_stripe.address}/onboard/{made.id}"
    fake_stripe.connect.submit(made.id)
    assert connect.account(made.id).needs == ("individual.verification.document",)
    fake_stripe.connect.onboard(made.id)
    after = connect.account(made.id)
    assert (after.details_submitted, after.transfers_active, after.payouts_enabled) == (True, True, True)
    assert (after.needs, after.disabled) == ((), "")
    assert told(fake_stripe) == [("connect", "account.updated", made.id)] * 2


def test_money_goes_only_to_an_account_that_can_have_it(fake_stripe):
    account = ready(fake_stripe)
    fake_stripe.connect.restrict(account)
    assert connect.account(account).needs == ("company.tax_id",)
    with pytest.raises(Rejected) as why:
        paid(account, 100)
    assert why.value.code == "insufficient_capabilities_for_transfer"


def test_a_transfer_and_its_reversals(fake_stripe):
    account = ready(fake_stripe)
    made = paid(account, 9000)
    assert (made.pence, made.account, made.group, made.reference) == (9000, account, "PAY-7", "line:1")
    assert connect.balance_pence(account) == 9000
    back = connect.reverse(key="return:1", transfer=made.id, pence=4000, reference="return:1")
    assert (back.transfer, back.pence, back.reference) == (made.id, 4000, "return:1")
    with pytest.raises(Rejected, match="greater than what is left"):
        connect.reverse(key="return:2", transfer=made.id, pence=5001, reference="return:2")
    assert (connect.transfer_of(made.id).reversed_pence, connect.balance_pence(account)) == (4000, 5000)
    assert list(connect.reversals(made.id)) == [back]


def test_an_emptied_account_goes_below_nothing(fake_stripe):
    account = ready(fake_stripe)
    made = paid(account, 9000)
    fake_stripe.connect.pay_out(account)
    connect.reverse(key="return:1", transfer=made.id, pence=9000, reference="return:1")
    assert connect.balance_pence(account) == -9000
    fake_stripe.connect.owe(account, pence=5)
    assert connect.balance_pence(account) == -5


def test_we_cannot_send_what_we_do_not_have(fake_stripe):
    account = ready(fake_stripe)
    fake_stripe.set(funds=100)
    with pytest.raises(Rejected) as why:
        paid(account, 101)
    assert why.value.code == "balance_insufficient"


def test_a_payout_that_the_bank_refuses(fake_stripe):
    account = ready(fake_stripe)
    paid(account, 9000)
    told(fake_stripe)
    failed = fake_stripe.connect.fail_payout(account)
    found = connect.payout(account, failed["id"])
    assert (found.pence, found.status, found.failure, found.account) == (9000, "failed", "account_closed", account)
    assert told(fake_stripe) == [("connect", "payout.failed", found.id)]
    with pytest.raises(Rejected):
        connect.payout(ready(fake_stripe, 2), failed["id"])


def test_all_pages_of_transfers_are_read(fake_stripe):
    account = ready(fake_stripe)
    made = [paid(account, 100 + number, number) for number in range(101)]
    assert list(connect.transfers(SINCE)) == made[::-1]
