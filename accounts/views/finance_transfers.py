"""Finance: an emergency file by bank, a payment taken back from Stripe, and who is paid through Stripe."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import payout_words
from accounts.actions import emergency_files, payout_accounts, transfers
from accounts.forms.payouts import WHY_BACK, EmergencyForm, TakeBackForm
from accounts.models import PaymentFileLine, PayoutAccount
from accounts.permissions import needs
from accounts.queries import emergencies, sent
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.finance_file import PAYMENTS
from accounts.views.finance_overview import FINANCE
from design.components import Cell, Column, Table
from design.formats import counted, day, pounds

FORM = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 25


@FORM
@needs(Permission.PREPARE_PAYMENTS)
def emergency(request: Request) -> HttpResponse:
    """Who is paid and who is left alone stands on the page before anything is made."""
    form, seen = EmergencyForm(posted(request)), emergencies.seen()
    made: list[str] = []

    def do() -> str:
        made.append(emergency_files.prepare(by=request.user, reason=form.cleaned_data["reason"]).reference)
        return f"Emergency file {made[0]} is ready. Someone else must check it and release it."

    def check() -> list[dict[str, Any]]:
        return [{"key": "Why", "value": form.cleaned_data["reason"]}, *emergency_rows(seen)]

    desk = Desk(
        "Pay everybody by bank",
        form,
        do,
        reverse("staff-finance-payments"),
        PAYMENTS,
        button="Prepare an emergency file",
        lead=[
            "Use this when the card company or Stripe is gone. Everybody whose bank details we have is paid by bank, "
            "also those who are paid through Stripe at other times. Two people sign it, as always."
        ],
        rows=emergency_rows(seen),
        check=check,
        extra={"tables": [left_alone_table(seen.left_alone)] if seen.left_alone else []},
    )
    response = answer(request, desk)
    return redirect("staff-finance-file", reference=made[0]) if made else response


def emergency_rows(seen: emergencies.Seen) -> list[dict[str, Any]]:
    rows = [{"key": "Owed now", "value": f"{pounds(seen.owed_pence)} to {counted(seen.payees, 'payee')}"}]
    if seen.taken_over:
        words = (
            f"{pounds(seen.taken_over_pence)} in {counted(len(seen.taken_over), 'payment')} that nobody tried to send"
        )
        rows.append({"key": "Taken over from Stripe", "value": words})
    return rows


def left_alone_table(lines: list[PaymentFileLine]) -> Table:
    columns = [
        Column("Who", header=True, phone="main"),
        Column("Why it is left alone", phone="over"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    why = "Stripe was asked and has not answered. It may have gone, and must not be paid twice."
    rows = [[Cell(line.payee.name, f"file {line.file.reference}"), why, pounds(line.pence)] for line in lines]
    return Table("Left alone", columns, rows)


@FORM
@needs(Permission.PREPARE_PAYMENTS)
def take_back(request: Request, reference: str, pk: int) -> HttpResponse:
    lines = PaymentFileLine.objects.select_related("payee", "file").filter(returned=None)
    line = get_object_or_404(lines, file__reference=reference, pk=pk)
    if not sent.of([line])[pk].is_there:
        raise Http404
    form = TakeBackForm(posted(request))
    rows = [{"key": "Amount", "value": pounds(line.pence)}, {"key": "File", "value": reference}]

    def do() -> str:
        transfers.take_back(line=line, why=form.cleaned_data["why"], by=request.user)
        return "We asked Stripe to take it back. When it has, it is owed again."

    def check() -> list[dict[str, Any]]:
        return [{"key": "Why", "value": WHY_BACK[form.cleaned_data["why"]]}, *rows]

    then = reverse("staff-finance-file", args=[reference])
    lead = [
        "All of it is taken from their account at Stripe, which may go below £0.00. It is then owed again, and the "
        "next file pays it: if it is not owed, put the visits right first."
    ]
    crumbs = [*PAYMENTS, (reference, then)]
    title, name = "Take this payment back", line.payee.name
    desk = Desk(title, form, do, then, crumbs, caption=name, rows=rows, lead=lead, check=check, button="Take it back")
    return answer(request, desk)


@require_safe
@needs(Permission.PREPARE_PAYMENTS)
def accounts(request: Request) -> HttpResponse:
    found = PayoutAccount.objects.select_related("payee").order_by("payee__name", "pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": [*FINANCE, ("Stripe", reverse("staff-finance-stripe"))],
        "is_used": bool(settings.STRIPE_SECRET_KEY),
        "page": page,
        "table": accounts_table(list(page)) if page.object_list else None,
    }
    return render(request, "accounts/finance_stripe_accounts.html", context)


def accounts_table(found: list[PayoutAccount]) -> Table:
    columns = [
        Column("Who", header=True, phone="main"),
        Column("How it stands", phone="over"),
        Column("Paid", phone="over-right"),
    ]
    rows = [
        [
            Cell(one.payee.name, href=reverse("staff-finance-stripe-account", args=[one.payee.reference])),
            Cell(one.get_state_display(), ". ".join(account_words(one))),
            paid_words(one),
        ]
        for one in found
    ]
    return Table("Accounts at Stripe", columns, rows, hide_caption=True)


def paid_words(one: PayoutAccount) -> str:
    return "Through Stripe" if one.is_used else "By bank"


def account_words(one: PayoutAccount) -> list[str]:
    """What somebody has to know of it: nothing where all is well."""
    words = []
    if one.payout_failed_at:
        failed = payout_words.payout_failed(one.payout_failed_why).rstrip(".")
        words.append(f"{failed}. Its bank refused a payment on {day(one.payout_failed_at)}")
    if one.negative_pence:
        words.append(f"It is {pounds(one.negative_pence)} below £0.00")
    if one.needs:
        words.append(f"Stripe needs {', '.join(payout_words.needs(one.needs))}")
    return words


@require_safe
@needs(Permission.PREPARE_PAYMENTS)
def account(request: Request, reference: str) -> HttpResponse:
    one = get_object_or_404(PayoutAccount.objects.select_related("payee", "by_bank_by"), payee__reference=reference)
    crumbs = [*FINANCE, ("Stripe", reverse("staff-finance-stripe"))]
    by_bank = f"Since {day(one.by_bank_at)}, by {one.by_bank_by.name}" if one.by_bank_by else "No"
    rows = [
        {"key": "How it stands", "value": one.get_state_display()},
        {"key": "Account at Stripe", "value": one.stripe_account or "None yet"},
        {"key": "Paid by bank instead", "value": by_bank},
        {"key": "Below £0.00", "value": pounds(one.negative_pence) if one.negative_pence else "No"},
    ]
    context = {"section": "staff", "breadcrumbs": crumbs, "one": one, "rows": rows, "todo": todo(one)}
    return render(request, "accounts/finance_stripe_account.html", context)


def todo(one: PayoutAccount) -> list[str]:
    """What has happened, and what to do about it."""
    words = []
    if one.payout_failed_at:
        words.append(
            f"{payout_words.payout_failed(one.payout_failed_why)} The money is in their account at Stripe. They give "
            "Stripe the right bank details from their own page, and Stripe pays it. We wrote to them. Call them if "
            "nothing happens."
        )
    if one.negative_pence:
        words.append(
            "A payment was taken back after their bank had it. What we pay next goes to make up for it. Stripe can "
            "take it from the council, so agree with them how it is paid."
        )
    if one.needs:
        words.append(
            f"Stripe needs {', '.join(payout_words.needs(one.needs))}. They give it to Stripe from their page."
        )
    return words


@require_POST
@needs(Permission.PREPARE_PAYMENTS)
def switch(request: Request, reference: str) -> HttpResponse:
    """By bank from the next file on, or through Stripe again."""
    one = get_object_or_404(PayoutAccount.objects.select_related("payee"), payee__reference=reference)
    if one.by_bank_at is None:
        payout_accounts.by_bank(account=one, by=request.user)
        messages.success(request, "From the next file on they are paid by bank. They are told.")
    else:
        payout_accounts.through_stripe(account=one, by=request.user)
        messages.success(request, "From the next file on they are paid through Stripe. They are told.")
    return redirect("staff-finance-stripe-account", reference=reference)
