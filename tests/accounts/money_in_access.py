"""Who may open the pages of loads, contributions, journals and bank details."""

from datetime import date

from django.utils import timezone

from accounts.actions import bank_details, contributions, journal, loads, pauses, payment_files
from accounts.ledger import LedgerKind
from accounts.models import PaidAhead
from accounts.roles import Role
from tests.access import Row
from tests.factories import accounts as make
from tests.factories import arrears, budgets, money

BOTH = "finance practitioner"


def budget(cast):
    return {"pk": budgets.budget(person=cast.person).pk}


def pause(cast):
    made = budgets.budget(person=cast.person)
    by = make.staff(Role.FINANCE)
    return {"pk": pauses.pause(budget=made, first_on=date(2026, 5, 1), reason="away", by=by).pk}


def ahead(cast):
    made, by = budgets.budget(person=cast.person), make.staff(Role.FINANCE)
    loads.run_due(budgets.on(budgets.CALENDAR))
    day = date(2026, 4, 27)
    pauses.pause(budget=made, first_on=day, reason="away", by=by, at=budgets.on(day))
    return {"pk": PaidAhead.objects.get(budget=made).pk}


def late(cast):
    return {"pk": arrears.late(person=cast.person).pk}


def let_go(cast):
    made = arrears.late(person=cast.person)
    arrears.waiver(made)
    return {"pk": made.pk}


def contribution(cast):
    made, by = budgets.budget(person=cast.person), make.staff(Role.FINANCE)
    given = {"weekly_pence": 500, "starts_on": date(2027, 5, 1), "assessment_reference": "FA-1"}
    return {"pk": contributions.record(budget=made, by=by, **given).pk}


def receipt(cast):
    by = make.staff(Role.FINANCE)
    return {"pk": contributions.receive(pence=500, received_on=timezone.localdate(), key="access", by=by).pk}


def code(cast):
    return {"pk": journal.set_code(kind=LedgerKind.HELD, code="A1", by=make.staff(Role.FINANCE)).pk}


def made_journal(cast):
    by = make.staff(Role.FINANCE)
    for kind in LedgerKind:
        journal.set_code(kind=kind, code="A1", by=by)
    budgets.budget()
    loads.run_due(budgets.on(budgets.CALENDAR))
    return {"reference": journal.export(last_on=date(2026, 4, 30), by=by, at=budgets.on(date(2026, 5, 2))).reference}


def payee(cast):
    return {"reference": money.payee().reference}


def bank_change(cast):
    by = make.staff(Role.FINANCE)
    details = {"sort_code": "998877", "account_number": "11223344"}
    return {"pk": bank_details.ask(payee=money.payee(), how="email", by=by, **details).pk}


def paid_line(cast):
    money.earned(money.payee(), 1200)
    file = payment_files.prepare(by=make.staff(Role.FINANCE))
    payment_files.release(file=file, by=make.staff(Role.FINANCE))
    return {"reference": file.reference, "pk": file.lines.get().pk}


FORM = "GET POST"
MONEY_IN = [
    Row("staff-finance-loads", "finance"),
    Row("staff-finance-loads-run", BOTH, "POST"),
    Row("staff-finance-loads-sheet", "finance"),
    Row("staff-finance-ahead", BOTH, FORM, at=ahead),
    Row("staff-finance-budgets", BOTH, FORM),
    Row("staff-finance-budget", BOTH, at=budget),
    Row("staff-finance-pause", BOTH, FORM, at=budget),
    Row("staff-finance-resume", BOTH, FORM, at=pause),
    Row("staff-finance-end", BOTH, FORM, at=budget),
    Row("staff-finance-death", BOTH, FORM, at=budget),
    Row("staff-finance-group", "finance", FORM, at=budget),
    Row("staff-finance-contribution-new", "finance", FORM, at=budget),
    Row("staff-finance-contributions", "finance"),
    Row("staff-finance-contributions-sheet", "finance"),
    Row("staff-finance-contribution", "finance", FORM, at=contribution),
    Row("staff-finance-arrears", "finance", FORM, at=late),
    Row("staff-finance-waiver", "finance", FORM, at=late),
    Row("staff-finance-waiver-decide", "finance", FORM, at=let_go),
    Row("money-arrears", "resident delegate", FORM, at=late),
    Row("staff-finance-receipts", "finance"),
    Row("staff-finance-receipt-new", "finance", FORM),
    Row("staff-finance-receipts-file", "finance", FORM),
    Row("staff-finance-receipt", "finance", FORM, at=receipt),
    Row("staff-finance-codes", "finance"),
    Row("staff-finance-code-new", "finance", FORM),
    Row("staff-finance-code", "finance", FORM, at=code),
    Row("staff-finance-code-remove", "finance", FORM, at=code),
    Row("staff-finance-journal", "finance"),
    Row("staff-finance-journal-new", "finance", FORM),
    Row("staff-finance-journal-one", "finance", at=made_journal),
    Row("staff-finance-journal-file", "finance", at=made_journal),
    Row("staff-finance-bank", "finance"),
    Row("staff-finance-bank-new", "finance", FORM, at=payee),
    Row("staff-finance-bank-change", "finance", FORM, at=bank_change),
    Row("staff-finance-payee-phone", "finance", FORM, at=payee),
    Row("staff-finance-returns", "finance"),
    Row("staff-finance-returned", "finance", FORM, at=paid_line),
    Row("staff-finance-month-end", "finance"),
    Row("staff-finance-forecast", "finance commissioner"),
    Row("staff-finance-forecast-sheet", "finance commissioner"),
    Row("money-contribution", "resident delegate stranger"),
]
