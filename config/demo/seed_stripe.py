"""How Aldermere stands with Stripe, told without a network: who is paid through it, what it sent, what differs, and a
purchase that went beyond what there was."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Sum

from accounts import payee_records, reconciling
from accounts.actions import cards, payout_accounts, reconcile
from accounts.actions.cards import Taken
from accounts.models import CardAccount, Difference, Payee, PayoutAccount
from accounts.reconciled_kinds import our_transfers
from accounts.reconciling import Compared, Row
from accounts.stripe.connect import ConnectedAccount, Payout
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago

READY, SETTING_UP = "Sunrise Home Care", "Hollybank Home Care"
SINCE = 40  # days ago: files after that go through Stripe for whoever is ready


def accounts(scene: Scene) -> None:
    """Sunrise is ready before its last payments. Hollybank is being set up, and still paid by bank."""
    tell(scene, asked(scene, READY, SINCE + 2), days=SINCE)
    needs = ("company.verification.document", "external_account")
    tell(scene, asked(scene, SETTING_UP, 6), days=5, needs=needs)


def asked(scene: Scene, name: str, days: int) -> PayoutAccount:
    """`payout_accounts.ask` asks Stripe, which is not here."""
    payee = Payee.objects.get(name=name)
    by = next(iter(payee_records.of(payee).users), scene.user("hollybank"))
    return PayoutAccount.objects.create(payee=payee, asked_by=by, asked_at=ago(scene.now, days))


def tell(scene: Scene, account: PayoutAccount, *, days: int, needs: Sequence[str] = ()) -> None:
    told = ConnectedAccount(
        id=f"acct_demo{account.pk:04d}",
        details_submitted=True,
        transfers_active=not needs,
        payouts_enabled=not needs,
        needs=tuple(needs),
        disabled="",
        reference=f"payee:{account.payee.reference}",
    )
    payout_accounts.learn(account=account, told=told, asked_at=ago(scene.now, days))


def all_of_it(scene: Scene) -> None:
    bank_refused(scene)
    compared(scene)
    beyond(scene)


def bank_refused(scene: Scene) -> None:
    account = PayoutAccount.objects.select_related("payee").get(payee__name=READY)
    at = ago(scene.now, 1, hour=9)
    payout = Payout("po_demo0001", account.stripe_account, 41_250, "failed", "account_closed", at)
    payout_accounts.payout_told(account=account, payout=payout, at=at)


def compared(scene: Scene) -> None:
    """This morning: all the same, but for one transfer that somebody made by hand, which Wendy looks into."""
    now = scene.now - timedelta(minutes=50)
    since = now - reconcile.LOOK_BACK
    ours = list(our_transfers(since))
    by_hand = Row("tr_demo_by_hand", 500, "sent", ago(scene.now, 1, hour=16))
    found = list(reconciling.differences("transfer", ours, [*ours, by_hand], since, now))
    counts = {"transfer": {"ours": len(ours), "theirs": len(ours) + 1}, "reversal": {"ours": 0, "theirs": 0}}
    run = reconcile.keep(compared=Compared(since, counts, found), started_at=now, ended_at=now)
    taken_by, at = scene.user("finance2"), scene.now - timedelta(minutes=20)
    reconcile.take(difference=Difference.objects.get(first_run=run), by=taken_by, at=at)


def beyond(scene: Scene) -> None:
    """A taxi's terminal was offline, and took more than the card account with the least in it had."""
    open_cards = CardAccount.objects.filter(cards__state="active", pots__is_contingency=False, closed_at=None)
    mine = open_cards.exclude(person__user__in=scene.users.values())
    poorest = mine.annotate(free=Sum("pots__available__balance_pence")).order_by("free", "pk").first()
    if poorest is None:
        return
    card = poorest.cards.filter(state="active").earliest("pk")
    pots = [pot for pot in poorest.pots.select_related("available") if pot.available and not pot.is_contingency]
    free = sum(pot.available.balance_pence for pot in pots if pot.available)
    taken = Taken("demo-beyond", free + 1_840, "Alder Taxis", "taxicabs_limousines")
    cards.take(card=card, taken=taken, at=ago(scene.now, 2, hour=19))
