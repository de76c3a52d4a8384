"""A person's money at a glance."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import slots, weeks
from accounts.actions import last_looks, top_ups
from accounts.models import Card
from accounts.queries import changes, from_council, holdings, lately, looks, own_card
from accounts.queries.changes import News
from accounts.queries.from_council import FromCouncil
from accounts.queries.holdings import Holding
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views import statement_formats as formats
from accounts.views.tables import short_table
from accounts.wording import scopes_in_words
from design.formats import day, pounds

OWN_WORDS = ("what you mean to spend", "your plan")
HOME = [("Home", "/")]
MONEY = [*HOME, ("Your money", "/money/")]


@login_required
@require_safe
def home(request: Request) -> HttpResponse:
    """What there is, by purpose, and what happened lately: as much of it as the one who looks may see."""
    acting = request.acting
    if acting.person is None:
        return redirect("money-acting") if acting.knows_somebody else nothing_here(request)
    if not acting.may(Scope.SEE_BALANCE):
        return without_balance(request)
    found = holdings.of(acting.person)
    if not found:
        return nothing_here(request)
    cards = [card for card in holdings.cards_of(acting.person) if card.state != Card.State.CLOSED]
    unspent = acting.person.surplus_proposals.first()
    council = from_council.of(acting.person, timezone.localdate())
    news = news_of(request)
    accounts = [drawn(request, holding, first_money(holding, council)) for holding in found]
    if (news and news.is_any) or any(shown.get("table") for shown in accounts):
        looks.record(person=acting.person, by=request.user, where="What happened lately")
    context = {
        "section": "money",
        "breadcrumbs": HOME,
        "person": acting.person,
        "accounts": accounts,
        "news": news,
        "news_since": changes.when(news.since, timezone.now()) if news else "",
        "card": cards[0] if len(cards) == 1 and cards[0].state in (Card.State.ACTIVE, Card.State.FROZEN) else None,
        "cards": cards,
        "may_see_lines": acting.may(Scope.SEE_LINES),
        "may_pay": acting.may(Scope.PAY),
        "own_money": top_ups.is_open(),
        "own_card": own_card.of(acting.person, acting.own_only),
        "from_council": council,
        "may_ask": not found[0].is_own_money and (acting.may(Scope.PROPOSE) or acting.may(Scope.PAY)),
        "asked_back": acting.may(Scope.SEE_LINES) and (unspent is not None or acting.person.reclaims.exists()),
        "unspent": unspent if unspent and unspent.is_open else None,
        "aside": slots.fill("money_aside", request, acting.person),
    }
    return render(request, "accounts/money.html", context)


def news_of(request: Request) -> News | None:
    """What has changed since she last looked, for who may see lines; nothing at her first look. HEAD is no look."""
    acting = request.acting
    if request.method != "GET" or not acting.may(Scope.SEE_LINES):
        return None
    since = last_looks.look(person=acting.whom, by=request.user)
    return changes.of(acting.whom, since) if since else None


def first_money(holding: Holding, council: FromCouncil | None) -> str:
    """When the first money comes, of a budget that the council has never paid into; else nothing."""
    is_new = holding.weeks == 0 and not (holding.is_own_money or holding.available_pence or holding.held_pence)
    if not (is_new and council and council.next and council.next.is_first):
        return ""
    when = "today" if council.next.on == timezone.localdate() else f"on {day(council.next.on)}"
    amount = "" if holding.in_own_bank else f", {pounds(council.next.pence)},"  # part of it does not come here
    return f"The first money{amount} comes {when}"


def drawn(request: Request, holding: Holding, first: str) -> dict[str, object]:
    """A holding ready for the page; its lines only for those who may see lines."""
    whose = request.acting.whom.first_name if request.acting.for_another else ""
    shown: dict[str, object] = {"holding": holding, "weeks": first or weeks_in_words(holding, whose)}
    if not request.acting.may(Scope.SEE_LINES):
        return {**shown, "bars": lately.without_lines(holding)}
    now = timezone.now()
    newest = lately.newest(holding, lately.entries_of(holding, now))
    table = short_table("What happened lately", newest) if newest else None
    easy = list(formats.entries(newest, held=False, year=False, whose=formats.whose(request)))
    return {**shown, "bars": lately.bars(holding, lately.money_in(holding, now)), "table": table, "entries": easy}


def weeks_in_words(holding: Holding, whose: str = "") -> str:
    """How long it lasts: by the plan, or by what a self-funder means to spend. `whose` is somebody one acts for."""
    own, plan = (f"what {whose} means to spend", f"{whose}’s plan") if whose else OWN_WORDS
    return weeks.in_words(holding.weeks, own if holding.is_own_money else plan)


def nothing_here(request: Request) -> HttpResponse:
    acting = request.acting
    context = {
        "section": "money",
        "breadcrumbs": HOME,
        "person": acting.person,
        "own_card": own_card.of(acting.person, acting.own_only) if acting.person else None,
        "may_see_lines": acting.may(Scope.SEE_LINES),
        "may_pay": acting.may(Scope.PAY),
    }
    return render(request, "accounts/money_none.html", context)


def without_balance(request: Request) -> HttpResponse:
    mandate = request.acting.mandate
    can = (
        scopes_in_words(mandate.scopes, mandate.pay_per_purchase_pence, mandate.pay_per_month_pence) if mandate else ""
    )
    context = {"section": "money", "breadcrumbs": HOME, "person": request.acting.person, "can": can}
    return render(request, "accounts/money_closed.html", context, status=403)
