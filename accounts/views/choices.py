"""The ways of holding the money, and what was chosen."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.holding_words import ANSWERS, EASY, QUESTIONS
from accounts.models import ChoiceRecord, Pot
from accounts.models import WayOfHolding as Way
from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views.easy import is_easy
from accounts.views.money import MONEY
from accounts.wording import listed
from design.formats import moment


@for_person(Scope.SEE_BALANCE)
@require_safe
def choices(request: Request) -> HttpResponse:
    person = request.acting.whom
    pots = list(Pot.objects.filter(person=person, closed_at=None, budget__isnull=False))
    held = {way: [pot.label for pot in pots if pot.held_as == way] for way in Way}
    context = {
        "section": "money",
        "breadcrumbs": MONEY,
        "person": person,
        "easy": is_easy(request),
        "may_change": bool(pots) and not request.acting.for_another and person.capacity_lost_on is None,
        "ways": [(way.label, listed(held[way]), EASY[way]) for way in Way],
        "rows": [(question, answers(number)) for number, question in enumerate(QUESTIONS)],
        "records": [described(record) for record in recorded(person.pk)],
    }
    return render(request, "accounts/choices.html", context)


def answers(number: int) -> list[tuple[str, str]]:
    """Of one question, by each way."""
    return [(way.label, ANSWERS[way][number]) for way in Way]


def recorded(person: int) -> list[ChoiceRecord]:
    return list(ChoiceRecord.objects.filter(person=person).select_related("recorded_by").order_by("-chosen_at", "-pk"))


def described(record: ChoiceRecord) -> dict[str, object]:
    shown = [Way(way).label for way in Way if way in record.shown]
    provider = f": {record.provider}" if record.provider else ""
    rows = [
        {"key": "You chose", "value": f"{record.get_chosen_display()}{provider}"},
        {"key": "When", "value": moment(record.chosen_at)},
        {"key": "You were shown", "value": listed([shown[0], *[f"{way[0].lower()}{way[1:]}" for way in shown[1:]]])},
        {"key": "How", "value": record.get_shown_format_display()},
        {"key": "Who helped", "value": record.helped_by or "Nobody"},
    ]
    return {"record": record, "rows": rows}
