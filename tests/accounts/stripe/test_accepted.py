"""Stripe's own mock takes each request that we can send: it refuses what is unknown, mistyped or missing."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest

from accounts.issuers.protocol import Address, CardOrder
from accounts.stripe import checkout, client, connect, issuing

SINCE = datetime(2026, 4, 1, tzinfo=UTC)
HOME = Address("1 Mill Lane", "Flat 2", "Aldermere", "AM1 1AA")
ORDER = CardOrder(
    key="card:1",
    reference="card:1",
    name="Rosa Alvarez",
    phone="+447700900123",
    address=HOME,
    on=date(2026, 4, 1),
)
ISSUER = issuing.StripeIssuer()
PAGES = {"refresh_url": "https://care.example/again/", "return_url": "https://care.example/back/"}

CALLS = {
    "open_session": lambda: checkout.open_session(
        key="own:1",
        reference="own:1",
        pence=1250,
        what="Payment to Aldermere Council",
        success_url="https://care.example/paid/",
        cancel_url="https://care.example/order/",
        expires_at=SINCE + timedelta(hours=1),
    ),
    "session": lambda: checkout.session("cs_1"),
    "expire": lambda: checkout.expire("cs_1"),
    "refund": lambda: checkout.refund(key="r:1", payment_intent="pi_1", pence=500, reference="refund:1"),
    "refund_of": lambda: checkout.refund_of("re_1"),
    "dispute": lambda: checkout.dispute("dp_1"),
    "sessions": lambda: list(islice(checkout.sessions(SINCE), 1)),
    "refunds": lambda: list(islice(checkout.refunds(SINCE), 1)),
    "refunds_of": lambda: list(islice(checkout.refunds_of("pi_1"), 1)),
    "refunds_of_charge": lambda: list(islice(checkout.refunds_of_charge("ch_1"), 1)),
    "open_account": lambda: connect.open_account(key="payee:1", reference="payee:1"),
    "find_account": lambda: connect.find_account("payee:1", SINCE),
    "account": lambda: connect.account("acct_1"),
    "onboarding_link": lambda: connect.onboarding_link("acct_1", **PAGES),
    "transfer": lambda: connect.transfer(key="t:1", account="acct_1", pence=900, group="file:1", reference="line:1"),
    "transfer_of": lambda: connect.transfer_of("tr_1"),
    "reverse": lambda: connect.reverse(key="v:1", transfer="tr_1", pence=900, reference="return:1"),
    "transfers": lambda: list(islice(connect.transfers(SINCE), 1)),
    "transfers_in": lambda: list(islice(connect.transfers_in("file:1"), 1)),
    "reversals": lambda: list(islice(connect.reversals("tr_1"), 1)),
    "payout": lambda: connect.payout("acct_1", "po_1"),
    "balance_pence": lambda: connect.balance_pence("acct_1"),
    "issue": lambda: ISSUER.issue(ORDER),
    "find": lambda: ISSUER.find(ORDER, SINCE),
    "issue, posted": lambda: ISSUER.issue(replaced(physical=True)),
    "issue, in place of another": lambda: ISSUER.issue(replaced(replaces="ic_1", why="lost")),
    "freeze": lambda: ISSUER.freeze("ic_1"),
    "unfreeze": lambda: ISSUER.unfreeze("ic_1"),
    "close": lambda: ISSUER.close("ic_1"),
    "close, stolen": lambda: ISSUER.close("ic_1", "stolen"),
    "set_phone": lambda: ISSUER.set_phone("ic_1", "+447700900124"),
    "authorisation": lambda: issuing.authorisation("iauth_1"),
    "transaction": lambda: issuing.transaction("ipi_1"),
    "authorisations": lambda: list(islice(issuing.authorisations(SINCE), 1)),
    "transactions": lambda: list(islice(issuing.transactions(SINCE), 1)),
}


def replaced(**changed: object) -> CardOrder:
    return CardOrder(**{**vars(ORDER), **changed})


@pytest.mark.parametrize("name", CALLS)
def test_stripe_takes_what_we_send(mock, name):
    CALLS[name]()


def test_every_public_call_is_here():
    """A new one cannot be forgotten."""
    public = {
        name
        for room in (checkout, connect)
        for name, thing in vars(room).items()
        if callable(thing) and getattr(thing, "__module__", "") == room.__name__ and name[0].islower()
    }
    public = {name for name in public if not name.startswith("read_")}
    methods = {name for name in vars(issuing.StripeIssuer) if not name.startswith("_")} - {"name", "is_outside"}
    methods |= {"authorisation", "authorisations", "transaction", "transactions"}
    assert public | methods == {name.partition(",")[0] for name in CALLS}


def test_the_mock_refuses_what_it_does_not_know(mock):
    """So the tests above can fail."""
    with pytest.raises(client.Rejected), client.asked() as stripe:
        stripe.v1.transfers.create({"destination": "acct_1", "currency": "gbp", "colour": "red"})


def test_what_the_mock_answers_is_read(mock):
    made = CALLS["open_session"]()
    assert (made.reference, made.pence, made.livemode) == ("own:1", 0, False)
    assert CALLS["transfer"]().pence == 900
    assert CALLS["issue"]().expires_on.day >= 28
