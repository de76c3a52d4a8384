"""One page for each person: what is set up, what is next, and everything that a practitioner can change."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import phones, slots
from accounts.actions import cards, people
from accounts.forms.budget import lasts
from accounts.models import Card, CardAccount, Invitation, Mandate, Person, PersonalBudget, Pot
from accounts.models.invitations import MOST_TRIES
from accounts.permissions import needs
from accounts.queries import communication, entitlements, outcomes, setting_up
from accounts.queries.entitlements import Entitlement
from accounts.queries.outcomes import OutcomeTotal
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views import first_payment, staff_cards
from accounts.views.details import LATELY
from accounts.views.opened import PEOPLE, load, shell
from accounts.views.person_capacity import who_decides
from accounts.views.person_rules import described as refused
from accounts.wording import BASES_FOR_STAFF, scopes_in_words
from design.components import Column, Table
from design.formats import day, pounds, pounds_short

WINDOW = timedelta(days=28)
ADDRESS_OF = {
    setting_up.DETAILS: "staff-person-details",
    setting_up.NEEDS: "staff-person-needs",
    setting_up.BUDGET: "staff-person-budget",
    setting_up.CHOICE: "staff-person-choice",
    setting_up.SIGN_IN: "staff-person-invite",
    setting_up.CARD: "staff-person",
}


@require_safe
@needs(Permission.AGREE_BUDGETS)
def page(request: Request, pk: int) -> HttpResponse:
    person = load(request, pk)
    found = setting_up.steps(person)
    context = shell(
        person,
        breadcrumbs=PEOPLE,
        steps=[described(person, step) for step in found],
        next=setting_up.next_step(person),
        next_href=next_href(person),
        needs_card=any(step.key == setting_up.CARD and not step.done for step in found),
        details=details(person),
        needs=people.needs_of(person),
        needs_shared=communication.is_shared(person),
        budgets=budgets_in_rows(person),
        spending=spending_table(person),
        pots=pots_table(person),
        cards=staff_cards.listed(person),
        **delegates(person),
        who_decides=who_decides(person),
        refused=refused(person),
        carers=list(person.carers.filter(ended_at=None).select_related("carer").order_by("pk")),
        cares_for=list(person.cares_for.filter(ended_at=None).select_related("cared_for").order_by("pk")),
        invitations=[invited(each) for each in invitations_of(person)],
        aside=slots.fill("staff_person_aside", request, person),
        mine=person.practitioner_id == request.user.pk,
    )
    return render(request, "accounts/person.html", context)


def described(person: Person, step: setting_up.Step) -> dict[str, Any]:
    href = "" if step.waits and step.key == setting_up.CHOICE else reverse(ADDRESS_OF[step.key], args=[person.pk])
    return {"step": step, "href": "" if step.key == setting_up.CARD else href}


def next_href(person: Person) -> str:
    step = setting_up.next_step(person)
    return reverse(ADDRESS_OF[step.key], args=[person.pk]) if step and step.key != setting_up.CARD else ""


def details(person: Person) -> list[dict[str, Any]]:
    change = [("Change", reverse("staff-person-details", args=[person.pk]), "their details")]
    address = ", ".join(part for part in (person.address, person.postcode) if part)
    return [
        {"key": "Case reference", "value": person.case_reference or "None yet", "actions": change},
        {"key": "Date of birth", "value": day(person.born_on) or "Not known"},
        {"key": "Told by", "value": person.get_contact_format_display()},
        {"key": "Telephone", "value": person.phone or "None"},
        {"key": "Address", "value": address or "None"},
        {"key": "Signs in", "value": signs_in(person)},
        {"key": "Practitioner", "value": person.practitioner.name if person.practitioner else "Nobody yet"},
    ]


def signs_in(person: Person) -> str:
    if person.user:
        return f"Yes, as {person.user.email}"
    return "No: staff and paper serve them" if person.no_sign_in else "Not yet"


def budgets_of(person: Person) -> list[PersonalBudget]:
    return list(person.budgets.select_related("agreed_by", "person").order_by("-starts_on", "-pk"))


def budgets_in_rows(person: Person) -> list[dict[str, Any]]:
    found, today = budgets_of(person), timezone.localdate()
    with_clock = [budget for budget in found if budget.load_calendar]
    entitled = {each.budget.pk: each for each in entitlements.of_all(with_clock)} if with_clock else {}
    return [budget_rows(budget, first_words(entitled.get(budget.pk), today)) for budget in found]


def first_words(entitled: Entitlement | None, today: date) -> str:
    """The first payment, as long as it is to come."""
    return first_payment.in_words(entitled, today) if entitled and not entitled.loads else ""


def budget_rows(budget: PersonalBudget, first: str) -> dict[str, Any]:
    ended = budget.ends_on is not None and budget.ends_on < timezone.localdate()
    agreed = f"{budget.agreed_by.name}, {day(budget.agreed_on)}"
    if budget.reassessment:
        agreed += f". Reassessment {budget.reassessment}"
    rows = [
        {"key": "Amount", "value": f"{pounds(budget.amount_pence)} {budget.get_period_display()}"},
        {"key": "When", "value": lasts(budget.starts_on, budget.ends_on)},
        {"key": "Agreed by", "value": agreed},
    ]
    if first:
        rows.insert(2, {"key": "First payment", "value": first})
    title = "Support for them as a carer" if budget.is_for_caring else "Care and support"
    return {"title": title, "rows": rows, "ended": ended}


def pots_table(person: Person) -> Table | None:
    pots = Pot.objects.filter(person=person, closed_at=None, budget__isnull=False).select_related("choice")
    columns = [
        Column("For", header=True, phone="main"),
        Column("How it is held", phone="over"),
        Column("A week", numeric=True, phone="amount"),
    ]
    rows = [[pot.label, held(pot), pounds(pot.weekly_pence)] for pot in pots]
    return Table("How the money is held", columns, rows, hide_caption=True) if rows else None


def held(pot: Pot) -> str:
    if pot.choice is None and pot.card_account_id is None:
        return "Not chosen yet: we look after it"
    provider = f": {pot.choice.provider}" if pot.choice and pot.choice.provider else ""
    return f"{pot.get_held_as_display()}{provider}"


def spending_table(person: Person) -> list[dict[str, Any]]:
    """Spent by outcome in the last four weeks beside the plan for four weeks, as bars: totals only."""
    now = timezone.now()
    return [bar(total) for total in outcomes.of(now - WINDOW, now, [person])]


def bar(total: OutcomeTotal) -> dict[str, Any]:
    planned = total.weekly_pence * 4
    text = f"{pounds_short(total.spent_pence)} of {pounds_short(planned)}" if planned else pounds(total.spent_pence)
    share = total.spent_pence / planned if planned else 0
    return {"label": total.outcome, "text": text, "share": max(0, min(1, share))}


def delegates(person: Person) -> dict[str, Any]:
    """Those who act or are asked to, and those who lately said no or did not answer."""
    since = timezone.now() - LATELY
    found = list(person.mandates.select_related("delegate", "person").order_by("delegate__name", "pk"))
    return {
        "delegates": [delegate(mandate) for mandate in found if mandate.is_open()],
        "not_accepted": [mandate for mandate in found if mandate.fell_through(since)],
    }


def delegate(mandate: Mandate) -> dict[str, Any]:
    can = scopes_in_words(mandate.scopes, mandate.pay_per_purchase_pence, mandate.pay_per_month_pence)
    return {
        "mandate": mandate,
        "name": mandate.delegate.name,
        "asked_as": mandate.known_as,
        "basis": BASES_FOR_STAFF[mandate.basis],
        "can": can,
        "lasts": lasts(mandate.starts_on, mandate.ends_on),
        "waits": not mandate.delegate.is_active,
    }


def invitations_of(person: Person) -> list[Invitation]:
    """Those that are open, and one that was tried too often while she is not in yet."""
    if person.user_id:
        return []
    tried = Q(tries=MOST_TRIES, ended_at__gt=timezone.now() - WINDOW)
    return list(person.invitations.filter(tried | Q(used_at=None, ended_at=None)).order_by("pk"))


def invited(invitation: Invitation) -> dict[str, Any]:
    if invitation.ended_at:
        words = "It was tried 5 times with a wrong date of birth, and is over. Ask them, then invite again."
        return {"invitation": invitation, "words": words, "over": True}
    late = invitation.expires_at <= timezone.now()
    if invitation.way == Invitation.Way.POST:
        words = "A letter with a code" if invitation.opener else "A letter with a code, waiting to be printed"
    else:
        words = f"A link to {invitation.email}"
    until = f"It ended on {day(invitation.expires_at)}" if late else f"Until {day(invitation.expires_at)}"
    return {"invitation": invitation, "words": f"{words}. {until}."}


@require_POST
@needs(Permission.AGREE_BUDGETS)
def take_on(request: Request, pk: int) -> HttpResponse:
    person = load(request, pk)
    people.take_on(person=person, by=request.user)
    messages.success(request, f"{person.name} is among the people you work with.")
    return redirect("staff-person", pk=pk)


@require_POST
@needs(Permission.AGREE_BUDGETS)
def issue_card(request: Request, pk: int) -> HttpResponse:
    """The person's own first card. A second click finds it made."""
    person = load(request, pk)
    kind = CardAccount.Kind.BUDGET
    account = get_object_or_404(CardAccount, person=person, kind=kind, closed_at=None)
    pot = account.pots.filter(is_contingency=False, closed_at=None).first()
    if person.user is None or pot is None:
        messages.info(request, "A card needs a sign-in, and money to spend from.")
    elif not account.cards.filter(holder=person.user).exclude(state="closed").exists():
        phone = phones.mobile_or_none(person.phone)
        card = cards.issue(account=account, holder=person.user, pot=pot, by=request.user, phone=phone)
        messages.success(request, made_in_words(card))
    return redirect("staff-person", pk=pk)


def made_in_words(card: Card) -> str:
    done = f"The card ending {card.last4} is ready." if card.last4 else "The card is being made."
    asked = "" if card.phone else " We have no mobile number of theirs: they give one on the card’s page."
    return f"{done} We tell {card.holder.name}.{asked}"
