"""Late contributions as a conversation: what was said, what was agreed, whom nobody has answered."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Sum
from django.utils import timezone

from accounts.models import ArrearsEntry, ContributionWaiver, PaidAhead, PersonalBudget
from accounts.queries import contributions
from accounts.queries.contributions import Standing

Kind = ArrearsEntry.Kind
MONTH = timedelta(days=31)


def standing(budget: PersonalBudget, today: date) -> Standing | None:
    return next(iter(contributions.standings(today, PersonalBudget.objects.filter(pk=budget.pk))), None)


def late_pence(budget: PersonalBudget, today: date) -> int:
    found = standing(budget, today)
    return found.late_pence if found else 0


def undecided_pence(budget: PersonalBudget) -> int:
    """Expected for days that were paid too early, about which nobody has decided: the answer may let it go already."""
    waiting = PaidAhead.objects.filter(budget=budget, decision="")
    return waiting.aggregate(pence=Sum("expected_pence"))["pence"] or 0


def entries(budget: PersonalBudget) -> Sequence[ArrearsEntry]:
    """The oldest first."""
    return list(budget.arrears.select_related("by"))


def plan_of(said: Sequence[ArrearsEntry], now: datetime) -> ArrearsEntry | None:
    """The last that was agreed, while its months run."""
    plans = [each for each in said if each.kind == Kind.PLAN]
    last = plans[-1] if plans else None
    return last if last and now < last.at + (last.months or 0) * MONTH else None


def unanswered() -> set[int]:
    """Budgets whose last word is the person's: a reminder answers nothing. One query."""
    last: dict[int, str] = {}
    said = ArrearsEntry.objects.exclude(kind=Kind.REMINDER)
    for budget, kind in said.order_by("at", "pk").values_list("budget", "kind"):
        last[budget] = kind
    return {budget for budget, kind in last.items() if kind in ArrearsEntry.OF_THE_PERSON}


def waivers(budget: PersonalBudget) -> Sequence[ContributionWaiver]:
    return list(budget.waivers.select_related("proposed_by", "decided_by"))


def waiver_to_decide(budget: PersonalBudget) -> ContributionWaiver | None:
    return budget.waivers.filter(decision="").select_related("proposed_by", "budget__person").first()


def today() -> date:
    return timezone.localdate()
