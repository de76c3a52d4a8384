"""Before one person's lines: a reason, which she can read in her own log. It holds for one hour."""

from datetime import datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.forms.reason import ReasonForm
from accounts.ledger import LedgerAccount, LedgerKind, totals
from accounts.models import Person
from accounts.permissions import needs
from accounts.queries import finance, looks, shortfalls
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.finance_overview import FINANCE

KEY = "reasons_given"
HOLDS = timedelta(hours=1)
WHERE = "Finance. Your payments"


def given(request: Request, person: Person) -> bool:
    """Whether this sign-in gave a reason for this person in the last hour."""
    until = request.session.get(KEY, {}).get(str(person.pk))
    return bool(until) and timezone.now() < datetime.fromisoformat(until)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SEE_MONEY_LINES)
def reason(request: Request, kind: str, pk: int) -> HttpResponse:
    account = totals.account(LedgerKind(kind), pk) if kind in LedgerKind.values else None
    person = finance.person_of(account) if account else None
    if account is None or person is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        remember(request, person, form)
        return redirect(back_to(account))
    back = reverse("staff-finance-kind", args=[kind])
    context = {"section": "staff", "breadcrumbs": [*FINANCE, (account.get_kind_display(), back)], "form": form}
    return render(request, "accounts/finance_reason.html", context)


def back_to(account: LedgerAccount) -> str:
    """What shops took beyond what there was has a page of its own."""
    if of := shortfalls.account_of(account) if account.kind == LedgerKind.CARD_SHORTFALL else None:
        return reverse("staff-finance-shortfall", args=[of.pk])
    return reverse("staff-finance-account", args=[account.kind, account.pk])


def remember(request: Request, person: Person, form: ReasonForm) -> None:
    """The lines open to this sign-in, and the person can read by whom, why and until when. It is written down first."""
    until = timezone.now() + HOLDS
    looks.record(person=person, by=request.user, where=WHERE, why=form.why(until))
    request.session[KEY] = {**request.session.get(KEY, {}), str(person.pk): until.isoformat()}
