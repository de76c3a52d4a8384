"""Connected accounts, transfers and reversals, and what providers and their banks do."""

import time
from collections.abc import Sequence

from tests.fake_stripe import objects
from tests.fake_stripe.errors import Refused, state
from tests.fake_stripe.store import Made, Store, shown
from tests.fake_stripe.webhooks import Webhooks

WANTED = ["business_type", "external_account", "tos_acceptance.date", "tos_acceptance.ip"]
MINUTES = 5 * 60


class Connect:
    def __init__(self, store: Store, webhooks: Webhooks) -> None:
        self.store, self.webhooks = store, webhooks
        self.page = ""
        self.funds: int | None = None  # pence of ours to send; None: always enough
        self.balances: dict[str, int] = {}
        self.returns: dict[str, str] = {}  # where the page of an account leads back to

    # Calls

    def create(self, params: Made) -> Made:
        asked = params.pop("capabilities", {})
        made = self.store.add(objects.account, **params)
        made["capabilities"] = dict.fromkeys(asked, "inactive")
        made["controller"] = {**params.get("controller", {}), "type": "application", "is_controller": True}
        made["requirements"] |= {"currently_due": [*WANTED], "eventually_due": [*WANTED]}
        made["requirements"]["disabled_reason"] = "requirements.past_due"
        return made

    def listed(self, params: Made) -> Made:
        return self.store.page("account", params, "/v1/accounts")

    def retrieve(self, params: Made, reference: str) -> Made:
        return self.store.get("account", reference)

    def link(self, params: Made) -> Made:
        self.store.get("account", params["account"])
        now = int(time.time())
        url = f"{self.page}/onboard/{params['account']}"
        self.returns[params["account"]] = params["return_url"]
        return {"object": "account_link", "created": now, "expires_at": now + MINUTES, "url": url}

    def transfer(self, params: Made) -> Made:
        account = self.store.get("account", params["destination"])
        pence = params["amount"]
        if account["capabilities"].get("transfers") != "active":
            raise state(
                "Your destination account needs the transfers capability.", "insufficient_capabilities_for_transfer"
            )
        if self.funds is not None and pence > self.funds:
            raise state("You have insufficient available funds in your Stripe account.", "balance_insufficient")
        if pence <= 0:
            raise Refused("This value must be greater than or equal to 1.", param="amount")
        made = self.store.add(objects.transfer, **params)
        made["reversals"]["url"] = f"/v1/transfers/{made['id']}/reversals"
        self.moves(account["id"], pence)
        self.webhooks.tell("account", "transfer.created", made)
        return made

    def retrieve_transfer(self, params: Made, reference: str) -> Made:
        return self.store.get("transfer", reference)

    def list_transfers(self, params: Made) -> Made:
        return self.store.page("transfer", params, "/v1/transfers")

    def reverse(self, params: Made, reference: str) -> Made:
        transfer = self.store.get("transfer", reference)
        left = transfer["amount"] - transfer["amount_reversed"]
        pence = params.setdefault("amount", left)
        if not 0 < pence <= left:
            raise state(f"Reversal amount ({pence}) is greater than what is left of the transfer ({left}).")
        made = self.store.add(objects.reversal, transfer=transfer["id"], currency="gbp", **params)
        transfer["amount_reversed"] += pence
        transfer["reversed"] = transfer["amount_reversed"] == transfer["amount"]
        transfer["reversals"]["data"].insert(0, made)
        self.moves(transfer["destination"], -pence)
        self.webhooks.tell("account", "transfer.reversed", transfer)
        return made

    def list_reversals(self, params: Made, reference: str) -> Made:
        return self.store.page("transfer_reversal", params, f"/v1/transfers/{reference}/reversals", transfer=reference)

    def balance(self, params: Made, account: str = "") -> Made:
        pence = self.balances.get(account, 0) if account else (self.funds or 0)
        line = {"amount": pence, "currency": "gbp", "source_types": {"card": pence}}
        nothing = {"amount": 0, "currency": "gbp", "source_types": {"card": 0}}
        return {"object": "balance", "available": [line], "pending": [nothing], "livemode": self.store.livemode}

    def retrieve_payout(self, params: Made, reference: str, account: str = "") -> Made:
        found = self.store.get("payout", reference)
        if found["_account"] != account:
            raise Refused(f"No such payout: '{reference}'", status=404, code="resource_missing")
        return found

    # What happens outside

    def onboard(self, reference: str) -> Made:
        """All is told and checked: money can come and go."""
        return self.now(reference, details_submitted=True, transfers="active", payouts=True)

    def submit(self, reference: str) -> Made:
        """All is told, and Stripe is still checking."""
        waits = ["individual.verification.document"]
        return self.now(reference, details_submitted=True, transfers="pending", payouts=False, needs=waits)

    def restrict(self, reference: str, *, needs: list[str] | None = None) -> Made:
        """Stripe stops it until something is told."""
        needs = needs or ["company.tax_id"]
        why = "requirements.past_due"
        return self.now(reference, details_submitted=True, transfers="inactive", payouts=False, needs=needs, why=why)

    def pay_out(self, account: str, *, pence: int | None = None) -> Made:
        """What the account holds goes to its bank, and arrives."""
        return self.paid_out(account, pence, "payout.paid", status="paid")

    def fail_payout(self, account: str, *, pence: int | None = None, failure: str = "account_closed") -> Made:
        """The bank refuses it: the money is back in the account."""
        told = {"failure_code": failure, "failure_message": "The bank account has been closed"}
        return self.paid_out(account, pence, "payout.failed", status="failed", **told)

    def owe(self, account: str, *, pence: int) -> int:
        """Its balance is so much below nothing."""
        self.balances[account] = -pence
        return -pence

    def moves(self, account: str, pence: int) -> None:
        self.balances[account] = self.balances.get(account, 0) + pence
        if self.funds is not None:
            self.funds -= pence

    def now(
        self,
        reference: str,
        *,
        details_submitted: bool,
        transfers: str,
        payouts: bool,
        needs: Sequence[str] = (),
        why: str | None = None,
    ) -> Made:
        with self.store.changing():
            made = self.store.get("account", reference)
            made |= {"details_submitted": details_submitted, "payouts_enabled": payouts}
            made["capabilities"] = {**made["capabilities"], "transfers": transfers}
            made["requirements"] |= {
                "currently_due": [*needs],
                "past_due": [*needs] if why else [],
                "disabled_reason": why,
            }
            made["requirements"]["eventually_due"] = [*needs]
            self.webhooks.tell("connect", "account.updated", made, account=reference)
            return made

    def paid_out(self, account: str, pence: int | None, kind: str, **given: str) -> Made:
        with self.store.changing():
            self.store.get("account", account)
            sum_ = self.balances.get(account, 0) if pence is None else pence
            made = self.store.add(objects.payout, amount=sum_, currency="gbp", arrival_date=int(time.time()), **given)
            made["_account"] = account
            if kind == "payout.paid":
                self.balances[account] = self.balances.get(account, 0) - sum_
            self.webhooks.tell("connect", kind, shown(made), account=account)
            return made
