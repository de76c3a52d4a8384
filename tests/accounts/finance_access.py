"""Who may open the finance desk: finance all of it, a commissioner the totals."""

from accounts.actions import payment_files
from accounts.ledger import LedgerKind
from accounts.roles import Role
from tests.access import Row
from tests.factories import accounts as make
from tests.factories import money


def payable(cast):
    return {"kind": LedgerKind.PAYABLE.value, "pk": money.payee().payable_id}


def spending(cast):
    return {"kind": LedgerKind.AVAILABLE.value, "pk": money.pot(500).available_id}


def waiting(cast):
    money.earned(money.payee(), 1200)
    return {"reference": payment_files.prepare(by=make.staff(Role.FINANCE)).reference}


def released(cast):
    money.earned(money.payee(), 1200)
    file = payment_files.prepare(by=make.staff(Role.FINANCE))
    return {"reference": payment_files.release(file=file, by=make.staff(Role.FINANCE)).reference}


def odd_payment(cast):
    payment = money.own_payment(cast.person, "paid")
    payment.odd = "amount"
    payment.save()
    return {"pk": payment.pk}


FINANCE = [
    Row("staff-finance-own-cards", "finance"),
    Row("staff-finance-own-refund", "finance", "GET POST", at=lambda cast: {"pk": money.failed_refund(cast.person).pk}),
    Row("staff-finance-own-looked", "finance", "POST", at=odd_payment),
    Row("staff-finance", "finance commissioner"),
    Row("staff-finance-trial-balance", "finance commissioner"),
    Row("staff-finance-kind", "finance", at=lambda cast: {"kind": "payable"}),
    Row("staff-finance-kind-sheet", "finance", at=lambda cast: {"kind": "payable"}),
    Row("staff-finance-account", "finance", at=payable),
    Row("staff-finance-account-sheet", "finance", at=payable),
    Row("staff-finance-reason", "finance", "GET POST", at=spending),
    Row("staff-finance-payments", "finance"),
    Row("staff-finance-unanswered", "finance"),
    Row("staff-finance-prepare", "finance", "POST"),
    Row("staff-finance-file", "finance", at=waiting),
    Row("staff-finance-release", "finance", "POST", at=waiting),
    Row("staff-finance-cancel", "finance", "POST", at=waiting),
    Row("staff-finance-download", "finance", at=released),
]
