"""Finance: what shops took beyond what there was, and the decision that the council bears it.

The list has ids and amounts. Whose it is, and where it was, opens after a reason, as any person's lines do.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import sheets
from accounts.actions import shortfalls as decisions
from accounts.forms.payouts import BearForm
from accounts.ledger import LedgerKind
from accounts.models import CardAccount, CardEntry, ShortfallDecision
from accounts.permissions import needs
from accounts.queries import shortfalls as found
from accounts.queries.shortfalls import Shortfall
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.finance_overview import FINANCE
from accounts.views.finance_reason import given
from design.components import Cell, Column, Table
from design.formats import day, moment, pounds

PAST = 50
CRUMBS = [*FINANCE, ("What shops took beyond what there was", "/staff/finance/shortfalls/")]


@require_safe
@needs(Permission.SEE_MONEY_LINES)
def shortfalls(request: Request) -> HttpResponse:
    waiting = found.waiting()
    past = list(ShortfallDecision.objects.select_related("decided_by")[:PAST])
    context = {
        "section": "staff",
        "breadcrumbs": FINANCE,
        "waiting": waiting_table(waiting) if waiting else None,
        "past": past_table(past) if past else None,
    }
    return render(request, "accounts/finance_shortfalls.html", context)


def waiting_table(waiting: list[Shortfall]) -> Table:
    columns = [
        Column("Card account", header=True, phone="main"),
        Column("Last moved", phone="over"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    rows = [
        [
            Cell(
                f"Card account {one.account_id}",
                "" if one.pence > 0 else "A shop gave it back: it is the council’s",
                reverse("staff-finance-shortfall", args=[one.account_id]),
            ),
            day(one.since),
            pounds(abs(one.pence)),
        ]
        for one in waiting
    ]
    footer = ["Together", "", pounds(sum(one.pence for one in waiting))]
    return Table("To decide", columns, rows, footer=footer, hide_caption=True)


def past_table(past: list[ShortfallDecision]) -> Table:
    columns = [
        Column("What was decided", header=True, phone="main"),
        Column("By whom", phone="over"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    rows = [
        [
            Cell(f"Card account {one.account_id}: {one.get_kind_display()}", one.reason),
            f"{one.decided_by.name}, {day(one.decided_at)}",
            pounds(one.pence),
        ]
        for one in past
    ]
    return Table("Decided", columns, rows, hide_caption=True)


@require_safe
@needs(Permission.SEE_MONEY_LINES)
def sheet(request: Request) -> HttpResponse:
    rows = [[one.account_id, sheets.Pounds(one.pence), day(one.since)] for one in found.waiting()]
    return sheets.answer("shortfalls.csv", ["Card account", "Taken beyond what there was", "Last moved"], rows)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SEE_MONEY_LINES)
def shortfall(request: Request, pk: int) -> HttpResponse:
    """Whose it is and where: after a reason. Then the council bears it, or has back what it bore."""
    account = get_object_or_404(CardAccount.objects.select_related("person"), pk=pk)
    books = found.ledger_account(pk)
    if not given(request, account.person):
        return redirect("staff-finance-reason", kind=LedgerKind.CARD_SHORTFALL.value, pk=books.pk)
    if books.balance_pence == 0:
        return redirect("staff-finance-shortfalls")
    return answer(request, desk(request, account, -books.balance_pence))


def desk(request: Request, account: CardAccount, pence: int) -> Desk:
    bears = pence > 0
    form = BearForm(posted(request), initial={"shown_pence": abs(pence)})
    words = "The council bears it" if bears else "It goes back to the council"

    def do() -> str:
        decide = decisions.bear if bears else decisions.give_back
        decide(account=account, by=request.user, **form.cleaned_data)
        return f"Done. {words}, and the account is at £0.00."

    def check() -> list[dict[str, Any]]:
        return [
            {"key": "What you decide", "value": words},
            {"key": "Amount", "value": pounds(form.cleaned_data["shown_pence"])},
            {"key": "Why", "value": form.cleaned_data["reason"]},
        ]

    return Desk(
        "A shop took more than there was" if bears else "A shop gave back what the council bore",
        form,
        do,
        reverse("staff-finance-shortfalls"),
        CRUMBS,
        caption=f"{account.person.name}, card account {account.pk}",
        button=words,
        lead=[LEAD_BEARS if bears else LEAD_BACK],
        rows=[{"key": "Amount", "value": pounds(abs(pence))}],
        check=check,
        warning="Your name and the reason stay with the decision.",
        extra={"tables": [purchases_table(found.purchases(account))]},
    )


LEAD_BEARS = (
    "A shop can take more than it asked for, or without asking. This did not come from the person’s money, and is not "
    "taken from it. If the council bears it, council money pays it."
)
LEAD_BACK = (
    "The council paid what a shop took beyond what there was. The shop has given it back, so it is the council’s."
)


def purchases_table(entries: Sequence[CardEntry]) -> Table:
    columns = [
        Column("Shop", header=True, phone="main"),
        Column("When, and whose card", phone="over"),
        Column("Beyond what there was", numeric=True, phone="amount"),
    ]
    rows = [
        [
            Cell(entry.merchant_name, f"{pounds(entry.pence)} in all{asked(entry)}"),
            f"{moment(entry.at)}, {entry.card.holder.name}",
            pounds(entry.beyond_pence),
        ]
        for entry in entries
    ]
    return Table("Purchases that went beyond", columns, rows)


def asked(entry: CardEntry) -> str:
    of = entry.authorisation
    if of is None or of.is_forced:
        return ", without asking"
    return f", {pounds(of.pence)} agreed"
