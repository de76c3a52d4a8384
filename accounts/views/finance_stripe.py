"""Finance, every morning: do Stripe and our books say the same, what differs, and where the money is."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import reconciling, sheets
from accounts.actions import reconcile
from accounts.actions.refused import Refused
from accounts.forms.payouts import NoteForm
from accounts.ledger import totals
from accounts.models import Difference, Intent, ReconcileRun
from accounts.permissions import may, needs
from accounts.queries import finance, sent
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.finance_overview import FINANCE, bar, figures_table, months_table
from accounts.wording import waiting
from design.components import Cell, Column, Table
from design.formats import counted, day, moment, pounds

PER_PAGE = 25
STRIPE = [*FINANCE, ("Stripe", "/staff/finance/stripe/")]


@require_safe
@needs(Permission.PREPARE_PAYMENTS)
def home(request: Request) -> HttpResponse:
    last = ReconcileRun.objects.order_by("-started_at", "-pk").first()
    came_in, *places = finance.figures(totals.by_kind())
    differences = Difference.objects.select_related("taken_by", "closed_by", "first_run")
    still = list(differences.filter(closed_at=None).order_by("pk"))
    past = Paginator(differences.exclude(closed_at=None).order_by("-closed_at", "-pk"), PER_PAGE)
    page = past.get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": FINANCE,
        "is_used": bool(settings.STRIPE_SECRET_KEY),
        "last": last,
        "last_words": last_words(last),
        "counts": counts_table(last) if last and (last.counts or last.not_compared) else None,
        "differences": differences_table(still) if still else None,
        "past": past_table(page) if page.object_list else None,
        "page": page,
        "came_in": came_in,
        "bars": [bar(place, came_in.pence) for place in places if place.pence >= 0],
        "figures": figures_table(came_in, places, opens=may(request.user, Permission.SEE_MONEY_LINES)),
        "months": months_table(finance.months(timezone.now())),
        "on_the_way": on_the_way_table(list(sent.not_there_yet()[:PER_PAGE])),
    }
    return render(request, "accounts/finance_stripe.html", context)


def last_words(last: ReconcileRun | None) -> str:
    if last is None:
        return "Nobody has compared our books with Stripe yet."
    if last.state == ReconcileRun.State.CLEAN:
        return f"Our books and Stripe say the same. Compared {moment(last.started_at)}."
    words = f"{counted(last.found, 'difference')} when we compared, {moment(last.started_at)}." if last.found else ""
    part = "Some of it" if last.counts else "It"
    silent = f"{part} could not be compared, {moment(last.started_at)}." if last.not_compared else ""
    return " ".join(filter(None, [words, silent]))


def counts_table(last: ReconcileRun) -> Table:
    columns = [
        Column("What", header=True),
        Column("In our books", numeric=True),
        Column("At Stripe", numeric=True),
    ]
    rows: list[list[Any]] = [
        [reconciling.label(kind), f"{each['ours']:,}", f"{each['theirs']:,}"] for kind, each in last.counts.items()
    ]
    rows += [[Cell(reconciling.label(kind), why), "?", "?"] for kind, why in last.not_compared.items()]
    return Table(f"Compared since {day(last.since)}", columns, rows)


def differences_table(still: list[Difference]) -> Table:
    today = timezone.localdate()
    columns = [
        Column("What differs", header=True, phone="main"),
        Column("Who has it", phone="over"),
        Column("Waits", phone="over-right"),
    ]
    rows = [
        [
            Cell(
                f"{reconciling.label(one.kind)}: {one.get_what_display()[0].lower()}{one.get_what_display()[1:]}",
                facts(one),
                reverse("staff-finance-difference", args=[one.pk]),
            ),
            one.taken_by.name if one.taken_by else "Nobody yet",
            waiting(timezone.localdate(one.first_run.started_at), today).capitalize(),
        ]
        for one in still
    ]
    return Table("Differences to work through", columns, rows, hide_caption=True)


def past_table(page: Page[Difference]) -> Table:
    columns = [Column("What differed", header=True, phone="main"), Column("How it ended", phone="over")]
    rows = [[Cell(f"{reconciling.label(one.kind)}, {one.object_id}", facts(one)), ended(one)] for one in page]
    return Table("Closed", columns, rows, hide_caption=True)


def ended(one: Difference) -> str:
    if one.closed_by:
        return f"Explained by {one.closed_by.name}, {day(one.closed_at)}: {one.note}"
    return f"Gone by itself, {day(one.closed_at)}"


def facts(one: Difference) -> str:
    """£90.00 sent here, £89.99 sent at Stripe"""
    ours = f"{pounds(one.ours_pence)} {one.ours_state} here" if one.ours_pence is not None else "not here"
    theirs = f"{pounds(one.theirs_pence)} {one.theirs_state} at Stripe" if one.theirs_pence is not None else "not there"
    return f"{ours}, {theirs}"


def on_the_way_table(intents: list[Intent]) -> Table | None:
    lines = sent.lines_of(intents)
    columns = [
        Column("Who", header=True, phone="main"),
        Column("How it stands", phone="over"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    rows = []
    for intent in intents:
        line = lines[intent.params["line"]]
        href = reverse("staff-finance-file", args=[line.file.reference])
        words = "Stripe has not answered yet" if intent.attempts else "To be sent"
        rows.append([Cell(line.payee.name, f"file {line.file.reference}", href), words, pounds(line.pence)])
    return Table("Not at Stripe yet", columns, rows, hide_caption=True) if rows else None


@require_POST
@needs(Permission.PREPARE_PAYMENTS)
def compare(request: Request) -> HttpResponse:
    """Now, by the worker: it may take minutes."""
    if settings.STRIPE_SECRET_KEY:
        reconcile.now.enqueue()
        messages.success(request, "We are comparing. Look at this page again in a few minutes.")
    return redirect("staff-finance-stripe")


@require_safe
@needs(Permission.PREPARE_PAYMENTS)
def sheet(request: Request) -> HttpResponse:
    header = ["Kind", "Object", "Our row", "What", "Here", "State here", "At Stripe", "State at Stripe", "Since", "Who"]
    still = Difference.objects.filter(closed_at=None).select_related("taken_by", "first_run").order_by("pk")
    rows = [
        [
            reconciling.label(one.kind),
            one.object_id,
            one.about,
            one.get_what_display(),
            amount(one.ours_pence),
            one.ours_state,
            amount(one.theirs_pence),
            one.theirs_state,
            day(one.first_run.started_at),
            one.taken_by.name if one.taken_by else "",
        ]
        for one in still
    ]
    return sheets.answer("stripe-differences.csv", header, rows)


def amount(pence: int | None) -> Any:
    return "" if pence is None else sheets.Pounds(pence)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PREPARE_PAYMENTS)
def difference(request: Request, pk: int) -> HttpResponse:
    """What differs, what to do, and the note with which somebody closes it."""
    one = get_object_or_404(Difference.objects.select_related("taken_by", "first_run").filter(closed_at=None), pk=pk)
    form = NoteForm(posted(request))

    def do() -> str:
        reconcile.explain(difference=one, note=form.cleaned_data["note"], by=request.user)
        return "Closed with your note."

    desk = Desk(
        one.get_what_display(),
        form,
        do,
        reverse("staff-finance-stripe"),
        STRIPE,
        caption=reconciling.label(one.kind),
        button="Close it with this note",
        lead=[reconciling.TO_DO[Difference.What(one.what)]],
        rows=difference_rows(one),
        extra={}
        if one.taken_by_id == request.user.pk
        else {"take": reverse("staff-finance-difference-take", args=[pk])},
    )
    return answer(request, desk)


def difference_rows(one: Difference) -> list[dict[str, Any]]:
    side = {
        "Here": (one.ours_pence, one.ours_state),
        "At Stripe": (one.theirs_pence, one.theirs_state),
    }
    return [
        {"key": "Object at Stripe", "value": one.object_id},
        {"key": "Our row", "value": one.about or "None"},
        *(
            {"key": key, "value": "Not there" if pence is None else f"{pounds(pence)}, {state}"}
            for key, (pence, state) in side.items()
        ),
        {"key": "Made", "value": moment(one.began_at)},
        {"key": "Found first", "value": moment(one.first_run.started_at)},
        {"key": "Who has it", "value": one.taken_by.name if one.taken_by else "Nobody yet"},
    ]


@require_POST
@needs(Permission.PREPARE_PAYMENTS)
def take(request: Request, pk: int) -> HttpResponse:
    one = get_object_or_404(Difference, pk=pk)
    try:
        reconcile.take(difference=one, by=request.user)
        messages.success(request, "You have it now.")
    except Refused as why:
        messages.info(request, str(why))
        return redirect("staff-finance-stripe")
    return redirect("staff-finance-difference", pk=pk)
