"""Who may open the pages of Stripe, emergency files and shortfalls: finance."""

from django.utils import timezone

from accounts.actions import cards, payment_files, reconcile
from accounts.models import Difference, Intent, PayoutAccount
from accounts.reconciling import Compared, Found, Row, What
from accounts.roles import Role
from tests.access import Row as Access
from tests.factories import accounts as make
from tests.factories import money


def account(payee, **more):
    """As Stripe would have told us of it, without a Stripe."""
    given = {"stripe_account": f"acct_{payee.pk}", "state": PayoutAccount.State.READY, **more}
    asked = {"asked_by": make.user("Grace Hollis"), "asked_at": timezone.now()}
    return PayoutAccount.objects.create(payee=payee, **asked, **given)


def with_account(cast):
    return {"reference": account(money.payee()).payee.reference}


def sent_line(cast):
    """A line that Stripe has."""
    payee = account(money.payee()).payee
    money.earned(payee, 1200)
    file = payment_files.prepare(by=make.staff(Role.FINANCE), through_stripe=True)
    payment_files.release(file=file, by=make.staff(Role.FINANCE))
    ended = {"state": Intent.State.DONE, "outside_id": "tr_1", "ended_at": timezone.now()}
    Intent.objects.filter(kind="transfer").update(**ended)
    return {"reference": file.reference, "pk": file.lines.get().pk}


def differ(number=1):
    """So many transfers that only Stripe has."""
    now = timezone.now()
    found = [
        Found("transfer", f"tr_{n}", What.MISSING_HERE, now, theirs=Row(f"tr_{n}", 700, "sent", now))
        for n in range(number)
    ]
    return reconcile.keep(compared=Compared(now, {"transfer": {"ours": 0, "theirs": number}}, found), started_at=now)


def one_difference(cast):
    differ()
    return {"pk": Difference.objects.get().pk}


def beyond(cast):
    made = money.card_account(500, person=cast.person)
    cards.take(card=money.card(made), taken=cards.Taken("access", 900, "Taxi"))
    return {"pk": made.pk}


FORM = "GET POST"
STRIPE = [
    Access("staff-finance-stripe", "finance"),
    Access("staff-finance-stripe-compare", "finance", "POST"),
    Access("staff-finance-stripe-sheet", "finance"),
    Access("staff-finance-difference", "finance", FORM, at=one_difference),
    Access("staff-finance-difference-take", "finance", "POST", at=one_difference),
    Access("staff-finance-stripe-accounts", "finance"),
    Access("staff-finance-stripe-account", "finance", at=with_account),
    Access("staff-finance-stripe-switch", "finance", "POST", at=with_account),
    Access("staff-finance-emergency", "finance", FORM),
    Access("staff-finance-take-back", "finance", FORM, at=sent_line),
    Access("staff-finance-shortfalls", "finance"),
    Access("staff-finance-shortfalls-sheet", "finance"),
    Access("staff-finance-shortfall", "finance", FORM, at=beyond, get=302),  # a reason first
]
