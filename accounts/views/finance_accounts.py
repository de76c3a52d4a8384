"""Finance: what a total is made of. Accounts of a kind, then the lines of one account, with ids in place of names.

A person's lines open only after a reason was given (`finance_reason`), and then with names.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import ledger, memos, sheets
from accounts.ledger import Entry, History, LedgerAccount, LedgerKind, totals
from accounts.permissions import needs
from accounts.queries import finance
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views import staff_cards
from accounts.views.finance_overview import FINANCE
from accounts.views.finance_reason import given
from accounts.wording import STEPS
from design.components import Cell, Column, Table
from design.formats import counted, day, pounds, pounds_signed

PER_PAGE = 50


@require_safe
@needs(Permission.SEE_MONEY_LINES)
def kind(request: Request, kind: str) -> HttpResponse:
    of = known(kind)
    page = Paginator(totals.accounts_of(of), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": FINANCE,
        "kind": of,
        "page": page,
        "table": accounts_table(of, page.object_list),
    }
    return render(request, "accounts/finance_kind.html", context)


@require_safe
@needs(Permission.SEE_MONEY_LINES)
def kind_sheet(request: Request, kind: str) -> HttpResponse:
    of = known(kind)
    rows = (
        [reference(one), sheets.Pounds(one.balance_pence), one.version] for one in totals.accounts_of(of).iterator()
    )
    return sheets.answer(f"accounts-{of}.csv", ["Account", "Balance", "Lines"], rows)


@require_safe
@needs(Permission.SEE_MONEY_LINES)
def account(request: Request, kind: str, pk: int) -> HttpResponse:
    one = loaded(kind, pk)
    person = finance.person_of(one)
    if person and not given(request, person):
        return redirect("staff-finance-reason", kind=kind, pk=pk)
    page = Paginator(History(one), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": [*FINANCE, (one.get_kind_display(), reverse("staff-finance-kind", args=[kind]))],
        "account": one,
        "reference": reference(one),
        "name": person.name if person else finance.payee_names([one]).get(one.pk, ""),
        "person": person,
        "cards": staff_cards.listed(person) if person and person.user_id != request.user.pk else [],
        "page": page,
        "table": lines_table(page.object_list, named=person is not None),
    }
    return render(request, "accounts/finance_account.html", context)


@require_safe
@needs(Permission.SEE_MONEY_LINES)
def account_sheet(request: Request, kind: str, pk: int) -> HttpResponse:
    one = loaded(kind, pk)
    person = finance.person_of(one)
    if person and not given(request, person):
        return redirect("staff-finance-reason", kind=kind, pk=pk)
    header = ["When", "Booked", "What", "About", "Other account", "Amount", "Balance"]
    return sheets.answer(f"lines-{one.kind}-{one.pk}.csv", header, sheet_rows(one))


def known(kind: str) -> LedgerKind:
    if kind not in LedgerKind.values:
        raise Http404
    return LedgerKind(kind)


def loaded(kind: str, pk: int) -> LedgerAccount:
    found = totals.account(known(kind), pk)
    if found is None:
        raise Http404
    return found


def reference(account: LedgerAccount) -> str:
    """pot:12 → Pot 12, council → The council"""
    if account.owner == "council":
        return "The council"
    what, _, number = account.owner.partition(":")
    return f"{what.capitalize()} {number}"


def accounts_table(kind: LedgerKind, accounts: Iterable[LedgerAccount]) -> Table:
    accounts = list(accounts)
    names = finance.payee_names(accounts) if kind == LedgerKind.PAYABLE else {}
    columns = [
        Column("Account", header=True, phone="main"),
        Column("Lines", numeric=True, phone="over"),
        Column("Balance", numeric=True, phone="amount"),
    ]
    rows = [
        [
            Cell(
                names.get(one.pk) or reference(one),
                reference(one) if one.pk in names else "",
                reverse("staff-finance-account", args=[kind, one.pk]),
            ),
            counted(one.version, "line"),
            pounds(one.balance_pence),
        ]
        for one in accounts
    ]
    return Table(kind.label, columns, rows, hide_caption=True)


def lines_table(entries: Iterable[Entry], *, named: bool) -> Table:
    entries = list(entries)
    words = memos.words(entry.memo for entry in entries) if named else {}
    columns = [
        Column("When", phone="over"),
        Column("What", header=True, phone="main"),
        Column("Amount", numeric=True, phone="amount"),
        Column("Balance", numeric=True, phone="over-right"),
    ]
    rows = [line(entry, words) for entry in entries]
    return Table("Lines", columns, rows, hide_caption=True)


def line(entry: Entry, words: dict[str, str]) -> list[Any]:
    about = words.get(entry.memo) or about_id(entry.memo)
    way = "to" if entry.pence < 0 else "from"
    what = f"{wording(entry.kind)}: {about}" if about else wording(entry.kind)
    other = f"{way} {entry.other.get_kind_display().lower()}, {reference(entry.other).lower()}"
    return [day(entry.at), Cell(what, other), pounds_signed(entry.pence), pounds(entry.balance_pence)]


def wording(kind: str) -> str:
    """What a transaction of this kind is called; one we have no words for by its own name."""
    return STEPS.get(kind, kind.replace("_", " ").capitalize())


def about_id(memo: str) -> str:
    """visit:AB12-3 → visit AB12-3, payment-file:261122-7QKD → payment file 261122-7QKD"""
    what, _, number = memo.partition(":")
    return f"{what.replace('-', ' ').replace('_', ' ')} {number}".strip()


def sheet_rows(account: LedgerAccount) -> Iterator[list[Any]]:
    for entry in ledger.oldest_first(account):
        yield [
            entry.at.isoformat(timespec="seconds"),
            entry.booked_at.isoformat(timespec="seconds"),
            wording(entry.kind),
            entry.memo,
            f"{entry.other.kind} {entry.other.owner}",
            sheets.Pounds(entry.pence),
            sheets.Pounds(entry.balance_pence),
        ]
