"""Money that was asked back: what is to be decided, by somebody else than who asked; and appeals."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import ledger, memos
from accounts.actions import reclaims as actions
from accounts.desks import STAFF
from accounts.forms.reclaims import DecideForm, GiveBackForm
from accounts.models import Reclaim
from accounts.permissions import mandates_of, needs
from accounts.queries import looks, reclaims
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from design.components import Cell, Column, Table
from design.formats import day, moment, pounds

PER_PAGE = 25
RECLAIMS = [*STAFF, ("Money asked back", "/staff/reclaims/")]
FORM = require_http_methods(["GET", "HEAD", "POST"])
State = Reclaim.State


@require_safe
@needs(Permission.TAKE_BACK_MONEY)
def listed(request: Request) -> HttpResponse:
    page = Paginator(reclaims.decided(request.user), PER_PAGE).get_page(request.GET.get("page"))
    waiting = list(reclaims.to_decide(request.user)[:PER_PAGE])
    again = list(reclaims.too_much(request.user)[:PER_PAGE])
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "waiting": table("To decide", waiting) if waiting else None,
        "again": table("The seller has given money back since", again) if again else None,
        "page": page,
        "done": table("Decided", list(page)) if page.paginator.count else None,
    }
    return render(request, "accounts/staff_reclaims.html", context)


def table(caption: str, found: list[Reclaim]) -> Table:
    """Without what was bought: that is on the page of each, whose opening is on record."""
    columns = [
        Column("Whose", header=True, phone="main"),
        Column("Asked", phone="over"),
        Column("How it stands", phone="over-right"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    rows = [
        [
            Cell(each.person.name, each.get_ground_display(), reverse("staff-reclaim", args=[each.pk])),
            Cell(day(each.proposed_at), each.proposed_by.name),
            each.get_state_display(),
            pounds(each.pence),
        ]
        for each in found
    ]
    return Table(caption, columns, rows)


def load(request: Request, pk: int) -> Reclaim:
    """Nobody opens one about her own money, nor that of somebody she acts for. Who opens another's is on record."""
    found = get_object_or_404(reclaims.everybodys(request.user), pk=pk)
    if found.person_id in {mandate.person_id for mandate in mandates_of(request.user)}:
        raise Http404
    if request.method != "POST":
        looks.record(person=found.person, by=request.user, where=f"Money asked back, number {found.pk}")
    return found


@FORM
@needs(Permission.TAKE_BACK_MONEY)
def one(request: Request, pk: int) -> HttpResponse:
    reclaim = load(request, pk)
    if reclaim.state != State.PROPOSED:
        return shown(request, reclaim)
    own = reclaim.proposed_by_id == request.user.pk
    form = DecideForm(posted(request), may_take=not own)

    def do() -> str:
        take = form.cleaned_data["decision"] == "take"
        decide = actions.take_back if take else actions.refuse
        decide(reclaim=reclaim, words=form.cleaned_data["words"], by=request.user)
        return "Taken back. The person is told how to appeal." if take else "Left. The person is told."

    def check() -> list[dict[str, Any]]:
        take = form.cleaned_data["decision"] == "take"
        return [
            {"key": "You decide", "value": "Take the money back" if take else "Leave the money with the person"},
            {"key": "Moves from the pot to the council", "value": pounds(reclaim.pence if take else 0)},
            {"key": "Why", "value": form.cleaned_data["words"]},
        ]

    desk = Desk(
        "Decide about money asked back",
        form,
        do,
        reverse("staff-reclaims"),
        RECLAIMS,
        button="Decide",
        caption=reclaim.person.name,
        lead=["You asked for this. Somebody else must decide it: you can take it back."] if own else [],
        rows=rows(reclaim),
        check=check,
        warning="The person is told now, with your words and your name.",
    )
    return answer(request, desk)


def shown(request: Request, reclaim: Reclaim) -> HttpResponse:
    if request.method == "POST":
        return redirect("staff-reclaim", pk=reclaim.pk)
    context = {
        "section": "staff",
        "breadcrumbs": RECLAIMS,
        "reclaim": reclaim,
        "rows": rows(reclaim),
        "is_too_much": reclaims.too_much(request.user).filter(pk=reclaim.pk).exists(),
        "may_give_back": reclaim.state == State.TAKEN and reclaim.decided_by_id != request.user.pk,
    }
    return render(request, "accounts/staff_reclaim.html", context)


@FORM
@needs(Permission.TAKE_BACK_MONEY)
def give_back(request: Request, pk: int) -> HttpResponse:
    """After an appeal, by somebody who did not decide it."""
    reclaim = load(request, pk)
    if reclaim.state != State.TAKEN or reclaim.decided_by_id == request.user.pk:
        return redirect("staff-reclaim", pk=pk)
    form = GiveBackForm(posted(request))

    def do() -> str:
        actions.give_back(reclaim=reclaim, words=form.cleaned_data["words"], by=request.user)
        return "Given back. The person is told."

    def check() -> list[dict[str, Any]]:
        return [
            {"key": "Moves from the council to the pot", "value": pounds(reclaim.pence)},
            {"key": "Why", "value": form.cleaned_data["words"]},
        ]

    back = reverse("staff-reclaim", args=[pk])
    crumbs = [*RECLAIMS, (reclaim.person.name, back)]
    desk = Desk(
        "Give the money back", form, do, back, crumbs, button="Give it back", caption=reclaim.person.name,
        rows=rows(reclaim), check=check, warning="The person is told now, with your words and your name.",
    )  # fmt: skip
    return answer(request, desk)


def rows(reclaim: Reclaim) -> list[dict[str, Any]]:
    memo = reclaims.memo(reclaim)
    known = [
        ("Purchase", memos.words([memo]).get(memo, memo)),
        ("Amount", f"{pounds(reclaim.pence)} from {reclaim.pot.label}"),
        ("Ground", reclaim.get_ground_display()),
        ("Why", reclaim.why),
        ("Asked by", f"{reclaim.proposed_by.name}, {moment(reclaim.proposed_at)}"),
        ("Free in the pot now", free(reclaim)),
        ("Decided", decided(reclaim)),
        ("Given back", given_back(reclaim)),
    ]
    return [{"key": key, "value": value} for key, value in known if value]


def free(reclaim: Reclaim) -> str:
    if reclaim.state != State.PROPOSED:
        return ""
    account = reclaim.pot.available
    return pounds(ledger.balance(account)) if account else "It is in the person’s own bank account"


def decided(reclaim: Reclaim) -> str:
    if not reclaim.decided_by:
        return ""
    label = State.TAKEN.label if reclaim.state == State.GIVEN_BACK else reclaim.get_state_display()
    return f"{label}. {reclaim.decided_by.name}, {moment(reclaim.decided_at)}. {reclaim.decision_words}"


def given_back(reclaim: Reclaim) -> str:
    if not reclaim.given_back_by:
        return ""
    return f"{reclaim.given_back_by.name}, {moment(reclaim.given_back_at)}. {reclaim.given_back_words}"
