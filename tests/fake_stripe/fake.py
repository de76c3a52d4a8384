"""The whole fake: which call goes where, what may be said to it, and which faults it has."""

import inspect
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fake_stripe import shapes
from tests.fake_stripe.cards import Cards
from tests.fake_stripe.checkout import Checkout
from tests.fake_stripe.connect import Connect
from tests.fake_stripe.errors import Refused
from tests.fake_stripe.forms import Shape, checked
from tests.fake_stripe.idempotency import Answer, Keys
from tests.fake_stripe.purchases import Purchases
from tests.fake_stripe.store import Made, Store, shown
from tests.fake_stripe.webhooks import Webhooks

SECRETS = {"account": "whsec_account", "connect": "whsec_connect", "issuing": "whsec_issuing"}
SAID = {  # what `POST /_fake/<part>/<verb>` may say
    "checkout": ("pay", "fail", "settle", "bounce", "expire", "complete_refund", "fail_refund", "dispute"),
    "connect": ("onboard", "submit", "restrict", "pay_out", "fail_payout", "owe"),
    "purchases": (
        *("authorise", "increment", "capture", "force_capture", "refund", "unlinked_refund", "reverse", "expire"),
        "answers",
    ),
    "webhooks": ("again",),
    "keys": ("forget",),
}


@dataclass
class Faults:
    down: bool = False  # 500 to everything
    hang: float = 0.0  # seconds without an answer; then the connection is closed, and nothing was done
    slow: float = 0.0  # seconds before each answer, which then comes
    drop_next_reply: int = 0  # so many POSTs do their work, and the connection is closed without an answer
    released: threading.Event = field(default_factory=threading.Event)


class Fake:
    def __init__(self, *, webhooks: str = "", secrets: Mapping[str, str] = SECRETS) -> None:
        self.store, self.keys, self.faults = Store(), Keys(), Faults()
        self.webhooks = Webhooks(self.store, dict(secrets), webhooks)
        self.checkout = Checkout(self.store, self.webhooks)
        self.connect = Connect(self.store, self.webhooks)
        self.cards = Cards(self.store, self.webhooks)
        self.purchases = Purchases(self.store, self.webhooks, self.cards)
        self.asked: list[tuple[str, str, Made]] = []  # method, path and parameters of each call that was understood
        self.routes = routes(self)
        self.address = ""

    def at(self, address: str) -> None:
        self.address = self.checkout.page = self.connect.page = address

    def answer(self, method: str, path: str, params: Made, key: str, account: str) -> Answer:
        """Refused goes up; what was done under a key is answered again, word for word, also when it was a refusal."""
        work, shape, ids = self.route(method, path)
        params = checked({name: value for name, value in params.items() if name != "expand"}, shape)
        if method == "POST" and (before := self.keys.claim(f"{account} {key}", path, params)):
            return before
        self.asked.append((method, path, params))
        answer = self.work(work, params, ids, account)
        if method == "POST":
            self.keys.keep(f"{account} {key}", answer)
        return answer

    def work(self, work: Callable[..., Made], params: Made, ids: tuple[str, ...], account: str) -> Answer:
        more = {"account": account} if "account" in inspect.signature(work).parameters else {}
        with self.store.changing():
            try:
                return 200, shown(work({**params}, *ids, **more))
            except Refused as why:
                return why.status, why.body

    def route(self, method: str, path: str) -> tuple[Callable[..., Made], Shape, tuple[str, ...]]:
        for verb, pattern, work, shape in self.routes:
            if verb == method and (found := re.fullmatch(pattern, path)):
                return work, shape, found.groups()
        raise Refused(f"Unrecognized request URL ({method}: {path}).", status=404)

    def say(self, part: str, verb: str, words: Made) -> Any:
        """One of SAID, as in Python: `say("checkout", "pay", {"reference": "cs_test_1"})`."""
        if verb not in SAID.get(part, ()):
            raise Refused(f"Nothing is called {part}/{verb} here.", status=404)
        call = getattr(getattr(self, part), verb)
        try:
            inspect.signature(call).bind(**words)
        except TypeError as why:
            raise Refused(str(why)) from why
        return call(**words)

    def set(self, **changed: Any) -> Made:
        """Faults and habits; answers all as they now are."""
        owners = self.owners()
        for name, value in changed.items():
            if name not in owners:
                raise Refused(f"Nothing is called {name} here.", status=404)
            setattr(owners[name], name, value)
        if not self.faults.hang:
            self.faults.released.set()
        else:
            self.faults.released.clear()
        return {name: getattr(owner, name) for name, owner in owners.items()} | {"waiting": len(self.webhooks.waiting)}

    def owners(self) -> dict[str, Any]:
        return {
            **dict.fromkeys(("down", "hang", "slow", "drop_next_reply"), self.faults),
            **dict.fromkeys(("silent", "duplicates", "shuffle", "delay", "senders"), self.webhooks),
            "slow_refunds": self.checkout,
            "funds": self.connect,
            "is_short": self.cards,
            "livemode": self.store,
        }


def routes(fake: Fake) -> list[tuple[str, str, Callable[..., Made], Shape]]:
    one, none = r"/([A-Za-z0-9_]+)", shapes.NOTHING
    checkout, connect, cards, purchases = fake.checkout, fake.connect, fake.cards, fake.purchases
    sessions, refunds, accounts, transfers = "/v1/checkout/sessions", "/v1/refunds", "/v1/accounts", "/v1/transfers"
    holders, plastic = "/v1/issuing/cardholders", "/v1/issuing/cards"
    asked, taken = "/v1/issuing/authorizations", "/v1/issuing/transactions"
    return [
        ("POST", sessions, checkout.create, shapes.SESSION),
        ("GET", sessions, checkout.listed, shapes.SESSIONS),
        ("GET", sessions + one, checkout.retrieve, none),
        ("POST", sessions + one + "/expire", checkout.expire_by_us, none),
        ("POST", refunds, checkout.refund, shapes.REFUND),
        ("GET", refunds, checkout.list_refunds, shapes.REFUNDS),
        ("GET", refunds + one, checkout.retrieve_refund, none),
        ("GET", "/v1/disputes" + one, checkout.retrieve_dispute, none),
        ("POST", accounts, connect.create, shapes.ACCOUNT),
        ("GET", accounts, connect.listed, shapes.PAGE),
        ("GET", accounts + one, connect.retrieve, none),
        ("POST", "/v1/account_links", connect.link, shapes.LINK),
        ("POST", transfers, connect.transfer, shapes.TRANSFER),
        ("GET", transfers, connect.list_transfers, shapes.TRANSFERS),
        ("GET", transfers + one, connect.retrieve_transfer, none),
        ("POST", transfers + one + "/reversals", connect.reverse, shapes.REVERSAL),
        ("GET", transfers + one + "/reversals", connect.list_reversals, shapes.PAGE),
        ("GET", "/v1/balance", connect.balance, none),
        ("GET", "/v1/payouts" + one, connect.retrieve_payout, none),
        ("POST", holders, cards.create_holder, shapes.HOLDER),
        ("GET", holders + one, cards.retrieve_holder, none),
        ("POST", holders + one, cards.change_holder, shapes.HOLDER_CHANGE),
        ("POST", plastic, cards.create, shapes.CARD),
        ("GET", plastic, cards.listed, shapes.CARDS),
        ("GET", plastic + one, cards.retrieve, none),
        ("POST", plastic + one, cards.change, shapes.CARD_CHANGE),
        ("GET", asked, purchases.listed, shapes.AUTHORISATIONS),
        ("GET", asked + one, purchases.retrieve, none),
        ("GET", taken, purchases.list_transactions, shapes.TRANSACTIONS),
        ("GET", taken + one, purchases.retrieve_transaction, none),
    ]
